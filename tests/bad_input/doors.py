"""The two ways into a mock, a raw socket and a direct ASGI call, behind one method, and what rows need beforehand.

Lives here: SocketDoor, ProcessDoor, and the tokens that `<<names>>` in rows stand for. May not: what rows expect.
"""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, Protocol

from mock_server.app import Front
from mock_server.clock import ClockSetting
from mock_server.serving import ServerThread, bind
from mock_server.version import VERSION
from mock_server.wire import WireLimits
from tests.raw_socket import RawSocket

from .request import Request

DAY: Final = 24 * 3600 * 1000
IN_PROCESS_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer: headers by lower-case name, and everything that came as it came."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body's JSON."""
        return json.loads(self.body)


class Door(Protocol):
    """Sends one request and hears its answer."""

    def ask(self, request: Request) -> Heard: ...


@dataclass(frozen=True, slots=True)
class SocketDoor:
    """A mock that listens on a port of this machine; every request has a connection of its own."""

    port: int

    def ask(self, request: Request | bytes) -> Heard:
        data = request if isinstance(request, bytes) else request.as_bytes()
        to_head = isinstance(request, Request) and request.method == "HEAD"
        with RawSocket(self.port) as client:
            answer = client.send(data).answer(to_head=to_head)
        return Heard(answer.status, answer.headers, answer.body)


@dataclass(frozen=True, slots=True)
class ProcessDoor:
    """An application that is called without any server."""

    app: Front

    def ask(self, request: Request) -> Heard:
        return asyncio.run(asyncio.wait_for(self._ask(request), IN_PROCESS_SECONDS))

    async def _ask(self, request: Request) -> Heard:
        incoming, sent = iter(request.messages()), list[dict[str, Any]]()

        async def receive() -> dict[str, Any]:
            return next(incoming)

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(request.as_scope(), receive, send)
        start, *rest = sent
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in start["headers"]}
        body = b"".join(message.get("body", b"") for message in rest)
        return Heard(start["status"], headers, b"" if request.method == "HEAD" else body)


@contextmanager
def served(app: Front) -> Iterator[SocketDoor]:
    """A door to this application on a free port, while the block runs."""
    sockets = bind("127.0.0.1", 0)
    thread = ServerThread(app, sockets, WireLimits(), VERSION)
    port = sockets[0].getsockname()[1]
    thread.start()
    try:
        yield SocketDoor(port)
    finally:
        thread.stop()


def prepared(door: Door) -> dict[str, str]:
    """What `<<names>>` in rows stand for, by talking to the mock behind the door."""
    ended_by_login = _logged_in(door, "sandbox-logs-in-twice")["refreshToken"]
    _logged_in(door, "sandbox-logs-in-twice")
    ended_by_refresh = _logged_in(door, "sandbox-refreshes")["refreshToken"]
    _json(door, "POST", b"/token/refresh", {"refreshToken": ended_by_refresh})
    live = _logged_in(door, "sandbox-logged-in")
    dropped = _json(door, "POST", b"/_mock/sandboxes", {})
    gone = _logged_in(door, dropped["apiSecret"])
    _drop(door, dropped["apiSecret"])
    other = _json(door, "POST", b"/_mock/sandboxes", {})
    return {
        "access": live["accessToken"],
        "refresh": live["refreshToken"],
        "ended by login": ended_by_login,
        "ended by refresh": ended_by_refresh,
        "dropped secret": dropped["apiSecret"],
        "dropped access": gone["accessToken"],
        "dropped refresh": gone["refreshToken"],
        "other store": other["storeId"],
        "other secret": other["apiSecret"],
    }


def prepared_expired(door: Door, app: Front) -> dict[str, str]:
    """Tokens that have expired, by moving the clock of their sandbox: needs the application's objects."""
    tokens = _logged_in(door, "sandbox-yesterday")
    sandbox = next(box for box in app.mock.store.all() if box.secret == "sandbox-yesterday")
    sandbox.clock = ClockSetting(offset=DAY)
    return {"expired access": tokens["accessToken"], "expired refresh": tokens["refreshToken"]}


def _logged_in(door: Door, secret: str) -> dict[str, str]:
    tokens: dict[str, str] = _json(door, "POST", b"/login/api-secret", {"apiSecret": secret})
    return tokens


def _drop(door: Door, secret: str) -> None:
    authorization = (b"Authorization", b"PortOne " + secret.encode())
    assert door.ask(Request("DELETE", b"/_mock/sandbox", (authorization,))).status == 204


def _json(door: Door, method: str, target: bytes, body: object) -> Any:
    heard = door.ask(Request(method, target, body=json.dumps(body).encode()))
    assert heard.status in (200, 201), heard
    return heard.json()
