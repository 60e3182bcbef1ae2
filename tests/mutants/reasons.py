"""Why a change of the mock went unnoticed: survivors.yaml, read strictly.

Lives here: the kinds, the reasons, and which mutant a reason is about. May not: judging. A reason names a place of the
source (`cell`, `Channels.get`, `TABLE`; * for a whole module), never a line, which would rot.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

import yaml

from .mutators import Mutant
from .recorded import Row

FILE: Final = Path(__file__).with_name("survivors.yaml")
KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "equivalent": ("동작이 달라지지 않음", "no behaviour hangs on it"),
    "control": ("시험하는 사람의 지시에서만 보임", "only a tester's order shows it"),
    "window": ("브라우저 쪽에서만 보임", "only the browser's side shows it"),
    "journal": ("요청 기록의 설명에만 보임", "only the journal's remarks show it"),
    "wording": ("오류 문구와 지어낸 코드", "the wording of a message, or a code of our own invention"),
    "gap": ("API로 보이지만 아직 계약이 없음", "visible over the API, and no contract yet"),
}
_MEMBERS: Final = {"place", "kind", "why", "changes", "text"}


# What a reason is matched with: one that is judged now, or one that was recorded.
Changed = Mutant | Row


@dataclass(frozen=True)
class Reason:
    """Of one module: a place, the changes there (patterns; all unless told), a part of the line, kind and why."""

    module: str
    place: str
    kind: str
    why: str
    changes: tuple[str, ...] = ("*",)
    text: str = ""

    def is_about(self, mutant: Changed) -> bool:
        """Whether it explains this one."""
        return (
            mutant.module == self.module
            and any(fnmatchcase(mutant.where, each) for each in self.place.split("|"))
            and any(_fits(mutant.what, change) for change in self.changes)
            and self.text in mutant.text
        )

    @property
    def is_whole(self) -> bool:
        """Whether it is about every change of the module."""
        return (self.place, self.changes, self.text) == ("*", ("*",), "")

    def told(self) -> str:
        """`lifecycle State: …`."""
        return f"{self.module} {self.place}: {self.why}"


def _fits(what: str, change: str) -> bool:
    """A pattern, or a word that stands for `'word' → 'word_'`."""
    return fnmatchcase(what, change) or what == f"{change!r} → {change + '_'!r}"


def read_reasons(path: Path = FILE) -> tuple[Reason, ...]:
    """Every reason; ValueError for what is none."""
    whole = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(_reason(module, row) for module, rows in whole.items() for row in rows)


def _reason(module: str, row: Mapping[str, Any]) -> Reason:
    unknown = set(row) - _MEMBERS
    if unknown or not {"place", "kind", "why"} <= set(row):
        raise ValueError(f"{module}: {row} needs place, kind, why, and knows {', '.join(sorted(_MEMBERS))} only")
    if row["kind"] not in KINDS:
        raise ValueError(f"{module} {row['place']}: {row['kind']!r} is no kind; known: {', '.join(KINDS)}")
    changes = row.get("changes", ["*"])
    if not isinstance(changes, list) or not all(isinstance(each, str) for each in changes):
        raise ValueError(f"{module} {row['place']}: changes is a list of texts")
    return Reason(module, row["place"], row["kind"], row["why"], tuple(changes), row.get("text", ""))


def reason_of(mutant: Changed, reasons: Iterable[Reason]) -> Reason | None:
    """The first reason about this mutant."""
    return next((reason for reason in reasons if reason.is_about(mutant)), None)


def stale(reasons: Iterable[Reason], left: Iterable[Changed]) -> list[Reason]:
    """The reasons that nothing has which was left: it is noticed now, or its place is gone."""
    known = list(left)
    return [reason for reason in reasons if not any(reason.is_about(mutant) for mutant in known)]
