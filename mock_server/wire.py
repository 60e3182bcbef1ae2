"""What ASGI cannot do: limits on heads, JSON for what is not HTTP, a real reset, a cut body, one write an answer.

One subclass of uvicorn's httptools protocol; how it answers is in wire_cycle.py. No PortOne path, sandbox or fault is
known here: applications reach the wire by ``scope["extensions"]["portone_mock.wire"]``, with the methods of `Wire`.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, cast

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from .extension import EXTENSION
from .wire_cycle import WireCycle, error_body

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application


_LINGER_NOT_AT_ALL = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
# How long a refused client may go on sending before the connection is cut.
_PARTING_SECONDS = 3.0


@dataclass(frozen=True)
class WireLimits:
    """What one message may cost; the seconds count from its first byte (or the connection), and from its head's end."""

    header_bytes: int = 32768
    first_header_seconds: float = 10.0
    body_seconds: float = 10.0
    drain_bytes: int = 16 * 1024 * 1024


class Wire(Protocol):
    """What a request may do to its own connection."""

    def reset(self) -> None:
        """Cut the connection at once: the client sees a reset (RST)."""

    def truncate(self, bytes: int) -> None:  # noqa: A002  the word of the fault
        """Announce the next whole answer in full, send that many bytes of its body, and close."""


@dataclass(frozen=True)
class Refusal:
    """An answer that the wire gives by itself, in PortOne's error shape."""

    status: int
    type: str
    message: str


class _HeadTooLargeError(Exception):
    """Stops the parser; never leaves this module."""


