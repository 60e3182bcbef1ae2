"""What a section of the console is made of: its pages, and the visit that each of them answers.

Lives here: Section, Page, Moved, Stream, Visit. May not: the frame around a page (frame.py), any single section.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl, quote, urlencode

import msgspec
from starlette.types import Send

from ..answer import Answer, Headers
from ..call import BODY_LIMIT, Call
from ..control.endpoint import ControlCall
from ..domain.errors import Refusal
from ..domain.text import Text, particle
from ..domain.wording import shown
from ..mock import Mock
from ..store.sandbox import Sandbox
from .html import Html, html

BASE: Final = "/_mock/console"
SANDBOX: Final = "sandbox"
MOST_FIELDS: Final = 100
FORM: Final = b"application/x-www-form-urlencoded"
# What a form takes for a number: of more digits Python makes none, and a text such as nan is none.
_NUMBER: Final = re.compile(r"-?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})", re.ASCII)


class Page(NamedTuple):
    """One page without its frame. `title` is in the language of the visit."""

    title: str
    body: Html
    status: int = 200
    # What has just been done, said above the page.
    notice: str | None = None


class Moved(NamedTuple):
    """After a change: see the page at this address (303)."""

    location: str


class Stream(NamedTuple):
    """An answer that goes on: it is written by itself, head included, which has status 200 and these headers."""

    headers: Headers
    write: Callable[[Send], Awaitable[None]]


class Visit:
    """One call of a page: whose sandbox, in which language, with which query and form."""

    def __init__(self, mock: Mock, call: Call, sandbox: Sandbox, *, language: str, wired: bool) -> None:
        self.mock = mock
        self.call = call
        self.sandbox = sandbox
        self.language = language
        # Whether the mock is served over a wire that can reset and cut connections.
        self.wired = wired
        self.path: Mapping[str, str] = {}
        # The answers of the console that go on, each by an object of its own.
        self.streams: set[object] = set()
        # The last one of a name counts; empty ones are kept, since a form sends them.
        self.query: dict[str, str] = dict(pairs_of(call.query))

    def say(self, text: Text) -> str:
        """The text in the language of the visit."""
        return text.ko if self.language == "ko" else text.en

    def link(self, *path: str, **query: object) -> str:
        """The address of a page of the console in the same sandbox: `visit.link("clock", "advance")`."""
        kept = {SANDBOX: self.query[SANDBOX]} if self.query.get(SANDBOX) else {}
        asked = {**kept, **{name: str(value) for name, value in query.items() if value not in (None, "")}}
        address = "/".join((BASE, *(quote(part, safe="") for part in path)))
        return f"{address}?{urlencode(asked)}" if asked else address

    def to(self, *path: str, **query: object) -> Moved:
        """The redirect to a page after a change; `done="…"` names the notice that the page then shows."""
        return Moved(self.link(*path, **query))

    def hidden_sandbox(self) -> Html | None:
        """For a form that asks (GET), whose fields replace the query of its address."""
        chosen = self.query.get(SANDBOX)
        return html('<input type="hidden" name="sandbox" value="{}">', chosen) if chosen else None

    async def form(self) -> dict[str, str]:
        """The fields of the form that was sent, trimmed; those left empty are left out."""
        fields = ((name, value.strip()) for name, value in pairs_of(await self.body()))
        return {name: value.replace("\r\n", "\n") for name, value in fields if value}

    async def body(self, limit: int = BODY_LIMIT) -> bytes:
        """The form as it was sent; Refusal (INVALID_REQUEST) for what is none, which would be read as an empty one."""
        body, type_ = await self.call.body(limit), self.call.headers.get(b"content-type", b"")
        if type_.partition(b";")[0].strip().lower() != FORM and (body or type_):
            sent = shown(type_.decode("latin-1") or "none")
            raise Refusal(
                "INVALID_REQUEST",
                f"The console takes forms (Content-Type: {FORM.decode()}), not {sent}; JSON is for /_mock, "
                "described in /_mock/openapi.json.",
                ko=f"콘솔은 폼(Content-Type: {FORM.decode()})만 받는데 {particle(sent, '이/가')} 왔습니다. JSON은 "
                "/_mock 아래의 경로에 보내세요. 설명은 /_mock/openapi.json에 있습니다.",
                at="Content-Type",
                received=sent,
            )
        return body

    async def act(self, handler: Callable[[ControlCall], Awaitable[Answer]], body: Any = None, **path: str) -> Any:
        """What a control path answers in this sandbox, as a value; Refusal where it refuses."""
        answer = await handler(_Inside(self, path, {} if body is None else body))
        return msgspec.json.decode(answer.body) if answer.body else None


class _Inside(ControlCall):
    """A control call that a page makes: its body is a value already, its sandbox is the page's."""

    def __init__(self, visit: Visit, path: Mapping[str, str], body: Any) -> None:
        super().__init__(visit.mock, visit.call, path, wired=visit.wired)
        self._sandbox = visit.sandbox
        self._value = body

    def parameters(self, *known: str) -> dict[str, str]:
        return {}

    async def members(self, *known: str) -> dict[str, Any]:
        assert isinstance(self._value, dict)
        return dict(self._value)

    async def value(self) -> Any:
        return self._value

    async def sandbox(self, *known_parameters: str) -> Sandbox:
        return self._sandbox


Handler = Callable[[Visit], Awaitable[Page | Moved | Answer | Stream]]


class Section(NamedTuple):
    """One entry of the navigation: its key in addresses, its name, and handlers by path below it and by method."""

    key: str
    name: Text
    pages: Mapping[str, Mapping[str, Handler]]


def pairs_of(encoded: bytes) -> list[tuple[str, str]]:
    """The pairs of a query or form; Refusal (INVALID_REQUEST) for more than any page has."""
    try:
        return parse_qsl(encoded.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Refusal("INVALID_REQUEST", "This is not what a form of the console sends.") from None


def number_of(text: str) -> int | float | str:
    """The number that was typed; what is none stays a text, which whoever takes the number refuses."""
    if not _NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)
