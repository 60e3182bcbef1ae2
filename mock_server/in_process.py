"""The tester's side of an application in the same process: its control paths called directly, without a socket.

Lives here: InProcessClient. May not: a second way to describe a call (handle.py has it); an event loop of its own: what
is called answers without waiting for anything, and what would wait is refused.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from .handle import ControlClient

# A name that nothing on the network answers to: a request that misses the application fails instead of going astray.
BASE_URL: Final = "http://portone-mock.test"
_HOST: Final = (b"host", b"portone-mock.test")

App = Callable[..., Awaitable[None]]


class InProcessClient(ControlClient):
    """Calls of the control paths of an ASGI application; from the thread that the application runs in."""

    def __init__(self, app: App, *, admin_token: str | None = None) -> None:
        super().__init__(BASE_URL, admin_token=admin_token)
        self._app = app

    def _send(self, method: str, target: str, payload: bytes | None, headers: Mapping[str, str]) -> tuple[int, bytes]:
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": payload or b"", "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        _finish(self._app(_scope(method, target, headers), receive, send), f"{method} {target}")
        return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])

    def wait(self, path: str, /, *, secret: str, count: int, timeout: float, **query: Any) -> Any:
        """What is there now: nothing can happen while this thread waits, so `timeout` is of no use."""
        answer = self.call("GET", path, secret=secret, **query)
        return {**answer, "reached": answer["total"] >= count}


def _scope(method: str, target: str, headers: Mapping[str, str]) -> dict[str, Any]:
    parts = urlsplit(target)
    encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": parts.path,
        "raw_path": parts.path.encode("ascii"),
        "query_string": parts.query.encode("ascii"),
        "root_path": "",
        "headers": [_HOST, *encoded],
        "server": ("portone-mock.test", 80),
        "client": ("portone-mock.test", 0),
    }


def _finish(answering: Awaitable[None], call: str) -> None:
    """Run to its end what never waits."""
    steps = answering.__await__()
    try:
        next(steps)
    except StopIteration:
        return
    except RuntimeError as error:
        if asyncio.events._get_running_loop() is None:
            raise RuntimeError(f"{call} leaves something for later: call it where an event loop runs") from error
        raise
    raise RuntimeError(f"{call} waits for something, and in process nothing else could run meanwhile")
