"""The body of `POST …/send`, read strictly, provider rules included.

Lives here: SendRequest and the checks of its members. May not: what sending does. Texts are Korean for the caller and
English for the journal. Every member and rule is FACTS' ("Operations" and "What each provider returns").
"""

import ipaddress
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Literal

import msgspec

from .channels import Channel, Channels
from .customers import read_age_limit
from .errors import Refusal
from .identity_number import Described, decode
from .nearest import nearest
from .order import LONGEST_CUSTOM_DATA
from .people import OPERATORS
from .wording import shown

MEMBERS: Final = ("storeId", "channelKey", "customer", "customData", "bypass", "operator", "method")
CUSTOMER_MEMBERS: Final = ("id", "name", "phoneNumber", "identityNumber", "ipAddress")
METHODS: Final = ("SMS", "APP")
# Providers that a send can go to; KG Inicis' guide has no section for it (assumed).
API_PROVIDERS: Final = frozenset(("DANAL", "KCP_V2"))
LONGEST_TEXT: Final = 1_000
PHONE: Final = re.compile(r"\d{9,11}", re.ASCII)
_KCP_ID: Final = re.compile(r"[A-Za-z0-9]{1,40}", re.ASCII)
KCP_MEDIA: Final = ("MC01", "MC02")
_OTP_PLACE: Final = "[000000]"
# In characters (assumed): an LMS of the Korean carriers ends at 2,000 bytes, so nothing that could be sent is refused.
LONGEST_SMS: Final = 2_000
# The part of `bypass` that each provider reads, by the names it goes under, and the members of it.
BYPASS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "DANAL": (("danal",), ("IsCarrier", "AGELIMIT", "CPTITLE")),
    "KCP_V2": (("kcpV2", "kcp_v2"), ("web_siteid", "media_type", "cp_sms_msg", "cp_callback")),
}


class SendRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for. `age_limit` is Danal's AGELIMIT, `site` KCP's web_siteid, `sms_template` its cp_sms_msg."""

    store_id: str | None
    channel_key: str
    name: str
    phone_number: str
    operator: str
    method: Literal["SMS", "APP"]
    customer_id: str | None
    described: Described | None
    custom_data: str | None
    bypass: Mapping[str, Any]
    age_limit: int | None = None
    site: str | None = None
    sms_template: str | None = None


def read_send(members: Mapping[str, Any]) -> SendRequest:
    """The members of the body; Refusal (INVALID_REQUEST) for a missing, mistyped or impossible one."""
    customer = members.get("customer")
    if not isinstance(customer, dict):
        raise invalid(
            "customer",
            "고객 정보(customer)가 객체여야 합니다.",
            "customer must be an object with name, phoneNumber and ipAddress",
        )
    method = _choice(members, "method", METHODS)
    phone_number = _text(customer, "phoneNumber", "customer.")
    if not PHONE.fullmatch(phone_number):
        raise invalid(
            "customer.phoneNumber",
            "전화번호(phoneNumber)는 하이픈 없이 숫자 9~11자리여야 합니다.",
            "the phone number must be 9 to 11 digits without hyphens",
        )
    _check_ip_address(_text(customer, "ipAddress", "customer."))
    bypass = members.get("bypass", {})
    if not isinstance(bypass, dict):
        raise invalid("bypass", "bypass는 객체여야 합니다.", "bypass must be an object")
    return SendRequest(
        store_id=_optional_text(members, "storeId") or None,
        channel_key=_text(members, "channelKey"),
        name=_text(customer, "name", "customer."),
        phone_number=phone_number,
        operator=_choice(members, "operator", OPERATORS),
        method=method,  # type: ignore[arg-type]  # _choice answers one of METHODS
        customer_id=_optional_text(customer, "id", "customer."),
        described=_described(customer, method),
        custom_data=_optional_text(members, "customData", longest=LONGEST_CUSTOM_DATA),
        bypass=bypass,
    )


def refuse_unborn(request: SendRequest, today: date) -> None:
    """Refusal (INVALID_REQUEST) for a birth date that is yet to come."""
    if request.described is not None and request.described.birth_date > today:
        raise invalid(
            "customer.identityNumber",
            "identityNumber의 생년월일이 아직 오지 않은 날짜입니다. 일곱째 자리(세기·성별)를 확인하세요.",
            "its birth date is yet to come; look at the seventh digit (century, sex)",
        )


def chosen_channel(request: SendRequest, channels: Channels) -> Channel:
    """The channel of the request's key; Refusal (CHANNEL_NOT_FOUND) for an unknown one or one without API mode."""
    channel = channels.by_key(request.channel_key)
    if channel is None:
        raise Refusal(
            "CHANNEL_NOT_FOUND",
            f"채널을 찾을 수 없습니다: {shown(request.channel_key)}. 이 샌드박스의 채널 키: "
            + ", ".join(each.key for each in channels),
            why=f"There is no channel with the key {shown(request.channel_key)}"
            f"{_nearest_key(request.channel_key, channels)}; GET /_mock/sandbox lists the keys.",
        )
    if channel.pg_provider not in API_PROVIDERS:
        raise Refusal(
            "CHANNEL_NOT_FOUND",
            f"{channel.name} 채널(KG이니시스 통합인증)은 API 방식을 지원하지 않습니다. "
            "브라우저 SDK로 인증하거나 다날·KCP 채널을 쓰세요.",
            why=f"The channel {channel.name} has no API mode (assumed: KG Inicis' guide has no section for it); the "
            f"nearest that has one is {_with_api_mode(channels)}, or verify in a window.",
        )
    return channel


