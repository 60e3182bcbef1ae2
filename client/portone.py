"""PortOneClient, the one place that sends, and the token flow; neither decides anything about what PortOne said."""

import re
import threading
import time
from collections.abc import Callable, Generator
from urllib.parse import quote

import httpx

from .errors import CouldNotAskError, RefusedError, answer_of
from .reading import IdentityVerification, member, read_identity_verification

READ = "getIdentityVerification"
RENEW_AFTER = 29 * 60  # seconds; PortOne's access tokens live 30 minutes since 2025-02, and a 401 tells if that changes
NO_TOKENS = ("", "", float("-inf"))


class TokenFlow(httpx.Auth):
    """Logs in, renews shortly before expiry and once after a 401, or logs in again where that is refused; no I/O."""

    def __init__(self, base_url: str, api_secret: str, clock: Callable[[], float]) -> None:
        self._base_url, self._api_secret, self._clock = base_url.rstrip("/"), api_secret, clock
        self._tokens = NO_TOKENS  # access token, refresh token, when to renew them
        self._one_at_a_time = threading.Lock()  # a refresh ends its refresh token: of two at once one is refused

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        access = ""
        for _ in range(2):
            with self._one_at_a_time:
                if access == self._tokens[0] or self._clock() >= self._tokens[2]:
                    yield from self._renew(request)
                access = self._tokens[0]
            request.headers["Authorization"] = f"Bearer {access}"
            if (yield request).status_code != 401:
                return

    def _renew(self, like: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        (_, refresh, _), self._tokens, now = self._tokens, NO_TOKENS, self._clock()  # a lost answer leads to a login
        login = ("loginViaApiSecret", "/login/api-secret", {"apiSecret": self._api_secret})
        renewal = ("refreshToken", "/token/refresh", {"refreshToken": refresh})
        for operation, path, body in (renewal, login) if refresh else (login,):
            # The extensions carry the time limits, which a request of one's own making would not have.
            response = yield httpx.Request("POST", self._base_url + path, json=body, extensions=like.extensions)
            if operation == login[0] or response.status_code not in (400, 401):
                response.read()
                said = answer_of(operation, response)
                self._tokens = member(said, "access_token", str), member(said, "refresh_token", str), now + RENEW_AFTER
                return


class PortOneClient:
    """For all threads. `log_in`: by tokens, else every call carries the secret. PortOne advises 60 s of `timeout`."""

    def __init__(
        self, base_url: str, api_secret: str, *, log_in: bool = False, store_id: str = "", timeout: float = 60,
        transport: httpx.BaseTransport | None = None, clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        if not re.fullmatch("[!-~]+", api_secret):
            raise ValueError("api_secret has to be printable ASCII without blanks (a line end from a file?)")
        auth = TokenFlow(base_url, api_secret, clock) if log_in else None
        headers = {} if log_in else {"Authorization": f"PortOne {api_secret}"}
        self._http = httpx.Client(auth=auth, headers=headers, base_url=base_url, timeout=timeout, transport=transport)
        self._query, self.close = {"storeId": store_id} if store_id else {}, self._http.close

    def get_identity_verification(self, id_: str) -> IdentityVerification:
        """What PortOne says about this id now, or one of the two PortOneErrors."""
        # `.` and `..` are steps of a path even when encoded, and half a surrogate pair has no bytes.
        if id_ in ("", ".", "..") or len(id_) > 200 or re.search("[\ud800-\udfff]", id_):
            raise RefusedError(READ, f"an id has 1 to 200 characters and is neither . nor .., unlike {id_[:20]!a}")
        try:
            answer = self._http.get(f"/identity-verifications/{quote(id_, safe='')}", params=self._query)
            return read_identity_verification(answer_of(READ, answer))
        except (httpx.RequestError, ValueError) as error:
            raise CouldNotAskError(READ, f"no usable answer: {error!r}") from error
