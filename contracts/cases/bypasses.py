"""SEND: what only one provider asks of a send: `bypass`, and the length of an id.

Lives here: contracts only; the age that Danal can be told is in ages.py.
"""

from typing import Any, Final

from ..expect import nothing_but_braces, refused, same
from ..failures import ContractBroken, NotApplicable
from ..law import GUIDES, NOBODY, contract
from ..needs import Need
from ..steps import arranged, confirmed, record, see, send_body, sent_as, verified_customer
from ..target import Target
from ..text import Text

SENDING: Final = (Need.SENDING, Need.CHANNELS)
OUR_REFUSAL: Final = GUIDES.and_(
    "값만 있고, 거절은 이 프로젝트가 정함", "they give the values, the refusal is our choice"
)


@contract(
    "SEND-17",
    Text(
        "NHN KCP의 media_type은 MC01이나 MC02이고, 다른 값이면 400 INVALID_REQUEST이며 내역이 남지 않는다.",
        "NHN KCP's media_type is MC01 or MC02; anything else is 400 INVALID_REQUEST and leaves no record.",
    ),
    "assumed",
    OUR_REFUSAL,
    needs=SENDING,
)
def media_of_kcp(target: Target) -> None:
    for media in ("MC01", "MC02"):
        _is_accepted(target, "KCP_V2", bypass={"kcpV2": {"media_type": media}})
    for wrong in ("MC03", "mc01", "", 1):
        _is_refused(target, "KCP_V2", bypass={"kcpV2": {"media_type": wrong}})


@contract(
    "SEND-18",
    Text(
        "NHN KCP의 cp_sms_msg에는 [000000]이 들어 있어야 하고, 없으면 400 INVALID_REQUEST이며 내역이 남지 않는다.",
        "NHN KCP's cp_sms_msg contains [000000]; without it a send is 400 INVALID_REQUEST and leaves no record.",
    ),
    "docs",
    GUIDES,
    needs=SENDING,
)
def text_of_kcp(target: Target) -> None:
    _is_accepted(target, "KCP_V2", bypass={"kcpV2": {"cp_sms_msg": "인증번호 [000000]"}})
    for text in ("인증번호 000000", "[00000]", ""):
        _is_refused(target, "KCP_V2", bypass={"kcpV2": {"cp_sms_msg": text}})


@contract(
    "SEND-19",
    Text(
        "다날의 AGELIMIT이 나이를 나타내는 정수가 아니면 400 INVALID_REQUEST이고 내역이 남지 않는다.",
        "A Danal AGELIMIT that is no integer of years is 400 INVALID_REQUEST and leaves no record.",
    ),
    "assumed",
    OUR_REFUSAL,
    needs=SENDING,
)
def ages_of_danal(target: Target) -> None:
    _is_accepted(target, "DANAL", bypass={"danal": {"AGELIMIT": 19}})
    for limit in ("adult", -1, True, 19.5, [19]):
        _is_refused(target, "DANAL", bypass={"danal": {"AGELIMIT": limit}})


@contract(
    "SEND-20",
    Text(
        "다날은 customer.id를 200자까지 받고, 더 길면 400 INVALID_REQUEST이며 내역이 남지 않는다.",
        "Danal takes a customer.id of 200 characters; a longer one is 400 INVALID_REQUEST and leaves no record.",
    ),
    "docs",
    GUIDES,
    needs=SENDING,
)
def customer_ids_of_danal(target: Target) -> None:
    _is_accepted(target, "DANAL", customer_id="a" * 200)
    _is_refused(target, "DANAL", customer_id="a" * 201)


@contract(
    "SEND-21",
    Text(
        "NHN KCP의 web_siteid는 DI를 정하는 사이트이다: 같은 사람이라도 사이트가 다르면 DI가 다르고, CI는 그대로이다.",
        "NHN KCP's web_siteid is the site of a DI: another site is another DI of the same person, and the same CI.",
    ),
    "docs",
    GUIDES,
    needs=(*SENDING, Need.OTP),
)
def sites_of_kcp(target: Target) -> None:
    one, again, other = (_verified_at(target, {"kcpV2": {"web_siteid": site}}) for site in ("SHOP1", "SHOP1", "SHOP2"))
    same(Text("같은 사이트의 DI", "the DI of one site"), again["di"], one["di"])
    if other["di"] == one["di"]:
        raise ContractBroken(
            Text("두 사이트의 DI가 같음", "one DI for two sites"), Text("사이트마다 다름", "one for each site")
        )
    same(Text("두 사이트의 CI", "the CI of two sites"), other.get("ci"), one.get("ci"))


