"""Requests as bytes, answers as a status, a head and a body, and one blocking keep-alive connection.

Lives here: the little HTTP/1.1 that the benchmark speaks itself, so that a client library's time is in no figure.
May not: chunked answers, redirects, pipelining, anything the mock does not send.
"""

import socket
from dataclasses import dataclass
from types import TracebackType
from typing import Final, NamedTuple, Self

HEAD_END: Final = b"\r\n\r\n"


class AnswerError(Exception):
    """An answer that the benchmark cannot count: refused, cut, or without a length."""


@dataclass(frozen=True)
class Request:
    """A request as both load generators need it."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""

    def encoded(self, authority: str) -> bytes:
        """The bytes on the wire; Content-Length only where there is a body."""
        length = (("Content-Length", str(len(self.body.encode()))),) if self.body else ()
        lines = [f"{name}: {value}" for name, value in (("Host", authority), *self.headers, *length)]
        return "\r\n".join([f"{self.method} {self.path} HTTP/1.1", *lines, "", self.body]).encode()


class Answer(NamedTuple):
    """One answer, read to its end."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str | None:
        """The first header of this name, any case."""
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.strip().lower() == name.lower().encode():
                return value.strip().decode("latin-1")
        return None


def length_of(head: bytes) -> int:
    """The body's length as the head gives it; 204 has none."""
    at = head.find(b"content-length:")
    if at < 0:
        head = head.lower()
        at = head.find(b"content-length:")
    if at < 0:
        if head[9:12] == b"204":
            return 0
        raise AnswerError(f"an answer without Content-Length, which the benchmark cannot follow: {head[:200]!r}")
    end = head.find(b"\r\n", at)
    return int(head[at + 15 : end if end > 0 else len(head)])


class Connection:
    """One keep-alive connection that sends a request and waits for its answer."""

    def __init__(self, host: str, port: int, timeout: float = 30.0) -> None:
        self.authority = f"{host}:{port}"
        self._socket = socket.create_connection((host, port), timeout)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._socket.close()

    def ask(self, request: Request) -> Answer:
        """Send one request and read its answer, whatever its status."""
        self._socket.sendall(request.encoded(self.authority))
        received = b""
        while (end := received.find(HEAD_END)) < 0:
            received += self._more(received)
        total = end + len(HEAD_END) + length_of(received[:end])
        while len(received) < total:
            received += self._more(received)
        return Answer(int(received[9:12]), received[:end], received[end + len(HEAD_END) : total])

    def expect(self, status: int, request: Request) -> Answer:
        """As `ask`, and the status must be this one."""
        answer = self.ask(request)
        if answer.status != status:
            raise AnswerError(
                f"{request.method} {request.path} answered {answer.status} where {status} was expected: "
                f"{answer.body[:300].decode(errors='replace')}"
            )
        return answer

    def _more(self, received: bytes) -> bytes:
        if not (data := self._socket.recv(65536)):
            raise AnswerError(f"the connection was closed in the middle of an answer; received: {received[:200]!r}")
        return data
