"""One HTTP request as the handlers see it: the headers that matter, its body, its query.

Lives here: Call, strict reading of JSON bodies and queries. May not: routing, credentials, answers.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, unquote_to_bytes

import msgspec

from .domain.errors import Refusal
from .domain.nearest import nearest
from .domain.text import particle
from .domain.wording import shown

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]

BODY_LIMIT: Final = 1 << 20
DRAIN_LIMIT: Final = 16 << 20
DEEPEST: Final = 64
# Remarks that one call may leave in the journal.
MOST_NOTES: Final = 5
_decode: Final = msgspec.json.Decoder().decode
# Headers that may come once only: which of two would count is anybody's guess.
_SINGLE: Final = frozenset({b"authorization", b"host", b"idempotency-key"})
# What may come in place of a JSON object, in Korean and English.
_KINDS: Final = {
    list: ("배열", "array"),
    str: ("문자열", "string"),
    bool: ("참·거짓", "boolean"),
    type(None): ("널", "null"),
}


class Call:
    """A request. `headers` has lower-case names; of repeated ones the last (see `_SINGLE` for those refused)."""

    __slots__ = (
        "_body",
        "headers",
        "http_version",
        "method",
        "notes",
        "path",
        "query",
        "receive",
        "repeated",
        "strict",
    )

    def __init__(self, scope: Scope, receive: Receive, *, strict: bool = False) -> None:
        self.strict = strict
        self.receive = receive
        self.method: str = scope["method"]
        self.http_version: str = scope["http_version"]
        path: bytes = scope["raw_path"]
        # Slashes collapse at the start only: a base URL that ends in one is a common slip.
        self.path = b"/" + path.lstrip(b"/") if path.startswith(b"//") else path
        self.query: bytes = scope["query_string"]
        pairs = scope["headers"]
        self.headers: dict[bytes, bytes] = dict(pairs)
        self.repeated = len(self.headers) != len(pairs) and _repeated_single(pairs)
        self._body: bytes | None = None
        # Remarks for the journal about what was ignored.
        self.notes: list[str] = []

    async def body(self, limit: int = BODY_LIMIT) -> bytes:
        """The whole body, read once; Refusal (MOCK_TOO_LARGE) above the limit, after the rest was read, too."""
        if self._body is None:
            self._body = await self._read(limit)
        return self._body

    async def _read(self, limit: int) -> bytes:
        if self.headers.get(b"content-encoding", b"identity") not in (b"identity", b""):
            raise Refusal(
                "INVALID_REQUEST",
                "요청 본문을 압축하지 말고 JSON 그대로 보내세요(Content-Encoding 헤더 없이).",
                why="The body is compressed (Content-Encoding); send plain JSON.",
            )
        message = await self.receive()
        if not message.get("more_body") and len(message.get("body", b"")) <= limit:
            return bytes(message.get("body", b""))
        return await self._rest(message, limit)

    async def _rest(self, message: dict[str, Any], limit: int) -> bytes:
        chunks, size = [message.get("body", b"")], len(message.get("body", b""))
        drained = limit + DRAIN_LIMIT - BODY_LIMIT
        while message.get("more_body") and size <= drained:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise asyncio.CancelledError
            size += len(message.get("body", b""))
            if size <= limit:
                chunks.append(message.get("body", b""))
        if size > limit:
            raise Refusal(
                "MOCK_TOO_LARGE",
                f"The body is larger than {limit} bytes ({limit >> 20} MiB), which nothing here needs; "
                "send a smaller one.",
                headers=((b"connection", b"close"),) if size > drained else (),
            )
        return b"".join(chunks)

    async def json_object(self, *, empty: bool = False) -> dict[str, Any]:
        """The body as a JSON object, whatever its content type; `{}` for no body where `empty` allows it."""
        body = await self.body()
        if not body.strip() and empty:
            return {}
        return json_object(body)

    def parameters(self, known: Iterable[str]) -> dict[str, str]:
        """The known query parameters; empty ones count as absent, repeated ones are refused, unknown ones noted."""
        if not self.query:
            return {}
        found: dict[str, str] = {}
        seen: set[str] = set()
        names = tuple(known)
        for name, value in parse_qsl(self.query.decode("ascii", "replace"), keep_blank_values=True):
            if name not in names:
                self.ignored("query parameter", name, names)
                continue
            if name in seen:
                raise Refusal(
                    "INVALID_REQUEST",
                    f"{name} 파라미터가 두 번 이상 왔습니다. 한 번만 보내세요.",
                    why=f"The query parameter {name} is repeated; send it once.",
                )
            seen.add(name)
            if value:
                found[name] = value
        return found

    def parameter_names(self) -> list[str]:
        """The names of the query's parameters, as they came."""
        return [name for name, _ in parse_qsl(self.query.decode("ascii", "replace"), keep_blank_values=True)]

    def ignored(self, kind: str, name: str, known: Iterable[str]) -> None:
        """Note a name that nobody reads here; with `--strict` refuse it."""
        if len(self.notes) > MOST_NOTES:
            return
        if len(self.notes) == MOST_NOTES and not self.strict:
            self.notes.append("Further unknown names were ignored too.")
            return
        near = nearest(name, known)
        hint = f"; did you mean '{near}'?" if near else "."
        if self.strict:
            raise Refusal(
                "INVALID_REQUEST",
                f"알 수 없는 항목 {particle(shown(name), '이/가')} 왔습니다."
                + (f" 혹시 '{near}'인가요?" if near else ""),
                why=f"With --strict the unknown {kind} {shown(name)} is refused{hint}",
            )
        self.notes.append(f"Ignored the unknown {kind} {shown(name)}{hint}")

    def ignore_others(self, members: Mapping[str, Any], known: Iterable[str]) -> None:
        """Note every member of a body that nobody reads."""
        for name in members:
            if name not in known:
                self.ignored("member", name, known)


