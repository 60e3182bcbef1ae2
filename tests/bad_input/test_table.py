"""Every row of the table, over a raw socket and in process, and what must be true after all of them."""

from collections import Counter
from typing import Any

import pytest

from mock_server.domain.errors import STATUS
from mock_server.version import VERSION

from .conftest import Mock
from .doors import Heard
from .request import Request, Row
from .table import TABLE
from .table.shapes import REAL

by_name = pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
IN_PROCESS = [row for row in TABLE if not row.on_the_wire_only]
# Enough letters of it to be recognised in a text that was cut.
TELLTALE = REAL[:13].decode()


def assert_answered(row: Row, heard: Heard) -> None:
    assert heard.status == row.status, heard
    assert heard.headers["x-portone-mock"] == VERSION
    assert {name: heard.headers.get(name) for name in row.headers} == dict(row.headers)
    assert TELLTALE not in heard.body.decode() + str(heard.headers)
    if row.to_head:
        assert heard.body == b""
        return
    assert heard.headers["content-type"].startswith("application/json")
    assert heard.json() == row.body()


@by_name
def test_a_wrong_request_is_answered_exactly_over_a_socket(mock: Mock, row: Row) -> None:
    request = row.request if isinstance(row.request, bytes) else row.request.with_values(mock.values)
    assert_answered(row, mock.socket.ask(request))


@pytest.mark.parametrize("row", IN_PROCESS, ids=lambda row: row.name)
def test_a_wrong_request_is_answered_exactly_in_process(mock: Mock, row: Row) -> None:
    assert isinstance(row.request, Request)
    assert_answered(row, mock.process.ask(row.request.with_values(mock.values)))


def test_the_table_is_as_large_as_promised_and_every_row_has_a_name_of_its_own() -> None:
    names = Counter(row.name for row in TABLE)
    assert len(TABLE) >= 60
    assert not {name: count for name, count in names.items() if count > 1}


def test_every_row_says_what_is_wrong_with_the_errors_own_status() -> None:
    assert {row.name for row in TABLE if STATUS[row.type] != row.status} == set()


def test_the_whole_table_changes_nothing(mock: Mock) -> None:
    before = state_of(mock)
    for row in TABLE:
        ask_row(mock, row)
    assert state_of(mock) == before


def test_what_looks_like_a_real_secret_is_nowhere_afterwards(mock: Mock) -> None:
    for row in TABLE:
        ask_row(mock, row)
    journal = mock.socket.ask(Request("GET", b"/_mock/requests")).body.decode()
    assert "UNAUTHORIZED" in journal
    assert TELLTALE not in journal
    assert TELLTALE not in mock.socket.ask(Request("GET", b"/_mock/sandboxes")).body.decode()


def ask_row(mock: Mock, row: Row) -> None:
    mock.socket.ask(row.request if isinstance(row.request, bytes) else row.request.with_values(mock.values))


def state_of(mock: Mock) -> list[Any]:
    """What a tester sees of the sandboxes, without the clock's time and what counting requests changes."""
    kept: list[Any] = []
    for sandbox in mock.socket.ask(Request("GET", b"/_mock/sandboxes")).json()["sandboxes"]:
        sandbox["counts"].pop("requests")
        sandbox.pop("clock")
        kept.append(sandbox)
    targets = (b"/_mock/verifications", b"/_mock/people")
    return [*kept, *(mock.socket.ask(Request("GET", target)).json() for target in targets)]
