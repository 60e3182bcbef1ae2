"""Bytes without sense as method, target, headers and body: refused or answered, never a malfunction."""

import contextlib
import json
import logging
import socket
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.raw_socket import RawSocket

from .conftest import Mock
from .doors import Heard
from .request import Request
from .table.shapes import ID, SECRET, read

# The 5xx that are meant: other paths of PortOne's, and no room.
MEANT = {501, 503}
EXAMPLES = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

methods = st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "QUERY"])
starts = st.sampled_from(
    [b"/", b"/identity-verifications/", b"/login/api-secret", b"/login/api-key", b"/token/refresh", b"/_mock/",
     b"/_mock/verifications/", b"/_mock/people/", b"/_mock/requests", b"/_mock/sandboxes", b"/_mock/sandbox?sandbox="]
)  # fmt: skip
ends = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=40).map(str.encode)
targets = st.builds(bytes.__add__, starts, ends)
names = st.sampled_from(
    [b"Authorization", b"Content-Type", b"Content-Encoding", b"Origin", b"Sec-Fetch-Site", b"Mock-Admin-Token", b"X-A"]
)
values = st.one_of(
    st.binary(max_size=40).map(lambda data: data.translate(None, bytes([*range(32), 127]))),
    st.sampled_from([SECRET, b"Bearer a", b"PortOne sandbox-fuzz", b"gzip", b"null", b"http://localhost"]),
)
headers = st.lists(st.tuples(names, values), max_size=4).map(tuple)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=6,
)
members = st.sampled_from(
    ["apiSecret", "apiKey", "refreshToken", "status", "outcome", "person", "customer", "channel", "agency", "failure",
     "requestedAt", "verifiedAt", "customData", "pgTxId", "scenario", "like", "birthDate", "label", "name"]
)  # fmt: skip
objects = st.dictionaries(members | st.text(max_size=8), json_values, max_size=4)
bodies = st.one_of(st.binary(max_size=200), objects.map(lambda value: json.dumps(value).encode()))
requests = st.builds(Request, methods, targets, headers, bodies, st.booleans())


@pytest.fixture(autouse=True)
def nothing_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A traceback on stderr is a log record first."""
    with caplog.at_level(logging.WARNING):
        yield
    assert [record.getMessage() for record in caplog.records] == []


def assert_sane(heard: Heard, *, to_head: bool = False) -> None:
    assert heard.status < 500 or heard.status in MEANT, heard
    if heard.status >= 400 and heard.headers.get("content-type") == "text/html; charset=utf-8":
        # A page of the console's, which people read.
        assert to_head or heard.body
    elif heard.status >= 400 and not to_head:
        body = heard.json()
        assert isinstance(body["type"], str)
        assert body["message"]


@EXAMPLES
@given(request=requests)
def test_a_request_without_sense_is_no_malfunction_in_process(mock: Mock, request: Request) -> None:
    assert_sane(mock.process.ask(request), to_head=request.method == "HEAD")


@EXAMPLES
@given(request=requests)
def test_a_request_without_sense_is_no_malfunction_over_a_socket(mock: Mock, request: Request) -> None:
    assert_sane(mock.socket.ask(request), to_head=request.method == "HEAD")


@EXAMPLES
@given(method=st.binary(max_size=10), target=st.binary(max_size=30), data=st.binary(max_size=200))
def test_bytes_without_sense_are_no_malfunction(mock: Mock, method: bytes, target: bytes, data: bytes) -> None:
    for sent in (data, method + b" " + target + b" HTTP/1.1\r\nHost: localhost\r\n" + data + b"\r\n\r\n"):
        with RawSocket(mock.socket.port) as client:
            client.send(sent)
            # Whatever the server still waits for will not come, so it need not wait for it.
            client.socket.shutdown(socket.SHUT_WR)
            with contextlib.suppress(EOFError):
                answer = client.answer(to_head=method == b"HEAD")
                assert_sane(Heard(answer.status, answer.headers, answer.body), to_head=method == b"HEAD")


@EXAMPLES
@given(path=st.binary(max_size=60), query=st.binary(max_size=40), host=st.none() | st.binary(max_size=20))
def test_any_bytes_as_an_asgi_path_are_no_malfunction(
    mock: Mock, path: bytes, query: bytes, host: bytes | None
) -> None:
    given_host = () if host is None else ((b"Host", host),)
    target = path.replace(b"?", b"") + b"?" + query
    assert_sane(mock.process.ask(Request("GET", target, ((b"Authorization", SECRET), *given_host), host=host is None)))


def test_the_mock_still_answers(mock: Mock) -> None:
    assert mock.socket.ask(read(ID)).status == 200
