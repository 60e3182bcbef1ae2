"""What PortOneClient sends: one encoded segment per id, the store asked for, time limits; and what it never sends."""

import inspect
import json
import re
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import unquote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from client import ApiSecretLogin, AsyncPortOneClient, Customer, PortOneClient, RefusedError
from client.operations import Requests
from tests.client.answers import BASE, BOTH, SECRET, VERIFIED, answering
from tests.sdk.awkward_ids import AWKWARD_IDS, DOTS, TOO_LONG, label

# Half a surrogate pair cannot be encoded, so it is no id.
ids = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200).filter(lambda id_: id_ not in DOTS)


PERSON: Final = Customer("김모의", "01000000001", "203.0.113.7", identity_number="9005151")
WITH_AN_ID: Final[dict[str, Callable[[Any, str], Any]]] = {
    "get": lambda portone, id_: portone.get_identity_verification(id_),
    "send": lambda portone, id_: portone.send_identity_verification(
        id_, channel_key="channel-key", customer=PERSON, operator="SKT", bypass={"danal": {"CPTITLE": "가게"}}
    ),
    "confirm": lambda portone, id_: portone.confirm_identity_verification(id_, otp="000000"),
    "resend": lambda portone, id_: portone.resend_identity_verification(id_),
}
SAID: Final = {"confirm": {"identityVerification": VERIFIED}, "send": {}, "resend": {}}


def sent(id_: str, **options: str) -> httpx.Request:
    """The one request that reading this id makes."""
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json=VERIFIED)

    answering(answer, **options).get_identity_verification(id_)
    (request,) = requests
    return request


@given(ids)
def test_an_id_is_one_segment_of_the_path_whatever_is_in_it(id_: str) -> None:
    path = sent(id_).url.raw_path.decode("ascii")
    before, segment = path.rsplit("/", 1)
    assert (before, unquote(segment, errors="strict")) == ("/identity-verifications", id_)
    assert not set("?#") & set(segment)


@pytest.mark.parametrize("id_", AWKWARD_IDS, ids=label)
def test_awkward_ids_arrive_as_they_are(id_: str) -> None:
    assert unquote(sent(id_).url.raw_path.decode("ascii").removeprefix("/identity-verifications/")) == id_


@pytest.mark.parametrize("id_", ["", *DOTS, *TOO_LONG, "\ud800", "a\udfffb"], ids=label)
@pytest.mark.parametrize("credentials", [SECRET, ApiSecretLogin(SECRET)])
@pytest.mark.parametrize("make", BOTH, ids=("sync", "async"))
@pytest.mark.parametrize("ask", WITH_AN_ID)
def test_what_cannot_be_an_id_is_refused_before_anybody_is_asked(
    id_: str, credentials: Any, make: Callable[..., Any], ask: str
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise AssertionError(f"{request.url} was asked for")

    with pytest.raises(RefusedError, match="1 to 200 characters") as caught:
        WITH_AN_ID[ask](make(answer, credentials), id_)
    assert (caught.value.status, caught.value.type) == (None, None)
    assert len(str(caught.value)) < 400


def test_a_path_in_the_base_url_is_kept() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.raw_path.decode())
        body = {"accessToken": "a", "refreshToken": "r"} if request.method == "POST" else VERIFIED
        return httpx.Response(200, json=body)

    for base in ("http://proxy.test/portone", "http://proxy.test/portone/"):
        portone = PortOneClient(base, ApiSecretLogin(SECRET), transport=httpx.MockTransport(answer))
        portone.get_identity_verification("/a")
    assert seen == ["/portone/login/api-secret", "/portone/identity-verifications/%2Fa"] * 2


def test_the_store_is_named_only_where_one_was_given() -> None:
    assert sent("an-id").url.query == b""
    assert sent("an-id", store_id="store-1").url.query == b"storeId=store-1"


def test_it_waits_a_minute_and_not_for_ever() -> None:
    assert sent("an-id").extensions["timeout"] == {"connect": 5, "read": 60, "write": 60, "pool": 60}


def asked(make: Callable[..., Any], ask: Callable[[Any], Any], said: Any, **options: str) -> tuple[Any, httpx.Request]:
    """What that call gives, and the one request it makes."""
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json=said)

    given = ask(make(answer, **options))
    (request,) = requests
    return given, request


