"""Answers over a real socket: one write each, kept connections, applications that fail."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest

from mock_server.extension import EXTENSION
from tests.raw_socket import RawSocket

from .applications import GET, answer, answering, assert_refused, echo

if TYPE_CHECKING:
    from collections.abc import Callable

    Serve = Callable[..., int]


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
