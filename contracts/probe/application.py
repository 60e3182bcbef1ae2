"""The application under the probe, as a browser sees it.

Lives here: how it is called, its sessions, what its answers mean. May not: what it should have answered.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final, Literal
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import httpx

from ..calls import Endless, Raw, call
from ..exchange import shown_body
from .near import Near

Meaning = Literal["accepted", "refused", "later", "crashed", "silent", "strange"]
PLACE: Final = "{id}"
DEFAULT_BODY: Final = {"identityVerificationId": PLACE}
_TOKEN: Final = re.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+")
START_MEMBER: Final = "identityVerificationId"


class BadTemplate(Exception):  # noqa: N818 - a message for the user
    """What is wrong with an endpoint as it was given, in one line."""


@dataclass(frozen=True)
class Template:
    """A call with a place for the id: `{id}` in path or query, as a value of the JSON body, or in a form's."""

    method: str
    path: str
    body: Any = None
    form: tuple[tuple[str, str], ...] = ()

    @property
    def media_type(self) -> str:
        """Of its body."""
        return "application/x-www-form-urlencoded" if self.form else "application/json"

    def filled(self, id_: Any, extra: Mapping[str, Any]) -> tuple[str, str | None]:
        """Path and body with the id in its place; an id that is no string goes in as it is where JSON can hold it."""
        text, told = _as_text(id_), [(name, _as_text(one)) for name, one in extra.items()]
        path = self.path.replace(PLACE, quote(text, safe=""))
        if self.form:
            kept = [(name, value.replace(PLACE, text)) for name, value in self.form if name not in extra]
            return path, urlencode([*kept, *told])
        body = _filled(self.body, id_)
        if body is None:
            # What has no body has a query.
            return path + (("&" if "?" in path else "?") + urlencode(told) if told else ""), None
        return path, json.dumps({**body, **extra} if isinstance(body, dict) else body)


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _filled(body: Any, id_: Any) -> Any:
    if body == PLACE:
        return id_
    if isinstance(body, dict):
        return {name: _filled(value, id_) for name, value in body.items()}
    return [_filled(one, id_) for one in body] if isinstance(body, list) else body


def template(text: str, default_path: str = "/", *, with_id: bool = True) -> Template:
    """`POST /path`, `GET /path?id={id}`, `POST /path {"id": "{id}"}`, or as a form does `POST /path id={id}`."""
    parts = text.split(maxsplit=2)
    if not parts or not parts[0].isalpha() or not parts[0].isupper():
        raise BadTemplate(f'{text!r} has to begin with a method, such as "POST /identity-verifications"')
    path = parts[1] if len(parts) > 1 else default_path
    if not path.startswith("/"):
        raise BadTemplate(f"{text!r}: the path has to begin with a slash, not {path!r}")
    body, form = _body(text, parts[2]) if len(parts) > 2 else (None, ())
    if with_id and PLACE not in path and body is None and not form and parts[0] != "GET":
        body = DEFAULT_BODY
    if with_id and PLACE not in path and PLACE not in json.dumps([body, form]):
        raise BadTemplate(f"{text!r} has no place for the id: write {PLACE} where it goes")
    return Template(parts[0], path, body, form)


def header(text: str) -> tuple[str, str]:
    """`NAME: value`, as a header can hold it; its value is not repeated, as it may be a key."""
    name, found, value = (part.strip() for part in text.partition(":"))
    if not found or not name:
        raise BadTemplate(f"{text!r} has to be like Authorization: Bearer … or Cookie: session=…")
    if not _TOKEN.fullmatch(name):
        raise BadTemplate(f"{name!r} is no name of a header, such as Cookie")
    wrong = next((one for one in value if not (one.isascii() and (one.isprintable() or one == "\t"))), None)
    if wrong is not None:
        raise BadTemplate(
            f"{name}: no header can hold {wrong!r}; encode it as your application does, such as {quote(wrong)}"
        )
    return name, value


def _body(text: str, written: str) -> tuple[Any, tuple[tuple[str, str], ...]]:
    """A body of JSON, or the members of a form."""
    try:
        return json.loads(written), ()
    except (ValueError, RecursionError):
        pass
    try:
        if written[0] in '{["':
            raise ValueError
        return None, tuple(parse_qsl(written, keep_blank_values=True, strict_parsing=True))
    except ValueError:
        what = 'JSON ({"id": "{id}"}) or a form (id={id}&agreed=yes)'
        raise BadTemplate(f"{text[:80]!r}: what follows the path has to be {what}") from None


@dataclass(frozen=True)
class Reading:
    """How an answer is read: by its status, or by members of its JSON (`decision=accepted`).

    In `later` the member `status` stands for the status of the answer itself, too (`status=502`).
    """

    accepted: tuple[tuple[str, str], ...] = ()
    later: tuple[tuple[str, str], ...] = ()

    def meaning(self, status: int, body: Any) -> Meaning:
        """What the application wanted to say."""
        if _has(body, self.later) or ("status", str(status)) in self.later or status in (429, 503):
            return "later"
        if status >= 500:
            return "crashed"
        if 400 <= status < 500:
            return "refused"
        if not 200 <= status < 300:
            return "strange"
        return "accepted" if not self.accepted or _has(body, self.accepted) else "refused"


