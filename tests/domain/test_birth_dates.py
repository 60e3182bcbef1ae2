"""Promised birth dates are kept on every day, and ages are counted as the law counts them."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.domain.birth_dates import (
    Birth,
    Turns,
    falls_back,
    full_age,
    iso_date,
    parse_birth,
    resolve,
    youth_act_age,
)
from mock_server.roster import load_people

ONE_DAY = timedelta(days=1)
PROMISED = {person.key: person.birth for person in load_people() if isinstance(person.birth, Turns)}


def days_of_eight_years() -> Iterator[date]:
    day = date(2024, 1, 1)
    while day <= date(2031, 12, 31):
        yield day
        day += ONE_DAY


def promised_day(turns: Turns, today: date) -> date:
    return date(today.year, *turns.on) if turns.on else today + timedelta(days=turns.in_days)


def assert_kept(turns: Turns, today: date) -> None:
    """The age is reached on the promised day and not before; a day before where 29 February has to give way."""
    born, target = resolve(turns, today), promised_day(turns, today)
    first_day = target - ONE_DAY if falls_back(turns, today) else target
    assert full_age(born, target) == turns.age
    assert full_age(born, first_day) == turns.age
    assert full_age(born, first_day - ONE_DAY) == turns.age - 1


@pytest.mark.parametrize("turns", PROMISED.values(), ids=PROMISED.keys())
def test_every_promise_is_kept_on_every_day_of_eight_years(turns: Turns) -> None:
    for today in days_of_eight_years():
        assert_kept(turns, today)


def test_28_february_is_taken_on_exactly_the_days_that_have_no_other() -> None:
    fallen = [today for today in days_of_eight_years() if falls_back(Turns(19, in_days=1), today)]
    assert fallen == [date(2024, 2, 28), date(2028, 2, 28)]
    assert resolve(Turns(19, in_days=1), date(2028, 2, 28)) == date(2009, 2, 28)


def test_29_february_stays_where_the_birth_year_has_it() -> None:
    assert resolve(Turns(20), date(2024, 2, 29)) == date(2004, 2, 29)
    assert not falls_back(Turns(20), date(2024, 2, 29))


def test_century_years_without_a_leap_day_fall_back_too() -> None:
    assert resolve(Turns(100), date(2000, 2, 29)) == date(1900, 2, 28)
    assert falls_back(Turns(100), date(2000, 2, 29))


promises = st.integers(1, 150).flatmap(
    lambda age: st.builds(Turns, age=st.just(age), in_days=st.integers(-36_500, 365 * age))
)


@settings(deadline=None)
@given(turns=promises, today=st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_any_promise_is_kept_and_nobody_is_born_after_today(turns: Turns, today: date) -> None:
    assert_kept(turns, today)
    assert resolve(turns, today) <= today


def test_an_absolute_birth_date_is_itself() -> None:
    assert resolve(date(1996, 2, 29), date(2026, 1, 1)) == date(1996, 2, 29)
    assert not falls_back(date(1996, 2, 29), date(2024, 2, 29))


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2008, 2, 29), date(2027, 2, 28), 18),
        (date(2008, 2, 29), date(2027, 3, 1), 19),
        (date(2008, 2, 29), date(2028, 2, 28), 19),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2000, 12, 31), date(2019, 12, 30), 18),
        (date(2000, 12, 31), date(2019, 12, 31), 19),
        (date(2000, 1, 1), date(2000, 1, 1), 0),
    ],
)
def test_full_age_counts_the_day_of_birth_and_leap_days_as_the_civil_act_does(born: date, on: date, age: int) -> None:
    assert full_age(born, on) == age


def test_the_youth_act_counts_from_new_year() -> None:
    assert youth_act_age(date(2007, 12, 31), date(2025, 12, 31)) == 18
    assert youth_act_age(date(2007, 12, 31), date(2026, 1, 1)) == 19


@pytest.mark.parametrize(
    ("value", "birth"),
    [
        ("2006-11-23", date(2006, 11, 23)),
        ({"turns": "19"}, Turns(19)),
        ({"turns": "19", "inDays": "1"}, Turns(19, in_days=1)),
        ({"turns": 19, "inDays": -1}, Turns(19, in_days=-1)),
        ({"turns": "19", "on": "01-01"}, Turns(19, on=(1, 1))),
    ],
)
def test_files_and_requests_are_read_alike(value: object, birth: Birth) -> None:
    assert parse_birth(value) == birth


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2006-02-29", "2006-02-29"),
        ("20061123", "2006-11-23"),
        ("2006-W47-4", "2006-11-23"),
        ("٢٠٠٦-11-23", "2006-11-23"),
        ("2006-11-23 ", "2006-11-23"),
        ("1799-12-31", "1800 to 2099"),
        ("2100-01-01", "1800 to 2099"),
        (None, "got None"),
        (20061123, "got 20061123"),
        ({}, "turns is missing"),
        ({"inDays": "1"}, "turns is missing"),
        ({"turn": "19"}, "'turn' is not known"),
        ({"turns": "nineteen"}, "whole number"),
        ({"turns": True}, "whole number"),
        ({"turns": 19.0}, "whole number"),
        ({"turns": None}, "whole number"),
        ({"turns": "0"}, "from 1 to 150"),
        ({"turns": "151"}, "from 1 to 150"),
        ({"turns": "1", "inDays": "366"}, "-36500 to 365"),
        ({"turns": "19", "inDays": "-36501"}, "-36500"),
        ({"turns": "19", "inDays": "9" * 5000}, "whole number"),
        ({"turns": "19", "on": "2-29"}, "month and day"),
        ({"turns": "19", "on": "02-29"}, "every year has"),
        ({"turns": "19", "on": "13-01"}, "every year has"),
        ({"turns": "19", "on": "00-00"}, "every year has"),
        ({"turns": "19", "on": None}, "month and day"),
        ({"turns": "19", "inDays": "1", "on": "01-01"}, "exclude each other"),
        ({"turns": "19", "inDays": "0", "on": "01-01"}, "exclude each other"),
    ],
)
def test_what_is_no_birth_date_is_refused_in_one_short_line(value: object, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)) as refusal:
        parse_birth(value)
    message = str(refusal.value)
    assert "\n" not in message
    assert len(message) < 250


def test_a_promise_made_in_code_is_checked_too() -> None:
    with pytest.raises(ValueError, match="exclude each other"):
        Turns(19, in_days=1, on=(1, 1))
    for day in ((2, 29), (13, 1), (2**40, 1), (1, 10**4_000)):
        with pytest.raises(ValueError, match="expected a month and day"):
            Turns(19, on=day)


@pytest.mark.parametrize("text", ["2006-02-29", "20061123", "2006-11-23T00:00", "", None, 5, date(2006, 11, 23)])
def test_only_an_existing_date_in_its_one_form_is_an_iso_date(text: str) -> None:
    assert iso_date("2006-11-23") == date(2006, 11, 23)
    assert iso_date(text) is None
