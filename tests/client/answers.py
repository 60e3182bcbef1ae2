"""Answers of a PortOne that is a function, for clients whose transport never leaves this process.

Lives here: the records and the stand-in transport. May not: what any test expects.
"""

from collections.abc import Callable
from typing import Any, Final

import httpx

from client import PortOneClient

BASE: Final = "http://portone.test"
SECRET: Final = "a-secret"
VERIFIED: Final[dict[str, Any]] = {
    "status": "VERIFIED",
    "id": "an-id",
    "channel": {"type": "LIVE", "pgProvider": "DANAL", "pgMerchantId": "A0001"},
    "verifiedCustomer": {"name": "김모의", "birthDate": "2000-02-29", "ci": "a-ci", "di": "a-di"},
    "requestedAt": "2026-11-22T23:59:30.123Z",
    "verifiedAt": "2026-11-23T00:00:00.123456789Z",
    "version": "V2",
}


def answering(answer: Callable[[httpx.Request], httpx.Response], **options: Any) -> PortOneClient:
    """A client all of whose requests that function answers."""
    return PortOneClient(BASE, SECRET, transport=httpx.MockTransport(answer), **options)


def always(status: int, body: Any) -> PortOneClient:
    """A client that gets the same answer to everything."""
    return answering(lambda request: httpx.Response(status, json=body))
