"""Waiting ends with what was waited for, with its time, when the caller hangs up, and when the server stops."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from mock_server.patience import Patience
from portone_mock import MockPortOne

from .raw_socket import RawSocket

LONG = 3_600.0


def ended(seconds: float, *received: dict[str, Any], stop: bool = False, come: bool = False) -> bool:
    """Whether a wait was ended before what it waited for came; fails if it is not over soon."""

    async def wait() -> bool:
        patience, messages, came = Patience(), asyncio.Queue[dict[str, Any]](), asyncio.Event()
        for message in received:
            messages.put_nowait(message)
        if come:
            asyncio.get_running_loop().call_soon(came.set)
        if stop:
            asyncio.get_running_loop().call_soon(patience.end)
        receive: Callable[[], Awaitable[dict[str, Any]]] = messages.get
        async with asyncio.timeout(10), patience.at_most(seconds, receive):
            await came.wait()
        assert not patience._waits
        # A task that was cancelled is over at the loop's next turn.
        await asyncio.sleep(0)
        assert len(asyncio.all_tasks()) == 1
        return not came.is_set()

    return asyncio.run(wait())


@pytest.mark.parametrize(
    "why",
    [
        {"seconds": 0.0},
        {"seconds": LONG, "stop": True},
    ],
)
def test_time_and_the_servers_end_end_a_wait(why: dict[str, Any]) -> None:
    assert ended(**why)


def test_hanging_up_ends_a_wait() -> None:
    assert ended(LONG, {"type": "http.request"}, {"type": "http.disconnect"})


def test_what_is_waited_for_ends_it_too_and_leaves_nothing_behind() -> None:
    assert not ended(LONG, {"type": "http.request"}, come=True)


def test_a_server_that_stops_answers_whoever_waits() -> None:
    """And does not make its owner wait for them: whoever was not answered would find the connection cut."""
    with MockPortOne() as portone, RawSocket(int(portone.base_url.rpartition(":")[2])) as waiting:
        waiting.send(b"GET /_mock/messages?count=1&timeout=60 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        # Asked later, so that the first call is being waited for once this one is answered.
        portone.default.messages()
        portone.stop()
        answer = waiting.answer()
    assert (answer.status, b'"reached":false' in answer.body) == (200, True)
