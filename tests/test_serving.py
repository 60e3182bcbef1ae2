"""Sockets and the running server: where it listens, how it says why it cannot, and that it stops without waiting."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mock_server import serving
from mock_server.extension import EXTENSION
from mock_server.serving import BindError, ServerThread, bind, client_host
from mock_server.wire import WireLimits
from tests.raw_socket import RawSocket

if TYPE_CHECKING:
    from collections.abc import Iterator

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
HAS_IPV6_LOOPBACK = socket.has_ipv6 and Path("/proc/net/if_inet6").exists()


async def fine(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"fine"})


def thread(app: Any = fine, sockets: list[socket.socket] | None = None) -> tuple[ServerThread, int]:
    sockets = bind("127.0.0.1", 0) if sockets is None else sockets
    port: int = sockets[0].getsockname()[1]
    server = ServerThread(app, sockets, WireLimits(), "1.2.3")
    server.start()
    return server, port


def open_descriptors() -> int:
    return sum(1 for _ in Path("/dev/fd").iterdir())


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


# Binding


def addresses(sockets: list[socket.socket]) -> list[tuple[str, int]]:
    found = [each.getsockname()[:2] for each in sockets]
    for each in sockets:
        each.close()
    return found


@pytest.mark.skipif(not HAS_IPV6_LOOPBACK, reason="this machine has no ::1")
def test_localhost_is_both_loopbacks_on_one_port() -> None:
    server, port = thread(sockets=bind("localhost", 0))
    for host in ("127.0.0.1", "::1"):
        with RawSocket(port, host) as client:
            assert client.send(GET).answer().body == b"fine"
    server.stop()


def test_localhost_without_ipv6_is_the_one_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    listen = serving._listen

    def no_ipv6(family: socket.AddressFamily, address: tuple[Any, ...]) -> socket.socket:
        if family == socket.AF_INET6:
            raise OSError(errno.EADDRNOTAVAIL, "no such address")
        return listen(family, address)

    monkeypatch.setattr(serving, "_listen", no_ipv6)
    assert [host for host, _ in addresses(bind("localhost", 0))] == ["127.0.0.1"]


def test_a_free_port_is_free_on_both_loopbacks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first ports that the kernel gives are taken on ::1 here; others are tried, and nothing stays open."""
    listen, refusals = serving._listen, iter(range(3))
    before = open_descriptors()

    def taken_on_ipv6(family: socket.AddressFamily, address: tuple[Any, ...]) -> socket.socket:
        if family == socket.AF_INET6:
            if next(refusals, None) is not None:
                raise OSError(errno.EADDRINUSE, "taken")
            raise OSError(errno.EADDRNOTAVAIL, "no such address")
        return listen(family, address)

    monkeypatch.setattr(serving, "_listen", taken_on_ipv6)
    assert len(addresses(bind("localhost", 0))) == 1
    assert next(refusals, None) is None
    assert open_descriptors() == before


@pytest.mark.skipif(not HAS_IPV6_LOOPBACK, reason="this machine has no ::1")
@pytest.mark.parametrize("host", ["::1", "[::1]"])
def test_an_ipv6_address_is_bound_with_or_without_brackets(host: str) -> None:
    assert [found for found, _ in addresses(bind(host, 0))] == ["::1"]


@pytest.mark.skipif(not HAS_IPV6_LOOPBACK, reason="this machine has no IPv6")
def test_every_ipv6_address_is_every_ipv4_address_too() -> None:
    server, port = thread(sockets=bind("::", 0))
    for host in ("127.0.0.1", "::1"):
        with RawSocket(port, host) as client:
            assert client.send(GET).answer().body == b"fine"
    server.stop()


def test_a_taken_port_says_so_and_what_to_do(taken: int) -> None:
    with pytest.raises(BindError, match=rf"^localhost:{taken} is taken .* `--port` \(0 for a free one\)\.$"):
        bind("localhost", taken)


