"""The bundled generator against servers that answer well and badly. May not: measure anything worth a figure."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import TypeAlias, cast

import pytest

from .exchange import AnswerError, Request
from .load import Plan, Result, quantile, run, stream

_Behaviour: TypeAlias = Callable[[asyncio.StreamWriter, int], Awaitable[None]]
_OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
_GET = Request("GET", "/", (("X-Number", "%N%"),)).encoded("127.0.0.1").decode()
_PLAN = Plan("", 0, (_GET,), connections=4, total=40, patience=5)


def _loaded(plan: Plan, behaviour: _Behaviour) -> tuple[Result, list[bytes]]:
    """The plan carried out against a server that answers the n-th request by this behaviour, and what it received."""
    heads: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while not writer.is_closing():
                heads.append(await reader.readuntil(b"\r\n\r\n"))
                await behaviour(writer, len(heads))
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    return asyncio.run(_against_server(plan, serve)), heads


async def _against_server(
    plan: Plan, serve: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
) -> Result:
    served: list[asyncio.Task[None]] = []

    async def remember(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        served.append(cast("asyncio.Task[None]", asyncio.current_task()))
        await serve(reader, writer)

    async with await asyncio.start_server(remember, "127.0.0.1", 0) as server:
        try:
            return await run(replace(plan, host="127.0.0.1", port=server.sockets[0].getsockname()[1]))
        finally:
            await asyncio.gather(*served)


def _answering(*pieces: bytes) -> _Behaviour:
    """Every answer sent in these pieces, each on its own."""

    async def behave(writer: asyncio.StreamWriter, _n: int) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0)

    return behave


def test_exactly_the_total_is_sent_and_every_answer_is_counted() -> None:
    result, heads = _loaded(_PLAN, _answering(_OK))
    assert (result.answers, result.answers_in_all, len(heads)) == (40, 40, 40)
    assert 0 < result.p50_ms <= result.p99_ms


def test_every_number_is_sent_once() -> None:
    _, heads = _loaded(replace(_PLAN, first=100), _answering(_OK))
    numbers = {int(head.split(b"X-Number: ")[1].split(b"\r\n")[0]) for head in heads}
    assert numbers == set(range(100, 140))


def test_an_answer_in_pieces_is_one_answer() -> None:
    result, _ = _loaded(_PLAN, _answering(_OK[:9], _OK[9:-3], _OK[-3:-1], _OK[-1:]))
    assert result.answers == 40


def test_answers_of_the_warm_up_are_not_counted() -> None:
    result, _ = _loaded(Plan("", 0, (_GET,), connections=2, seconds=0.2, warm_up=0.2), _answering(_OK))
    late = 2  # at most one of each connection, after the end
    assert result.seconds == 0.2
    assert 0 < result.answers < result.answers_in_all - late


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 4\r\n\r\nwhat", "no success: HTTP/1.1 401 Unauthorized"),
        (b"HTTP/1.1 200 OK\r\n\r\n", "without Content-Length"),
        (_OK + b"!", "1 bytes more than Content-Length"),
    ],
)
def test_an_answer_that_cannot_be_counted_ends_the_run_and_is_shown(answer: bytes, said: str) -> None:
    with pytest.raises(AnswerError, match=said):
        _loaded(_PLAN, _answering(answer))


def test_a_connection_closed_in_the_middle_ends_the_run() -> None:
    async def close(writer: asyncio.StreamWriter, n: int) -> None:
        writer.write(_OK if n < 5 else _OK[:-1])
        if n >= 5:
            writer.close()

    with pytest.raises(AnswerError, match="closed a connection in the middle"):
        _loaded(_PLAN, close)


def test_a_server_that_falls_silent_ends_the_run() -> None:
    async def two_answers(writer: asyncio.StreamWriter, n: int) -> None:
        writer.write(_OK if n <= 2 else b"")

    with pytest.raises(AnswerError, match=r"no answer for 0\.1 s; 4 connections wait for one"):
        _loaded(replace(_PLAN, patience=0.1), two_answers)


def test_requests_are_sent_in_turn_and_only_those_with_a_counter_take_a_number() -> None:
    plan = Plan("", 0, ("a", "b%N%"), first=7)
    assert list(islice(stream(plan), 5)) == [b"a", b"b7", b"a", b"b8", b"a"]


@pytest.mark.parametrize(("share", "value"), [(0.5, 50.0), (0.99, 99.0), (1.0, 100.0), (0.001, 1.0)])
def test_a_quantile_is_the_value_that_the_share_does_not_exceed(share: float, value: float) -> None:
    assert quantile([float(number) for number in range(1, 101)], share) == value


def test_the_quantile_of_one_value_is_that_value() -> None:
    assert quantile([3.0], 0.99) == 3.0