class WireProtocol(HttpToolsProtocol):
    """uvicorn's connection with limits. `wire_protocol` gives it its limits and version."""

    limits: ClassVar[WireLimits]
    version: ClassVar[bytes]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access_log = False
        self.running: WireCycle | None = None  # the request that is being answered; `cycle` is the newest one parsed
        self.whole: object = None  # the scope of the newest message that has arrived to its end
        self.cut: int | None = None
        self.refusal: Refusal | None = None
        self.parting: Parting | None = None
        self.deadline: asyncio.TimerHandle | None = None
        self.deadline_is_for_body = False
        self.idle_since = 0.0
        self.near_limit = False
        self.overhead = 0  # bytes of the incomplete message since it began or since a byte of its body
        self.dropped = 0  # bytes of a body that came after its answer
        self.body_seen = False

    # The connection's life

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        super().connection_made(transport)
        self._arm_deadline(for_body=False)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._unset_keepalive_if_required()
        self._disarm_deadline()
        # Scopes refer to this object: without these a connection's last request waits for the garbage collector.
        self.cycle = self.running = self.scope = self.whole = self.parting = None  # type: ignore[assignment]
        self.pipeline.clear()

    def data_received(self, data: bytes) -> None:
        newest = self.cycle
        self.near_limit = len(data) + self.overhead > self.limits.header_bytes
        try:
            self._feed(data)
        except httptools.HttpParserError as error:
            self._refuse(self.refusal or _explain(error, data))
            return
        if self.scope is not self.whole:
            self._expect_more(len(data), head_ended=self.cycle is not newest)
        elif self.deadline is not None:
            self._disarm_deadline()
            self.overhead = self.dropped = 0

    def _feed(self, data: bytes) -> None:
        while True:
            try:
                self.parser.feed_data(data)
            except httptools.HttpParserUpgrade as upgrade:
                # httptools takes what follows, the request's own body included, for another protocol: say it again.
                data = self._head_without_upgrade() + data[upgrade.args[0] :]
                self.parser = httptools.HttpRequestParser(self)
                self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
            else:
                return

    def _head_without_upgrade(self) -> bytes:
        method = self.parser.get_method()
        if method == b"CONNECT":
            message = "CONNECT asks for a proxy, which this server is not; send the request itself to it."
            self.refusal = Refusal(400, "INVALID_REQUEST", message)
            raise httptools.HttpParserError
        start = b"%b %b HTTP/%b\r\n" % (method, self.url, self.parser.get_http_version().encode())
        kept = [b"%b: %b\r\n" % header for header in self.headers if header[0] != b"upgrade"]
        return b"".join([start, *kept, b"\r\n"])

    # What the parser calls

    def on_headers_complete(self) -> None:
        if self.near_limit and self._head_bytes() > self.limits.header_bytes:
            self.refusal = self._head_too_large()
            raise _HeadTooLargeError
        if self.parser.should_upgrade():
            return
        if not self.url.startswith(b"/"):
            self._take_host_from_target()
        super().on_headers_complete()
        self.headers = []  # trailers of a chunked body are no headers of the request

    def _take_host_from_target(self) -> None:
        """A target may be a whole address: its host is one more Host header, unless it is the one there is."""
        _, is_address, rest = self.url.partition(b"://")
        host = (b"host", rest.partition(b"/")[0])
        if is_address and host not in self.headers:
            self.headers.append(host)

    def on_body(self, body: bytes) -> None:
        self.body_seen = True
        super().on_body(body)

    def on_message_complete(self) -> None:
        if self.parser.should_upgrade():
            return
        self.whole = self.scope
        self.body_seen = False
        super().on_message_complete()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        cycle.__class__ = WireCycle
        self.running = running = cast("WireCycle", cycle)
        running.protocol = self
        running.scope["extensions"] = {EXTENSION: self}  # type: ignore[dict-item]  # extensions may be objects
        super()._start_asgi_task(running, app)

    def on_response_complete(self) -> None:
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        if self.pipeline:
            cycle, app = self.pipeline.pop()
            # No more is read while requests wait, or a client that never reads its answers could queue without end.
            if not self.pipeline:
                self.flow.resume_reading()
            self._start_asgi_task(cycle, app)
        elif self.refusal is not None:
            self._answer_refusal()
        else:
            self.flow.resume_reading()
            self._await_next_request()

    # Keep-alive: one timer a connection that looks at the clock when it rings, where uvicorn makes one a request

    def _await_next_request(self) -> None:
        self.idle_since = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self._arm_keep_alive(self.timeout_keep_alive)

    def _arm_keep_alive(self, seconds: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(seconds, self.timeout_keep_alive_handler)

    def timeout_keep_alive_handler(self) -> None:
        self.timeout_keep_alive_task = None
        busy = self.scope is not self.whole or (self.running is not None and not self.running.response_complete)
        left = self.timeout_keep_alive if busy else self.idle_since + self.timeout_keep_alive - self.loop.time()
        if left > 0:
            self._arm_keep_alive(left)
        else:
            self.transport.close()

    # Limits

    def _head_bytes(self) -> int:
        start = len(self.parser.get_method()) + len(self.url) + len("  HTTP/1.1\r\n\r\n")
        return start + sum(len(name) + len(value) + 4 for name, value in self.headers)

    def _expect_more(self, size: int, *, head_ended: bool) -> None:
        """Count and time a message that has not arrived whole."""
        if self.body_seen or head_ended:
            self.body_seen = False
            self.overhead = 0
        else:
            self.overhead += size
            if self.overhead > self.limits.header_bytes:
                self._refuse(self._head_too_large())
                return
        in_body = self._in_body()
        if in_body and self.cycle.response_complete:
            self.dropped += size
            if self.dropped > self.limits.drain_bytes:
                self.transport.close()
                return
        if head_ended or self.deadline is None or in_body is not self.deadline_is_for_body:
            self._arm_deadline(for_body=in_body)

    def _in_body(self) -> bool:
        return self.scope is not self.whole and self.cycle is not None and self.cycle.scope is self.scope

    def _arm_deadline(self, *, for_body: bool) -> None:
        self._disarm_deadline()
        self.deadline_is_for_body = for_body
        seconds = self.limits.body_seconds if for_body else self.limits.first_header_seconds
        self.deadline = self.loop.call_later(seconds, self._be_late)

    def _disarm_deadline(self) -> None:
        if self.deadline is not None:
            self.deadline.cancel()
            self.deadline = None

    def _be_late(self) -> None:
        self.deadline = None
        answering_earlier = not self._in_body() and self._is_answering()
        if self.scope is self.whole:
            self.transport.close()  # nothing was asked, so nothing is answered
        elif self.flow.read_paused or answering_earlier:
            self._arm_deadline(for_body=self.deadline_is_for_body)  # it is the server that keeps the client waiting
        else:
            self._refuse(self._too_late())

    # Refusing

    def _head_too_large(self) -> Refusal:
        limit = self.limits.header_bytes
        message = f"The request line and headers are over {limit} bytes; keep them within {limit} bytes."
        return Refusal(431, "MOCK_HEADERS_TOO_LARGE", message)

    def _too_late(self) -> Refusal:
        if self._in_body():
            message = (
                f"The body did not arrive whole within {self.limits.body_seconds:g} seconds of the headers; "
                "send as many bytes as Content-Length says, or end a chunked body with a chunk of size 0."
            )
        else:
            message = (
                f"The request line and headers did not arrive within {self.limits.first_header_seconds:g} seconds; "
                "send them in that time and end them with an empty line."
            )
        return Refusal(408, "MOCK_REQUEST_TIMEOUT", message)

    def _refuse(self, refusal: Refusal) -> None:
        """Answer by ourselves, but only after the requests that came before on this connection."""
        self.refusal = refusal
        self._disarm_deadline()
        too_late_to_answer = self._in_body() and self.cycle.response_started
        if self._in_body():
            self._give_up_newest()
        self.whole = self.scope
        self.parting = Parting(self)
        if too_late_to_answer:
            self.parting.start()
        elif not self._is_answering():
            self._answer_refusal()

    def _is_answering(self) -> bool:
        return self.running is not None and not self.running.response_complete and not self.running.disconnected

    def _give_up_newest(self) -> None:
        cycle = self.cycle
        cycle.disconnected = True
        cycle.message_event.set()
        if self.pipeline and self.pipeline[0][0] is cycle:
            self.pipeline.popleft()

    def _answer_refusal(self) -> None:
        assert self.refusal is not None
        assert self.parting is not None
        self.transport.write(self._render(self.refusal))
        self.parting.start()

    def _render(self, refusal: Refusal) -> bytes:
        body = error_body(refusal.type, refusal.message)
        headers = [*self.server_state.default_headers, *self.error_headers(body)]
        lines = [STATUS_LINE[refusal.status], *(b"%b: %b\r\n" % header for header in headers), b"\r\n", body]
        return b"".join(lines)

    def error_headers(self, body: bytes) -> list[tuple[bytes, bytes]]:
        return [
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(body)),
            (b"x-portone-mock", self.version),
            (b"connection", b"close"),
        ]

    def part(self) -> None:
        """Close after an answer that the client may still be sending a body for."""
        self.parting = Parting(self)
        self.parting.start()

    # What `Wire` promises

    def reset(self) -> None:
        if self.transport.is_closing():
            return
        if self.running is not None:
            self.running.disconnected = True
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT_AT_ALL)
        self.transport.abort()

    def truncate(self, bytes: int) -> None:  # noqa: A002  the word of the fault
        self.cut = bytes


