"""How the small application asks PortOne, with a switch for each mistake that is made there.

Lives here: Asking and Told. May not: what it makes of a record (wrong_application.py).
"""

import threading
from collections.abc import Mapping
from typing import Any, Final, NoReturn
from urllib.parse import quote

import httpx

IMPATIENT_SECONDS: Final = 1.0
RETRIES_AFTER_429: Final = 3


class Told(Exception):  # noqa: N818 - an answer
    """How a call ends early: status and reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


class Asking:
    """`bug` names the one thing that is wrong."""

    bug: str

    def __init__(self, base_url: str, secret: str) -> None:
        self.base_url, self.secret = base_url, secret
        self.burnt: set[str] = set()
        self.locked_out = False
        self.refreshing = threading.Lock()
        self.http = httpx.Client(trust_env=False, timeout=10)
        self.token: tuple[str, str] | None = None

    def is_(self, *bugs: str) -> bool:
        return self.bug in bugs

    def _record(self, id_: str, sent: Mapping[str, Any]) -> dict[str, Any]:
        store = sent.get("storeId") if self.is_("the store is taken from the request") else None
        try:
            answer = self._asked(id_, {"storeId": str(store)} if store else {})
        except httpx.HTTPError as error:
            if self.is_("a slow answer is told as a failed verification") and isinstance(error, httpx.TimeoutException):
                raise Told(422, "verification failed") from None
            self._failed(id_, "unreachable")
        self._check_answer(id_, answer)
        try:
            found = answer.json()
        except ValueError:
            if self.is_("what is no JSON crashes"):
                raise
            self._failed(id_, "no JSON")
        if self.is_("a record without a status crashes"):
            found["status"]
        if not isinstance(found, dict):
            raise Told(503, "no record")
        return found

    def _check_answer(self, id_: str, answer: httpx.Response) -> None:
        if answer.status_code == 404:
            self._not_found(id_)
        if answer.status_code in (401, 403) and self.is_("a 401 is told as a failed verification"):
            raise Told(422, "verification failed")
        if answer.status_code == 429 and self.is_("a 429 is told as a failed verification"):
            raise Told(422, "verification failed")
        if answer.status_code == 429 and self.is_("a 429 burns the id"):
            self.burnt.add(id_)
        if answer.status_code != 200:
            self._failed(id_, f"status {answer.status_code}")

    def _not_found(self, id_: str) -> NoReturn:
        if self.is_("a 404 crashes"):
            raise KeyError("status")
        if self.is_("a 404 lets people in"):
            raise Told(200, "let in")
        if self.is_("a 404 is asked again"):
            for _ in range(5):
                self._asked(id_)
        if self.is_("a 404 burns the id"):
            self.burnt.add(id_)
        raise Told(422, "not found")

    def _failed(self, id_: str, why: str) -> Any:
        if self.is_("an outage is told as a failed verification"):
            raise Told(422, "verification failed")
        if self.is_("an outage lets people in"):
            raise Told(200, "let in")
        if self.is_("an outage crashes"):
            raise RuntimeError(why)
        if self.is_("an outage burns the id"):
            self.burnt.add(id_)
        if self.is_("an error is told with the request that it was") and self.token:
            raise Told(503, f"{why}: GET {self.base_url}, Authorization: Bearer {self.token[0]}")
        raise Told(503, why)

    def _address(self, id_: str) -> str:
        careless = self.is_("the id goes into the path as it is", "two dots are all that an id may not have")
        safe = "!~*'()" if self.is_("the id is escaped like encodeURIComponent") else ""
        return f"{self.base_url}/identity-verifications/{id_ if careless else quote(id_, safe=safe)}"

    def _asked(self, id_: str, query: Mapping[str, str] | None = None) -> httpx.Response:
        query = {**(query or {})}
        if self.is_("the secret stands in the query, too"):
            query["apiSecret"] = self.secret
        hammered = self.is_("an outage is hammered")
        for turn in range(12 if hammered else 2):
            if self.token is None or self.is_("every request logs in"):
                self._log_in()
            token = self.token
            assert token
            try:
                answer = self._got(self._address(id_), token[0], query)
            except httpx.RemoteProtocolError:
                if turn:
                    raise
                continue
            if answer.status_code == 401 and turn == 0 and not self.is_("a token is never renewed"):
                self._refresh(token)
                continue
            if answer.status_code < 500 or (turn and not hammered):
                return answer
        return answer

    def _got(self, url: str, token: str, query: Mapping[str, str]) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"}
        seconds: float | None = IMPATIENT_SECONDS if self.is_("a slow answer is told as a failed verification") else 10
        if self.is_("PortOne is waited for without an end"):
            seconds = None
        answer = self.http.get(url, headers=headers, params=query or None, timeout=seconds)
        if answer.is_redirect and self.is_("a redirect is followed with the token"):
            return self.http.get(answer.headers["location"], headers=headers)
        if answer.status_code == 429 and self.is_("Retry-After is not waited for"):
            for _ in range(RETRIES_AFTER_429):
                answer = self.http.get(url, headers=headers)
        return answer

    def _log_in(self) -> None:
        if self.locked_out:
            raise Told(503, "locked out")
        answer = self._posted("/login/api-secret", {"apiSecret": self.secret})
        if answer.status_code != 200:
            if self.is_("a failed login is told as a failed verification"):
                raise Told(422, "verification failed")
            if self.is_("a refused secret is told as a failed verification") and answer.status_code == 401:
                raise Told(422, "verification failed")
            self.locked_out = self.is_("a failed login is the last")
            raise Told(503, "login")
        self.token = answer.json()["accessToken"], answer.json()["refreshToken"]

    def _refresh(self, token: tuple[str, str]) -> None:
        if self.is_("a failed login is told as a failed verification", "a failed login is the last"):
            self.token = None
            return
        # One at a time: each refresh ends the token of the one before.
        with self.refreshing:
            if self.token is not token:
                return
            answer = self._posted("/token/refresh", {"refreshToken": token[1]})
            if answer.status_code == 200:
                self.token = answer.json()["accessToken"], answer.json()["refreshToken"]
            elif self.is_("a dead refresh token is the end"):
                raise Told(422, "session over")
            else:
                self.token = None

    def _posted(self, path: str, body: Mapping[str, str]) -> httpx.Response:
        followed = self.is_("a login is sent wherever it is redirected")
        return self.http.post(f"{self.base_url}{path}", json=body, follow_redirects=followed)
