"""Which answers are a refusal, and which mean that PortOne could not be asked: two branches of one tree."""

import copy
import pickle
import re
from typing import Any, Final

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from client import ApiSecretLogin, CouldNotAskError, IdentityVerification, Patience, PortOneError, RefusedError, errors
from client.errors import BY_TYPE, PgProviderError, TooManyRequestsError
from tests.client.answers import SECRET, always, answering


def read(status: int, body: Any) -> None:
    always(status, body).get_identity_verification("an-id")


def drawn_tree() -> dict[str, str | None]:
    """Each class of the drawing with the one it hangs under."""
    above: list[str] = []
    found: dict[str, str | None] = {}
    for line in (errors.__doc__ or "").splitlines():
        if drawn := re.match(r"([│├└─ ]*)(\w+Error)\b", line):
            depth = len(drawn[1]) // 4
            above = [*above[:depth], drawn[2]]
            found[drawn[2]] = above[depth - 1] if depth else None
    return found


def defined_errors() -> list[type[PortOneError]]:
    return [it for it in vars(errors).values() if isinstance(it, type) and issubclass(it, PortOneError)]


def test_the_tree_that_is_drawn_is_the_tree_that_is_defined() -> None:
    defined = {it.__name__: it.__mro__[1].__name__ if it is not PortOneError else None for it in defined_errors()}
    assert drawn_tree() == defined
    assert len(defined) > 15


def test_every_type_has_a_class_of_its_own_in_one_of_the_two_branches() -> None:
    assert len(set(BY_TYPE.values())) == len(BY_TYPE)
    assert all(issubclass(it, RefusedError) != issubclass(it, CouldNotAskError) for it in BY_TYPE.values())
    for type_, kind in BY_TYPE.items():
        assert kind.__name__ == "".join(part.capitalize() for part in type_.split("_")) + "Error"


@pytest.mark.parametrize("kind", defined_errors(), ids=lambda kind: kind.__name__)
def test_an_error_survives_copying_and_pickling(kind: type[PortOneError]) -> None:
    error = kind("getIdentityVerification", "no", 404, "A_TYPE")
    for again in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert (type(again), str(again), again.status) == (kind, str(error), 404)


@pytest.mark.parametrize(("status", "type_"), [(502, "PG_PROVIDER"), (503, "PG_PROVIDER")])
def test_what_a_provider_refused_carries_its_code(status: int, type_: str) -> None:
    with pytest.raises(PgProviderError) as caught:
        read(status, {"type": type_, "message": "no", "pgCode": "A1", "pgMessage": "아니오"})
    assert isinstance(caught.value, RefusedError)
    assert (caught.value.pg_code, caught.value.pg_message) == ("A1", "아니오")
    with pytest.raises(PgProviderError) as caught:
        read(status, {"type": type_})
    assert (caught.value.pg_code, caught.value.pg_message) == (None, None)


def test_tomorrows_refusals_are_refusals() -> None:
    with pytest.raises(RefusedError) as caught:
        read(409, {"type": "IDENTITY_VERIFICATION_SOMETHING_NEW", "message": "no"})
    assert (caught.type, caught.value.type) == (RefusedError, "IDENTITY_VERIFICATION_SOMETHING_NEW")


DATE: Final = "Mon, 23 Nov 2026 00:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "Mon, 23 Nov 2026 00:00:30 GMT", "Date": DATE}, 30.0),
        ({"Retry-After": "Sun, 22 Nov 2026 00:00:30 GMT", "Date": DATE}, 0.0),
        ({"Retry-After": "Mon, 23 Nov 2026 00:00:30 GMT"}, None),
        ({"Retry-After": "soon", "Date": DATE}, None),
        ({"Retry-After": "-1"}, None),
        ({"Retry-After": f"Mon, 23 Nov {'9' * 30} 00:00:30 GMT", "Date": DATE}, None),
        ({"Retry-After": f"Mon, 23 Nov 2026 00:00:30 +{'9' * 30}", "Date": DATE}, None),
        ({"Retry-After": b"\xb2"}, None),
        ({"Retry-After": "9" * 5000}, 999999999.0),
    ],
)
def test_how_long_to_wait_is_read_from_seconds_and_dates(headers: dict[str, Any], seconds: float | None) -> None:
    portone = answering(lambda request: httpx.Response(429, headers=headers, json={}), patience=Patience(attempts=1))
    with pytest.raises(TooManyRequestsError) as caught:
        portone.get_identity_verification("an-id")
    assert caught.value.retry_after == seconds


