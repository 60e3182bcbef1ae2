"""Upgrades, and what an application asks of the wire: resets, cut bodies, hanging up."""

from __future__ import annotations

import contextlib
import itertools
import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest

from mock_server.extension import EXTENSION
from mock_server.wire import WireProtocol
from tests.raw_socket import RawSocket

from .applications import GET, answer, echo

if TYPE_CHECKING:
    from collections.abc import Callable

    Serve = Callable[..., int]


# Upgrades


@pytest.mark.parametrize("protocol", [b"h2c", b"websocket"])
def test_an_upgrade_is_answered_as_plain_http_body_included(
    serve: Serve, protocol: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """Java's HttpClient asks for h2c on every first request, those with a body too."""
    upgrade = (
        b"Host: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: " + protocol + b"\r\nHTTP2-Settings: AAMA\r\n"
    )
    with RawSocket(serve(echo)) as client:
        client.send(b"POST /a HTTP/1.1\r\n" + upgrade + b"Content-Length: 4\r\n\r\nfour")
        assert client.answer().body == b"POST /a four"
        client.send((b"GET /b HTTP/1.1\r\n" + upgrade + b"\r\n") * 3 + GET)
        assert [client.answer().body for _ in range(4)] == [b"GET /b "] * 3 + [b"GET /a "]
    assert not caplog.records


# What an application asks of the wire


def test_reset_is_seen_as_a_reset_and_nothing_is_logged(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        scope["extensions"][EXTENSION].reset()
        await answer(send)

    with RawSocket(serve(app)) as client, pytest.raises(ConnectionResetError):
        client.send(GET).rest()
    assert not caplog.records


def test_reset_without_an_answer_is_no_fault_of_the_application(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        scope["extensions"][EXTENSION].reset()

    with RawSocket(serve(app)) as client, pytest.raises(ConnectionResetError):
        client.send(GET).rest()
    assert not caplog.records


def test_truncate_announces_the_whole_body_and_sends_less(serve: Serve) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        scope["extensions"][EXTENSION].truncate(2)
        await answer(send, b"fine")

    with RawSocket(serve(app)) as client:
        head, _, body = client.send(GET).rest().partition(b"\r\n\r\n")
    assert b"content-length: 4" in head
    assert b"connection" not in head
    assert body == b"fi"


def test_truncate_is_for_one_answer_of_one_connection(serve: Serve) -> None:
    numbers = itertools.count()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if next(numbers) == 0:
            scope["extensions"][EXTENSION].truncate(0)
        await answer(send)

    port = serve(app)
    with RawSocket(port) as client, pytest.raises(EOFError):
        client.send(GET).answer()
    with RawSocket(port) as client:
        assert client.send(GET).answer().body == b"fine"


def test_a_client_that_hangs_up_does_no_harm(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    gone = threading.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["path"] == "/wait":
            await receive()
            assert (await receive())["type"] == "http.disconnect"
            gone.set()
        await answer(send)

    port = serve(app)
    with RawSocket(port) as client:
        client.send(b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
        client.socket.shutdown(socket.SHUT_RDWR)
    assert gone.wait(5)
    with RawSocket(port) as client:
        assert client.send(GET).answer().body == b"fine"
    assert not caplog.records


def test_requests_that_wait_hold_the_reading_back(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that never reads its answers queues what one read of its socket brought, and no more."""
    most = 0
    parsed = WireProtocol.on_headers_complete

    def counted(protocol: WireProtocol) -> None:
        nonlocal most
        parsed(protocol)
        most = max(most, len(protocol.pipeline))

    monkeypatch.setattr(WireProtocol, "on_headers_complete", counted)
    port = serve(lambda scope, receive, send: answer(send, b"x" * 100))
    with RawSocket(port) as client, contextlib.suppress(TimeoutError):
        client.socket.settimeout(0.5)
        for _ in range(40):
            client.socket.send(GET * 50_000)
    # Both loops read 256 KiB at a time.
    assert 0 < most <= 2 * 262_144 // len(GET)
