"""The time: the one place that asks for it, and the setting by which a sandbox sees it.

Lives here: the machine's clocks and ClockSetting. May not: time zones and formats (domain/timestamps.py).
"""

import time
from datetime import date

import msgspec

from .domain.timestamps import seoul_date


def wall() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def monotonic() -> float:
    """Seconds that only go forward: for idle times, waiting and durations."""
    return time.monotonic()


def duration_counter() -> int:
    """Nanoseconds from an arbitrary start, for measuring how long an answer took."""
    return time.perf_counter_ns()


class ClockSetting(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """How a sandbox's clock differs from the machine's: frozen at an instant or shifted, in milliseconds.

    `advanced` is the part of the shift that came from advancing; birth dates count from the day before it.
    """

    frozen_at: int | None = None
    offset: int = 0
    advanced: int = 0

    def now(self) -> int:
        """The sandbox's present."""
        return wall() + self.offset if self.frozen_at is None else self.frozen_at

    def today(self) -> date:
        """The Seoul date that relative birth dates count from."""
        return seoul_date(self.now() - self.advanced)
