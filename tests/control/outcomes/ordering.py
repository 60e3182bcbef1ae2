"""The closed list of outcomes, ordering one, and what became of it.

Lives here: what several modules use. May not: tests.
"""

from typing import Any

from ...merchant import Merchant

# DESIGN's closed list, with the status that a read shows afterwards.
CLOSED = {
    "verified": "VERIFIED",
    "cancelled": "FAILED",
    "abandoned": "READY",
    "verified-not-returned": "VERIFIED",
    "wrong-otp": "READY",
    "otp-expired": "READY",
    "attempts-exhausted": "FAILED",
    "identity-mismatch": "FAILED",
    "age-limit": "FAILED",
    "carrier-not-allowed": "FAILED",
    "provider-error": "FAILED",
    "window-timeout": "FAILED",
    "invalid-parameter": "FAILED",
}


def order(merchant: Merchant, *orders: dict[str, Any]) -> Any:
    answer = merchant.control("POST", "/next", list(orders))
    assert answer.status_code == 200, answer.text
    return answer.json()["next"]


def left(merchant: Merchant) -> list[str]:
    """The outcomes that are still ordered."""
    return [each["outcome"] for each in merchant.control("GET", "/next").json()["next"]]


def fate(merchant: Merchant, id_: str, **members: Any) -> str:
    """What a send and a confirm come to: the status, or the provider's code."""
    sent = merchant.send(id_, **members)
    answer = merchant.confirm(id_) if sent.status_code == 200 else sent
    body = answer.json()
    return str(body["pgCode"] if answer.status_code == 502 else body["identityVerification"]["status"])
