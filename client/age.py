"""How old somebody is by the law, as pure functions: `today` is the date in Seoul and comes in as an argument."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Final, Literal

AgeReason = Literal["too-young", "needs-guardian"]
# What the seventh digit of a resident number says about the century; 5 to 8 are foreigners'.
CENTURIES: Final = {"9": 1800, "0": 1800, "1": 1900, "2": 1900, "5": 1900, "6": 1900,
                    "3": 2000, "4": 2000, "7": 2000, "8": 2000}  # fmt: skip


def seoul_date(moment: datetime) -> date:
    """The date in Seoul at a moment that knows its time zone; there has been no summer time since 1988."""
    if moment.tzinfo is None:
        raise ValueError("this moment has no time zone; datetime.now(UTC) has one")
    return moment.astimezone(timezone(timedelta(hours=9))).date()


def full_age(birth_date: date, today: date) -> int:
    """만 나이 (Civil Act art. 158): those of 29 February are a year older on 1 March of a common year."""
    return today.year - birth_date.year - ((today.month, today.day) < (birth_date.month, birth_date.day))


def youth_protection_act_age(birth_date: date, today: date) -> int:
    """연 나이 (Youth Protection Act art. 2): a year older on 1 January."""
    return today.year - birth_date.year


def birth_date_of(identity_number: str) -> date | None:
    """The birth date in the first 7 digits of a resident number; None where no calendar has it."""
    digits = identity_number[:7]
    if len(digits) < 7 or not (digits.isascii() and digits.isdigit()):
        return None
    try:
        return date(CENTURIES[digits[6]] + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return None


@dataclass(frozen=True)
class AgeRule:
    """Who is old enough; `consent_is_enough`: a guardian's consent makes up for it."""

    reason: AgeReason  # against those who are not
    old_enough: Callable[[date, date], bool]  # (birth date, today)
    consent_is_enough: bool = False


def at_least(years: int) -> AgeRule:
    """That full age (만 나이), as in the Civil Act: 19 for adults."""
    return AgeRule("too-young", lambda birth_date, today: full_age(birth_date, today) >= years)


def at_least_by_the_act(years: int) -> AgeRule:
    """That age as the Youth Protection Act counts it (연 나이): from 1 January of the year of that birthday."""
    return AgeRule("too-young", lambda birth_date, today: youth_protection_act_age(birth_date, today) >= years)


def consent_below(years: int) -> AgeRule:
    """Below that full age a guardian has to consent."""
    old_enough = at_least(years).old_enough
    return AgeRule("needs-guardian", old_enough, consent_is_enough=True)


ADULT_BY_THE_YOUTH_PROTECTION_ACT: Final = at_least_by_the_act(19)  # art. 2
FROM_14_OR_WITH_CONSENT: Final = consent_below(14)  # Personal Information Protection Act art. 22-2


def born_by(year: int) -> AgeRule:
    """In that year or before: what a guide of 2023 sampled with 1999. No law counts so, and it ages; for comparison."""
    return AgeRule("too-young", lambda birth_date, today: birth_date.year <= year)
