"""Servers whose lists are wrong.

Lives here: entries of the catalogue only.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

from tests.contracts.wrong_server import Ask, Asked, Told, tell

from .catalogue import breaking

Memory = dict[str, Any]
Query = dict[str, Any]


def _asking(asked: Asked, change: Callable[[Query], None]) -> Asked:
    """The list with another query, given as body."""
    text = asked.body.decode() or parse_qs(asked.query.decode()).get("requestBody", ["{}"])[0]
    query = json.loads(text)
    change(query)
    return replace(asked.saying(query), query=b"")


async def _answering(asked: Asked, ask: Ask, change: Callable[[Query], None]) -> Told:
    """The list with another answer."""
    told = await ask(asked)
    if asked.operation != "list" or told.status != 200:
        return told
    body = told.json
    change(body)
    return tell(200, body)


@breaking("LIST-01")
async def pages_are_counted_from_one(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _answering(asked, ask, lambda body: body["page"].update(number=body["page"]["number"] + 1))


def _without_page(body: Query) -> None:
    del body["page"]


@breaking("LIST-01")
async def lists_have_no_page(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _answering(asked, ask, _without_page)


@breaking("LIST-02")
async def items_are_shortened(asked: Asked, ask: Ask, _: Memory) -> Told:
    def shorten(body: Query) -> None:
        for item in body["items"]:
            item.pop("pgRawResponse", None)

    return await _answering(asked, ask, shorten)


@breaking("LIST-03")
async def the_total_is_that_of_the_page(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _answering(asked, ask, lambda body: body["page"].update(totalCount=len(body["items"])))


@breaking("LIST-03")
async def pages_overlap(asked: Asked, ask: Ask, _: Memory) -> Told:
    def one_more(query: Query) -> None:
        page = query.get("page")
        if isinstance(page, dict) and page.get("number") == 1:
            page["number"] = 0

    return await ask(_asking(asked, one_more) if asked.operation == "list" else asked)


@breaking("LIST-04")
async def the_filter_is_not_looked_at(asked: Asked, ask: Ask, _: Memory) -> Told:
    def unfiltered(query: Query) -> None:
        filtered = query.get("filter")
        if isinstance(filtered, dict) and filtered.get("statuses") in (["READY"], ["VERIFIED"], ["FAILED"]):
            del filtered["statuses"]

    return await ask(_asking(asked, unfiltered) if asked.operation == "list" else asked)


@breaking("LIST-05")
async def the_oldest_come_first(asked: Asked, ask: Ask, _: Memory) -> Told:
    def oldest_first(query: Query) -> None:
        query.setdefault("sort", {"order": "ASC"})

    return await ask(_asking(asked, oldest_first) if asked.operation == "list" else asked)


@breaking("LIST-06")
async def a_body_is_not_looked_at(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await ask(replace(asked, body=b"") if asked.operation == "list" else asked)


@breaking("LIST-07")
async def wrong_queries_list_everything(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    if asked.operation == "list" and told.status == 400:
        return await ask(replace(asked, query=b"", body=b""))
    return told
