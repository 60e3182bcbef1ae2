"""The wire over real sockets: one write an answer, limits, refusals in PortOne's shape, resets and cut bodies."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest

from mock_server.extension import EXTENSION
from mock_server.serving import ServerThread, bind
from mock_server.wire import WireLimits, WireProtocol
from tests.raw_socket import RawSocket

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    Serve = Callable[..., int]

GET = b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
SHORT = WireLimits(first_header_seconds=0.2, body_seconds=0.2)


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


async def read(receive: Any) -> bytes:
    body = bytearray()
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            raise ConnectionError("the client is gone")
        body += event["body"]
        if not event["more_body"]:
            return bytes(body)


async def answer(send: Any, body: bytes = b"fine", status: int = 200, headers: Any = ()) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": body})


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """Answers with method, path and body."""
    body = await read(receive)
    await answer(send, b" ".join([scope["method"].encode(), scope["raw_path"], body]))


def answering(body: bytes = b"fine", status: int = 200, headers: Any = ()) -> Any:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await answer(send, body, status, headers)

    return app


def assert_refused(client: RawSocket, status: int, error_type: str, *words: str) -> None:
    """One refusal in PortOne's shape, visible whole, and then the end of the connection."""
    refusal = client.answer()
    assert (refusal.status, refusal.json()["type"]) == (status, error_type)
    assert set(refusal.json()) == {"type", "message"}
    assert refusal.headers["content-type"] == "application/json"
    assert refusal.headers["x-portone-mock"] == "1.2.3"
    assert refusal.headers["connection"] == "close"
    for word in words:
        assert word in refusal.json()["message"]
    assert client.rest() == b""


# Whole answers


