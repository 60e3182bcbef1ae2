"""What each shop demands, as a table; a real application has one row. Development lets in what production must not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from ..age import ADULT_BY_THE_YOUTH_PROTECTION_ACT, FROM_14_OR_WITH_CONSENT
from ..eligibility import Policy


@dataclass(frozen=True)
class Shop:
    """`tells_of_accounts`: whether somebody who has an account already is told so.

    Where it is False, whoever is not let in is told that alone, for whatever reason: it is in the log. Who knows to be
    eligible can still infer the rest.
    """

    ko: str
    en: str
    policy: Policy
    tells_of_accounts: bool = True


SHOPS: Final[Mapping[str, Shop]] = {
    "from-14": Shop(
        "만 14세부터 가입하는 가게",
        "sign-up from 14",
        Policy(ages=(FROM_14_OR_WITH_CONSENT,), without_identity_key="accept"),
    ),
    "adults": Shop(
        "청소년 보호법상 성인만 가입하는 가게",
        "adults under the Youth Protection Act",
        Policy(ages=(ADULT_BY_THE_YOUTH_PROTECTION_ACT,), without_identity_key="accept"),
    ),
    "one-account": Shop("한 사람이 한 계정만 갖는 가게", "one account per person", Policy()),
}
FIRST: Final = next(iter(SHOPS))


def in_development(shops: Mapping[str, Shop]) -> Mapping[str, Shop]:
    """The same shops, open for test channels and for people that a mock made up."""
    return {
        name: replace(shop, policy=replace(shop.policy, live_only=False, forbidden_prefixes=()))
        for name, shop in shops.items()
    }
