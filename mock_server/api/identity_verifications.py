"""Reading identity verifications: GET /identity-verifications/{identityVerificationId}.

Lives here: the handlers of these paths. May not: how records come to be and look (domain).
"""

from ..answer import Answer, encode
from ..domain.record import answer
from ..records import find_entry
from ..store.sandbox import Entry
from .exchange import Exchange


async def get_identity_verification(exchange: Exchange) -> Answer:
    """The record as PortOne answers it; 401, then 400, 403 for a foreign store, 404."""
    access = await exchange.authorise()
    store_id = access.sandbox.store_id
    if exchange.call.query:
        store_id = exchange.store_of(access, exchange.call.parameters(("storeId",)).get("storeId"))
    store, sandbox, id_ = exchange.sandboxes.store, access.sandbox, exchange.id or ""
    entry = await store.entry(sandbox, id_)
    if entry is None or entry.record.store_id != store_id:
        entry = await find_entry(store, sandbox, id_, store_id)
    return kept_answer(entry, legacy=access.legacy)


def kept_answer(entry: Entry, *, legacy: bool) -> Answer:
    """The record's answer in a dialect, encoded on first read; a change of the record drops it with the entry."""
    kept = entry.answers.get(legacy)
    if kept is None:
        kept = entry.answers[legacy] = Answer(200, encode(answer(entry.record, legacy=legacy)))
    return kept
