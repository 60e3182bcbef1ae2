"""A client that sends exactly the bytes it is given, and reads answers without an HTTP library in between."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass
from typing import Any

# Longer than any limit that a test sets; reaching it fails the test.
PATIENCE_SECONDS = 10.0


@dataclass(frozen=True)
class RawAnswer:
    """One answer: `headers` by lower-case name, `lines` as they came."""

    status: int
    headers: dict[str, str]
    body: bytes
    lines: list[bytes]

    def json(self) -> Any:
        return json.loads(self.body)


class RawSocket:
    """One connection. `answer` reads one answer, `rest` everything until the server closes."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self.socket = socket.create_connection((host, port), timeout=PATIENCE_SECONDS)
        self._read = b""

    def __enter__(self) -> RawSocket:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> RawSocket:
        self.socket.sendall(data)
        return self

    def answer(self, *, to_head: bool = False) -> RawAnswer:
        """The next answer; the body is as long as Content-Length says, and raises EOFError where it is cut short."""
        lines = self._until(b"\r\n\r\n").split(b"\r\n")
        headers = {
            name.decode().lower(): value.strip().decode() for name, _, value in (i.partition(b":") for i in lines[1:])
        }
        body = b"" if to_head else self._body(headers)
        return RawAnswer(int(lines[0].split()[1]), headers, body, lines)

    def rest(self) -> bytes:
        """All that still comes before the server ends the connection."""
        while self._more():
            pass
        read, self._read = self._read, b""
        return read

    def _body(self, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding") == "chunked":
            chunks: list[bytes] = []
            while size := int(self._until(b"\r\n"), 16):
                chunks.append(self._exactly(size + 2)[:-2])
            self._exactly(2)
            return b"".join(chunks)
        return self._exactly(int(headers.get("content-length", "0")))

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._read:
            self._need_more()
        found, _, self._read = self._read.partition(mark)
        return found

    def _exactly(self, size: int) -> bytes:
        while len(self._read) < size:
            self._need_more()
        found, self._read = self._read[:size], self._read[size:]
        return found

    def _need_more(self) -> None:
        if not self._more():
            raise EOFError(f"The server closed after {len(self._read)} bytes: {self._read[:200]!r}")

    def _more(self) -> bool:
        data = self.socket.recv(65536)
        self._read += data
        return bool(data)
