"""Ordering faults: /_mock/faults and /_mock/faults/{faultId}.

Lives here: ordering, listing, removing. May not: reading an order (domain/fault_order.py), making faults happen
(faults.py).
"""

from ..answer import Answer, of_json
from ..domain.errors import Refusal
from ..domain.fault_order import MOST_FAULTS, ordered, read_fault
from ..domain.faults import Fault
from ..domain.nearest import nearest
from ..domain.wording import shown
from .endpoint import ControlCall, done


async def list_faults(control: ControlCall) -> Answer:
    """`{"faults": […]}`, oldest first, used-up ones too; `fired` 0 has hit nothing."""
    return of_json({"faults": [fault.shown() for fault in (await control.sandbox()).faults]})


async def post_fault(control: ControlCall) -> Answer:
    """201 and the fault: `{"fault", "match"?, "times"?, "probability"?, …its parameters}`."""
    sandbox = await control.sandbox()
    order = read_fault(await control.members(), wired=control.wired)
    fault = ordered(order, sandbox.ids, sandbox.clock.now())
    sandbox.faults = (*_with_room(sandbox.faults), fault)
    control.mock.store.touch(sandbox)
    return of_json(fault.shown(), 201)


def _with_room(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """Where there is no room the used-up ones go, oldest first."""
    if len(faults) < MOST_FAULTS:
        return faults
    used_up = next((fault for fault in faults if fault.used_up), None)
    if used_up is None:
        raise Refusal(
            "MOCK_UNAVAILABLE", f"A sandbox keeps at most {MOST_FAULTS} faults that wait; DELETE /_mock/faults."
        )
    return tuple(fault for fault in faults if fault is not used_up)


async def delete_faults(control: ControlCall) -> Answer:
    """Forget every fault of this sandbox."""
    sandbox = await control.sandbox()
    sandbox.faults = ()
    control.mock.store.touch(sandbox)
    return done()


async def delete_fault(control: ControlCall) -> Answer:
    """Forget one fault; 404 when there is none of that id."""
    sandbox, wanted = await control.sandbox(), control.path["id"]
    kept = tuple(fault for fault in sandbox.faults if fault.fault_id != wanted)
    if len(kept) == len(sandbox.faults):
        ids = [fault.fault_id for fault in kept]
        raise Refusal(
            "MOCK_NOT_FOUND",
            f"This sandbox has no fault {shown(wanted)}; GET /_mock/faults lists those that it has.",
            nearest=nearest(wanted, ids),
        )
    sandbox.faults = kept
    control.mock.store.touch(sandbox)
    return done()
