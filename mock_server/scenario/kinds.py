"""The kinds of values that a scenario has: what each is called, how its text becomes a value, its JSON Schema.

Lives here: kinds. May not: which key has which kind (keys.py). A file gives every plain value as the text typed; a
scenario in JSON may give numbers and flags as such. `typed` turns text into what it stands for and leaves the rest for
whoever judges it; `read` judges.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from ..domain import timestamps
from ..domain.text import Flaw, Text, particle
from .errors import At

_WHOLE: Final = re.compile(r"-?\d{1,15}", re.ASCII)
_NUMBER: Final = re.compile(r"-?\d{1,15}(\.\d{1,9})?", re.ASCII)
_SPAN: Final = re.compile(r"\d{1,9}(\.\d{1,3})?[smhd]", re.ASCII)
_UNITS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
# How an editor that takes YAML's own types may see a plain value.
_PLAIN: Final = ["string", "number", "boolean"]
NAME: Final = Text("이름", "name")


class Kind(ABC):
    """A kind of value; `expected` completes "it must be …"."""

    def __init__(self, ko: str, en: str) -> None:
        self.expected = Text(ko, en)

    def typed(self, value: Any) -> Any:
        """The value that a text stands for; everything else as it is."""
        return value

    @abstractmethod
    def fits(self, value: Any) -> bool:
        """Whether a typed value is of this kind."""

    def read(self, value: Any, at: At) -> Any:
        """The typed value; ScenarioError for one of another kind."""
        value = self.typed(value)
        if not self.fits(value):
            raise at.wrong(value, self.expected)
        return value

    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """Its JSON Schema."""


class Words(Kind):
    """A text; `form` is the regular expression that it has to match as a whole."""

    def __init__(self, ko: str = "글", en: str = "a text", form: str | None = None) -> None:
        super().__init__(ko, en)
        self._form = form

    def typed(self, value: Any) -> Any:
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value

    def fits(self, value: Any) -> bool:
        return isinstance(value, str) and bool(value) and (not self._form or bool(re.fullmatch(self._form, value)))

    def schema(self) -> dict[str, Any]:
        return {"type": _PLAIN} | ({"pattern": f"^({self._form})$"} if self._form else {})


class Flag(Kind):
    """`true` or `false`."""

    def __init__(self) -> None:
        super().__init__("true나 false", "true or false")

    def typed(self, value: Any) -> Any:
        return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value

    def fits(self, value: Any) -> bool:
        return isinstance(value, bool)

    def schema(self) -> dict[str, Any]:
        return {"enum": [True, False, "true", "false"]}


class Number(Kind):
    """A number from `least`, whole unless told; `most` None is any."""

    def __init__(self, least: int, most: int | None = None, *, whole: bool = True) -> None:
        ko, en = ("정수", "a whole number") if whole else ("수", "a number")
        upto = ("", "") if most is None else (f" {most} 이하의", f" to {most}")
        super().__init__(f"{least} 이상{upto[0]} {ko}", f"{en} from {least}{upto[1]}")
        self._least, self._most, self._whole = least, most, whole

    def typed(self, value: Any) -> Any:
        if isinstance(value, str) and _WHOLE.fullmatch(value):
            return int(value)
        return float(value) if not self._whole and isinstance(value, str) and _NUMBER.fullmatch(value) else value

    def fits(self, value: Any) -> bool:
        is_number = isinstance(value, int if self._whole else int | float) and not isinstance(value, bool)
        return is_number and self._least <= value and (self._most is None or value <= self._most)

    def schema(self) -> dict[str, Any]:
        bounds = {"minimum": self._least} | ({} if self._most is None else {"maximum": self._most})
        form = _WHOLE if self._whole else _NUMBER
        kinds = ["integer" if self._whole else "number", "string"]
        return {"type": kinds, "pattern": f"^{form.pattern}$", **bounds}


class Choice(Kind):
    """One of these names."""

    def __init__(self, names: Iterable[str], what: Text = NAME) -> None:
        self.names = tuple(names)
        self._what = what
        listed = ", ".join(self.names)
        super().__init__(f"{listed} 가운데 하나", f"one of {listed}")

    def fits(self, value: Any) -> bool:
        return value in self.names

    def read(self, value: Any, at: At) -> Any:
        if isinstance(value, str) and value not in self.names:
            raise at.unknown(value, self.names, self._what)
        return super().read(value, at)

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.names)}


class Time(Kind):
    """An instant, absolute or relative to the clock."""

    def __init__(self) -> None:
        super().__init__("RFC 3339 시각이나 -90d 같은 상대 시각", "a time in RFC 3339, or a relative one such as -90d")

    def fits(self, value: Any) -> bool:
        return isinstance(value, str)

    def read(self, value: Any, at: At) -> Any:
        try:
            timestamps.parse(value, 0 if isinstance(value, str) and value[:1] in "+-" else timestamps.EARLIEST)
        except Flaw as flaw:
            raise at.flaw(flaw.ko, str(flaw)) from None
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "string"}


class Span(Kind):
    """A length of time with its unit; read as seconds."""

    def __init__(self) -> None:
        super().__init__(
            "단위가 있는 시간(1.5s, 61s, 5m, 2h, 1d)", "a length of time with its unit (1.5s, 61s, 5m, 2h, 1d)"
        )

    def fits(self, value: Any) -> bool:
        return isinstance(value, str) and _SPAN.fullmatch(value) is not None

    def read(self, value: Any, at: At) -> float:
        return seconds(super().read(value, at))

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{_SPAN.pattern}$"}


def seconds(span: str) -> float:
    """The seconds of a length of time such as `61s` or `1d`."""
    return float(span[:-1]) * _UNITS[span[-1]]


class Anything(Kind):
    """Any value, as it is: somebody else judges it."""

    def fits(self, value: Any) -> bool:
        return True

    def schema(self) -> dict[str, Any]:
        return {}


class OrNull(Kind):
    """A kind, or null, which says something of its own."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(f"{kind.expected.ko}(또는 null)", f"{kind.expected.en}, or null")
        self.inner = kind

    def typed(self, value: Any) -> Any:
        return None if value is None else self.inner.typed(value)

    def fits(self, value: Any) -> bool:
        return value is None or self.inner.fits(value)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [self.inner.schema(), {"type": "null"}]}


