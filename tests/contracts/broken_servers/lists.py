"""Servers whose lists are wrong.

Lives here: entries of the catalogue, and how a list is asked or answered otherwise; most of those about filters are in
filters.py.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

from tests.contracts.wrong_server import Ask, Asked, Told, tell

from .catalogue import breaking

Memory = dict[str, Any]
Query = dict[str, Any]


def asking(asked: Asked, change: Callable[[Query], None]) -> Asked:
    """The list with another query, given as body."""
    text = asked.body.decode() or parse_qs(asked.query.decode()).get("requestBody", ["{}"])[0]
    query = json.loads(text)
    change(query)
    return replace(asked.saying(query), query=b"")


async def answering(asked: Asked, ask: Ask, change: Callable[[Query], None]) -> Told:
    """The list with another answer."""
    told = await ask(asked)
    if asked.operation != "list" or told.status != 200:
        return told
    body = told.json
    change(body)
    return tell(200, body)


@breaking("LIST-01", "LIST-36", "LIST-41")
async def pages_are_counted_from_one(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await answering(asked, ask, lambda body: body["page"].update(number=body["page"]["number"] + 1))


def _without_page(body: Query) -> None:
    del body["page"]


@breaking("LIST-01")
async def lists_have_no_page(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await answering(asked, ask, _without_page)


@breaking("LIST-02")
async def items_are_shortened(asked: Asked, ask: Ask, _: Memory) -> Told:
    def shorten(body: Query) -> None:
        for item in body["items"]:
            item.pop("pgRawResponse", None)

    return await answering(asked, ask, shorten)


@breaking("LIST-03", "LIST-09")
async def the_total_is_that_of_the_page(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await answering(asked, ask, lambda body: body["page"].update(totalCount=len(body["items"])))


@breaking("LIST-03", "LIST-36", "LIST-39", "LIST-41")
async def pages_overlap(asked: Asked, ask: Ask, _: Memory) -> Told:
    def one_more(query: Query) -> None:
        page = query.get("page")
        if isinstance(page, dict) and page.get("number") == 1:
            page["number"] = 0

    return await ask(asking(asked, one_more) if asked.operation == "list" else asked)


@breaking("LIST-04", "LIST-24")
async def the_filter_is_not_looked_at(asked: Asked, ask: Ask, _: Memory) -> Told:
    def unfiltered(query: Query) -> None:
        filtered = query.get("filter")
        if isinstance(filtered, dict) and filtered.get("statuses") in (["READY"], ["VERIFIED"], ["FAILED"]):
            del filtered["statuses"]

    return await ask(asking(asked, unfiltered) if asked.operation == "list" else asked)


@breaking("LIST-05", "LIST-41")
async def the_oldest_come_first(asked: Asked, ask: Ask, _: Memory) -> Told:
    def oldest_first(query: Query) -> None:
        query.setdefault("sort", {"order": "ASC"})

    return await ask(asking(asked, oldest_first) if asked.operation == "list" else asked)


@breaking("LIST-06", "LIST-48")
async def a_body_is_not_looked_at(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await ask(replace(asked, body=b"") if asked.operation == "list" else asked)


@breaking("LIST-07", "LIST-39", "LIST-42", "FIELDS-11")
async def wrong_queries_list_everything(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    if asked.operation == "list" and told.status == 400:
        return await ask(replace(asked, query=b"", body=b""))
    return told


def without_filter(*names: str) -> Callable[[Query], None]:
    """What leaves these members of a filter out."""

    def forget(query: Query) -> None:
        for name in names:
            if isinstance(query.get("filter"), dict):
                query["filter"].pop(name, None)

    return forget


@breaking("LIST-08", "LIST-24", "LIST-39")
async def the_filter_by_id_is_not_looked_at(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await ask(asking(asked, without_filter("identityVerificationId")) if asked.operation == "list" else asked)


@breaking("LIST-09")
async def far_pages_are_the_first(asked: Asked, ask: Ask, _: Memory) -> Told:
    def come_back(query: Query) -> None:
        if isinstance(query.get("page"), dict) and query["page"].get("number") == 9:
            query["page"]["number"] = 0

    return await ask(asking(asked, come_back) if asked.operation == "list" else asked)


@breaking("LIST-10", "LIST-06")
async def one_status_is_enough(asked: Asked, ask: Ask, _: Memory) -> Told:
    if asked.operation != "list" or asked.body:
        return await ask(asked)

    def first_only(query: Query) -> None:
        filtered = query.get("filter")
        if isinstance(filtered, dict) and filtered.get("statuses") == ["READY", "FAILED"]:
            filtered["statuses"] = ["READY"]

    return await ask(asking(asked, first_only))


@breaking("LIST-11", "LIST-27", "LIST-28", "LIST-29", "LIST-30")
async def verified_customers_are_not_looked_for(asked: Asked, ask: Ask, _: Memory) -> Told:
    def unverified_only(body: Query) -> None:
        body["items"] = [item for item in body["items"] if item["status"] != "VERIFIED"]

    if b"customer" not in asked.query:
        return await ask(asked)
    return await answering(asked, ask, unverified_only)


@breaking("LIST-12", "LIST-34")
async def lists_go_back_for_ever(asked: Asked, ask: Ask, _: Memory) -> Told:
    def since_ever(query: Query) -> None:
        if isinstance(query.setdefault("filter", {}), dict):
            query["filter"].setdefault("from", "2001-01-01T00:00:00Z")

    return await ask(asking(asked, since_ever) if asked.operation == "list" else asked)


@breaking("LIST-13", "LIST-33")
async def equal_times_stand_as_they_come(asked: Asked, ask: Ask, memory: Memory) -> Told:
    memory["lists"] = memory.get("lists", 0) + (asked.operation == "list")

    def turn(body: Query) -> None:
        times = {item["requestedAt"][:16] for item in body["items"]}
        if len(times) == 1 and memory["lists"] % 2 and b"_AT" not in asked.query:
            body["items"].reverse()

    return await answering(asked, ask, turn)


@breaking("LIST-14", "LIST-33", "LIST-37")
async def everything_is_sorted_by_the_request(asked: Asked, ask: Ask, _: Memory) -> Told:
    def by_request(query: Query) -> None:
        if isinstance(query.get("sort"), dict) and query["sort"].get("by") in ("VERIFIED_AT", "STATUS_UPDATED_AT"):
            query["sort"]["by"] = "REQUESTED_AT"

    return await ask(asking(asked, by_request) if asked.operation == "list" else asked)


@breaking("LIST-15")
async def live_and_test_are_one(asked: Asked, ask: Ask, _: Memory) -> Told:
    def either(query: Query) -> None:
        if isinstance(query.get("filter"), dict) and isinstance(query["filter"].get("isTest"), bool):
            del query["filter"]["isTest"]

    return await ask(asking(asked, either) if asked.operation == "list" else asked)


def _is_a_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


@breaking("LIST-16", "LIST-34", "LIST-42", "LIST-43")
async def the_end_of_a_range_is_outside(asked: Asked, ask: Ask, _: Memory) -> Told:
    def sooner(query: Query) -> None:
        until = query.get("filter", {}).get("until") if isinstance(query.get("filter"), dict) else None
        if isinstance(until, str) and _is_a_time(until):
            query["filter"]["until"] = (datetime.fromisoformat(until) - timedelta(milliseconds=1)).isoformat()

    return await ask(asking(asked, sooner) if asked.operation == "list" else asked)


@breaking("LIST-17", "LIST-39")
async def providers_are_not_told_apart(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await ask(asking(asked, without_filter("pgProviders")) if asked.operation == "list" else asked)


@breaking("LIST-18", "LIST-39")
async def transactions_are_not_told_apart(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await ask(asking(asked, without_filter("pgTxId")) if asked.operation == "list" else asked)
