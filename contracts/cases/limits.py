"""CONFIRM, RESEND and SEND: how often and how long, where the provider's limits are known.

Lives here: contracts only. No figure is law: each is what the arrangement was asked for.
"""

from typing import Final

from ..arrangement import Limits
from ..expect import accepted, nothing_but_braces, refused, same
from ..failures import ContractBroken, NotApplicable
from ..law import NOBODY, OPENAPI, contract
from ..needs import Need
from ..steps import arranged, by_app, limited, record, send_body, sent, sent_as, window
from ..target import Target
from ..text import Text
from .fields import wrong_otp

LIMITED: Final = (Need.LIMITS, Need.SENDING, Need.OTP)
OF: Final = Limits()


@contract(
    "CONFIRM-22",
    Text(
        "틀린 인증번호는 정해진 횟수까지 시도를 READY로 두고, 마지막 것이 시도를 FAILED로 끝낸다.",
        "Wrong OTPs leave an attempt READY as often as it was agreed, and the last one ends it: FAILED.",
    ),
    "assumed",
    NOBODY,
    needs=LIMITED,
)
def tries_are_counted(target: Target) -> None:
    other = limited(target)
    id_ = sent(other)
    right = arranged(other).otp(id_)
    for _ in range(OF.tries - 1):
        refused(other.confirm(id_, {"otp": wrong_otp(right)}), 502, "PG_PROVIDER")
        _is(other, id_, "READY")
    refused(other.confirm(id_, {"otp": wrong_otp(right)}), 502, "PG_PROVIDER")
    _is(other, id_, "FAILED")


@contract(
    "CONFIRM-23",
    Text(
        "본인인증사 쪽에서 틀린 인증번호도 확인에서 틀린 것과 똑같이 센다.",
        "An OTP mistyped at the provider counts as a wrong one in a confirm does.",
    ),
    "assumed",
    NOBODY,
    needs=[*LIMITED, Need.ENDINGS],
)
def tries_at_the_provider(target: Target) -> None:
    other = limited(target)
    id_ = sent(other)
    for _ in range(OF.tries - 1):
        arranged(other).end(id_, "wrong-otp")
        _is(other, id_, "READY")
    refused(other.confirm(id_, {"otp": wrong_otp(arranged(other).otp(id_))}), 502, "PG_PROVIDER")
    _is(other, id_, "FAILED")
    again = sent(other)
    for _ in range(OF.tries):
        _is(other, again, "READY")
        arranged(other).end(again, "wrong-otp")
    _is(other, again, "FAILED")


@contract(
    "CONFIRM-24",
    Text(
        "인증번호와 앱의 승인은 정해진 시간 동안만 쓸 수 있고, 그 뒤의 확인은 502 PG_PROVIDER, 내역은 READY이다.",
        "An OTP, or a yes in the app, is good until its time has passed; then a confirm is 502 PG_PROVIDER, and READY.",
    ),
    "assumed",
    NOBODY,
    needs=LIMITED,
)
def lifetimes_end_to_the_second(target: Target) -> None:
    other = limited(target)
    in_time, late, by_hand = sent(other), sent(other), sent_as(other, by_app(other))
    late_by_hand = sent_as(other, by_app(other))
    arranged(other).advance(OF.lifetime - 1)
    accepted(other.confirm(in_time, {"otp": arranged(other).otp(in_time)}))
    accepted(other.confirm(by_hand, {}))
    arranged(other).advance(1)
    for _ in range(OF.tries + 1):
        refused(other.confirm(late, {"otp": arranged(other).otp(late)}), 502, "PG_PROVIDER")
    refused(other.confirm(late_by_hand, {}), 502, "PG_PROVIDER")
    _is(other, late, "READY")
    _is(other, late_by_hand, "READY")