def _has(body: Any, wanted: tuple[tuple[str, str], ...]) -> bool:
    return isinstance(body, dict) and any(_told(body, name) == value for name, value in wanted)


def _told(body: Any, name: str) -> str | None:
    for part in name.split("."):
        body = body.get(part) if isinstance(body, dict) else None
    return body if isinstance(body, str) else None if body is None else json.dumps(body)


def members(body: Any, inside: str = "") -> dict[str, str]:
    """What `--accepted` could name of an answer: its texts, numbers and truths, members of members with a dot."""
    if not isinstance(body, dict):
        return {}
    found: dict[str, str] = {}
    for name, value in body.items():
        if isinstance(value, dict):
            found |= members(value, f"{inside}{name}.")
        elif isinstance(value, str | int | float):
            found[inside + name] = value if isinstance(value, str) else json.dumps(value)
    return found


def reading_of(text: str) -> tuple[tuple[str, str], ...]:
    """`result.ok=true` or `decision=accepted,welcome`, as pairs of member and value."""
    name, equals, values = text.partition("=")
    if not (name and equals and values):
        raise BadTemplate(f"{text!r} has to be MEMBER=VALUE, such as decision=accepted")
    return tuple((name, value) for value in values.split(","))


@dataclass(frozen=True)
class Answer:
    """What the application answered; `shown` is one line of it, masked, and `date` what it takes for the time. `why`
    says of none what came instead."""

    meaning: Meaning
    status: int | None
    shown: str
    body: Any = None
    location: str = ""
    date: datetime | None = None
    raw: bytes = field(default=b"", repr=False)
    why: str = ""


@dataclass
class Session:
    """One visitor: cookies kept by name, secure ones too, as browsers do on this machine."""

    cookies: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Application:
    """Where it is and how it is asked. Sends to that address alone and follows no redirect."""

    url: str
    endpoint: Template
    start: Template | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    reading: Reading = Reading()
    start_member: str = START_MEMBER
    seconds: float = 30.0
    transport: Near = field(default_factory=Near)

    def close(self) -> None:
        """Hang up."""
        self.transport.close()

    def afresh(self) -> "Application":
        """The same with connections of its own."""
        return replace(self, transport=self.transport.afresh())

    def submit(
        self, session: Session, id_: Any, extra: Mapping[str, Any] | None = None, seconds: float | None = None
    ) -> Answer:
        """Hand an id in, as the page does after the window has closed; `seconds` in place of the usual limit."""
        asked = self if seconds is None else replace(self, seconds=seconds)
        return asked._asked(session, self.endpoint, id_, extra or {})

    def issue(self, session: Session) -> tuple[str | None, Answer]:
        """An id that the application issues to this session, and what it answered."""
        assert self.start is not None
        answer = self._asked(session, self.start, "", {})
        return _told(answer.body, self.start_member) if answer.status in range(200, 300) else None, answer

    def _asked(self, session: Session, what: Template, id_: Any, extra: Mapping[str, Any]) -> Answer:
        path, body = what.filled(id_, extra)
        shown = f"{what.method} {path[:120]}" + ("" if body is None else f" {shown_body(body)[:160]}")
        headers = {**self.headers} | (
            {"Cookie": "; ".join(f"{k}={v}" for k, v in session.cookies.items())} if session.cookies else {}
        )
        content = None if body is None else body.encode()
        headers |= {} if content is None else {"Content-Type": what.media_type}
        # Connections are shared, the client is not: its cookies would be everybody's, and sessions keep their own.
        http = httpx.Client(transport=self.transport, trust_env=False, timeout=self.seconds)
        address = _at(self.url, path)
        try:
            raw = call(http, what.method, address, content=content, headers=headers, seconds=self.seconds)
        except (httpx.HTTPError, Endless) as error:
            return Answer("silent", None, f"{shown} → no answer ({type(error).__name__})", why=str(error))
        for line in raw.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            session.cookies[name.strip()] = value.strip()
        try:
            told = json.loads(raw.content)
        except (ValueError, RecursionError):
            told = None
        meaning = self.reading.meaning(raw.status, told)
        location = raw.headers.get("location", "")
        line = f"{shown} → {raw.status} {meaning} {shown_body(raw.content)[:200]}".rstrip()
        return Answer(meaning, raw.status, line, told, location, _date(raw.headers.get("date", "")), _raw(raw))


def _date(text: str) -> datetime | None:
    try:
        told = parsedate_to_datetime(text)
    except ValueError:
        return None
    return told if told.tzinfo else None


def _at(url: str, path: str) -> str:
    """The address of a path on the same host."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, "", "", "")) + path


def _raw(answer: Raw) -> bytes:
    """Headers and body, for who looks for what must be in neither."""
    return b"\n".join((*(b": ".join(it) for it in answer.headers.raw), answer.content))
