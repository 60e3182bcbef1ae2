"""Answers of a PortOne that is a function, for clients whose transport never leaves this process.

Lives here: the records, the stand-in transport, and both clients behind one way to call them. May not: what any test
expects.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final

import httpx

from client import AsyncPortOneClient, PortOneClient

BASE: Final = "http://portone.test"
SECRET: Final = "a-secret"
VERIFIED: Final[dict[str, Any]] = {
    "status": "VERIFIED",
    "id": "an-id",
    "channel": {"type": "LIVE", "key": "channel-key", "pgProvider": "DANAL", "pgMerchantId": "A0001"},
    "verifiedCustomer": {"name": "김모의", "birthDate": "2000-02-29", "ci": "a-ci", "di": "a-di"},
    "requestedAt": "2026-11-22T23:59:30.123Z",
    "verifiedAt": "2026-11-23T00:00:00.123456789Z",
    "version": "V2",
}

Answer = Callable[[httpx.Request], httpx.Response]


class Blocking:
    """An AsyncPortOneClient that is called as a PortOneClient is; nothing of it lives longer than a call's loop."""

    def __init__(self, client: AsyncPortOneClient) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._client, name)
        return lambda *args, **named: asyncio.run(method(*args, **named))


def no_sleep(seconds: float) -> None:
    """Nobody waits in a test."""


async def no_async_sleep(seconds: float) -> None:
    """Nobody waits in a test."""


def answering(answer: Answer, credentials: Any = SECRET, **options: Any) -> PortOneClient:
    """A client all of whose requests that function answers."""
    return PortOneClient(
        BASE, credentials, transport=httpx.MockTransport(answer), **{"sleep": no_sleep, **options}
    )  # fmt: skip


def answering_async(answer: Any, credentials: Any = SECRET, **options: Any) -> AsyncPortOneClient:
    """Likewise; the function may be a coroutine."""
    sleep = {"sleep": no_async_sleep, **options}
    return AsyncPortOneClient(BASE, credentials, transport=httpx.MockTransport(answer), **sleep)


def answering_blocking(answer: Answer, credentials: Any = SECRET, **options: Any) -> Any:
    """The second of the two clients, called as the first is."""
    return Blocking(answering_async(answer, credentials, **options))


# Both clients, for tests that are true of both.
BOTH: Final[tuple[Callable[..., Any], ...]] = (answering, answering_blocking)


def always(status: int, body: Any) -> PortOneClient:
    """A client that gets the same answer to everything."""
    return answering(lambda request: httpx.Response(status, json=body))
