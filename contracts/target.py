"""The server under judgement, as a caller sees it.

Lives here: Target (the calls of PortOne's API, and what is known of the merchant) and Answer. May not: expectations.
"""

import ipaddress
import json
import math
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple
from urllib.parse import quote, urlsplit

import httpx

from .calls import SECONDS, Endless, Raw, call
from .exchange import MASK, Exchange, sent_headers, shown_body, shown_headers, shown_query
from .failures import NoAnswer, NotApplicable, NotJudgeable
from .text import Said, Text, mapped

if TYPE_CHECKING:
    from .arrangement import Arrangement

Login = Literal["/login/api-secret", "/login/api-key"]
MEMBER_OF: Final[Mapping[str, str]] = {"/login/api-secret": "apiSecret", "/login/api-key": "apiKey"}
# Under which names a login gives what nobody else may read.
_TOKENS: Final = ("accessToken", "refreshToken", "access_token", "refresh_token")
# What stands for the target's own credential, so that None can mean no Authorization header at all.
OWN: Final = "\0own"
# A report shows so many exchanges of a failure at most, the last ones.
MOST_EXCHANGES: Final = 12
# After so many calls without an answer nothing more is asked of a server.
MOST_SILENCES: Final = 3


@dataclass(frozen=True)
class Answer:
    """One answer, with the request that it belongs to written as `GET /path`."""

    request: str
    status: int
    content_type: str
    content: bytes
    location: str = ""

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
        to = f"(Location: {self.location.partition('?')[0][:200]})" if self.location else ""
        return " ".join(filter(None, (self.request, "→", str(self.status), self.type(), to)))


@dataclass(frozen=True)
class Rules:
    """What a run may do to a server: `read_only` keeps it to GET, `may_send` lets an SMS go out.

    One answer may take `seconds`; at `until` (time.monotonic) the run ends.
    """

    read_only: bool = False
    may_send: bool = True
    seconds: float = SECONDS
    until: float = math.inf


