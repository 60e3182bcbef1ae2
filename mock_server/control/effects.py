"""What is active in a sandbox, and switching it off: /_mock/effects.

Lives here: the two handlers. May not: what counts as active (effects.py), ordering it (faults, outcomes, clock).
"""

from typing import Any

import msgspec

from ..answer import Answer, of_json
from ..effects import Effects, effects_of, switch_off
from .clock import shown_clock
from .endpoint import ControlCall, done


def shown_effects(effects: Effects) -> dict[str, Any]:
    """`{"active", "faults", "clock", "next"}`; `clock` null is the machine's."""
    return {
        "active": effects.is_active,
        "faults": [fault.shown() for fault in effects.faults],
        "clock": None if effects.clock is None else shown_clock(effects.clock),
        "next": msgspec.to_builtins(effects.next),
    }


async def get_effects(control: ControlCall) -> Answer:
    """Faults that can still fire, a clock that is not the machine's, outcomes that wait for an attempt."""
    return of_json(shown_effects(effects_of(await control.sandbox())))


async def delete_effects(control: ControlCall) -> Answer:
    """Switch all of it off, the scenario's own faults included; a reset brings those back."""
    sandbox = await control.sandbox()
    switch_off(sandbox)
    control.mock.store.touch(sandbox)
    return done()
