"""The laws of the token flow, held against every call as it begins and as its answer arrives.

Lives here: LawfulDesk, which fails where a law is broken, and what may come to pass while it is being asked. May not:
how callers come together.
"""

import json
import random
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import httpx

from tests.client.token_desk import ACCESS_SECONDS, LOGIN, READ, REFRESH_SECONDS, TokenDesk

Happening = Literal["a-second", "the-access-token-expires", "the-refresh-token-expires", "access-ends", "refresh-ends"]
PASSES: Final[dict[str, float]] = {
    "a-second": 1,
    "the-access-token-expires": ACCESS_SECONDS,
    "the-refresh-token-expires": REFRESH_SECONDS,
}
RENEW_BEFORE: Final = 60


@dataclass
class LawfulDesk(TokenDesk):
    """`caller` tells who is calling; `meanwhile` happens, one by one, while calls are under way.

    `held`: the tokens that the client has been given last, and when it asked for them.
    """

    chance: random.Random = field(default_factory=lambda: random.Random(0))
    caller: Callable[[], Hashable] = lambda: None
    meanwhile: list[Happening] = field(default_factory=list)
    asking_for_tokens: int = 0
    failed_rounds: int = 0
    held: tuple[str, float] | None = None
    refresh_held: str | None = None
    known_dead: set[str] = field(default_factory=set)
    expires: dict[str, float] = field(default_factory=dict)
    waits_since: dict[Hashable, int] = field(default_factory=dict)
    asked_at: float = 0.0

    def begins_to_wait(self) -> None:
        self.waits_since[self.caller()] = self.failed_rounds

    def begins(self, request: httpx.Request) -> None:
        """The client sends this now."""
        if request.url.path == READ:
            bearer = _bearer(request)
            assert bearer not in self.known_dead, "an access token was used after PortOne's 401 to it"
            assert self.now < self.expires[bearer], "an access token was used that had expired"
            return
        assert self.asking_for_tokens == 0, "two calls for tokens in flight"
        assert self.waits_since[self.caller()] == self.failed_rounds, "whoever waited through a failed round asks again"
        assert not self._has_a_good_one(), "tokens were asked for, and a good one was there"
        kept = self.refresh_held if request.url.path != LOGIN else None
        assert kept == self.refresh_held, "a login, and a refresh token was there"
        self.held, self.refresh_held, self.asked_at, self.asking_for_tokens = None, None, self.now, 1

    def _has_a_good_one(self) -> bool:
        if self.held is None:
            return False
        access, asked_at = self.held
        return access not in self.known_dead and self.now < asked_at + ACCESS_SECONDS - RENEW_BEFORE

    def happen(self) -> None:
        """Perhaps the next thing that is to come to pass."""
        if self.meanwhile and self.chance.random() < 0.3:
            happening = self.meanwhile.pop(0)
            self.now += PASSES.get(happening, 0)
            ended = happening.removesuffix("-ends")
            self.ends = {token: end for token, end in self.ends.items() if not token.startswith(f"{ended}-")}

    def arrives(self, request: httpx.Request, response: httpx.Response) -> None:
        """The client has this answer now."""
        if request.url.path == READ:
            if response.status_code == 401:
                self.known_dead.add(_bearer(request))
        elif response.status_code == 200:
            tokens = response.json()
            self.held, self.refresh_held = (tokens["accessToken"], self.asked_at), tokens["refreshToken"]

    def is_over(self, request: httpx.Request, status: int | None) -> None:
        """However it ended; 0: without an answer, None: the caller hung up, which is no failure of anybody else's."""
        if request.url.path == READ:
            return
        self.asking_for_tokens = 0
        refused_refresh = request.url.path != LOGIN and status in (400, 401)
        self.failed_rounds += status not in (200, None) and not refused_refresh

    def _issued(self, good: bool) -> httpx.Response:
        response = super()._issued(good)
        if good:
            self.expires[json.loads(response.content)["accessToken"]] = self.now + ACCESS_SECONDS
        return response


def _bearer(request: httpx.Request) -> Any:
    return request.headers["Authorization"].removeprefix("Bearer ")
