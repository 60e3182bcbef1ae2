"""Servers that get one provider's part of a send wrong.

Lives here: entries of the catalogue only.
"""

from collections.abc import Callable
from typing import Any

from tests.contracts.wrong_server import Ask, Asked, Told, error

from .catalogue import breaking

Memory = dict[str, Any]
Bypass = dict[str, Any]


async def _with_bypass(asked: Asked, ask: Ask, change: Callable[[Bypass], None]) -> Told:
    """The send with another bypass."""
    bypass = _bypass(asked)
    if not bypass:
        return await ask(asked)
    change(bypass)
    return await ask(asked.saying({**asked.json, "bypass": bypass}))


def _bypass(asked: Asked) -> Bypass:
    found = asked.json.get("bypass") if asked.operation == "send" and isinstance(asked.json, dict) else None
    return (
        {name: dict(part) for name, part in found.items() if isinstance(part, dict)} if isinstance(found, dict) else {}
    )


def _without(part: str, name: str) -> Callable[[Bypass], None]:
    return lambda bypass: bypass.get(part, {}).pop(name, None)


@breaking("SEND-17")
async def any_media_will_do(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _with_bypass(asked, ask, _without("kcpV2", "media_type"))


@breaking("SEND-18")
async def any_text_will_do(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _with_bypass(asked, ask, _without("kcpV2", "cp_sms_msg"))


@breaking("SEND-19", "SEND-36")
async def an_age_that_is_none_is_no_limit(asked: Asked, ask: Ask, _: Memory) -> Told:
    def whole_only(bypass: Bypass) -> None:
        limit = bypass.get("danal", {}).get("AGELIMIT")
        if type(limit) is not int or limit < 0:
            bypass.get("danal", {}).pop("AGELIMIT", None)

    return await _with_bypass(asked, ask, whole_only)


@breaking("SEND-20")
async def customer_ids_of_any_length_are_taken(asked: Asked, ask: Ask, _: Memory) -> Told:
    customer = asked.json.get("customer") if asked.operation == "send" and isinstance(asked.json, dict) else None
    if not isinstance(customer, dict) or not isinstance(customer.get("id"), str):
        return await ask(asked)
    return await ask(asked.saying({**asked.json, "customer": {**customer, "id": customer["id"][:200]}}))


@breaking("SEND-21", "SEND-24")
async def a_di_is_that_of_the_merchant_id(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _with_bypass(asked, ask, _without("kcpV2", "web_siteid"))


@breaking("SEND-22", "SEND-25")
async def kcp_has_one_name_only(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _with_bypass(asked, ask, lambda bypass: bypass.pop("kcp_v2", None))


@breaking("SEND-23")
async def every_part_of_a_bypass_is_looked_at(asked: Asked, ask: Ask, _: Memory) -> Told:
    bypass = _bypass(asked)
    wrong = bypass.get("kcpV2", {}).get("media_type") == "MC03" or bypass.get("danal", {}).get("AGELIMIT") == "adult"
    return error(400, "INVALID_REQUEST") if wrong else await ask(asked)


@breaking("SEND-13")
async def kcp_takes_39_characters(asked: Asked, ask: Ask, _: Memory) -> Told:
    to_kcp = asked.operation == "send" and b"channel-key-kcp" in asked.body
    return error(400, "INVALID_REQUEST") if to_kcp and len(asked.id) == 40 else await ask(asked)


@breaking("SEND-24")
async def any_site_id_will_do(asked: Asked, ask: Ask, _: Memory) -> Told:
    def texts_only(bypass: Bypass) -> None:
        site = bypass.get("kcpV2", {}).get("web_siteid", "SHOP1")
        if not isinstance(site, str) or not site:
            del bypass["kcpV2"]["web_siteid"]

    return await _with_bypass(asked, ask, texts_only)


@breaking("SEND-25")
async def the_first_of_two_names_counts(asked: Asked, ask: Ask, _: Memory) -> Told:
    def one_only(bypass: Bypass) -> None:
        if "kcpV2" in bypass:
            bypass.pop("kcp_v2", None)

    return await _with_bypass(asked, ask, one_only)
