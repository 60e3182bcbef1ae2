"""When a call is made again, after how long, and with what: of both clients, without anybody waiting."""

import asyncio
from collections.abc import Callable
from typing import Any, Final

import httpx
import pytest

from client import CouldNotAskError, Patience, PortOneError, RefusedError
from tests.client.answers import VERIFIED, answering, answering_async
from tests.client.test_portone_client import PERSON

Ask = Callable[[Any], Any]
CALLS: Final[dict[str, Ask]] = {
    "get": lambda portone: portone.get_identity_verification("an-id"),
    "list": lambda portone: portone.get_identity_verifications(),
    "send": lambda portone: portone.send_identity_verification(
        "an-id", channel_key="key", customer=PERSON, operator="SKT"
    ),
    "confirm": lambda portone: portone.confirm_identity_verification("an-id", "000000"),
    "resend": lambda portone: portone.resend_identity_verification("an-id"),
    "login": lambda portone: portone.login_via_api_secret("secret"),
    "legacy login": lambda portone: portone.login_via_api_key("key"),
    "refresh": lambda portone: portone.refresh_token("refresh"),
}
# One body that every operation can read.
GOOD: Final = {
    **VERIFIED,
    "identityVerification": VERIFIED,
    "accessToken": "access",
    "refreshToken": "refresh",
    "items": [],
    "page": {"number": 0, "size": 10, "totalCount": 0},
}


class Counter:
    """Answers by a script, one entry each and then well; keeps the requests and how long was waited between them."""

    def __init__(self, *script: Any) -> None:
        self.script, self.requests, self.waited = list(script), [], []  # type: ignore[var-annotated]

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        said = self.script.pop(0) if self.script else 200
        if isinstance(said, type):
            raise said("gone", request=request)
        if isinstance(said, httpx.Response):
            return said
        return httpx.Response(said, json=GOOD if said == 200 else {"type": "UNKNOWN"})

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)

    async def sleep_async(self, seconds: float) -> None:
        self.waited.append(seconds)

    def ask(self, kind: str, ask: Ask, **options: Any) -> Any:
        """The answer to that call of one of the two clients."""
        if kind == "sync":
            return ask(answering(self.answer, sleep=self.sleep, **options))
        portone = answering_async(self.answer, sleep=self.sleep_async, **options)
        return asyncio.run(ask(portone))


both = pytest.mark.parametrize("kind", ["sync", "async"])
every_call = pytest.mark.parametrize("call", CALLS)
TROUBLE: Final = (httpx.ConnectError, httpx.ReadTimeout, httpx.RemoteProtocolError, 429, 500, 502, 503, 504)


@both
@every_call
@pytest.mark.parametrize("trouble", TROUBLE, ids=str)
def test_trouble_that_may_pass_is_got_over(kind: str, call: str, trouble: Any) -> None:
    desk = Counter(trouble, trouble)
    desk.ask(kind, CALLS[call])
    assert len(desk.requests) == 3
    assert len(desk.waited) == 2


@both
@every_call
def test_every_try_of_a_post_has_the_same_key_and_the_same_body(kind: str, call: str) -> None:
    desk = Counter(503, httpx.ReadTimeout)
    desk.ask(kind, CALLS[call])
    sent = {(it.method, it.url, it.content, it.headers.get("Idempotency-Key")) for it in desk.requests}
    assert len(sent) == 1
    ((method, _, _, key),) = sent
    assert (key is not None) == (method == "POST")


REFUSALS: Final = [
    (400, "INVALID_REQUEST"),
    (400, "MAX_TRANSACTION_COUNT_REACHED"),
    (401, "UNAUTHORIZED"),
    (403, "FORBIDDEN"),
    (404, "IDENTITY_VERIFICATION_NOT_FOUND"),
    (404, "CHANNEL_NOT_FOUND"),
    (404, "IDENTITY_VERIFICATION_NOT_SENT"),
    (409, "IDENTITY_VERIFICATION_ALREADY_VERIFIED"),
    (409, "IDENTITY_VERIFICATION_ALREADY_SENT"),
    (409, "IDENTITY_VERIFICATION_SOMETHING_NEW"),
    (418, "SOMETHING_NEW"),
    (502, "PG_PROVIDER"),
    (503, "PG_PROVIDER"),
]


@both
@every_call
@pytest.mark.parametrize(("status", "type_"), REFUSALS)
def test_a_refusal_is_never_asked_again(kind: str, call: str, status: int, type_: str) -> None:
    desk = Counter(httpx.Response(status, json={"type": type_, "message": "no"}))
    with pytest.raises(PortOneError):
        desk.ask(kind, CALLS[call])
    assert (len(desk.requests), desk.waited) == (1, [])


@both
@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b"[]"])
def test_a_success_that_cannot_be_read_is_not_asked_for_again(kind: str, body: bytes) -> None:
    desk = Counter(httpx.Response(200, content=body))
    with pytest.raises(CouldNotAskError):
        desk.ask(kind, CALLS["get"])
    assert len(desk.requests) == 1


@both
def test_a_first_request_that_is_still_running_is_waited_for(kind: str) -> None:
    desk = Counter(httpx.ReadTimeout, httpx.Response(409, json={"type": "IDEMPOTENCY_OUTSTANDING_REQUEST"}))
    assert desk.ask(kind, CALLS["confirm"]).id == "an-id"
    assert len({it.headers["Idempotency-Key"] for it in desk.requests}) == 1


@both
def test_patience_ends_and_the_last_error_is_the_callers(kind: str) -> None:
    desk = Counter(500, 503, 502, 504, 504)
    with pytest.raises(CouldNotAskError) as caught:
        desk.ask(kind, CALLS["get"])
    assert (caught.value.status, len(desk.requests)) == (502, 3)


def test_waits_differ_and_grow_within_their_limit() -> None:
    patience = Patience(attempts=9, longest_wait=2.0)
    waits = []
    for _ in range(40):
        desk = Counter(*[503] * 8)
        desk.ask("sync", CALLS["get"], patience=patience)
        waits.append(desk.waited)
    assert all(0 <= wait <= 2.0 for waited in waits for wait in waited)
    assert len({waited[0] for waited in waits}) == 40
    assert max(waited[0] for waited in waits) <= 0.25
    assert max(waited[-1] for waited in waits) > 1.0


@both
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_honoured_and_nobody_comes_back_before_it(kind: str, status: int) -> None:
    desk = Counter(httpx.Response(status, headers={"Retry-After": "3"}, json={}))
    desk.ask(kind, CALLS["get"])
    (waited,) = desk.waited
    assert 3 <= waited <= 3.25


@both
def test_a_longer_wait_than_a_user_has_is_the_callers_to_announce(kind: str) -> None:
    desk = Counter(httpx.Response(429, headers={"Retry-After": "60"}, json={}))
    with pytest.raises(CouldNotAskError) as caught:
        desk.ask(kind, CALLS["get"])
    assert (caught.value.retry_after, desk.waited) == (60.0, [])


@both
def test_no_try_begins_when_the_time_for_all_of_them_is_over(kind: str) -> None:
    desk = Counter(503)
    with pytest.raises(CouldNotAskError):
        desk.ask(kind, CALLS["get"], patience=Patience(seconds=0))
    assert len(desk.requests) == 1


def test_what_is_refused_is_refused_on_a_later_try_too() -> None:
    desk = Counter(503, httpx.Response(404, json={"type": "IDENTITY_VERIFICATION_NOT_FOUND"}))
    with pytest.raises(RefusedError):
        desk.ask("sync", CALLS["get"])
    assert len(desk.requests) == 2
