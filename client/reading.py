"""PortOne's record as types: absent is None, new members are passed over, an unknown status is kept whole.

Lives here: the shapes and one reader for all of them. May not: I/O, decisions, personal data in a repr or an error.
"""

import re
from dataclasses import dataclass, field, is_dataclass
from datetime import date, datetime
from typing import Any, get_args, get_type_hints


@dataclass(frozen=True)
class Channel:
    type: str  # LIVE or TEST
    pg_provider: str | None = None
    pg_merchant_id: str | None = None  # the site that a DI belongs to


@dataclass(frozen=True)
class Failure:
    reason: str | None = None
    pg_code: str | None = None
    pg_message: str | None = None


@dataclass(frozen=True, repr=False)
class VerifiedCustomer:  # which members come depends on provider and contract
    name: str | None = None
    birth_date: date | None = None
    gender: str | None = None
    is_foreigner: bool | None = None
    phone_number: str | None = None
    operator: str | None = None
    ci: str | None = None
    di: str | None = None


@dataclass(frozen=True, kw_only=True)
class IdentityVerification:
    status: str  # READY, FAILED or VERIFIED
    id: str | None = None
    channel: Channel | None = None
    failure: Failure | None = None
    verified_customer: VerifiedCustomer | None = None
    requested_at: datetime | None = None
    verified_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class UnknownIdentityVerification(IdentityVerification):
    raw: dict[str, Any] = field(repr=False)


def read_identity_verification(body: dict[str, Any]) -> IdentityVerification:
    """The record in a body; ValueError names the member that is not what PortOne documents."""
    status, id_ = _value(str, body.get("status"), "status"), _value(str | None, body.get("id"), "id")
    if status not in ("READY", "FAILED", "VERIFIED"):
        return UnknownIdentityVerification(status=status, id=id_, raw=body)
    record: IdentityVerification = _value(IdentityVerification, body, "the record")
    return record


def _value(hint: Any, value: Any, name: str) -> Any:
    wanted, *optional = get_args(hint) or (hint,)
    if value is None and optional:
        return None
    if is_dataclass(wanted) and isinstance(value, dict):
        members = [(ours, re.sub("_(.)", lambda it: it[1].upper(), ours)) for ours in get_type_hints(wanted)]
        hints = get_type_hints(wanted)
        return wanted(**{ours: _value(hints[ours], value.get(theirs), theirs) for ours, theirs in members})
    try:
        read = wanted.fromisoformat(value) if wanted in (date, datetime) else value
    except (TypeError, ValueError):
        read = None
    if not isinstance(read, wanted) or (isinstance(read, datetime) and read.tzinfo is None):
        raise ValueError(f"{name} cannot be read as {wanted.__name__}")
    return read
