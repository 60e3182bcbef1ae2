"""A server for an application of the test's own, on asyncio and on uvloop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mock_server.serving import ServerThread, bind
from mock_server.wire import WireLimits

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    Serve = Callable[..., int]


@pytest.fixture(params=["asyncio", "uvloop"])
def serve(request: pytest.FixtureRequest) -> Iterator[Serve]:
    """Start a server for an application; gives its port."""
    if request.param == "uvloop":
        pytest.importorskip("uvloop")
    started: list[ServerThread] = []

    def start(app: Callable[..., Awaitable[None]], limits: WireLimits | None = None) -> int:
        sockets = bind("127.0.0.1", 0)
        port: int = sockets[0].getsockname()[1]
        started.append(ServerThread(app, sockets, limits or WireLimits(), "1.2.3", loop=request.param))
        started[-1].start()
        return port

    yield start
    for server in started:
        server.stop()
