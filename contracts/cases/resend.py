"""RESEND: sending the SMS again.

Lives here: contracts only.
"""

from ..expect import accepted, nothing_but_braces, refused, same
from ..law import OPENAPI, contract
from ..needs import Need
from ..steps import arranged, prepared, record, sent, verified_by_sms
from ..target import Target


@contract(
    "RESEND-01",
    "A resend answers 200 with the JSON `{}`, with a body or without one.",
    "sdk",
    "the official SDKs send it both ways and parse the answer",
    needs=[Need.SENDING],
)
def resend_answers_braces(target: Target) -> None:
    id_ = sent(target)
    nothing_but_braces(target.resend(id_))
    nothing_but_braces(target.resend(id_, body={}))


@contract(
    "RESEND-02",
    "After a resend the verification can be confirmed with the OTP that is out.",
    "docs",
    "the meaning of the operation in PortOne's OpenAPI document",
    needs=[Need.SENDING],
)
def resend_keeps_it_under_way(target: Target) -> None:
    # Where no confirm works at all, this says nothing about a resend.
    verified_by_sms(target)
    id_ = sent(target)
    target.resend(id_)
    accepted(target.confirm(id_, {"otp": arranged(target).otp(id_)}))


@contract("RESEND-03", "A resend of an unknown id is 404 IDENTITY_VERIFICATION_NOT_FOUND.", "openapi", OPENAPI)
def unknown_id(target: Target) -> None:
    refused(target.resend(target.fresh_id()), 404, "IDENTITY_VERIFICATION_NOT_FOUND")


@contract(
    "RESEND-04",
    "A resend of what was not sent by API is 404 IDENTITY_VERIFICATION_NOT_SENT and changes nothing.",
    "openapi",
    OPENAPI,
    needs=[Need.RECORDS],
)
def not_sent(target: Target) -> None:
    id_ = prepared(target, "READY")
    before = record(target, id_)
    refused(target.resend(id_), 404, "IDENTITY_VERIFICATION_NOT_SENT")
    same("the record before and after", record(target, id_), before)


@contract(
    "RESEND-05",
    "A resend of a verified id is 409 IDENTITY_VERIFICATION_ALREADY_VERIFIED and changes nothing.",
    "openapi",
    OPENAPI,
    needs=[Need.RECORDS],
)
def verified_already(target: Target) -> None:
    id_ = prepared(target, "VERIFIED")
    before = record(target, id_)
    refused(target.resend(id_), 409, "IDENTITY_VERIFICATION_ALREADY_VERIFIED")
    same("the record before and after", record(target, id_), before)
