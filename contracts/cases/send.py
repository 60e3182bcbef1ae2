"""SEND: asking for a verification without a window.

Lives here: contracts only.
"""

from ..expect import nothing_but_braces, refused, same
from ..failures import ContractBroken
from ..law import NOBODY, OPENAPI, contract
from ..needs import Need
from ..steps import PHONE, prepared, record, send_body, sent
from ..strategies import impossible_identity_numbers, left_out, without
from ..target import Target

SENDING = (Need.SENDING,)


@contract("SEND-01", "A send answers 200 with the JSON `{}`.", "sdk", "the official SDKs parse it", needs=SENDING)
def send_answers_braces(target: Target) -> None:
    nothing_but_braces(target.send(target.fresh_id(), send_body(target)))


@contract(
    "SEND-02",
    "After a send the record is READY and shows name and phone number as requestedCustomer, and the customData.",
    "openapi",
    OPENAPI,
    needs=SENDING,
)
def send_leaves_a_ready_record(target: Target) -> None:
    id_ = target.fresh_id()
    target.send(id_, {**send_body(target), "customData": "order-7"})
    body = record(target, id_)
    requested = body.get("requestedCustomer")
    shown = (body.get("status"), body.get("customData"))
    if shown != ("READY", "order-7") or not isinstance(requested, dict) or requested.get("phoneNumber") != PHONE:
        raise ContractBroken(f"status {shown[0]}, or other data", "READY with the customer and customData sent")
    same("the name sent and the name shown", requested.get("name"), send_body(target)["customer"]["name"])


@contract(
    "SEND-03",
    "A second send is 409 IDENTITY_VERIFICATION_ALREADY_SENT and changes nothing.",
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
    "A send for a verified id is 409 IDENTITY_VERIFICATION_ALREADY_VERIFIED and changes nothing.",
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
    "A send over an unknown channel is 404 CHANNEL_NOT_FOUND and leaves no record.",
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
    "A send by SMS without one of its required members is 400 INVALID_REQUEST and leaves no record.",
    "openapi",
    f"{OPENAPI}; identityNumber: observed",
    needs=SENDING,
    given=left_out,
)
def required_members(target: Target, path: str) -> None:
    id_ = target.fresh_id()
    refused(target.send(id_, without(send_body(target), path)), 400, "INVALID_REQUEST")
    refused(target.read(id_), 404, "IDENTITY_VERIFICATION_NOT_FOUND")


@contract(
    "SEND-07",
    "A send with an identityNumber that nobody can have is 400 INVALID_REQUEST.",
    "assumed",
    NOBODY,
    needs=SENDING,
    given=impossible_identity_numbers,
)
def impossible_people(target: Target, digits: str) -> None:
    body = send_body(target, identityNumber=digits)
    refused(target.send(target.fresh_id(), body), 400, "INVALID_REQUEST")
