"""Applications that the wire is tried with, and what one refusal looks like.

Lives here: what several modules use. May not: tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_server.wire import WireLimits
from tests.raw_socket import RawSocket

if TYPE_CHECKING:
    from collections.abc import Callable

    Serve = Callable[..., int]

GET = b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
SHORT = WireLimits(first_header_seconds=0.2, body_seconds=0.2)


async def read(receive: Any) -> bytes:
    body = bytearray()
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            raise ConnectionError("the client is gone")
        body += event["body"]
        if not event["more_body"]:
            return bytes(body)


async def answer(send: Any, body: bytes = b"fine", status: int = 200, headers: Any = ()) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": body})


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """Answers with method, path and body."""
    body = await read(receive)
    await answer(send, b" ".join([scope["method"].encode(), scope["raw_path"], body]))


def answering(body: bytes = b"fine", status: int = 200, headers: Any = ()) -> Any:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await answer(send, body, status, headers)

    return app


def assert_refused(client: RawSocket, status: int, error_type: str, *words: str) -> None:
    """One refusal in PortOne's shape, visible whole, and then the end of the connection."""
    refusal = client.answer()
    assert (refusal.status, refusal.json()["type"]) == (status, error_type)
    assert set(refusal.json()) == {"type", "message"}
    assert refusal.headers["content-type"] == "application/json"
    assert refusal.headers["x-portone-mock"] == "1.2.3"
    assert refusal.headers["connection"] == "close"
    for word in words:
        assert word in refusal.json()["message"]
    assert client.rest() == b""
