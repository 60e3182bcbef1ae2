"""Servers whose records are wrong.

Lives here: entries of the catalogue only.
"""

from typing import Any

from tests.contracts.wrong_server import Ask, Asked, Told, error, tell

from .catalogue import Record, breaking, recordwise

Memory = dict[str, Any]
TIMES = ("requestedAt", "updatedAt", "statusChangedAt", "verifiedAt")


@breaking("READ-01")
async def awkward_ids_are_400(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    awkward = asked.operation == "read" and told.status == 404 and not asked.id.isalnum()
    return error(400, "INVALID_REQUEST") if awkward else told


@breaking("READ-02")
async def reads_are_wrapped(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    if asked.operation != "read" or told.status != 200:
        return told
    return tell(200, {"identityVerification": told.json})


@recordwise("READ-03", "READ-18")
def verified_at_is_left_out(record: Record) -> None:
    record.pop("verifiedAt", None)


@recordwise("READ-03", "COMPAT-02", "COMPAT-03", "COMPAT-05")
def the_verified_customer_is_called_customer(record: Record) -> None:
    if "verifiedCustomer" in record:
        record["customer"] = record.pop("verifiedCustomer")


@recordwise("READ-04")
def verified_records_show_the_requested_customer(record: Record) -> None:
    if record["status"] == "VERIFIED":
        record["requestedCustomer"] = {"name": record["verifiedCustomer"]["name"]}


@recordwise("READ-05", "READ-17")
def ready_records_show_a_verified_customer(record: Record) -> None:
    if record["status"] == "READY":
        record["verifiedCustomer"] = record["requestedCustomer"]


@recordwise("READ-06", "CONFIRM-17", "READ-16", "READ-18", "READ-23")
def failed_records_do_not_say_why(record: Record) -> None:
    record.pop("failure", None)


@recordwise("READ-07")
def absent_custom_data_is_null(record: Record) -> None:
    record.setdefault("customData", None)


@recordwise("READ-07")
def absent_operator_is_null(record: Record) -> None:
    for name in ("verifiedCustomer", "customer"):
        if name in record:
            record[name].setdefault("operator", None)


@recordwise("READ-08", "READ-18")
def times_have_an_offset(record: Record) -> None:
    for name in TIMES:
        if name in record:
            record[name] = record[name].replace("Z", "+00:00")


@recordwise("READ-08", "CONFIRM-13")
def a_time_has_a_space_in_it(record: Record) -> None:
    if "verifiedAt" in record:
        record["statusChangedAt"] = record["statusChangedAt"].replace("T", " ")


@recordwise("READ-09", "CONFIRM-13", "READ-18")
def verified_before_it_was_requested(record: Record) -> None:
    if "verifiedAt" in record:
        record["verifiedAt"] = "2001-01-01T00:00:00.000Z"


@recordwise("READ-10")
def records_show_their_store(record: Record) -> None:
    record["storeId"] = "store-1"


@breaking("READ-11", "TRANSPORT-05")
async def ids_are_not_decoded(asked: Asked, ask: Ask, _: Memory) -> Told:
    if asked.operation == "read" and "%" in asked.path:
        return error(404, "IDENTITY_VERIFICATION_NOT_FOUND")
    return await ask(asked)


@breaking("READ-12")
async def every_read_is_written_anew(asked: Asked, ask: Ask, memory: Memory) -> Told:
    told = await ask(asked)
    if asked.operation != "read" or told.status != 200:
        return told
    memory["reads"] = memory.get("reads", 0) + 1
    return Told(200, told.body + b" " * memory["reads"])


@recordwise("READ-13", "READ-19", "READ-21")
def channels_are_real_or_not(record: Record) -> None:
    record["channel"]["type"] = "REAL"


@recordwise("READ-13")
def channels_keep_the_merchant_id_to_themselves(record: Record) -> None:
    if record["status"] == "FAILED":
        del record["channel"]["pgMerchantId"]


@recordwise("READ-05", "READ-06", "LIST-46", "SEND-02", "SEND-10")
def unverified_records_hide_the_customer(record: Record) -> None:
    record.pop("requestedCustomer", None)


@recordwise("READ-14", "LIST-21", "READ-18")
def versions_are_numbers(record: Record) -> None:
    record["version"] = "2"


@breaking("READ-15")
async def long_ids_are_500(asked: Asked, ask: Ask, _: Memory) -> Told:
    too_long = asked.operation == "read" and len(asked.id) > 200
    return error(500, "INTERNAL") if too_long else await ask(asked)


@recordwise("READ-24", "LIST-18", "READ-22", "READ-23")
def ready_has_a_transaction(record: dict[str, Any]) -> None:
    if record["status"] == "READY":
        record["pgTxId"] = "MOCK0000000000000001"
