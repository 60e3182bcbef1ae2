"""The moments at which a mistake in dates shows: nights when UTC is a day behind, the turn of the year, 29 February.

Lives here: Moment, and the next one of each kind. May not: moving a clock (moving.py), a case.
"""

from calendar import isleap
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Final, TypeAlias

from .policy import Policy

SEOUL: Final = timezone(timedelta(hours=9))
# What a server's own zone may be: that of containers, of Seoul, and one far behind and far ahead of it.
UTC, KOREA, WEST, EAST = "UTC", "Asia/Seoul", "America/Los_Angeles", "Pacific/Kiritimati"
ZONES: Final = (UTC, KOREA, WEST, EAST)
# The date in Seoul is a day ahead of UTC; is a day ahead of WEST; is a day behind EAST. A minute past midnight, as the
# two clocks need not agree by the millisecond.
NIGHT, NOON, EVENING = time(0, 1), time(12), time(21)
LONGEST: Final = timedelta(days=366 * 9)  # a leap year is at most eight years away


@dataclass(frozen=True)
class Moment:
    """A time in Seoul, and the zone that the application's own machine is in then."""

    at: datetime
    zone: str

    def told(self) -> str:
        """As evidence."""
        return f"clock: {self.at:%Y-%m-%d %H:%M} in Seoul, TZ={self.zone}"


Moments: TypeAlias = Callable[[Policy, date], list[Moment]]
"""Those that show a mistake to an application of this policy, after that day."""


def next_day(after: date, fits: Callable[[date], bool]) -> date | None:
    """The first day after that one which fits; None where there is none in nine years."""
    days = (after + timedelta(n) for n in range(1, LONGEST.days))
    return next((day for day in days if fits(day)), None)


def is_ordinary(day: date) -> bool:
    """A day on which nothing but the hour matters."""
    return (day.month, day.day) not in ((2, 28), (2, 29), (3, 1), (12, 31), (1, 1))


def is_new_year(day: date) -> bool:
    """1 January."""
    return (day.month, day.day) == (1, 1)


def is_last_of_the_year(day: date) -> bool:
    """31 December."""
    return (day.month, day.day) == (12, 31)


def is_leap_day(day: date) -> bool:
    """29 February."""
    return (day.month, day.day) == (2, 29)


def is_birthday_of_leapers(policy: Policy, month: int, day: int) -> Callable[[date], bool]:
    """That day of a common year in which those born on 29 February reach the age that the policy names."""

    def fits(one: date) -> bool:
        return (one.month, one.day) == (month, day) and not isleap(one.year) and isleap(one.year - policy.least_age)

    return fits


def moments(after: date, fits: Callable[[date], bool], hour: time, *zones: str) -> list[Moment]:
    """The next such day at that hour, once in each zone."""
    day = next_day(after, fits)
    return [] if day is None else [Moment(datetime.combine(day, hour, SEOUL), zone) for zone in zones]