@pytest.mark.parametrize("make", BOTH, ids=("sync", "async"))
class TestEachOperation:
    def test_a_send_describes_the_person_and_leaves_out_what_is_not_known(self, make: Callable[..., Any]) -> None:
        given, request = asked(make, lambda it: WITH_AN_ID["send"](it, "a/b"), {}, store_id="store-1")
        assert given is None
        assert (request.method, request.url.raw_path) == ("POST", b"/identity-verifications/a%2Fb/send")
        assert json.loads(request.content) == {
            "storeId": "store-1",
            "channelKey": "channel-key",
            "customer": {
                "name": "김모의",
                "phoneNumber": "01000000001",
                "ipAddress": "203.0.113.7",
                "identityNumber": "9005151",
            },
            "operator": "SKT",
            "method": "SMS",
            "bypass": {"danal": {"CPTITLE": "가게"}},
        }

    def test_a_confirm_keeps_the_zeros_of_its_otp_and_unwraps_the_record(self, make: Callable[..., Any]) -> None:
        said = {"identityVerification": VERIFIED}
        given, request = asked(make, lambda it: WITH_AN_ID["confirm"](it, "an-id"), said, store_id="store-1")
        assert json.loads(request.content) == {"storeId": "store-1", "otp": "000000"}
        assert given.verified_customer.name == "김모의"
        _, request = asked(make, lambda it: it.confirm_identity_verification("an-id"), said)
        assert json.loads(request.content) == {}

    def test_a_resend_has_its_store_in_the_query_and_no_body(self, make: Callable[..., Any]) -> None:
        _, request = asked(make, lambda it: WITH_AN_ID["resend"](it, "an-id"), {}, store_id="store-1")
        assert (request.method, request.url.query, request.content) == ("POST", b"storeId=store-1", b"")

    def test_a_list_travels_as_a_parameter(self, make: Callable[..., Any]) -> None:
        said = {"items": [VERIFIED], "page": {"number": 1, "size": 5, "totalCount": 6}}

        def ask(portone: Any) -> Any:
            matching = {"statuses": ["VERIFIED"], "customer": {"name": "김 모의+1&2"}}
            return portone.get_identity_verifications(page=1, size=5, matching=matching, sort={"by": "VERIFIED_AT"})

        given, request = asked(make, ask, said, store_id="store-1")
        assert (request.method, request.content) == ("GET", b"")
        assert json.loads(request.url.params["requestBody"]) == {
            "page": {"number": 1, "size": 5},
            "filter": {"storeId": "store-1", "statuses": ["VERIFIED"], "customer": {"name": "김 모의+1&2"}},
            "sort": {"by": "VERIFIED_AT"},
        }
        assert [it.id for it in given.items] == ["an-id"]

    @pytest.mark.parametrize(
        ("call", "path", "body"),
        [
            ("login_via_api_secret", "/login/api-secret", {"apiSecret": "x"}),
            ("login_via_api_key", "/login/api-key", {"apiKey": "x"}),
            ("refresh_token", "/token/refresh", {"refreshToken": "x"}),
        ],
    )
    def test_what_gets_tokens_carries_no_other_credential(
        self, make: Callable[..., Any], call: str, path: str, body: Any
    ) -> None:
        said = {"accessToken": "a", "refreshToken": "r", "access_token": "old"}
        given, request = asked(make, lambda it: getattr(it, call)("x"), said)
        assert (given.access_token, given.refresh_token) == ("a", "r")
        assert (request.url.path, json.loads(request.content)) == (path, body)
        assert "Authorization" not in request.headers

    @pytest.mark.parametrize("ask", ["send", "confirm", "resend"])
    def test_a_post_about_a_verification_has_a_key_of_its_own(self, make: Callable[..., Any], ask: str) -> None:
        keys = {
            asked(make, lambda it: WITH_AN_ID[ask](it, "an-id"), SAID[ask])[1].headers["Idempotency-Key"]
            for _ in range(3)
        }
        assert len(keys) == 3
        assert all(re.fullmatch('"[A-Za-z0-9_-]{16,254}"', key) for key in keys)
        _, request = asked(make, lambda it: WITH_AN_ID["get"](it, "an-id"), VERIFIED)
        assert "Idempotency-Key" not in request.headers


def test_both_clients_have_every_operation_with_its_words() -> None:
    operations = {name for name in vars(Requests) if not name.startswith("_") and callable(vars(Requests)[name])}
    assert len(operations) == 8
    for kind in (PortOneClient, AsyncPortOneClient):
        assert operations <= set(vars(kind))
        for name in operations:
            assert inspect.getdoc(getattr(kind, name)) == inspect.getdoc(getattr(Requests, name))


def test_a_client_shows_no_secret() -> None:
    assert SECRET not in repr(vars(PortOneClient(BASE, ApiSecretLogin(SECRET)))) + repr(PortOneClient(BASE, SECRET))


def test_a_redirect_is_not_followed_with_the_secret() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        return httpx.Response(302, headers={"Location": "http://elsewhere.test/"})

    with pytest.raises(Exception, match="302"):
        answering(answer).get_identity_verification("an-id")
    assert asked == ["portone.test"]
