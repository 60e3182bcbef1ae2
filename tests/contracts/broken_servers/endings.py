"""Servers that get the end of an attempt, its limits or its windows wrong.

Lives here: entries of the catalogue only.
"""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from tests.contracts.wrong_server import ID, Ask, Asked, Told, error, tell

from .catalogue import Record, breaking, customerwise, recordwise

Memory = dict[str, Any]
NOT_SENT = error(404, "IDENTITY_VERIFICATION_NOT_SENT")
NOT_FOUND = error(404, "IDENTITY_VERIFICATION_NOT_FOUND")
WRONG = tell(502, {"type": "PG_PROVIDER", "message": "", "pgCode": "WRONG", "pgMessage": "wrong on purpose"})


def _count(memory: Memory, *what: str) -> int:
    """How often this has come."""
    key = " ".join(what)
    times = int(memory.get(key, 0)) + 1
    memory[key] = times
    return times


async def _read(asked: Asked, ask: Ask) -> Record:
    """The record of the id that a call is about."""
    told = await ask(replace(asked, method="GET", path=ID + asked.path.removeprefix(ID).split("/")[0], body=b""))
    found: Record = told.json
    return found


async def _age(asked: Asked, ask: Ask) -> float:
    """Seconds since the verification was requested, by the server's own clock."""
    now = (await ask(replace(asked, method="GET", path="/_mock/clock", query=b"", body=b""))).json.get("now")
    begun = (await _read(asked, ask)).get("requestedAt")
    if now is None or begun is None:
        return 0
    return (datetime.fromisoformat(now) - datetime.fromisoformat(begun)).total_seconds()


async def _otp(asked: Asked, ask: Ask) -> str | None:
    """The OTP that is out."""
    attempts = await _attempts(asked, ask)
    return attempts[-1]["otp"]["code"] if attempts and attempts[-1]["otp"] else None


async def _attempts(asked: Asked, ask: Ask) -> list[Record]:
    path = "/_mock/verifications/" + asked.path.removeprefix(ID).split("/")[0]
    told = await ask(replace(asked, method="GET", path=path, query=b"", body=b""))
    found: list[Record] = told.json.get("attempts", [])
    return found


def _opens_a_window(asked: Asked) -> bool:
    return asked.path == "/browser/attempts"


@recordwise("READ-16", "READ-18")
def failures_give_no_reason(record: Record) -> None:
    if record["status"] == "FAILED":
        record["failure"].pop("reason", None)


@recordwise("READ-17")
def every_touch_changes_the_status(record: Record) -> None:
    if record["status"] == "READY":
        record["statusChangedAt"] = record["updatedAt"]