@pytest.mark.parametrize(
    ("status", "type_"),
    [(404, "IDENTITY_VERIFICATION_NOT_FOUND"), (409, "IDENTITY_VERIFICATION_ALREADY_VERIFIED")],
)
def test_an_answer_about_the_verification_is_a_refusal(status: int, type_: str) -> None:
    with pytest.raises(RefusedError) as caught:
        read(status, {"type": type_, "message": "no"})
    error = caught.value
    assert (error.operation, error.status, error.type, error.message) == (
        "getIdentityVerification",
        status,
        type_,
        "no",
    )
    assert str(error) == f"getIdentityVerification: {status}: {type_}: no"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, {"type": "INVALID_REQUEST", "message": "no"}),
        (401, {"type": "UNAUTHORIZED", "message": "no"}),
        (403, {"type": "FORBIDDEN"}),
        (404, {"type": "MOCK_NOT_FOUND"}),
        (404, {"detail": "Not Found"}),
        (404, []),
        (429, {}),
        (429, {"type": "IDENTITY_VERIFICATION_NOT_FOUND"}),
        (401, {"type": "IDENTITY_VERIFICATION_NOT_FOUND"}),
        (403, {"type": "IDENTITY_VERIFICATION_OF_TOMORROW"}),
        (500, {"type": "IDENTITY_VERIFICATION_NOT_FOUND"}),
        (502, None),
        (503, {"type": None, "message": None}),
        (201, {"status": "VERIFIED"}),
        (302, {}),
        (200, []),
        (200, None),
    ],
)
def test_any_other_answer_means_that_portone_could_not_be_asked(status: int, body: Any) -> None:
    with pytest.raises(CouldNotAskError) as caught:
        read(status, body)
    assert caught.value.status == status


@pytest.mark.parametrize("body", [{}, {"status": None}, {"identityVerification": {"status": "VERIFIED"}}])
def test_a_success_without_a_record_means_so_too(body: Any) -> None:
    with pytest.raises(CouldNotAskError, match="status cannot be read"):
        read(200, body)


@pytest.mark.parametrize("content", [b"<html>502</html>", b"", b"\xff", b"[" * 100_000, b'{"status":"VERIFIED"'])
@pytest.mark.parametrize("status", [200, 404, 502])
def test_what_is_not_json_means_that_portone_could_not_be_asked(status: int, content: bytes) -> None:
    with pytest.raises(CouldNotAskError, match=str(status)):
        answering(lambda request: httpx.Response(status, content=content)).get_identity_verification("an-id")


def exceptions_of_httpx() -> list[type[httpx.RequestError]]:
    found = [it for it in vars(httpx).values() if isinstance(it, type) and issubclass(it, httpx.RequestError)]
    assert len(found) > 10
    return found


@pytest.mark.parametrize("kind", exceptions_of_httpx(), ids=lambda kind: kind.__name__)
def test_no_answer_means_that_portone_could_not_be_asked(kind: type[httpx.RequestError]) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise kind("gone", request=request)

    for credentials in (SECRET, ApiSecretLogin(SECRET)):
        with pytest.raises(CouldNotAskError, match=kind.__name__) as caught:
            answering(fail, credentials).get_identity_verification("an-id")
        assert (caught.value.status, caught.value.type) == (None, None)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["type", "message", "status", "id"]), inner),
    max_leaves=6,
)


@given(st.integers(200, 599), json_values)
def test_whatever_comes_is_a_record_or_an_error_of_the_tree(status: int, body: Any) -> None:
    try:
        record = always(status, body).get_identity_verification("an-id")
    except (RefusedError, CouldNotAskError):
        return
    assert isinstance(record, IdentityVerification)
