"""Servers that forgot the ways of 2023, or mix them with today's.

Lives here: entries of the catalogue only.
"""

import re
from dataclasses import replace
from typing import Any, Final

from tests.contracts.wrong_server import Ask, Asked, Told, error, tell

from .catalogue import breaking
from .tokens import remembering

Memory = dict[str, Any]
SEND_MEMBERS: Final = {"channelKey", "customer", "operator", "method", "storeId", "customData", "bypass"}


@breaking("COMPAT-01")
async def legacy_logins_speak_camel_case_only(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    if asked.operation != "legacy-log-in" or told.status != 200:
        return told
    return tell(200, {name: value for name, value in told.json.items() if "_" not in name})


async def _without_customer(asked: Asked, ask: Ask, memory: Memory, *, refreshed: bool) -> Told:
    told = await remembering(asked, ask, memory)
    if asked.operation == "refresh" and told.status == 200:
        memory.setdefault("refreshed", set()).add(told.json["accessToken"])
    is_refreshed = asked.credential.removeprefix("Bearer ") in memory.get("refreshed", ())
    if asked.operation != "read" or told.status != 200 or is_refreshed != refreshed:
        return told
    return tell(200, {name: value for name, value in told.json.items() if name != "customer"})


@breaking("COMPAT-02")
async def legacy_reads_have_no_customer(asked: Asked, ask: Ask, memory: Memory) -> Told:
    return await _without_customer(asked, ask, memory, refreshed=False)


@breaking("COMPAT-03")
async def refreshed_legacy_tokens_are_like_all_others(asked: Asked, ask: Ask, memory: Memory) -> Told:
    return await _without_customer(asked, ask, memory, refreshed=True)


@breaking("COMPAT-04")
async def legacy_reads_are_shortened(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    if asked.operation != "read" or told.status != 200 or "customer" not in told.json:
        return told
    return tell(200, {name: value for name, value in told.json.items() if name != "pgRawResponse"})


@breaking("COMPAT-05")
async def current_logins_speak_snake_case_too(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    if asked.operation != "log-in" or told.status != 200:
        return told
    return tell(200, {**told.json, "access_token": told.json["accessToken"]})


@breaking("COMPAT-06")
async def logins_take_what_they_know_only(asked: Asked, ask: Ask, _: Memory) -> Told:
    strange = asked.operation in ("log-in", "refresh") and len(asked.json) > 1
    return error(400, "INVALID_REQUEST") if strange else await ask(asked)


@breaking("COMPAT-07")
async def sends_take_what_they_know_only(asked: Asked, ask: Ask, _: Memory) -> Told:
    strange = asked.operation == "send" and isinstance(asked.json, dict) and asked.json.keys() - SEND_MEMBERS
    return error(400, "INVALID_REQUEST") if strange else await ask(asked)


@breaking("COMPAT-08")
async def unknown_parameters_are_refused(asked: Asked, ask: Ask, _: Memory) -> Told:
    return error(400, "INVALID_REQUEST") if b"laterAddition" in asked.query else await ask(asked)


@breaking("COMPAT-09")
async def a_plus_stays_a_plus(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await ask(replace(asked, query=re.sub(rb"(?<=[a-z])\+(?=[A-Z])", b"%2B", asked.query)))


@breaking("COMPAT-10")
async def one_refresh_token_for_both_ways(asked: Asked, ask: Ask, memory: Memory) -> Told:
    if asked.operation == "refresh" and asked.json.get("refreshToken") in memory.get("dead", ()):
        return error(401, "UNAUTHORIZED")
    told = await remembering(asked, ask, memory)
    if asked.operation == "log-in" and told.status == 200:
        held = memory["holders"].items()
        memory["dead"] = {token for token, login in held if login.operation == "legacy-log-in"}
    return told
