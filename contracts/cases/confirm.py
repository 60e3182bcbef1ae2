"""CONFIRM: ending a verification that was sent.

Lives here: contracts only.
"""

from typing import Any

from ..expect import accepted, member, refused, same
from ..failures import ContractBroken
from ..law import NOBODY, OPENAPI, contract
from ..needs import Need
from ..steps import arranged, prepared, record, sent, verified_by_sms
from ..strategies import not_strings
from ..target import Target
from ..text import Text
from .fields import wrong_otp

SENDING = (Need.SENDING, Need.OTP)


@contract(
    "CONFIRM-01",
    Text(
        "맞는 인증번호로 확인하면 200과 함께 인증된 내역을 `identityVerification`으로 감싸서 준다.",
        "A confirm with the right OTP answers 200 with the verified record, wrapped in `identityVerification`.",
    ),
    "openapi",
    OPENAPI,
    needs=SENDING,
)
def confirm_answers_the_record_wrapped(target: Target) -> None:
    id_ = sent(target)
    body = accepted(target.confirm(id_, {"otp": arranged(target).otp(id_)}))
    wrapped = member("the answer", body, "identityVerification", dict)
    if wrapped.get("status") != "VERIFIED" or wrapped.get("id") != id_:
        raise ContractBroken("a record of another status or id", "the VERIFIED record of this id")


@contract(
    "CONFIRM-02",
    Text("확인이 준 내역은 그 뒤의 단건 조회와 같다.", "What a confirm answers is what a read answers afterwards."),
    "openapi",
    OPENAPI,
    needs=SENDING,
)
def confirm_and_read_agree(target: Target) -> None:
    id_, answer = verified_by_sms(target)
    body = accepted(answer)
    # Whether it is wrapped is the law of CONFIRM-01.
    same("confirm and read", body.get("identityVerification", body), record(target, id_))


@contract(
    "CONFIRM-03",
    Text(
        "없는 아이디를 확인하면 404 IDENTITY_VERIFICATION_NOT_FOUND이다.",
        "A confirm of an unknown id is 404 IDENTITY_VERIFICATION_NOT_FOUND.",
    ),
    "openapi",
    OPENAPI,
)
def unknown_id(target: Target) -> None:
    refused(target.confirm(target.fresh_id(), {"otp": "000000"}), 404, "IDENTITY_VERIFICATION_NOT_FOUND")


@contract(
    "CONFIRM-04",
    Text(
        "API로 요청하지 않은 것을 확인하면 404 IDENTITY_VERIFICATION_NOT_SENT이고 아무것도 바뀌지 않는다.",
        "A confirm of what was not sent by API is 404 IDENTITY_VERIFICATION_NOT_SENT and changes nothing.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.RECORDS],
)
def not_sent(target: Target) -> None:
    id_ = prepared(target, "READY")
    before = record(target, id_)
    refused(target.confirm(id_, {"otp": "000000"}), 404, "IDENTITY_VERIFICATION_NOT_SENT")
    same("the record before and after", record(target, id_), before)


@contract(
    "CONFIRM-05",
    Text(
        "틀린 인증번호로 확인하면 502 PG_PROVIDER이고 아무도 인증되지 않는다.",
        "A confirm with a wrong OTP is 502 PG_PROVIDER and verifies nobody.",
    ),
    "assumed",
    OPENAPI.and_("틀린 번호가 이 오류라는 것은 이 프로젝트가 정함", "that a wrong OTP is this error, is our choice"),
    needs=SENDING,
)
def wrong_otp_verifies_nobody(target: Target) -> None:
    id_ = sent(target)
    answer = target.confirm(id_, {"otp": wrong_otp(arranged(target).otp(id_))})
    if answer.status == 200 or answer.type() != "PG_PROVIDER":
        raise ContractBroken(answer.told(), "502 PG_PROVIDER")
    if record(target, id_)["status"] == "VERIFIED":
        raise ContractBroken("VERIFIED after a wrong OTP", "READY")


@contract(
    "CONFIRM-06",
    Text("인증번호를 한 번 틀린 뒤에도 맞는 번호로 인증할 수 있다.", "After a wrong OTP the right one still verifies."),
    "assumed",
    NOBODY,
    needs=SENDING,
)
def the_right_otp_after_a_wrong_one(target: Target) -> None:
    id_ = sent(target)
    right = arranged(target).otp(id_)
    target.confirm(id_, {"otp": wrong_otp(right)})
    if record(target, id_)["status"] != "VERIFIED":
        accepted(target.confirm(id_, {"otp": right}))


@contract(
    "CONFIRM-07",
    Text(
        "이미 인증된 아이디를 확인하면 409 IDENTITY_VERIFICATION_ALREADY_VERIFIED이고 아무것도 바뀌지 않는다.",
        "A confirm of a verified id is 409 IDENTITY_VERIFICATION_ALREADY_VERIFIED and changes nothing.",
    ),
    "openapi",
    OPENAPI,
    needs=SENDING,
)
def one_success_for_each_id(target: Target) -> None:
    id_, _ = verified_by_sms(target)
    before = record(target, id_)
    refused(target.confirm(id_, {"otp": arranged(target).otp(id_)}), 409, "IDENTITY_VERIFICATION_ALREADY_VERIFIED")
    same("the record before and after", record(target, id_), before)


@contract(
    "CONFIRM-08",
    Text(
        "확인의 본문이 없거나 otp가 문자열이 아니면 400 INVALID_REQUEST이다.",
        "A confirm whose body is missing, or whose otp is no string, is 400 INVALID_REQUEST.",
    ),
    "openapi",
    OPENAPI,
    needs=SENDING,
    given=not_strings,
)
def malformed_bodies(target: Target, otp: Any) -> None:
    id_ = sent(target)
    refused(target.confirm(id_, {"otp": otp}), 400, "INVALID_REQUEST")
    refused(target.confirm(id_, None), 400, "INVALID_REQUEST")