@contract(
    "CONFIRM-25",
    Text(
        "고객이 앱에서 늦게 승인하면 확인할 시간은 그때부터 다시 센다.",
        "Where the customer says yes in the app late, the time for the confirm is counted from then.",
    ),
    "assumed",
    NOBODY,
    needs=[*LIMITED, Need.ENDINGS],
)
def a_late_yes(target: Target) -> None:
    other = limited(target)
    in_time, late = sent_as(other, by_app(other)), sent_as(other, by_app(other))
    for id_ in (in_time, late):
        arranged(other).end(id_, "abandoned")
    arranged(other).advance(OF.lifetime - 10)
    for id_ in (in_time, late):
        refused(other.confirm(id_, {}), 502, "PG_PROVIDER")
        arranged(other).end(id_, "verified")
    arranged(other).advance(OF.lifetime - 1)
    accepted(other.confirm(in_time, {}))
    arranged(other).advance(1)
    refused(other.confirm(late, {}), 502, "PG_PROVIDER")


@contract(
    "RESEND-09",
    Text(
        "재전송은 시도마다 정해진 횟수만큼 되고, 그다음은 502 PG_PROVIDER이며 나가 있는 인증번호는 그대로 쓸 수 있다.",
        "A resend works as often as agreed for each attempt; the next is 502 PG_PROVIDER, and the OTP stays good.",
    ),
    "assumed",
    NOBODY,
    needs=LIMITED,
)
def resends_are_counted(target: Target) -> None:
    codes = {"resends": ("CODE-resends", "말 resends")}
    other = limited(target, Limits(resends=2, codes=codes))
    id_ = sent(other)
    for _ in range(2):
        nothing_but_braces(other.resend(id_))
    before = record(other, id_)
    answer = other.resend(id_)
    refused(answer, 502, "PG_PROVIDER")
    body = answer.object() or {}
    same(Text("본인인증사의 말", "the provider's words"), (body.get("pgCode"), body.get("pgMessage")), codes["resends"])
    same(Text("앞뒤의 내역", "the record before and after"), record(other, id_), before)
    accepted(other.confirm(id_, {"otp": arranged(other).otp(id_)}))


@contract(
    "RESEND-10",
    Text(
        "재전송하면 앞서 보낸 인증번호로는 인증되지 않는다.",
        "After a resend the OTP that was sent before verifies nobody.",
    ),
    "assumed",
    NOBODY,
    needs=LIMITED,
)
def the_earlier_otp(target: Target) -> None:
    other = limited(target)
    id_ = sent(other)
    earlier = arranged(other).otp(id_)
    nothing_but_braces(other.resend(id_))
    if arranged(other).otp(id_) == earlier:
        raise NotApplicable(Text("두 인증번호가 우연히 같습니다", "the two OTPs happen to be the same"))
    refused(other.confirm(id_, {"otp": earlier}), 502, "PG_PROVIDER")
    _is(other, id_, "READY")
    accepted(other.confirm(id_, {"otp": arranged(other).otp(id_)}))


@contract(
    "RESEND-11",
    Text(
        "재전송한 인증번호의 시간은 재전송한 때부터 다시 세고, 시간이 지난 뒤의 재전송도 된다.",
        "The time of an OTP that was sent again is counted from the resend, and a resend works after it has passed.",
    ),
    "assumed",
    NOBODY,
    needs=[*LIMITED, Need.ENDINGS],
)
def a_resend_begins_the_time_anew(target: Target) -> None:
    other = limited(target)
    in_time, late, run_out = sent(other), sent(other), sent(other)
    arranged(other).end(run_out, "otp-expired")
    for _ in range(OF.tries):
        # Late ones cost no try.
        refused(other.confirm(run_out, {"otp": arranged(other).otp(run_out)}), 502, "PG_PROVIDER")
    arranged(other).advance(OF.lifetime - 10)
    for id_ in (in_time, late, run_out):
        nothing_but_braces(other.resend(id_))
    arranged(other).advance(OF.lifetime - 1)
    refused(other.confirm(run_out, {"otp": wrong_otp(arranged(other).otp(run_out))}), 502, "PG_PROVIDER")
    for id_ in (in_time, run_out):
        accepted(other.confirm(id_, {"otp": arranged(other).otp(id_)}))
    arranged(other).advance(1)
    refused(other.confirm(late, {"otp": arranged(other).otp(late)}), 502, "PG_PROVIDER")


