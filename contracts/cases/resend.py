"""RESEND: sending the SMS again.

Lives here: contracts only.
"""

from ..expect import accepted, nothing_but_braces, refused, same
from ..failures import ContractBroken
from ..law import NOBODY, OPENAPI, SDKS, contract
from ..needs import Need
from ..steps import arranged, let_in, prepared, record, sent, verified_by_sms
from ..target import Target
from ..text import Text


@contract(
    "RESEND-01",
    Text(
        "재전송은 본문이 있든 없든 200과 함께 JSON `{}`를 준다.",
        "A resend answers 200 with the JSON `{}`, with a body or without one.",
    ),
    "sdk",
    SDKS,
    needs=[Need.SENDING],
)
def resend_answers_braces(target: Target) -> None:
    id_ = sent(target)
    nothing_but_braces(target.resend(id_))
    nothing_but_braces(target.resend(id_, body={}))
    record(target, id_)


@contract(
    "RESEND-02",
    Text(
        "재전송한 뒤에도 지금 유효한 인증번호로 확인할 수 있다.",
        "After a resend the verification can be confirmed with the OTP that is out.",
    ),
    "docs",
    OPENAPI.and_("기능의 뜻", "by the meaning of the operation"),
    needs=[Need.SENDING, Need.OTP],
)
def resend_keeps_it_under_way(target: Target) -> None:
    # Where no confirm works at all, this says nothing about a resend.
    verified_by_sms(target)
    id_ = sent(target)
    target.resend(id_)
    accepted(target.confirm(id_, {"otp": arranged(target).otp(id_)}))


@contract(
    "RESEND-03",
    Text(
        "없는 아이디를 재전송하면 404 IDENTITY_VERIFICATION_NOT_FOUND이다.",
        "A resend of an unknown id is 404 IDENTITY_VERIFICATION_NOT_FOUND.",
    ),
    "openapi",
    OPENAPI,
)
def unknown_id(target: Target) -> None:
    let_in(target)
    refused(target.resend(target.fresh_id()), 404, "IDENTITY_VERIFICATION_NOT_FOUND")


@contract(
    "RESEND-04",
    Text(
        "API로 요청하지 않은 것을 재전송하면 404 IDENTITY_VERIFICATION_NOT_SENT이고 아무것도 바뀌지 않는다.",
        "A resend of what was not sent by API is 404 IDENTITY_VERIFICATION_NOT_SENT and changes nothing.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.RECORDS],
)
def not_sent(target: Target) -> None:
    id_ = prepared(target, "READY")
    before = record(target, id_)
    refused(target.resend(id_), 404, "IDENTITY_VERIFICATION_NOT_SENT")
    same(Text("앞뒤의 내역", "the record before and after"), record(target, id_), before)


@contract(
    "RESEND-05",
    Text(
        "이미 인증된 아이디를 재전송하면 409 IDENTITY_VERIFICATION_ALREADY_VERIFIED이고 아무것도 바뀌지 않는다.",
        "A resend of a verified id is 409 IDENTITY_VERIFICATION_ALREADY_VERIFIED and changes nothing.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.RECORDS],
)
def verified_already(target: Target) -> None:
    id_ = prepared(target, "VERIFIED")
    before = record(target, id_)
    refused(target.resend(id_), 409, "IDENTITY_VERIFICATION_ALREADY_VERIFIED")
    same(Text("앞뒤의 내역", "the record before and after"), record(target, id_), before)


@contract(
    "RESEND-06",
    Text(
        "재전송은 내역의 상태와 고객을 바꾸지 않는다.",
        "A resend changes neither status nor customer of the record.",
    ),
    "docs",
    OPENAPI.and_("기능의 뜻", "by the meaning of the operation"),
    needs=[Need.SENDING],
)
def resend_changes_nothing_else(target: Target) -> None:
    id_ = sent(target)
    before = record(target, id_)
    target.resend(id_)
    after = record(target, id_)
    for name in ("status", "requestedCustomer", "requestedAt", "customData"):
        same(Text(f"앞뒤의 {name}", f"{name} before and after"), after.get(name), before.get(name))


@contract(
    "RESEND-07",
    Text(
        "그 상점 자신의 storeId를 쿼리에 적은 재전송도 받는다.",
        "A resend with the merchant's own storeId in its query is accepted.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.SENDING, Need.STORE_ID],
)
def resend_with_the_own_store(target: Target) -> None:
    id_ = sent(target)
    record(target, id_)
    answer = target.resend(id_, query={"storeId": target.store_id})
    if answer.status >= 400:
        raise ContractBroken(answer.told(), "200")


@contract(
    "RESEND-08",
    Text(
        "재전송에는 한도가 있고, 넘으면 502 PG_PROVIDER이다.",
        "Resends are limited; beyond that it is 502 PG_PROVIDER.",
    ),
    "assumed",
    NOBODY,
    needs=[Need.SENDING],
)
def resends_are_limited(target: Target) -> None:
    id_ = sent(target)
    answers = (target.resend(id_) for _ in range(20))
    refused(next((answer for answer in answers if answer.status != 200), target.resend(id_)), 502, "PG_PROVIDER")
