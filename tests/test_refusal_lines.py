"""What a terminal is told of refused calls: the line, how many of them, and what it never says."""

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from mock_server import refusal_lines
from mock_server.journal import Row
from mock_server.refusal_lines import BURST, LONGEST, RefusalLines

from .in_process import ClientFactory, MockClient, portone
from .test_serving_command import address


def row(**members: Any) -> Row:
    whole = Row(7, 0, "GET", b"/identity-verifications/a", b"", None, "a", "secret", 404, "X", None, "Because.", 1)
    return whole._replace(**members)


def told(client: ClientFactory, *, everywhere: bool = True) -> tuple[MockClient, list[str]]:
    mock, said = client(), list[str]()
    mock.app.on_refusal = RefusalLines(said.append, mock.mock.store.all if everywhere else None)
    return mock, said


def test_a_refused_call_is_one_line_and_others_are_none(client: ClientFactory) -> None:
    mock, said = told(client)
    mock.read("idv-adult")
    mock.get("/_mock/nothing")
    assert said == []
    mock.read("idv-adlut")
    assert said == [
        f"#3 GET /identity-verifications/idv-adlut -> 404 IDENTITY_VERIFICATION_NOT_FOUND: {mock.journal()[0]['why']}"
    ]


@pytest.mark.parametrize("call", ["read", "confirm", "resend"])
def test_it_says_when_another_sandbox_has_the_id_and_only_there(client: ClientFactory, call: str) -> None:
    mock, said = told(client)
    made = mock.control("POST", "/sandboxes", {"scenario": "empty"})
    mock.control("PUT", "/verifications/order-1", {}, secret=made["apiSecret"])
    path, method = ("", "GET") if call == "read" else (f"/{call}", "POST")
    answer = mock.request(method, f"/identity-verifications/order-1{path}", json={}, headers=portone("mock-api-secret"))
    assert said[-1].endswith(f"Another sandbox has this id: that of {made['storeId']}; is the secret the right one?"), (
        said
    )
    assert made["apiSecret"] not in said[-1]
    shown = answer.text + str(mock.journal())
    assert "nother sandbox" not in shown
    assert made["storeId"] not in shown


def test_a_secret_that_is_a_name_is_not_said(client: ClientFactory) -> None:
    mock, said = told(client)
    mock.control("PUT", "/verifications/order-1", {}, secret="sandbox-mine")
    mock.read("order-1")
    assert "Another sandbox has this id: one of a sandbox-… secret" in said[-1]
    assert "mine" not in said[-1]


def test_off_loopback_nothing_is_said_of_others(client: ClientFactory) -> None:
    mock, said = told(client, everywhere=False)
    mock.control("PUT", "/verifications/order-1", {}, secret="sandbox-mine")
    mock.read("order-1")
    assert "nother" not in said[-1]


def test_a_flood_is_cut_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    now, said = [100.0], list[str]()
    monkeypatch.setattr(refusal_lines, "monotonic", lambda: now[0])
    lines, sandbox = RefusalLines(said.append, None), object()
    for _ in range(BURST + 300):
        lines(row(), sandbox)  # type: ignore[arg-type]
    assert len(said) == BURST
    now[0] += 1.5
    lines(row(), sandbox)  # type: ignore[arg-type]
    lines(row(), sandbox)  # type: ignore[arg-type]
    assert said[BURST:] == [
        "… 300 more refused calls are in GET /_mock/requests",
        "#7 GET /identity-verifications/a -> 404 X: Because.",
    ]
    now[0] += 3_600
    for _ in range(BURST + 5):
        lines(row(), sandbox)  # type: ignore[arg-type]
    assert len(said) == 2 * BURST + 3


@pytest.mark.parametrize("path", [b"/a\x1b[31m\nportone-mock: all is well", b"/\xff\xfe", "/\u202e".encode()])
def test_a_line_is_one_line_and_moves_no_cursor(path: bytes) -> None:
    said: list[str] = []
    RefusalLines(said.append, None)(row(path=path, why=path.decode("latin-1")), object())  # type: ignore[arg-type]
    assert len(said) == 1
    assert said[0].isprintable()


def test_a_line_ends_somewhere_and_masks_as_the_journal_does() -> None:
    said: list[str] = []
    lines = RefusalLines(said.append, None)
    lines(row(why="x " * 5_000), object())  # type: ignore[arg-type]
    lines(row(why="01012345678"), object())  # type: ignore[arg-type]
    assert len(said[0]) == LONGEST + 1
    assert "01012345678" not in said[1]


@contextmanager
def on_a_terminal(*options: str) -> Iterator[tuple[str, int]]:
    """The address of a server whose stderr is a terminal, and the end of that terminal that shows it."""
    ours, its = pty.openpty()
    command = [sys.executable, "-m", "mock_server", "serve", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=its, text=True) as started:
        os.close(its)
        try:
            yield address(started), ours
        finally:
            started.terminate()
            os.close(ours)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_a_terminal_is_told_and_a_quiet_one_is_not() -> None:
    with on_a_terminal() as (base_url, terminal):
        assert httpx.get(f"{base_url}/identity-verifications/a").status_code == 401
        line = os.read(terminal, 10_000).decode()
        assert line.startswith("portone-mock: #1 GET /identity-verifications/a -> 401 UNAUTHORIZED: There is no Auth")
    with on_a_terminal("--quiet") as (base_url, terminal):
        assert httpx.get(f"{base_url}/identity-verifications/a").status_code == 401
        os.set_blocking(terminal, False)
        with pytest.raises(BlockingIOError):
            os.read(terminal, 10_000)
