"""The life cycle of one identity verification: which event leads where, in one table.

Lives here: State, Event, TABLE and the executor. May not: who the customer is, codes and texts of outcomes, time.
Every (state, event) has a cell. A cell that refuses answers with PortOne's error and changes nothing; a cell that goes
may answer an error too (a wrong OTP costs a try). What PortOne documents are the three public statuses and the error
types; `fidelity` tells which cell's answer is written down anywhere and which is `assumed`.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from .outcomes import Status


class State(StrEnum):
    """Where a verification stands; `STATUS_OF` gives the public status of each."""

    NEVER_STARTED = "never-started"
    WINDOW_OPEN = "window-open"
    SENT_SMS = "sent-sms"
    SENT_APP = "sent-app"
    # The customer has said yes in the app; the confirm call is still to come.
    CONFIRMED = "confirmed"
    FAILED = "failed"
    # A window is open again after a failure.
    RETRIED = "retried"
    VERIFIED = "verified"
    ATTEMPTS_USED_UP = "attempts-used-up"


class Event(StrEnum):
    """What can happen to a verification, as far as the table tells things apart."""

    WINDOW_OPENED = "window-opened"
    SENT_BY_SMS = "sent-by-sms"
    # The customer says yes in the app at once; or does not (yet).
    SENT_BY_APP = "sent-by-app"
    SENT_BY_APP_AND_HELD_BACK = "sent-by-app-and-held-back"
    # A window or a send beyond the attempts that an id may have.
    BEGUN_TOO_OFTEN = "begun-too-often"
    RESENT = "resent"
    RESENT_TOO_OFTEN = "resent-too-often"
    # The confirm call: with the right OTP (none, where none was sent), with a wrong one, too late, or for a customer
    # whom the provider turns down; for good, where that attempt was the last one allowed.
    CONFIRMED_RIGHT = "confirmed-right"
    CONFIRMED_WRONG = "confirmed-wrong"
    CONFIRMED_LATE = "confirmed-late"
    TURNED_DOWN = "turned-down"
    TURNED_DOWN_FOR_GOOD = "turned-down-for-good"
    CANCELLED = "cancelled"
    # The customer leaves; types a wrong OTP; lets the time run out.
    ABANDONED = "abandoned"
    MISTYPED = "mistyped"
    EXPIRED = "expired"
    # The customer, or the tester in their place, says yes.
    COMPLETED = "completed"
    FAILED = "failed"
    # The attempt was cancelled or failed, and was the last one allowed.
    EXHAUSTED = "exhausted"


STATUS_OF: Final[Mapping[State, Status | None]] = {
    State.NEVER_STARTED: None,
    State.WINDOW_OPEN: "READY",
    State.SENT_SMS: "READY",
    State.SENT_APP: "READY",
    State.CONFIRMED: "READY",
    State.FAILED: "FAILED",
    State.RETRIED: "READY",
    State.VERIFIED: "VERIFIED",
    State.ATTEMPTS_USED_UP: "FAILED",
}


class Go(NamedTuple):
    """Legal: on to `to`. `answers` is the error that the call gets all the same."""

    to: State
    answers: str | None = None


class Refuse(NamedTuple):
    """Illegal: the error, and nothing happens."""

    error: str


Cell = Go | Refuse
Row = Mapping[Event, Cell]

_S, _E = State, Event
_NOT_FOUND: Final = Refuse("IDENTITY_VERIFICATION_NOT_FOUND")
_NOT_SENT: Final = Refuse("IDENTITY_VERIFICATION_NOT_SENT")
_ALREADY_SENT: Final = Refuse("IDENTITY_VERIFICATION_ALREADY_SENT")
_ALREADY_VERIFIED: Final = Refuse("IDENTITY_VERIFICATION_ALREADY_VERIFIED")
_MOST_ATTEMPTS: Final = Refuse("MAX_TRANSACTION_COUNT_REACHED")
# The provider's own refusal: PG_PROVIDER, with a code.
TOO_OFTEN: Final = Refuse("PG_PROVIDER")
# What only a tester or the window can ask for, at a moment when there is nothing to decide.
_CONFLICT: Final = Refuse("MOCK_CONFLICT")

# What the window, its customer or a tester decides.
_DECISIONS: Final = (
    _E.CANCELLED,
    _E.ABANDONED,
    _E.MISTYPED,
    _E.EXPIRED,
    _E.COMPLETED,
    _E.FAILED,
    _E.EXHAUSTED,
)

_WINDOW: Final[Row] = {
    _E.WINDOW_OPENED: Go(_S.WINDOW_OPEN),
    _E.SENT_BY_SMS: Go(_S.SENT_SMS),
    _E.SENT_BY_APP: Go(_S.CONFIRMED),
    _E.SENT_BY_APP_AND_HELD_BACK: Go(_S.SENT_APP),
    _E.BEGUN_TOO_OFTEN: _MOST_ATTEMPTS,
    _E.RESENT: _NOT_SENT,
    _E.RESENT_TOO_OFTEN: _NOT_SENT,
    _E.CONFIRMED_RIGHT: _NOT_SENT,
    _E.CONFIRMED_WRONG: _NOT_SENT,
    _E.CONFIRMED_LATE: _NOT_SENT,
    _E.TURNED_DOWN: _NOT_SENT,
    _E.TURNED_DOWN_FOR_GOOD: _NOT_SENT,
    _E.CANCELLED: Go(_S.FAILED),
    _E.ABANDONED: Go(_S.WINDOW_OPEN),
    _E.MISTYPED: Go(_S.WINDOW_OPEN),
    _E.EXPIRED: Go(_S.WINDOW_OPEN),
    _E.COMPLETED: Go(_S.VERIFIED),
    _E.FAILED: Go(_S.FAILED),
    _E.EXHAUSTED: Go(_S.ATTEMPTS_USED_UP),
}

TABLE: Final[Mapping[State, Row]] = {
    State.NEVER_STARTED: {
        _E.WINDOW_OPENED: Go(_S.WINDOW_OPEN),
        _E.SENT_BY_SMS: Go(_S.SENT_SMS),
        _E.SENT_BY_APP: Go(_S.CONFIRMED),
        _E.SENT_BY_APP_AND_HELD_BACK: Go(_S.SENT_APP),
        _E.BEGUN_TOO_OFTEN: _MOST_ATTEMPTS,
        _E.RESENT: _NOT_FOUND,
        _E.RESENT_TOO_OFTEN: _NOT_FOUND,
        _E.CONFIRMED_RIGHT: _NOT_FOUND,
        _E.CONFIRMED_WRONG: _NOT_FOUND,
        _E.CONFIRMED_LATE: _NOT_FOUND,
        _E.TURNED_DOWN: _NOT_FOUND,
        _E.TURNED_DOWN_FOR_GOOD: _NOT_FOUND,
        _E.CANCELLED: _NOT_FOUND,
        _E.ABANDONED: _NOT_FOUND,
        _E.MISTYPED: _NOT_FOUND,
        _E.EXPIRED: _NOT_FOUND,
        _E.COMPLETED: _NOT_FOUND,
        _E.FAILED: _NOT_FOUND,
        _E.EXHAUSTED: _NOT_FOUND,
    },
    State.WINDOW_OPEN: _WINDOW,
    State.SENT_SMS: {
        _E.WINDOW_OPENED: _ALREADY_SENT,
        _E.SENT_BY_SMS: _ALREADY_SENT,
        _E.SENT_BY_APP: _ALREADY_SENT,
        _E.SENT_BY_APP_AND_HELD_BACK: _ALREADY_SENT,
        _E.BEGUN_TOO_OFTEN: _ALREADY_SENT,
        _E.RESENT: Go(_S.SENT_SMS),
        _E.RESENT_TOO_OFTEN: TOO_OFTEN,
        _E.CONFIRMED_RIGHT: Go(_S.VERIFIED),
        _E.CONFIRMED_WRONG: Go(_S.SENT_SMS, "PG_PROVIDER"),
        _E.CONFIRMED_LATE: Go(_S.SENT_SMS, "PG_PROVIDER"),
        _E.TURNED_DOWN: Go(_S.FAILED, "PG_PROVIDER"),
        _E.TURNED_DOWN_FOR_GOOD: Go(_S.ATTEMPTS_USED_UP, "PG_PROVIDER"),
        _E.CANCELLED: Go(_S.FAILED),
        _E.ABANDONED: Go(_S.SENT_SMS),
        _E.MISTYPED: Go(_S.SENT_SMS),
        _E.EXPIRED: Go(_S.SENT_SMS),
        _E.COMPLETED: Go(_S.VERIFIED),
        _E.FAILED: Go(_S.FAILED),
        _E.EXHAUSTED: Go(_S.ATTEMPTS_USED_UP),
    },
    State.SENT_APP: {
        _E.WINDOW_OPENED: _ALREADY_SENT,
        _E.SENT_BY_SMS: _ALREADY_SENT,
        _E.SENT_BY_APP: _ALREADY_SENT,
        _E.SENT_BY_APP_AND_HELD_BACK: _ALREADY_SENT,
        _E.BEGUN_TOO_OFTEN: _ALREADY_SENT,
        _E.RESENT: Go(_S.SENT_APP),
        _E.RESENT_TOO_OFTEN: TOO_OFTEN,
        # The customer has not said yes yet: the provider answers an error, and the call may be repeated.
        _E.CONFIRMED_RIGHT: Go(_S.SENT_APP, "PG_PROVIDER"),
        _E.CONFIRMED_WRONG: Go(_S.SENT_APP, "PG_PROVIDER"),
        _E.CONFIRMED_LATE: Go(_S.SENT_APP, "PG_PROVIDER"),
        _E.TURNED_DOWN: Go(_S.FAILED, "PG_PROVIDER"),
        _E.TURNED_DOWN_FOR_GOOD: Go(_S.ATTEMPTS_USED_UP, "PG_PROVIDER"),
        _E.CANCELLED: Go(_S.FAILED),
        _E.ABANDONED: Go(_S.SENT_APP),
        _E.MISTYPED: Go(_S.SENT_APP),
        _E.EXPIRED: Go(_S.SENT_APP),
        # The customer says yes after all; it is the confirm call that verifies.
        _E.COMPLETED: Go(_S.CONFIRMED),
        _E.FAILED: Go(_S.FAILED),
        _E.EXHAUSTED: Go(_S.ATTEMPTS_USED_UP),
    },
    State.CONFIRMED: {
        _E.WINDOW_OPENED: _ALREADY_SENT,
        _E.SENT_BY_SMS: _ALREADY_SENT,
        _E.SENT_BY_APP: _ALREADY_SENT,
        _E.SENT_BY_APP_AND_HELD_BACK: _ALREADY_SENT,
        _E.BEGUN_TOO_OFTEN: _ALREADY_SENT,
        _E.RESENT: Go(_S.CONFIRMED),
        _E.RESENT_TOO_OFTEN: TOO_OFTEN,
        _E.CONFIRMED_RIGHT: Go(_S.VERIFIED),
        # An app has no OTP; one that is sent is not looked at.
        _E.CONFIRMED_WRONG: Go(_S.VERIFIED),
        _E.CONFIRMED_LATE: Go(_S.CONFIRMED, "PG_PROVIDER"),
        _E.TURNED_DOWN: Go(_S.FAILED, "PG_PROVIDER"),
        _E.TURNED_DOWN_FOR_GOOD: Go(_S.ATTEMPTS_USED_UP, "PG_PROVIDER"),
        _E.CANCELLED: Go(_S.FAILED),
        # The tester holds the customer back.
        _E.ABANDONED: Go(_S.SENT_APP),
        _E.MISTYPED: Go(_S.CONFIRMED),
        _E.EXPIRED: Go(_S.CONFIRMED),
        _E.COMPLETED: Go(_S.VERIFIED),
        _E.FAILED: Go(_S.FAILED),
        _E.EXHAUSTED: Go(_S.ATTEMPTS_USED_UP),
    },
    State.FAILED: {
        _E.WINDOW_OPENED: Go(_S.RETRIED),
        _E.SENT_BY_SMS: Go(_S.SENT_SMS),
        _E.SENT_BY_APP: Go(_S.CONFIRMED),
        _E.SENT_BY_APP_AND_HELD_BACK: Go(_S.SENT_APP),
        _E.BEGUN_TOO_OFTEN: _MOST_ATTEMPTS,
        _E.RESENT: _NOT_SENT,
        _E.RESENT_TOO_OFTEN: _NOT_SENT,
        _E.CONFIRMED_RIGHT: _NOT_SENT,
        _E.CONFIRMED_WRONG: _NOT_SENT,
        _E.CONFIRMED_LATE: _NOT_SENT,
        _E.TURNED_DOWN: _NOT_SENT,
        _E.TURNED_DOWN_FOR_GOOD: _NOT_SENT,
        **dict.fromkeys(_DECISIONS, _CONFLICT),
    },
    State.RETRIED: {
        **_WINDOW,
        **dict.fromkeys((_E.WINDOW_OPENED, _E.ABANDONED, _E.MISTYPED, _E.EXPIRED), Go(_S.RETRIED)),
    },
    State.VERIFIED: {
        **dict.fromkeys(Event, _ALREADY_VERIFIED),
        **dict.fromkeys(_DECISIONS, _CONFLICT),
    },
    State.ATTEMPTS_USED_UP: {
        _E.WINDOW_OPENED: _MOST_ATTEMPTS,
        _E.SENT_BY_SMS: _MOST_ATTEMPTS,
        _E.SENT_BY_APP: _MOST_ATTEMPTS,
        _E.SENT_BY_APP_AND_HELD_BACK: _MOST_ATTEMPTS,
        _E.BEGUN_TOO_OFTEN: _MOST_ATTEMPTS,
        _E.RESENT: _NOT_SENT,
        _E.RESENT_TOO_OFTEN: _NOT_SENT,
        _E.CONFIRMED_RIGHT: _NOT_SENT,
        _E.CONFIRMED_WRONG: _NOT_SENT,
        _E.CONFIRMED_LATE: _NOT_SENT,
        _E.TURNED_DOWN: _NOT_SENT,
        _E.TURNED_DOWN_FOR_GOOD: _NOT_SENT,
        **dict.fromkeys(_DECISIONS, _CONFLICT),
    },
}


# Nothing leads out of these.
DECIDED: Final = frozenset(state for state, row in TABLE.items() if not any(isinstance(it, Go) for it in row.values()))

_SENT: Final = (_E.SENT_BY_SMS, _E.SENT_BY_APP, _E.SENT_BY_APP_AND_HELD_BACK)
_TURNED_DOWN: Final = (_E.TURNED_DOWN, _E.TURNED_DOWN_FOR_GOOD)
_CONFIRM: Final = (_E.CONFIRMED_RIGHT, _E.CONFIRMED_WRONG, _E.CONFIRMED_LATE, *_TURNED_DOWN)
# What somebody has written down about the answers of cells: (label, states, events). Every other cell is assumed.
_WRITTEN_DOWN: Final = (
    ("openapi", (_S.NEVER_STARTED, _S.VERIFIED), (*_SENT, _E.RESENT, _E.RESENT_TOO_OFTEN, *_CONFIRM)),
    ("openapi", (_S.WINDOW_OPEN, _S.RETRIED), (_E.RESENT, _E.RESENT_TOO_OFTEN, *_CONFIRM)),
    ("openapi", (_S.SENT_SMS, _S.SENT_APP, _S.CONFIRMED), (*_SENT, _E.RESENT)),
    ("openapi", (_S.SENT_SMS, _S.CONFIRMED), (_E.CONFIRMED_RIGHT,)),
    ("openapi", (_S.ATTEMPTS_USED_UP,), _SENT),
    # An id may have several attempts.
    ("docs", (_S.WINDOW_OPEN, _S.FAILED, _S.RETRIED), (_E.WINDOW_OPENED,)),
    ("sdk", (_S.VERIFIED,), (_E.WINDOW_OPENED,)),
)


def fidelity(state: State, event: Event) -> str:
    """How it is known what this cell answers: a fidelity label."""
    labels = (label for label, states, events in _WRITTEN_DOWN if state in states and event in events)
    return next(labels, "assumed")


def cell(state: State, event: Event) -> Cell:
    """What this event does in this state."""
    return TABLE[state][event]
