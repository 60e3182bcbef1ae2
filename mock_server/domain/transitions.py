"""What the calls of the API, and the opening of a window, do to a record.

Lives here: start, resend, confirm: pure transitions, (record, …, moment) -> (record, what came of it). May not: the
table (lifecycle.py), reading requests, storing, HTTP. A transition may run more than once before its result is kept.
"""

from typing import Final, NamedTuple

import msgspec

from .arrangement import full_customer, new_tx_id
from .attempts import RESENDS, Attempt, Method, Otp, new_otp, sms_text
from .channels import Channel
from .customers import Claim
from .endings import pg_refusal, told, turned_down, verified
from .errors import Refusal
from .lifecycle import TOO_OFTEN, Event, State, cell
from .moves import Moment, in_attempt, moved, standing, step
from .outcomes import OUTCOMES, ApiAnswer, with_code
from .record import Record
from .remedies import RESENDS_REMEDY

# Outcomes that the provider answers at once when it is asked to send; the others show when confirming (assumed).
AT_SEND: Final = frozenset(("provider-error", "invalid-parameter", "carrier-not-allowed"))
# Outcomes in which the customer does not say yes in the app (yet).
HELD_BACK: Final = frozenset(("abandoned", "wrong-otp", "otp-expired"))
_TOO_MANY_RESENDS: Final = ApiAnswer(
    502, "PG_PROVIDER", "MOCK-RESENDS", "인증번호를 다시 보낼 수 있는 횟수를 넘었습니다."
)


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """What an attempt starts with."""

    method: Method
    channel: Channel
    agency: str | None
    claim: Claim
    requested_customer: dict[str, str]
    customer_id: str | None = None
    custom_data: str | None = None
    operator: str | None = None
    site: str | None = None
    sms_template: str | None = None
    has_foreigner_info: bool = True


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
    """Begin an attempt; Refusal where the table refuses it."""
    _require_own_store(record, moment)
    begun = len(record.attempts) if record else 0
    event = Event.BEGUN_TOO_OFTEN if begun >= moment.otp.attempts else _starting(begin)
    state = step(standing(record), event).to
    base = record or _blank(id_, begin, moment)
    custom_data = begin.custom_data if begin.custom_data is not None else base.custom_data
    attempt = _attempt(begin, state, custom_data, moment)
    started = msgspec.structs.replace(
        moved(base, state, moment),
        channel=begin.channel,
        agency=begin.agency,
        person=attempt.person,
        requested_customer=begin.requested_customer,
        custom_data=custom_data,
        failure=None,
        pg_tx_id=None,
        attempts=(*base.attempts, attempt),
    )
    to = begin.requested_customer.get("phoneNumber", "")
    if begin.method != "WINDOW" and attempt.fate in AT_SEND:
        failed, refusal = turned_down(started, attempt.fate, moment)
        return failed, Sent(failed.attempts[-1], to, None, refusal)
    return started, Sent(attempt, to, _sms(attempt))


def resend(record: Record | None, moment: Moment) -> tuple[Record, Sent]:
    """Send again; Refusal where the table refuses it."""
    _require_own_store(record, moment)
    resends = record.attempts[-1].resends if record else 0
    event = Event.RESENT_TOO_OFTEN if resends >= moment.otp.resends else Event.RESENT
    if cell(standing(record), event) == TOO_OFTEN:
        answer = with_code(_TOO_MANY_RESENDS, RESENDS, moment.otp.codes)
        raise pg_refusal(answer, f"The attempt was sent again as often as it may be (assumed). {RESENDS_REMEDY}")
    state = step(standing(record), event).to
    assert record is not None
    attempt = record.attempts[-1]
    otp = attempt.otp
    if otp is not None:
        # The tries belong to the attempt: a new OTP does not bring them back.
        otp = Otp(new_otp(moment.otp, moment.ids("otp")).code, otp.tries_left)
    expires_at = moment.now + moment.otp.lifetime * 1000
    again = in_attempt(record, state, moment, otp=otp, expires_at=expires_at, resends=attempt.resends + 1)
    return again, Sent(again.attempts[-1], record.requested_customer["phoneNumber"], _sms(again.attempts[-1]))


def confirm(record: Record | None, otp: str | None, moment: Moment) -> tuple[Record, Confirmed]:
    """Confirm with this OTP; Refusal where the table refuses it."""
    _require_own_store(record, moment)
    event, outcome = _confirming(record.attempts[-1] if record else None, otp, moment)
    to = step(standing(record), event).to
    assert record is not None
    attempt = record.attempts[-1]
    if to is State.VERIFIED:
        return verified(record, moment), Confirmed(lost=attempt.fate == "verified-not-returned")
    if event is Event.TURNED_DOWN:
        failed, refusal = turned_down(record, outcome, moment)
        return failed, Confirmed(refusal)
    left = attempt.otp
    if left is not None and outcome == "wrong-otp":
        left = Otp(left.code, left.tries_left - 1)
    return in_attempt(record, to, moment, otp=left), Confirmed(told(outcome, moment))


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


def _require_own_store(record: Record | None, moment: Moment) -> None:
    """An id belongs to the store that used it first; to another one it is not found, in any state (assumed).

    No part of the table: it depends on who asks, not on how far the verification has come.
    """
    if record is not None and record.store_id != moment.world.store_id:
        raise Refusal(
            "IDENTITY_VERIFICATION_NOT_FOUND",
            "본인인증 내역을 찾을 수 없습니다. 이 아이디는 다른 상점에서 쓰이고 있습니다.",
            why=f"The id belongs to the store {record.store_id} (assumed: ids are one merchant's); name that store as "
            "storeId, or take a new id.",
        )


def _attempt(begin: Start, state: State, custom_data: str | None, moment: Moment) -> Attempt:
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
        requested_customer=begin.requested_customer,
        custom_data=custom_data,
        customer_id=begin.customer_id,
        operator=begin.operator,
        expires_at=moment.now + moment.otp.lifetime * 1000,
        otp=new_otp(moment.otp, moment.ids("otp")) if begin.method == "SMS" else None,
        sms_template=begin.sms_template,
        site=begin.site,
        has_foreigner_info=begin.has_foreigner_info,
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