@contract(
    "SEND-22",
    Text(
        "NHN KCP의 bypass는 kcp_v2로 적어도 kcpV2와 뜻이 같다.",
        "NHN KCP's part of bypass means the same as kcp_v2 and as kcpV2.",
    ),
    "assumed",
    GUIDES.and_("한 가이드가 kcp_v2로 적음", "one of them writes kcp_v2"),
    needs=SENDING,
)
def both_names_of_kcp(target: Target) -> None:
    _is_accepted(target, "KCP_V2", bypass={"kcp_v2": {"media_type": "MC01"}})
    _is_refused(target, "KCP_V2", bypass={"kcp_v2": {"media_type": "MC03"}})


@contract(
    "SEND-23",
    Text(
        "bypass에 다른 본인인증사의 것이 들어 있어도 요청은 그것 때문에 거절되지 않는다.",
        "What bypass holds for another provider is no reason to refuse a send.",
    ),
    "assumed",
    NOBODY,
    needs=SENDING,
)
def bypass_of_another_provider(target: Target) -> None:
    _is_accepted(target, "DANAL", bypass={"kcpV2": {"media_type": "MC03"}})
    _is_accepted(target, "KCP_V2", bypass={"danal": {"AGELIMIT": "adult"}})


@contract(
    "SEND-24",
    Text(
        "NHN KCP의 web_siteid가 문자열이 아니거나 비어 있으면 400 INVALID_REQUEST이고 내역이 남지 않는다.",
        "An NHN KCP web_siteid that is empty or no text is 400 INVALID_REQUEST and leaves no record.",
    ),
    "assumed",
    NOBODY,
    needs=SENDING,
)
def site_ids_of_kcp(target: Target) -> None:
    for site in ("", 7, ["SHOP1"]):
        _is_refused(target, "KCP_V2", bypass={"kcpV2": {"web_siteid": site}})


@contract(
    "SEND-25",
    Text(
        "kcpV2와 kcp_v2를 함께 보내면 400 INVALID_REQUEST이고 내역이 남지 않는다.",
        "A send with both kcpV2 and kcp_v2 is 400 INVALID_REQUEST and leaves no record.",
    ),
    "assumed",
    NOBODY,
    needs=SENDING,
)
def two_names_at_once(target: Target) -> None:
    _is_refused(target, "KCP_V2", bypass={"kcpV2": {"web_siteid": "SHOP1"}, "kcp_v2": {"web_siteid": "SHOP1"}})


def _is_accepted(target: Target, provider: str, **changes: Any) -> None:
    id_ = target.fresh_id()
    nothing_but_braces(target.send(id_, _send_over(target, provider, **changes)))
    record(target, id_)


def _is_refused(target: Target, provider: str, **changes: Any) -> None:
    id_ = target.fresh_id()
    refused(target.send(id_, _send_over(target, provider, **changes)), 400, "INVALID_REQUEST")
    refused(target.read(id_), 404, "IDENTITY_VERIFICATION_NOT_FOUND")


def _send_over(
    target: Target, provider: str, bypass: dict[str, Any] | None = None, customer_id: str | None = None
) -> dict[str, Any]:
    """The body of a send over this provider that nothing else is wrong with."""
    site = next((one for one in arranged(target).sites() if one.pg_provider == provider), None)
    if site is None:
        raise NotApplicable(Text(f"{provider} 채널이 없습니다", f"there is no channel of {provider}"))
    customer = {} if customer_id is None else {"id": customer_id}
    return {**send_body(target, site, **customer), **({} if bypass is None else {"bypass": bypass})}


def _verified_at(target: Target, bypass: dict[str, Any]) -> dict[str, Any]:
    id_ = sent_as(target, _send_over(target, "KCP_V2", bypass))
    confirmed(target, id_)
    customer = verified_customer(record(target, id_))
    if "di" not in customer:
        raise NotApplicable(see("인증된 고객에 DI가 없습니다", "the verified customer has no di", "FIELDS-15"))
    return customer
