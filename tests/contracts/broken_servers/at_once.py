"""Servers that are right one call at a time, and wrong when two come at once.

Lives here: entries of the catalogue only. Each holds a call back until another comes, or a moment has passed.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final

from tests.contracts.wrong_server import Ask, Asked, Told

from .catalogue import breaking

Memory = dict[str, Any]
# How long the first of several waits for a second, which a client that asks once never sends.
MOMENT: Final = 0.25
KEY: Final = "idempotency-key"


async def _meeting(
    memory: Memory, what: str, first: Callable[[], Awaitable[Told]], later: Callable[[Told], Awaitable[Told]]
) -> Told:
    """The first call of those that meet over `what`, or one that comes while that one is under way."""
    if what in memory:
        another, done = memory[what]
        another.set()
        return await later(await done)
    another, done = memory[what] = asyncio.Event(), asyncio.get_running_loop().create_future()
    with suppress(TimeoutError):
        await asyncio.wait_for(another.wait(), MOMENT)
    told = await first()
    done.set_result(told)
    del memory[what]
    return told


async def _the_same(told: Told) -> Told:
    return told


@breaking("TOKEN-17")
async def refreshes_at_once_all_succeed(asked: Asked, ask: Ask, memory: Memory) -> Told:
    if asked.operation != "refresh" or KEY in asked.headers:
        return await ask(asked)
    return await _meeting(memory, repr(asked.body), lambda: ask(asked), _the_same)


@breaking("CONFIRM-15")
async def confirms_at_once_all_succeed(asked: Asked, ask: Ask, memory: Memory) -> Told:
    if asked.operation != "confirm" or KEY in asked.headers:
        return await ask(asked)
    return await _meeting(memory, asked.path, lambda: ask(asked), _the_same)


@breaking("IDEMPOTENCY-12")
async def a_key_is_not_known_while_its_call_runs(asked: Asked, ask: Ask, memory: Memory) -> Told:
    if asked.operation != "send" or KEY not in asked.headers:
        return await ask(asked)
    without = asked.having(idempotency_key="")
    return await _meeting(memory, asked.headers[KEY], lambda: ask(asked), lambda _: ask(without))
