"""What is not HTTP and heads beyond their limit: refused in PortOne's shape, and seen by the client."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest

from mock_server.wire import WireLimits
from tests.raw_socket import RawSocket

from .applications import GET, answer, assert_refused, echo, read

if TYPE_CHECKING:
    from collections.abc import Callable

    Serve = Callable[..., int]


# What is not HTTP


@pytest.mark.parametrize(
    ("garbage", "words"),
    [
        (b"hello\r\n\r\n", ["not HTTP/1.1"]),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x07" * 500, ["TLS", "http://"]),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", ["HTTP/2", "HTTP/1.1"]),
        (b"CONNECT api.portone.io:443 HTTP/1.1\r\nHost: x\r\n\r\n", ["CONNECT", "proxy"]),
        (b"FETCH /a HTTP/1.1\r\nHost: x\r\n\r\n", ["not HTTP/1.1"]),
        (b"GET /a HTTP/9.9\r\nHost: x\r\n\r\n", ["not HTTP/1.1"]),
        (b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n", []),
        (b"GET /a HTTP/1.1\r\nHost : x\r\n\r\n", ["not HTTP/1.1"]),
        (b"GET /a HTTP/1.1\r\nX: a\x00b\r\n\r\n", ["not HTTP/1.1"]),
        (b"POST /a HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", ["not HTTP/1.1"]),
        (b"POST /a HTTP/1.1\r\nContent-Length: -1\r\n\r\n", ["not HTTP/1.1"]),
    ],
    ids=lambda value: value[:20].decode("latin-1") if isinstance(value, bytes) else "",
)
def test_what_the_parser_refuses_is_400_in_portones_shape_and_nothing_is_logged(
    serve: Serve, garbage: bytes, words: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    with RawSocket(serve(echo)) as client:
        client.send(garbage)
        assert_refused(client, 400, "INVALID_REQUEST", *words)
    assert not caplog.records


def test_requests_before_garbage_are_answered_first(serve: Serve) -> None:
    with RawSocket(serve(echo)) as client:
        client.send(GET + GET.replace(b"/a", b"/b") + b"garbage\r\n\r\n")
        assert client.answer().body == b"GET /a "
        assert client.answer().body == b"GET /b "
        assert_refused(client, 400, "INVALID_REQUEST")


def test_a_broken_body_is_400_and_the_application_hears_of_a_disconnect(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    with RawSocket(serve(echo)) as client:
        client.send(b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nnot a size\r\n")
        assert_refused(client, 400, "INVALID_REQUEST")
    assert not [record for record in caplog.records if record.levelno > logging.INFO]


def test_a_broken_body_behind_another_request_waits_for_its_answer(serve: Serve) -> None:
    with RawSocket(serve(echo)) as client:
        client.send(GET + b"POST /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nnot a size\r\n")
        assert client.answer().body == b"GET /a "
        assert_refused(client, 400, "INVALID_REQUEST")


def test_the_client_sees_a_refusal_although_it_goes_on_sending(serve: Serve) -> None:
    with RawSocket(serve(echo)) as client:
        client.send(b"garbage\r\n\r\n" + b"x" * 3_000_000)
        assert_refused(client, 400, "INVALID_REQUEST")


def test_dropping_is_bounded(serve: Serve) -> None:
    port = serve(echo, WireLimits(drain_bytes=100_000))
    with RawSocket(port) as client, pytest.raises((ConnectionResetError, BrokenPipeError)):
        client.send(b"garbage\r\n\r\n" + b"x" * 50_000_000)


# Heads


def head_of(size: int) -> bytes:
    start = b"GET /a HTTP/1.1\r\nHost: x\r\nX-Long: "
    return start + b"y" * (size - len(start) - 4) + b"\r\n\r\n"


def test_a_head_of_the_limit_is_served_and_one_byte_more_is_431(serve: Serve) -> None:
    port = serve(echo)
    with RawSocket(port) as client:
        assert client.send(head_of(32768)).answer().body == b"GET /a "
        client.send(head_of(32769))
        assert_refused(client, 431, "MOCK_HEADERS_TOO_LARGE", "32768")


@pytest.mark.parametrize(
    "head",
    [
        head_of(2_000_000),
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /a HTTP/1.1\r\n" + b"X-A: b\r\n" * 20_000 + b"\r\n",
        b"GET /a HTTP/1.1\r\nX-Endless: " + b"y" * 3_000_000,
    ],
    ids=["value", "target", "many", "endless"],
)
def test_a_huge_head_is_431_and_the_client_sees_it(serve: Serve, head: bytes) -> None:
    with RawSocket(serve(echo)) as client:
        client.send(head)
        assert_refused(client, 431, "MOCK_HEADERS_TOO_LARGE")


def test_the_limit_is_for_one_head_and_not_for_what_is_pipelined(serve: Serve) -> None:
    requests = head_of(20_000) + b"POST /b HTTP/1.1\r\nContent-Length: 40000\r\n\r\n" + b"z" * 40_000
    with RawSocket(serve(echo)) as client:
        client.send(requests * 3 + GET[:-2]).send(GET[-2:])
        for _ in range(3):
            assert client.answer().body == b"GET /a "
            assert len(client.answer().body) == len("POST /b ") + 40_000
        assert client.answer().body == b"GET /a "


def test_trailers_have_the_same_limit_and_are_no_headers(serve: Serve) -> None:
    seen: list[bytes] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await read(receive)
        seen.extend(name for name, _ in scope["headers"])
        await answer(send)

    chunked = b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n"
    port = serve(app)
    with RawSocket(port) as client:
        assert client.send(chunked + b"Authorization: late\r\n\r\n").answer().body == b"fine"
        assert seen == [b"host", b"transfer-encoding"]
        client.send(chunked + b"X: " + b"y" * 1_000_000)
        assert_refused(client, 431, "MOCK_HEADERS_TOO_LARGE")