class Parting(asyncio.Protocol):
    """Takes a connection over from its protocol: what still comes is dropped, so that the client reads the answer.

    Closing with unread bytes would make the kernel send a reset, and the client would see that instead.
    """

    def __init__(self, wire: WireProtocol) -> None:
        self.wire = wire
        self.left = wire.limits.drain_bytes
        self.timer: asyncio.TimerHandle | None = None
        wire.transport.set_protocol(self)

    def start(self) -> None:
        """The last answer is written: half-close, and wait for the client to be done."""
        transport = self.wire.transport
        self.wire.flow.resume_reading()
        if transport.can_write_eof():
            transport.write_eof()
        self.timer = self.wire.loop.call_later(_PARTING_SECONDS, transport.abort)

    def data_received(self, data: bytes) -> None:
        self.left -= len(data)
        if self.left >= 0:
            return
        if self.timer is None:
            self.wire.flow.pause_reading()
        else:
            self.wire.transport.close()

    def pause_writing(self) -> None:
        self.wire.pause_writing()

    def resume_writing(self) -> None:
        self.wire.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        if self.timer is not None:
            self.timer.cancel()
        self.wire.connection_lost(exc)


def wire_protocol(limits: WireLimits, version: str) -> type[HttpToolsProtocol]:
    """The class for `uvicorn.Config(http=…)`; version is what `x-portone-mock` says."""
    return type("WireProtocol", (WireProtocol,), {"limits": limits, "version": version.encode("ascii")})


def _explain(error: httptools.HttpParserError, data: bytes) -> Refusal:
    """What the parser could not read, in a sentence that names the way out."""
    if data.startswith(b"\x16\x03"):
        message = "A TLS handshake came to a plain HTTP port; write http:// where the base URL has https://."
    elif data.startswith(b"PRI * HTTP/2"):
        message = "HTTP/2 was spoken without asking; this server speaks HTTP/1.1, so switch HTTP/2 prior knowledge off."
    elif isinstance(error, httptools.HttpParserCallbackError):
        message = "The request target cannot be read; send a path that starts with /, percent-encoded to plain ASCII."
    else:
        reason = str(error).strip() or "unreadable"
        message = f"This is not HTTP/1.1 ({reason}); send a line such as 'GET /path HTTP/1.1', headers, an empty line."
    return Refusal(400, "INVALID_REQUEST", message)
