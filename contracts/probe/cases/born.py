"""Birth dates on either side of a boundary, by the date in Seoul.

Lives here: dates for the cases that want one, and handing somebody born then in. May not: a case.
"""

from datetime import date, timedelta

from ..play import Play


def tried(play: Play, birth_date: str | None, *, in_: bool) -> None:
    """Somebody of that birth date is let in, or is not."""
    attempt = play.attempt(customer={"birthDate": birth_date})
    play.expect(play.submit(attempt), "accepted" if in_ else "refused")


def turning(play: Play, years: int, *, days: int = 0) -> str:
    """The birth date of somebody who turns so old in so many days; 0 is today."""
    day = play.mock.today() + timedelta(days)
    if (day.month, day.day) == (2, 29):
        # Nobody turns anything on a day that the year of birth may not have had.
        play.not_judged("이날이 2월 29일입니다. 3월 2일부터 판정합니다", "that day is 29 February; from 2 March on")
    return day.replace(year=day.year - years).isoformat()


def on(play: Play, years: int, month: int, day: int) -> str:
    """The birth date of somebody who turns so old on that day of this year."""
    return date(play.mock.today().year - years, month, day).isoformat()
