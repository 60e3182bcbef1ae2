"""How the wire answers one request: head and body of a whole answer in one write, and nothing sent by halves.

One subclass of uvicorn's request cycle. The connection it belongs to (wire.py) is known here as `Connection` only.
"""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any, Protocol, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from uvicorn._types import ASGI3Application, ASGISendEvent


# Every byte that no header may hold. A head holds two of them a line (CR, LF) and nothing else may add to that.
_CONTROLS = bytes([*range(0x09), *range(0x0A, 0x20), 0x7F])
_FRAMING = frozenset({b"content-length", b"connection", b"transfer-encoding"})
_BODILESS = frozenset({204, 304})


class Connection(Protocol):
    """What an answer needs of its connection. `cut` is after how many bytes the next body is to be cut."""

    cut: int | None

    def error_headers(self, body: bytes) -> list[tuple[bytes, bytes]]:
        """The headers of an answer that the wire gives by itself."""

    def part(self) -> None:
        """Close after an answer that the client may still be sending a body for."""


class WireCycle(RequestResponseCycle):
    """uvicorn's answering of one request, with head and body of a whole answer in one write."""

    protocol: Connection
    held: ASGISendEvent | None = None  # the start of an answer, until the first of its body

    async def receive(self) -> Any:
        """As the parent's, but what has arrived whole is handed over without asking the connection for more."""
        if self.more_body or self.waiting_for_100_continue or not self.message_event.is_set():
            return await super().receive()
        self.message_event.clear()
        if self.disconnected or self.response_complete:
            return {"type": "http.disconnect"}
        body, self.body = bytes(self.body), bytearray()
        return {"type": "http.request", "body": body, "more_body": False}

    async def run_asgi(self, app: ASGI3Application) -> None:
        try:
            await app(cast("Any", self.scope), self.receive, self.send)
        except asyncio.CancelledError:
            self.transport.abort()
            raise
        except Exception as error:
            # An application that is told of a disconnect mostly raises, which is nobody's mistake.
            level = logging.INFO if self.disconnected else logging.ERROR
            self.logger.log(level, "The application failed.", exc_info=error)
            await self._fail()
        else:
            if not self.response_complete and not self.disconnected:
                self.logger.error("The application returned without a whole answer.")
                await self._fail()
        finally:
            self.on_response = _nothing

    async def _fail(self) -> None:
        if self.response_started:
            self.transport.close()
        else:
            await self.send_500_response()

    async def send_500_response(self) -> None:
        message = "The mock itself failed on this request, which is a bug in it; its log (stderr) has the traceback."
        body = error_body("MOCK_INTERNAL_ERROR", message)
        self.held = None
        await self.send({"type": "http.response.start", "status": 500, "headers": self.protocol.error_headers(body)})
        await self.send({"type": "http.response.body", "body": body, "more_body": False})

    async def send(self, message: ASGISendEvent) -> None:
        start = self.held
        if start is None:
            if self.response_started or message["type"] != "http.response.start":
                await super().send(message)  # the rest of a stream, or the parent's complaint
            else:
                self.held = message
            return
        self.held = None
        if message["type"] != "http.response.body":
            raise RuntimeError(f"Expected the body of the answer ('http.response.body'), got '{message['type']}'.")
        if self.flow.write_paused and not self.disconnected:
            await self.flow.drain()
        if self.disconnected:
            return
        if message.get("more_body") or not self._send_whole(cast("Any", start), message.get("body", b"")):
            self.protocol.cut = None
            await super().send(start)
            await super().send(message)

    def _send_whole(self, start: Mapping[str, Any], body: bytes) -> bool:
        """Write the whole answer; False, and nothing done, for one that frames itself by Transfer-Encoding."""
        status: int = start["status"]
        length = -1
        keep_alive = self.keep_alive and not (self.more_body and self.waiting_for_100_continue)
        says_close = False
        lines = [STATUS_LINE[status]]
        for name, value in (*self.default_headers, *start.get("headers", ())):
            name = name.lower()  # noqa: PLW2901  no second name on the hot path
            if name in _FRAMING:
                if name == b"content-length":
                    length = int(value)
                elif name == b"transfer-encoding":
                    return False
                elif b"close" in value.lower():
                    keep_alive, says_close = False, True
            lines.append(b"%b: %b\r\n" % (name, value))
        if length != len(body):
            lines += self._length_line(status, length, body)
        if not (keep_alive or says_close):
            lines.append(b"connection: close\r\n")
        lines.append(b"\r\n")
        head = b"".join(lines)
        if len(head) - len(head.translate(None, _CONTROLS)) != 2 * len(lines):
            raise RuntimeError("A header of the answer holds a control character.")
        self.keep_alive = keep_alive
        self._write(head, b"" if self.scope["method"] == "HEAD" else body)
        return True

    def _length_line(self, status: int, length: int, body: bytes) -> list[bytes]:
        """What is to be added when the body is not as long as Content-Length (-1: there is none) says."""
        head_only = self.scope["method"] == "HEAD"
        if body and status in _BODILESS:
            raise RuntimeError(f"An answer with status {status} has no body, got {len(body)} bytes.")
        if length < 0:
            return [] if status in _BODILESS or (head_only and not body) else [b"content-length: %d\r\n" % len(body)]
        if not head_only and status != 304:
            raise RuntimeError(f"The answer's Content-Length says {length}, its body has {len(body)} bytes.")
        return []

    def _write(self, head: bytes, body: bytes) -> None:
        protocol = self.protocol
        self.response_started = self.response_complete = True
        self.waiting_for_100_continue = False
        self.message_event.set()
        if protocol.cut is not None:
            body = body[: protocol.cut]
            self.keep_alive = False
        # A client that is gone needs no answer; the loop finds out a moment after the transport does.
        if not self.transport.is_closing():
            self.transport.write(head + body)
        if not self.keep_alive:
            if self.more_body:
                protocol.part()
            else:
                self.transport.close()
        self.on_response()


def _nothing() -> None:
    return None


def error_body(error_type: str, message: str) -> bytes:
    """An error in PortOne's shape."""
    return json.dumps({"type": error_type, "message": message}, ensure_ascii=False, separators=(",", ":")).encode()
