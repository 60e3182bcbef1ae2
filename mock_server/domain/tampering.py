"""Records that faults have changed: tomorrow's members and statuses, members left out, a status that lags behind.

Lives here: pure changes of an answer's JSON. May not: when one is made (domain/faults.py).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from .faults import CONFIRM, LIST, Fault

# The members of a record that hold others, each with those (`customer` is the legacy copy of `verifiedCustomer`).
_VERIFIED: Final = ("id", "name", "operator", "phoneNumber", "birthDate", "gender", "isForeigner", "ci", "di")
INNER: Final[Mapping[str, tuple[str, ...]]] = {
    "channel": ("type", "id", "key", "name", "pgProvider", "pgMerchantId"),
    "verifiedCustomer": _VERIFIED,
    "customer": _VERIFIED,
    "requestedCustomer": ("id", "name", "phoneNumber", "birthYear", "birthMonth", "birthDay"),
    "failure": ("reason", "pgCode", "pgMessage"),
}
OUTER: Final = (
    "status", "id", *INNER, "customData", "requestedAt", "updatedAt", "statusChangedAt", "verifiedAt", "pgTxId",
    "pgRawResponse", "version",
)  # fmt: skip
_WHEN_READY: Final = (
    "id", "channel", "requestedCustomer", "customData", "requestedAt", "updatedAt", "statusChangedAt", "version",
)  # fmt: skip
# What may be left out: any of these wherever it stands, or one with its path.
FIELDS: Final = tuple(
    dict.fromkeys(
        (
            *OUTER,
            *(name for names in INNER.values() for name in names),
            *(f"{outer}.{name}" for outer, names in INNER.items() for name in names),
        )
    )
)


def tampered(faults: Iterable[Fault], body: Any, operation: str) -> tuple[Any, list[Fault]]:
    """The JSON of an answer as these faults leave it, each record in it changed, and those that were still to hit."""
    if operation == LIST and not body["items"]:
        return body, []
    hit = [fault for fault in faults if not fault.used_up]
    hit.sort(key=lambda fault: _ORDER.index(fault.fault))
    for fault in hit:
        fault.fired += 1
        body = _changed(CHANGES[fault.fault], fault.parameters, body, operation)
    return body, hit


Change = Callable[[dict[str, Any], Mapping[str, Any]], dict[str, Any]]


def _changed(change: Change, parameters: Mapping[str, Any], body: Any, operation: str) -> Any:
    if operation == CONFIRM:
        return {**body, "identityVerification": change(body["identityVerification"], parameters)}
    if operation == LIST:
        return {**body, "items": [change(item, parameters) for item in body["items"]]}
    return change(body, parameters)


def _ready(record: dict[str, Any], _: Mapping[str, Any]) -> dict[str, Any]:
    """The record as it looked before it was verified or failed."""
    customer = record.get("verifiedCustomer", {})
    requested = {name: customer[name] for name in ("id", "name", "phoneNumber") if name in customer}
    then = {"requestedCustomer": requested, **record}
    then |= {"updatedAt": record["requestedAt"], "statusChangedAt": record["requestedAt"]}
    return {"status": "READY", **{name: then[name] for name in _WHEN_READY if name in then}}


def _unknown_status(record: dict[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {**record, "status": parameters.get("status", "MOCK_FUTURE_STATUS")}


def _extra_fields(record: dict[str, Any], _: Mapping[str, Any]) -> dict[str, Any]:
    extra = {"mockFutureMember": "outputs may gain members", "mockFutureObject": {"nested": [1, 2, 3]}}
    inner = {name: {**record[name], **extra} for name in INNER if name in record}
    return {**record, **inner, **extra}


def _omit_fields(record: dict[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Without these members, given as `ci` (wherever it stands) or with their path, `verifiedCustomer.ci`."""
    fields = parameters["fields"]
    kept = {name: value for name, value in record.items() if name not in fields}
    for outer in INNER.keys() & kept.keys():
        inner = kept[outer]
        kept[outer] = {name: inner[name] for name in inner if not {name, f"{outer}.{name}"} & set(fields)}
    return kept


def _no_custom_data(record: dict[str, Any], _: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "customData"}


CHANGES: Final[Mapping[str, Change]] = {
    "ready-first": _ready,
    "unknown-status": _unknown_status,
    "extra-fields": _extra_fields,
    "omit-fields": _omit_fields,
    "no-custom-data": _no_custom_data,
}
# Whatever order they come in: what is left out must not be missed by another change.
_ORDER: Final = tuple(CHANGES)
