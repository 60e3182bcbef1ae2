"""The reasons for survivors are about real places, and what is recorded of a run is what its verdicts make."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mutants.__main__ import modules_of_the_domain, settled_before
from tests.mutants.mutators import Mutant, mutants_of
from tests.mutants.reasons import FILE, Reason, read_reasons, reason_of, stale
from tests.mutants.recorded import Row, read, result_of, write
from tests.mutants.running import source_of

SOURCE = """
WORDS = {"a": 1}
class Box:
    size = 3
    @staticmethod
    def get():
        def inner():
            return "b"
        return inner
"""


def mutants() -> Iterator[Mutant]:
    for module in modules_of_the_domain():
        yield from mutants_of(module, source_of(module))


def test_a_mutant_tells_the_name_that_it_is_in() -> None:
    places = [(one.what, one.where) for one in mutants_of("m", SOURCE)]
    assert places == [
        ("'a' → 'a_'", "WORDS"),
        ("1 → 2", "WORDS"),
        ("3 → 4", "Box"),
        ("return x → return None", "Box.get"),
        ("'b' → 'b_'", "Box.get"),
        ("return x → return None", "Box.get"),
    ]


def test_every_reason_is_about_a_change_that_is_made() -> None:
    assert [reason.told() for reason in stale(read_reasons(), mutants())] == []


def test_each_module_has_its_reasons_in_one_place() -> None:
    """Of a name that comes twice, YAML keeps the last one and says nothing."""
    modules = re.findall(r"^(\w+):", FILE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(set(modules)) == sorted(modules)


def test_a_reason_can_be_of_a_whole_module_of_some_changes_or_of_one_line() -> None:
    row = Row("m", "Box.get", "'b' → 'b_'", 'return "b"', "survived")
    fitting = (
        Reason("m", "*", "gap", "All of it."),
        Reason("m", "Box.*", "gap", "A word.", ("b",)),
        Reason("m", "Box.get", "gap", "A pattern.", ("*→ 'b_'",)),
        Reason("m", "Box.get", "gap", "A line.", text='return "b"'),
    )
    others = (
        Reason("n", "*", "gap", "Another module."),
        Reason("m", "Box", "gap", "Another place."),
        Reason("m", "*", "gap", "Another word.", ("c",)),
        Reason("m", "*", "gap", "Another line.", text="size"),
    )
    assert [reason_of(row, (each,)) for each in fitting] == list(fitting)
    assert [reason_of(row, (each,)) for each in others] == [None] * 4
    assert stale((*fitting, *others), [row]) == list(others)


@pytest.mark.parametrize(
    "row",
    [
        "{place: a, kind: gap}",
        "{place: a, kind: gapp, why: b}",
        "{place: a, kind: gap, why: b, line: 3}",
        "{place: a, kind: gap, why: b, changes: c}",
    ],
)
def test_a_reason_that_cannot_be_meant_is_refused(row: str, tmp_path: Path) -> None:
    path = tmp_path / "survivors.yaml"
    path.write_text(f"m:\n- {row}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="m"):
        read_reasons(path)


def test_what_an_earlier_run_noticed_counts_while_its_module_is_the_same() -> None:
    first, *others = changes = mutants_of("m", SOURCE)
    rows = [Row("m", it.where, it.what, it.text, "survived" if it is first else "caught") for it in changes]
    result = result_of(rows, date="2026-11-25", seed=1, of=6, seconds=1, sources={"m": "d"})
    noticed = dict.fromkeys(others, "caught")
    gap, explained = (Reason("m", first.where, kind, "So it is.", (first.what,)) for kind in ("gap", "equivalent"))
    assert settled_before(changes, result, {"m": "d"}, []) == noticed
    assert settled_before(changes, result, {"m": "d"}, [gap]) == noticed
    assert settled_before(changes, result, {"m": "d"}, [explained]) == {first: "survived", **noticed}
    assert settled_before(changes, result, {"m": "e"}, [explained]) == {}


def test_a_result_is_counted_by_module_and_kept_without_what_was_noticed(tmp_path: Path) -> None:
    words = ("caught", "survived", "not reached", "unprepared", "too slow")
    rows = [Row("m", "f", "1 → 2", "x = 1", word) for word in words]
    result = result_of(
        [*rows, Row("n", "g", "2 → 3", "y = 2", "caught")],
        date="2026-11-25",
        seed=1,
        of=9,
        seconds=4.6,
        sources={"m": "d"},
    )
    assert (result.judged, result.seconds, round(result.share, 3)) == (6, 5, 0.667)
    assert result.number("caught") == 2
    assert result.number("caught", "survived", modules=["m"]) == 2
    assert [row.verdict for row in result.left] == ["survived", "not reached"]
    write(result, tmp_path / "kept.json")
    assert read(tmp_path / "kept.json") == result
