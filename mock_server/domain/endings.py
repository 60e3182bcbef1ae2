"""How an attempt ends: what success and failure leave in the record, and what the provider tells of a failure.

Lives here: verified, failed, turned_down, told. May not: when an attempt ends (transitions.py, completion.py), the
table of outcomes (outcomes.py).
"""

import msgspec

from .arrangement import new_pg_tx_id, raw_response
from .errors import Refusal
from .lifecycle import Event, State
from .moves import Moment, in_attempt, is_newest, standing, step
from .outcomes import OUTCOMES, ApiAnswer, Failure, with_code
from .providers import MEMBERS, withheld
from .record import Record
from .remedies import REMEDIES


def verified(record: Record, moment: Moment, at: int = -1) -> Record:
    """The record with that attempt verified; everything that it shows is that attempt's from then on."""
    attempt = record.attempts[at]
    customer = dict(attempt.customer)
    for name, _ in withheld(attempt.channel.profile, attempt.agency, has_foreigner_info=attempt.has_foreigner_info):
        customer.pop(name, None)
    if attempt.customer_id is not None:
        customer["id"] = attempt.customer_id
    customer |= attempt.customer_changes
    pg_tx_id = new_pg_tx_id(moment.ids)
    moved = in_attempt(record, State.VERIFIED, moment, at)
    return msgspec.structs.replace(
        moved,
        channel=attempt.channel,
        agency=attempt.agency,
        person=attempt.person,
        requested_customer=attempt.requested_customer,
        custom_data=attempt.custom_data,
        verified_at=moved.updated_at,
        verified_customer={name: customer[name] for name in MEMBERS if customer.get(name) is not None},
        pg_tx_id=pg_tx_id,
        pg_raw_response=raw_response(attempt.channel, pg_tx_id),
        failure=None,
    )


def turned_down(record: Record, outcome: str, moment: Moment) -> tuple[Record, Refusal]:
    """The record after the provider turned its newest attempt down, and what the provider tells."""
    return failed(record, Event.TURNED_DOWN, outcome, moment), told(outcome, moment)


def failed(record: Record, event: Event, outcome: str, moment: Moment, at: int = -1) -> Record:
    """The record with that attempt failed; for good where the newest attempt was the last one allowed."""
    if not is_newest(record, at):
        return in_attempt(record, step(standing(record, at), event).to, moment, at)
    # Wrong OTPs use up one attempt only; this outcome, where somebody carries or orders it, uses up all of them.
    is_decided = outcome == "attempts-exhausted" and (event is Event.FAILED or record.attempts[-1].fate == outcome)
    if is_decided or len(record.attempts) >= moment.otp.attempts:
        event = Event.TURNED_DOWN_FOR_GOOD if event is Event.TURNED_DOWN else Event.EXHAUSTED
    after = in_attempt(record, step(record.state, event).to, moment)
    return msgspec.structs.replace(after, failure=_failure(outcome, moment), pg_tx_id=new_pg_tx_id(moment.ids))


def _failure(outcome: str, moment: Moment) -> Failure:
    failure = OUTCOMES[outcome].failure
    assert failure is not None
    return with_code(failure, outcome, moment.otp.codes)


def told(outcome: str, moment: Moment) -> Refusal:
    """PG_PROVIDER with what the provider tells of this outcome."""
    answer = OUTCOMES[outcome].api
    assert answer is not None
    why = f"The provider answered: {OUTCOMES[outcome].label.en} (outcome {outcome}). {REMEDIES[outcome]}"
    return pg_refusal(with_code(answer, outcome, moment.otp.codes), why)


def pg_refusal(answer: ApiAnswer, why: str) -> Refusal:
    """PG_PROVIDER with this code and message."""
    return Refusal(
        "PG_PROVIDER",
        f"본인확인기관에서 오류를 전달했습니다: {answer.pg_message}",
        why=why,
        pgCode=answer.pg_code,
        pgMessage=answer.pg_message,
    )
