"""A PortOne that only issues tokens and answers reads, with a clock that tests move and troubles that they order.

Lives here: the stand-in, what it saw, and what it does not put up with. May not: what a client should do about trouble.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from client import ApiKeyLogin, ApiSecretLogin, Patience
from tests.client.answers import SECRET, VERIFIED, answering

ACCESS_SECONDS: Final = 30 * 60
REFRESH_SECONDS: Final = 24 * 60 * 60
READ: Final = "/identity-verifications/an-id"
LOGIN: Final = "/login/api-secret"
REFRESH: Final = "/token/refresh"
ONCE: Final = Patience(attempts=1)


@dataclass
class TokenDesk:
    """`calls` are the paths asked for; `troubles` are statuses (0: no answer) for the next calls, one each."""

    now: float = 0.0
    calls: list[str] = field(default_factory=list)
    troubles: list[int] = field(default_factory=list)
    seen: list[httpx.Request] = field(default_factory=list)
    ends: dict[str, float] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    issued: int = 0

    def client(self, make: Callable[..., Any] = answering, **options: Any) -> Any:
        """A client of this PortOne, by whose clock it goes; it asks once unless told otherwise."""
        return make(
            self.answer, ApiSecretLogin(SECRET), clock=lambda: self.now, **{"patience": ONCE, **options}
        )  # fmt: skip

    def legacy_client(self) -> Any:
        """One that logs in as in 2023."""
        return answering(self.answer, ApiKeyLogin(SECRET), clock=lambda: self.now, patience=ONCE)

    def revoke(self) -> None:
        """Every token ends, and nobody is told."""
        self.ends.clear()

    def answer(self, request: httpx.Request) -> httpx.Response:
        """The answer; ordered troubles come first."""
        self.calls.append(request.url.path)
        self.seen.append(request)
        trouble = self.troubles.pop(0) if self.troubles else 200
        if trouble == 0:
            self._spend(request)
            raise httpx.ReadTimeout("no answer", request=request)
        if trouble != 200:
            self._spend(request)
            return httpx.Response(trouble, json={"type": "UNKNOWN", "message": "trouble"} | _typed(trouble))
        return self._answer(request)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path in (LOGIN, "/login/api-key"):
            return self._issued(json.loads(request.content) in ({"apiSecret": SECRET}, {"apiKey": SECRET}))
        if request.url.path == REFRESH:
            return self._issued(self._spend(request))
        good = self._alive(request.headers["Authorization"].removeprefix("Bearer "))
        return httpx.Response(200, json=VERIFIED) if good else _unauthorized()

    def _alive(self, token: str) -> bool:
        return self.now < self.ends.get(token, self.now)

    def _spend(self, request: httpx.Request) -> bool:
        """Whether the refresh token in it, if any, was good: used once, whatever the answer."""
        if request.url.path != REFRESH:
            return False
        refresh = json.loads(request.content)["refreshToken"]
        assert refresh not in self.used, "a refresh token was used twice"
        self.used.add(refresh)
        good = self._alive(refresh)
        self.ends.pop(refresh, None)
        return good

    def _issued(self, good: bool) -> httpx.Response:
        if not good:
            return _unauthorized()
        self.issued += 1
        access, refresh = (f"{kind}-{self.issued}" for kind in ("access", "refresh"))
        # A login or a refresh ends the refresh token before it.
        self.ends = {token: end for token, end in self.ends.items() if token.startswith("access")}
        self.ends |= {access: self.now + ACCESS_SECONDS, refresh: self.now + REFRESH_SECONDS}
        return httpx.Response(200, json={"accessToken": access, "refreshToken": refresh})


def _typed(status: int) -> dict[str, str]:
    types = {400: "INVALID_REQUEST", 401: "UNAUTHORIZED", 403: "FORBIDDEN"}
    return {"type": types[status]} if status in types else {}


def _unauthorized() -> httpx.Response:
    return httpx.Response(401, json={"type": "UNAUTHORIZED", "message": "no"})
