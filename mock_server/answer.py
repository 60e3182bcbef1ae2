"""An answer on its way out: status, bytes and what the journal is told.

Lives here: Answer and its encoding to ASGI messages. May not: deciding anything.
"""

from typing import Any, Final

import msgspec

from .domain.errors import Refusal

Headers = tuple[tuple[bytes, bytes], ...]
JSON: Final = (b"content-type", b"application/json; charset=utf-8")
encode: Final = msgspec.json.Encoder().encode


class Answer:
    """One whole answer. `headers` hold its content type and length; `error_type`, `why` and the `message` of a refusal
    are for the journal."""

    __slots__ = ("body", "error_type", "headers", "message", "status", "why")

    def __init__(
        self,
        status: int,
        body: bytes,
        *,
        headers: Headers = (JSON,),
        error_type: str | None = None,
        why: str | None = None,
        message: str | None = None,
    ) -> None:
        self.status = status
        self.body = body
        self.headers = (*headers, (b"content-length", str(len(body)).encode("ascii")))
        self.error_type = error_type
        self.why = why
        self.message = message

    def with_body(self, body: bytes) -> "Answer":
        """The same answer with another body."""
        headers = tuple(header for header in self.headers if header[0] != b"content-length")
        return Answer(
            self.status, body, headers=headers, error_type=self.error_type, why=self.why, message=self.message
        )


def of_json(value: Any, status: int = 200, *, why: str | None = None) -> Answer:
    """An answer whose body is this value as JSON."""
    return Answer(status, encode(value), why=why)


def of_refusal(refusal: Refusal) -> Answer:
    """The answer that a refusal is."""
    return Answer(
        refusal.status,
        encode(refusal.body()),
        headers=(JSON, *refusal.headers),
        error_type=refusal.type,
        why=refusal.why,
        message=refusal.message,
    )
