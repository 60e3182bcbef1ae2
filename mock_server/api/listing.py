"""Listing: GET /identity-verifications.

Lives here: the handler, and where its query comes from. May not: choosing records (domain/listing.py).
"""

from ..answer import Answer, encode
from ..call import json_object
from ..domain.listing import choose, read_query
from .exchange import Exchange
from .identity_verifications import kept_answer


async def get_identity_verifications(exchange: Exchange) -> Answer:
    """`{"items": […], "page": {"number", "size", "totalCount"}}`; 403 for a foreign `filter.storeId`."""
    access = await exchange.authorise()
    now = access.sandbox.clock.now()
    members = await _members(exchange, now)
    exchange.call.ignore_others(members, ("page", "sort", "filter"))
    query = read_query(members, now)
    if query.store_id is not None:
        exchange.store_of(access, query.store_id)
    entries = {entry.record.id: entry for entry in await exchange.sandboxes.store.entries(access.sandbox)}
    page = choose((entry.record for entry in entries.values()), query)
    items = b",".join(kept_answer(entries[record.id], legacy=False).body for record in page.records)
    info = encode({"number": page.number, "size": page.size, "totalCount": page.total_count})
    return Answer(200, b'{"items":[' + items + b'],"page":' + info + b"}")


async def _members(exchange: Exchange, now: int) -> dict[str, object]:
    """The query: a body, or the same JSON as `requestBody`; of both, each in order, the body wins (assumed)."""
    text = exchange.call.parameters(("requestBody",)).get("requestBody")
    members = json_object(text.encode()) if text is not None else {}
    body = await exchange.call.body()
    if not body.strip():
        return members
    read_query(members, now)
    return json_object(body)
