"""One identity verification and the answer that PortOne gives for it.

Lives here: Record (immutable) and its rendering in each dialect. May not: how a record changes (lifecycle and
arrangement), bytes, HTTP.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from .attempts import Attempt
from .channels import Channel
from .lifecycle import STATUS_OF, State
from .outcomes import Failure, Status
from .timestamps import rfc3339


class Record(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What is kept of one verification. Times are milliseconds since 1970; customers hold PortOne's members."""

    id: str
    store_id: str
    state: State
    person: str | None
    channel: Channel
    agency: str | None
    requested_at: int
    updated_at: int
    status_changed_at: int
    verified_at: int | None = None
    requested_customer: Mapping[str, str] = {}
    verified_customer: Mapping[str, Any] = {}
    failure: Failure | None = None
    pg_tx_id: str | None = None
    pg_raw_response: str | None = None
    custom_data: str | None = None
    attempts: tuple[Attempt, ...] = ()
    version: str = "V2"

    @property
    def status(self) -> Status:
        """The public status."""
        status = STATUS_OF[self.state]
        assert status is not None, "there is no record before an attempt has begun"
        return status


def answer(record: Record, *, legacy: bool = False) -> dict[str, Any]:
    """The members of PortOne's single read, absent ones left out.

    A legacy token's answer has `customer` besides, a copy of `verifiedCustomer` (see "Compatibility" in the design).
    """
    body: dict[str, Any] = {"status": record.status, "id": record.id, "channel": record.channel.selected()}
    if record.status == "VERIFIED":
        body["verifiedCustomer"] = record.verified_customer
        if legacy:
            body["customer"] = record.verified_customer
    else:
        body["requestedCustomer"] = record.requested_customer
    body["customData"] = record.custom_data
    body["requestedAt"] = rfc3339(record.requested_at)
    body["updatedAt"] = rfc3339(record.updated_at)
    body["statusChangedAt"] = rfc3339(record.status_changed_at)
    if record.verified_at is not None:
        body["verifiedAt"] = rfc3339(record.verified_at)
    if record.failure is not None:
        body["failure"] = record.failure
    body["pgTxId"] = record.pg_tx_id
    body["pgRawResponse"] = record.pg_raw_response
    body["version"] = record.version
    return {name: value for name, value in body.items() if value is not None}
