"""What a provider's `bypass` changes about a window: who may be verified in it, by whom, for which site.

Lives here: reading `bypass` for a channel, and the outcome that its rules turn a success into. May not: the window.
Sources are FACTS' ("What each provider returns").
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import msgspec

from .birth_dates import FIRST_YEAR, LAST_YEAR, iso_date
from .channels import Channel
from .customers import below_age_limit, read_age_limit
from .people import Person
from .providers import AGENCIES, PROFILES
from .send_request import KCP_MEDIA, sms_flaw
from .wording import shown, unfit

# Danal's words for the operators, and PortOne's.
CARRIERS: Final[Mapping[str, tuple[str, ...]]] = {
    "SKT": ("SKT",),
    "KTF": ("KT",),
    "LGT": ("LGU",),
    "MVNO": ("SKT_MVNO", "KT_MVNO", "LGU_MVNO"),
}
_KCP_ID: Final = re.compile(r"[A-Za-z0-9]{1,40}", re.ASCII)
_YES_OR_NO: Final = ("Y", "N")
# What flgFixedUser=Y wants of the customer, by PortOne's names in a record and by the SDK's.
_FIXED: Final[Mapping[str, str]] = {
    "name": "fullName",
    "phoneNumber": "phoneNumber",
    "birthYear": "birthYear",
    "birthMonth": "birthMonth",
    "birthDay": "birthDay",
}


class Fixed(msgspec.Struct, frozen=True):
    """Who the page says it is, which the customer cannot change in the window (`flgFixedUser` Y)."""

    name: str
    phone_number: str
    birth_date: date


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What applies in one window. `site` is what DI is made for, `agency` the only one that is offered.

    `sms_template` is KCP's cp_sms_msg; without `has_foreigner_info` (KG Inicis' FRGNDInfo N) an agency asks for nothing
    that only the user tells.
    """

    age_limit: int | None = None
    operators: tuple[str, ...] | None = None
    site: str | None = None
    agency: str | None = None
    fixed: Fixed | None = None
    sms_template: str | None = None
    has_foreigner_info: bool = True

    def turned_down(self, person: Person, base: date, today: date) -> str | None:
        """The outcome for somebody whom the rules turn down; relative birth dates count from `base`."""
        if below_age_limit(person, self.age_limit, base, today):
            return "age-limit"
        if self.operators is not None and person.operator not in self.operators:
            return "carrier-not-allowed"
        if self.fixed not in (None, Fixed(person.name, person.phone_number, person.born(base))):
            return "identity-mismatch"
        return None


def rules_of(channel: Channel, id_: str, bypass: Mapping[str, Any], customer: Mapping[str, str]) -> Rules:
    """The rules of a window on this channel; Refusal (INVALID_REQUEST) where the provider would refuse the request."""
    if channel.pg_provider == "DANAL":
        return _danal(_part(bypass, "danal"), customer)
    if channel.pg_provider == "KCP_V2":
        return _kcp(_part(bypass, "kcpV2", "kcp_v2"), id_)
    return _inicis(_part(bypass, "inicisUnified"), channel, customer)


def _part(bypass: Mapping[str, Any], *names: str) -> Mapping[str, Any] | None:
    for name in names:
        value = bypass.get(name)
        if value is not None:
            if not isinstance(value, dict):
                raise unfit(f"bypass.{name}", f"bypass.{name}은 객체여야 합니다.", f"bypass.{name} must be an object")
            return value
    return None


def _danal(bypass: Mapping[str, Any] | None, customer: Mapping[str, str]) -> Rules:
    if len(customer.get("id", "")) > 200:
        raise unfit(
            "customer.customerId",
            "다날은 customer.customerId를 200자까지만 받습니다.",
            "Danal takes a customerId of at most 200 characters",
        )
    if bypass is None:
        return Rules()
    limit, carriers = bypass.get("AGELIMIT"), bypass.get("IsCarrier")
    try:
        age_limit = None if limit is None else read_age_limit(limit)
    except ValueError:
        raise unfit(
            "bypass.danal.AGELIMIT",
            "AGELIMIT는 나이를 나타내는 정수여야 합니다.",
            "AGELIMIT must be an integer, the least full age",
        ) from None
    return Rules(
        age_limit=age_limit,
        operators=None if not carriers else _operators(carriers),
    )


