"""Waiting until something is there: `?count=N&timeout=S` of the journal and the inbox.

Lives here: reading the two parameters, and waiting without polling. May not: what is waited for.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from ..domain.errors import Refusal
from ..domain.wording import wrong
from ..store.sandbox import Sandbox
from .endpoint import ControlCall

PARAMETERS: Final = ("count", "timeout")
DEFAULT_TIMEOUT: Final = 10.0
LONGEST: Final = 60.0


def read_wait(parameters: dict[str, str]) -> tuple[int, float] | None:
    """How many to wait for and for how many seconds, taken out of the parameters; None without `count`."""
    count, timeout = parameters.pop("count", None), parameters.pop("timeout", None)
    if count is None:
        if timeout is not None:
            raise Refusal("INVALID_REQUEST", "timeout needs count: how many to wait for.", at="timeout")
        return None
    if not re.fullmatch(r"\d{1,6}", count, re.ASCII):
        raise wrong("count", count, "a whole number from 0")
    if timeout is None:
        return int(count), DEFAULT_TIMEOUT
    if not re.fullmatch(r"\d{1,2}(\.\d{1,3})?", timeout, re.ASCII) or float(timeout) > LONGEST:
        raise wrong("timeout", timeout, f"a number of seconds from 0 to {LONGEST:.0f}, without a unit")
    return int(count), float(timeout)


async def wait_for(control: ControlCall, sandbox: Sandbox, wait: tuple[int, float], there: Callable[[], int]) -> bool:
    """Whether `there()` reached the count in time. Every row and SMS of the sandbox wakes it up to look again."""
    count, timeout = wait
    async with control.mock.patience.at_most(timeout, control.call.receive):
        while there() < count:
            await sandbox.news()
    return there() >= count


def reached(waited: bool | None) -> Mapping[str, bool]:
    """`{"reached"}` for an answer that was waited for."""
    return {} if waited is None else {"reached": waited}
