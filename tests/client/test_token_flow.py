"""The token flow: one login, renewal in time and after a 401, another login when the refresh token is dead."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any, Final

import httpx
import pytest

from client import ApiKeyLogin, ApiSecret, ApiSecretLogin, CouldNotAskError, Patience
from tests.client.answers import BOTH, SECRET, VERIFIED, answering
from tests.client.token_desk import ACCESS_SECONDS, LOGIN, READ, REFRESH, REFRESH_SECONDS, TokenDesk

Make = Callable[..., Any]
both = pytest.mark.parametrize("make", BOTH, ids=("sync", "async"))


def read(portone: Any) -> None:
    assert portone.get_identity_verification("an-id").id == "an-id"


def used(desk: TokenDesk) -> list[str]:
    """The calls since the last time."""
    calls, desk.calls = desk.calls, []
    return calls


@both
def test_the_first_read_logs_in_and_the_next_ones_use_that_token(make: Make) -> None:
    desk = TokenDesk()
    portone = desk.client(make)
    for _ in range(3):
        read(portone)
    assert used(desk) == [LOGIN, READ, READ, READ]


@both
def test_the_token_is_renewed_shortly_before_it_expires_and_not_earlier(make: Make) -> None:
    desk = TokenDesk()
    portone = desk.client(make)
    read(portone)
    desk.now = ACCESS_SECONDS - 61
    read(portone)
    assert used(desk) == [LOGIN, READ, READ]
    desk.now += 1
    read(portone)
    read(portone)
    assert used(desk) == [REFRESH, READ, READ]


@both
def test_renewed_tokens_are_renewed_in_their_turn(make: Make) -> None:
    desk = TokenDesk()
    portone = desk.client(make)
    for _ in range(5):
        read(portone)
        desk.now += ACCESS_SECONDS - 1
    assert used(desk) == [LOGIN, READ, *[REFRESH, READ] * 4]


@both
def test_a_401_is_answered_by_one_renewal_and_one_more_try(make: Make) -> None:
    desk = TokenDesk()
    portone = desk.client(make)
    read(portone)
    used(desk)
    del desk.ends["access-1"]
    read(portone)
    assert used(desk) == [READ, REFRESH, READ]


@both
@pytest.mark.parametrize("refusal", [400, 401])
def test_a_dead_refresh_token_leads_to_another_login(make: Make, refusal: int) -> None:
    desk = TokenDesk()
    portone = desk.client(make)
    read(portone)
    desk.now = ACCESS_SECONDS
    used(desk)
    desk.troubles = [refusal]
    read(portone)
    assert used(desk) == [REFRESH, LOGIN, READ]


@both
def test_a_refresh_token_refused_without_a_type_is_dead_too(make: Make) -> None:
    desk = TokenDesk()

    def answer(request: httpx.Request) -> httpx.Response:
        answered = desk.answer(request)
        return httpx.Response(401, text="no") if request.url.path == REFRESH else answered

    portone = make(answer, ApiSecretLogin(SECRET), clock=lambda: desk.now)
    read(portone)
    desk.now = ACCESS_SECONDS
    used(desk)
    read(portone)
    assert used(desk) == [REFRESH, LOGIN, READ]


@both
def test_after_a_long_night_it_logs_in_again(make: Make) -> None:
    desk = TokenDesk()
    portone = desk.client(make)
    read(portone)
    used(desk)
    desk.now = REFRESH_SECONDS
    read(portone)
    assert used(desk) == [REFRESH, LOGIN, READ]


@both
def test_a_second_401_is_given_to_the_caller_as_could_not_ask(make: Make) -> None:
    desk = TokenDesk(troubles=[200, 401, 200, 401])
    with pytest.raises(CouldNotAskError) as caught:
        read(desk.client(make))
    assert (caught.value.status, caught.value.operation) == (401, "getIdentityVerification")
    assert used(desk) == [LOGIN, READ, REFRESH, READ]


@both
def test_a_second_401_ends_its_token_too(make: Make) -> None:
    desk = TokenDesk(troubles=[200, 401, 200, 401])
    portone = desk.client(make)
    with pytest.raises(CouldNotAskError):
        read(portone)
    used(desk)
    read(portone)
    assert used(desk) == [REFRESH, READ]


@pytest.mark.parametrize("status", [400, 401, 403, 429, 500, 503])
@both
def test_a_refused_login_is_never_a_refused_verification(make: Make, status: int) -> None:
    desk = TokenDesk(troubles=[status])
    with pytest.raises(CouldNotAskError) as caught:
        read(desk.client(make))
    assert (caught.value.status, caught.value.operation, used(desk)) == (status, "loginViaApiSecret", [LOGIN])


@pytest.mark.parametrize("trouble", [0, 429, 500, 503])
@both
def test_a_renewal_that_got_lost_is_an_error_once_and_then_a_login(make: Make, trouble: int) -> None:
    """Its refresh token may be spent although no answer came."""
    desk = TokenDesk()
    portone = desk.client(make)
    read(portone)
    desk.now = ACCESS_SECONDS
    desk.troubles = [trouble]
    used(desk)
    with pytest.raises(CouldNotAskError):
        read(portone)
    read(portone)
    assert used(desk) == [REFRESH, LOGIN, READ]


@pytest.mark.parametrize("body", [{}, {"accessToken": "a"}, {"accessToken": 1, "refreshToken": "r"}, [], None])
def test_a_login_answer_without_tokens_cannot_be_used(body: object) -> None:
    with pytest.raises(CouldNotAskError):
        read(answering(lambda request: httpx.Response(200, json=body), ApiSecretLogin(SECRET)))


def test_every_request_has_the_time_limits() -> None:
    """Those of the token flow too, which httpx would otherwise let wait for ever."""
    desk = TokenDesk()
    portone = desk.client(timeout=7.0)
    read(portone)
    desk.now = ACCESS_SECONDS
    read(portone)
    assert len(desk.seen) == 4
    assert {value for request in desk.seen for value in request.extensions["timeout"].values()} == {7.0}


@both
def test_the_secret_is_in_the_body_of_the_login_and_nowhere_else(make: Make) -> None:
    desk = TokenDesk()
    read(desk.client(make))
    holders = [
        request.url.path for request in desk.seen if SECRET in f"{request.url}{request.headers}{request.content!r}"
    ]
    assert holders == [LOGIN]


def test_without_a_login_every_call_carries_the_secret() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["Authorization"])
        return httpx.Response(200, json=VERIFIED)

    portone = answering(answer)
    read(portone)
    read(portone)
    assert seen == [f"PortOne {SECRET}"] * 2


@pytest.mark.parametrize("secret", ["", " ", "a b", "hunter-two\n", "비밀", "a\0b", "\x7f"])
@pytest.mark.parametrize("kind", [ApiSecret, ApiSecretLogin, ApiKeyLogin])
def test_a_secret_that_no_header_can_carry_is_refused_and_not_repeated(secret: str, kind: Any) -> None:
    with pytest.raises(ValueError, match="a credential has to be") as caught:
        kind(secret)
    assert not secret.strip() or secret.strip() not in str(caught.value)


@pytest.mark.parametrize("kind", [ApiSecret, ApiSecretLogin, ApiKeyLogin])
def test_a_credential_does_not_show_itself(kind: Any) -> None:
    assert "hunter-two" not in repr(kind("hunter-two"))


def test_a_legacy_login_is_renewed_by_its_own_lifetime() -> None:
    desk = TokenDesk()
    portone = desk.legacy_client()
    read(portone)
    desk.ends = dict.fromkeys(desk.ends, 8 * 24 * 60 * 60)
    desk.now = 24 * 60 * 60 - 61
    read(portone)
    desk.now += 1
    read(portone)
    assert used(desk) == ["/login/api-key", READ, READ, REFRESH, READ]


@both
@pytest.mark.parametrize("trouble", [0, 429, 500, 503])
def test_with_patience_a_lost_renewal_is_a_login_that_nobody_notices(make: Make, trouble: int) -> None:
    desk = TokenDesk()
    portone = desk.client(make, patience=Patience(attempts=2))
    read(portone)
    desk.now = ACCESS_SECONDS
    desk.troubles = [trouble]
    used(desk)
    read(portone)
    assert used(desk) == [REFRESH, LOGIN, READ]


CALLERS: Final = 50


@pytest.mark.parametrize("moment", [0.0, ACCESS_SECONDS - 60.0])
def test_however_many_callers_wait_one_of_them_asks_for_tokens(moment: float) -> None:
    desk = TokenDesk()
    portone = desk.client()
    if moment:
        read(portone)
    desk.now = moment
    used(desk)
    together, second = Barrier(CALLERS), Barrier(2)

    def held_back(request: httpx.Request) -> httpx.Response:
        """The first call for tokens gives a second one the time to meet it."""
        if request.url.path != READ:
            with suppress(BrokenBarrierError):
                second.wait(0.3)
        return desk.answer(request)

    def call(_: int) -> None:
        together.wait()
        read(portone)

    portone._http._transport = httpx.MockTransport(held_back)
    with ThreadPoolExecutor(CALLERS) as callers:
        list(callers.map(call, range(CALLERS)))
    assert sorted(used(desk)) == sorted([REFRESH if moment else LOGIN, *[READ] * CALLERS])


def test_a_refused_token_that_somebody_else_has_renewed_meanwhile_is_not_renewed_again() -> None:
    desk = TokenDesk()
    portone = desk.client()
    read(portone)
    used(desk)
    del desk.ends["access-1"]
    refused = Barrier(CALLERS)
    answer = desk.answer

    def held_back(request: httpx.Request) -> httpx.Response:
        """All callers have their 401 before any of them goes on."""
        answered = answer(request)
        if answered.status_code == 401:
            refused.wait()
        return answered

    portone._http._transport = httpx.MockTransport(held_back)
    with ThreadPoolExecutor(CALLERS) as callers:
        list(callers.map(lambda _: read(portone), range(CALLERS)))
    assert sorted(used(desk)) == sorted([REFRESH, *[READ] * CALLERS * 2])


def test_callers_who_waited_for_a_round_that_failed_share_its_error() -> None:
    """Each of 50 asking in turn would keep the last one waiting for 50 time limits."""
    desk = TokenDesk(troubles=[503] * CALLERS)
    portone = desk.client()
    together, all_waiting = Barrier(CALLERS), Barrier(2)

    def held_back(request: httpx.Request) -> httpx.Response:
        """The first call for tokens gives the others the time to queue up; a second one would meet it."""
        with suppress(BrokenBarrierError):
            all_waiting.wait(0.5)
        return desk.answer(request)

    def call(_: int) -> type[Exception]:
        together.wait()
        with pytest.raises(CouldNotAskError) as caught:
            read(portone)
        assert (caught.value.operation, caught.value.status) == ("loginViaApiSecret", 503)
        return caught.type

    portone._http._transport = httpx.MockTransport(held_back)
    with ThreadPoolExecutor(CALLERS) as callers:
        list(callers.map(call, range(CALLERS)))
    assert used(desk) == [LOGIN]
    portone._http._transport = httpx.MockTransport(desk.answer)
    desk.troubles.clear()
    read(portone)
    assert used(desk) == [LOGIN, READ]
