"""The clock of a sandbox: /_mock/clock and /_mock/clock/advance.

Lives here: setting, freezing, advancing. May not: what time does to anything (expiry is decided when an event arrives).
"""

from typing import Any, Final

from ..answer import Answer, of_json
from ..clock import ClockSetting, wall
from ..domain import timestamps
from ..domain.errors import Refusal
from ..domain.text import Flaw, Text
from ..domain.timestamps import rfc3339
from ..domain.wording import shown, wrong
from ..store.sandbox import Sandbox
from .endpoint import ControlCall, done

# A hundred years, in seconds.
FURTHEST: Final = 3_155_760_000


def shown_clock(clock: ClockSetting) -> dict[str, Any]:
    """`{"now", "frozen"}`."""
    return {"now": rfc3339(clock.now()), "frozen": clock.frozen_at is not None}


async def get_clock(control: ControlCall) -> Answer:
    """The sandbox's present."""
    return of_json(shown_clock((await control.sandbox()).clock))


async def put_clock(control: ControlCall) -> Answer:
    """`{"now"?, "frozen"?}`: set it (a time, or relative to the sandbox's present) and let it run or stand still."""
    sandbox = await control.sandbox()
    members = await control.members("now", "frozen")
    frozen = members.get("frozen", sandbox.clock.frozen_at is not None)
    if not isinstance(frozen, bool):
        raise wrong("frozen", frozen, Text("true나 false", "true or false"))
    now = _time(members["now"], sandbox.clock.now()) if "now" in members else sandbox.clock.now()
    # What was advanced stays advanced only while the time itself is not set anew.
    advanced = 0 if "now" in members else sandbox.clock.advanced
    return _keep(control, sandbox, now, frozen=frozen, advanced=advanced)


async def delete_clock(control: ControlCall) -> Answer:
    """Back to the machine's time."""
    sandbox = await control.sandbox()
    sandbox.clock = ClockSetting()
    control.mock.store.touch(sandbox)
    return done()


async def advance_clock(control: ControlCall) -> Answer:
    """`{"seconds": n >= 0}`: forward by so much; birth dates go on counting from the day before."""
    sandbox = await control.sandbox()
    members = await control.members("seconds")
    if "seconds" not in members:
        raise Refusal(
            "INVALID_REQUEST",
            f"seconds is required: a number from 0 to {FURTHEST}.",
            ko=f"seconds가 필요합니다. 0부터 {FURTHEST}까지의 숫자입니다.",
            at="seconds",
        )
    seconds = members["seconds"]
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= FURTHEST:
        raise wrong("seconds", seconds, Text(f"0부터 {FURTHEST}까지의 숫자", f"a number from 0 to {FURTHEST}"))
    step = round(seconds * 1000)
    now = _within(sandbox.clock.now() + step)
    frozen = sandbox.clock.frozen_at is not None
    return _keep(control, sandbox, now, frozen=frozen, advanced=sandbox.clock.advanced + step)


def _keep(control: ControlCall, sandbox: Sandbox, now: int, *, frozen: bool, advanced: int) -> Answer:
    sandbox.clock = ClockSetting(now if frozen else None, 0 if frozen else now - wall(), advanced)
    control.mock.store.touch(sandbox)
    return of_json(shown_clock(sandbox.clock))


def _time(value: object, now: int) -> int:
    try:
        return _within(timestamps.parse(value, now))
    except Flaw as flaw:
        raise Refusal(
            "INVALID_REQUEST", f"now: {flaw}", ko=f"now: {flaw.ko}", at="now", received=shown(value)
        ) from None


def _within(millis: int) -> int:
    if not timestamps.EARLIEST <= millis < timestamps.LATEST:
        raise Refusal(
            "INVALID_REQUEST",
            "The clock stays within the years 1900 to 2099.",
            ko="시계는 1900년부터 2099년까지만 맞출 수 있습니다.",
            at="now",
        )
    return millis
