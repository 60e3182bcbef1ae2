"""PortOne's record as types: no I/O, no decisions, no personal data in a repr or an error."""

import re
from dataclasses import dataclass, field
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
class UnknownIdentityVerification(IdentityVerification):  # of a status that is none of the three
    raw: dict[str, Any] = field(repr=False)


def read_identity_verification(body: dict[str, Any]) -> IdentityVerification:
    """The record in a body, new members passed over; ValueError names a member that is not as PortOne documents it."""
    if member(body, "status", str) in ("READY", "FAILED", "VERIFIED"):
        return IdentityVerification(**_members(body, IdentityVerification))
    return UnknownIdentityVerification(status=body["status"], id=member(body, "id", str | None), raw=body)


def _members(body: dict[str, Any], kind: Any) -> dict[str, Any]:
    return {name: member(body, name, hint) for name, hint in get_type_hints(kind).items()}


def member(body: dict[str, Any], name: str, hint: Any) -> Any:
    """One member, by its name in snake case, as the type of the hint; with `… | None` it may be absent or null."""
    theirs = re.sub("_(.)", lambda found: found[1].upper(), name)
    value, (wanted, *optional) = body.get(theirs), get_args(hint) or (hint,)
    if value is None and optional:
        return None
    if isinstance(value, dict) and wanted in (Channel, Failure, VerifiedCustomer):
        return wanted(**_members(value, wanted))
    try:
        read = wanted.fromisoformat(value) if wanted in (date, datetime) else value
    except (TypeError, ValueError):
        read = None
    if not isinstance(read, wanted) or (isinstance(read, datetime) and read.tzinfo is None):
        raise ValueError(f"{theirs} cannot be read as {wanted.__name__}")
    return read
