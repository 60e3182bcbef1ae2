"""One wrong request and what it has to be answered with, and the two ways in which it can be sent.

Lives here: Request, Row, and the request as bytes for a socket and as an ASGI scope. May not: any single row.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import unquote

# What httptools' and h11's users see as one read; a body that is longer arrives in several messages.
_MESSAGE_SIZE: Final = 65_536
HOST: Final = (b"Host", b"localhost")


@dataclass(frozen=True, slots=True)
class Request:
    """A request that an HTTP library could send. Without `host` the headers hold what there is of Host."""

    method: str
    target: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""
    chunked: bool = False
    host: bool = True

    def with_values(self, values: Mapping[str, str]) -> "Request":
        """This request with every `<<name>>` replaced."""
        return replace(
            self,
            target=filled(self.target, values),
            headers=tuple((name, filled(value, values)) for name, value in self.headers),
            body=filled(self.body, values),
        )

    def all_headers(self) -> list[tuple[bytes, bytes]]:
        """The headers with Host and what frames the body."""
        headers = [*([HOST] if self.host else []), *self.headers]
        if self.chunked:
            return [*headers, (b"Transfer-Encoding", b"chunked")]
        return [*headers, (b"Content-Length", b"%d" % len(self.body))] if self.body else headers

    def as_bytes(self) -> bytes:
        """What a socket sends."""
        lines = [b"%b: %b\r\n" % header for header in self.all_headers()]
        head = b"%b %b HTTP/1.1\r\n%b\r\n" % (self.method.encode(), self.target, b"".join(lines))
        return head + (b"".join(_chunks(self.body)) if self.chunked else self.body)

    def as_scope(self) -> dict[str, Any]:
        """The scope that uvicorn would make of it."""
        path, _, query = self.target.partition(b"?")
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": self.method,
            "scheme": "http",
            "path": unquote(path.decode("latin-1")),
            "raw_path": path,
            "query_string": query,
            "root_path": "",
            "headers": [(name.lower(), value) for name, value in self.all_headers()],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 8585),
        }

    def messages(self) -> list[dict[str, Any]]:
        """The body as ASGI messages, and the client's end after them."""
        pieces = list(_pieces(self.body)) or [b""]
        whole = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
        whole[-1]["more_body"] = False
        return [*whole, {"type": "http.disconnect"}]


@dataclass(frozen=True, slots=True)
class Row:
    """A request and its exact answer. Bytes in place of a Request are what only a socket can carry."""

    name: str
    request: Request | bytes
    status: int
    type: str
    message: str
    # Further members of the body, all of them.
    details: Mapping[str, object] = field(default_factory=dict)
    # Headers that the answer must have, by lower-case name.
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def on_the_wire_only(self) -> bool:
        """Whether no ASGI scope can hold this request."""
        return isinstance(self.request, bytes)

    @property
    def to_head(self) -> bool:
        """Whether the answer has no body because the request was HEAD."""
        return isinstance(self.request, Request) and self.request.method == "HEAD"

    def body(self) -> dict[str, object]:
        """The answer's JSON."""
        return {"type": self.type, "message": self.message, **self.details}


def filled(data: bytes, values: Mapping[str, str]) -> bytes:
    """`data` with every `<<name>>` replaced."""
    for name, value in values.items():
        data = data.replace(b"<<%b>>" % name.encode(), value.encode())
    return data


def _pieces(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), _MESSAGE_SIZE):
        yield body[start : start + _MESSAGE_SIZE]


def _chunks(body: bytes) -> Iterator[bytes]:
    for piece in _pieces(body):
        yield b"%x\r\n%b\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"
