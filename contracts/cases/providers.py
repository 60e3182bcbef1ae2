"""FIELDS: which members of a verified customer come from which provider.

Lives here: contracts only; the rest of the family is in fields.py and ages.py.
"""

from typing import Any, Final

from ..arrangement import Person
from ..failures import ContractBroken, NotApplicable
from ..law import GUIDES, contract
from ..needs import Need
from ..steps import arranged, customer
from ..strategies import one_person
from ..target import Target
from ..text import Text

CHANNELS: Final = (Need.PEOPLE, Need.CHANNELS)


@contract(
    "FIELDS-13",
    Text("다날은 언제나 name, birthDate, gender, di를 준다.", "Danal gives name, birthDate, gender and di, always."),
    "docs",
    GUIDES,
    needs=CHANNELS,
    given=one_person,
)
def danal_always(target: Target, person: Person) -> None:
    for found in customers_over(target, person, "DANAL"):
        has(found, "name", "birthDate", "gender", "di")


@contract(
    "FIELDS-14",
    Text(
        "별도 계약이 없는 다날 채널은 phoneNumber, operator, isForeigner를 주지 않는다.",
        "Danal without its extra contract gives neither phoneNumber nor operator nor isForeigner.",
    ),
    "docs",
    GUIDES,
    needs=CHANNELS,
    given=one_person,
)
def danal_without_a_contract(target: Target, person: Person) -> None:
    for found in customers_over(target, person, "DANAL", "danal", "danal-no-ci"):
        lacks(found, "phoneNumber", "operator", "isForeigner")


@contract(
    "FIELDS-15",
    Text(
        "NHN KCP는 언제나 name, birthDate, gender, phoneNumber, operator, isForeigner, di를 준다.",
        "NHN KCP gives name, birthDate, gender, phoneNumber, operator, isForeigner and di, always.",
    ),
    "docs",
    GUIDES,
    needs=CHANNELS,
    given=one_person,
)
def kcp_always(target: Target, person: Person) -> None:
    for found in customers_over(target, person, "KCP_V2"):
        has(found, "name", "birthDate", "gender", "phoneNumber", "operator", "isForeigner", "di")


@contract(
    "FIELDS-16",
    Text(
        "KG이니시스 통합인증은 name, birthDate, phoneNumber를 주고 di와 operator는 주지 않는다.",
        "KG Inicis gives name, birthDate and phoneNumber, and neither di nor operator.",
    ),
    "docs",
    GUIDES,
    needs=CHANNELS,
    given=one_person,
)
def inicis(target: Target, person: Person) -> None:
    for found in customers_over(target, person, "INICIS_UNIFIED"):
        has(found, "name", "birthDate", "phoneNumber")
        lacks(found, "di", "operator")


@contract(
    "FIELDS-17",
    Text(
        "CI를 계약하지 않은 채널은 ci를 주지 않지만 di는 준다.",
        "A channel whose contract leaves CI out gives no ci, and di all the same.",
    ),
    "docs",
    GUIDES,
    needs=CHANNELS,
    given=one_person,
)
def no_ci_where_none_is_agreed(target: Target, person: Person) -> None:
    for provider in ("DANAL", "KCP_V2"):
        for found in customers_over(target, person, provider, "danal-no-ci", "kcp-no-ci"):
            lacks(found, "ci")
            has(found, "di")


def customers_over(target: Target, person: Person, provider: str, *profiles: str) -> list[dict[str, Any]]:
    """The person as verified over every channel of a provider, or of these contracts with it."""
    channels = arranged(target).channels()
    found = [one for one in channels if one.pg_provider == provider and (not profiles or one.profile in profiles)]
    if not found:
        raise NotApplicable(Text(f"그런 {provider} 채널이 없습니다", f"there is no such channel of {provider}"))
    return [customer(target, person=person.key, site=one.name) for one in found]


def has(found: dict[str, Any], *names: str) -> None:
    """All of these members."""
    lacking = ", ".join(name for name in names if name not in found)
    if lacking:
        raise ContractBroken(Text(f"{lacking} 없음", f"without {lacking}"), ", ".join(names))


def lacks(found: dict[str, Any], *names: str) -> None:
    """None of these members."""
    there = ", ".join(name for name in names if name in found)
    if there:
        wanted = ", ".join(names)
        raise ContractBroken(Text(f"{there} 있음", f"with {there}"), Text(f"{wanted} 없음", f"without {wanted}"))
