"""A server that is wrong on purpose: an ASGI application around a right one, with one law bent.

Lives here: the application and what a bent law is written with. May not: any single law (broken_servers/).
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import unquote

ID: Final = "/identity-verifications/"
# The one secret of a server that is judged in this process.
SECRET: Final = "mock-api-secret"


@dataclass(frozen=True)
class Asked:
    """One request. `path` is raw, so that an id stays one segment."""

    method: str
    path: str
    query: bytes
    headers: Mapping[str, str]
    body: bytes
    # The request's target as it was written, a bare question mark included.
    target: str = ""

    @property
    def operation(self) -> str:
        """read, list, send, confirm, resend, refresh, log-in, legacy-log-in, or nothing of these."""
        if self.path.startswith(ID):
            id_and_more = self.path.removeprefix(ID).split("/")
            return "read" if len(id_and_more) == 1 else id_and_more[1]
        return {
            "/identity-verifications": "list",
            "/token/refresh": "refresh",
            "/login/api-secret": "log-in",
            "/login/api-key": "legacy-log-in",
        }.get(self.path, "")

    @property
    def id(self) -> str:
        """The id in the path."""
        return unquote(self.path.removeprefix(ID).split("/")[0])

    @property
    def credential(self) -> str:
        """The Authorization header."""
        return self.headers.get("authorization", "")

    @property
    def json(self) -> Any:
        """The body's value; an empty object for one that is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return {}

    def having(self, **headers: str) -> Asked:
        """The same with other headers; an empty one is left out."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={k: v for k, v in {**self.headers, **named}.items() if v})

    def saying(self, value: Any) -> Asked:
        """The same with another body."""
        return replace(self, body=json.dumps(value).encode())


@dataclass(frozen=True)
class Told:
    """One answer."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=lambda: {"content-type": "application/json"})

    @property
    def json(self) -> Any:
        """The body's value."""
        return json.loads(self.body)

    @property
    def type(self) -> str | None:
        """The error type."""
        value = self.json
        return value.get("type") if isinstance(value, dict) else None


def tell(status: int, value: Any) -> Told:
    """An answer of JSON."""
    return Told(status, json.dumps(value, ensure_ascii=False).encode())


def error(status: int, type_: str) -> Told:
    """A refusal."""
    return tell(status, {"type": type_, "message": "wrong on purpose"})


Ask = Callable[[Asked], Awaitable[Told]]
Bend = Callable[[Asked, Ask, dict[str, Any]], Awaitable[Told]]
"""`(request, the right server, what this server remembers) -> answer`."""


class WrongServer:
    """The right application, bent; the tester's own paths are left alone."""

    def __init__(self, right: Any, bend: Bend) -> None:
        self._right = right
        self._bend = bend
        self._memory: dict[str, Any] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/_mock"):
            await self._right(scope, receive, send)
            return
        asked = Asked(
            scope["method"],
            scope["raw_path"].decode("ascii").partition("?")[0],
            scope["query_string"],
            {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
            await _whole(receive),
            scope.get("extensions", {}).get("target", ""),
        )

        async def ask(asked: Asked) -> Told:
            return await _answer(self._right, scope, asked)

        told = await self._bend(asked, ask, self._memory)
        headers = {**told.headers, "content-length": str(len(told.body))}
        head = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": told.status, "headers": head})
        await send({"type": "http.response.body", "body": told.body})


async def _whole(receive: Any) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


async def _answer(app: Any, scope: Any, asked: Asked) -> Told:
    headers = {**asked.headers, "content-length": str(len(asked.body))}
    inner = {
        **scope,
        "method": asked.method,
        "path": unquote(asked.path),
        "raw_path": asked.path.encode("ascii"),
        "query_string": asked.query,
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()],
    }
    messages: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": asked.body, "more_body": False}

    async def send(message: Any) -> None:
        messages.append(message)

    await app(inner, receive, send)
    body = b"".join(one.get("body", b"") for one in messages)
    found = {name.decode("latin-1"): value.decode("latin-1") for name, value in messages[0]["headers"]}
    return Told(messages[0]["status"], body, found)
