"""Limits of time, and bodies that arrive whole, late or not at all."""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import TYPE_CHECKING, Any

import pytest

from mock_server.wire import WireLimits
from tests.raw_socket import RawSocket

from .applications import GET, SHORT, answer, answering, assert_refused, echo, read

if TYPE_CHECKING:
    from collections.abc import Callable

    Serve = Callable[..., int]


# Time


@pytest.mark.parametrize("start", [b"G", GET[:-2]])
def test_a_head_that_does_not_end_is_408(serve: Serve, start: bytes) -> None:
    with RawSocket(serve(echo, SHORT)) as client:
        client.send(start)
        assert_refused(client, 408, "MOCK_REQUEST_TIMEOUT", "0.2 seconds", "empty line")


def test_the_second_head_of_a_connection_has_a_limit_too(serve: Serve) -> None:
    with RawSocket(serve(echo, SHORT)) as client:
        assert client.send(GET + GET[:5]).answer().body == b"GET /a "
        assert_refused(client, 408, "MOCK_REQUEST_TIMEOUT")


def test_a_connection_that_says_nothing_is_closed_silently(serve: Serve) -> None:
    with RawSocket(serve(echo, SHORT)) as client:
        assert client.rest() == b""


def test_a_connection_at_rest_between_requests_is_left_alone(serve: Serve) -> None:
    """The limit of another, silent connection passes meanwhile."""
    port = serve(echo, SHORT)
    with RawSocket(port) as client:
        client.send(GET).answer()
        with RawSocket(port) as silent:
            silent.rest()
        assert client.send(GET).answer().body == b"GET /a "


@pytest.mark.parametrize("body", [b"Content-Length: 9\r\n\r\nfour", b"Transfer-Encoding: chunked\r\n\r\n4\r\nfour\r\n"])
def test_a_body_that_does_not_end_is_408(serve: Serve, body: bytes, caplog: pytest.LogCaptureFixture) -> None:
    with RawSocket(serve(echo, SHORT)) as client:
        client.send(b"POST /a HTTP/1.1\r\nHost: x\r\n" + body)
        assert_refused(client, 408, "MOCK_REQUEST_TIMEOUT", "0.2 seconds")
    assert not [record for record in caplog.records if record.levelno > logging.INFO]


def test_a_slow_application_is_not_the_clients_fault(serve: Serve) -> None:
    """The answer comes after the limit of the body, which the server itself did not read on."""
    closed = threading.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.to_thread(closed.wait)
        await answer(send, b"%d" % len(await read(receive)))

    port = serve(app, SHORT)
    with RawSocket(port) as client, RawSocket(port) as silent:
        client.send(b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n" + b"x" * 500_000)
        silent.rest()
        with RawSocket(port) as second:
            second.rest()
        closed.set()
        assert client.send(b"x" * 500_000).answer().body == b"1000000"


# Bodies


def test_chunked_bodies_and_bodies_in_pieces_arrive_whole(serve: Serve) -> None:
    with RawSocket(serve(echo)) as client:
        client.send(
            b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfour\r\n1;ext=1\r\n!\r\n0\r\n\r\n"
        )
        assert client.answer().body == b"POST /a four!"
        for piece in (b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Le", b"ngth: 8\r\n\r\n", b"four", b"four"):
            client.send(piece)
        assert client.answer().body == b"POST /a fourfour"


def test_expect_100_continue_is_answered_when_the_body_is_wanted(serve: Serve) -> None:
    with RawSocket(serve(echo)) as client:
        client.send(b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
        assert client.answer(to_head=True).status == 100
        assert client.send(b"four").answer().body == b"POST /a four"


def test_a_body_that_was_never_asked_for_ends_the_connection(serve: Serve) -> None:
    """After Expect: 100-continue nobody knows whether the next bytes are the body or another request."""
    with RawSocket(serve(answering(b"no", 401))) as client:
        client.send(b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
        reply = client.answer()
        assert (reply.status, reply.headers["connection"]) == (401, "close")
        assert client.rest() == b""


def test_an_early_answer_is_seen_and_the_rest_of_the_body_dropped(serve: Serve) -> None:
    with RawSocket(serve(answering(b"no", 401))) as client:
        client.send(b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n" + b"x" * 3_000_000)
        assert client.answer().status == 401
        assert client.send(GET).answer().status == 401


def test_an_early_answer_that_closes_is_seen_too(serve: Serve) -> None:
    with RawSocket(serve(answering(b"no", 401))) as client:
        head = b"POST /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3000000\r\n\r\n"
        client.send(head + b"x" * 3_000_000)
        assert client.answer().status == 401
        assert client.rest() == b""


def test_dropping_a_body_after_its_answer_is_bounded(serve: Serve) -> None:
    with RawSocket(serve(answering(b"no", 401), WireLimits(drain_bytes=100_000))) as client:
        client.send(b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n")
        assert client.answer().status == 401
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            client.send(b"x" * 50_000_000)
