"""YAML as typed: a tree of dict, list and str in which every node knows its line.

YAML 1.1 turns an unquoted 01000000001 into 134217729 and 12:30 into 750, so nothing is converted here: what a value
means is decided by the schema of its key. What a file may mean lives with its readers; nothing is opened here.
The library that reads YAML takes longer to load than most of what is read by it, so it is imported where it is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

from . import prepared

if TYPE_CHECKING:
    from collections.abc import Callable

    import yaml

Node = dict[str, "Node"] | list["Node"] | str | None
Path = tuple[str | int, ...]
Position = tuple[int, int]

DEPTH_LIMIT = 64
_TOO_DEEP = f"nested deeper than {DEPTH_LIMIT} levels"
_TOO_DEEP_KO = f"{DEPTH_LIMIT}단계보다 깊습니다"

# What the parser says is about tokens; what the author wants to know is which character to quote.
_HINTS = {
    "mapping values are not allowed in this context": (
        "': '가 들어 있는 값은 따옴표로 묶으세요",
        "quote a value that contains ': '",
    ),
    "found a tab character that violates indentation": ("들여쓰기는 공백으로 하세요", "indent with spaces"),
    "found character that cannot start any token": (
        "들여쓰기는 공백으로 하고, @, `, %로 시작하는 값은 따옴표로 묶으세요",
        "indent with spaces, and quote a value that begins with @, ` or %",
    ),
}
# libyaml 0.2.6 looks ahead, and may give up before the reader below has seen that much.
_TOO_DEEP_FOR_THE_PARSER = "exceeded maximum nesting depth"


class DocumentError(Exception):
    """The text cannot be read; `line` and `column` count from 1, `ko` is the message in Korean."""

    def __init__(self, source: str, line: int, column: int, message: str, ko: str) -> None:
        super().__init__(f"{source}:{line}:{column}: {message}")
        self.source = source
        self.line = line
        self.column = column
        self.message = message
        self.ko = ko


class Document(msgspec.Struct, frozen=True):
    """What was read: the tree, and where each of its nodes stands (looked for in `text` where that is None)."""

    value: Node
    source: str
    text: str
    positions: dict[Path, Position] | None = None
    keys: dict[Path, Position] | None = None

    def place(self, path: Path, *, at_key: bool = False) -> str:
        """`file:line:column` of the node, or of its key; of what encloses it where there is none (a missing key).

        A member whose value begins on a later line is placed at its key, where the reader has to look.
        """
        known = self if self.positions is not None else read(self.text, self.source)
        positions, keys = known.positions or {}, known.keys or {}
        if at_key and path in keys:
            line, column = keys[path]
            return f"{self.source}:{line}:{column}"
        while path not in positions:
            path = path[:-1]
        line, column = positions[path]
        return f"{self.source}:{line}:{column}"


def load(text: str, source: str) -> Document:
    """The document of this YAML text; `source` is the name to show in places. DocumentError for everything else."""
    tree = prepared.tree_of(text)
    return read(text, source) if tree is None else Document(tree, source, text)


def read(text: str, source: str) -> Document:
    """As `load`, from the text itself in any case."""
    import yaml

    _refuse_odd_characters(text, source)
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)  # C: about eight times as fast
    reading = _Reading(source, loader.get_event)
    try:
        value = reading.document()
    except yaml.MarkedYAMLError as error:
        _refuse_syntax(error, source)
    finally:
        loader.dispose()
    return Document(value, source, text, reading.positions, reading.keys)


def _refuse_odd_characters(text: str, source: str) -> None:
    from yaml.reader import Reader

    odd = Reader.NON_PRINTABLE.search(text)
    if odd:
        before = text[: odd.start()]
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        character = f"U+{ord(odd[0]):04X}"
        en, ko = (
            f"not YAML: the character {character} is not allowed in it",
            f"YAML에 쓸 수 없는 문자 {character}입니다",
        )
        raise DocumentError(source, line, column, en, ko)


def _refuse_syntax(error: yaml.MarkedYAMLError, source: str) -> NoReturn:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = error.problem or "it cannot be read"
    if problem == _TOO_DEEP_FOR_THE_PARSER:
        raise DocumentError(source, line, column, _TOO_DEEP, _TOO_DEEP_KO) from None
    hint_ko, hint = _HINTS.get(problem, (None, None))
    en, ko = f"not YAML: {problem}", f"YAML이 아닙니다: {problem}"
    raise DocumentError(
        source, line, column, en + (f" ({hint})" if hint else ""), ko + (f" ({hint_ko})" if hint_ko else "")
    ) from None


class _Reading:
    """One pass over the parser's events; refuses as soon as it sees, so that nothing is ever expanded."""

    def __init__(self, source: str, next_event: Callable[[], Any]) -> None:
        self.positions: dict[Path, Position] = {(): (1, 1)}
        self.keys: dict[Path, Position] = {}
        self._source = source
        self._next = next_event

    def document(self) -> Node:
        import yaml

        self._next()  # the stream's start
        if isinstance(self._next(), yaml.StreamEndEvent):
            return None
        value = self._node(self._next(), ())
        self._next()  # the document's end
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            self._refuse(
                after,
                "여기서 두 번째 문서가 시작됩니다. 파일에는 문서가 하나이니 '---'를 지우세요",
                "a second document begins here; a file holds one, so remove the '---'",
            )
        return value

    def _node(self, event: Any, path: Path) -> Node:
        import yaml

        self._refuse_what_is_not_data(event)
        self.positions[path] = _position(event)
        if isinstance(event, yaml.ScalarEvent):
            return None if not event.style and event.value in {"", "null", "~"} else str(event.value)
        if len(path) >= DEPTH_LIMIT:
            self._refuse(event, _TOO_DEEP_KO, _TOO_DEEP)
        return self._members(path) if isinstance(event, yaml.MappingStartEvent) else self._items(path)

    def _items(self, path: Path) -> list[Node]:
        import yaml

        items: list[Node] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._node(event, (*path, len(items))))
        return items

    def _members(self, path: Path) -> dict[str, Node]:
        import yaml

        members: dict[str, Node] = {}
        while not isinstance(key_event := self._next(), yaml.MappingEndEvent):
            key = self._key(key_event)
            member = (*path, key)
            if key in members:
                first = self.positions[member][0]
                self._refuse(
                    key_event,
                    f"키 '{key}'을(를) 두 번 썼습니다. 처음은 {first}번째 줄입니다. 하나만 남기세요",
                    f"the key '{key}' is written twice, first on line {first}; keep one of them",
                )
            members[key] = self._node(self._next(), member)
            self._place_at_key(member, key_event)
        return members

    def _key(self, event: Any) -> str:
        import yaml

        self._refuse_what_is_not_data(event)
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse(
                event,
                "키는 한 낱말이어야 합니다. [나 {로 시작하는 값은 따옴표로 묶으세요",
                "a key is a plain word, not a list or a mapping; quote a value that begins with [ or {",
            )
        if not event.value:
            self._refuse(event, "':' 앞에 키가 없습니다", "a key is missing before ':'")
        if event.value == "<<" and not event.style:
            self._refuse(
                event,
                "병합 키(<<)는 읽지 않습니다. 항목을 모두 적으세요",
                "merge keys (<<) are not read; write the members out",
            )
        return str(event.value)

    def _place_at_key(self, member: Path, key_event: Any) -> None:
        key_position = self.keys[member] = _position(key_event)
        if self.positions[member][0] != key_position[0]:
            self.positions[member] = key_position

    def _refuse_what_is_not_data(self, event: Any) -> None:
        """Aliases can make a small file unfold into gigabytes, tags can name types: a file here needs neither."""
        import yaml

        if isinstance(event, yaml.AliasEvent):
            self._refuse(
                event,
                f"별칭(*{event.anchor})은 읽지 않습니다. 값을 직접 적거나 따옴표로 묶으세요",
                f"aliases (*{event.anchor}) are not read; write the value out, or quote the text",
            )
        if event.anchor is not None:
            self._refuse(
                event,
                f"앵커(&{event.anchor})는 읽지 않습니다. 지우거나 따옴표로 묶으세요",
                f"anchors (&{event.anchor}) are not read; remove it, or quote the text",
            )
        if event.tag is not None:
            self._refuse(
                event,
                f"태그({event.tag})는 읽지 않습니다. 지우거나, !로 시작하는 값은 따옴표로 묶으세요",
                f"tags ({event.tag}) are not read; remove it, or quote a value that begins with !",
            )

    def _refuse(self, event: Any, ko: str, en: str) -> NoReturn:
        line, column = _position(event)
        raise DocumentError(self._source, line, column, " ".join(en.split()), " ".join(ko.split()))


def _position(event: Any) -> Position:
    return event.start_mark.line + 1, event.start_mark.column + 1
