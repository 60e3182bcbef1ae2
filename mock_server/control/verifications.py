"""Verifications as a tester wants them: /_mock/verifications and /_mock/verifications/{id}.

Lives here: putting, explaining, listing and removing records. May not: making them (domain/arrangement.py).
"""

from typing import Any

from ..answer import Answer, encode, of_json
from ..domain.arrangement import Ids, arrange, explain_withheld
from ..domain.attempts import Attempt
from ..domain.order import Order
from ..domain.record import Record, answer
from ..domain.timestamps import rfc3339
from ..records import check_id, find_entry, not_found
from .endpoint import ControlCall, done
from .paging import DEFAULT_LIMIT, LARGEST_LIMIT, number


def shown_verification(record: Record) -> dict[str, Any]:
    """A record with what PortOne would answer, what is withheld and why, and its attempts."""
    return {
        "id": record.id,
        "state": record.state,
        "person": record.person,
        "channel": record.channel.name,
        "agency": record.agency,
        "answer": answer(record),
        "withheld": explain_withheld(record),
        "attempts": [_shown_attempt(attempt) for attempt in record.attempts],
    }


def _shown_attempt(attempt: Attempt) -> dict[str, Any]:
    otp = attempt.otp
    return {
        "identityVerificationTxId": attempt.identity_verification_tx_id,
        "channel": attempt.channel.name,
        "method": attempt.method,
        "state": attempt.state,
        "startedAt": rfc3339(attempt.started_at),
        "otp": otp and {"code": otp.code, "expiresAt": rfc3339(attempt.expires_at), "triesLeft": otp.tries_left},
    }


async def put_verification(control: ControlCall) -> Answer:
    """Make or replace a verification; answers exactly what PortOne's read returns."""
    sandbox = await control.sandbox()
    id_ = control.path["id"]
    check_id(id_)
    order = Order.read(await control.members())

    def transition(before: Record | None, now: int, ids: Ids) -> tuple[Record, Record]:
        record = arrange(id_, order, sandbox.world(), now, ids, sandbox.scenario.otp.codes)
        return record, record

    return Answer(200, encode(answer(await control.mock.store.change(sandbox, id_, transition))))


async def get_verification(control: ControlCall) -> Answer:
    """One verification with everything a tester may want to know; a ready-made one comes to be."""
    sandbox = await control.sandbox()
    entry = await find_entry(control.mock.store, sandbox, control.path["id"])
    return of_json(shown_verification(entry.record))


async def list_verifications(control: ControlCall) -> Answer:
    """`?limit&offset` -> `{"verifications": […], "total"}`, oldest first."""
    sandbox = await control.sandbox("limit", "offset")
    parameters = control.parameters("limit", "offset")
    limit = number(parameters, "limit", DEFAULT_LIMIT, LARGEST_LIMIT)
    offset = number(parameters, "offset", 0, None)
    entries = list(await control.mock.store.entries(sandbox))
    chosen = [shown_verification(entry.record) for entry in entries[offset : offset + limit]]
    return of_json({"verifications": chosen, "total": len(entries)})


async def delete_verification(control: ControlCall) -> Answer:
    """Remove a verification; 404 when there is none (a ready-made one that was never read counts as none)."""
    sandbox = await control.sandbox()
    id_ = control.path["id"]

    def transition(before: Record | None, now: int, ids: Ids) -> tuple[None, bool]:
        return None, before is not None

    if not await control.mock.store.change(sandbox, id_, transition):
        raise not_found(id_, sandbox)
    return done()
