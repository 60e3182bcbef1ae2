"""The token flow as a state machine: expiry, revocation and refusals at any point, and 50 callers at once.

Tasks of one loop, and threads; which of them goes on is a seed's choice, so that whatever fails can be had again. The
laws are in `token_laws`, and the desk itself fails where a refresh token is used twice.
"""

import asyncio
import random
import threading
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, get_args

import httpx
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from client import ApiSecretLogin, CouldNotAskError, IdentityVerification, Patience
from tests.client.answers import SECRET, answering, answering_async
from tests.client.stage import Stage, StagedLock
from tests.client.token_desk import ACCESS_SECONDS, REFRESH_SECONDS
from tests.client.token_laws import Happening, LawfulDesk

CALLERS: Final = 50
TWICE: Final = Patience(attempts=2)


@dataclass
class Call:
    """One call under the laws. `status` once it is over: 0 without an answer, None where the caller hung up."""

    status: int | None = None


@contextmanager
def under_the_laws(desk: LawfulDesk, request: httpx.Request) -> Iterator[Call]:
    desk.begins(request)
    call = Call()
    try:
        yield call
    except httpx.RequestError:
        call.status = 0
        raise
    finally:
        desk.is_over(request, call.status)


class Machine(RuleBasedStateMachine):
    """One client for the whole life of a machine; every call is answered or a typed error."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = LawfulDesk()

    @abstractmethod
    def crowd(self, callers: int, cancelled: int) -> list[Any]:
        """What so many callers got, the first of whom hang up in the middle of it."""

    @rule(seconds=st.sampled_from([1, 600, ACCESS_SECONDS - 60, ACCESS_SECONDS, REFRESH_SECONDS]))
    def time_passes(self, seconds: int) -> None:
        self.desk.now += seconds

    @rule()
    def every_token_ends(self) -> None:
        self.desk.revoke()

    @rule(troubles=st.lists(st.sampled_from([0, 200, 400, 401, 403, 429, 500, 503]), max_size=8))
    def trouble_is_ahead(self, troubles: list[int]) -> None:
        self.desk.troubles += troubles

    @rule(happenings=st.lists(st.sampled_from(get_args(Happening)), max_size=6))
    def something_will_happen_meanwhile(self, happenings: list[Happening]) -> None:
        self.desk.meanwhile += happenings

    @rule(callers=st.sampled_from([1, 2, 7, CALLERS]), seed=st.integers(0, 2**16), cancelled=st.integers(0, 3))
    def callers_come_together(self, callers: int, seed: int, cancelled: int) -> None:
        self.desk.chance = random.Random(seed)
        for outcome in self.crowd(callers, min(cancelled, callers - 1)):
            assert isinstance(outcome, IdentityVerification | CouldNotAskError | asyncio.CancelledError), outcome

    @invariant()
    def nobody_is_left_asking(self) -> None:
        assert self.desk.asking_for_tokens == 0

    @rule()
    def once_the_trouble_is_over_reading_works(self) -> None:
        self.desk.troubles.clear()
        self.desk.meanwhile.clear()
        self.desk.calls.clear()
        (read,) = self.crowd(1, 0)
        assert isinstance(read, IdentityVerification), read
        assert 1 <= len(self.desk.calls) <= 4


class WatchedLock(asyncio.Lock):
    """The client's own, which tells the desk who begins to wait for it."""

    def __init__(self, desk: LawfulDesk) -> None:
        super().__init__()
        self.desk = desk

    async def acquire(self) -> Any:
        self.desk.begins_to_wait()
        return await super().acquire()


class TaskMachine(Machine):
    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.portone = answering_async(
            self.answer_slowly, ApiSecretLogin(SECRET), clock=lambda: self.desk.now, patience=TWICE
        )  # fmt: skip
        self.portone._one_at_a_time = WatchedLock(self.desk)
        self.desk.caller = asyncio.current_task

    def teardown(self) -> None:
        self.runner.run(self.portone.aclose())
        self.runner.close()

    async def answer_slowly(self, request: httpx.Request) -> httpx.Response:
        with under_the_laws(self.desk, request) as call:
            await self._others_go_on(6)
            response = self.desk.answer(request)
            await self._others_go_on(3)
            call.status = response.status_code
            self.desk.arrives(request, response)
        return response

    async def _others_go_on(self, times: int) -> None:
        for _ in range(self.desk.chance.randrange(times)):
            self.desk.happen()
            await asyncio.sleep(0)

    def crowd(self, callers: int, cancelled: int) -> list[Any]:
        return self.runner.run(self._crowd(callers, cancelled))

    async def _crowd(self, callers: int, cancelled: int) -> list[Any]:
        tasks = [asyncio.create_task(self._read()) for _ in range(callers)]
        for task in tasks[:cancelled]:
            for _ in range(self.desk.chance.randrange(8)):
                await asyncio.sleep(0)
            task.cancel()
        return await asyncio.gather(*tasks, return_exceptions=True)

    async def _read(self) -> IdentityVerification:
        return await self.portone.get_identity_verification("an-id")


class StagedWatchedLock(StagedLock):
    def __init__(self, stage: Stage, desk: LawfulDesk) -> None:
        super().__init__(stage)
        self.desk = desk

    def __enter__(self) -> None:
        self.desk.begins_to_wait()
        super().__enter__()


class ThreadMachine(Machine):
    """Nobody hangs up: a thread cannot."""

    def __init__(self) -> None:
        super().__init__()
        self.portone = answering(self.answer, ApiSecretLogin(SECRET), clock=lambda: self.desk.now, patience=TWICE)
        self.desk.caller = threading.current_thread

    def teardown(self) -> None:
        self.portone.close()

    def answer(self, request: httpx.Request) -> httpx.Response:
        with under_the_laws(self.desk, request) as call:
            self._others_go_on()
            response = self.desk.answer(request)
            self._others_go_on()
            call.status = response.status_code
            self.desk.arrives(request, response)
        return response

    def _others_go_on(self) -> None:
        self.desk.happen()
        self.stage.pause()

    def crowd(self, callers: int, cancelled: int) -> list[Any]:
        self.stage = Stage(self.desk.chance)
        self.portone._one_at_a_time = StagedWatchedLock(self.stage, self.desk)  # type: ignore[assignment]
        return self.stage.play([self._read] * callers)

    def _read(self) -> IdentityVerification:
        return self.portone.get_identity_verification("an-id")


TestTasks = TaskMachine.TestCase
TestTasks.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
TestThreads = ThreadMachine.TestCase
TestThreads.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
