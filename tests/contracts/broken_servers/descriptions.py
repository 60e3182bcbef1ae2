"""Servers that read the members of a send wrongly, and servers that take somebody known for somebody else.

Lives here: entries of the catalogue only. `adult` is the mock's person 김모의, 010-0000-0001.
"""

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.contracts.wrong_server import Ask, Asked, Told, error, tell

from .catalogue import breaking
from .customers import _digits

Memory = dict[str, Any]
Body = dict[str, Any]
REFUSED = error(400, "INVALID_REQUEST")


async def _reading(asked: Asked, ask: Ask, change: Callable[[Body, Body], Any]) -> Told:
    """The send, with its body and customer changed; one for which `change` is true is refused."""
    body = asked.json if asked.operation == "send" else None
    if not isinstance(body, dict) or not isinstance(body.get("customer"), dict):
        return await ask(asked)
    return REFUSED if change(body, body["customer"]) else await ask(asked.saying(body))


def _text(holder: Body, name: str) -> str:
    found = holder.get(name)
    return found if isinstance(found, str) else ""


@breaking("SEND-30")
async def digits_of_any_script_are_digits(asked: Asked, ask: Ask, _: Memory) -> Told:
    def in_ascii(_: Body, customer: Body) -> None:
        if _text(customer, "identityNumber"):
            customer["identityNumber"] = unicodedata.normalize("NFKC", customer["identityNumber"])

    return await _reading(asked, ask, in_ascii)


@breaking("SEND-31")
async def every_fourth_year_has_a_leap_day(asked: Asked, ask: Ask, _: Memory) -> Told:
    def leap(_: Body, customer: Body) -> None:
        if _text(customer, "identityNumber")[:6] == "000229":
            customer["identityNumber"] = "000228" + customer["identityNumber"][6:]

    return await _reading(asked, ask, leap)


@breaking("SEND-32")
async def babies_are_not_verified(asked: Asked, ask: Ask, _: Memory) -> Told:
    year = f"{datetime.now(UTC):%y}"

    def is_baby(_: Body, customer: Body) -> bool:
        digits = _text(customer, "identityNumber")
        return digits[:2] == year and digits[6:] in ("3", "4", "7", "8")

    return await _reading(asked, ask, is_baby)


@breaking("SEND-33")
async def null_counts_as_absent_in_a_send(asked: Asked, ask: Ask, _: Memory) -> Told:
    def drop(body: Body, customer: Body) -> None:
        for holder in (body, customer):
            for name in [name for name, value in holder.items() if value is None]:
                del holder[name]

    return await _reading(asked, ask, drop)


@breaking("SEND-34")
async def nobody_has_an_ipv6_address(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _reading(asked, ask, lambda _, customer: ":" in _text(customer, "ipAddress"))


@breaking("SEND-34")
async def a_phone_has_ten_digits_or_eleven(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _reading(asked, ask, lambda _, customer: len(_text(customer, "phoneNumber")) == 9)


@breaking("SEND-35")
async def a_name_is_cut(asked: Asked, ask: Ask, _: Memory) -> Told:
    def cut(_: Body, customer: Body) -> None:
        if _text(customer, "name"):
            customer["name"] = customer["name"][:1_000]

    return await _reading(asked, ask, cut)


@breaking("SEND-36", "SEND-23")
async def ages_are_plain_integers(asked: Asked, ask: Ask, _: Memory) -> Told:
    def is_another_kind(body: Body, _: Body) -> bool:
        danal = body["bypass"].get("danal") if isinstance(body.get("bypass"), dict) else None
        return isinstance(danal, dict) and type(danal.get("AGELIMIT", 0)) is not int

    return await _reading(asked, ask, is_another_kind)


@breaking("SEND-37")
async def a_part_of_a_bypass_that_is_none_is_ignored(asked: Asked, ask: Ask, _: Memory) -> Told:
    def objects_only(body: Body, _: Body) -> None:
        if isinstance(body.get("bypass"), dict):
            body["bypass"] = {name: part for name, part in body["bypass"].items() if isinstance(part, dict)}

    return await _reading(asked, ask, objects_only)


@breaking("FIELDS-30", "FIELDS-09")
async def nobody_was_born_before_1900(asked: Asked, ask: Ask, _: Memory) -> Told:
    def younger(_: Body, customer: Body) -> None:
        digits = _text(customer, "identityNumber")
        if len(digits) == 7 and digits[6] in "90":
            customer["identityNumber"] = digits[:6] + {"9": "1", "0": "2"}[digits[6]]

    return await _reading(asked, ask, younger)


@breaking("FIELDS-22", "FIELDS-24")
async def who_is_sent_is_somebody_new(asked: Asked, ask: Ask, memory: Memory) -> Told:
    told = await ask(asked)
    sent: set[str] = memory.setdefault("sent", set())
    if asked.operation == "send" and told.status == 200:
        sent.add(asked.id)
    if told.status != 200 or asked.operation not in ("read", "list", "confirm"):
        return told
    body = told.json
    for record in body.get("items", [body.get("identityVerification", body)]):
        customer = record.get("verifiedCustomer", {})
        if record["id"] in sent and "di" in customer:
            customer["di"] = _digits(66, customer["di"])
    return tell(200, body)


def _is_adults(customer: Body) -> bool:
    return customer.get("phoneNumber") == "01000000001"


@breaking("FIELDS-23")
async def name_and_phone_are_enough(asked: Asked, ask: Ask, _: Memory) -> Told:
    def as_known(_: Body, customer: Body) -> None:
        if _is_adults(customer) and customer.get("name") == "김모의" and _text(customer, "identityNumber"):
            customer["identityNumber"] = "9005151"

    return await _reading(asked, ask, as_known)


@breaking("FIELDS-24")
async def by_app_the_phone_is_enough(asked: Asked, ask: Ask, _: Memory) -> Told:
    def as_known(body: Body, customer: Body) -> None:
        if _is_adults(customer) and body.get("method") == "APP":
            customer["name"] = "김모의"

    return await _reading(asked, ask, as_known)