@breaking("READ-18", "LIST-21")
async def old_versions_are_new(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    if asked.operation != "read" or told.status != 200:
        return told
    return tell(200, {**told.json, "version": "V2"})


@recordwise("READ-19", "READ-21")
def channels_have_no_key(record: Record) -> None:
    record["channel"].pop("key", None)


@breaking("READ-20")
async def any_window_that_fails_fails_all(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    if asked.operation != "read" or told.status != 200 or told.json["status"] != "READY":
        return told
    attempts = await _attempts(asked, ask)
    older, newer = attempts[-2:] if len(attempts) > 1 else ({}, {})
    failed = older.get("state") == "failed" and older["startedAt"] == newer["startedAt"]
    return tell(200, {**told.json, "status": "FAILED", "failure": {}}) if failed else told


@breaking("READ-21", "SEND-29")
async def the_newest_window_is_shown(asked: Asked, ask: Ask, memory: Memory) -> Told:
    if _opens_a_window(asked):
        memory[asked.json["identityVerificationId"]] = asked.json.get("customData")
    told = await ask(asked)
    newest = memory.get(asked.id) if asked.operation == "read" and told.status == 200 else None
    return tell(200, {**told.json, "customData": newest}) if newest is not None else told


@breaking("READ-22")
async def a_new_window_keeps_the_failure(asked: Asked, ask: Ask, memory: Memory) -> Told:
    if _opens_a_window(asked) and asked.json["identityVerificationId"] in memory:
        memory["again " + asked.json["identityVerificationId"]] = True
    told = await ask(asked)
    if asked.operation != "read" or told.status != 200:
        return told
    body = told.json
    if "failure" in body:
        memory[asked.id] = body["failure"]
    is_again = body["status"] == "READY" and "again " + asked.id in memory
    return tell(200, {**body, "failure": memory[asked.id]}) if is_again else told


@breaking("CONFIRM-16")
async def what_has_failed_is_not_found(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    if asked.operation not in ("confirm", "resend") or told.status != 404:
        return told
    return NOT_FOUND if (await _read(asked, ask)).get("status") == "FAILED" else told


@recordwise("CONFIRM-17", "READ-18", "READ-23")
def failures_have_words_of_their_own(record: Record) -> None:
    if record.get("failure", {}).get("pgMessage"):
        record["failure"]["pgMessage"] = "failed"


@breaking("SEND-26")
async def a_send_says_nothing_of_the_provider(asked: Asked, ask: Ask, memory: Memory) -> Told:
    told = await ask(asked)
    if asked.operation == "send" and told.status == 502:
        memory[asked.id] = told
        return tell(200, {})
    return memory.get(asked.id, told) if asked.operation == "confirm" else told


@breaking("SEND-26")
async def customers_are_turned_down_at_the_send(asked: Asked, ask: Ask, memory: Memory) -> Told:
    told = await ask(asked)
    name = asked.json.get("customer", {}) if asked.operation == "send" and isinstance(asked.json, dict) else {}
    if told.status != 200 or not isinstance(name, dict) or name.get("name") != "남다름":
        return told
    return await ask(replace(asked, path=asked.path.removesuffix("send") + "confirm", body=await _right(asked, ask)))


async def _right(asked: Asked, ask: Ask) -> bytes:
    otp = await _otp(asked, ask)
    return json.dumps({} if otp is None else {"otp": otp}).encode()


@breaking("CONFIRM-18")
async def who_got_no_sms_is_told_so_in_other_words(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    late = asked.operation == "confirm" and told.status == 502 and b"CODE-otp-expired" in told.body
    return WRONG if late else told


@breaking("CONFIRM-19")
async def an_app_is_asked_once(asked: Asked, ask: Ask, memory: Memory) -> Told:
    if asked.operation == "send" and isinstance(asked.json, dict) and asked.json.get("method") == "APP":
        memory[asked.id] = "by app"
    if asked.operation == "confirm" and memory.get(asked.id) == "refused" and await _age(asked, ask) == 0:
        return WRONG
    told = await ask(asked)
    if asked.operation == "confirm" and asked.id in memory and told.status == 502:
        memory[asked.id] = "refused"
    return told


@breaking("CONFIRM-20")
async def what_was_lost_was_not_done(asked: Asked, ask: Ask, memory: Memory) -> Told:
    if asked.operation == "read" and asked.id in memory:
        return tell(200, memory[asked.id])
    before = await _read(asked, ask) if asked.operation == "confirm" else {}
    told = await ask(asked)
    if asked.operation == "confirm" and told.status == 503:
        memory[asked.id] = before
    return told


@breaking("CONFIRM-21")
async def only_a_confirm_verifies(asked: Asked, ask: Ask, memory: Memory) -> Told:
    told = await ask(asked)
    if asked.operation == "confirm" and told.status == 200:
        memory[asked.id] = True
    return NOT_SENT if asked.operation == "confirm" and told.status == 409 and asked.id not in memory else told


async def _swallowed(asked: Asked, ask: Ask, memory: Memory, which: int) -> Told:
    """One wrong OTP of an id is answered, and not counted."""
    wrong = asked.operation == "confirm" and isinstance(asked.json.get("otp"), str)
    right = await _otp(asked, ask) if wrong and await _is_under_way(asked, ask) else None
    if right in (None, asked.json.get("otp")):
        return await ask(asked)
    return WRONG if _count(memory, asked.id) == which else await ask(asked)


@breaking("CONFIRM-22", "RESEND-12", "SEND-28")
async def the_second_wrong_otp_costs_nothing(asked: Asked, ask: Ask, memory: Memory) -> Told:
    return await _swallowed(asked, ask, memory, 2)


@breaking("CONFIRM-23", "AUTH-15", "CONFIRM-18", "CONFIRM-22", "RESEND-12", "SEND-28")
async def the_first_wrong_otp_costs_nothing(asked: Asked, ask: Ask, memory: Memory) -> Told:
    return await _swallowed(asked, ask, memory, 1)


@breaking("CONFIRM-24")
async def otps_die_a_second_early(asked: Asked, ask: Ask, memory: Memory) -> Told:
    resent = asked.operation == "resend" or asked.id in memory
    if asked.operation == "resend":
        memory[asked.id] = True
    dead = asked.operation == "confirm" and not resent and await _age(asked, ask) == 599
    return WRONG if dead else await ask(asked)


@breaking("CONFIRM-25")
async def a_late_yes_is_late(asked: Asked, ask: Ask, memory: Memory) -> Told:
    if asked.operation == "send" and isinstance(asked.json, dict) and asked.json.get("method") == "APP":
        memory[asked.id] = True
    dead = asked.operation == "confirm" and asked.id in memory and await _age(asked, ask) > 600
    return WRONG if dead else await ask(asked)


@customerwise("CONFIRM-26")
def verified_customers_have_no_id(customer: Record, _: Record) -> None:
    customer.pop("id", None)


@recordwise("READ-23", "CONFIRM-17", "READ-18")
def failures_have_codes_of_their_own(record: Record) -> None:
    if record.get("failure", {}).get("pgCode"):
        record["failure"]["pgCode"] += "!"


@breaking("RESEND-09")
async def one_more_resend_is_accepted(asked: Asked, ask: Ask, memory: Memory) -> Told:
    told = await ask(asked)
    if asked.operation == "resend" and told.status == 502 and _count(memory, asked.id) == 1:
        return tell(200, {})
    return told


@breaking("RESEND-10")
async def the_earlier_otp_stays_good(asked: Asked, ask: Ask, memory: Memory) -> Told:
    if asked.operation == "resend":
        memory.setdefault(asked.id, await _otp(asked, ask) if await _is_under_way(asked, ask) else None)
    earlier = memory.get(asked.id)
    if asked.operation == "confirm" and earlier is not None and asked.json.get("otp") == earlier:
        asked = replace(asked, body=await _right(asked, ask))
    return await ask(asked)


async def _is_under_way(asked: Asked, ask: Ask) -> bool:
    return (await _read(asked, ask)).get("status") == "READY"


@breaking("RESEND-11")
async def a_resend_leaves_the_time_as_it_was(asked: Asked, ask: Ask, memory: Memory) -> Told:
    if asked.operation == "resend":
        memory[asked.id] = True
    dead = asked.operation == "confirm" and asked.id in memory and await _age(asked, ask) >= 600
    return WRONG if dead else await ask(asked)


@breaking("RESEND-12")
async def a_resend_brings_a_try_back(asked: Asked, ask: Ask, memory: Memory) -> Told:
    if asked.operation == "resend":
        memory[asked.id] = True
    wrong = asked.operation == "confirm" and asked.id in memory and await _is_under_way(asked, ask)
    if wrong and asked.json.get("otp") != await _otp(asked, ask) and _count(memory, "wrong", asked.id) == 1:
        return WRONG
    return await ask(asked)


@breaking("SEND-27")
async def windows_do_not_count(asked: Asked, ask: Ask, memory: Memory) -> Told:
    if _opens_a_window(asked):
        memory[asked.json["identityVerificationId"]] = True
    told = await ask(asked)
    too_many = asked.operation == "send" and told.type == "MAX_TRANSACTION_COUNT_REACHED" and asked.id in memory
    return tell(200, {}) if too_many and (await _read(asked, ask))["failure"]["pgCode"] == "MOCK-CANCELLED" else told


@breaking("SEND-28")
async def what_the_provider_used_up_is_sent(asked: Asked, ask: Ask, memory: Memory) -> Told:
    told = await ask(asked)
    if asked.operation == "send" and told.status != 400:
        _count(memory, asked.id)
    is_early = asked.operation == "send" and told.status == 400 and memory.get(asked.id, 0) == 1
    return tell(200, {}) if is_early and told.type == "MAX_TRANSACTION_COUNT_REACHED" else told


@breaking("SEND-29")
async def a_send_forgets_the_window(asked: Asked, ask: Ask, memory: Memory) -> Told:
    told = await ask(asked)
    if asked.operation == "send" and "customData" not in asked.json:
        memory[asked.id] = True
    if asked.operation != "read" or told.status != 200 or asked.id not in memory:
        return told
    return tell(200, {name: value for name, value in told.json.items() if name != "customData"})