@contract(
    "RESEND-12",
    Text(
        "재전송해도 인증번호를 틀릴 수 있는 횟수는 되살아나지 않는다.",
        "A resend does not bring back the wrong OTPs that an attempt survives.",
    ),
    "assumed",
    NOBODY,
    needs=LIMITED,
)
def a_resend_brings_no_tries_back(target: Target) -> None:
    other = limited(target)
    id_ = sent(other)
    for _ in range(OF.tries - 1):
        refused(other.confirm(id_, {"otp": wrong_otp(arranged(other).otp(id_))}), 502, "PG_PROVIDER")
    nothing_but_braces(other.resend(id_))
    _is(other, id_, "READY")
    refused(other.confirm(id_, {"otp": wrong_otp(arranged(other).otp(id_))}), 502, "PG_PROVIDER")
    _is(other, id_, "FAILED")


@contract(
    "SEND-27",
    Text(
        "창과 API를 함께 세어 정해진 횟수만큼 시도할 수 있고, 그다음은 400 MAX_TRANSACTION_COUNT_REACHED이다.",
        "Windows and sends together are as many as agreed for an id; one more is 400 MAX_TRANSACTION_COUNT_REACHED.",
    ),
    "assumed",
    OPENAPI.and_("횟수와 세는 법은 이 프로젝트가 정함", "how they are counted, is our choice"),
    needs=[*LIMITED, Need.ENDINGS],
)
def attempts_are_counted(target: Target) -> None:
    other = limited(target)
    id_ = window(other)
    for _ in range(OF.attempts - 1):
        arranged(other).end(id_, "cancelled")
        nothing_but_braces(other.send(id_, send_body(other)))
    refused(other.send(id_, send_body(other)), 409, "IDENTITY_VERIFICATION_ALREADY_SENT")
    arranged(other).end(id_, "cancelled")
    still_open = window(other, window(other))
    for used_up in (id_, still_open):
        before = record(other, used_up)
        refused(other.send(used_up, send_body(other)), 400, "MAX_TRANSACTION_COUNT_REACHED")
        same(Text("앞뒤의 내역", "the record before and after"), record(other, used_up), before)
    only_one = limited(target, Limits(attempts=1))
    nothing_but_braces(only_one.send(only_one.fresh_id(), send_body(only_one)))


@contract(
    "SEND-28",
    Text(
        "본인인증사가 시도를 모두 썼다고 한 아이디로 요청하면 400 MAX_TRANSACTION_COUNT_REACHED이다.",
        "A send under an id whose attempts the provider calls used up is 400 MAX_TRANSACTION_COUNT_REACHED.",
    ),
    "assumed",
    NOBODY,
    needs=[*LIMITED, Need.ENDINGS],
)
def used_up_at_the_provider(target: Target) -> None:
    other = limited(target, Limits(attempts=4))
    order = arranged(other).troubled().get("attempts-exhausted")
    if order is None:
        raise NotApplicable(Text("시도를 다 쓴 사람이 없습니다", "there is nobody whose attempts are used up"))
    turned_down = sent_as(other, {**send_body(other), **order})
    refused(other.confirm(turned_down, {"otp": arranged(other).otp(turned_down)}), 502, "PG_PROVIDER")
    at_the_window = window(other)
    arranged(other).end(at_the_window, "attempts-exhausted")
    for id_ in (turned_down, at_the_window):
        _is(other, id_, "FAILED")
        refused(other.send(id_, send_body(other)), 400, "MAX_TRANSACTION_COUNT_REACHED")
    # Wrong OTPs use up one attempt only, in a window as well.
    mistyped = window(other)
    arranged(other).end(mistyped, "cancelled")
    nothing_but_braces(other.send(mistyped, send_body(other)))
    for _ in range(OF.tries):
        other.confirm(mistyped, {"otp": wrong_otp(arranged(other).otp(mistyped))})
    _is(other, mistyped, "FAILED")
    nothing_but_braces(other.send(mistyped, send_body(other)))


def _is(target: Target, id_: str, state: str) -> None:
    found = record(target, id_)["status"]
    if found != state:
        raise ContractBroken(f"status {found}", f"status {state}")
