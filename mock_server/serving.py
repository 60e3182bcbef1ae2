"""Sockets, and the server that runs on them: the same for the command line and for embedding.

What an application answers is not decided here, and nothing is printed.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
import sys
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import uvicorn

from .wire import wire_protocol

if TYPE_CHECKING:
    from types import FrameType

    from .wire import WireLimits

App = Callable[..., Awaitable[None]]
Address = tuple[socket.AddressFamily, tuple[Any, ...]]

_BACKLOG = 2048
_GRACE_SECONDS = 3.0
# With port 0 the kernel picks a port for the first address only, and another may have it on the second.
_TRIES_FOR_A_FREE_PORT = 20
_EVERY_ADDRESS = frozenset({"", "0.0.0.0", "::"})  # noqa: S104  names of it, nothing is bound here
_ADDRESS_MISSING = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})

_log = logging.getLogger(__name__)


class BindError(Exception):
    """Why nothing can be listened on, and what to do about it, in one line."""


def client_host(host: str) -> str:
    """The host part of a URL by which a client on this machine reaches what listens on `host`."""
    bare = _without_brackets(host)
    if bare in _EVERY_ADDRESS:
        return "localhost"
    return f"[{bare}]" if ":" in bare else bare


def bind(host: str, port: int) -> list[socket.socket]:
    """Listening sockets, all on one port (0: a free one). `localhost` is both loopbacks where both exist."""
    if not 0 <= port <= 65535:
        raise BindError(f"Port {port} does not exist; give one from 1 to 65535, or 0 for a free one.")
    addresses = _addresses(_without_brackets(host), port)
    for _ in range(1 if port else _TRIES_FOR_A_FREE_PORT):
        try:
            return _listen_on_all(addresses, port)
        except OSError as error:
            refused = error
            if port or error.errno != errno.EADDRINUSE:
                break
    raise _explain(refused, host, port) from refused


def _without_brackets(host: str) -> str:
    return host[1:-1] if host.startswith("[") and host.endswith("]") else host


def _addresses(host: str, port: int) -> list[Address]:
    if host == "localhost":
        return [(socket.AF_INET, ("127.0.0.1", port)), (socket.AF_INET6, ("::1", port))]
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise BindError(
            f"The host {host!r} is unknown here; give an address, `localhost`, or `0.0.0.0` for every address."
        ) from error
    return list(dict.fromkeys((family, address) for family, _, _, _, address in found))


def _listen_on_all(addresses: list[Address], port: int) -> list[socket.socket]:
    sockets: list[socket.socket] = []
    try:
        for family, address in addresses:
            try:
                sockets.append(_listen(family, (address[0], port, *address[2:])))
            except OSError as error:
                # A machine without IPv6 still has a localhost.
                if not (sockets and error.errno in _ADDRESS_MISSING):
                    raise
            port = sockets[0].getsockname()[1]
    except OSError:
        for each in sockets:
            each.close()
        raise
    return sockets


def _listen(family: socket.AddressFamily, address: tuple[Any, ...]) -> socket.socket:
    # asyncio sets TCP_NODELAY only where the socket names its protocol; without it answers wait for the client's ACK.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform == "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, int(address[0] != "::"))
        listener.bind(address)
        # At once: of two programs that bind with SO_REUSEADDR, only the one that listens first may have the port.
        listener.listen(_BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def _explain(error: OSError, host: str, port: int) -> BindError:
    place = f"{client_host(host) if host not in _EVERY_ADDRESS else host}:{port}"
    match error.errno:
        case errno.EADDRINUSE:
            message = f"{place} is taken by another program; stop it, or give another `--port` (0 for a free one)."
        case errno.EACCES | errno.EPERM:
            message = f"Listening on {place} is not permitted; give a `--port` of 1024 or more (0 for a free one)."
        case errno.EADDRNOTAVAIL | errno.EAFNOSUPPORT:
            message = f"{host} is not an address here; give `--host localhost`, or `--host 0.0.0.0` for all of them."
        case _:
            message = f"Cannot listen on {place} ({error.strerror or error}); try `--host localhost --port 0`."
    return BindError(message)


def configure(app: App, limits: WireLimits, version: str, *, loop: str = "auto") -> uvicorn.Config:
    """uvicorn's settings. Nothing in them touches the logging of the process that embeds the server."""
    return uvicorn.Config(
        app,
        http=wire_protocol(limits, version),
        interface="asgi3",
        loop=loop,
        lifespan="off",
        ws="none",
        log_config=None,
        # False would silence "uvicorn.access" for every server of the process; the wire writes no access log anyway.
        access_log=True,
        proxy_headers=False,
        server_header=False,
        date_header=True,
        timeout_keep_alive=75,
        backlog=_BACKLOG,
    )


