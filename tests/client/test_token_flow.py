"""The token flow: one login, renewal in time and after a 401, another login when the refresh token is dead."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Final

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from client import CouldNotAskError, PortOneClient
from tests.client.answers import BASE, SECRET, VERIFIED, answering
from tests.client.token_desk import ACCESS_SECONDS, READ, REFRESH_SECONDS, TokenDesk

LOGIN: Final = "/login/api-secret"
REFRESH: Final = "/token/refresh"


def read(portone: PortOneClient) -> None:
    assert portone.get_identity_verification("an-id").id == "an-id"


def used(desk: TokenDesk) -> list[str]:
    """The calls since the last time."""
    calls, desk.calls = desk.calls, []
    return calls


def test_the_first_read_logs_in_and_the_next_ones_use_that_token() -> None:
    desk = TokenDesk()
    portone = desk.client()
    for _ in range(3):
        read(portone)
    assert used(desk) == [LOGIN, READ, READ, READ]


def test_the_token_is_renewed_shortly_before_it_expires_and_not_earlier() -> None:
    desk = TokenDesk()
    portone = desk.client()
    read(portone)
    desk.now = ACCESS_SECONDS - 61
    read(portone)
    assert used(desk) == [LOGIN, READ, READ]
    desk.now += 1
    read(portone)
    read(portone)
    assert used(desk) == [REFRESH, READ, READ]


def test_renewed_tokens_are_renewed_in_their_turn() -> None:
    desk = TokenDesk()
    portone = desk.client()
    for _ in range(5):
        read(portone)
        desk.now += ACCESS_SECONDS - 1
    assert used(desk) == [LOGIN, READ, *[REFRESH, READ] * 4]


def test_a_401_is_answered_by_one_renewal_and_one_more_try() -> None:
    desk = TokenDesk()
    portone = desk.client()
    read(portone)
    used(desk)
    del desk.ends["access-1"]
    read(portone)
    assert used(desk) == [READ, REFRESH, READ]


@pytest.mark.parametrize("refusal", [400, 401])
def test_a_dead_refresh_token_leads_to_another_login(refusal: int) -> None:
    desk = TokenDesk()
    portone = desk.client()
    read(portone)
    desk.now = ACCESS_SECONDS
    used(desk)
    desk.troubles = [refusal]
    read(portone)
    assert used(desk) == [REFRESH, LOGIN, READ]


def test_after_a_long_night_it_logs_in_again() -> None:
    desk = TokenDesk()
    portone = desk.client()
    read(portone)
    used(desk)
    desk.now = REFRESH_SECONDS
    read(portone)
    assert used(desk) == [REFRESH, LOGIN, READ]


def test_a_second_401_is_given_to_the_caller_as_could_not_ask() -> None:
    desk = TokenDesk(troubles=[200, 401, 200, 401])
    with pytest.raises(CouldNotAskError) as caught:
        read(desk.client())
    assert (caught.value.status, caught.value.operation) == (401, "getIdentityVerification")
    assert used(desk) == [LOGIN, READ, REFRESH, READ]


@pytest.mark.parametrize("status", [400, 401, 403, 429, 500, 503])
def test_a_refused_login_is_never_a_refused_verification(status: int) -> None:
    desk = TokenDesk(troubles=[status])
    with pytest.raises(CouldNotAskError) as caught:
        read(desk.client())
    assert (caught.value.status, caught.value.operation, used(desk)) == (status, "loginViaApiSecret", [LOGIN])


@pytest.mark.parametrize("trouble", [0, 429, 500, 503])
def test_a_renewal_that_got_lost_is_an_error_once_and_then_a_login(trouble: int) -> None:
    """Its refresh token may be spent although no answer came."""
    desk = TokenDesk()
    portone = desk.client()
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
        read(answering(lambda request: httpx.Response(200, json=body), log_in=True))


def test_every_request_has_the_time_limits() -> None:
    """Those of the token flow too, which httpx would otherwise let wait for ever."""
    desk = TokenDesk()
    portone = answering(desk.answer, log_in=True, clock=lambda: desk.now, timeout=7.0)
    read(portone)
    desk.now = ACCESS_SECONDS
    read(portone)
    assert len(desk.seen) == 4
    assert {value for request in desk.seen for value in request.extensions["timeout"].values()} == {7.0}


def test_the_secret_is_in_the_body_of_the_login_and_nowhere_else() -> None:
    desk = TokenDesk()
    read(desk.client())
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
@pytest.mark.parametrize("log_in", [False, True])
def test_a_secret_that_no_header_can_carry_is_refused_and_not_repeated(secret: str, log_in: bool) -> None:
    with pytest.raises(ValueError, match="api_secret has to be") as caught:
        PortOneClient(BASE, secret, log_in=log_in)
    assert not secret.strip() or secret.strip() not in str(caught.value)


CALLERS: Final = 16


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


steps = st.lists(
    st.one_of(
        st.tuples(st.just("advance"), st.sampled_from([1, 600, ACCESS_SECONDS - 60, ACCESS_SECONDS, REFRESH_SECONDS])),
        st.tuples(st.just("revoke"), st.just(0)),
        st.tuples(st.just("trouble"), st.sampled_from([0, 200, 400, 401, 403, 429, 500, 503])),
    ),
    max_size=12,
)


@given(steps)
def test_through_expiry_revocation_and_trouble_every_read_is_answered_or_a_typed_error(
    steps: list[tuple[str, int]],
) -> None:
    """The desk itself fails where a refresh token is used twice; once the trouble is over, reading works again."""
    desk = TokenDesk()
    portone = desk.client()
    for kind, value in steps:
        if kind == "advance":
            desk.now += value
        elif kind == "revoke":
            desk.revoke()
        else:
            desk.troubles.append(value)
            continue
        with suppress(CouldNotAskError):
            read(portone)
        assert used(desk).count(READ) <= 2
    desk.troubles.clear()
    read(portone)
    assert used(desk) in (
        [READ],
        [LOGIN, READ],
        [REFRESH, READ],
        [REFRESH, LOGIN, READ],
        [READ, REFRESH, READ],
        [READ, REFRESH, LOGIN, READ],
    )
