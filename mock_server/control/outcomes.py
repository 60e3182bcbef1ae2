"""Outcomes: the closed list, ordering one for attempts to come, and giving one to the attempt under way.

Lives here: /_mock/outcomes, /_mock/next and /_mock/verifications/{id}/complete. May not: what an outcome does
(domain/outcomes.py, domain/completion.py).
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from ..answer import Answer, of_json
from ..domain.arrangement import Ids
from ..domain.attempts import Attempt, OtpSettings
from ..domain.browser_results import result_of
from ..domain.completion import AT, complete, meant, with_choice
from ..domain.customers import Next
from ..domain.errors import Refusal
from ..domain.ids import IdSource
from ..domain.moves import Moment
from ..domain.next_order import MOST_NEXT, read_next
from ..domain.order import Order
from ..domain.outcomes import OUTCOMES, Outcome
from ..domain.record import Record
from ..domain.wording import contradiction, require_known, wrong
from ..records import find_entry
from ..store.sandbox import Sandbox
from .endpoint import ControlCall, done
from .verifications import shown_verification

LONGEST_DELAY: Final = 3_600.0


async def list_outcomes(control: ControlCall) -> Answer:
    """`{"outcomes": […]}`, the closed list."""
    control.parameters()
    return of_json({"outcomes": [_shown(row) for row in OUTCOMES.values()]})


def _shown(row: Outcome) -> dict[str, Any]:
    return {
        "outcome": row.outcome,
        "status": row.status,
        "failure": msgspec.to_builtins(row.failure),
        "api": msgspec.to_builtins(row.api),
        "browser": msgspec.to_builtins(row.browser),
        "label": msgspec.to_builtins(row.label),
        "fidelity": row.fidelity,
    }


async def get_next(control: ControlCall) -> Answer:
    """`{"next": […]}`: what is ordered for attempts to come, in order."""
    return _answer_next(await control.sandbox())


async def post_next(control: ControlCall) -> Answer:
    """Order an outcome, or several: `{match?, outcome, person?, times?}` or a list of them."""
    sandbox = await control.sandbox()
    body = await control.value()
    orders = body if isinstance(body, list) else [body]
    ordered = tuple(
        _placed(f"[{index}]" if isinstance(body, list) else "", order, sandbox) for index, order in enumerate(orders)
    )
    if len(sandbox.next) + len(ordered) > MOST_NEXT:
        raise Refusal("MOCK_UNAVAILABLE", f"A sandbox keeps at most {MOST_NEXT} ordered outcomes; DELETE /_mock/next.")
    sandbox.next += ordered
    control.mock.store.touch(sandbox)
    return _answer_next(sandbox)


async def delete_next(control: ControlCall) -> Answer:
    """Forget every ordered outcome."""
    sandbox = await control.sandbox()
    sandbox.next = ()
    control.mock.store.touch(sandbox)
    return done()


def _answer_next(sandbox: Sandbox) -> Answer:
    return of_json({"next": [msgspec.to_builtins(entry) for entry in sandbox.next]})


def _placed(at: str, order: Any, sandbox: Sandbox) -> Next:
    """One order; a refusal names its place in the whole body."""
    try:
        return read_next(order, sandbox.people, sandbox.channels)
    except Refusal as refusal:
        if not isinstance(order, Mapping):
            refusal.details["at"] = at or "body"
        elif at:
            refusal.details["at"] = f"{at}.{refusal.details['at']}"
        raise


async def complete_verification(control: ControlCall) -> Answer:
    """End an attempt under way: `{outcome, identityVerificationTxId?, person?, customer?, agency?, afterSeconds?}`.

    The newest one unless named. 409 when it is over, or another attempt has succeeded.
    """
    sandbox, id_ = await control.sandbox(), control.path["id"]
    members = await control.members("outcome", AT, "person", "customer", "agency", "afterSeconds")
    if "outcome" not in members:
        raise Refusal("INVALID_REQUEST", "outcome is required.", at="outcome", known=list(OUTCOMES))
    seconds = _after(members.pop("afterSeconds", 0))
    tx_id = _text(members.pop(AT), AT) if AT in members else None
    order = Order.read(members)
    order.check_members()
    require_known(order.outcome, OUTCOMES, at="outcome", what="outcome")
    if order.customer is not None and order.final_status() != "VERIFIED":
        raise contradiction("customer", f"the outcome {order.outcome} verifies nobody")
    record = (await find_entry(control.mock.store, sandbox, id_)).record
    if seconds:
        # What would be refused later is refused now; nothing that is drawn for this counts. The attempt that is meant
        # now is the one that ends then.
        attempt = _completed(record, order, tx_id, sandbox, record.updated_at, IdSource(0))[1]
        meant_now = attempt.identity_verification_tx_id
        control.mock.later(seconds, lambda: _complete(control, sandbox, id_, order, meant_now))
        return of_json({"verification": shown_verification(record), "browser": None})
    record, attempt = await _complete(control, sandbox, id_, order, tx_id)
    browser = _browser(record, attempt, order.outcome, sandbox.scenario.otp)
    return of_json({"verification": shown_verification(record), "browser": browser})


def _text(value: object, at: str) -> str:
    if not isinstance(value, str):
        raise wrong(at, value, "a string")
    return value


async def _complete(
    control: ControlCall, sandbox: Sandbox, id_: str, order: Order, tx_id: str | None
) -> tuple[Record, Attempt]:
    def transition(before: Record | None, now: int, ids: Ids) -> tuple[Record, tuple[Record, Attempt]]:
        came = _completed(before, order, tx_id, sandbox, now, ids)
        return came[0], came

    return await control.mock.store.change(sandbox, id_, transition)


def _completed(
    record: Record | None, order: Order, tx_id: str | None, sandbox: Sandbox, now: int, ids: Ids
) -> tuple[Record, Attempt]:
    moment = Moment(now=now, ids=ids, world=sandbox.world(), otp=sandbox.scenario.otp)
    if record is not None and (order.person, order.agency, order.customer) != (None, None, None):
        record = with_choice(record, meant(record, tx_id), order, moment.world)
    return complete(record, order.outcome, moment, tx_id)


def _browser(record: Record, attempt: Attempt, outcome: str, settings: OtpSettings) -> dict[str, str] | None:
    """What the page's promise resolves to; None where nothing comes back, or no window was open."""
    if attempt.method != "WINDOW":
        return None
    return result_of(record.id, attempt.identity_verification_tx_id, outcome, settings)


def _after(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST_DELAY:
        raise wrong("afterSeconds", value, f"a number of seconds from 0 to {LONGEST_DELAY:.0f}")
    return float(value)
