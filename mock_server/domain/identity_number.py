"""The first seven digits of a Korean resident number: `yyMMdd` and one digit for century, sex and nationality.

Pure. Errors never repeat the digits: a tester may have typed a real person's.
"""

import calendar
from collections.abc import Iterable
from datetime import date

import msgspec

# (first year of the century, is a foreigner) -> the digit of men, the digit of women
_DIGITS = {
    (1800, False): ("9", "0"),
    (1900, False): ("1", "2"),
    (2000, False): ("3", "4"),
    (1900, True): ("5", "6"),
    (2000, True): ("7", "8"),
}
_GENDERS = ("MALE", "FEMALE")


class Described(msgspec.Struct, frozen=True):
    """What seven digits tell about their holder."""

    birth_date: date
    gender: str
    is_foreigner: bool


_MEANINGS = {
    digit: (century, gender, is_foreigner)
    for (century, is_foreigner), digits in _DIGITS.items()
    for gender, digit in zip(_GENDERS, digits, strict=True)
}


def encode(born: date, gender: str, is_foreigner: bool) -> str:
    """Seven digits; ValueError where no seventh digit exists (years before 1800, foreigners before 1900, 2100 on)."""
    if gender not in _GENDERS:
        raise ValueError(f"a resident number tells MALE or FEMALE only, not {gender}")
    digits = _DIGITS.get((born.year // 100 * 100, is_foreigner))
    if digits is None:
        who, years = ("a foreigner", "1900 to 2099") if is_foreigner else ("a Korean", "1800 to 2099")
        raise ValueError(f"no resident number tells {who} born in {born.year}; the years are {years}")
    return f"{born.year % 100:02d}{born.month:02d}{born.day:02d}{digits[_GENDERS.index(gender)]}"


def decode(text: str) -> Described:
    """Reads seven digits back; ValueError for anything that no resident number begins with."""
    if len(text) != 7 or not (text.isascii() and text.isdigit()):
        raise ValueError(
            "expected the first seven digits of a resident number, such as 9901011, as text without a hyphen; "
            f"got {len(text)} characters" + ("" if text.isascii() and text.isdigit() else ", not all of them digits")
        )
    century, gender, is_foreigner = _MEANINGS[text[6]]
    year, month, day = century + int(text[0:2]), int(text[2:4]), int(text[4:6])
    try:
        return Described(date(year, month, day), gender, is_foreigner)
    except ValueError:
        raise ValueError(f"the first six digits (yyMMdd) are no date: {year} has no month {month}, day {day}") from None


def pattern(last: date) -> str:
    """The regular expression of what `decode` can read, for birth dates up to that day of this century."""
    earlier = _any_of(f"{year:02d}" for year in range(last.year % 100))
    leap = _any_of(f"{year:02d}" for year in range(0, last.year % 100, 4))
    this_century = [f"{earlier}{_ANY_DAY}", f"{leap}0229", f"{last.year % 100:02d}{_days_until(last)}"]
    if last.year == 2000:
        this_century = this_century[2:]
    return f"^(?:(?:[0-9]{{2}}{_ANY_DAY}|{_LEAP_OF_1900}0229)[012569]|{_any_of(this_century)}[3478])$"


# Any day of any year but 29 February, and the leap years of the centuries before.
_ANY_DAY = (
    "(?:(?:0[13578]|1[02])(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)(?:0[1-9]|[12][0-9]|30)|02(?:0[1-9]|1[0-9]|2[0-8]))"
)
_LEAP_OF_1900 = "(?:0[48]|[2468][048]|[13579][26])"


def _days_until(last: date) -> str:
    """`MMdd` of every day of that year up to that one."""
    lengths = [calendar.monthrange(last.year, month)[1] for month in range(1, last.month)] + [last.day]
    days = (_any_of(f"{day:02d}" for day in range(1, length + 1)) for length in lengths)
    return _any_of(f"{month:02d}{of_month}" for month, of_month in enumerate(days, 1))


def _any_of(parts: Iterable[str]) -> str:
    return f"(?:{'|'.join(parts)})"