def _operators(value: object) -> tuple[str, ...]:
    names = value.split(";") if isinstance(value, str) else [value]
    unknown = [name for name in names if name not in CARRIERS]
    if unknown:
        raise unfit(
            "bypass.danal.IsCarrier",
            f"IsCarrier에는 {', '.join(CARRIERS)}를 ;로 이어 씁니다: {shown(unknown[0])}",
            f"IsCarrier takes {', '.join(CARRIERS)} joined by ';', not {shown(unknown[0])}",
        )
    return tuple(operator for name in names for operator in CARRIERS[str(name)])


def _kcp(bypass: Mapping[str, Any] | None, id_: str) -> Rules:
    if not _KCP_ID.fullmatch(id_):
        raise unfit(
            "identityVerificationId",
            "NHN KCP는 본인인증 아이디로 영문자와 숫자 40자까지만 받습니다.",
            "NHN KCP takes ids of letters and digits only, at most 40 of them",
        )
    given = bypass or {}
    media, template = given.get("media_type"), given.get("cp_sms_msg")
    if media not in (None, *KCP_MEDIA):
        raise unfit(
            "bypass.kcpV2.media_type", "media_type은 MC01 또는 MC02여야 합니다.", "media_type must be MC01 or MC02"
        )
    if template is not None and (flaw := sms_flaw(template)) is not None:
        raise unfit("bypass.kcpV2.cp_sms_msg", *flaw)
    return Rules(site=_site(bypass, "web_siteid", "bypass.kcpV2.web_siteid"), sms_template=template)


def _inicis(bypass: Mapping[str, Any] | None, channel: Channel, customer: Mapping[str, str]) -> Rules:
    if bypass is None:
        return Rules()
    _choice(bypass, "flgFixedUser", _YES_OR_NO, required=True)
    if bypass["flgFixedUser"] == "Y" and (
        missing := [theirs for ours, theirs in _FIXED.items() if ours not in customer]
    ):
        raise unfit(
            f"customer.{missing[0]}",
            f"flgFixedUser가 Y이면 customer에 이름·연락처·생년월일이 모두 있어야 합니다. 빠진 값: {', '.join(missing)}",
            f"flgFixedUser Y needs the customer's {', '.join(missing)} as well",
        )
    fixed = _fixed(customer) if bypass["flgFixedUser"] == "Y" else None
    asks = _choice(bypass, "FRGNDInfo", _YES_OR_NO)
    agencies = PROFILES[channel.profile].agencies or AGENCIES
    agency = _choice(bypass, "directAgency", agencies)
    return Rules(
        agency=agency,
        site=_site(bypass, "DI_CODE", "bypass.inicisUnified.DI_CODE"),
        fixed=fixed,
        has_foreigner_info=asks != "N",
    )


def _fixed(customer: Mapping[str, str]) -> Fixed:
    born = birth_date_of(customer)
    if born is None or not FIRST_YEAR <= born.year <= LAST_YEAR:
        raise unfit(
            "customer.birthYear",
            "customer의 birthYear·birthMonth·birthDay가 있을 수 없는 날짜입니다. 1990, 07, 08처럼 씁니다.",
            "birthYear, birthMonth and birthDay are no date; they are written 1990, 07 and 08",
        )
    return Fixed(customer["name"], digits_of(customer["phoneNumber"]), born)


def birth_date_of(customer: Mapping[str, str]) -> date | None:
    """The date that the customer's three parts make, or None where they make none."""
    year, month, day = (customer.get(part, "") for part in ("birthYear", "birthMonth", "birthDay"))
    return iso_date(f"{year}-{month:0>2}-{day:0>2}")


def digits_of(phone_number: str) -> str:
    """A phone number without what pages show it with: PortOne's types do not say that it may not be sent so."""
    return phone_number.replace("-", "").replace(" ", "")


def _choice(bypass: Mapping[str, Any], name: str, known: tuple[str, ...], *, required: bool = False) -> str | None:
    value = bypass.get(name)
    if value in known:
        return str(value)
    if value is None and not required:
        return None
    at, names = f"bypass.inicisUnified.{name}", ", ".join(known)
    if value is None:
        raise unfit(at, f"{at} 값이 필요합니다({names}).", f"{at} is required: {names}")
    raise unfit(
        at, f"{name}에 올 수 있는 값은 {names}입니다: {shown(value)}", f"it must be one of {names}, not {shown(value)}"
    )


def _site(bypass: Mapping[str, Any] | None, name: str, at: str) -> str | None:
    value = None if bypass is None else bypass.get(name)
    if value is not None and (not isinstance(value, str) or not value):
        raise unfit(at, f"{name}는 문자열이어야 합니다.", f"{name} must be a string that is not empty")
    return value
