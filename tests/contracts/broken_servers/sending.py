"""Servers whose send, confirm or resend is wrong.

Lives here: entries of the catalogue only.
"""

from dataclasses import replace
from typing import Any

from tests.contracts.wrong_server import Ask, Asked, Told, error, tell

from .catalogue import Record, breaking, recordwise

Memory = dict[str, Any]
NOT_SENT = error(404, "IDENTITY_VERIFICATION_NOT_SENT")
NOT_FOUND = error(404, "IDENTITY_VERIFICATION_NOT_FOUND")


async def _instead(asked: Asked, ask: Ask, operation: str, type_: str, answer: Told) -> Told:
    """Another answer where this operation answers this error."""
    told = await ask(asked)
    return answer if asked.operation == operation and told.status >= 400 and told.type == type_ else told


@breaking(
    "SEND-01",
    "AUTH-15",
    "COMPAT-07",
    "COMPAT-09",
    "CONFIRM-18",
    "CONFIRM-19",
    "CONFIRM-20",
    "CONFIRM-21",
    "READ-23",
    "SEND-10",
    "SEND-11",
    "SEND-12",
    "SEND-13",
    "SEND-17",
    "SEND-18",
    "SEND-19",
    "SEND-20",
    "SEND-22",
    "SEND-23",
    "SEND-27",
    "SEND-28",
    "SEND-29",
    "SEND-31",
    "SEND-32",
    "SEND-34",
    "SEND-35",
    "SEND-36",
    "SEND-37",
    "TRANSPORT-02",
    "TRANSPORT-12",
)
async def send_answers_nothing(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    return Told(200, b"") if asked.operation == "send" and told.status == 200 else told


@breaking("SEND-02", "SEND-29", "SEND-33", "SEND-35", "TRANSPORT-12")
async def custom_data_is_dropped(asked: Asked, ask: Ask, _: Memory) -> Told:
    if asked.operation == "send":
        asked = asked.saying({name: value for name, value in asked.json.items() if name != "customData"})
    return await ask(asked)


@breaking("SEND-03", "IDEMPOTENCY-03", "SEND-27")
async def a_second_send_is_accepted(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _instead(asked, ask, "send", "IDENTITY_VERIFICATION_ALREADY_SENT", tell(200, {}))


@breaking("SEND-04", "READ-23")
async def verified_counts_as_sent(asked: Asked, ask: Ask, _: Memory) -> Told:
    sent = error(409, "IDENTITY_VERIFICATION_ALREADY_SENT")
    return await _instead(asked, ask, "send", "IDENTITY_VERIFICATION_ALREADY_VERIFIED", sent)


@breaking("SEND-05", "SEND-15")
async def an_unknown_channel_is_400(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _instead(asked, ask, "send", "CHANNEL_NOT_FOUND", error(400, "INVALID_REQUEST"))


@breaking("SEND-06")
async def the_operator_may_be_left_out(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await ask(asked.saying({"operator": "SKT", **asked.json}) if _is_whole_send(asked) else asked)


@breaking("SEND-07", "SEND-14", "SEND-30", "SEND-31", "SEND-32", "SEND-33")
async def impossible_people_are_accepted(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    if told.status != 400 or not _is_whole_send(asked) or "identityNumber" not in asked.json["customer"]:
        return told
    if "idempotency-key" in asked.headers or "operator" not in asked.json:
        return told
    return await ask(asked.saying({**asked.json, "customer": {**asked.json["customer"], "identityNumber": "9001011"}}))


def _is_whole_send(asked: Asked) -> bool:
    return asked.operation == "send" and isinstance(asked.json.get("customer"), dict)


@breaking("CONFIRM-01")
async def confirm_is_flat(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    if asked.operation != "confirm" or told.status != 200:
        return told
    return tell(200, told.json["identityVerification"])


@breaking("CONFIRM-02")
async def confirm_tells_less_than_a_read(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    if asked.operation != "confirm" or told.status != 200:
        return told
    body = told.json
    del body["identityVerification"]["pgRawResponse"]
    return tell(200, body)


@breaking("CONFIRM-03", "AUTH-15")
async def an_unknown_id_was_not_sent(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _instead(asked, ask, "confirm", "IDENTITY_VERIFICATION_NOT_FOUND", NOT_SENT)


@breaking("CONFIRM-04", "CONFIRM-16")
async def an_open_window_is_not_found(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _instead(asked, ask, "confirm", "IDENTITY_VERIFICATION_NOT_SENT", NOT_FOUND)


@breaking(
    "CONFIRM-05", "CONFIRM-17", "CONFIRM-20", "CONFIRM-24", "RESEND-09", "RESEND-10", "RESEND-11", "SEND-16", "SEND-28"
)
async def any_otp_verifies(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await ask(asked.saying({**asked.json, "otp": "000000"}) if _has_an_otp(asked) else asked)


@breaking(
    "CONFIRM-06",
    "CONFIRM-18",
    "CONFIRM-19",
    "CONFIRM-22",
    "CONFIRM-24",
    "CONFIRM-25",
    "RESEND-10",
    "RESEND-11",
    "RESEND-12",
    "SEND-16",
    "SEND-28",
)
async def a_wrong_otp_ends_it(asked: Asked, ask: Ask, memory: Memory) -> Told:
    if asked.operation == "confirm" and asked.id in memory:
        return NOT_SENT
    told = await ask(asked)
    if asked.operation == "confirm" and told.status == 502:
        memory[asked.id] = "ended"
    return told


@breaking("CONFIRM-07", "CONFIRM-15", "CONFIRM-21")
async def an_id_is_verified_twice(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    if asked.operation != "confirm" or told.status != 409:
        return told
    read = await ask(replace(asked, method="GET", path=asked.path.removesuffix("/confirm"), body=b""))
    return tell(200, {"identityVerification": read.json})


@breaking("CONFIRM-08")
async def otps_may_be_numbers(asked: Asked, ask: Ask, _: Memory) -> Told:
    otp = asked.json.get("otp") if asked.operation == "confirm" else None
    return await ask(asked.saying({"otp": f"{otp:06}"}) if isinstance(otp, int) and otp >= 0 else asked)


@breaking("CONFIRM-08", "TRANSPORT-09")
async def confirm_needs_no_body(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await ask(asked.saying({"otp": "999999"}) if asked.operation == "confirm" and not asked.body else asked)


def _has_an_otp(asked: Asked) -> bool:
    return asked.operation == "confirm" and isinstance(asked.json.get("otp"), str)


@breaking("RESEND-01", "CONFIRM-19", "RESEND-08", "RESEND-09", "RESEND-10", "RESEND-11", "RESEND-12", "SEND-29")
async def resend_answers_204(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    return Told(204, b"") if asked.operation == "resend" and told.status == 200 else told


@breaking("RESEND-01")
async def resend_takes_no_body(asked: Asked, ask: Ask, _: Memory) -> Told:
    if asked.operation == "resend" and asked.body:
        return error(400, "INVALID_REQUEST")
    return await ask(asked)


@breaking("RESEND-02", "CONFIRM-19", "RESEND-09", "RESEND-10", "RESEND-11", "RESEND-12")
async def a_resend_ends_it(asked: Asked, ask: Ask, memory: Memory) -> Told:
    if asked.operation == "confirm" and asked.id in memory:
        return NOT_SENT
    told = await ask(asked)
    if asked.operation == "resend" and told.status == 200:
        memory[asked.id] = "ended"
    return told


@breaking("RESEND-03", "AUTH-15")
async def resend_of_an_unknown_id_is_not_sent(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _instead(asked, ask, "resend", "IDENTITY_VERIFICATION_NOT_FOUND", NOT_SENT)


@breaking("RESEND-04", "CONFIRM-16")
async def resend_in_a_window_is_409(asked: Asked, ask: Ask, _: Memory) -> Told:
    already = error(409, "IDENTITY_VERIFICATION_ALREADY_SENT")
    return await _instead(asked, ask, "resend", "IDENTITY_VERIFICATION_NOT_SENT", already)


@breaking("RESEND-05")
async def a_resend_of_a_verified_id_is_not_sent(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _instead(asked, ask, "resend", "IDENTITY_VERIFICATION_ALREADY_VERIFIED", NOT_SENT)


@breaking("RESEND-04", "CONFIRM-16", "RESEND-05")
async def a_resend_opens_what_was_closed(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    closed = ("IDENTITY_VERIFICATION_NOT_SENT", "IDENTITY_VERIFICATION_ALREADY_VERIFIED")
    return tell(200, {}) if asked.operation == "resend" and told.type in closed else told


@breaking("SEND-08")
async def texts_may_be_numbers(asked: Asked, ask: Ask, _: Memory) -> Told:
    if not _is_whole_send(asked):
        return await ask(asked)
    customer = {name: _as_text(value) for name, value in asked.json["customer"].items()}
    return await ask(asked.saying({**{k: _as_text(v) for k, v in asked.json.items()}, "customer": customer}))


def _as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) else value


@breaking("SEND-09", "SEND-34")
async def phone_numbers_may_have_hyphens(asked: Asked, ask: Ask, _: Memory) -> Told:
    phone = asked.json["customer"].get("phoneNumber") if _is_whole_send(asked) else None
    if not isinstance(phone, str):
        return await ask(asked)
    customer = {**asked.json["customer"], "phoneNumber": phone.replace("-", "")}
    return await ask(asked.saying({**asked.json, "customer": customer}))


@breaking("SEND-10", "CONFIRM-26", "SEND-20")
async def customer_ids_are_dropped(asked: Asked, ask: Ask, _: Memory) -> Told:
    if not _is_whole_send(asked) or not isinstance(asked.json["customer"].get("id"), str):
        return await ask(asked)
    customer = {name: value for name, value in asked.json["customer"].items() if name != "id"}
    return await ask(asked.saying({**asked.json, "customer": customer}))


@breaking("SEND-11")
async def apps_need_digits_too(asked: Asked, ask: Ask, _: Memory) -> Told:
    is_app = _is_whole_send(asked) and asked.json.get("method") == "APP"
    return (
        error(400, "INVALID_REQUEST") if is_app and "identityNumber" not in asked.json["customer"] else await ask(asked)
    )


@breaking("SEND-12", "LIST-45", "READ-23", "SEND-16", "SEND-27", "SEND-28")
async def failed_ids_stay_failed(asked: Asked, ask: Ask, _: Memory) -> Told:
    if asked.operation == "send" and asked.credential.startswith("PortOne "):
        before = await ask(replace(asked, method="GET", path=asked.path.removesuffix("/send"), query=b"", body=b""))
        if before.status == 200 and before.json["status"] == "FAILED":
            return error(409, "IDENTITY_VERIFICATION_ALREADY_SENT")
    return await ask(asked)


@breaking("SEND-13")
async def kcp_takes_any_id(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    long = asked.operation == "send" and told.status == 400 and (len(asked.id) > 40 or not asked.id.isalnum())
    return tell(200, {}) if long else told


@breaking("SEND-15")
async def inicis_has_an_api_mode(asked: Asked, ask: Ask, _: Memory) -> Told:
    to_inicis = _is_whole_send(asked) and asked.json.get("channelKey") == "channel-key-inicis"
    return await ask(asked.saying({**asked.json, "channelKey": "channel-key-danal"}) if to_inicis else asked)


@breaking("CONFIRM-09", "CONFIRM-18", "CONFIRM-22", "CONFIRM-23", "RESEND-12", "SEND-16", "SEND-28")
async def wrong_otps_cost_nothing(asked: Asked, ask: Ask, _: Memory) -> Told:
    if not _has_an_otp(asked) or asked.json["otp"] not in ("111111", "222222"):
        return await ask(asked)
    return tell(502, {"type": "PG_PROVIDER", "message": "", "pgCode": "1", "pgMessage": "wrong"})


@breaking("CONFIRM-10")
async def no_otp_is_the_right_one(asked: Asked, ask: Ask, memory: Memory) -> Told:
    if asked.operation == "send" and isinstance(asked.json, dict) and asked.json.get("method") == "SMS":
        memory[asked.id] = "sms"
    guess = asked.operation == "confirm" and asked.body == b"{}" and asked.id in memory
    return await ask(asked.saying({"otp": "000000"}) if guess else asked)


@breaking("CONFIRM-11", "CONFIRM-19", "CONFIRM-24", "RESEND-11")
async def otps_never_expire(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    if not _has_an_otp(asked) or told.status != 502 or told.json.get("pgCode") != "MOCK-OTP-EXPIRED":
        return told
    await ask(replace(asked, path=asked.path.removesuffix("/confirm") + "/resend", body=b""))
    return await ask(asked)


@breaking("CONFIRM-12", "CONFIRM-17", "CONFIRM-19", "CONFIRM-24", "CONFIRM-25", "FIELDS-24")
async def apps_need_an_otp_too(asked: Asked, ask: Ask, memory: Memory) -> Told:
    if asked.operation == "send" and isinstance(asked.json, dict) and asked.json.get("method") == "APP":
        memory[asked.id] = "app"
    without = asked.operation == "confirm" and asked.id in memory and "otp" not in asked.json
    return error(400, "INVALID_REQUEST") if without else await ask(asked)


@recordwise("CONFIRM-13", "READ-18")
def a_confirm_makes_the_request_newer(record: Record) -> None:
    if "verifiedAt" in record:
        record["requestedAt"] = record["verifiedAt"]


@recordwise("CONFIRM-14", "LIST-18", "READ-18")
def all_transactions_are_one(record: Record) -> None:
    if "pgTxId" in record:
        record["pgTxId"] = "MOCK00000000"


@breaking("RESEND-06")
async def a_resend_forgets_the_customer(asked: Asked, ask: Ask, memory: Memory) -> Told:
    told = await ask(asked)
    if asked.operation == "resend" and told.status == 200:
        memory[asked.id] = "resent"
    if asked.operation != "read" or told.status != 200 or asked.id not in memory:
        return told
    return tell(200, {**told.json, "requestedCustomer": {}} if told.json["status"] == "READY" else told.json)


@breaking("RESEND-07")
async def resends_have_no_store(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    with_store = asked.operation == "resend" and b"storeId" in asked.query and told.status == 200
    return error(400, "INVALID_REQUEST") if with_store else told


@breaking("SEND-16", "READ-23", "SEND-27", "SEND-28")
async def an_id_can_be_tried_for_ever(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _instead(asked, ask, "send", "MAX_TRANSACTION_COUNT_REACHED", tell(200, {}))


@breaking("RESEND-08", "RESEND-09")
async def an_sms_is_sent_again_for_ever(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _instead(asked, ask, "resend", "PG_PROVIDER", tell(200, {}))