def _repeated_single(pairs: list[tuple[bytes, bytes]]) -> bool:
    names = [name for name, _ in pairs if name in _SINGLE]
    return len(set(names)) != len(names)


def json_object(body: bytes) -> dict[str, Any]:
    """A JSON object; Refusal (INVALID_REQUEST) that says what came instead."""
    value = json_value(body)
    if not isinstance(value, dict):
        ko, en = _KINDS.get(type(value), ("숫자", "number"))
        # The value itself is not repeated: a secret or a name may have come without its braces.
        raise Refusal(
            "INVALID_REQUEST",
            f"요청 본문은 JSON 객체여야 하는데 {ko}({en})이(가) 왔습니다.",
            why=f"The body must be a JSON object, not {'null' if value is None else f'a JSON {en}'}.",
        )
    return value


def json_value(body: bytes) -> Any:
    """A JSON value; Refusal (INVALID_REQUEST) for what is none."""
    if not body.strip():
        raise Refusal(
            "INVALID_REQUEST",
            "요청 본문이 비어 있습니다. JSON 객체를 보내세요.",
            why="The body is empty; send a JSON object.",
        )
    if body.count(b"[") + body.count(b"{") > DEEPEST and _depth(body) > DEEPEST:
        raise Refusal(
            "INVALID_REQUEST",
            f"요청 본문의 JSON이 너무 깊습니다. {DEEPEST}단계까지만 받습니다.",
            why=f"The JSON is nested deeper than {DEEPEST} levels.",
        )
    try:
        body.decode("utf-8")
        return _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal(
            "INVALID_REQUEST",
            f"요청 본문이 올바른 JSON(UTF-8)이 아닙니다. {_like(body)}",
            why=f"The body is not JSON in UTF-8: {error}.",
        ) from None


def _like(body: bytes) -> str:
    if body[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in body[:2]:
        return "UTF-16이 아니라 UTF-8로 보내세요."
    if body.startswith(b"\xef\xbb\xbf"):
        return "맨 앞의 BOM을 빼고 보내세요."
    if b"=" in body[:200] and body[:1] not in b'{["':
        return '폼 형식(a=b)이 아니라 {"a": "b"} 형식으로 보내세요.'
    if _is_korean_of_windows(body):
        return "EUC-KR(CP949)이 아니라 UTF-8로 보내세요."
    return '{"이름": "값"}처럼 큰따옴표를 쓴 JSON 객체를 보내세요.'


def _is_korean_of_windows(body: bytes) -> bool:
    try:
        return not body.isascii() and _decode(body.decode("cp949").encode()) is not None
    except (ValueError, RecursionError):
        return False


def _depth(body: bytes) -> int:
    """The deepest nesting of a JSON text, strings left out of account."""
    depth = deepest = 0
    in_string = escaped = False
    for byte in body:
        if in_string:
            in_string, escaped = (byte != 0x22 or escaped), (byte == 0x5C and not escaped)
        elif byte == 0x22:
            in_string = True
        elif byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


def decoded_segment(raw: bytes) -> str:
    """A path segment as text; Refusal (INVALID_REQUEST) when it is not percent-encoded UTF-8."""
    try:
        return unquote_to_bytes(raw).decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(
            "INVALID_REQUEST",
            "경로의 아이디가 UTF-8로 퍼센트 인코딩되어 있지 않습니다. encodeURIComponent 같은 함수로 인코딩하세요.",
            why="A path segment is not percent-encoded UTF-8.",
        ) from None
