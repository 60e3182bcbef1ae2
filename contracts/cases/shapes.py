"""SEND: how long and of which shape the members of a send may be, and what null is.

Lives here: contracts only; the identityNumber is in digits.py.
"""

from typing import Any, Final

from ..expect import about, nothing_but_braces, refused
from ..failures import ContractBroken, NotApplicable
from ..law import GUIDES, NOBODY, OPENAPI, contract
from ..law_strategies import SEND, members
from ..needs import Need
from ..sends import Change
from ..steps import arranged, record, send_body, sent_as
from ..target import Target
from ..text import Text

SENDING: Final = (Need.SENDING,)
# Nobody's: 0105555 and a prefix that no area has.
PHONES: Final = ("015555000", "0155550001", "01055550001")
NO_PHONES: Final = (
    "",
    "01555500",
    "010555500012",
    "010-5555-0001",
    "+821055550001",
    "０１０５５５５０００１",
    "0105555000a",
)
ADDRESSES: Final = ("127.0.0.1", "203.0.113.255", "::1", "2001:db8::7", "::ffff:203.0.113.9")
NO_ADDRESSES: Final = ("", "localhost", "256.0.0.1", "127.0.0", "::g", "203.0.113.9:80", "203.0.113.9/32")
NO_OBJECTS: Final[tuple[Any, ...]] = (None, "text", [], 7)
LONGEST: Final = 1_000
LONGEST_DATA: Final = 65_536


@contract(
    "SEND-33",
    Text(
        "요청의 필드가 null이면, 선택 필드라도, 400 INVALID_REQUEST이고 내역이 남지 않는다.",
        "A send with a member that is null, an optional one too, is 400 INVALID_REQUEST and leaves no record.",
    ),
    "openapi",
    OPENAPI,
    needs=SENDING,
)
def null_is_no_value(target: Target) -> None:
    for one in members(SEND):
        _is_refused(target, Change(one.path, None))


@contract(
    "SEND-34",
    Text(
        "전화번호는 숫자 9~11자리이고, IP 주소는 IPv4나 IPv6이며, 다른 것은 400 INVALID_REQUEST이다.",
        "A phone number is 9 to 11 digits, an IP address one of IPv4 or IPv6; anything else is 400 INVALID_REQUEST.",
    ),
    "assumed",
    NOBODY,
    needs=SENDING,
)
def phones_and_addresses(target: Target) -> None:
    for path, right, wrong in (
        ("customer.phoneNumber", PHONES, NO_PHONES),
        ("customer.ipAddress", ADDRESSES, NO_ADDRESSES),
    ):
        for text in right:
            _is_accepted(target, Change(path, text))
        for text in wrong:
            _is_refused(target, Change(path, text))


@contract(
    "SEND-35",
    Text(
        "이름은 1,000자까지, customData는 65,536자까지 받고, 더 길면 400 INVALID_REQUEST이며 내역이 남지 않는다.",
        "A name has at most 1,000 characters and customData at most 65,536; longer ones are 400 INVALID_REQUEST.",
    ),
    "assumed",
    NOBODY,
    needs=SENDING,
)
def longest_texts(target: Target) -> None:
    for path, longest in (("customer.name", LONGEST), ("customData", LONGEST_DATA)):
        _is_accepted(target, Change(path, "가" * longest))
        _is_refused(target, Change(path, "가" * (longest + 1)))
    id_ = sent_as(target, Change("customData", "가" * LONGEST_DATA).applied(send_body(target)))
    if record(target, id_).get("customData") != "가" * LONGEST_DATA:
        raise ContractBroken(Text("다른 customData", "another customData"), Text("보낸 그대로", "what was sent"))


@contract(
    "SEND-36",
    Text(
        "다날의 AGELIMIT은 19.0이나 글자 19로 적어도 19이고, 0에서 999까지이다.",
        "Danal's AGELIMIT may be written 19.0 or as the text 19, and is one of 0 to 999.",
    ),
    "assumed",
    GUIDES.and_("정수라고만 적혀 있음", "they only say that it is an integer"),
    needs=[Need.SENDING, Need.OTP, Need.CHANNELS],
)
def ways_to_write_an_age(target: Target) -> None:
    site = next((one for one in arranged(target).sites() if one.pg_provider == "DANAL"), None)
    if site is None:
        raise NotApplicable(Text("다날 채널이 없습니다", "there is no channel of Danal"))
    for limit, is_too_young in ((0, False), (36.0, False), ("36", False), (999, True), (150.0, True), ("150", True)):
        id_, body = target.fresh_id(), {**send_body(target, site), "bypass": {"danal": {"AGELIMIT": limit}}}
        nothing_but_braces(target.send(id_, body))
        told = target.confirm(id_, {"otp": arranged(target).otp(id_)})
        if (told.status, told.type()) != ((502, "PG_PROVIDER") if is_too_young else (200, None)):
            raise ContractBroken(f"AGELIMIT {limit!r}: {told.told()}", "502 PG_PROVIDER" if is_too_young else "200")
    no_ages: tuple[Any, ...] = (1000, "1000", "", "19.5", " 19", "１９", None, {})
    for wrong in no_ages:
        _is_refused(target, Change("bypass", {"danal": {"AGELIMIT": wrong}}), send_body(target, site))


@contract(
    "SEND-37",
    Text(
        "bypass에서 그 본인인증사의 것이 객체가 아니면 400 INVALID_REQUEST이고 내역이 남지 않는다.",
        "A provider's part of bypass that is no object is 400 INVALID_REQUEST and leaves no record.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.SENDING, Need.CHANNELS],
)
def parts_of_a_bypass_are_objects(target: Target) -> None:
    for site in arranged(target).sites():
        for name in {"DANAL": ("danal",), "KCP_V2": ("kcpV2", "kcp_v2")}.get(site.pg_provider, ()):
            for value in NO_OBJECTS:
                _is_refused(target, Change("bypass", {name: value}), send_body(target, site))
            _is_accepted(target, Change("bypass", {name: {}}), send_body(target, site))


def _is_accepted(target: Target, change: Change, body: dict[str, Any] | None = None) -> None:
    try:
        nothing_but_braces(target.send(target.fresh_id(), change.applied(body or send_body(target))))
    except ContractBroken as broken:
        raise about(change.told()[:60], broken) from None


def _is_refused(target: Target, change: Change, body: dict[str, Any] | None = None) -> None:
    id_ = target.fresh_id()
    try:
        refused(target.send(id_, change.applied(body or send_body(target))), 400, "INVALID_REQUEST")
        refused(target.read(id_), 404, "IDENTITY_VERIFICATION_NOT_FOUND")
    except ContractBroken as broken:
        raise about(change.told()[:60], broken) from None
