"""What becomes of an attempt when somebody else decides: the customer at the provider's window, or a tester.

Lives here: which attempt is meant, and ending it with an outcome. May not: the API's own calls (transitions.py).
"""

from collections.abc import Iterator
from typing import Final

from .arrangement import World, full_customer
from .attempts import Attempt, Otp
from .endings import failed, verified
from .errors import Refusal
from .lifecycle import STATUS_OF, Event, Refuse, State, cell
from .moves import Moment, in_attempt, refused, standing, with_attempt
from .order import Order
from .outcomes import OUTCOMES
from .record import Record
from .wording import require_known

AT: Final = "identityVerificationTxId"
_COMPLETING: Final = {
    "cancelled": Event.CANCELLED,
    "abandoned": Event.ABANDONED,
    "wrong-otp": Event.MISTYPED,
    "otp-expired": Event.EXPIRED,
}


def under_way(record: Record) -> Iterator[int]:
    """The indexes of the attempts that may still end, newest first. Only the newest can be one by API."""
    newest_first = range(len(record.attempts) - 1, -1, -1)
    return (at for at in newest_first if STATUS_OF[standing(record, at)] == "READY")


def meant(record: Record, tx_id: str | None) -> int:
    """The index of the attempt with that `identityVerificationTxId`; without one, of the newest that is under way.

    Refusal (INVALID_REQUEST, with those there are) for an id of no attempt. Where none is under way: the newest.
    """
    if tx_id is None:
        return next(under_way(record), len(record.attempts) - 1)
    known = [attempt.identity_verification_tx_id for attempt in record.attempts]
    require_known(tx_id, known, at=AT, what="attempt of this verification")
    return known.index(tx_id)


def with_choice(record: Record, at: int, order: Order, world: World) -> Record:
    """The record with the person, agency and customer's members that were chosen for that attempt, if any were."""
    attempt = record.attempts[at]
    agency = order.chosen_agency(attempt.channel) if order.agency is not None else attempt.agency
    person, customer = attempt.person, attempt.customer
    if order.person is not None:
        chosen = order.chosen_person(world.people)
        person, customer = chosen.key, full_customer(chosen, attempt.channel, world, site=attempt.site)
    changes = attempt.customer_changes if order.customer is None else order.customer_changes()
    return with_attempt(record, at, person=person, agency=agency, customer=customer, customer_changes=changes)


def complete(record: Record | None, outcome: str, moment: Moment, tx_id: str | None = None) -> tuple[Record, Attempt]:
    """End an attempt (see `meant`) with an outcome -> the record, and that attempt as it is now.

    Where it succeeds the record is that attempt's from then on, whichever was begun last; a failure shows in the record
    only where it is the newest attempt's. By APP the success of one who was held back is a yes only: the next confirm
    verifies. Refusal where the table refuses it: MOCK_CONFLICT once it is over, or another attempt has succeeded.
    """
    at = -1 if record is None else meant(record, tx_id)
    event = _COMPLETING.get(outcome) or (Event.COMPLETED if OUTCOMES[outcome].status == "VERIFIED" else Event.FAILED)
    found = cell(standing(record, at), event)
    if isinstance(found, Refuse):
        raise _over(record, at) if record is not None else refused(found.error)
    assert record is not None
    if found.to is State.VERIFIED:
        done = verified(record, moment, at)
    elif OUTCOMES[outcome].failure is not None:
        done = failed(record, event, outcome, moment, at)
    elif event is Event.COMPLETED:
        # Said now, so the time for the confirm begins anew (assumed).
        until = max(record.attempts[at].expires_at, moment.now + moment.otp.lifetime * 1000)
        done = in_attempt(record, found.to, moment, at, fate=outcome, expires_at=until)
    else:
        done = _left_under_way(record, found.to, outcome, moment, at)
    return done, done.attempts[at]


def _left_under_way(record: Record, to: State, outcome: str, moment: Moment, at: int) -> Record:
    """What an outcome that ends nothing leaves behind for the next confirm to meet."""
    attempt = record.attempts[at]
    if outcome == "abandoned":
        return in_attempt(record, to, moment, at, fate=outcome)
    if outcome == "otp-expired":
        return in_attempt(record, to, moment, at, expires_at=moment.now)
    if attempt.otp is None:
        return in_attempt(record, to, moment, at)
    if attempt.otp.tries_left <= 1:
        # A window is left as by a cancel: the row of a window knows no confirm that could be turned down.
        event = Event.CANCELLED if attempt.method == "WINDOW" else Event.TURNED_DOWN
        return failed(record, event, "attempts-exhausted", moment, at)
    return in_attempt(record, to, moment, at, otp=Otp(attempt.otp.code, attempt.otp.tries_left - 1))


def _over(record: Record, at: int) -> Refusal:
    """Nothing is left to decide: which attempt was meant, why it is over, and which ones are not."""
    tx_id = record.attempts[at].identity_verification_tx_id
    refusal = refused("MOCK_CONFLICT")
    winner = next((each for each in record.attempts if each.state is State.VERIFIED), None)
    if winner is None:
        why = f"The attempt {tx_id} is over: {standing(record, at)}."
    elif winner is record.attempts[at]:
        why = f"The attempt {tx_id} has succeeded already."
    else:
        why = f"The attempt {winner.identity_verification_tx_id} has succeeded; only one attempt of an id can."
    open_ones = [record.attempts[each].identity_verification_tx_id for each in under_way(record)]
    return Refusal(
        "MOCK_CONFLICT", f"{refusal.message} {why}", why=f"{refusal.why} {why}", at=AT, received=tx_id, known=open_ones
    )
