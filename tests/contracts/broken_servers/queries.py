"""Servers that read the values of a list's query wrongly.

Lives here: entries of the catalogue only.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.contracts.wrong_server import Ask, Asked, Told, error

from .catalogue import Record, breaking, recordwise
from .lists import Query, answering, asking

Memory = dict[str, Any]
REFUSED = error(400, "INVALID_REQUEST")


async def _reading(asked: Asked, ask: Ask, change: Callable[[Query], Any]) -> Told:
    """The list, with its query changed; one for which `change` is true is refused."""
    if asked.operation != "list":
        return await ask(asked)
    verdicts: list[Any] = []
    changed = asking(asked, lambda query: verdicts.append(change(query)))
    return REFUSED if verdicts[0] else await ask(changed)


def _page(query: Query) -> Query:
    found = query.get("page")
    return found if isinstance(found, dict) else {}


def _criteria(query: Query) -> Query:
    found = query.get("filter")
    return found if isinstance(found, dict) else {}


@breaking("LIST-38")
async def a_provider_of_few_is_not_known(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _reading(asked, ask, lambda query: "TRIPLE_A" in (_criteria(query).get("pgProviders") or ()))


@breaking("LIST-39")
async def null_counts_as_absent_in_a_query(asked: Asked, ask: Ask, _: Memory) -> Told:
    def drop(holder: Query) -> None:
        for name in [name for name, value in holder.items() if value is None]:
            del holder[name]
        for value in holder.values():
            if isinstance(value, dict):
                drop(value)

    return await _reading(asked, ask, drop)


@breaking("LIST-40")
async def the_largest_integer_is_too_large(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _reading(asked, ask, lambda query: 2**31 - 1 in _page(query).values())


@breaking("LIST-40")
async def an_integer_has_no_point(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _reading(asked, ask, lambda query: any(isinstance(each, float) for each in _page(query).values()))


@breaking("LIST-41")
async def a_size_of_nothing_is_ten(asked: Asked, ask: Ask, _: Memory) -> Told:
    def ten(query: Query) -> None:
        size = _page(query).get("size")
        if type(size) is int and -(2**31) <= size < 1:
            query["page"]["size"] = 10

    return await _reading(asked, ask, ten)


def _each_time(query: Query, change: Callable[[str], str]) -> None:
    for name in ("from", "until"):
        if isinstance(_criteria(query).get(name), str):
            query["filter"][name] = change(query["filter"][name])


@breaking("LIST-42")
async def a_time_without_a_zone_is_utc(asked: Asked, ask: Ask, _: Memory) -> Told:
    def in_utc(text: str) -> str:
        return f"{text}Z" if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", text) else text

    return await _reading(asked, ask, lambda query: _each_time(query, in_utc))


@breaking("LIST-43")
async def a_fraction_counts_milliseconds(asked: Asked, ask: Ask, _: Memory) -> Told:
    def misread(text: str) -> str:
        return re.sub(r"\.(\d{1,2})(?!\d)", lambda found: f".{int(found[1]):03}", text)

    return await _reading(asked, ask, lambda query: _each_time(query, misread))


@breaking("LIST-44", "LIST-31")
async def a_ready_record_has_no_status_time(asked: Asked, ask: Ask, _: Memory) -> Told:
    def without_ready(body: Query) -> None:
        body["items"] = [item for item in body["items"] if item["status"] != "READY"]

    by_status = asked.operation == "list" and b"STATUS_UPDATED_AT" in asked.query and b"timeRangeField" in asked.query
    return await answering(asked, ask, without_ready) if by_status else await ask(asked)


@breaking("LIST-45")
async def only_operators_of_a_send_are_looked_at(asked: Asked, ask: Ask, _: Memory) -> Told:
    def without_given(body: Query) -> None:
        body["items"] = [item for item in body["items"] if "operator" not in item.get("verifiedCustomer", {})]

    by_carrier = asked.operation == "list" and b"carriers" in asked.query
    return await answering(asked, ask, without_given) if by_carrier else await ask(asked)


@recordwise("LIST-46")
def requested_births_are_dropped(record: Record) -> None:
    for name in ("birthYear", "birthMonth", "birthDay"):
        record.get("requestedCustomer", {}).pop(name, None)


@breaking("LIST-47")
async def a_list_is_of_one_store(asked: Asked, ask: Ask, memory: Memory) -> Told:
    """That of whichever send of a store came first."""
    if asked.operation == "send":
        told = await ask(asked)
        if told.status == 200 and "storeId" in asked.json:
            memory.setdefault(asked.credential, asked.json["storeId"])
        return told

    def of_one(query: Query) -> None:
        if asked.credential in memory and isinstance(query.get("filter"), dict):
            query["filter"].setdefault("storeId", memory[asked.credential])

    return await _reading(asked, ask, of_one)


@breaking("LIST-48")
async def a_request_body_wins_over_a_body(asked: Asked, ask: Ask, _: Memory) -> Told:
    both = asked.operation == "list" and b"requestBody=" in asked.query
    return await ask(replace(asked, body=b"") if both else asked)
