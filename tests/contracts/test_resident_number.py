"""The judge's own reading of resident numbers."""

from datetime import date

import pytest

from contracts.resident_number import Holder


@pytest.mark.parametrize(
    ("born", "is_woman", "is_foreigner", "digits"),
    [
        (date(1990, 1, 1), False, False, "9001011"),
        (date(1990, 1, 1), True, False, "9001012"),
        (date(2006, 11, 23), False, False, "0611233"),
        (date(2000, 2, 29), True, False, "0002294"),
        (date(1985, 12, 31), True, True, "8512316"),
        (date(2001, 3, 4), False, True, "0103047"),
        (date(1899, 5, 6), True, False, "9905060"),
    ],
)
def test_seven_digits_tell_birth_date_sex_and_nationality(
    born: date, is_woman: bool, is_foreigner: bool, digits: str
) -> None:
    assert Holder(born, is_woman=is_woman, is_foreigner=is_foreigner).digits == digits
