"""Several scenarios as one: the members of later ones over those of earlier ones, each still knowing where it stands.

Lives here: Merged. May not: what members mean.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ..documents import Path
from ..domain.text import Text
from .errors import At
from .keys import KEYS
from .kinds import Keyed
from .parts import Part


class Merged:
    """The members of a scenario as they were given, without `extends`; entries stand under their keys."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self.members: dict[str, Any] = {}
        # Where the merged members came from: the longest path that is known decides.
        self._origins: dict[Path, At] = {}
        for part in parts:
            self._add(part)

    def at(self, *path: str | int) -> At:
        """Where a merged member stands."""
        return At(self._place, path)

    def _place(self, path: Path, *, at_key: bool = False) -> str:
        for length in range(len(path), -1, -1):
            if (origin := self._origins.get(path[:length])) is not None:
                return origin.place((*origin.path, *path[length:]), at_key=at_key)
        return "scenario"

    def _add(self, part: Part) -> None:
        at = At(part.place)
        self._origins[()] = at
        for key, value in part.members.items():
            if key not in KEYS:
                raise (at / key).key.unknown(str(key), KEYS, Text("키", "key"))
            if value is not None and key != "extends":
                self._merge(key, value, at / key)

    def _merge(self, key: str, value: Any, at: At) -> None:
        row = KEYS[key]
        before = self.members.get(key)
        if isinstance(row.kind, Keyed):
            self.members[key] = self._entries(row.kind, before or {}, value, at, whole=row.merging == "entries")
        elif row.merging == "join":
            self.members[key] = self._joined(key, before or [], value, at)
        elif row.merging == "members" and before and isinstance(value, Mapping):
            self.members[key] = {**before, **value}
            self._note((key,), value, at)
        else:
            self.members[key] = value
            self._forget(key)
            self._origins[(key,)] = at

    def _entries(self, kind: Keyed, before: Mapping[str, Any], value: Any, at: At, *, whole: bool) -> dict[str, Any]:
        merged = dict(before)
        key = str(at.path[-1])
        self._origins[(key,)] = at
        for name, members, place in kind.entries(value, at):
            path = (key, name)
            if whole or name not in merged:
                merged[name] = members
                self._origins[path] = place
            else:
                merged[name] = {**merged[name], **members}
                self._note(path, members, place)
        return merged

    def _joined(self, key: str, before: list[Any], value: Any, at: At) -> list[Any]:
        if not isinstance(value, list):
            if key != "stores":
                raise at.wrong(value, KEYS[key].kind.expected)
            self._origins[(key, len(before))] = at
            return [*before, value]
        self._origins.setdefault((key,), at)
        for index in range(len(value)):
            self._origins[(key, len(before) + index)] = at / index
        return [*before, *value]

    def _note(self, path: Path, members: Mapping[str, Any], at: At) -> None:
        for name in members:
            self._origins[(*path, name)] = at / name

    def _forget(self, key: str) -> None:
        for path in [path for path in self._origins if path[:1] == (key,)]:
            del self._origins[path]
