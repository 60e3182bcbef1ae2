"""Which answers are a refusal, and which mean that PortOne could not be asked: two branches of one tree."""

import re
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from client import CouldNotAskError, IdentityVerification, PortOneError, RefusedError, errors
from tests.client.answers import always, answering


def read(status: int, body: Any) -> None:
    always(status, body).get_identity_verification("an-id")


def test_the_tree_that_is_drawn_is_the_tree_that_is_defined() -> None:
    drawn = set(re.findall(r"(\w+Error)\b ", errors.__doc__ or ""))
    defined = {it for it in vars(errors).values() if isinstance(it, type) and issubclass(it, Exception)}
    assert drawn == {it.__name__ for it in defined}
    assert {it.__base__ for it in defined - {PortOneError}} == {PortOneError}


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

    for log_in in (False, True):
        with pytest.raises(CouldNotAskError, match=kind.__name__) as caught:
            answering(fail, log_in=log_in).get_identity_verification("an-id")
        assert (caught.value.status, caught.value.type) == (None, None)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
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
