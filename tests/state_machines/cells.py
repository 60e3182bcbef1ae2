"""How each state of the life cycle is reached over HTTP, and how each event is caused there.

Lives here: two small tables of calls, and the two cells that need another way. May not: expectations.
"""

from collections.abc import Callable, Mapping
from typing import Final

import httpx

from mock_server.domain.lifecycle import Event, State

from ..merchant import LATE, OTP, WRONG_OTP, Merchant

ID: Final = "cell1"
# How many attempts are begun on the way to each state; one more is too often where no more are allowed.
BEGUN: Final[Mapping[State, int]] = {**dict.fromkeys(State, 1), State.NEVER_STARTED: 0, State.RETRIED: 2}
# Who makes an event happen that depends on the customer; everybody else is `adult`.
PERSON: Final[Mapping[Event, str]] = {
    Event.TURNED_DOWN: "always-identity-mismatch",
    Event.TURNED_DOWN_FOR_GOOD: "always-attempts-exhausted",
}


def _nothing(merchant: Merchant, person: str) -> None:
    """The state that every id has before anybody speaks of it."""


def _failed(merchant: Merchant, person: str) -> None:
    # Put, because an attempt that fails as the last one allowed leaves another state.
    merchant.control("PUT", f"/verifications/{ID}", {"status": "FAILED"})


def _retried(merchant: Merchant, person: str) -> None:
    _failed(merchant, person)
    merchant.open_window(ID, person)


def _ended(outcome: str) -> Callable[[Merchant, str], None]:
    def end(merchant: Merchant, person: str) -> None:
        merchant.open_window(ID, person)
        merchant.complete(ID, outcome)

    return end


REACH: Final[Mapping[State, Callable[[Merchant, str], object]]] = {
    State.NEVER_STARTED: _nothing,
    State.WINDOW_OPEN: lambda merchant, person: merchant.open_window(ID, person),
    State.SENT_SMS: lambda merchant, person: merchant.send(ID, person),
    State.SENT_APP: lambda merchant, person: merchant.send(ID, "always-abandoned", "APP"),
    State.CONFIRMED: lambda merchant, person: merchant.send(ID, person, "APP"),
    State.FAILED: _failed,
    State.RETRIED: _retried,
    State.VERIFIED: _ended("verified"),
    State.ATTEMPTS_USED_UP: _ended("attempts-exhausted"),
}


def _confirm_right(merchant: Merchant) -> httpx.Response:
    return merchant.confirm(ID, None if merchant.state(ID) in (State.SENT_APP, State.CONFIRMED) else OTP)


def _confirm_late(merchant: Merchant) -> httpx.Response:
    merchant.advance(LATE)
    return _confirm_right(merchant)


def _completed(outcome: str) -> Callable[[Merchant], httpx.Response]:
    return lambda merchant: merchant.complete(ID, outcome)


CAUSE: Final[Mapping[Event, Callable[[Merchant], httpx.Response]]] = {
    Event.WINDOW_OPENED: lambda merchant: merchant.open_window(ID),
    Event.SENT_BY_SMS: lambda merchant: merchant.send(ID),
    Event.SENT_BY_APP: lambda merchant: merchant.send(ID, method="APP"),
    Event.SENT_BY_APP_AND_HELD_BACK: lambda merchant: merchant.send(ID, "always-abandoned", "APP"),
    Event.BEGUN_TOO_OFTEN: lambda merchant: merchant.send(ID),
    Event.RESENT: lambda merchant: merchant.resend(ID),
    Event.RESENT_TOO_OFTEN: lambda merchant: merchant.resend(ID),
    Event.CONFIRMED_RIGHT: _confirm_right,
    Event.CONFIRMED_WRONG: lambda merchant: merchant.confirm(ID, WRONG_OTP),
    Event.CONFIRMED_LATE: _confirm_late,
    Event.TURNED_DOWN: _confirm_right,
    Event.TURNED_DOWN_FOR_GOOD: _confirm_right,
    Event.CANCELLED: _completed("cancelled"),
    Event.ABANDONED: _completed("abandoned"),
    Event.MISTYPED: _completed("wrong-otp"),
    Event.EXPIRED: _completed("otp-expired"),
    Event.COMPLETED: _completed("verified"),
    Event.FAILED: _completed("provider-error"),
    Event.EXHAUSTED: _completed("attempts-exhausted"),
}


def _turned_down_at_once(merchant: Merchant) -> httpx.Response:
    return merchant.send(ID, "always-provider-error", "APP")


# Cells that the two tables cannot cause: (how to get there, how to cause it). Whom the provider turns down before they
# say yes in the app, it turns down while it is asked to send: the state lasts no longer than that call.
OTHERWISE: Final[Mapping[tuple[State, Event], tuple[State, Callable[[Merchant], httpx.Response]]]] = {
    (State.SENT_APP, Event.TURNED_DOWN): (State.NEVER_STARTED, _turned_down_at_once),
    (State.SENT_APP, Event.TURNED_DOWN_FOR_GOOD): (State.NEVER_STARTED, _turned_down_at_once),
}


def otp_of(state: State, event: Event) -> Mapping[str, int]:
    """The limits of the sandbox in which that cell can be met."""
    if event is Event.BEGUN_TOO_OFTEN:
        return {"attempts": BEGUN[state]}
    if event is Event.RESENT_TOO_OFTEN:
        return {"resends": 0}
    # The first attempt is the last one.
    return {"attempts": 1} if (state, event) == (State.SENT_APP, Event.TURNED_DOWN_FOR_GOOD) else {}
