"""What a run of the mutants came to, as it is kept in the repository and printed in the documents.

Lives here: Result and its file, the counts and shares. May not: running, reasons.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).with_name("recorded.json")
TARGET: Final = 0.90
UNREACHED: Final = "not reached"
SURVIVED: Final = "survived"
# A mutant that is never done, and one that leaves nothing to prepare with, are noticed as well.
NOTICED: Final = ("caught", "too slow", "unprepared")
LEFT: Final = (SURVIVED, UNREACHED)


@dataclass(frozen=True)
class Row:
    """One mutant that was not noticed."""

    module: str
    where: str
    what: str
    text: str
    verdict: str


@dataclass(frozen=True)
class Result:
    """A run: when, of how many, drawn by which seed, how long; verdict → number for each module, and who was left."""

    date: str
    seed: int
    of: int
    seconds: int
    counts: dict[str, dict[str, int]]
    # Module → digest of the source that was changed.
    sources: dict[str, str]
    left: tuple[Row, ...]

    @property
    def judged(self) -> int:
        """How many mutants were judged."""
        return sum(sum(one.values()) for one in self.counts.values())

    def number(self, *verdicts: str, modules: Iterable[str] | None = None) -> int:
        """How many of a verdict, in all modules or in some."""
        chosen = self.counts if modules is None else modules
        return sum(self.counts[module].get(verdict, 0) for module in chosen for verdict in verdicts)

    @property
    def share(self) -> float:
        """The share that was noticed."""
        return self.number(*NOTICED) / self.judged if self.judged else 1.0

    def survivors(self) -> tuple[Row, ...]:
        """Those that a contract ran without noticing."""
        return tuple(row for row in self.left if row.verdict == SURVIVED)


def digest(source: str) -> str:
    """Tells whether a module is still the one that was changed."""
    return sha256(source.encode()).hexdigest()[:16]


def result_of(
    rows: Iterable[Row], *, date: str, seed: int, of: int, seconds: float, sources: Mapping[str, str]
) -> Result:
    """The result that these verdicts make; `sources` are the digests of the modules."""
    rows = tuple(rows)
    counts: dict[str, Counter[str]] = {module: Counter() for module in sorted({row.module for row in rows})}
    for row in rows:
        counts[row.module][row.verdict] += 1
    sorted_counts = {module: dict(sorted(counted.items())) for module, counted in counts.items()}
    return Result(
        date, seed, of, round(seconds), sorted_counts, dict(sources), tuple(row for row in rows if row.verdict in LEFT)
    )


def write(result: Result, path: Path) -> None:
    """One line for each mutant that was left, so that two runs can be compared."""
    whole = asdict(result)
    left = whole.pop("left")
    head = json.dumps(whole, ensure_ascii=False, indent=1).removesuffix("\n}")
    lines = ",\n".join("  " + json.dumps(list(row.values()), ensure_ascii=False) for row in left)
    path.write_text(f'{head},\n "left": [\n{lines}\n ]\n}}\n', encoding="utf-8")


def read(path: Path = FILE) -> Result:
    """What `write` wrote."""
    whole: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Result(**{**whole, "left": tuple(Row(*row) for row in whole["left"])})
