"""The bare servers, started as the benchmark starts them, and servers that do not start. May not: start the mock."""

import pytest

from .exchange import AnswerError, Connection, Request
from .processes import ServerError, python, serving
from .subjects import bare

_BODY = '{"name":"홍길동"}'.encode()


@pytest.mark.parametrize(("name", "method"), [("starlette_get", "GET"), ("starlette_post", "POST"), ("asgi", "GET")])
def test_a_bare_server_answers_the_given_bytes_with_a_date_and_no_server(name: str, method: str) -> None:
    request = Request(method, "/here", body="{}" if method == "POST" else "")
    with bare(name, "/here", _BODY) as server, Connection(server.host, server.port) as connection:
        first, second = connection.expect(200, request), connection.expect(200, request)
    assert (first.body, second.body) == (_BODY, _BODY)
    assert first.header("Content-Type") == "application/json"
    assert (first.header("date") is not None, first.header("server")) == (True, None)


def test_another_status_than_expected_is_an_error_that_shows_the_answer() -> None:
    with (
        bare("starlette_get", "/here", _BODY) as server,
        Connection(server.host, server.port) as connection,
        pytest.raises(AnswerError, match="GET /there answered 404 where 200 was expected: Not Found"),
    ):
        connection.expect(200, Request("GET", "/there"))


def test_a_server_that_ends_before_it_listens_is_an_error_with_its_last_words() -> None:
    command = python("-c", "import sys; print('hello'); sys.exit('no port left')")
    with pytest.raises(ServerError, match=r"ended with status 1 .* its last words: no port left"), serving(command):
        pass


def test_a_server_has_ended_when_its_block_has() -> None:
    with bare("asgi", "/", _BODY) as server:
        assert server.process.poll() is None
    assert server.process.poll() is not None
