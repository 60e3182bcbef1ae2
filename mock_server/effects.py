"""What a tester has switched on in a sandbox and may forget: faults, a clock of its own, ordered outcomes.

Lives here: the one place that says what is active, and switches all of it off. May not: HTTP, wording.
"""

from typing import NamedTuple

from .clock import ClockSetting
from .domain.customers import Next
from .domain.faults import Fault
from .store.sandbox import Sandbox

_MACHINES = ClockSetting()


class Effects(NamedTuple):
    """The faults that can still fire, the clock where it is not the machine's, the outcomes that wait."""

    faults: tuple[Fault, ...]
    clock: ClockSetting | None
    next: tuple[Next, ...]

    @property
    def is_active(self) -> bool:
        """Whether anything is."""
        return any(self)


def effects_of(sandbox: Sandbox) -> Effects:
    """What is active in a sandbox now, its scenario's own included."""
    now = sandbox.clock.now()
    faults = tuple(fault for fault in sandbox.faults if not fault.used_up and not fault.over(now))
    return Effects(faults, None if sandbox.clock == _MACHINES else sandbox.clock, sandbox.next)


def switch_off(sandbox: Sandbox) -> None:
    """Nothing is active any more: no fault (used-up ones go too), no order, the machine's time."""
    sandbox.faults, sandbox.next, sandbox.clock = (), (), _MACHINES
