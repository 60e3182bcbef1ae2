"""Servers whose providers give too much or too little, and servers that count ages wrongly.

Lives here: entries of the catalogue only.
"""

from typing import Any

from tests.contracts.wrong_server import Ask, Asked, Told, tell

from .catalogue import Record, breaking, customerwise
from .customers import _digits

Memory = dict[str, Any]


@customerwise("FIELDS-13")
def danal_gives_no_gender(customer: Record, record: Record) -> None:
    if record["channel"]["pgProvider"] == "DANAL":
        customer.pop("gender", None)


@breaking("FIELDS-14", "LIST-02")
async def danal_says_who_is_a_foreigner_without_a_contract(asked: Asked, ask: Ask, memory: Memory) -> Told:
    told = await _remembering_sends(asked, ask, memory)
    if asked.operation != "read" or told.status != 200 or asked.id in memory["sent"]:
        return told
    body = told.json
    if body["channel"].get("name") == "danal" and "verifiedCustomer" in body:
        body["verifiedCustomer"]["isForeigner"] = False
        if "customer" in body:
            body["customer"] = body["verifiedCustomer"]
    return tell(200, body)


@customerwise("FIELDS-15")
def kcp_does_not_say_who_is_a_foreigner(customer: Record, record: Record) -> None:
    if record["channel"]["pgProvider"] == "KCP_V2":
        customer.pop("isForeigner", None)


@customerwise("FIELDS-16", "FIELDS-26", "FIELDS-27")
def inicis_gives_a_di(customer: Record, record: Record) -> None:
    if record["channel"]["pgProvider"] == "INICIS_UNIFIED":
        customer["di"] = _digits(66, customer["name"])


@customerwise("FIELDS-17", "FIELDS-03")
def ci_comes_where_none_is_agreed(customer: Record, record: Record) -> None:
    if record["channel"].get("name") == "danal-no-ci":
        customer["ci"] = _digits(88, customer["name"], customer["birthDate"])


@customerwise("FIELDS-18", "READ-18")
def names_are_cut(customer: Record, _: Record) -> None:
    customer["name"] = customer["name"][:1] + "*" * (len(customer["name"]) - 1)


@breaking("FIELDS-19", "CONFIRM-02", "SEND-21")
async def everybody_who_is_described_is_somebody_new(asked: Asked, ask: Ask, memory: Memory) -> Told:
    told = await _remembering_sends(asked, ask, memory)
    if asked.operation != "read" or told.status != 200 or asked.id not in memory["sent"]:
        return told
    body = told.json
    customer = body.get("verifiedCustomer", {})
    if "ci" in customer:
        customer["ci"] = _digits(88, asked.id)
    return tell(200, body)


async def _remembering_sends(asked: Asked, ask: Ask, memory: Memory) -> Told:
    """The right answer; `memory` learns what was sent by API."""
    told = await ask(asked)
    sent: set[str] = memory.setdefault("sent", set())
    if asked.operation == "send" and told.status == 200:
        sent.add(asked.id)
    return told


def _limit(asked: Asked) -> Any:
    bypass = asked.json.get("bypass") if asked.operation == "send" and isinstance(asked.json, dict) else None
    danal = bypass.get("danal") if isinstance(bypass, dict) else None
    return danal.get("AGELIMIT") if isinstance(danal, dict) else None


@breaking("FIELDS-20", "SEND-19", "SEND-36", "FIELDS-21")
async def age_limits_are_not_looked_at(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await ask(asked.saying({**asked.json, "bypass": {}}) if _limit(asked) is not None else asked)


@breaking("FIELDS-20", "SEND-19", "SEND-36")
async def age_limits_are_for_grown_ups_only(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await ask(asked.saying({**asked.json, "bypass": {}}) if _limit(asked) not in (None, 19) else asked)


@breaking("FIELDS-21")
async def leap_days_count_as_28_february(asked: Asked, ask: Ask, _: Memory) -> Told:
    if _limit(asked) is None or asked.json["customer"]["identityNumber"][2:6] != "0229":
        return await ask(asked)
    digits = asked.json["customer"]["identityNumber"].replace("0229", "0228")
    return await ask(asked.saying({**asked.json, "customer": {**asked.json["customer"], "identityNumber": digits}}))


@breaking("SEND-14")
async def the_unborn_are_accepted(asked: Asked, ask: Ask, _: Memory) -> Told:
    customer = asked.json.get("customer") if asked.operation == "send" and isinstance(asked.json, dict) else None
    if not isinstance(customer, dict) or customer.get("identityNumber") != "9912313":
        return await ask(asked)
    return await ask(asked.saying({**asked.json, "customer": {**customer, "identityNumber": "9001011"}}))


@customerwise("FIELDS-25")
def an_extra_contract_leaves_the_nationality_out(customer: Record, record: Record) -> None:
    if record["channel"].get("name") == "danal-contract":
        customer.pop("isForeigner", None)


@customerwise("FIELDS-26")
def every_agency_gives_a_ci(customer: Record, record: Record) -> None:
    if record["channel"]["pgProvider"] == "INICIS_UNIFIED" and "ci" not in customer:
        customer["ci"] = _digits(88, customer["name"], customer["birthDate"])


@customerwise("FIELDS-27", "FIELDS-28")
def everybody_has_a_gender(customer: Record, _: Record) -> None:
    customer.setdefault("gender", "MALE")


@customerwise("FIELDS-29", "FIELDS-27")
def everybody_at_kg_inicis_has_a_nationality(customer: Record, record: Record) -> None:
    if record["channel"]["pgProvider"] == "INICIS_UNIFIED":
        customer.setdefault("isForeigner", False)


@breaking("FIELDS-28", "FIELDS-29")
async def what_is_asked_at_kg_inicis_cannot_be_chosen(asked: Asked, ask: Ask, _: Memory) -> Told:
    bypass = asked.json.get("bypass") if asked.path == "/browser/attempts" and isinstance(asked.json, dict) else None
    if isinstance(bypass, dict) and isinstance(bypass.get("inicisUnified"), dict):
        part = {name: value for name, value in bypass["inicisUnified"].items() if name != "FRGNDInfo"}
        asked = asked.saying({**asked.json, "bypass": {**bypass, "inicisUnified": part}})
    return await ask(asked)