class Member(NamedTuple):
    """A member of an object: its kind, and what it says, in both languages."""

    kind: Kind
    label: Text


def member(kind: Kind, ko: str, en: str) -> Member:
    """A member with its label."""
    return Member(kind, Text(ko, en))


class Members(Kind):
    """An object with these members, of which some may have to be there."""

    def __init__(self, members: Mapping[str, Member], required: Iterable[str] = ()) -> None:
        listed = ", ".join(members)
        super().__init__(f"{listed}의 묶음", f"a mapping with {listed}")
        self.members = members
        self.required = tuple(required)

    def typed(self, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        return {
            name: self.members[name].kind.typed(each) if name in self.members else each for name, each in value.items()
        }

    def fits(self, value: Any) -> bool:
        return isinstance(value, Mapping)

    def read(self, value: Any, at: At) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise at.wrong(value, self.expected)
        for name in value:
            if name not in self.members:
                raise (at / name).key.unknown(str(name), self.members, Text("키", "key"))
        for name in self.required:
            if value.get(name) is None:
                raise at.flaw(
                    f"{name}({self.members[name].label.ko})이(가) 없습니다", f"{name} is missing", known=[name]
                )
        return {name: self.members[name].kind.read(each, at / name) for name, each in value.items()}

    def schema(self) -> dict[str, Any]:
        properties = {
            name: {"description": f"{each.label.ko}\n{each.label.en}", **each.kind.schema()}
            for name, each in self.members.items()
        }
        body = {"type": "object", "properties": properties, "additionalProperties": False}
        return body | ({"required": list(self.required)} if self.required else {})


class Named(Kind):
    """A mapping from names to values of one kind."""

    def __init__(self, kind: Kind, names: Iterable[str] | None = None) -> None:
        super().__init__(
            f"이름과 값({kind.expected.ko})의 묶음", f"a mapping from names to values ({kind.expected.en})"
        )
        self.inner = kind
        self._names = None if names is None else tuple(names)

    def typed(self, value: Any) -> Any:
        return {name: self.inner.typed(it) for name, it in value.items()} if isinstance(value, Mapping) else value

    def fits(self, value: Any) -> bool:
        return isinstance(value, Mapping)

    def read(self, value: Any, at: At) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise at.wrong(value, self.expected)
        for name in value:
            if self._names is not None and name not in self._names:
                raise (at / name).key.unknown(str(name), self._names, NAME)
        return {name: self.inner.read(each, at / name) for name, each in value.items()}

    def schema(self) -> dict[str, Any]:
        names = {} if self._names is None else {"propertyNames": {"enum": list(self._names)}}
        return {"type": "object", "additionalProperties": self.inner.schema(), **names}


class Items(Kind):
    """A list of values of one kind; one value alone counts as a list of it where `or_one` says so."""

    def __init__(self, kind: Kind, *, or_one: bool = False) -> None:
        super().__init__(f"목록({kind.expected.ko})", f"a list ({kind.expected.en})")
        self.inner = kind
        self._or_one = or_one

    def typed(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.inner.typed(each) for each in value]
        return [self.inner.typed(value)] if self._or_one else value

    def fits(self, value: Any) -> bool:
        return isinstance(value, list)

    def read(self, value: Any, at: At) -> list[Any]:
        if not isinstance(value, list):
            if not self._or_one:
                raise at.wrong(value, self.expected)
            value = [value]
        return [self.inner.read(each, at / index) for index, each in enumerate(value)]

    def schema(self) -> dict[str, Any]:
        items = {"type": "array", "items": self.inner.schema()}
        return {"anyOf": [items, self.inner.schema()]} if self._or_one else items


class Keyed(Kind):
    """Entries by key: a mapping from keys to entries, or a list of entries that name their key as `member`."""

    def __init__(self, entry: Members, key: str, label: Text) -> None:
        super().__init__(
            f"{key}별 묶음, 또는 {particle(key, '이/가')} 있는 항목의 목록",
            f"a mapping by {key}, or a list of entries with {key}",
        )
        self.entry = entry
        self.key = key
        self._label = label

    def fits(self, value: Any) -> bool:
        return isinstance(value, Mapping | list)

    def entries(self, value: Any, at: At) -> list[tuple[str, dict[str, Any], At]]:
        """Key, members and place of each entry; ScenarioError for another shape and for a key that comes twice."""
        if isinstance(value, Mapping):
            return [(key, _entry(it, at / key, self.entry), at / key) for key, it in value.items()]
        if not isinstance(value, list):
            raise at.wrong(value, self.expected)
        found: dict[str, tuple[str, dict[str, Any], At]] = {}
        for index, each in enumerate(value):
            key, members, place = self._item(each, at / index)
            if key in found:
                first = found[key][2] / self.key
                raise (place / self.key).flaw(
                    f"{self.key} {particle(repr(key), '이/가')} 두 번 나옵니다. 처음은 {first}입니다. 하나만 남기세요",
                    f"the {self.key} '{key}' is there twice, first at {first}; keep one of them",
                )
            found[key] = (key, members, place)
        return list(found.values())

    def _item(self, value: Any, at: At) -> tuple[str, dict[str, Any], At]:
        members = _entry(value, at, self.entry)
        key = members.pop(self.key, None)
        if not isinstance(key, str) or not key:
            raise (at / self.key).flaw(
                f"{self.key}({self._label.ko})이(가) 없습니다", f"{self.key} is missing", known=[self.key]
            )
        return key, members, at

    def schema(self) -> dict[str, Any]:
        entry = self.entry.schema()
        named = {self.key: {"description": f"{self._label.ko}\n{self._label.en}", "type": _PLAIN}}
        item = {**entry, "properties": {**named, **entry["properties"]}, "required": [self.key]}
        by_key = {"type": "object", "additionalProperties": {"anyOf": [entry, {"type": "null"}]}}
        return {"anyOf": [by_key, {"type": "array", "items": item}]}


def _entry(value: Any, at: At, kind: Members) -> dict[str, Any]:
    """An entry's members; a key with nothing after it has none."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise at.wrong(value, kind.expected)
    return dict(value)
