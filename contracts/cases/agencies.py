"""FIELDS: what an extra contract, KG Inicis' agencies and its FRGNDInfo change about a verified customer.

Lives here: contracts only; what each provider gives in any case is in providers.py.
"""

from typing import Any, Final

from ..arrangement import Person, Site
from ..failures import NotApplicable
from ..law import GUIDES, NOBODY, contract
from ..needs import Need
from ..steps import arranged, merchant, prepared, record, verified_customer
from ..strategies import one_person
from ..target import Target
from ..text import Text
from .providers import customers_over, has, lacks

CHANNELS: Final = (Need.PEOPLE, Need.CHANNELS)
WINDOWS: Final = (Need.ENDINGS, Need.CHANNELS, Need.MERCHANTS)
PAPERS: Final = "KAKAO"
# The sdk's list; an agency that a server does not know is one that nobody can be verified over.
AGENCIES: Final = (
    "PASS", "TOSS", "KFTC", "KAKAO", "NAVER", "SAMSUNG", "SHINHAN", "KB", "HANA", "WOORI", "NH", "KAKAOBANK", "SMS",
)  # fmt: skip
TYPED: Final = ("gender", "isForeigner")
DISAGREEING: Final = GUIDES.and_("자료마다 다름", "they disagree with each other")


@contract(
    "FIELDS-25",
    Text(
        "별도 계약을 맺은 다날 채널은 phoneNumber, operator, isForeigner도 준다.",
        "Danal with its extra contract gives phoneNumber, operator and isForeigner too.",
    ),
    "docs",
    GUIDES,
    needs=CHANNELS,
    given=one_person,
)
def danal_with_a_contract(target: Target, person: Person) -> None:
    for found in customers_over(target, person, "DANAL", "danal-contract"):
        has(found, "phoneNumber", "operator", "isForeigner", "ci", "di")


@contract(
    "FIELDS-26",
    Text(
        "KG이니시스는 카카오를 뺀 모든 인증사에서 ci를 주고, 카카오에서는 별도 심사가 없으면 주지 않는다.",
        "KG Inicis gives a ci over every agency but KAKAO, which gives none without its paperwork.",
    ),
    "docs",
    GUIDES,
    needs=CHANNELS,
)
def cis_of_agencies(target: Target) -> None:
    for agency, found in _over_every_agency(target):
        if agency == PAPERS:
            lacks(found, "ci", "di", "operator")
        else:
            has(found, "ci", "name", "birthDate", "phoneNumber")
            lacks(found, "di", "operator")


@contract(
    "FIELDS-27",
    Text(
        "KG이니시스의 성별과 내·외국인 여부는 어느 인증사에서나 오거나, 카카오에서만 안 오거나, 어디에서도 안 온다.",
        "Gender and nationality come with KG Inicis over every agency, over all but KAKAO, or never.",
    ),
    "assumed",
    DISAGREEING,
    needs=(*CHANNELS, Need.MERCHANTS),
)
def three_readings_of_the_guides(target: Target) -> None:
    for profile, without in (
        ("inicis", ()),
        ("inicis-gender-except-kakao", (PAPERS,)),
        ("inicis-gender-never", AGENCIES),
    ):
        secret, arrangement = arranged(target).reading(profile)
        for agency, found in _over_every_agency(target.beside(secret, arrangement)):
            (lacks if agency in without else has)(found, *TYPED)
            has(found, "name", "birthDate", "phoneNumber")
            lacks(found, "di", "operator")


@contract(
    "FIELDS-28",
    Text(
        "FRGNDInfo가 N이면 카카오 인증의 성별이 오지 않고, 다른 인증사의 성별과 FRGNDInfo가 Y인 때의 성별은 온다.",
        "With FRGNDInfo N no gender comes over KAKAO; over another agency, or with FRGNDInfo Y, it does.",
    ),
    "docs",
    GUIDES,
    needs=WINDOWS,
)
def genders_that_are_not_asked(target: Target) -> None:
    other = merchant(target)
    lacks(_in_a_window(other, "KAKAO", "N"), "gender")
    for agency, asked in (("NAVER", "N"), ("PASS", "N"), ("KAKAO", "Y"), ("KAKAO", None)):
        has(_in_a_window(other, agency, asked), "gender")


@contract(
    "FIELDS-29",
    Text(
        "FRGNDInfo가 N이면 카카오와 네이버 인증의 내·외국인 여부도 오지 않고, 다른 인증사의 것은 온다.",
        "With FRGNDInfo N no isForeigner comes over KAKAO and NAVER either; over another agency it does.",
    ),
    "assumed",
    NOBODY,
    needs=WINDOWS,
)
def nationalities_that_are_not_asked(target: Target) -> None:
    other = merchant(target)
    for agency in ("KAKAO", "NAVER"):
        lacks(_in_a_window(other, agency, "N"), "isForeigner")
        has(_in_a_window(other, agency, "Y"), "isForeigner")
    has(_in_a_window(other, "TOSS", "N"), "isForeigner")


def _over_every_agency(target: Target) -> list[tuple[str, dict[str, Any]]]:
    """Each agency, and somebody who was verified over it; without one, it is as over one of them."""
    site = _inicis(target)
    person = next(iter(arranged(target).people())).key
    return [
        (
            agency,
            verified_customer(
                record(target, prepared(target, "VERIFIED", person=person, site=site.name, agency=agency))
            ),
        )
        for agency in AGENCIES
    ]


def _in_a_window(target: Target, agency: str, asked: str | None) -> dict[str, Any]:
    """Who was verified in a window of KG Inicis over this agency, with this FRGNDInfo."""
    id_, site = target.fresh_id(), _inicis(target)
    bypass = {"flgFixedUser": "N"} | ({} if asked is None else {"FRGNDInfo": asked})
    arranged(target).open_window(id_, site, bypass={"inicisUnified": bypass})
    arranged(target).end(id_, "verified", agency=agency)
    return verified_customer(record(target, id_))


def _inicis(target: Target) -> Site:
    found = next((one for one in arranged(target).channels() if one.pg_provider == "INICIS_UNIFIED"), None)
    if found is None:
        raise NotApplicable(Text("KG이니시스 채널이 없습니다", "there is no channel of KG Inicis"))
    return found
