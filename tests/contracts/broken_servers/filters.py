"""Servers that do not look at one member of a list's filter, or at one of its times.

Lives here: entries of the catalogue only.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.contracts.wrong_server import Ask, Asked, Told, error

from .catalogue import breaking
from .lists import Query, answering, asking, without_filter

Memory = dict[str, Any]


async def _asked_otherwise(asked: Asked, ask: Ask, change: Callable[[Query], None]) -> Told:
    return await ask(asking(asked, change) if asked.operation == "list" else asked)


def _part(query: Query, name: str) -> Query:
    """A part of the query, or an empty one that is thrown away."""
    found = query.get(name)
    return found if isinstance(found, dict) else {}


def _without_customer(name: str) -> Callable[[Query], None]:
    return lambda query: _part(_part(query, "filter"), "customer").pop(name, None)


@breaking("LIST-19", "LIST-39")
async def merchant_ids_are_not_told_apart(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _asked_otherwise(asked, ask, without_filter("pgMerchantId"))


@breaking("LIST-20", "LIST-39")
async def companies_are_not_told_apart(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _asked_otherwise(asked, ask, without_filter("pgCompanies"))


@breaking("LIST-21", "LIST-39")
async def versions_are_not_told_apart(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _asked_otherwise(asked, ask, without_filter("version"))


@breaking("LIST-22", "LIST-39")
async def attempts_are_not_told_apart(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _asked_otherwise(asked, ask, without_filter("identityVerificationTxId"))


@breaking("LIST-23", "LIST-39", "LIST-45")
async def operators_are_not_told_apart(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _asked_otherwise(asked, ask, without_filter("carriers"))


@breaking("LIST-25", "LIST-39", "LIST-47")
async def lists_of_any_store_are_told(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _asked_otherwise(asked, ask, without_filter("storeId"))


@breaking("LIST-26", "LIST-39")
async def phones_are_not_told_apart(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _asked_otherwise(asked, ask, _without_customer("phoneNumber"))


@breaking("LIST-27", "LIST-39", "LIST-46")
async def years_of_birth_are_not_told_apart(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _asked_otherwise(asked, ask, _without_customer("birthYear"))


@breaking("LIST-28", "LIST-39", "LIST-46")
async def months_of_birth_are_not_told_apart(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _asked_otherwise(asked, ask, _without_customer("birthMonth"))


@breaking("LIST-29", "LIST-39", "LIST-46")
async def days_of_birth_are_not_told_apart(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _asked_otherwise(asked, ask, _without_customer("birthDay"))


@breaking("LIST-30", "LIST-39")
async def genders_are_not_told_apart(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await _asked_otherwise(asked, ask, _without_customer("gender"))


@breaking("LIST-24")
async def an_id_outdoes_a_status(asked: Asked, ask: Ask, _: Memory) -> Told:
    def by_id_only(query: Query) -> None:
        if "identityVerificationId" in _part(query, "filter"):
            query["filter"].pop("statuses", None)

    return await _asked_otherwise(asked, ask, by_id_only)


@breaking("LIST-31")
async def ranges_are_of_the_request(asked: Asked, ask: Ask, _: Memory) -> Told:
    def of_the_request(query: Query) -> None:
        if _part(query, "filter").get("timeRangeField") in ("VERIFIED_AT", "STATUS_UPDATED_AT"):
            del query["filter"]["timeRangeField"]

    return await _asked_otherwise(asked, ask, of_the_request)


@breaking("LIST-32", "LIST-37")
async def failures_are_timed_by_the_request(asked: Asked, ask: Ask, _: Memory) -> Told:
    def of_the_request(query: Query) -> None:
        for part, name in (("filter", "timeRangeField"), ("sort", "by")):
            if _part(query, part).get(name) == "FAILED_AT":
                del query[part][name]

    return await _asked_otherwise(asked, ask, of_the_request)


@breaking("LIST-33")
async def other_times_are_sorted_oldest_first(asked: Asked, ask: Ask, _: Memory) -> Told:
    def oldest_first(query: Query) -> None:
        if "by" in _part(query, "sort"):
            query["sort"].setdefault("order", "ASC")

    return await _asked_otherwise(asked, ask, oldest_first)


@breaking("LIST-34")
async def ranges_begin_ninety_days_before_now(asked: Asked, ask: Ask, _: Memory) -> Told:
    def before_now(query: Query) -> None:
        if "until" in _part(query, "filter"):
            query["filter"].setdefault("from", (datetime.now(UTC) - timedelta(days=90)).isoformat())

    return await _asked_otherwise(asked, ask, before_now)


@breaking("LIST-35", "LIST-43")
async def offsets_are_cut_off(asked: Asked, ask: Ask, _: Memory) -> Told:
    def in_utc(query: Query) -> None:
        for name in ("from", "until"):
            at = _part(query, "filter").get(name)
            if isinstance(at, str) and at[-6:-5] in ("+", "-"):
                query["filter"][name] = f"{at[:-6]}Z"

    return await _asked_otherwise(asked, ask, in_utc)


@breaking("LIST-36", "LIST-41")
async def every_page_says_that_it_is_of_ten(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await answering(asked, ask, lambda body: body["page"].update(size=10))


@breaking("LIST-37")
async def records_without_the_time_come_first(asked: Asked, ask: Ask, _: Memory) -> Told:
    other_time = b"VERIFIED_AT" in asked.query or b"FAILED_AT" in asked.query

    def lacking_first(body: Query) -> None:
        if any(item["status"] == "READY" for item in body["items"]) and len(body["items"]) == 3:
            body["items"].sort(key=lambda item: item["status"] != "READY")

    return await answering(asked, ask, lacking_first) if other_time else await ask(asked)


@breaking("LIST-23", "LIST-38", "LIST-45")
async def a_filter_by_operator_is_refused(asked: Asked, ask: Ask, _: Memory) -> Told:
    return error(400, "INVALID_REQUEST") if b"carriers" in asked.query else await ask(asked)