def test_a_port_that_is_bound_but_not_yet_served_is_taken_too() -> None:
    [listener] = bind("127.0.0.1", 0)
    with listener, pytest.raises(BindError, match="taken"):
        bind("127.0.0.1", listener.getsockname()[1])


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("no-such-host.invalid", "unknown"),
        ("two..dots", "unknown"),
        ("192.0.2.1", "not an address here"),
    ],
)
def test_a_host_that_cannot_be_bound_says_why_in_one_line(host: str, words: str) -> None:
    with pytest.raises(BindError, match=words) as caught:
        bind(host, 0)
    assert host in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_does_not_exist_is_refused(port: int) -> None:
    with pytest.raises(BindError, match=f"Port {port} does not exist"):
        bind("localhost", port)


@pytest.mark.parametrize(
    ("code", "words"), [(errno.EACCES, "not permitted"), (errno.EMFILE, "Cannot listen on 127.0.0.1:80")]
)
def test_what_the_system_forbids_is_one_line(code: int, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> socket.socket:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(serving, "_listen", refuse)
    with pytest.raises(BindError, match=words):
        bind("127.0.0.1", 80)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", "localhost"),
        ("0.0.0.0", "localhost"),
        ("::", "localhost"),
        ("[::]", "localhost"),
        ("::1", "[::1]"),
        ("[::1]", "[::1]"),
        ("127.0.0.1", "127.0.0.1"),
        ("mock.test", "mock.test"),
    ],
)
def test_client_host_is_what_a_url_on_this_machine_needs(host: str, expected: str) -> None:
    assert client_host(host) == expected


