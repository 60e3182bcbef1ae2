"""Asking a mock whether it works, with one line about the answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

import pytest

from mock_server.health_check import check
from mock_server.serving import bind
from mock_server.version import VERSION
from portone_mock import MockPortOne
from tests.served import on_a_port, served


@contextmanager
def answering(status: int, body: bytes) -> Iterator[str]:
    """The address of a server that gives every GET this answer."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with served(on_a_port(Handler)) as url:
        yield url


def test_a_mock_that_works_is_healthy(portone: MockPortOne, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    for url in (portone.base_url, portone.base_url + "/"):
        healthy, line = check(url)
        assert healthy
        assert f"portone-mock {VERSION}, store memory" in line


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (503, b'{"status":"unavailable","reason":"gone"}', "answers 503: "),
        (404, b"nothing", "answers 404: nothing"),
        (200, b"<html>", "cannot be asked"),
        (200, b"[]", "no portone-mock"),
        (200, b'{"status":"ok"}', "no portone-mock"),
        (200, b'{"status":"unavailable","version":"1","store":"memory"}', "no portone-mock"),
    ],
)
def test_any_other_answer_is_not(status: int, body: bytes, says: str) -> None:
    with answering(status, body) as url:
        healthy, line = check(url)
    assert not healthy
    assert says in line
    assert "\n" not in line


def test_where_nobody_listens_nothing_is_healthy() -> None:
    listener = bind("127.0.0.1", 0)[0]
    port = listener.getsockname()[1]
    listener.close()
    healthy, line = check(f"http://127.0.0.1:{port}")
    assert not healthy
    assert "cannot be asked" in line


@pytest.mark.parametrize("url", ["localhost:8585", "ftp://localhost", "file:///etc/passwd", ""])
def test_what_is_no_address_is_told_how_one_looks(url: str) -> None:
    assert check(url) == (False, f"{url} is no address: write http://HOST:PORT")
