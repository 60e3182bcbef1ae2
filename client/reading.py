"""PortOne's record as types: no I/O, no decisions, no personal data in a repr or an error."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from types import NoneType
from typing import Any, Final, get_args, get_type_hints

_HALF_A_PAIR: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, repr=False)
class Unreadable:
    """A member that is there and is not what it should be, such as a birth date that no calendar has."""

    value: Any


@dataclass(frozen=True)
class Channel:
    type: str  # LIVE or TEST
    id: str | None = None
    key: str | None = None
    name: str | None = None
    pg_provider: str | None = None
    pg_merchant_id: str | None = None


@dataclass(frozen=True)
class Failure:
    reason: str | None = None
    pg_code: str | None = None
    pg_message: str | None = None


@dataclass(frozen=True, repr=False)
class RequestedCustomer:  # what the application or the user typed; nobody has verified it
    id: str | None = None
    name: str | None = None
    phone_number: str | None = None
    birth_year: str | None = None
    birth_month: str | None = None
    birth_day: str | None = None


@dataclass(frozen=True, repr=False)
class VerifiedCustomer:  # which members come depends on provider and contract
    id: str | None = None
    name: str | None = None
    birth_date: date | Unreadable | None = None
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
    requested_customer: RequestedCustomer | None = None
    verified_customer: VerifiedCustomer | None = None
    custom_data: str | None = field(default=None, repr=False)
    requested_at: datetime | None = None
    updated_at: datetime | None = None
    status_changed_at: datetime | None = None
    verified_at: datetime | None = None
    pg_tx_id: str | None = None
    pg_raw_response: str | None = field(default=None, repr=False)
    version: str | None = None


@dataclass(frozen=True, kw_only=True)
class UnknownIdentityVerification(IdentityVerification):
    """A record of a status that is none of the three, kept whole in `raw`."""

    raw: dict[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Page:
    """Some of the records that a list found; `total_count` are all of them."""

    items: tuple[IdentityVerification, ...]
    number: int
    size: int
    total_count: int


@dataclass(frozen=True, repr=False)
class Tokens:
    access_token: str
    refresh_token: str


NESTED: Final = (Channel, Failure, RequestedCustomer, VerifiedCustomer)


def read_identity_verification(body: dict[str, Any]) -> IdentityVerification:
    """The record in a body, new members passed over; ValueError names a member that is not as PortOne documents it."""
    if member(body, "status", str) in ("READY", "FAILED", "VERIFIED"):
        return IdentityVerification(**_members(body, IdentityVerification))
    try:
        known = _members(body, IdentityVerification)
    except ValueError:  # tomorrow's status may go with tomorrow's members
        known = {"status": body["status"], "id": member(body, "id", str | None)}
    return UnknownIdentityVerification(**known, raw=body)


def read_confirmed(body: dict[str, Any]) -> IdentityVerification:
    """The record in the answer of a confirm, which wraps it."""
    return read_identity_verification(member(body, "identity_verification", dict))


def read_page(body: dict[str, Any]) -> Page:
    items, page = member(body, "items", list), member(body, "page", dict)
    if not all(isinstance(item, dict) for item in items):
        raise ValueError("items cannot be read as records")
    counts = {name: member(page, name, int) for name in ("number", "size", "total_count")}
    return Page(tuple(map(read_identity_verification, items)), **counts)


def read_tokens(body: dict[str, Any]) -> Tokens:
    return Tokens(**_members(body, Tokens))


def _members(body: dict[str, Any], kind: Any) -> dict[str, Any]:
    return {name: member(body, name, hint) for name, hint in get_type_hints(kind).items()}


def member(body: dict[str, Any], name: str, hint: Any) -> Any:
    """One member, by its name in snake case, as the type of the hint; with `… | None` it may be absent or null."""
    theirs = re.sub("_(.)", lambda found: found[1].upper(), name)
    value, wanted = body.get(theirs), get_args(hint) or (hint,)
    if value is None and NoneType in wanted:
        return None
    if isinstance(value, dict) and wanted[0] in NESTED:
        return wanted[0](**_members(value, wanted[0]))
    read = _as(wanted[0], value)
    if read is not None:
        return read
    if Unreadable in wanted:
        return Unreadable(value)
    raise ValueError(f"{theirs} cannot be read as {wanted[0].__name__}")


def _as(kind: Any, value: Any) -> Any:
    """The value as that type, or None. Dates are YYYY-MM-DD, times know their zone, and True is no number."""
    try:
        if kind is date:
            return date.fromisoformat(value) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) else None
        if kind is datetime:
            read = datetime.fromisoformat(value)
            return read if read.tzinfo else None
    except (TypeError, ValueError):
        return None
    if isinstance(value, str) and _HALF_A_PAIR.search(value):
        return None  # no UTF-8 has it, so no database and no hash could take it
    return value if isinstance(value, kind) and not (kind is int and isinstance(value, bool)) else None
