"""The first seven digits of a Korean resident number: `yyMMdd` and one digit for century, sex and nationality.

Pure. Errors never repeat the digits: a tester may have typed a real person's.
"""

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
