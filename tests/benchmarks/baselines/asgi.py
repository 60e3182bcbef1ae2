"""A bare ASGI callable: two messages an answer, no framework. May not: import one, or look at the request."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

_Message: TypeAlias = MutableMapping[str, Any]
_Application: TypeAlias = Callable[
    [_Message, Callable[[], Awaitable[_Message]], Callable[[_Message], Awaitable[None]]], Awaitable[None]
]


def make_app(_path: str, body: bytes) -> _Application:
    """Every request is answered with these bytes."""
    headers = [(b"content-length", b"%d" % len(body)), (b"content-type", b"application/json")]

    async def constant(
        _scope: _Message,
        _receive: Callable[[], Awaitable[_Message]],
        send: Callable[[_Message], Awaitable[None]],
    ) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return constant
