"""The first seven digits of a Korean resident number, as the judge reads and writes them.

Lives here: the judge's own table, so that it and a server agreeing is evidence. May not: any check of a server.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

# (century, is a foreigner) -> the digit of men and the digit of women
DIGITS: Final = {
    (18, False): "90",
    (19, False): "12",
    (20, False): "34",
    (19, True): "56",
    (20, True): "78",
}


@dataclass(frozen=True)
class Holder:
    """Whom seven digits describe."""

    birth_date: date
    is_woman: bool
    is_foreigner: bool

    @property
    def gender(self) -> str:
        """PortOne's word."""
        return "FEMALE" if self.is_woman else "MALE"

    def told(self) -> str:
        """Whom the digits describe."""
        who = ("foreign " if self.is_foreigner else "") + ("woman" if self.is_woman else "man")
        return f"{self.digits}: a {who} born on {self.birth_date}"

    @property
    def digits(self) -> str:
        """`yyMMdd` and the digit for century, sex and nationality."""
        pair = DIGITS[self.birth_date.year // 100, self.is_foreigner]
        return f"{self.birth_date:%y%m%d}{pair[self.is_woman]}"


def read_digits(digits: str) -> Holder:
    """Whom seven digits describe; ValueError where they describe nobody."""
    for (century, is_foreigner), pair in DIGITS.items():
        if digits[6:] in tuple(pair):
            born = date(century * 100 + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
            return Holder(born, pair.index(digits[6]) == 1, is_foreigner)
    raise ValueError("no seventh digit")
