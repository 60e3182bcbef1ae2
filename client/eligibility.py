"""What follows from a verification: pure decisions, without I/O; today's date in Seoul is an argument."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Literal

from .reading import IdentityVerification, VerifiedCustomer

Reason = Literal["not-verified", "another-id", "not-live", "no-birth-date", "too-young"]


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


def reasons_against(
    verification: IdentityVerification, id_: str, today: date, *,
    at_least: int = 0, age: Callable[[date, date], int] = full_age, live_only: bool = True,
) -> list[Reason]:  # fmt: skip
    """Why not to accept what PortOne answered about this id; none: accept. `age` is one of the two above."""
    channel, customer = verification.channel, verification.verified_customer
    birth_date = customer.birth_date if customer else None
    holds: dict[Reason, bool] = {
        "not-verified": verification.status != "VERIFIED" or customer is None,
        "another-id": verification.id != id_,
        "not-live": live_only and (channel is None or channel.type != "LIVE"),
        "no-birth-date": at_least > 0 and birth_date is None,
        "too-young": at_least > 0 and birth_date is not None and age(birth_date, today) < at_least,
    }
    return [reason for reason, against in holds.items() if against]


def same_person(one: VerifiedCustomer, other: VerifiedCustomer) -> bool | None:
    """By DI (within one site) or CI, whichever both have; what is absent equals nothing. None: neither can tell."""
    both = [(mine, theirs) for mine, theirs in ((one.di, other.di), (one.ci, other.ci)) if mine and theirs]
    return any(mine == theirs for mine, theirs in both) if both else None
