"""Tables, verdicts and the document that figures are written into. May not: measure anything."""

import math
from pathlib import Path

import pytest

from .report import BEGIN, END, TARGETS, Section, Target, judge, number, render, table, with_range, write
from .rounds import Spread

_AT_LEAST = Target("speed", "speed", 1.0, "×", most=False)
_AT_MOST = Target("size", "size", 2.0, "KB")


@pytest.mark.parametrize(
    ("target", "measured", "verdict"),
    [
        (_AT_LEAST, 1.0, "met"),
        (_AT_LEAST, 1.3, "met"),
        (_AT_LEAST, 0.9, "missed by 0.1 × (10.0%)"),
        (_AT_MOST, 2.0, "met"),
        (_AT_MOST, -1.0, "met"),
        (_AT_MOST, 2.5, "missed by 0.5 KB (25.0%)"),
        (_AT_MOST, math.nan, "not measured"),
    ],
)
def test_a_verdict_says_met_or_by_how_much_not(target: Target, measured: float, verdict: str) -> None:
    assert target.verdict(measured) == verdict


def test_every_target_with_a_figure_is_judged_and_no_other() -> None:
    figures = {target.figure: target.bound for target in TARGETS}
    assert [row[3] for row in judge(figures).rows] == ["met"] * len(TARGETS)
    assert [row[0] for row in judge({"login": 0.5}).rows] == ["login, of the bare Starlette route"]


def test_a_miss_too_small_for_the_printed_digits_is_still_no_success() -> None:
    assert _AT_LEAST.verdict(0.9999).startswith("missed")


def test_numbers_are_grouped_and_the_unmeasured_is_a_dash() -> None:
    assert (number(12345.678, 1), number(math.nan)) == ("12,345.7", "–")
    assert with_range(Spread(2, 1, 3), 0) == "2 (1 to 3)"
    assert with_range(Spread(math.nan, math.nan, math.nan)) == "–"


def test_a_table_lines_up() -> None:
    assert table(("name", "n"), [("본인", "1"), ("x", "23")]).splitlines() == [
        "| name | n  |",
        "| ---- | -- |",
        "| 본인 | 1  |",
        "| x    | 23 |",
    ]


def test_a_report_names_the_machine_and_holds_every_section() -> None:
    report = render([Section("Speed", ("a",), [("1",)], notes=["A note."])], "today")
    assert report == "Measured today.\n\n## Speed\n\n| a |\n| - |\n| 1 |\n\nA note.\n"


def test_writing_replaces_what_is_between_the_markers_and_nothing_else(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    document.write_text(f"Method\n{BEGIN}\nold\n{END}\nAfter\n", encoding="utf-8")
    write(document, "new\n")
    write(document, "newer\n")
    assert document.read_text(encoding="utf-8") == f"Method\n{BEGIN}\n\nnewer\n\n{END}\nAfter\n"


@pytest.mark.parametrize("text", ["", BEGIN, END, f"{END}\n{BEGIN}"])
def test_a_document_without_a_place_for_figures_is_refused_and_left_alone(tmp_path: Path, text: str) -> None:
    document = tmp_path / "other.md"
    document.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="has no place for figures"):
        write(document, "new\n")
    assert document.read_text(encoding="utf-8") == text