@dataclass
class _Shared:
    """What all merchants of one server have in common."""

    sensitive: set[str] = field(default_factory=set)
    exchanges: deque[tuple["_Asked", Raw | Text]] = field(default_factory=lambda: deque(maxlen=MOST_EXCHANGES))
    silences: int = 0
    merchants: int = 0


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
        rules: Rules = Rules(),
        shared: _Shared | None = None,
    ) -> None:
        self.http = http
        self.base_url = base_url.rstrip("/")
        self.api_secret = api_secret
        self.arrangement = arrangement
        self.legacy_key = legacy_key or (arrangement.legacy_key if arrangement else None)
        self.store_id = store_id or (arrangement.store_id if arrangement else None)
        self.run = run
        self.rules = rules
        self.ids: list[str] = []
        self._shared = shared or _Shared()
        self._shared.sensitive.update(secret for secret in (api_secret, self.legacy_key) if secret)

    @property
    def may_send(self) -> bool:
        """Whether a send or resend may be tried at all."""
        return self.rules.may_send and not self.rules.read_only

    def fresh_id(self, tail: str = "") -> str:
        """An id that nothing else has used: letters and digits, at most 40 of them without a tail."""
        # A letter ends the number: 35 with the tail 0 is not 350.
        self.ids.append(f"contract{self.run}n{len(self.ids)}x{tail}")
        return self.ids[-1]

    def call(
        self,
        method: str,
        path: str,
        *,
        authorization: str | None = OWN,
        body: Any = None,
        content: bytes | Iterable[bytes] | None = None,
        query: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One call; NoAnswer when none comes, NotApplicable when this run may not make it.

        `path` goes out as it is written, with a query of its own if it has one.
        """
        self._allowed(method, path)
        sent = dict(headers or {})
        if authorization is not None:
            sent["Authorization"] = f"PortOne {self.api_secret}" if authorization == OWN else authorization
        if body is not None:
            content = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        url = _url(self.base_url, path, query)
        shown = f"{method} {path}"
        asked = _Asked(method, url, sent, content if isinstance(content, bytes) else b"")
        try:
            told = call(self.http, method, url, content=content, headers=sent, seconds=self.rules.seconds)
        except (httpx.HTTPError, Endless) as error:
            raise self._silent(asked, shown, _why(error)) from None
        self._shared.silences = 0
        self._shared.exchanges.append((asked, told))
        headers = told.headers
        return Answer(shown, told.status, headers.get("content-type", ""), told.content, headers.get("location", ""))

    def _allowed(self, method: str, path: str) -> None:
        if self.rules.read_only and method != "GET":
            raise NotApplicable(Text("--read-only에서는 GET만 보냅니다", "it writes, and --read-only sends GET only"))
        if not self.rules.may_send and method == "POST" and path.endswith(("/send", "/resend")):
            raise NotApplicable(
                Text(
                    "다른 컴퓨터의 서버로 인증 요청을 보내려면 --allow-send가 필요합니다",
                    "a send to another machine needs --allow-send: it costs money and reaches a phone",
                )
            )
        if time.monotonic() > self.rules.until:
            raise NotJudgeable(
                Text("전체 제한 시간이 지났습니다(--time-limit)", "the run took longer than it may (--time-limit)")
            )
        if self._shared.silences >= MOST_SILENCES:
            raise NotJudgeable(
                Text(
                    f"{self.base_url} 서버가 더는 응답하지 않습니다({MOST_SILENCES}번 잇달아)",
                    f"{self.base_url} stopped answering: {MOST_SILENCES} calls in a row",
                )
            )

    def _silent(self, asked: "_Asked", shown: str, why: Text) -> NoAnswer:
        self._shared.silences += 1
        self._shared.exchanges.append((asked, why))
        return NoAnswer(
            Text(f"{shown} → {why.ko}", f"{shown} → {why.en}"),
            Text("모든 요청에 대한 응답", "an answer to every request"),
        )

    def forget_exchanges(self) -> None:
        """Begin a new story: what was exchanged so far belongs to no failure to come."""
        self._shared.exchanges.clear()

    def exchanges(self) -> tuple[Exchange, ...]:
        """The exchanges since then, masked."""
        return tuple(_exchange(*one).changed(self.masked) for one in self._shared.exchanges)

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
        members = answer.object() or {}
        self._shared.sensitive.update(
            token for token in map(members.get, _TOKENS) if isinstance(token, str) and len(token) > 8
        )
        return answer

    def at_once(self, calls: Sequence[Callable[[], Answer]]) -> Sequence[Answer]:
        """The answers to calls that are all begun at the same moment, in their order."""
        ready = Barrier(len(calls))

        def one(ask: Callable[[], Answer]) -> Answer:
            ready.wait()
            return ask()

        with ThreadPoolExecutor(len(calls)) as pool:
            return tuple(pool.map(one, calls))

    def beside(self, api_secret: str, arrangement: "Arrangement") -> "Target":
        """Another merchant of the same server; what is masked for one is masked for both."""
        self._shared.merchants += 1
        return Target(
            self.http,
            self.base_url,
            api_secret,
            arrangement=arrangement,
            run=f"{self.run}m{self._shared.merchants}",
            rules=self.rules,
            shared=self._shared,
        )

    def masked(self, text: str) -> str:
        """The text without any credential or token of this target in it."""
        for secret in sorted(self._shared.sensitive, key=len, reverse=True):
            text = text.replace(secret, MASK).replace(quote(secret, safe=""), MASK)
        return text

    def masked_said(self, what: Said) -> Said:
        """Likewise, in every language."""
        return mapped(what, self.masked)


def _url(base_url: str, path: str, query: Any) -> httpx.URL:
    """The address with the path as it is written: httpx would join a leading `//` and drop a bare `?`."""
    base = httpx.URL(base_url)
    raw = base.raw_path.rstrip(b"/") + path.encode("ascii")
    if query:
        raw += b"?" + str(httpx.QueryParams(query)).encode("ascii")
    return base.copy_with(raw_path=raw)


class _Asked(NamedTuple):
    method: str
    url: httpx.URL
    headers: Mapping[str, str]
    content: bytes


def _exchange(asked: _Asked, told: Raw | Text) -> Exchange:
    path, mark, query = asked.url.raw_path.decode("ascii").partition("?")
    request = f"{asked.method} {path}{mark}{shown_query(query)}"
    headers, body = sent_headers(asked.headers), shown_body(asked.content)
    if isinstance(told, Text):
        return Exchange(request, headers, body, None, {}, told)
    return Exchange(request, headers, body, told.status, shown_headers(told.headers), shown_body(told.content))


def _why(error: Exception) -> Text:
    if isinstance(error, Endless):
        return Text(f"끝나지 않는 응답({error})", f"an answer without end ({error})")
    if isinstance(error, httpx.TimeoutException):
        return Text(f"시간 안에 응답이 없음({type(error).__name__})", f"no answer in time ({type(error).__name__})")
    return Text(f"응답 없음({type(error).__name__})", f"no answer ({type(error).__name__})")


def is_loopback(base_url: str) -> bool:
    """Whether an address means this machine."""
    host = urlsplit(base_url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def path_of(id_: str, operation: str = "") -> str:
    """The path of an id, which is one segment whatever it holds."""
    return f"/identity-verifications/{quote(id_, safe='')}{operation}"
