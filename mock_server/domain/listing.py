"""Listing records: the filter, the order and the page of `GET /identity-verifications`.

Lives here: reading the query and choosing records. May not: rendering them, HTTP. Source: PortOne's OpenAPI document;
what it leaves open (equal times, sizes out of range, records without the sort's time) is `assumed`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

import msgspec

from .errors import Refusal
from .lifecycle import State
from .order import GENDERS, STATUSES
from .people import OPERATORS
from .record import Record
from .vocabulary import PG_COMPANIES, PG_COMPANY_OF, PG_PROVIDERS, VERSIONS
from .wording import shown

TimeField = Literal["REQUESTED_AT", "VERIFIED_AT", "FAILED_AT", "STATUS_UPDATED_AT"]
TIME_FIELDS: Final = ("REQUESTED_AT", "VERIFIED_AT", "FAILED_AT", "STATUS_UPDATED_AT")
ORDERS: Final = ("DESC", "ASC")
DEFAULT_SIZE: Final = 10
DEFAULT_RANGE: Final = 90 * 86_400_000
CUSTOMER_MEMBERS: Final = ("name", "birthYear", "birthMonth", "birthDay", "phoneNumber", "gender")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DATE_TIME: Final = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d):(\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


class ListQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for. `wanted` holds one predicate for each member of the filter that was sent."""

    number: int = 0
    size: int = DEFAULT_SIZE
    by: TimeField = "REQUESTED_AT"
    order: str = "DESC"
    store_id: str | None = None
    time_field: TimeField = "REQUESTED_AT"
    earliest: int
    latest: int
    wanted: tuple[Callable[[Record], bool], ...] = ()


class Page(msgspec.Struct, frozen=True):
    """The chosen records, and PortOne's `PageInfo`."""

    records: Sequence[Record]
    number: int
    size: int
    total_count: int


def time_of(record: Record, field: TimeField) -> int | None:
    """A record's time of that kind; None for one that never got there."""
    if field == "REQUESTED_AT":
        return record.requested_at
    if field == "VERIFIED_AT":
        return record.verified_at
    if field == "FAILED_AT":
        return record.status_changed_at if record.status == "FAILED" else None
    # Of a READY record it is the time of the request (openapi), also where that is an earlier attempt's.
    return record.requested_at if record.status == "READY" else record.status_changed_at


def choose(records: Iterable[Record], query: ListQuery) -> Page:
    """The page of the records that the query asks for. Equal times keep the order of creation, turned for DESC."""
    chosen = [record for record in records if _fits(record, query)]
    chosen.sort(key=lambda record: time_of(record, query.by) or 0)
    if query.order == "DESC":
        chosen.reverse()
    # Records without the time that is sorted by come last, whichever way the rest is turned.
    chosen.sort(key=lambda record: time_of(record, query.by) is None)
    begin = query.number * query.size
    return Page(chosen[begin : begin + query.size], query.number, query.size, len(chosen))


def _fits(record: Record, query: ListQuery) -> bool:
    if query.store_id is not None and record.store_id != query.store_id:
        return False
    at = time_of(record, query.time_field)
    if at is None or not query.earliest <= at <= query.latest:
        return False
    return all(wants(record) for wants in query.wanted)


def read_query(members: Mapping[str, Any], now: int) -> ListQuery:
    """The members of the request; Refusal (INVALID_REQUEST) for a mistyped or unknown value."""
    page = _object(members, "page")
    sort = _object(members, "sort")
    criteria = _object(members, "filter")
    # Out of range is clamped, since PortOne's document allows every 32-bit integer (assumed).
    size = max(1, _integer(page, "size", DEFAULT_SIZE))
    latest = _time(criteria, "until", now)
    return ListQuery(
        number=max(0, _integer(page, "number", 0)),
        size=size,
        by=_choice(sort, "sort.by", "by", TIME_FIELDS, "REQUESTED_AT"),
        order=_choice(sort, "sort.order", "order", ORDERS, "DESC"),
        store_id=_text(criteria, "storeId") or None,
        time_field=_choice(criteria, "filter.timeRangeField", "timeRangeField", TIME_FIELDS, "REQUESTED_AT"),
        earliest=_time(criteria, "from", latest - DEFAULT_RANGE),
        latest=latest,
        wanted=tuple(_predicates(criteria)),
    )


def _predicates(criteria: Mapping[str, Any]) -> Iterable[Callable[[Record], bool]]:
    for name, makes in _TEXTS.items():
        wanted = _text(criteria, name)
        if wanted is not None:
            yield makes(wanted)
    if (is_test := criteria.get("isTest")) is not None or "isTest" in criteria:
        if not isinstance(is_test, bool):
            raise _wrong("filter.isTest", "참·거짓(boolean)", "true or false", is_test)
        yield _equals(lambda record: record.channel.type == "TEST", is_test)
    for name, (known, value_of) in _LISTS.items():
        several = _several(criteria, name, known)
        if several:
            yield _among(value_of, several)
    version = _choice(criteria, "filter.version", "version", VERSIONS, None)
    if version is not None:
        yield _equals(lambda record: record.version, version)
    yield from _customer_predicates(_object(criteria, "customer", "filter.customer"))


def _customer_predicates(customer: Mapping[str, Any]) -> Iterable[Callable[[Record], bool]]:
    for name in CUSTOMER_MEMBERS:
        if name == "gender":
            wanted = _choice(customer, "filter.customer.gender", "gender", GENDERS, None)
        else:
            wanted = _text(customer, name, "filter.customer.")
        if wanted is not None:
            yield _customer_has(name, wanted)


