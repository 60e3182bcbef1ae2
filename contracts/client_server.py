"""The server that a client library is tried with: one raw answer, or one story of tokens.

Lives here: serving on loopback. May not: judging what the client made of it.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from .vectors import Vector, record

# What the story of tokens is called where an operation is.
STORY: Final = "tokenStory"
SECRET: Final = "vector-secret"  # noqa: S105 - it opens nothing


@dataclass(frozen=True)
class Asked:
    """One request: method and path as they were written, the Authorization header, and the body's JSON."""

    line: str
    authorization: str
    body: Any


class _Quiet(BaseHTTPRequestHandler):
    """A handler that writes nothing; `asked` are the requests as they came."""

    protocol_version = "HTTP/1.1"
    asked: list["Asked"]

    def _body(self) -> Any:
        text = self.rfile.read(int(self.headers.get("content-length") or 0))
        try:
            body = json.loads(text or b"{}")
        except ValueError:
            body = {}
        self.asked.append(Asked(f"{self.command} {self.path}", self.headers.get("authorization", ""), body))
        return body

    def _send(self, status: int, headers: dict[str, str], content: bytes, cut: int | None = None) -> None:
        self.send_response(status)
        for name, value in {**headers, "content-length": str(len(content)), "connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content if cut is None else content[:cut])
        self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Nothing on stderr."""


def _answering(vector: Vector) -> type[_Quiet]:
    class Answering(_Quiet):
        def _answer(self) -> None:
            self._body()
            if self.path.startswith(("/login/", "/token/")):
                tokens = {"accessToken": "token-1", "refreshToken": "refresh-1"}
                self._send(200, {"content-type": "application/json"}, json.dumps(tokens).encode())
                return
            self._send(vector.status, dict(vector.headers), vector.body.encode(), vector.cut)

        do_GET = do_POST = _answer  # noqa: N815 - http.server's names

    return Answering


def _telling_of_tokens() -> type[_Quiet]:
    """Tokens that end after one read: the secret itself always opens, a token once."""
    spent: set[str] = set()
    issued: list[int] = []

    class Telling(_Quiet):
        def _answer(self) -> None:
            self._body()
            if self.path.startswith(("/login/", "/token/")):
                issued.append(1)
                tokens = {"accessToken": f"token-{len(issued)}", "refreshToken": f"refresh-{len(issued)}"}
                self._send(200, {"content-type": "application/json"}, json.dumps(tokens).encode())
                return
            credential = self.headers.get("authorization", "")
            opens = credential == f"PortOne {SECRET}" or (
                credential.startswith("Bearer token-") and credential not in spent
            )
            spent.add(credential)
            body: dict[str, Any] = record("READY") if opens else {"type": "UNAUTHORIZED", "message": "expired"}
            self._send(200 if opens else 401, {"content-type": "application/json"}, json.dumps(body).encode())

        do_GET = do_POST = _answer  # noqa: N815 - http.server's names

    return Telling


@contextmanager
def serving(vector: Vector | None) -> Iterator[tuple[str, list[Asked]]]:
    """The address of a server that answers this vector (None: the story of tokens), and what it was asked."""
    asked: list[Asked] = []
    handler = _answering(vector) if vector is not None else _telling_of_tokens()
    handler.asked = asked
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