def _nearest_key(key: str, channels: Channels) -> str:
    by_name = channels.get(key)
    if by_name is not None:
        return f": that is its name, and its key is {by_name.key}"
    near = nearest(key, (each.key for each in channels))
    return f": the nearest is {near}" if near else ""


def _with_api_mode(channels: Channels) -> str:
    return next((each.key for each in channels if each.pg_provider in API_PROVIDERS), "none here")


def with_provider_rules(request: SendRequest, id_: str, channel: Channel) -> SendRequest:
    """The request with what its provider's bypass says; Refusal (INVALID_REQUEST) where it breaks that one's rules."""
    if channel.pg_provider == "DANAL":
        return _danal(request)
    return _kcp(request, id_)


def _danal(request: SendRequest) -> SendRequest:
    if request.customer_id is not None and len(request.customer_id) > 200:
        raise invalid(
            "customer.id",
            "다날은 customer.id를 200자까지만 받습니다.",
            "Danal takes a customer.id of at most 200 characters",
        )
    bypass = bypass_of(request, "DANAL")
    if "AGELIMIT" not in bypass:
        return request
    try:
        limit = read_age_limit(bypass["AGELIMIT"])
    except ValueError:
        raise invalid(
            "bypass.danal.AGELIMIT",
            "AGELIMIT는 나이를 나타내는 정수여야 합니다.",
            "AGELIMIT must be an integer, the least full age",
        ) from None
    return msgspec.structs.replace(request, age_limit=limit)


def _kcp(request: SendRequest, id_: str) -> SendRequest:
    if not _KCP_ID.fullmatch(id_):
        raise invalid(
            "identityVerificationId",
            "NHN KCP는 본인인증 아이디로 영문자와 숫자 40자까지만 받습니다.",
            "NHN KCP takes ids of letters and digits only, at most 40 of them",
        )
    bypass = bypass_of(request, "KCP_V2")
    if "media_type" in bypass and bypass["media_type"] not in KCP_MEDIA:
        raise invalid(
            "bypass.kcpV2.media_type", "media_type은 MC01 또는 MC02여야 합니다.", "media_type must be MC01 or MC02"
        )
    template, site = bypass.get("cp_sms_msg"), bypass.get("web_siteid")
    if "cp_sms_msg" in bypass and (flaw := sms_flaw(template)) is not None:
        raise invalid("bypass.kcpV2.cp_sms_msg", *flaw)
    if "web_siteid" in bypass and (not isinstance(site, str) or not site):
        raise invalid("bypass.kcpV2.web_siteid", "web_siteid는 문자열이어야 합니다.", "web_siteid must be a string")
    return msgspec.structs.replace(request, sms_template=template, site=site)