def test_answers_do_not_wait_for_the_clients_ack() -> None:
    """Looked at on the accepted connection: asyncio leaves Nagle's algorithm on where a socket names no protocol."""
    seen: list[int] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        connection = scope["extensions"][EXTENSION].transport.get_extra_info("socket")
        seen.append(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        await fine(scope, receive, send)

    for loop in ("asyncio", "auto"):
        sockets = bind("127.0.0.1", 0)
        port: int = sockets[0].getsockname()[1]
        server = ServerThread(app, sockets, WireLimits(), "1.2.3", loop=loop)
        server.start()
        with RawSocket(port) as client:
            client.send(GET).answer()
        server.stop()
    assert all(seen)
    assert len(seen) == 2


# Starting and stopping


def test_fifty_servers_start_and_stop_quickly_and_leave_nothing_behind() -> None:
    def round_trip() -> float:
        began = time.perf_counter()
        server, port = thread()
        server.stop()
        took = time.perf_counter() - began
        with pytest.raises(ConnectionRefusedError):
            RawSocket(port)
        return took

    round_trip()
    descriptors, threads = open_descriptors(), threading.active_count()
    took = sorted(round_trip() for _ in range(50))
    assert took[len(took) // 2] < 0.05
    assert open_descriptors() == descriptors
    assert threading.active_count() == threads


def test_connections_at_rest_do_not_delay_the_stop() -> None:
    server, port = thread()
    with RawSocket(port) as used, RawSocket(port) as silent, RawSocket(port) as slow:
        used.send(GET).answer()
        slow.send(b"GET / HT")
        began = time.perf_counter()
        server.stop()
        assert time.perf_counter() - began < 1
        assert used.rest() == silent.rest() == slow.rest() == b""


def test_a_running_request_is_answered_before_the_end() -> None:
    running, go_on = threading.Event(), threading.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        running.set()
        await asyncio.to_thread(go_on.wait)
        await fine(scope, receive, send)

    server, port = thread(app)
    with RawSocket(port) as client:
        client.send(GET)
        assert running.wait(5)
        server._server.stop()
        go_on.set()
        reply = client.answer()
        assert (reply.body, reply.headers["connection"]) == (b"fine", "close")
    server.stop()


async def never(scope: Any, receive: Any, send: Any) -> None:
    await asyncio.Event().wait()


@pytest.mark.parametrize("impatient", [False, True], ids=["grace-over", "stopped-twice"])
def test_a_request_that_does_not_end_is_cut_off(
    impatient: bool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(serving, "_GRACE_SECONDS", 60 if impatient else 0.05)
    running = threading.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        running.set()
        await never(scope, receive, send)

    server, port = thread(app)
    with RawSocket(port) as client:
        client.send(GET)
        assert running.wait(5)
        if impatient:
            server._server.stop()
            wait_until_refused(port)
        began = time.perf_counter()
        server.stop()
        assert time.perf_counter() - began < 10
        with pytest.raises((EOFError, ConnectionResetError)):
            client.answer()
    assert not [record for record in caplog.records if record.levelno > logging.INFO]


def wait_until_refused(port: int) -> None:
    """The server has begun to stop once it listens no more."""
    refused = False
    while not refused:
        try:
            with RawSocket(port) as client:
                # Connected in the moment before the socket closed: nobody accepts that one, and nobody answers it.
                client.socket.settimeout(0.5)
                with contextlib.suppress(TimeoutError):
                    client.rest()
        except ConnectionRefusedError:
            refused = True
        except ConnectionResetError:
            continue


@pytest.mark.parametrize("loop", ["asyncio", "auto"])
def test_a_client_that_does_not_read_its_answer_is_cut_off(loop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "_GRACE_SECONDS", 0.05)
    answered, closed = threading.Event(), threading.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        protocol = scope["extensions"][EXTENSION]
        lost = protocol.connection_lost

        def connection_lost(error: Exception | None) -> None:
            closed.set()
            lost(error)

        monkeypatch.setattr(protocol, "connection_lost", connection_lost)
        protocol.transport.set_protocol(protocol)  # uvloop looks its methods up here
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x" * 50_000_000})
        answered.set()

    sockets = bind("127.0.0.1", 0)
    port: int = sockets[0].getsockname()[1]
    server = ServerThread(app, sockets, WireLimits(), "1.2.3", loop=loop)
    server.start()
    with RawSocket(port) as client:
        client.send(GET)
        assert answered.wait(5)
        server.stop()
        assert closed.is_set()


def test_stopping_again_or_before_the_start_is_harmless() -> None:
    sockets = bind("127.0.0.1", 0)
    ServerThread(fine, sockets, WireLimits(), "1.2.3").stop()
    assert sockets[0].fileno() == -1
    server, _ = thread()
    server.stop()
    server.stop()


def test_a_thread_that_cannot_serve_says_so() -> None:
    [closed] = bind("127.0.0.1", 0)
    closed.close()
    with pytest.raises(RuntimeError, match="before it could listen"):
        ServerThread(fine, [closed], WireLimits(), "1.2.3").start()


def test_the_loggers_of_the_embedding_process_are_left_alone() -> None:
    log = logging.getLogger("uvicorn.access")
    handler = logging.NullHandler()
    log.addHandler(handler)
    try:
        server, _ = thread()
        server.stop()
        assert log.handlers == [handler]
        assert log.propagate
    finally:
        log.removeHandler(handler)


SCRIPT = """
from mock_server.serving import bind, run
from mock_server.wire import WireLimits
from tests.test_serving import fine

sockets = bind("127.0.0.1", 0)
port = sockets[0].getsockname()[1]
run(fine, sockets, WireLimits(), "1.2.3", lambda: print(port, flush=True))
print("ended", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_run_with_status_0_and_nothing_on_stderr(number: signal.Signals) -> None:
    root = Path(__file__).parent.parent
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        port = int(process.stdout.readline())
        with RawSocket(port) as client:
            assert client.send(GET).answer().body == b"fine"
            process.send_signal(number)
            assert process.wait(timeout=10) == 0
        assert process.stdout.read() == "ended\n"
        assert process.stderr.read() == ""


def test_importing_serving_loads_neither_the_application_nor_a_client() -> None:
    code = "import sys, mock_server.serving; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "uvicorn" in loaded
    assert not {"starlette", "httpx", "msgspec", "yaml", "websockets"} & set(loaded)
