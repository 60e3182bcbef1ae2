"""The way into the console from the server's routes.

Lives here: the ASGI application that imports the rest on the first visit, so that a start does not pay for it.
"""

from typing import TYPE_CHECKING

from starlette.types import Receive, Scope, Send

from ..mock import Mock

if TYPE_CHECKING:
    from .visiting import Console


class ConsoleDoor:
    """The console as one ASGI application."""

    def __init__(self, mock: Mock) -> None:
        self._mock = mock
        self._console: Console | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        if self._console is None:
            from .visiting import Console

            self._console = Console(self._mock)
        await self._console(scope, receive, send)
