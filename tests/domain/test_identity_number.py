"""Seven digits of a resident number tell exactly the birth date, sex and nationality that went in."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.domain.identity_number import Described, decode, encode


def holders(first_year: int, is_foreigner: bool) -> list[Described]:
    first = date(first_year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(2099, 12, 31) - first).days + 1)]
    return [Described(day, gender, is_foreigner) for day in days for gender in ("MALE", "FEMALE")]


@pytest.mark.parametrize(("first_year", "is_foreigner"), [(1800, False), (1900, True)])
def test_every_day_of_every_century_comes_back(first_year: int, is_foreigner: bool) -> None:
    for holder in holders(first_year, is_foreigner):
        assert decode(encode(holder.birth_date, holder.gender, holder.is_foreigner)) == holder


@pytest.mark.parametrize(
    ("digits", "year", "gender", "is_foreigner"),
    [
        ("9901019", 1899, "MALE", False),
        ("9901010", 1899, "FEMALE", False),
        ("9901011", 1999, "MALE", False),
        ("9901012", 1999, "FEMALE", False),
        ("0101013", 2001, "MALE", False),
        ("0101014", 2001, "FEMALE", False),
        ("9901015", 1999, "MALE", True),
        ("9901016", 1999, "FEMALE", True),
        ("0101017", 2001, "MALE", True),
        ("0101018", 2001, "FEMALE", True),
    ],
)
def test_the_seventh_digit_tells_century_sex_and_nationality(
    digits: str, year: int, gender: str, is_foreigner: bool
) -> None:
    assert decode(digits) == Described(date(year, 1, 1), gender, is_foreigner)
    assert encode(date(year, 1, 1), gender, is_foreigner) == digits


@pytest.mark.parametrize(
    ("born", "gender", "is_foreigner", "said"),
    [
        (date(1799, 12, 31), "MALE", False, "1800 to 2099"),
        (date(2100, 1, 1), "FEMALE", False, "1800 to 2099"),
        (date(1899, 12, 31), "MALE", True, "1900 to 2099"),
        (date(1990, 1, 1), "OTHER", False, "MALE or FEMALE only"),
    ],
)
def test_a_holder_without_a_digit_is_refused(born: date, gender: str, is_foreigner: bool, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        encode(born, gender, is_foreigner)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "got 0 characters"),
        ("980203", "got 6 characters"),
        ("980203-1", "got 8 characters"),
        ("990101١", "not all of them digits"),
        ("99010a1", "not all of them digits"),
        ("9913011", "1999 has no month 13"),
        ("9900011", "no month 0"),
        ("9902291", "1999 has no month 2, day 29"),
        ("0002299", "1800 has no month 2, day 29"),
    ],
)
def test_what_no_resident_number_begins_with_is_refused_without_repeating_it(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as refusal:
        decode(text)
    assert not text or text not in str(refusal.value)


@settings(deadline=None)
@given(st.text(max_size=9) | st.from_regex(r"[0-9]{7}", fullmatch=True))
def test_any_text_is_either_read_and_written_back_or_refused(text: str) -> None:
    try:
        holder = decode(text)
    except ValueError:
        return
    assert encode(holder.birth_date, holder.gender, holder.is_foreigner) == text
