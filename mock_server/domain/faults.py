"""What can be made to go wrong: the closed list of faults, matching, and what each does to an answer's JSON.

Lives here: the table FAULTS, Fault and pure transformations. May not: HTTP, waiting, the wire (faults.py does these).
"""

import fnmatch
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import msgspec

# Operations whose answers hold records.
READS: Final = frozenset(("getIdentityVerification", "getIdentityVerifications", "confirmIdentityVerification"))
WITH_ID: Final = frozenset(
    (
        "getIdentityVerification",
        "sendIdentityVerification",
        "confirmIdentityVerification",
        "resendIdentityVerification",
    )
)
EVERY: Final[frozenset[str] | None] = None
MATCHES: Final = ("method", "path", "operation", "id", "nth")


class Kind(NamedTuple):
    """One row: the parameters of a fault, which calls it can hit, and whether the wire has to do it."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    operations: frozenset[str] | None = EVERY
    needs_wire: bool = False
    # Only calls that carry an access token.
    tokens_only: bool = False


FAULTS: Final[Mapping[str, Kind]] = {
    "delay": Kind(("seconds",)),
    "status": Kind(("status",), ("body", "headers")),
    "reset-before": Kind(needs_wire=True),
    "reset-after": Kind(needs_wire=True),
    "truncate": Kind(("bytes",), needs_wire=True),
    "html": Kind(),
    "malformed-json": Kind(),
    "rate-limit": Kind((), ("retryAfter",)),
    "token-expired": Kind(tokens_only=True),
    "refresh-dead": Kind(operations=frozenset(("refreshToken",))),
    "not-found": Kind(operations=WITH_ID),
    "ready-first": Kind(("reads",), operations=frozenset(("getIdentityVerification",))),
    "unknown-status": Kind((), ("status",), operations=READS),
    "extra-fields": Kind(operations=READS),
    "omit-fields": Kind(("fields",), operations=READS),
    "no-custom-data": Kind(operations=READS),
}


class Fault(msgspec.Struct, kw_only=True):
    """One ordered fault. `times` None lasts; `seen` counts matching calls, `fired` those that it hit."""

    fault_id: str
    fault: str
    match: Mapping[str, Any]
    parameters: Mapping[str, Any]
    times: int | None = 1
    probability: float = 1.0
    seen: int = 0
    fired: int = 0

    def shown(self) -> dict[str, Any]:
        """The fault as the control paths show it; `fired` 0 is one that has not hit anything yet."""
        return {
            "faultId": self.fault_id,
            "fault": self.fault,
            "match": dict(self.match),
            "times": self.times,
            "probability": self.probability,
            "seen": self.seen,
            "fired": self.fired,
            **self.parameters,
        }

    @property
    def used_up(self) -> bool:
        """Whether it has hit as many calls as it was to hit."""
        return self.times is not None and self.fired >= self.times


class Target(NamedTuple):
    """What a fault may be matched with."""

    method: str
    path: str
    operation: str
    id: str | None
    with_token: bool


def hits(fault: Fault, target: Target, chance: Callable[[], float]) -> bool:
    """Whether this fault hits that call; counts it. `chance` draws from 0 up to 1."""
    kind = FAULTS[fault.fault]
    if fault.used_up or (kind.tokens_only and not target.with_token):
        return False
    if kind.operations is not None and target.operation not in kind.operations:
        return False
    if not _matches(fault.match, target):
        return False
    fault.seen += 1
    if fault.match.get("nth") not in (None, fault.seen) or (fault.probability < 1 and chance() >= fault.probability):
        return False
    fault.fired += 1
    return True


def _matches(match: Mapping[str, Any], target: Target) -> bool:
    if match.get("method", target.method).upper() != target.method:
        return False
    if not fnmatch.fnmatchcase(target.path, match.get("path", "*")):
        return False
    wanted = (match.get("operation", target.operation), match.get("id", target.id))
    return wanted == (target.operation, target.id)


def changed(fault: Fault, body: Any, operation: str) -> Any:
    """The JSON of an answer as this fault leaves it: each record in it changed, everything else as it was."""
    change = CHANGES[fault.fault]
    if operation == "confirmIdentityVerification":
        return {**body, "identityVerification": change(body["identityVerification"], fault.parameters)}
    if operation == "getIdentityVerifications":
        return {**body, "items": [change(item, fault.parameters) for item in body["items"]]}
    return change(body, fault.parameters)


def _ready(record: dict[str, Any], _: Mapping[str, Any]) -> dict[str, Any]:
    """The record as it looked before it was verified or failed."""
    kept = ("id", "channel", "requestedCustomer", "customData", "requestedAt", "version")
    customer = record.get("verifiedCustomer", {})
    requested = {name: customer[name] for name in ("id", "name", "phoneNumber") if name in customer}
    ready = {"status": "READY", "requestedCustomer": requested}
    ready |= {name: record[name] for name in kept if name in record}
    return {**ready, "updatedAt": record["requestedAt"], "statusChangedAt": record["requestedAt"]}


def _unknown_status(record: dict[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {**record, "status": parameters.get("status", "MOCK_FUTURE_STATUS")}


def _extra_fields(record: dict[str, Any], _: Mapping[str, Any]) -> dict[str, Any]:
    extra = {"mockFutureMember": "outputs may gain members", "mockFutureObject": {"nested": [1, 2, 3]}}
    more = {**record, **extra}
    for name in ("verifiedCustomer", "requestedCustomer", "channel"):
        if name in record:
            more[name] = {**record[name], **extra}
    return more


def _omit_fields(record: dict[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Without these members, given as `ci` (of the record or a customer) or with their path, `verifiedCustomer.ci`."""
    fields = parameters["fields"]
    kept = {}
    for name, value in record.items():
        if name in fields:
            continue
        if isinstance(value, dict):
            kept[name] = {k: v for k, v in value.items() if k not in fields and f"{name}.{k}" not in fields}
        else:
            kept[name] = value
    return kept


def _no_custom_data(record: dict[str, Any], _: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "customData"}


CHANGES: Final[Mapping[str, Callable[[dict[str, Any], Mapping[str, Any]], dict[str, Any]]]] = {
    "ready-first": _ready,
    "unknown-status": _unknown_status,
    "extra-fields": _extra_fields,
    "omit-fields": _omit_fields,
    "no-custom-data": _no_custom_data,
}