def test_a_whole_answer_is_one_write(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    writes: list[bytes] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        cycle = scope["extensions"][EXTENSION].running
        cycle.transport = Recording(cycle.transport, writes)
        await answer(send, b"fine", headers=[(b"content-length", b"4")])

    with RawSocket(serve(app)) as client:
        assert client.send(GET).answer().body == b"fine"
    assert len(writes) == 1
    assert writes[0].endswith(b"\r\n\r\nfine")


class Recording:
    """A transport that notes what is written."""

    def __init__(self, transport: Any, writes: list[bytes]) -> None:
        self._transport, self._writes = transport, writes

    def write(self, data: bytes) -> None:
        self._writes.append(data)
        self._transport.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


def test_a_length_is_added_and_header_names_are_lower_case(serve: Serve) -> None:
    with RawSocket(serve(answering(b"fine", headers=[(b"X-Odd", b"1")]))) as client:
        reply = client.send(GET).answer()
    assert reply.headers["content-length"] == "4"
    assert b"x-odd: 1" in reply.lines
    assert "transfer-encoding" not in reply.headers
    assert reply.headers["date"].endswith("GMT")


def test_connections_are_kept_and_pipelined_requests_answered_in_order(serve: Serve) -> None:
    port = serve(echo)
    with RawSocket(port) as client:
        assert client.send(GET).answer().body == b"GET /a "
        client.send(b"".join(b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n" % n for n in range(20)))
        assert [client.answer().body for _ in range(20)] == [b"GET /%d " % n for n in range(20)]


@pytest.mark.parametrize(
    "request_bytes",
    [b"GET /a HTTP/1.0\r\n\r\n", b"GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"],
    ids=["http-1.0", "connection-close"],
)
def test_the_connection_closes_where_the_request_says_so(serve: Serve, request_bytes: bytes) -> None:
    with RawSocket(serve(echo)) as client:
        reply = client.send(request_bytes).answer()
        assert (reply.body, reply.headers["connection"]) == (b"GET /a ", "close")
        assert client.rest() == b""


def test_the_connection_closes_where_the_answer_says_so(serve: Serve) -> None:
    with RawSocket(serve(answering(headers=[(b"connection", b"close")]))) as client:
        reply = client.send(GET).answer()
        assert [line for line in reply.lines if line.startswith(b"connection")] == [b"connection: close"]
        assert client.rest() == b""


@pytest.mark.parametrize(("method", "status"), [(b"HEAD", 200), (b"GET", 204), (b"GET", 304)])
def test_answers_without_a_body_have_none_and_keep_the_connection(serve: Serve, method: bytes, status: int) -> None:
    body = b"fine" if method == b"HEAD" else b""
    with RawSocket(serve(answering(body, status))) as client:
        for _ in range(2):
            reply = client.send(GET.replace(b"GET", method)).answer(to_head=True)
            assert reply.status == status
            assert reply.headers.get("content-length") == ("4" if method == b"HEAD" else None)


def test_a_304_may_say_how_long_the_body_would_be(serve: Serve) -> None:
    with RawSocket(serve(answering(b"", 304, [(b"content-length", b"99")]))) as client:
        assert client.send(GET).answer(to_head=True).headers["content-length"] == "99"


def test_streams_are_chunked_as_uvicorn_does_it(serve: Serve) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for part in (b"one ", b"two"):
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    with RawSocket(serve(app)) as client:
        for _ in range(2):
            assert client.send(GET).answer().body == b"one two"


def test_requests_are_not_logged(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever level the embedding process has set."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"fine", "more_body": True})
        await send({"type": "http.response.body"})

    port = serve(app)
    caplog.clear()
    with caplog.at_level(logging.DEBUG), RawSocket(port) as client:
        assert client.send(GET).answer().body == b"fine"
    assert not [record for record in caplog.records if record.name == "uvicorn.access"]


def test_an_answer_that_names_its_transfer_encoding_keeps_it(serve: Serve) -> None:
    with RawSocket(serve(answering(b"fine", headers=[(b"transfer-encoding", b"chunked")]))) as client:
        assert client.send(GET).answer().body == b"fine"


@pytest.mark.parametrize(
    ("body", "status", "headers"),
    [
        (b"fine", 200, [(b"content-length", b"3")]),
        (b"fine", 200, [(b"content-length", b"5")]),
        (b"fine", 200, [(b"content-length", b"four")]),
        (b"fine", 204, []),
        (b"", 204, [(b"content-length", b"4")]),
        (b"fine", 200, [(b"x-a", b"1\r\nset-cookie: stolen=1")]),
        (b"fine", 200, [(b"x-a", b"1\n2")]),
        (b"fine", 200, [(b"x-a", b"1\r2")]),
        (b"fine", 200, [(b"x-a", b"1\x002")]),
        (b"fine", 200, [(b"x-a\r\nb", b"1")]),
        (b"fine", 999, []),
    ],
)
def test_an_answer_that_cannot_be_sent_is_a_500_and_nothing_of_it_is_seen(
    serve: Serve, body: bytes, status: int, headers: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with RawSocket(serve(answering(body, status, headers))) as client:
        client.send(GET)
        assert_refused(client, 500, "MOCK_INTERNAL_ERROR")
    assert "Traceback" in caplog.text


# Applications that fail


async def fails(scope: Any, receive: Any, send: Any) -> None:
    raise LookupError("a broken application")


async def starts_and_fails(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    raise LookupError("a broken application")


async def says_nothing(scope: Any, receive: Any, send: Any) -> None:
    return


async def starts_twice(scope: Any, receive: Any, send: Any) -> None:
    for _ in range(2):
        await send({"type": "http.response.start", "status": 200, "headers": []})


@pytest.mark.parametrize("app", [fails, starts_and_fails, says_nothing, starts_twice])
def test_an_application_that_fails_is_a_500_in_portones_shape_and_logged(
    serve: Serve, app: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with RawSocket(serve(app)) as client:
        client.send(GET)
        assert_refused(client, 500, "MOCK_INTERNAL_ERROR", "stderr")
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert app is says_nothing or "Traceback" in caplog.text


def test_sending_after_the_end_is_an_error_in_the_log_and_the_answer_stands(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await answer(send)
        await answer(send)

    with RawSocket(serve(app)) as client:
        assert client.send(GET).answer().body == b"fine"
        assert client.rest() == b""
    assert "after response already completed" in caplog.text


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
