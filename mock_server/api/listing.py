"""Listing: GET /identity-verifications.

Lives here: the handler, and where its query comes from. May not: choosing records (domain/listing.py).
"""

from collections.abc import Mapping
from typing import Any

from ..answer import Answer, encode
from ..call import Call, json_object
from ..domain.listing import CUSTOMER_MEMBERS, KNOWN, choose, read_query
from .exchange import Exchange
from .identity_verifications import kept_answer


async def get_identity_verifications(exchange: Exchange) -> Answer:
    """`{"items": […], "page": {"number", "size", "totalCount"}}`; 403 for a foreign `filter.storeId`."""
    access = await exchange.authorise()
    now = access.sandbox.clock.now()
    members = await _members(exchange, now)
    query = read_query(members, now)
    _note_others(exchange.call, members)
    if query.store_id is not None:
        exchange.store_of(access, query.store_id)
    entries = {entry.record.id: entry for entry in await exchange.sandboxes.store.entries(access.sandbox)}
    page = choose((entry.record for entry in entries.values()), query)
    items = b",".join(kept_answer(entries[record.id], legacy=False).body for record in page.records)
    info = encode({"number": page.number, "size": page.size, "totalCount": page.total_count})
    return Answer(200, b'{"items":[' + items + b'],"page":' + info + b"}")


def _note_others(call: Call, members: Mapping[str, Any]) -> None:
    """Note what nobody reads, at any depth: a mistyped filter would choose everything and say nothing."""
    call.ignore_others(members, KNOWN)
    for part, known in KNOWN.items():
        call.ignore_others(members.get(part, {}), known)
    call.ignore_others(members.get("filter", {}).get("customer", {}), CUSTOMER_MEMBERS)


async def _members(exchange: Exchange, now: int) -> dict[str, Any]:
    """The query: a body, or the same JSON as `requestBody`; of both, each in order, the body wins (assumed)."""
    text = exchange.call.parameters(("requestBody",)).get("requestBody")
    members = json_object(text.encode()) if text is not None else {}
    body = await exchange.call.body()
    if not body.strip():
        return members
    read_query(members, now)
    return json_object(body)
