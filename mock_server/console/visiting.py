"""One visit of the console from the call to the answer: who may come in, which page it is, how it is sent.

Lives here: Console. May not: what any page shows (the sections), what surrounds it (frame.py), who may come in (guard).
"""

from typing import Final

from starlette.types import Receive, Scope, Send

from ..answer import Answer, Headers
from ..call import Call, decoded_segment
from ..domain.errors import Refusal
from ..domain.nearest import nearest
from ..mock import Mock
from ..store.sandbox import Sandbox
from . import assets, entrance, frame, language
from .frame_headers import HEADERS
from .section import BASE, SANDBOX, Handler, Moved, Page, Section, Stream, Visit, pairs_of
from .sections import FIRST, SECTIONS

ROOT: Final = "/_mock/"
_BY_KEY: Final = {section.key: section for section in SECTIONS}
_METHODS: Final = ("GET", "HEAD", "POST")


class Console:
    """The console of one mock, as an ASGI application."""

    def __init__(self, mock: Mock) -> None:
        self._mock = mock
        self._streams: set[object] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        call = Call(scope, receive)  # type: ignore[arg-type]
        answer = await self._answer(call, scope)
        if isinstance(answer, Stream) and call.method == "HEAD":
            # A head alone: nothing goes on that would keep others out.
            answer = Answer(200, b"", headers=answer.headers)
        if isinstance(answer, Stream):
            await answer.write(send)
            return
        await send({"type": "http.response.start", "status": answer.status, "headers": list(answer.headers)})
        await send({"type": "http.response.body", "body": b"" if call.method == "HEAD" else answer.body})

    async def _answer(self, call: Call, scope: Scope) -> Answer | Stream:
        spoken, path = language.of(call), scope["path"]
        if call.method not in _METHODS:
            return _wrong_method(call.method)
        if path.startswith(f"{BASE}/assets/"):
            return assets.get(path.removeprefix(f"{BASE}/assets/"), spoken)
        try:
            asked = _asked(call)
            if path == ROOT.rstrip("/") or (path == ROOT and entrance.TOKEN in asked):
                return entrance.enter(self._mock.guard, asked, ROOT)
            self._mock.guard.check_console(call, (scope.get("server") or (None,))[0])
            visit = Visit(self._mock, call, await self._sandbox(asked), language=spoken, wired=_wired(scope))
            visit.streams = self._streams
        except Refusal as refusal:
            return frame.apology(spoken, refusal)
        return await self._visited(visit, path)

    async def _sandbox(self, asked: dict[str, str]) -> Sandbox:
        store_id = asked.get(SANDBOX)
        if not store_id:
            return self._mock.sandboxes.default
        found = await self._mock.sandboxes.of_store(store_id)
        if found is None:
            raise Refusal(
                "MOCK_NOT_FOUND",
                f"No sandbox has the store id {store_id[:100]!r}; it may have been dropped.",
                ko=f"상점 아이디가 {store_id[:100]!r}인 샌드박스가 없습니다. 이미 지워졌을 수 있습니다.",
            )
        return found

    async def _visited(self, visit: Visit, path: str) -> Answer | Stream:
        section = None
        try:
            section, handler, visit.path = _find(path, "GET" if visit.call.method == "HEAD" else visit.call.method)
            came = await handler(visit)
        except Refusal as refusal:
            came = frame.refused(visit, refusal)
        if isinstance(came, Moved):
            return Answer(303, b"", headers=(*HEADERS, (b"location", came.location.encode("ascii"))))
        if isinstance(came, Page):
            return frame.answer(visit, section, came)
        return came


def _asked(call: Call) -> dict[str, str]:
    """The query, of repeated names the last; Refusal (INVALID_REQUEST) for two sandboxes, one of which would change."""
    pairs = pairs_of(call.query)
    if sum(name == SANDBOX for name, _ in pairs) > 1:
        raise Refusal(
            "INVALID_REQUEST",
            f"The query parameter {SANDBOX} is repeated; send it once.",
            ko=f"{SANDBOX} 파라미터가 두 번 이상 왔습니다. 한 번만 보내세요.",
        )
    return dict(pairs)


def _find(path: str, method: str) -> tuple[Section, Handler, dict[str, str]]:
    """The section, handler and path parameters of an address; Refusal (404, 405) for one that there is not."""
    if path == ROOT:
        return FIRST, FIRST.pages[""][method if method == "GET" else "GET"], {}
    key, *rest = path.removeprefix(f"{BASE}/").split("/")
    section = _BY_KEY.get(key) if path.startswith(f"{BASE}/") else None
    if section is None:
        raise _not_there(path)
    for pattern, by_method in section.pages.items():
        parameters = _match(pattern.split("/") if pattern else [], rest)
        if parameters is not None:
            if method not in by_method:
                raise Refusal(
                    "MOCK_METHOD_NOT_ALLOWED", f"{method} is not for this page; it takes {', '.join(by_method)}."
                )
            return section, by_method[method], parameters
    raise _not_there(path)


def _match(pattern: list[str], segments: list[str]) -> dict[str, str] | None:
    if len(pattern) != len(segments):
        return None
    found: dict[str, str] = {}
    for wanted, segment in zip(pattern, segments, strict=True):
        if wanted.startswith("{"):
            found[wanted[1:-1]] = decoded_segment(segment.encode("latin-1"))
        elif wanted != segment:
            return None
    return found


def _not_there(path: str) -> Refusal:
    known = [f"{BASE}/{section.key}" for section in SECTIONS]
    near = nearest(path[:200], known, cutoff=0.5)
    hint = f" The nearest page is {near}." if near else ""
    hint_ko = f" 가장 비슷한 페이지: {near}" if near else ""
    return Refusal(
        "MOCK_NOT_FOUND",
        f"There is no page of the console at {path[:200]}.{hint}",
        ko=f"콘솔에 {path[:200]} 페이지는 없습니다.{hint_ko}",
        nearest=near,
    )


def _wrong_method(method: str) -> Answer:
    headers: Headers = (*HEADERS, (b"allow", b"GET, POST"))
    return Answer(
        405, f"{method[:20]} is not a method of the console's pages; they take GET and POST.".encode(), headers=headers
    )


def _wired(scope: Scope) -> bool:
    from ..extension import EXTENSION

    return EXTENSION in scope.get("extensions", {})
