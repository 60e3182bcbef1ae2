"""What each event does to a record: the executor of the life cycle's table.

Lives here: pure transitions, (record, event, moment) -> (record, answer). May not: the table itself (lifecycle.py),
reading requests, storing, HTTP. A transition may run more than once before its result is kept.
"""

from typing import Any, Final, NamedTuple, TypeVar

import msgspec

from .arrangement import Ids, World, full_customer, new_pg_tx_id, new_tx_id, raw_response
from .attempts import RESENDS, Attempt, Method, Otp, OtpSettings, new_otp, sms_text
from .channels import Channel
from .customers import Claim
from .errors import Refusal
from .lifecycle import STATUS_OF, Event, Go, Refuse, State, cell
from .outcomes import OUTCOMES, ApiAnswer, Failure
from .providers import MEMBERS, withheld
from .record import Record

# Outcomes that the provider answers at once when it is asked to send; the others show when confirming (assumed).
AT_SEND: Final = frozenset(("provider-error", "invalid-parameter", "carrier-not-allowed"))
# Outcomes in which the customer does not say yes in the app (yet).
HELD_BACK: Final = frozenset(("abandoned", "wrong-otp", "otp-expired"))
_TOO_MANY_RESENDS: Final = ApiAnswer(
    502, "PG_PROVIDER", "MOCK-RESENDS", "인증번호를 다시 보낼 수 있는 횟수를 넘었습니다."
)

