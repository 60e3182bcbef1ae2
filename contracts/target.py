"""The server under judgement, as a caller sees it.

Lives here: Target (the calls of PortOne's API, and what is known of the merchant) and Answer. May not: expectations.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import quote

import httpx

from .failures import ContractBroken

if TYPE_CHECKING:
    from .arrangement import Arrangement

Login = Literal["/login/api-secret", "/login/api-key"]
MEMBER_OF: Final[Mapping[str, str]] = {"/login/api-secret": "apiSecret", "/login/api-key": "apiKey"}
# What stands for the target's own credential, so that None can mean no Authorization header at all.
OWN: Final = "\0own"
MASK: Final = "***"


@dataclass(frozen=True)
class Answer:
    """One answer, with the request that it belongs to written as `GET /path`."""

    request: str
    status: int
    content_type: str
    content: bytes

    def object(self) -> dict[str, Any] | None:
        """The JSON object in the body, or None for anything else."""
        try:
            value = json.loads(self.content)
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) else None

    def type(self) -> str | None:
        """The error type, as far as there is one."""
        found = (self.object() or {}).get("type")
        return found if isinstance(found, str) else None

    def told(self) -> str:
        """Request, status and error type in one line; never a body, which may hold personal data."""
        return " ".join(filter(None, (self.request, "→", str(self.status), self.type())))


class Target:
    """A PortOne-like server and one merchant of it. `run` makes the ids of one run its own."""

    def __init__(
        self,
        http: httpx.Client,
        base_url: str,
        api_secret: str,
        *,
        legacy_key: str | None = None,
        store_id: str | None = None,
        arrangement: "Arrangement | None" = None,
        run: str = "run",
    ) -> None:
        self.http = http
        self.base_url = base_url.rstrip("/")
        self.api_secret = api_secret
        self.arrangement = arrangement
        self.legacy_key = legacy_key or (arrangement.legacy_key if arrangement else None)
        self.store_id = store_id or (arrangement.store_id if arrangement else None)
        self.run = run
        self.ids: list[str] = []
        self._sensitive = {secret for secret in (api_secret, self.legacy_key) if secret}

    def fresh_id(self, tail: str = "") -> str:
        """An id that nothing else has used: letters and digits, at most 40 of them without a tail."""
        self.ids.append(f"contract{self.run}n{len(self.ids)}{tail}")
        return self.ids[-1]

    def call(
        self,
        method: str,
        path: str,
        *,
        authorization: str | None = OWN,
        body: Any = None,
        content: bytes | None = None,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One call; ContractBroken when there is no answer at all."""
        sent = dict(headers or {})
        if authorization is not None:
            sent["Authorization"] = f"PortOne {self.api_secret}" if authorization == OWN else authorization
        if body is not None:
            content = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        try:
            told = self.http.request(method, self.base_url + path, params=query or None, content=content, headers=sent)
        except httpx.HTTPError as error:
            raise ContractBroken(f"{method} {path} → {type(error).__name__}", "an answer to every request") from None
        return Answer(f"{method} {path}", told.status_code, told.headers.get("content-type", ""), told.content)

    def read(self, id_: str, **options: Any) -> Answer:
        """GET /identity-verifications/{id}."""
        return self.call("GET", path_of(id_), **options)

    def list(self, query: Any = None, **options: Any) -> Answer:
        """GET /identity-verifications, the query as `requestBody`, which is how every SDK sends it."""
        text = None if query is None else {"requestBody": json.dumps(query)}
        return self.call("GET", "/identity-verifications", query=text, **options)

    def send(self, id_: str, body: Any, **options: Any) -> Answer:
        """POST …/send."""
        return self.call("POST", path_of(id_, "/send"), body=body, **options)

    def confirm(self, id_: str, body: Any, **options: Any) -> Answer:
        """POST …/confirm."""
        return self.call("POST", path_of(id_, "/confirm"), body=body, **options)

    def resend(self, id_: str, **options: Any) -> Answer:
        """POST …/resend."""
        return self.call("POST", path_of(id_, "/resend"), **options)

    def log_in(self, credential: Any = None, door: Login = "/login/api-secret") -> Answer:
        """A login, with the merchant's own credential of that door unless another is given."""
        own = self.api_secret if door == "/login/api-secret" else self.legacy_key
        return self._tokens(door, {MEMBER_OF[door]: own if credential is None else credential})

    def refresh(self, token: str) -> Answer:
        """POST /token/refresh."""
        return self._tokens("/token/refresh", {"refreshToken": token})

    def _tokens(self, path: str, body: Mapping[str, Any]) -> Answer:
        answer = self.call("POST", path, authorization=None, body=body)
        issued = (answer.object() or {}).values()
        self._sensitive.update(one for one in issued if isinstance(one, str) and len(one) > 8)
        return answer

    def beside(self, api_secret: str, arrangement: "Arrangement") -> "Target":
        """Another merchant of the same server; what is masked for one is masked for both."""
        other = Target(self.http, self.base_url, api_secret, arrangement=arrangement, run=f"{self.run}m")
        self._sensitive.update(other._sensitive)
        other._sensitive = self._sensitive
        return other

    def masked(self, text: str) -> str:
        """The text without any credential or token of this target in it."""
        for secret in sorted(self._sensitive, key=len, reverse=True):
            text = text.replace(secret, MASK)
        return text


def path_of(id_: str, operation: str = "") -> str:
    """The path of an id, which is one segment whatever it holds."""
    return f"/identity-verifications/{quote(id_, safe='')}{operation}"
