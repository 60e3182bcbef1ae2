"""The list of PortOne's document, written the slow and plain way: what choosing and sorting are measured with.

Lives here: an oracle that reads what the single read answers. May not: anything of the server's own listing.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from mock_server.domain.record import Record, answer
from mock_server.domain.timestamps import rfc3339
from tests.domain.world import NOW


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00").replace("z", "+00:00"))


def naive_time(body: Mapping[str, Any], field: str) -> datetime | None:
    status = body["status"]
    text = {
        "REQUESTED_AT": body["requestedAt"],
        "VERIFIED_AT": body.get("verifiedAt"),
        "FAILED_AT": body["statusChangedAt"] if status == "FAILED" else None,
        "STATUS_UPDATED_AT": body["requestedAt"] if status == "READY" else body["statusChangedAt"],
    }[field]
    return instant(text) if text else None


def naive_customer(body: Mapping[str, Any]) -> dict[str, str]:
    """The customer that the filter looks at, birth date in parts."""
    if body["status"] != "VERIFIED":
        return dict(body["requestedCustomer"])
    customer = dict(body["verifiedCustomer"])
    year, month, day = customer["birthDate"].split("-")
    return customer | {"birthYear": year, "birthMonth": month, "birthDay": day}


# An empty store id counts as none.
ANY_STORE: Final = ("storeId", "")
COMPANY: Final = {"DANAL": "DANAL", "KCP_V2": "KCP", "INICIS_UNIFIED": "INICIS"}


def naive_fits(record: Record, criteria: Mapping[str, Any]) -> bool:
    body: dict[str, Any] = msgspec.to_builtins(answer(record))
    until = instant(criteria.get("until", rfc3339(NOW)))
    since = instant(criteria["from"]) if "from" in criteria else until - timedelta(days=90)
    at = naive_time(body, criteria.get("timeRangeField", "REQUESTED_AT"))
    shown = {
        "storeId": record.store_id,
        "identityVerificationId": body["id"],
        "isTest": body["channel"]["type"] == "TEST",
        "pgTxId": body.get("pgTxId"),
        "pgMerchantId": body["channel"]["pgMerchantId"],
        "version": body["version"],
    }
    one_of = {
        "statuses": body["status"],
        "pgProviders": body["channel"]["pgProvider"],
        "pgCompanies": COMPANY[body["channel"]["pgProvider"]],
        "carriers": body.get("verifiedCustomer", {}).get("operator") or record.attempts[-1].operator,
    }
    tried = [attempt.identity_verification_tx_id for attempt in record.attempts]
    customer = naive_customer(body)
    return (
        at is not None
        and since <= at <= until
        and all(
            shown[name] == criteria[name]
            for name in shown
            if criteria.get(name, "") != "" or name == "pgTxId" in criteria
        )
        and all(value in criteria[name] for name, value in one_of.items() if criteria.get(name))
        and ("identityVerificationTxId" not in criteria or criteria["identityVerificationTxId"] in tried)
        and all(customer.get(name) == value for name, value in criteria.get("customer", {}).items())
    )


def naive_list(records: Sequence[Record], query: Mapping[str, Any]) -> tuple[list[str], dict[str, int]]:
    """The ids of the page, and the page's description."""
    sort, page = query.get("sort", {}), query.get("page", {})
    fitting = [(number, record) for number, record in enumerate(records) if naive_fits(record, query.get("filter", {}))]
    direction = 1 if sort.get("order", "DESC") == "ASC" else -1

    def rank(numbered: tuple[int, Record]) -> tuple[bool, float, int]:
        at = naive_time(msgspec.to_builtins(answer(numbered[1])), sort.get("by", "REQUESTED_AT"))
        return at is None, direction * at.timestamp() if at else 0.0, direction * numbered[0]

    ordered = [record for _, record in sorted(fitting, key=rank)]
    number, size = max(0, page.get("number", 0)), max(1, page.get("size", 10))
    chosen = [each.id for position, each in enumerate(ordered) if position // size == number]
    return chosen, {"number": number, "size": size, "totalCount": len(ordered)}
