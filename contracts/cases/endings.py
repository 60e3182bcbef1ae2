"""READ, CONFIRM and SEND: what each way that an attempt can end leaves behind, and what the callers are told.

Lives here: contracts only; the arrangement does what a customer would do at the provider.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..arrangement import FAILING, LEAVING, LOST, Limits, State
from ..expect import absent, accepted, member, nothing_but_braces, refused, same, the_record
from ..failures import ContractBroken, NoAnswer, NotApplicable
from ..law import GUIDES, NOBODY, OPENAPI, contract
from ..needs import Need
from ..steps import (
    arranged,
    limited,
    prepared,
    record,
    send_body,
    sent,
    verified_by_sms,
    verified_customer,
    window,
)
from ..target import Answer, Target
from ..text import Text

ENDINGS: Final = (Need.ENDINGS, Need.LIMITS, Need.SENDING)
# What the provider has against a request, not against its customer.
AGAINST_THE_REQUEST: Final = ("provider-error", "invalid-parameter", "carrier-not-allowed")
CODES: Final = {ending: (f"CODE-{ending}", f"말 {ending}") for ending in (*FAILING, *LEAVING)}
BEFORE_AND_AFTER: Final = Text("앞뒤의 내역", "the record before and after")


@contract(
    "READ-16",
    Text(
        "고객이 취소했거나 거절당한 창의 내역은 FAILED이고, failure의 reason, pgCode, pgMessage가 이유를 말한다.",
        "A window that was cancelled, or turned down, reads FAILED; reason, pgCode and pgMessage say why.",
    ),
    "assumed",
    NOBODY,
    needs=ENDINGS,
)
def failing_windows(target: Target) -> None:
    other = limited(target)
    for ending in FAILING:
        id_ = window(other)
        before = record(other, id_)
        arranged(other).advance(60)
        arranged(other).end(id_, ending)
        after = record(other, id_)
        failure = member(the_record("FAILED"), _in(after, "FAILED", ending), "failure", dict)
        for name in ("reason", "pgCode", "pgMessage"):
            if not member("failure", failure, name, str):
                raise ContractBroken(Text(f"빈 {name}({ending})", f"an empty {name} ({ending})"), f"failure.{name}")
        member(the_record("FAILED"), after, "pgTxId", str)
        if after.get("statusChangedAt") == before.get("statusChangedAt"):
            raise ContractBroken(
                Text("창을 연 때 그대로인 statusChangedAt", "statusChangedAt as when the window was opened"),
                Text("실패한 시각", "the time of the failure"),
            )


@contract(
    "READ-17",
    Text(
        "고객이 그냥 떠났거나, 번호를 틀렸거나, 시간을 넘긴 창의 내역은 READY 그대로이고 statusChangedAt도 그대로이다.",
        "A window that was left, mistyped in or let run out of time stays READY, and its statusChangedAt as it was.",
    ),
    "assumed",
    NOBODY,
    needs=ENDINGS,
)
def windows_that_are_left(target: Target) -> None:
    other = limited(target)
    for failed_before in (False, True):
        for ending in LEAVING:
            id_ = window(other)
            if failed_before:
                arranged(other).end(id_, "cancelled")
                arranged(other).advance(60)
                window(other, id_)
            before = record(other, id_)
            arranged(other).advance(60)
            arranged(other).end(id_, ending)
            after = _in(record(other, id_), "READY", ending)
            absent(the_record("READY"), after, "failure", "verifiedCustomer")
            for name in ("statusChangedAt", "requestedAt"):
                same(Text(f"앞뒤의 {name}", f"{name} before and after"), after.get(name), before.get(name))
            arranged(other).end(id_, "verified")
            _in(record(other, id_), "VERIFIED", "verified")


@contract(
    "CONFIRM-16",
    Text(
        "실패로 끝난 시도를 확인하거나 재전송하면 404 IDENTITY_VERIFICATION_NOT_SENT이고 아무것도 바뀌지 않는다.",
        "A confirm or resend after the attempt has failed is 404 IDENTITY_VERIFICATION_NOT_SENT and changes nothing.",
    ),
    "assumed",
    OPENAPI.and_("실패한 뒤도 그렇다는 것은 이 프로젝트가 정함", "that it is so after a failure, is our choice"),
    needs=[Need.RECORDS],
)
def nothing_is_under_way_after_a_failure(target: Target) -> None:
    id_ = prepared(target, "FAILED")
    before = record(target, id_)
    refused(target.confirm(id_, {"otp": "000000"}), 404, "IDENTITY_VERIFICATION_NOT_SENT")
    refused(target.resend(id_), 404, "IDENTITY_VERIFICATION_NOT_SENT")
    same(BEFORE_AND_AFTER, record(target, id_), before)


@contract(
    "CONFIRM-17",
    Text(
        "본인인증사가 고객을 거절하면 502 PG_PROVIDER이고, 그 pgCode와 pgMessage가 FAILED 내역의 failure에도 있다.",
        "Whom the provider turns down is 502 PG_PROVIDER; its pgCode and pgMessage stand in the FAILED record, too.",
    ),
    "assumed",
    NOBODY,
    needs=[*ENDINGS, Need.OTP],
)
def the_providers_words_are_passed_on(target: Target) -> None:
    other = limited(target, Limits(codes=CODES))
    for ending, id_, _, refusal in _turned_down(other):
        _says(refusal, ending)
        failure = _in(record(other, id_), "FAILED", ending).get("failure")
        told = failure if isinstance(failure, dict) else {}
        same(
            Text("failure와 본인인증사의 말", "failure and the provider's words"),
            (told.get("pgCode"), told.get("pgMessage")),
            CODES[ending],
        )


@contract(
    "SEND-26",
    Text(
        "요청 자체의 문제(통신사, 값, 본인인증사 장애)는 요청(send)이, 고객의 문제는 확인이 502 PG_PROVIDER로 알린다.",
        "What is wrong with a request (carrier, value, provider) is 502 PG_PROVIDER at the send, else at the confirm.",
    ),
    "assumed",
    NOBODY,
    needs=[*ENDINGS, Need.OTP],
)
def who_is_told_when(target: Target) -> None:
    for ending, _, at_once, _ in _turned_down(limited(target)):
        if at_once != (ending in AGAINST_THE_REQUEST):
            call = Text("요청(send)", "the send") if at_once else Text("확인", "the confirm")
            raise ContractBroken(
                Text(f"{ending}: {call.ko}이(가) 거절됨", f"{ending}: {call.en} is refused"),
                Text("요청의 문제는 send, 고객의 문제는 confirm", "a request's by send, a customer's by confirm"),
            )


@contract(
    "CONFIRM-18",
    Text(
        "문자를 받지 못했거나 늦은 고객의 확인은 502 PG_PROVIDER이고, 거듭해도 내역은 READY이며 시도도 줄지 않는다.",
        "A confirm for whom no SMS reached, or in time, is 502 PG_PROVIDER: repeated it leaves READY and costs no try.",
    ),
    "assumed",
    NOBODY,
    needs=[*ENDINGS, Need.OTP],
)
def undecided_customers(target: Target) -> None:
    other = limited(target, Limits(codes=CODES))
    for ending in ("abandoned", "otp-expired"):
        id_ = _sent_to(other, ending)
        for otp in ("right", "wrong", "right", "right", "right"):
            _says(other.confirm(id_, {"otp": _otp(other, id_, otp)}), ending)
            absent(the_record("READY"), _in(record(other, id_), "READY", ending), "failure")
    id_ = _sent_to(other, "wrong-otp")
    for _ in range(Limits().tries - 1):
        _says(other.confirm(id_, {"otp": _otp(other, id_, "right")}), "wrong-otp")
        _in(record(other, id_), "READY", "wrong-otp")
    _says(other.confirm(id_, {"otp": _otp(other, id_, "right")}), "attempts-exhausted")
    _in(record(other, id_), "FAILED", "attempts-exhausted")


@contract(
    "CONFIRM-19",
    Text(
        "APP 방식의 고객이 아직 승인하지 않았으면 확인은 502 PG_PROVIDER이고, 승인한 뒤의 확인은 인증을 마친다.",
        "By APP a confirm before the customer has said yes is 502 PG_PROVIDER, and one afterwards verifies.",
    ),
    "assumed",
    NOBODY,
    needs=ENDINGS,
)
def apps_wait_for_the_customer(target: Target) -> None:
    other = limited(target)
    for ending in LEAVING:
        at_once, later = (_sent_to(other, ending, method="APP") for _ in range(2))
        for _ in range(Limits().tries + 1):
            refused(other.confirm(later, {}), 502, "PG_PROVIDER")
        for at_the_provider in LEAVING:
            arranged(other).end(later, at_the_provider)
            refused(other.confirm(later, {"otp": "000000"}), 502, "PG_PROVIDER")
        absent(the_record("READY"), _in(record(other, later), "READY", ending), "failure")
        nothing_but_braces(other.resend(later))
        refused(other.confirm(later, {}), 502, "PG_PROVIDER")
        for id_ in (at_once, later):
            arranged(other).end(id_, "verified")
            _in(record(other, id_), "READY", "verified")
            accepted(other.confirm(id_, {}))
            _in(record(other, id_), "VERIFIED", "verified")


@contract(
    "CONFIRM-20",
    Text(
        "응답이 오는 길에 사라진 확인도 인증을 마친 것이다: 조회하면 VERIFIED이다.",
        "A confirm whose answer was lost on its way has verified all the same: a read shows VERIFIED.",
    ),
    "assumed",
    GUIDES.and_(
        "연결이 끊겨도 일은 계속되며, 내역은 이 프로젝트가 정함", "the work goes on; what a read shows is our choice"
    ),
    needs=[*ENDINGS, Need.OTP],
)
def lost_answers(target: Target) -> None:
    other = limited(target)
    id_ = _sent_to(other, LOST)
    try:
        answer = other.confirm(id_, {"otp": arranged(other).otp(id_)})
    except NoAnswer:
        pass
    else:
        if answer.status == 200:
            raise NotApplicable(Text("응답이 사라지지 않았습니다", "the answer was not lost"))
    _in(record(other, id_), "VERIFIED", LOST)


@contract(
    "CONFIRM-21",
    Text(
        "고객이 직접 마친 시도는 VERIFIED이고, 그 뒤의 확인은 409 IDENTITY_VERIFICATION_ALREADY_VERIFIED이다.",
        "What its customer completed is VERIFIED, and a confirm then 409 IDENTITY_VERIFICATION_ALREADY_VERIFIED.",
    ),
    "assumed",
    NOBODY,
    needs=ENDINGS,
)
def completed_at_the_provider(target: Target) -> None:
    other = limited(target)
    for id_ in (sent(other), _sent_by_app(other)):
        arranged(other).end(id_, "verified")
        before = _in(record(other, id_), "VERIFIED", "verified")
        refused(other.confirm(id_, {"otp": "000000"}), 409, "IDENTITY_VERIFICATION_ALREADY_VERIFIED")
        same(BEFORE_AND_AFTER, record(other, id_), before)
    lost = window(other)
    arranged(other).end(lost, LOST)
    _in(record(other, lost), "VERIFIED", LOST)
    for ending in FAILING:
        for id_ in (sent(other), _sent_by_app(other)):
            arranged(other).end(id_, ending)
            absent(the_record("FAILED"), _in(record(other, id_), "FAILED", ending), "verifiedCustomer")


@contract(
    "CONFIRM-26",
    Text(
        "요청에 적은 customer.id는 인증된 고객의 id로 남고, 적지 않으면 id가 없다.",
        "The customer.id of a send is the id of the verified customer; where none was sent, it has none.",
    ),
    "assumed",
    OPENAPI.and_("언제나 보여 준다는 것은 이 프로젝트가 정함", "that it is always shown, is our choice"),
    needs=[Need.SENDING, Need.OTP],
)
def ids_of_customers(target: Target) -> None:
    for members in ({"id": "member-7"}, {}):
        id_, _ = verified_by_sms(target, None, **members)
        found = verified_customer(record(target, id_)).get("id")
        if found != members.get("id"):
            raise ContractBroken(f"verifiedCustomer.id {found}", f"verifiedCustomer.id {members.get('id', '–')}")


@contract(
    "READ-23",
    Text(
        "인증이 어떻게 끝났든 같은 끝은 같은 status와 같은 본인인증사의 말로 읽히고, 시도를 다 쓴 것은 다 쓴 것이다.",
        "An ending reads the same however it came about: its status, the provider's words, and whether all is used up.",
    ),
    "assumed",
    NOBODY,
    needs=[*ENDINGS, Need.MAKING],
)
def endings_that_are_made(target: Target) -> None:
    other = limited(target, Limits(codes=CODES))
    for ending in ("verified", LOST, *FAILING, *LEAVING):
        state: State = "FAILED" if ending in FAILING else "READY" if ending in LEAVING else "VERIFIED"
        id_ = other.fresh_id()
        arranged(other).make(id_, state, ending=ending)
        body = _in(record(other, id_), state, ending)
        failure = body.get("failure", {})
        told = (failure.get("pgCode"), failure.get("pgMessage")) if state == "FAILED" else None
        same(Text("본인인증사의 말", "the provider's words"), told, CODES[ending] if state == "FAILED" else None)
        if state == "READY":
            absent(the_record("READY"), body, "pgTxId")
        refusal = {
            "VERIFIED": (409, "IDENTITY_VERIFICATION_ALREADY_VERIFIED"),
            "attempts-exhausted": (400, "MAX_TRANSACTION_COUNT_REACHED"),
        }.get(ending if state == "FAILED" else state)
        answer = other.send(id_, send_body(other))
        if refusal is None:
            nothing_but_braces(answer)
        else:
            refused(answer, *refusal)


def _turned_down(target: Target) -> Iterator[tuple[str, str, bool, Answer]]:
    """Ending, id, whether the send told, and the refusal: each way to be turned down, by SMS and by APP."""
    for ending in FAILING:
        for method in ("SMS", "APP"):
            id_ = target.fresh_id()
            answer = target.send(id_, _to(target, ending, method))
            at_once = answer.status != 200
            if not at_once:
                otp = {"otp": arranged(target).otp(id_)} if method == "SMS" else {}
                answer = target.confirm(id_, otp)
            yield ending, id_, at_once, answer


def _to(target: Target, ending: str, method: str = "SMS") -> dict[str, Any]:
    order = arranged(target).troubled().get(ending)
    if order is None:
        raise NotApplicable(Text(f"{ending}인 사람이 없습니다", f"there is nobody for {ending}"))
    return {**order, "method": method, "channelKey": arranged(target).sites()[0].key}


def _sent_to(target: Target, ending: str, method: str = "SMS") -> str:
    id_ = target.fresh_id()
    nothing_but_braces(target.send(id_, _to(target, ending, method)))
    return id_


def _sent_by_app(target: Target) -> str:
    """To somebody who says yes at once, and is held back then."""
    id_ = target.fresh_id()
    body = {**arranged(target).order(), "method": "APP", "channelKey": arranged(target).sites()[0].key}
    nothing_but_braces(target.send(id_, body))
    return id_


def _otp(target: Target, id_: str, which: str) -> str:
    right = arranged(target).otp(id_)
    return right if which == "right" else "111111" if right != "111111" else "222222"


def _says(answer: Answer, ending: str) -> None:
    """The refusal that passes on what the provider says of this ending."""
    refused(answer, 502, "PG_PROVIDER")
    body: Mapping[str, Any] = answer.object() or {}
    if (body.get("pgCode"), body.get("pgMessage")) != CODES[ending]:
        raise ContractBroken(
            Text(f"{answer.told()}: 본인인증사의 말이 아님", f"{answer.told()}: not the provider's words"),
            Text(f"pgCode {CODES[ending][0]}와 그 pgMessage", f"pgCode {CODES[ending][0]} and its pgMessage"),
        )


def _in(body: dict[str, Any], state: str, ending: str) -> dict[str, Any]:
    if body["status"] != state:
        raise ContractBroken(f"{ending}: status {body['status']}", f"status {state}")
    return body