def _equals(value_of: Callable[[Record], Any], wanted: object) -> Callable[[Record], bool]:
    return lambda record: value_of(record) == wanted


def _among(value_of: Callable[[Record], Any], wanted: frozenset[str]) -> Callable[[Record], bool]:
    return lambda record: value_of(record) in wanted


def _customer_has(name: str, wanted: str) -> Callable[[Record], bool]:
    """The requested customer is looked at until it is verified, the verified one afterwards (openapi)."""
    part = {"birthYear": 0, "birthMonth": 1, "birthDay": 2}.get(name)

    def has(record: Record) -> bool:
        if record.status != "VERIFIED":
            return record.requested_customer.get(name) == wanted
        customer = record.verified_customer
        if part is None:
            return customer.get(name) == wanted
        return "birthDate" in customer and customer["birthDate"].split("-")[part] == wanted

    return has


def _has_attempt(wanted: str) -> Callable[[Record], bool]:
    return lambda record: any(attempt.identity_verification_tx_id == wanted for attempt in record.attempts)


def _carrier(record: Record) -> str | None:
    """What PortOne can know of it: what the provider gave, else what the attempt's send named (assumed)."""
    given: str | None = record.verified_customer.get("operator")
    shown = next((each for each in record.attempts if each.state is State.VERIFIED), record.attempts[-1])
    return given or shown.operator


_TEXTS: Final[Mapping[str, Callable[[str], Callable[[Record], bool]]]] = {
    "identityVerificationId": lambda wanted: _equals(lambda record: record.id, wanted),
    "identityVerificationTxId": _has_attempt,
    "pgTxId": lambda wanted: _equals(lambda record: record.pg_tx_id, wanted),
    "pgMerchantId": lambda wanted: _equals(lambda record: record.channel.pg_merchant_id, wanted),
}
_LISTS: Final[Mapping[str, tuple[Iterable[str], Callable[[Record], Any]]]] = {
    "statuses": (STATUSES, lambda record: record.status),
    "pgProviders": (PG_PROVIDERS, lambda record: record.channel.pg_provider),
    "pgCompanies": (PG_COMPANIES, lambda record: PG_COMPANY_OF.get(record.channel.pg_provider)),
    "carriers": (OPERATORS, _carrier),
}


# What is read of each part of a query.
KNOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "page": ("number", "size"),
    "sort": ("by", "order"),
    "filter": ("storeId", "timeRangeField", "from", "until", "isTest", "version", "customer", *_TEXTS, *_LISTS),
}


def _object(members: Mapping[str, Any], name: str, at: str = "") -> Mapping[str, Any]:
    if name not in members:
        return {}
    value = members[name]
    if not isinstance(value, dict):
        raise _wrong(at or name, "객체", "an object", value)
    return value


def _text(members: Mapping[str, Any], name: str, prefix: str = "filter.") -> str | None:
    if name not in members:
        return None
    value = members[name]
    if not isinstance(value, str):
        raise _wrong(f"{prefix}{name}", "문자열", "a string", value)
    return value


def _integer(members: Mapping[str, Any], name: str, default: int) -> int:
    if name not in members:
        return default
    value = members[name]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not -(2**31) <= value < 2**31:
        raise _wrong(f"page.{name}", "32비트 정수", "a 32-bit integer", value)
    return value


def _choice(members: Mapping[str, Any], at: str, name: str, known: tuple[str, ...], default: Any) -> Any:
    if name not in members:
        return default
    value = members[name]
    if value not in known:
        raise _wrong(at, f"{', '.join(known)} 중 하나", f"one of {', '.join(known)}", value)
    return value


def _several(members: Mapping[str, Any], name: str, known: Iterable[str]) -> frozenset[str]:
    if name not in members:
        return frozenset()
    values = members[name]
    if not isinstance(values, list):
        raise _wrong(f"filter.{name}", "배열", "an array", values)
    for value in values:
        if not isinstance(value, str) or value not in known:
            names = ", ".join(sorted(known))
            raise _wrong(f"filter.{name}", f"{names} 중 하나", f"one of {names}", value)
    return frozenset(values)


def _time(members: Mapping[str, Any], name: str, default: int) -> int:
    if name not in members:
        return default
    value = members[name]
    match = _DATE_TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise _not_a_time(name, value)
    day, minute, second, fraction, zone = match.groups()
    try:
        # A leap second counts as the one before it, which is as near as a millisecond clock comes.
        text = f"{day}T{minute}:{min(int(second), 59):02d}{'+00:00' if zone in 'Zz' else zone}"
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise _not_a_time(name, value) from None
    return (moment - _EPOCH) // timedelta(milliseconds=1) + int(f"{fraction or '0':0<3}"[:3])


def _not_a_time(name: str, value: object) -> Refusal:
    return _wrong(
        f"filter.{name}",
        "시간대가 있는 RFC 3339 시각(예: 2026-11-23T09:00:00+09:00)",
        "an RFC 3339 time with a zone (2026-11-23T09:00:00+09:00)",
        value,
    )


def _wrong(at: str, ko: str, en: str, value: object) -> Refusal:
    return Refusal("INVALID_REQUEST", f"{at} 값은 {ko}이어야 합니다.", why=f"{at} must be {en}, not {shown(value)}.")
