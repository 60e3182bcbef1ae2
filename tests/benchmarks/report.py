"""Tables of what was measured, the verdict on each target, and their place in a document.

Lives here: text. May not: measure, or print.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from unicodedata import east_asian_width

from .rounds import Spread

BEGIN: Final = "<!-- figures: written by python -m tests.benchmarks --write; do not edit -->"
END: Final = "<!-- end of figures -->"
_UNMEASURED: Final = "–"


@dataclass(frozen=True)
class Section:
    """One part of the report; `figures` are what targets are judged by, under the targets' keys."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    figures: Mapping[str, float] = field(default_factory=dict)
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Target:
    """A bound on a figure: at least it, or (`most`) at most it."""

    figure: str
    label: str
    bound: float
    unit: str
    most: bool = True

    def verdict(self, measured: float) -> str:
        """Met, or by how much it was missed."""
        if math.isnan(measured):
            return "not measured"
        missed = measured - self.bound if self.most else self.bound - measured
        if missed <= 0:
            return "met"
        return f"missed by {missed:.3g} {self.unit} ({missed / self.bound:.1%})"


TARGETS: Final = (
    Target("read_by_secret", "GET with the secret, of the bare Starlette route", 1.0, "×", most=False),
    Target("read_by_token", "GET with a token, of the bare Starlette route", 1.0, "×", most=False),
    Target("login", "login, of the bare Starlette route", 0.7, "×", most=False),
    Target("first_answer_cpu", "CPU time to the first answer, of bare Starlette's", 1.3, "×"),
    Target("idle_mb", "resident memory when idle, above bare Starlette's", 15.0, "MB"),
    Target("list_page_ms", "a page of a list of 10,000 verifications, over HTTP", 20.0, "ms"),
    Target("window_ms", "a window: asked for, its page, script and style, over HTTP", 100.0, "ms"),
    Target("window_kb", "a window's page, script and style", 60.0, "KB"),
    Target("growth_mb", "resident memory after 200,000 requests, above that after 100,000", 5.0, "MB"),
    Target("untouched_kb", "an untouched sandbox", 2.0, "KB"),
    Target("ready_made_kb", "a sandbox with a ready-made record", 8.0, "KB"),
    Target("side_by_side_mb", "10,000 sandboxes as tests leave them, the whole server", 300.0, "MB"),
    Target("embedded_start_ms", "`MockPortOne` starts and stops", 50.0, "ms"),
    Target("sandbox_http_ms", "a fresh sandbox over HTTP, teardown included", 5.0, "ms"),
    Target("sandbox_in_process_ms", "a fresh sandbox in process, teardown included", 1.0, "ms"),
    Target("plugin_ms", "the pytest plugin adds to a run", 300.0, "ms"),
    Target("probe_s", "a whole probe of a healthy application on this machine", 60.0, "s"),
)


def number(value: float, digits: int = 2) -> str:
    """With thousands separated; a dash for what was not measured."""
    return _UNMEASURED if math.isnan(value) else f"{value:,.{digits}f}"


def with_range(value: Spread, digits: int = 2) -> str:
    """A median with the smallest and the largest in brackets."""
    if math.isnan(value.median):
        return _UNMEASURED
    return f"{number(value.median, digits)} ({number(value.least, digits)} to {number(value.most, digits)})"


def judge(figures: Mapping[str, float]) -> Section:
    """Every target whose figure was asked for, with its verdict."""
    rows = [
        (
            target.label,
            f"{'at most' if target.most else 'at least'} {target.bound:g} {target.unit}",
            f"{number(figures[target.figure])} {target.unit}",
            target.verdict(figures[target.figure]),
        )
        for target in TARGETS
        if target.figure in figures
    ]
    return Section("Targets", ("figure", "target", "measured", "verdict"), rows)


def render(sections: Iterable[Section], machine: str) -> str:
    """The whole report as Markdown that reads well in a terminal too."""
    return "\n\n".join([f"Measured {machine}.", *map(_render, sections)]) + "\n"


def _render(section: Section) -> str:
    notes = "".join(f"\n\n{note}" for note in section.notes)
    return f"## {section.title}\n\n{table(section.head, section.rows)}{notes}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table whose columns line up."""
    widths = [max(map(_width, column)) for column in zip(head, *rows, strict=True)]
    lines = [head, ["-" * width for width in widths], *rows]
    return "\n".join(
        f"| {' | '.join(cell + ' ' * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))} |"
        for line in lines
    )


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def write(document: Path, report: str) -> None:
    """Put the report between the document's two markers; what stands outside them is kept."""
    before, begin, rest = document.read_text(encoding="utf-8").partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{document} has no place for figures: a line `{BEGIN}` and, after it, a line `{END}`")
    document.write_text(f"{before}{BEGIN}\n\n{report}\n{END}{after}", encoding="utf-8")
