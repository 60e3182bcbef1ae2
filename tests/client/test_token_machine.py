"""The token flow as a state machine: expiry, revocation and refusals at any point, and 50 callers at once.

The desk itself fails where a refresh token is used twice, where two calls for tokens are in flight, and where an access
token is sent again after PortOne's 401 to it has arrived.
"""

import asyncio
import random
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from client import ApiSecretLogin, CouldNotAskError, IdentityVerification, Patience
from tests.client.answers import SECRET, answering_async
from tests.client.token_desk import ACCESS_SECONDS, READ, REFRESH_SECONDS, TokenDesk

CALLERS: Final = 50


@dataclass
class CrowdedDesk(TokenDesk):
    """Answers take turns at random (by the seed), so that calls overlap in every way."""

    chance: random.Random = field(default_factory=lambda: random.Random(0))
    asking_for_tokens: int = 0
    known_dead: set[str] = field(default_factory=set)

    async def answer_slowly(self, request: httpx.Request) -> httpx.Response:
        reading = request.url.path == READ
        bearer = request.headers.get("Authorization", "")
        assert not (reading and bearer in self.known_dead), "a dead access token was used again"
        self.asking_for_tokens += not reading
        assert self.asking_for_tokens <= 1, "two calls for tokens in flight"
        try:
            for _ in range(self.chance.randrange(6)):
                await asyncio.sleep(0)
            response = self.answer(request)
            for _ in range(self.chance.randrange(3)):
                await asyncio.sleep(0)
        finally:
            self.asking_for_tokens -= not reading
        if reading and response.status_code == 401:
            self.known_dead.add(bearer)
        return response


class TokenFlowMachine(RuleBasedStateMachine):
    """One client for the whole life of a machine; every call is answered or a typed error."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = CrowdedDesk()
        self.runner = asyncio.Runner()
        self.portone = answering_async(
            self.desk.answer_slowly,
            ApiSecretLogin(SECRET),
            clock=lambda: self.desk.now,
            patience=Patience(attempts=2),
        )

    def teardown(self) -> None:
        self.runner.run(self.portone.aclose())
        self.runner.close()

    @rule(seconds=st.sampled_from([1, 600, ACCESS_SECONDS - 60, ACCESS_SECONDS, REFRESH_SECONDS]))
    def time_passes(self, seconds: int) -> None:
        self.desk.now += seconds

    @rule()
    def every_token_ends(self) -> None:
        self.desk.revoke()

    @rule(troubles=st.lists(st.sampled_from([0, 200, 400, 401, 403, 429, 500, 503]), max_size=8))
    def trouble_is_ahead(self, troubles: list[int]) -> None:
        self.desk.troubles += troubles

    @rule(callers=st.sampled_from([1, 2, 7, CALLERS]), seed=st.integers(0, 2**16), cancelled=st.integers(0, 3))
    def callers_come_together(self, callers: int, seed: int, cancelled: int) -> None:
        """Some hang up in the middle of it."""
        self.desk.chance = random.Random(seed)
        for outcome in self.runner.run(self._crowd(callers, min(cancelled, callers - 1))):
            assert isinstance(outcome, IdentityVerification | CouldNotAskError | asyncio.CancelledError), outcome

    async def _crowd(self, callers: int, cancelled: int) -> list[Any]:
        tasks = [asyncio.create_task(self._read()) for _ in range(callers)]
        for task in tasks[:cancelled]:
            for _ in range(self.desk.chance.randrange(8)):
                await asyncio.sleep(0)
            task.cancel()
        return await asyncio.gather(*tasks, return_exceptions=True)

    async def _read(self) -> IdentityVerification:
        return await self.portone.get_identity_verification("an-id")

    @invariant()
    def nobody_is_left_asking(self) -> None:
        assert self.desk.asking_for_tokens == 0

    @rule()
    def once_the_trouble_is_over_reading_works(self) -> None:
        self.desk.troubles.clear()
        self.desk.calls.clear()
        self.runner.run(self._read())
        assert 1 <= len(self.desk.calls) <= 4


TestTokenFlow = TokenFlowMachine.TestCase
TestTokenFlow.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