def sms_flaw(template: object) -> tuple[str, str] | None:
    """What is wrong with a merchant's own text of the SMS (KCP's `cp_sms_msg`), in Korean and English."""
    if not isinstance(template, str) or _OTP_PLACE not in template:
        return f"cp_sms_msg에는 {_OTP_PLACE}이 들어 있어야 합니다.", f"cp_sms_msg must contain {_OTP_PLACE}"
    if len(template) > LONGEST_SMS:
        return (
            f"cp_sms_msg는 {LONGEST_SMS:,}자까지 쓸 수 있습니다(지금 {len(template):,}자).",
            f"cp_sms_msg may have {LONGEST_SMS:,} characters, and this has {len(template):,} (assumed limit)",
        )
    return None


def bypass_of(request: SendRequest, pg_provider: str) -> Mapping[str, Any]:
    """The part of `bypass` that this provider reads; Refusal (INVALID_REQUEST) for no object, or two of them."""
    given = [name for name in BYPASS[pg_provider][0] if name in request.bypass]
    if len(given) > 1:
        both = ", ".join(given)
        raise invalid("bypass", f"bypass에 {both}가 함께 있습니다. 하나만 보내세요.", f"bypass has {both}; send one")
    for name in given:
        if not isinstance(request.bypass[name], dict):
            raise invalid(f"bypass.{name}", f"bypass.{name}은 객체여야 합니다.", f"bypass.{name} must be an object")
        return dict(request.bypass[name])
    return {}


def _described(customer: Mapping[str, Any], method: str) -> Described | None:
    text = _optional_text(customer, "identityNumber", "customer.")
    if text is None:
        if method == "SMS":
            raise invalid(
                "customer.identityNumber",
                "SMS 방식에는 주민등록번호 앞 7자리(identityNumber)가 필요합니다.",
                "a send by SMS needs identityNumber, the first seven digits of the resident number",
            )
        return None
    try:
        return decode(text)
    except ValueError as error:
        raise invalid(
            "customer.identityNumber", "identityNumber가 있을 수 없는 값입니다(앞 7자리 숫자, 하이픈 없이).", str(error)
        ) from None


def _check_ip_address(text: str) -> None:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        raise invalid(
            "customer.ipAddress",
            "ipAddress는 고객의 IP 주소여야 합니다.",
            "ipAddress must be the customer's IP address",
        ) from None


def _text(members: Mapping[str, Any], name: str, prefix: str = "") -> str:
    value = _optional_text(members, name, prefix)
    if not value:
        at = f"{prefix}{name}"
        raise invalid(at, f"{at} 값이 필요합니다.", f"{at} is required and must not be empty")
    return value


def _optional_text(members: Mapping[str, Any], name: str, prefix: str = "", longest: int = LONGEST_TEXT) -> str | None:
    value = members.get(name)
    if value is None and name not in members:
        return None
    at = f"{prefix}{name}"
    if not isinstance(value, str):
        raise invalid(at, f"{at} 값은 문자열이어야 합니다.", f"{at} must be a string")
    if len(value) > longest:
        raise invalid(at, f"{at} 값이 너무 깁니다.", f"{at} is longer than {longest} characters")
    return value


def _choice(members: Mapping[str, Any], name: str, known: tuple[str, ...]) -> str:
    value = members.get(name)
    if value in known:
        return str(value)
    names = ", ".join(known)
    if name not in members:
        raise invalid(name, f"{name} 값이 필요합니다({names}).", f"{name} is required: {names}")
    raise invalid(
        name,
        f"{name}에 올 수 있는 값은 {names}입니다.",
        f"{name} must be one of {names}, not {_shown(value, known)}",
    )


def _shown(value: object, known: tuple[str, ...]) -> str:
    near = nearest(value, known) if isinstance(value, str) else None
    return shown(value) + (f"; did you mean {near}?" if near else "")


def invalid(at: str, ko: str, en: str) -> Refusal:
    """A refusal of type INVALID_REQUEST about one member."""
    return Refusal("INVALID_REQUEST", ko, why=f"{at}: {en}." if not en.endswith(".") else f"{at}: {en}")
