"""Ordering faults and looking at what came of them.

Lives here: calls and what they need. May not: tests.
"""

from typing import Any

from mock_server.domain.faults import FAULTS

from ...merchant import Merchant

FUTURE = "MOCK_FUTURE_STATUS"
IN_PROCESS = [name for name, row in FAULTS.items() if not row.needs_wire]
# The parameters of the faults that need some.
NEEDED: dict[str, dict[str, Any]] = {
    "delay": {"seconds": 0},
    "status": {"status": 503},
    "truncate": {"bytes": 1},
    "ready-first": {"reads": 1},
    "omit-fields": {"fields": ["ci"]},
}


def order(merchant: Merchant, fault: str, **members: Any) -> dict[str, Any]:
    """The fault, as it was accepted."""
    answer = merchant.control("POST", "/faults", {"fault": fault, **members})
    assert answer.status_code == 201, answer.text
    ordered: dict[str, Any] = answer.json()
    return ordered


def listed(merchant: Merchant) -> list[dict[str, Any]]:
    faults: list[dict[str, Any]] = merchant.control("GET", "/faults").json()["faults"]
    return faults


def fired(merchant: Merchant) -> list[int]:
    return [each["fired"] for each in listed(merchant)]


def newest(merchant: Merchant) -> dict[str, Any]:
    """The newest row of the journal."""
    row: dict[str, Any] = merchant.control("GET", "/requests").json()["requests"][0]
    return row


def statuses(merchant: Merchant, reads: int) -> list[int]:
    return [merchant.read("a").status_code for _ in range(reads)]