class _Connections(set[Any]):
    """uvicorn's set of open connections, one that can be waited for."""

    emptied: asyncio.Event | None = None

    def discard(self, connection: object) -> None:
        super().discard(connection)
        if not self and self.emptied is not None:
            self.emptied.set()

    async def wait_until_empty(self) -> None:
        if self:
            self.emptied = asyncio.Event()
            await self.emptied.wait()


class Server(uvicorn.Server):
    """uvicorn's server without its fixed sleeps: it stops when told and when the last answer is out."""

    def __init__(
        self,
        config: uvicorn.Config,
        on_ready: Callable[[], None] | None = None,
        on_second: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        super().__init__(config)
        self._on_second = on_second
        self._connections = _Connections()
        self.server_state.connections = self._connections
        self._on_ready = on_ready
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken: asyncio.Event | None = None
        self._grace: asyncio.Timeout | None = None

    def stop(self) -> None:
        """Begin to stop, from any thread; a second call ends the grace of running requests."""
        self.force_exit = self.should_exit
        self.should_exit = True
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed: it has stopped already
                self._loop.call_soon_threadsafe(self._wake)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop on a signal, which is not raised again afterwards as uvicorn does: being stopped is a success."""
        self.stop()

    def _wake(self) -> None:
        if self._woken is not None:
            self._woken.set()
        if self._grace is not None and self.force_exit:
            self._grace.reschedule(0)

    async def main_loop(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._woken = asyncio.Event()
        stopping = await self.on_tick(0)
        if self._on_ready is not None:
            self._on_ready()
        while not (stopping or self.should_exit):
            # A tick a second renews the Date header.
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self._woken.wait()
            if self._on_second is not None and not self.should_exit:
                await self._on_second()
            stopping = await self.on_tick(0)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for listener in (*self.servers, *(sockets or ())):
            listener.close()
        for connection in list(self._connections):
            connection.shutdown()
        # An application that holds answers back until something comes gives them now.
        if (stop_waiting := getattr(self.config.app, "stop_waiting", None)) is not None:
            stop_waiting()
        try:
            async with asyncio.timeout(0 if self.force_exit else _GRACE_SECONDS) as self._grace:
                await self._wait_for_answers()
        except TimeoutError:
            self._grace = None
            await self._cut_off()

    async def _wait_for_answers(self) -> None:
        while self.server_state.tasks:
            await asyncio.wait(self.server_state.tasks)
        await self._connections.wait_until_empty()

    async def _cut_off(self) -> None:
        tasks = list(self.server_state.tasks)
        for task in tasks:
            task.cancel()
        for connection in list(self._connections):
            connection.transport.abort()
        if tasks:
            await asyncio.wait(tasks, timeout=1)


def run(
    app: App,
    sockets: list[socket.socket],
    limits: WireLimits,
    version: str,
    on_ready: Callable[[], None],
    on_second: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Serve in the main thread until SIGINT or SIGTERM.

    `on_ready` is called once connections are accepted, `on_second` about once a second from then on.
    """
    Server(configure(app, limits, version), on_ready, on_second).run(sockets=sockets)


class ServerThread:
    """A server in a thread of its own, for tests and embedding."""

    def __init__(
        self, app: App, sockets: list[socket.socket], limits: WireLimits, version: str, *, loop: str = "auto"
    ) -> None:
        self._ready = threading.Event()
        self._server = Server(configure(app, limits, version, loop=loop), self._ready.set)
        self._sockets = sockets
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._serve, name="portone-mock", daemon=True)

    def start(self) -> None:
        """Return once connections are accepted."""
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            self._thread.join()
            raise RuntimeError("The server's thread ended before it could listen.") from self._failure

    def stop(self) -> None:
        """Stop and wait for the end; stopping again, or before the start, is harmless."""
        if self._thread.ident is None:
            for listener in self._sockets:
                listener.close()
        elif self._thread.is_alive():
            self._server.stop()
            self._thread.join()

    def _serve(self) -> None:
        try:
            self._server.run(sockets=self._sockets)
        except BaseException as failure:
            self._failure = failure
        finally:
            self._ready.set()
