"""CONFIRM: ending a verification that was sent.

Lives here: contracts only.
"""

from typing import Any

from ..expect import accepted, member, refused, same
from ..failures import ContractBroken, NotApplicable
from ..law import NOBODY, OPENAPI, contract
from ..needs import Need
from ..steps import arranged, by_app, let_in, merchant, prepared, record, see, sent, sent_as, verified_by_sms
from ..strategies import wrong_otps
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
    wrapped = member(Text("응답", "the answer"), body, "identityVerification", dict)
    if wrapped.get("status") != "VERIFIED" or wrapped.get("id") != id_:
        raise ContractBroken(
            Text("status나 id가 다른 내역", "a record of another status or id"),
            Text("이 아이디의 VERIFIED 내역", "the VERIFIED record of this id"),
        )


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
    same(Text("확인의 응답과 조회", "confirm and read"), body.get("identityVerification", body), record(target, id_))


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
    let_in(target)
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
    same(Text("앞뒤의 내역", "the record before and after"), record(target, id_), before)


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
        raise ContractBroken(Text("틀린 번호 뒤에 VERIFIED", "VERIFIED after a wrong OTP"), "READY")


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
    same(Text("앞뒤의 내역", "the record before and after"), record(target, id_), before)


@contract(
    "CONFIRM-08",
    Text(
        "확인의 본문이 없거나 otp가 문자열이 아니면 400 INVALID_REQUEST이다.",
        "A confirm whose body is missing, or whose otp is no string, is 400 INVALID_REQUEST.",
    ),
    "openapi",
    OPENAPI,
    needs=SENDING,
    given=wrong_otps,
)
def malformed_bodies(target: Target, otp: Any) -> None:
    id_ = sent(target)
    refused(target.confirm(id_, {"otp": otp}), 400, "INVALID_REQUEST")
    refused(target.confirm(id_, None), 400, "INVALID_REQUEST")


@contract(
    "CONFIRM-09",
    Text(
        "인증번호를 거듭 틀리면 그 시도는 끝나고, 맞는 번호로도 인증되지 않는다.",
        "Wrong OTPs beyond the limit end the attempt: then the right one verifies nobody.",
    ),
    "assumed",
    NOBODY,
    needs=SENDING,
)
def too_many_wrong_otps(target: Target) -> None:
    id_ = sent(target)
    right = arranged(target).otp(id_)
    for _ in range(20):
        answer = target.confirm(id_, {"otp": wrong_otp(right)})
        if answer.status != 502:
            break
    if answer.status == 502 or target.confirm(id_, {"otp": right}).status == 200:
        raise ContractBroken(
            Text("스무 번 틀린 뒤에도 인증할 수 있음", "verified after twenty wrong OTPs"),
            Text("시도가 끝남", "the attempt ends"),
        )


@contract(
    "CONFIRM-10",
    Text(
        "SMS 인증을 인증번호 없이 확인하면 502 PG_PROVIDER이고 아무도 인증되지 않는다.",
        "A confirm of an SMS without an otp is 502 PG_PROVIDER and verifies nobody.",
    ),
    "assumed",
    NOBODY,
    needs=SENDING,
)
def no_otp(target: Target) -> None:
    id_ = sent(target)
    refused(target.confirm(id_, {}), 502, "PG_PROVIDER")
    _is_not_verified(target, id_)


@contract(
    "CONFIRM-11",
    Text(
        "한 시간이 지난 인증번호로는 인증되지 않는다: 502 PG_PROVIDER.",
        "An OTP that is an hour old verifies nobody: 502 PG_PROVIDER.",
    ),
    "assumed",
    NOBODY,
    needs=[*SENDING, Need.CLOCK, Need.MERCHANTS],
)
def an_old_otp(target: Target) -> None:
    other = merchant(target)
    id_ = sent(other)
    right = arranged(other).otp(id_)
    arranged(other).advance(3_600)
    refused(other.confirm(id_, {"otp": right}), 502, "PG_PROVIDER")
    _is_not_verified(other, id_)


@contract(
    "CONFIRM-12",
    Text("APP 방식은 인증번호 없이 확인한다.", "What was sent by APP is confirmed without an otp."),
    "openapi",
    OPENAPI,
    needs=SENDING,
)
def apps_have_no_otp(target: Target) -> None:
    body = accepted(target.confirm(sent_as(target, by_app(target)), {}))
    found = body.get("identityVerification", body)
    if not isinstance(found, dict) or "status" not in found:
        raise ContractBroken(Text("내역이 아닌 응답", "an answer that is no record"), Text("인증된 내역", "the record"))


@contract(
    "CONFIRM-13",
    Text(
        "확인은 requestedAt을 그대로 두고, statusChangedAt과 verifiedAt을 그 뒤의 한 시각으로 적는다.",
        "A confirm leaves requestedAt as it was and writes one later time as statusChangedAt and verifiedAt.",
    ),
    "docs",
    OPENAPI.and_("각 필드의 뜻", "by the meaning of each member"),
    needs=[*SENDING, Need.CLOCK, Need.MERCHANTS],
)
def times_of_a_confirm(target: Target) -> None:
    other = merchant(target)
    id_ = sent(other)
    before = record(other, id_)
    arranged(other).advance(60)
    if other.confirm(id_, {"otp": arranged(other).otp(id_)}).status != 200:
        raise NotApplicable(see("확인을 받아 주지 않습니다", "a confirm is not accepted", "CONFIRM-01"))
    after = record(other, id_)
    asked = Text("앞뒤의 requestedAt", "requestedAt before and after")
    same(asked, after.get("requestedAt"), before.get("requestedAt"))
    changed = after.get("statusChangedAt")
    if "verifiedAt" in after:
        same(Text("statusChangedAt과 verifiedAt", "statusChangedAt and verifiedAt"), changed, after["verifiedAt"])
    if changed == before.get("statusChangedAt"):
        raise ContractBroken(
            Text("요청한 때 그대로인 statusChangedAt", "statusChangedAt as it was when sent"),
            Text("확인한 시각", "the time of the confirm"),
        )


@contract(
    "CONFIRM-14",
    Text("인증마다 pgTxId가 다르다.", "Every verification has a pgTxId of its own."),
    "assumed",
    NOBODY,
    needs=SENDING,
)
def a_transaction_of_its_own(target: Target) -> None:
    ids = [record(target, verified_by_sms(target)[0]).get("pgTxId") for _ in range(2)]
    if ids[0] is not None and ids[0] == ids[1]:
        raise ContractBroken(Text("두 인증의 pgTxId가 같음", "one pgTxId for two"), Text("서로 다름", "one for each"))


def _is_not_verified(target: Target, id_: str) -> None:
    if record(target, id_)["status"] == "VERIFIED":
        raise ContractBroken("VERIFIED", Text("인증되지 않음", "not verified"))
