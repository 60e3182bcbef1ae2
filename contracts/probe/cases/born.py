"""Birth dates on either side of a boundary, by the date in Seoul.

Lives here: dates for the cases that want one. May not: a case.
"""

from datetime import date, timedelta

from ..play import Play


def turning(play: Play, years: int, *, days: int = 0) -> str:
    """The birth date of somebody who turns so old in so many days; 0 is today."""
    day = play.mock.today() + timedelta(days)
    if (day.month, day.day) == (2, 29):
        play.not_judged("2월 29일에는 판정하지 않습니다", "not on 29 February; judged again from 1 March on")
    return day.replace(year=day.year - years).isoformat()


def on(play: Play, years: int, month: int, day: int) -> str:
    """The birth date of somebody who turns so old on that day of this year."""
    return date(play.mock.today().year - years, month, day).isoformat()
