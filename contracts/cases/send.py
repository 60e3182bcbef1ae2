"""SEND: asking for a verification without a window.

Lives here: contracts only.
"""

from ..expect import nothing_but_braces, refused, same
from ..failures import ContractBroken
from ..law import NOBODY, OPENAPI, SDKS, contract
from ..needs import Need
from ..steps import prepared, record, send_body, sent
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
    nothing_but_braces(target.send(target.fresh_id(), send_body(target)))


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
        raise ContractBroken(f"status {shown[0]}, or other data", "READY with the customer and customData sent")
    same("the name sent and the name shown", requested.get("name"), send_body(target)["customer"]["name"])


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
    same("the record before and after", record(target, id_), before)


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
    same("the record before and after", record(target, id_), before)


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
    body = send_body(target, identityNumber=digits)
    refused(target.send(target.fresh_id(), body), 400, "INVALID_REQUEST")
