"""SEND: asking for a verification without a window.

Lives here: contracts only.
"""

from ..expect import absent, nothing_but_braces, refused, same, the_record
from ..failures import ContractBroken, NotApplicable
from ..law import GUIDES, NOBODY, OPENAPI, SDKS, contract
from ..needs import Need
from ..sends import Change, Order, misshapen_sends, mistyped_sends, orders
from ..steps import arranged, by_app, let_in, prepared, record, send_body, sent
from ..strategies import impossible_identity_numbers, left_out, without
from ..target import Target
from ..text import Text

SENDING = (Need.SENDING,)


@contract(
    "SEND-01",
    Text("요청(send)은 200과 함께 JSON `{}`를 준다.", "A send answers 200 with the JSON `{}`."),
    "sdk",
    SDKS,
    needs=SENDING,
)
def send_answers_braces(target: Target) -> None:
    id_ = target.fresh_id()
    nothing_but_braces(target.send(id_, send_body(target)))
    record(target, id_)


@contract(
    "SEND-02",
    Text(
        "요청하고 나면 내역은 READY이고 이름과 전화번호를 requestedCustomer로, customData를 그대로 보여 준다.",
        "After a send the record is READY and shows name and phone number as requestedCustomer, and the customData.",
    ),
    "openapi",
    OPENAPI,
    needs=SENDING,
)
def send_leaves_a_ready_record(target: Target) -> None:
    id_ = target.fresh_id()
    target.send(id_, {**send_body(target), "customData": "order-7"})
    body = record(target, id_)
    requested, phone = body.get("requestedCustomer"), send_body(target)["customer"]["phoneNumber"]
    shown = (body.get("status"), body.get("customData"))
    if shown != ("READY", "order-7") or not isinstance(requested, dict) or requested.get("phoneNumber") != phone:
        raise ContractBroken(
            Text(f"status {shown[0]}, 또는 보낸 값과 다름", f"status {shown[0]}, or other data"),
            Text("READY, 보낸 고객과 customData", "READY with the customer and customData sent"),
        )
    same(
        Text("보낸 이름과 보여 준 이름", "the name sent and the name shown"),
        requested.get("name"),
        send_body(target)["customer"]["name"],
    )


@contract(
    "SEND-03",
    Text(
        "같은 아이디로 다시 요청하면 409 IDENTITY_VERIFICATION_ALREADY_SENT이고 아무것도 바뀌지 않는다.",
        "A second send is 409 IDENTITY_VERIFICATION_ALREADY_SENT and changes nothing.",
    ),
    "openapi",
    OPENAPI,
    needs=SENDING,
)
def a_second_send_is_refused(target: Target) -> None:
    id_ = sent(target)
    before = record(target, id_)
    refused(target.send(id_, send_body(target)), 409, "IDENTITY_VERIFICATION_ALREADY_SENT")
    same(Text("앞뒤의 내역", "the record before and after"), record(target, id_), before)


