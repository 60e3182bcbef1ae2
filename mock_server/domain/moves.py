"""Moving a record along the life cycle's table: the executor, and what the table's refusals say.

Lives here: Moment, one step of the table, a record and its attempts in another state. May not: which event a call is
(transitions.py, completion.py), what an ending leaves behind (endings.py).
"""

from typing import Any, Final

import msgspec

from .arrangement import Ids, World
from .attempts import OtpSettings
from .errors import Refusal
from .lifecycle import DECIDED, STATUS_OF, Event, Go, Refuse, State, cell
from .record import Record

# What the refusals of the table say.
_SAYS: Final = {
    "IDENTITY_VERIFICATION_NOT_SENT": (
        "API로 요청한 본인인증이 아닙니다. 먼저 POST …/send 로 요청하세요.",
        "This verification is not under way by API (a window was opened, or the attempt ended); send first.",
    ),
    "IDENTITY_VERIFICATION_ALREADY_SENT": (
        "이미 API로 요청된 본인인증입니다. 다시 보내려면 POST …/resend 를 쓰세요.",
        "This verification was requested by API already; POST …/resend sends again, a new one needs a new id.",
    ),
    "IDENTITY_VERIFICATION_ALREADY_VERIFIED": (
        "이미 인증이 끝난 본인인증입니다. 새 인증에는 새 아이디를 쓰세요.",
        "This verification is verified already; a new one needs a new id (a GET gives what this one verified).",
    ),
    "IDENTITY_VERIFICATION_NOT_FOUND": (
        "본인인증 내역을 찾을 수 없습니다. 먼저 POST …/send 로 요청하거나 창을 여세요.",
        "Nothing has begun under this id; send first with POST …/send, or open a window.",
    ),
    "MAX_TRANSACTION_COUNT_REACHED": (
        "이 아이디로 시도할 수 있는 횟수를 모두 썼습니다. 새 아이디로 다시 시작하세요.",
        "All attempts of this id are used up (their number is assumed); start again with a new id.",
    ),
    "MOCK_CONFLICT": (
        "진행 중인 시도가 없어 바꿀 것이 없습니다.",
        "No attempt is under way here, so there is nothing to decide.",
    ),
}


class Moment(msgspec.Struct, frozen=True):
    """What a transition may know besides the record."""

    now: int
    ids: Ids
    world: World
    otp: OtpSettings


def standing(record: Record | None, at: int = -1) -> State:
    """The state whose row of the table holds for an attempt: its own, until the verification is decided for good."""
    if record is None:
        return State.NEVER_STARTED
    return record.state if record.state in DECIDED else record.attempts[at].state


def step(state: State, event: Event) -> Go:
    """What the table does here; Refusal where it refuses."""
    found = cell(state, event)
    if isinstance(found, Refuse):
        raise refused(found.error)
    return found


def refused(error: str) -> Refusal:
    """The refusal of that type, as the table words it."""
    ko, en = _SAYS[error]
    return Refusal(error, ko, why=en)


def moved(record: Record, to: State, moment: Moment) -> Record:
    """The record in another state. Times never go back, even where the sandbox's clock does."""
    now = max(moment.now, record.updated_at)
    changed = STATUS_OF[to] != STATUS_OF[record.state]
    return msgspec.structs.replace(
        record, state=to, updated_at=now, status_changed_at=now if changed else record.status_changed_at
    )


def is_newest(record: Record, at: int) -> bool:
    """Whether the attempt at that index is the last one that was begun."""
    return at in (-1, len(record.attempts) - 1)


def in_attempt(record: Record, to: State, moment: Moment, at: int = -1, **changes: Any) -> Record:
    """The record with one attempt in another state: it shows its newest attempt, until one succeeds (assumed)."""
    shown = moved(record, to, moment) if to is State.VERIFIED or is_newest(record, at) else record
    return with_attempt(shown, at, state=to, **changes)


def with_attempt(record: Record, at: int, **changes: Any) -> Record:
    """The record with one attempt changed, whose person and agency it shows where that is the newest."""
    index = at % len(record.attempts)
    attempt = msgspec.structs.replace(record.attempts[index], **changes)
    attempts = (*record.attempts[:index], attempt, *record.attempts[index + 1 :])
    if not is_newest(record, index):
        return msgspec.structs.replace(record, attempts=attempts)
    return msgspec.structs.replace(record, attempts=attempts, person=attempt.person, agency=attempt.agency)
