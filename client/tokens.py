"""The token flow: log in, renew shortly before expiry and once after a 401, log in again when renewing is refused.

Lives here: the flow, a generator that yields requests and is sent their responses. May not: sending, reading records.
"""

import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass

import httpx

from .errors import CouldNotAskError, answer_of

RENEW_AFTER_SECONDS = 29 * 60  # PortOne's access tokens live 30 minutes since 2025-02; were it less, a 401 would say so


@dataclass(frozen=True, repr=False)
class Tokens:
    access: str
    refresh: str
    renew_at: float


class TokenFlow(httpx.Auth):
    def __init__(self, base_url: str, api_secret: str, clock: Callable[[], float]) -> None:
        self._base_url, self._login, self._clock = base_url.rstrip("/"), {"apiSecret": api_secret}, clock
        self._tokens: Tokens | None = None
        self._one_at_a_time = threading.Lock()  # a refresh ends its refresh token: of two at once one is refused

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        refused = None
        for _ in range(2):
            refused = tokens = yield from self._usable(request, refused)
            request.headers["Authorization"] = f"Bearer {tokens.access}"
            if (yield request).status_code != 401:
                return

    def _usable(self, like: httpx.Request, refused: Tokens | None) -> Generator[httpx.Request, httpx.Response, Tokens]:
        with self._one_at_a_time:
            held, now = self._tokens, self._clock()
            if held is None or held is refused or now >= held.renew_at:
                self._tokens = None  # if the answer gets lost, the next call logs in
                self._tokens = held = yield from self._renewed(like, held, now)
            return held

    def _renewed(
        self, like: httpx.Request, held: Tokens | None, now: float
    ) -> Generator[httpx.Request, httpx.Response, Tokens]:
        if held is not None:
            response = yield self._post(like, "/token/refresh", {"refreshToken": held.refresh})
            if response.status_code not in (400, 401):
                return _read("refreshToken", response, now)
        return _read("loginViaApiSecret", (yield self._post(like, "/login/api-secret", self._login)), now)

    def _post(self, like: httpx.Request, path: str, body: dict[str, str]) -> httpx.Request:
        # The extensions carry the time limits, which a request of one's own making would not have.
        return httpx.Request("POST", self._base_url + path, json=body, extensions=like.extensions)


def _read(operation: str, response: httpx.Response, now: float) -> Tokens:
    response.read()
    access, refresh = map(answer_of(operation, response).get, ("accessToken", "refreshToken"))
    if not isinstance(access, str) or not isinstance(refresh, str):
        raise CouldNotAskError(operation, "the answer lacks accessToken or refreshToken", response.status_code)
    return Tokens(access, refresh, now + RENEW_AFTER_SECONDS)
