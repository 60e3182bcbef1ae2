"""Waiting that ends in time: after so many seconds, when the caller has hung up, or when the server stops.

Lives here: Patience. May not: what is waited for.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from .call import Receive


class Patience:
    """The waits of one server."""

    def __init__(self) -> None:
        self._waits: set[asyncio.Timeout] = set()

    @contextlib.asynccontextmanager
    async def at_most(self, seconds: float, receive: Receive) -> AsyncIterator[None]:
        """A block that is left, quietly, once its time is over; `receive` tells when the caller hangs up."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds) as wait:
                self._waits.add(wait)
                listening = asyncio.create_task(_end_when_hung_up(wait, receive))
                try:
                    yield
                finally:
                    listening.cancel()
                    self._waits.discard(wait)

    def end(self) -> None:
        """End every wait now: the server stops."""
        for wait in self._waits:
            wait.reschedule(0)


async def _end_when_hung_up(wait: asyncio.Timeout, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
    wait.reschedule(0)
