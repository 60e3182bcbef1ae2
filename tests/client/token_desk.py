"""A PortOne that only issues tokens and answers reads, with a clock that tests move and troubles that they order.

Lives here: the stand-in and what it saw. May not: what a client should do about it.
"""

import json
from dataclasses import dataclass, field
from typing import Final

import httpx

from client import PortOneClient
from tests.client.answers import SECRET, VERIFIED, answering

ACCESS_SECONDS: Final = 30 * 60
REFRESH_SECONDS: Final = 24 * 60 * 60
READ: Final = "/identity-verifications/an-id"


@dataclass
class TokenDesk:
    """`calls` are the paths asked for; `troubles` are statuses (0: no answer) for the next calls, one each."""

    now: float = 0.0
    calls: list[str] = field(default_factory=list)
    troubles: list[int] = field(default_factory=list)
    seen: list[httpx.Request] = field(default_factory=list)
    ends: dict[str, float] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def client(self) -> PortOneClient:
        """A client of this PortOne, by whose clock it goes."""
        return answering(self.answer, log_in=True, clock=lambda: self.now)

    def revoke(self) -> None:
        """Every token ends, and nobody is told."""
        self.ends.clear()

    def answer(self, request: httpx.Request) -> httpx.Response:
        """The answer; ordered troubles come first."""
        self.calls.append(request.url.path)
        self.seen.append(request)
        trouble = self.troubles.pop(0) if self.troubles else 200
        if trouble == 0:
            raise httpx.ReadTimeout("no answer", request=request)
        if trouble != 200:
            return httpx.Response(trouble, json={"type": "UNKNOWN", "message": "trouble"})
        return self._answer(request)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/login/api-secret":
            return self._issued(json.loads(request.content) == {"apiSecret": SECRET})
        if request.url.path == "/token/refresh":
            return self._issued(self._spent(json.loads(request.content)["refreshToken"]))
        good = self._alive(request.headers["Authorization"].removeprefix("Bearer "))
        return httpx.Response(200, json=VERIFIED) if good else _unauthorized()

    def _alive(self, token: str) -> bool:
        return self.now < self.ends.get(token, self.now)

    def _spent(self, refresh: str) -> bool:
        assert refresh not in self.used, "a refresh token was used twice"
        self.used.add(refresh)
        good = self._alive(refresh)
        self.ends.pop(refresh, None)
        return good

    def _issued(self, good: bool) -> httpx.Response:
        if not good:
            return _unauthorized()
        access, refresh = (f"{kind}-{len(self.seen)}" for kind in ("access", "refresh"))
        self.ends |= {access: self.now + ACCESS_SECONDS, refresh: self.now + REFRESH_SECONDS}
        return httpx.Response(200, json={"accessToken": access, "refreshToken": refresh})


def _unauthorized() -> httpx.Response:
    return httpx.Response(401, json={"type": "UNAUTHORIZED", "message": "no"})