@contract(
    "SEND-04",
    Text(
        "이미 인증된 아이디로 요청하면 409 IDENTITY_VERIFICATION_ALREADY_VERIFIED이고 아무것도 바뀌지 않는다.",
        "A send for a verified id is 409 IDENTITY_VERIFICATION_ALREADY_VERIFIED and changes nothing.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.SENDING, Need.RECORDS],
)
def a_verified_one_is_not_sent(target: Target) -> None:
    id_ = prepared(target, "VERIFIED")
    before = record(target, id_)
    refused(target.send(id_, send_body(target)), 409, "IDENTITY_VERIFICATION_ALREADY_VERIFIED")
    same(Text("앞뒤의 내역", "the record before and after"), record(target, id_), before)


@contract(
    "SEND-05",
    Text(
        "없는 채널로 요청하면 404 CHANNEL_NOT_FOUND이고 내역이 남지 않는다.",
        "A send over an unknown channel is 404 CHANNEL_NOT_FOUND and leaves no record.",
    ),
    "openapi",
    OPENAPI,
    needs=SENDING,
)
def unknown_channel(target: Target) -> None:
    id_ = target.fresh_id()
    body = {**send_body(target), "channelKey": "channel-key-ffffffff-ffff-4fff-8fff-ffffffffffff"}
    refused(target.send(id_, body), 404, "CHANNEL_NOT_FOUND")
    refused(target.read(id_), 404, "IDENTITY_VERIFICATION_NOT_FOUND")


@contract(
    "SEND-06",
    Text(
        "SMS 요청에 필수 필드가 하나라도 없으면 400 INVALID_REQUEST이고 내역이 남지 않는다.",
        "A send by SMS without one of its required members is 400 INVALID_REQUEST and leaves no record.",
    ),
    "openapi",
    OPENAPI.and_("identityNumber는 연동 사례(observed)", "identityNumber: observed"),
    needs=SENDING,
    given=left_out,
)
def required_members(target: Target, path: str) -> None:
    id_ = target.fresh_id()
    refused(target.send(id_, without(send_body(target), path)), 400, "INVALID_REQUEST")
    refused(target.read(id_), 404, "IDENTITY_VERIFICATION_NOT_FOUND")


@contract(
    "SEND-07",
    Text(
        "누구의 것도 될 수 없는 identityNumber로 요청하면 400 INVALID_REQUEST이다.",
        "A send with an identityNumber that nobody can have is 400 INVALID_REQUEST.",
    ),
    "assumed",
    NOBODY,
    needs=SENDING,
    given=impossible_identity_numbers,
)
def impossible_people(target: Target, digits: str) -> None:
    let_in(target)
    body = send_body(target, identityNumber=digits)
    refused(target.send(target.fresh_id(), body), 400, "INVALID_REQUEST")


@contract(
    "SEND-08",
    Text(
        "요청의 필드가 문서와 다른 형식이거나 모르는 값이면 400 INVALID_REQUEST이고 내역이 남지 않는다.",
        "A send with a member of another type, or another word, is 400 INVALID_REQUEST and leaves no record.",
    ),
    "openapi",
    OPENAPI,
    needs=SENDING,
    given=mistyped_sends,
)
def mistyped_members(target: Target, change: Change) -> None:
    _is_refused(target, change)


@contract(
    "SEND-09",
    Text(
        "전화번호나 IP 주소가 아닌 값, 빈 이름은 400 INVALID_REQUEST이고 내역이 남지 않는다.",
        "What is no phone number or IP address, and an empty name, is 400 INVALID_REQUEST and leaves no record.",
    ),
    "assumed",
    NOBODY,
    needs=SENDING,
    given=misshapen_sends,
)
def misshapen_members(target: Target, change: Change) -> None:
    _is_refused(target, change)


@contract(
    "SEND-10",
    Text(
        "모든 필드가 올바른 요청은 받아들여지고, 내역은 보낸 이름, 전화번호, 고객 아이디, customData를 보여 준다.",
        "A send whose every member is valid is accepted, and its record shows name, phone, customer id and customData.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.SENDING, Need.MAKING],
    given=orders,
)
def valid_sends(target: Target, order: Order) -> None:
    id_ = target.fresh_id()
    nothing_but_braces(target.send(id_, {**send_body(target), **order.members()}))
    body = record(target, id_)
    requested = body.get("requestedCustomer")
    shown = requested if isinstance(requested, dict) else {}
    wanted = (order.name, order.phone, order.customer_id, order.custom_data)
    same(
        Text("보낸 값과 보여 준 값", "what was sent and what is shown"),
        (shown.get("name"), shown.get("phoneNumber"), shown.get("id"), body.get("customData")),
        wanted,
    )


@contract(
    "SEND-11",
    Text("APP 방식의 요청에는 identityNumber가 없어도 된다.", "A send by APP needs no identityNumber."),
    "openapi",
    OPENAPI,
    needs=[Need.SENDING, Need.MAKING],
)
def no_digits_for_an_app(target: Target) -> None:
    id_ = target.fresh_id()
    nothing_but_braces(target.send(id_, without(by_app(target), "customer.identityNumber")))
    record(target, id_)


@contract(
    "SEND-12",
    Text(
        "실패한 아이디로는 다시 요청할 수 있고, 그러면 READY가 된다.",
        "An id whose attempt has failed can be sent again, and is READY then.",
    ),
    "docs",
    GUIDES,
    needs=[Need.SENDING, Need.MAKING],
)
def another_attempt(target: Target) -> None:
    id_ = prepared(target, "FAILED")
    nothing_but_braces(target.send(id_, send_body(target)))
    body = record(target, id_)
    absent(the_record("READY"), body, "failure")
    if body["status"] != "READY":
        raise ContractBroken(f"status {body['status']}", "status READY")


@contract(
    "SEND-13",
    Text(
        "NHN KCP 채널로는 영문자와 숫자 40자까지의 아이디만 요청할 수 있고, 아니면 400 INVALID_REQUEST이다.",
        "Over NHN KCP an id has letters and digits only, at most 40 of them; else 400 INVALID_REQUEST.",
    ),
    "docs",
    GUIDES,
    needs=[Need.SENDING, Need.CHANNELS],
)
def ids_for_kcp(target: Target) -> None:
    site = next((one for one in arranged(target).sites() if one.pg_provider == "KCP_V2"), None)
    if site is None:
        raise NotApplicable(Text("NHN KCP 채널이 없습니다", "there is no channel of NHN KCP"))
    for tail in ("-1", "_", "가"):
        refused(target.send(target.fresh_id(tail), send_body(target, site)), 400, "INVALID_REQUEST")
    refused(target.send(_id_of(target, 41), send_body(target, site)), 400, "INVALID_REQUEST")
    nothing_but_braces(target.send(_id_of(target, 40), send_body(target, site)))


@contract(
    "SEND-14",
    Text(
        "아직 오지 않은 생년월일의 identityNumber는 400 INVALID_REQUEST이다.",
        "An identityNumber whose birth date is yet to come is 400 INVALID_REQUEST.",
    ),
    "assumed",
    NOBODY,
    needs=SENDING,
)
def the_unborn(target: Target) -> None:
    let_in(target)
    refused(target.send(target.fresh_id(), send_body(target, identityNumber="9912313")), 400, "INVALID_REQUEST")


@contract(
    "SEND-15",
    Text(
        "API 방식을 쓸 수 없는 KG이니시스 채널로 요청하면 404 CHANNEL_NOT_FOUND이고 내역이 남지 않는다.",
        "A send over a channel of KG Inicis, which has no API mode, is 404 CHANNEL_NOT_FOUND and leaves no record.",
    ),
    "assumed",
    NOBODY,
    needs=[Need.SENDING, Need.CHANNELS],
)
def no_api_mode(target: Target) -> None:
    site = next((one for one in arranged(target).channels() if one.pg_provider == "INICIS_UNIFIED" and one.key), None)
    if site is None:
        raise NotApplicable(Text("KG이니시스 채널이 없습니다", "there is no channel of KG Inicis"))
    id_ = target.fresh_id()
    refused(target.send(id_, send_body(target, site)), 404, "CHANNEL_NOT_FOUND")
    refused(target.read(id_), 404, "IDENTITY_VERIFICATION_NOT_FOUND")


@contract(
    "SEND-16",
    Text(
        "한 아이디로 시도할 수 있는 횟수를 모두 쓰면 400 MAX_TRANSACTION_COUNT_REACHED이다.",
        "An id whose attempts are used up is 400 MAX_TRANSACTION_COUNT_REACHED.",
    ),
    "openapi",
    OPENAPI.and_("횟수는 공개되어 있지 않음", "how many, it does not say"),
    needs=[Need.SENDING, Need.OTP],
)
def attempts_are_limited(target: Target) -> None:
    id_ = target.fresh_id()
    for _ in range(30):
        answer = target.send(id_, send_body(target))
        if answer.status != 200:
            break
        right = arranged(target).otp(id_)
        for _ in range(20):
            if target.confirm(id_, {"otp": "111111" if right != "111111" else "222222"}).status != 502:
                break
    refused(answer, 400, "MAX_TRANSACTION_COUNT_REACHED")


def _is_refused(target: Target, change: Change) -> None:
    id_ = target.fresh_id()
    refused(target.send(id_, change.applied(send_body(target))), 400, "INVALID_REQUEST")
    refused(target.read(id_), 404, "IDENTITY_VERIFICATION_NOT_FOUND")


def _id_of(target: Target, length: int) -> str:
    """A fresh id of so many characters; once more where counting on has made one longer than the one before."""
    id_ = ""
    while len(id_) != length:
        id_ = target.fresh_id("x" * max(0, length - len(target.fresh_id())))
    return id_
