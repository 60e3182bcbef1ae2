"""Full age and the Youth Protection Act's age, against a calendar that is walked day by day."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from client import (
    ADULT_BY_THE_YOUTH_PROTECTION_ACT,
    FROM_14_OR_WITH_CONSENT,
    AgeRule,
    at_least,
    at_least_by_the_act,
    birth_date_of,
    born_by,
    consent_below,
    full_age,
    seoul_date,
    youth_protection_act_age,
)

ONE_DAY: Final = timedelta(days=1)
# 1900 and 2100 are no leap years, 2000 is one.
births = st.dates(date(1890, 1, 1), date(2100, 12, 31))
spans = st.integers(0, 25 * 366)


def days(first: date, last: date) -> Iterator[date]:
    """The days after `first`, up to and with `last`."""
    while first < last:
        first += ONE_DAY
        yield first


def is_leap_day(day: date) -> bool:
    return (day.month, day.day) == (2, 29)


def walked_full_age(birth_date: date, today: date) -> int:
    """Day by day: a year older when the day of birth comes, or has just been left out by the year."""
    age, yesterday = 0, birth_date
    for day in days(birth_date, today):
        came = (day.month, day.day) == (birth_date.month, birth_date.day)
        left_out = is_leap_day(birth_date) and (yesterday.month, yesterday.day, day.day) == (2, 28, 1)
        age, yesterday = age + (came or left_out), day
    return age


def walked_year_age(birth_date: date, today: date) -> int:
    """One more on each 1 January that passes."""
    return sum((day.month, day.day) == (1, 1) for day in days(birth_date, today))


@given(births, spans)
@example(date(2000, 2, 29), 366)
@example(date(1996, 2, 29), 19 * 365 + 4)
@example(date(1896, 2, 29), 8 * 366)
@example(date(2000, 12, 31), 1)
def test_full_age_is_what_counting_the_days_gives(birth_date: date, span: int) -> None:
    today = birth_date + span * ONE_DAY
    assert full_age(birth_date, today) == walked_full_age(birth_date, today)


@given(births, spans)
def test_the_youth_protection_acts_age_is_what_counting_new_years_gives(birth_date: date, span: int) -> None:
    today = birth_date + span * ONE_DAY
    assert youth_protection_act_age(birth_date, today) == walked_year_age(birth_date, today)


@pytest.mark.parametrize("birth_date", [date(2007, 1, 1), date(2007, 12, 31), date(2008, 2, 29), date(2007, 11, 23)])
def test_every_day_of_twenty_years_after_a_birth_is_right(birth_date: date) -> None:
    age = walked = 0
    for today in days(birth_date, date(birth_date.year + 20, 12, 31)):
        younger, age = age, full_age(birth_date, today)
        walked += age - younger
        assert 0 <= age - younger <= 1
        assert age == walked
        assert 0 <= youth_protection_act_age(birth_date, today) - age <= 1
    assert age == 20


@pytest.mark.parametrize(
    ("birth_date", "today", "full", "year"),
    [
        ("2008-02-29", "2027-02-28", 18, 19),  # a common year: not yet
        ("2008-02-29", "2027-03-01", 19, 19),
        ("2004-02-29", "2024-02-28", 19, 20),
        ("2004-02-29", "2024-02-29", 20, 20),  # a leap year: on the day
        ("2007-11-23", "2026-11-23", 19, 19),  # the day of birth counts
        ("2007-11-24", "2026-11-23", 18, 19),
        ("2007-12-31", "2026-01-01", 18, 19),
        ("2008-01-01", "2026-12-31", 18, 18),
        ("1899-12-31", "2000-01-01", 100, 101),
        ("2027-01-01", "2026-12-31", -1, -1),  # not born yet: under every age
    ],
)
def test_the_days_on_which_the_two_differ(birth_date: str, today: str, full: int, year: int) -> None:
    born, now = date.fromisoformat(birth_date), date.fromisoformat(today)
    assert (full_age(born, now), youth_protection_act_age(born, now)) == (full, year)


@given(births, births)
def test_nobody_is_younger_tomorrow(birth_date: date, today: date) -> None:
    for age in (full_age, youth_protection_act_age):
        assert age(birth_date, today) <= age(birth_date, today + ONE_DAY)


@given(births, births, births)
def test_the_later_born_are_never_older(one: date, other: date, today: date) -> None:
    for age in (full_age, youth_protection_act_age):
        assert age(max(one, other), today) <= age(min(one, other), today)


def test_the_seoul_date_changes_at_three_in_the_afternoon_utc() -> None:
    assert seoul_date(datetime(2026, 11, 23, 14, 59, 59, tzinfo=UTC)) == date(2026, 11, 23)
    assert seoul_date(datetime(2026, 11, 23, 15, 0, tzinfo=UTC)) == date(2026, 11, 24)


@given(st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)), st.integers(-23, 23))
def test_the_seoul_date_does_not_depend_on_the_zone_a_moment_is_written_in(moment: datetime, hours: int) -> None:
    assert seoul_date(moment.astimezone(timezone(timedelta(hours=hours)))) == seoul_date(moment)


def test_a_moment_without_a_zone_has_no_date() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        seoul_date(datetime(2026, 11, 23))  # noqa: DTZ001 — what is refused


RULES: Final = {
    "full age 14": at_least(14),
    "full age 19": at_least(19),
    "Youth Protection Act": ADULT_BY_THE_YOUTH_PROTECTION_ACT,
    "by the Act 14": at_least_by_the_act(14),
    "guardian under 14": FROM_14_OR_WITH_CONSENT,
    "guardian under 18": consent_below(18),
    "born by 1999": born_by(1999),
}
every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


@every_rule
@given(birth_date=births, today=births)
def test_who_is_old_enough_today_is_so_tomorrow_and_so_are_the_earlier_born(
    rule: AgeRule, birth_date: date, today: date
) -> None:
    if rule.old_enough(birth_date, today):
        assert rule.old_enough(birth_date, today + ONE_DAY)
        assert rule.old_enough(birth_date - ONE_DAY, today)


@given(births, births)
def test_the_rules_against_each_other(birth_date: date, today: date) -> None:
    """Whoever is 19 in full years is an adult by the Act too, from at most a year earlier on; and is past 14."""
    full_19, the_act, from_14 = at_least(19), ADULT_BY_THE_YOUTH_PROTECTION_ACT, FROM_14_OR_WITH_CONSENT
    if full_19.old_enough(birth_date, today):
        assert the_act.old_enough(birth_date, today)
    if the_act.old_enough(birth_date, today):
        assert full_19.old_enough(birth_date, today + 366 * ONE_DAY)
        assert from_14.old_enough(birth_date, today)
    assert the_act.old_enough(birth_date, today) == at_least(19).old_enough(birth_date.replace(month=1, day=1), today)


@given(st.integers(1890, 2100))
def test_the_act_makes_adults_of_a_whole_year_on_the_first_of_january(year: int) -> None:
    youngest, rule = date(year, 12, 31), ADULT_BY_THE_YOUTH_PROTECTION_ACT
    assert not rule.old_enough(date(year, 1, 1), date(year + 18, 12, 31))
    assert rule.old_enough(youngest, date(year + 19, 1, 1))


@given(births, births)
def test_a_fixed_year_is_no_age(birth_date: date, today: date) -> None:
    assert born_by(1999).old_enough(birth_date, today) == (birth_date < date(2000, 1, 1))


@pytest.mark.parametrize(
    ("identity_number", "born"),
    [
        ("9005151", "1990-05-15"),
        ("9005152", "1990-05-15"),
        ("0002293", "2000-02-29"),
        ("0002294", "2000-02-29"),
        ("9912310", "1899-12-31"),
        ("9912319", "1899-12-31"),
        ("9005155", "1990-05-15"),
        ("9005156", "1990-05-15"),
        ("0101017", "2001-01-01"),
        ("0101018", "2001-01-01"),
        ("9005151234567", "1990-05-15"),  # a whole one: the rest is not looked at
        ("0002291", None),  # 1900 was no leap year
        ("9013011", None),
        ("9000001", None),
        ("900515", None),
        ("", None),
        ("900515a", None),
        ("9005１５1", None),
        ("90-5151", None),
    ],
)
def test_the_seventh_digit_says_the_century(identity_number: str, born: str | None) -> None:
    assert birth_date_of(identity_number) == (date.fromisoformat(born) if born else None)


@given(births, st.sampled_from("1256"), st.sampled_from("3478"), st.sampled_from("90"))
def test_every_birth_date_of_three_centuries_is_read_back(birth_date: date, two: str, three: str, one: str) -> None:
    if 1800 <= birth_date.year < 2100:
        digit = {18: one, 19: two, 20: three}[birth_date.year // 100]
        assert birth_date_of(f"{birth_date:%y%m%d}{digit}") == birth_date


@pytest.mark.parametrize("zone", ["Asia/Seoul", "UTC", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_no_answer_depends_on_the_zone_of_the_machine(zone: str) -> None:
    """In a process of its own, because a zone is a machine's; half an hour either side of midnight in Seoul."""
    said = subprocess.run(
        [sys.executable, "-c", ASKED_IN_A_ZONE],
        env={**os.environ, "TZ": zone},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert said == ["NotEligible", "Eligible", "2026-11-23", "2026-11-24"]


ROOT: Final = Path(__file__).resolve().parents[2]
ASKED_IN_A_ZONE: Final = """
from datetime import UTC, datetime
from client import Attempt, Policy, at_least, decide, seoul_date
from client.reading import read_identity_verification
record = read_identity_verification({
    "status": "VERIFIED", "id": "a", "version": "V2", "channel": {"type": "LIVE"}, "verifiedAt": "2026-11-23T14:00:00Z",
    "verifiedCustomer": {"name": "a", "birthDate": "2007-11-24", "ci": "c"}})
moments = datetime(2026, 11, 23, 14, 30, tzinfo=UTC), datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
policy = Policy(ages=(at_least(19),), fresh_for=None)
for now in moments:
    print(type(decide(record, Attempt(id="a", issued_at=now), policy, now)).__name__)
print(*map(seoul_date, moments))
"""