# What the refusals of the table say.
_SAYS: Final = {
    "IDENTITY_VERIFICATION_NOT_SENT": (
        "API로 요청한 본인인증이 아닙니다. 먼저 POST …/send 로 요청하세요.",
        "This verification is not under way by API (a window was opened, or the attempt ended); send first.",
    ),
    "IDENTITY_VERIFICATION_ALREADY_SENT": (
        "이미 API로 요청된 본인인증입니다. 다시 보내려면 POST …/resend 를 쓰세요.",
        "This verification was requested by API already; POST …/resend sends again.",
    ),
    "IDENTITY_VERIFICATION_ALREADY_VERIFIED": (
        "이미 인증이 끝난 본인인증입니다. 새 인증에는 새 아이디를 쓰세요.",
        "This verification is verified already; a new one needs a new id.",
    ),
    "IDENTITY_VERIFICATION_NOT_FOUND": (
        "본인인증 내역을 찾을 수 없습니다.",
        "There is no such verification.",
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


Told = TypeVar("Told", ApiAnswer, Failure)


class Moment(msgspec.Struct, frozen=True):
    """What a transition may know besides the record."""

    now: int
    ids: Ids
    world: World
    otp: OtpSettings


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """What an attempt starts with."""

    method: Method
    channel: Channel
    agency: str | None
    claim: Claim
    requested_customer: dict[str, str]
    customer_id: str | None = None
    custom_data: str | None = None
    site: str | None = None
    sms_template: str | None = None


class Sent(NamedTuple):
    """What came of a send or resend: the SMS and its phone, and the refusal to answer, where there are any."""

    attempt: Attempt
    to: str
    text: str | None
    refusal: Refusal | None = None


class Confirmed(NamedTuple):
    """What came of a confirm: the refusal to answer, if any, and whether the answer is to be lost on its way."""

    refusal: Refusal | None = None
    lost: bool = False


def _starting(begin: Start) -> Event:
    if begin.method == "WINDOW":
        return Event.WINDOW_OPENED
    if begin.method == "SMS":
        return Event.SENT_BY_SMS
    held_back = begin.claim.fate in HELD_BACK | AT_SEND
    return Event.SENT_BY_APP_AND_HELD_BACK if held_back else Event.SENT_BY_APP


def start(record: Record | None, id_: str, begin: Start, moment: Moment) -> tuple[Record, Sent]:
    """Begin an attempt; Refusal where the table refuses it, or when the last one allowed was begun."""
    _require_own_store(record, moment)
    state = _step(record.state if record else State.NEVER_STARTED, _starting(begin)).to
    if record is not None and len(record.attempts) >= moment.otp.attempts:
        raise _refused("MAX_TRANSACTION_COUNT_REACHED")
    attempt = _attempt(begin, state, moment)
    base = record or _blank(id_, begin, moment)
    started = msgspec.structs.replace(
        _moved(base, state, moment),
        channel=begin.channel,
        agency=begin.agency,
        person=attempt.person,
        requested_customer=begin.requested_customer,
        custom_data=begin.custom_data if begin.custom_data is not None else base.custom_data,
        failure=None,
        pg_tx_id=None,
        attempts=(*base.attempts, attempt),
    )
    to = begin.requested_customer.get("phoneNumber", "")
    if begin.method != "WINDOW" and attempt.fate in AT_SEND:
        failed, refusal = _turned_down(started, attempt.fate, moment)
        return failed, Sent(failed.attempts[-1], to, None, refusal)
    return started, Sent(attempt, to, _sms(attempt))


def resend(record: Record | None, moment: Moment) -> tuple[Record, Sent]:
    """Send again; Refusal where the table refuses it, PG_PROVIDER when it was sent again too often (assumed)."""
    _require_own_store(record, moment)
    state = _step(record.state if record else State.NEVER_STARTED, Event.RESENT).to
    assert record is not None
    attempt = record.attempts[-1]
    if attempt.resends >= moment.otp.resends:
        answer = _with_code(_TOO_MANY_RESENDS, RESENDS, moment)
        raise _pg_refusal(answer, "The attempt was sent again as often as it may be (assumed).")
    otp = attempt.otp
    if otp is not None:
        # The tries belong to the attempt: a new OTP does not bring them back.
        otp = Otp(new_otp(moment.otp, moment.ids("otp")).code, otp.tries_left)
    expires_at = moment.now + moment.otp.lifetime * 1000
    again = _in_attempt(record, state, moment, otp=otp, expires_at=expires_at, resends=attempt.resends + 1)
    return again, Sent(again.attempts[-1], record.requested_customer["phoneNumber"], _sms(again.attempts[-1]))


def confirm(record: Record | None, otp: str | None, moment: Moment) -> tuple[Record, Confirmed]:
    """Confirm with this OTP; Refusal where the table refuses it."""
    _require_own_store(record, moment)
    event, outcome = _confirming(record.attempts[-1] if record else None, otp, moment)
    step = _step(record.state if record else State.NEVER_STARTED, event)
    assert record is not None
    attempt = record.attempts[-1]
    if step.to is State.VERIFIED:
        return verified(record, moment), Confirmed(lost=attempt.fate == "verified-not-returned")
    if event is Event.TURNED_DOWN:
        failed, refusal = _turned_down(record, outcome, moment)
        return failed, Confirmed(refusal)
    left = attempt.otp
    if left is not None and outcome == "wrong-otp":
        left = Otp(left.code, left.tries_left - 1)
    return _in_attempt(record, step.to, moment, otp=left), Confirmed(_told(outcome, moment))


def _confirming(attempt: Attempt | None, otp: str | None, moment: Moment) -> tuple[Event, str]:
    """Which of the confirm events this call is, and the outcome that it tells of unless it verifies."""
    if attempt is None:
        return Event.CONFIRMED_RIGHT, "abandoned"
    if moment.now >= attempt.expires_at or attempt.fate == "otp-expired":
        return Event.CONFIRMED_LATE, "otp-expired"
    if attempt.otp is not None and attempt.fate == "abandoned":
        # The SMS never came, so whatever is sent is nobody's OTP and costs nothing.
        return Event.CONFIRMED_WRONG, "abandoned"
    if attempt.otp is not None and (otp != attempt.otp.code or attempt.fate == "wrong-otp"):
        last = attempt.otp.tries_left <= 1
        return (Event.TURNED_DOWN, "attempts-exhausted") if last else (Event.CONFIRMED_WRONG, "wrong-otp")
    if OUTCOMES[attempt.fate].failure is not None:
        return Event.TURNED_DOWN, attempt.fate
    is_right = attempt.otp is not None or otp is None
    return (Event.CONFIRMED_RIGHT if is_right else Event.CONFIRMED_WRONG), "abandoned"


def complete(record: Record | None, outcome: str, moment: Moment) -> tuple[Record, Attempt]:
    """End the attempt under way with an outcome, as a tester may; Refusal where the table refuses it."""
    row = OUTCOMES[outcome]
    event = _COMPLETING.get(outcome) or (Event.COMPLETED if row.status == "VERIFIED" else Event.FAILED)
    to = _step(record.state if record else State.NEVER_STARTED, event).to
    assert record is not None
    if to is State.VERIFIED:
        done = verified(record, moment)
    elif row.failure is not None:
        done = _failed(record, event, outcome, moment)
    else:
        done = _left_under_way(record, to, outcome, moment)
    return done, done.attempts[-1]


def _left_under_way(record: Record, to: State, outcome: str, moment: Moment) -> Record:
    """What an outcome that ends nothing leaves behind for the next confirm to meet."""
    attempt = record.attempts[-1]
    if outcome == "abandoned":
        return _in_attempt(record, to, moment, fate=outcome)
    if outcome == "otp-expired":
        return _in_attempt(record, to, moment, expires_at=moment.now)
    if attempt.otp is None:
        return _in_attempt(record, to, moment)
    if attempt.otp.tries_left <= 1:
        return complete(record, "attempts-exhausted", moment)[0]
    return _in_attempt(record, to, moment, otp=Otp(attempt.otp.code, attempt.otp.tries_left - 1))


_COMPLETING: Final = {
    "cancelled": Event.CANCELLED,
    "abandoned": Event.ABANDONED,
    "wrong-otp": Event.ABANDONED,
    "otp-expired": Event.ABANDONED,
}


def verified(record: Record, moment: Moment) -> Record:
    """The record with its attempt under way verified."""
    attempt = record.attempts[-1]
    customer = dict(attempt.customer)
    for name, _ in withheld(attempt.channel.profile, attempt.agency):
        customer.pop(name, None)
    if attempt.customer_id is not None:
        customer["id"] = attempt.customer_id
    pg_tx_id = new_pg_tx_id(moment.ids)
    moved = _in_attempt(record, State.VERIFIED, moment)
    return msgspec.structs.replace(
        moved,
        verified_at=moved.updated_at,
        verified_customer={name: customer[name] for name in MEMBERS if name in customer},
        pg_tx_id=pg_tx_id,
        pg_raw_response=raw_response(attempt.channel, pg_tx_id),
        failure=None,
    )


def _turned_down(record: Record, outcome: str, moment: Moment) -> tuple[Record, Refusal]:
    return _failed(record, Event.TURNED_DOWN, outcome, moment), _told(outcome, moment)


def _failed(record: Record, event: Event, outcome: str, moment: Moment) -> Record:
    """The record with its attempt failed; for good where that attempt was the last one allowed."""
    # Wrong OTPs use up one attempt only; this outcome, where somebody carries or orders it, uses up all of them.
    is_decided = outcome == "attempts-exhausted" and (event is Event.FAILED or record.attempts[-1].fate == outcome)
    if is_decided or len(record.attempts) >= moment.otp.attempts:
        event = Event.EXHAUSTED
    moved = _in_attempt(record, _step(record.state, event).to, moment)
    return msgspec.structs.replace(moved, failure=_failure(outcome, moment), pg_tx_id=new_pg_tx_id(moment.ids))


def _failure(outcome: str, moment: Moment) -> Failure:
    failure = OUTCOMES[outcome].failure
    assert failure is not None
    return _with_code(failure, outcome, moment)


def _told(outcome: str, moment: Moment) -> Refusal:
    answer = OUTCOMES[outcome].api
    assert answer is not None
    why = f"The provider answered: {OUTCOMES[outcome].label.en} (outcome {outcome})."
    return _pg_refusal(_with_code(answer, outcome, moment), why)


def _with_code(told: Told, name: str, moment: Moment) -> Told:
    """What the provider tells, with the code and message that the tester set for it, if any."""
    if name not in moment.otp.codes:
        return told
    code, message = moment.otp.codes[name]
    return msgspec.structs.replace(told, pg_code=code, pg_message=message)


def _pg_refusal(answer: ApiAnswer, why: str) -> Refusal:
    return Refusal(
        "PG_PROVIDER",
        f"본인확인기관에서 오류를 전달했습니다: {answer.pg_message}",
        why=why,
        pgCode=answer.pg_code,
        pgMessage=answer.pg_message,
    )


def _step(state: State, event: Event) -> Go:
    found = cell(state, event)
    if isinstance(found, Refuse):
        raise _refused(found.error)
    return found


def _refused(error: str) -> Refusal:
    ko, en = _SAYS[error]
    return Refusal(error, ko, why=en)


def _require_own_store(record: Record | None, moment: Moment) -> None:
    """An id belongs to the store that used it first; to another one it is not found (assumed)."""
    if record is not None and record.store_id != moment.world.store_id:
        raise Refusal(
            "IDENTITY_VERIFICATION_NOT_FOUND",
            "본인인증 내역을 찾을 수 없습니다. 이 아이디는 다른 상점에서 쓰이고 있습니다.",
            why=f"The id belongs to the store {record.store_id} (assumed: ids are one merchant's).",
        )


def _attempt(begin: Start, state: State, moment: Moment) -> Attempt:
    person = begin.claim.person
    return Attempt(
        identity_verification_tx_id=new_tx_id(moment.ids),
        channel=begin.channel,
        agency=begin.agency,
        method=begin.method,
        state=state,
        started_at=moment.now,
        person=person.key if begin.claim.known else None,
        customer=full_customer(person, begin.channel, moment.world, site=begin.site),
        fate=begin.claim.fate,
        customer_id=begin.customer_id,
        expires_at=moment.now + moment.otp.lifetime * 1000,
        otp=new_otp(moment.otp, moment.ids("otp")) if begin.method == "SMS" else None,
        sms_template=begin.sms_template,
        site=begin.site,
    )


def _sms(attempt: Attempt) -> str | None:
    """The SMS of an attempt; who never gets one (`abandoned`) has none."""
    if attempt.otp is None or attempt.fate == "abandoned":
        return None
    return sms_text(attempt.sms_template, attempt.otp.code)


def _blank(id_: str, begin: Start, moment: Moment) -> Record:
    return Record(
        id=id_,
        store_id=moment.world.store_id,
        state=State.NEVER_STARTED,
        person=None,
        channel=begin.channel,
        agency=begin.agency,
        requested_at=moment.now,
        updated_at=moment.now,
        status_changed_at=moment.now,
    )


def _moved(record: Record, to: State, moment: Moment) -> Record:
    """The record in another state. Times never go back, even where the sandbox's clock does."""
    now = max(moment.now, record.updated_at)
    changed = STATUS_OF[to] != STATUS_OF[record.state]
    return msgspec.structs.replace(
        record, state=to, updated_at=now, status_changed_at=now if changed else record.status_changed_at
    )


def _in_attempt(record: Record, to: State, moment: Moment, **changes: Any) -> Record:
    """The record and its attempt under way in another state."""
    moved = _moved(record, to, moment)
    attempt = msgspec.structs.replace(record.attempts[-1], state=to, **changes)
    return msgspec.structs.replace(moved, attempts=(*record.attempts[:-1], attempt))
