"""`make demo` as people run it: a process that prints the table, ends well and leaves no server behind."""

import os
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.demo.__main__ import ARRANGED, READY_MADE
from tests.demo.mock_process import mock
from tests.demo.shop import HEADS
from tests.demo.table import table, width

ROOT: Final = Path(__file__).resolve().parents[2]
ADULTS: Final = ("idv-adult", "idv-adult-woman", "idv-turns-19-today", "idv-leap-day", "idv-foreigner", "idv-namesake")


@pytest.fixture(scope="module")
def said() -> str:
    """What the demo prints, with a mock's settings in its environment that must not reach it."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.demo", "2026-11-23T12:00:00+09:00"],
        cwd=ROOT,
        env=os.environ | {"PORTONE_MOCK_API_SECRET": "another", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture(scope="module")
def rows(said: str) -> dict[str, list[str]]:
    """The cells of each row by id."""
    cells = [re.split(r" {2,}", line) for line in said.splitlines()[7:]]
    return {line[0]: line for line in cells}


def test_everybody_is_in_the_table_under_headings_in_both_languages(said: str, rows: dict[str, list[str]]) -> None:
    assert list(rows) == [*READY_MADE, *ARRANGED, "asked-with-wrong-secret"]
    headings = [re.split(r" {2,}", line) for line in said.splitlines()[4:6]]
    assert headings == [list(head) for head in HEADS]


def test_adults_sign_up(rows: dict[str, list[str]]) -> None:
    for id_ in ADULTS:
        _, _, status, _, di, by_full_age, by_the_act, signed_up, why = rows[id_]
        assert (status, di, signed_up, why) == ("VERIFIED", "O", "O", "-")
        assert by_full_age.endswith(" O")
        assert by_the_act.endswith(" O")


def test_the_two_ages_differ_in_the_year_of_the_birthday(rows: dict[str, list[str]]) -> None:
    for id_ in ("idv-turns-19-tomorrow", "idv-youth-act-last"):
        _, _, _, _, _, by_full_age, by_the_act, signed_up, why = rows[id_]
        assert (by_full_age, by_the_act, signed_up) == ("18 X", "19 O", "O")
        assert why.endswith("still a minor by full age")


def test_minors_do_not_sign_up(rows: dict[str, list[str]]) -> None:
    for id_ in ("idv-minor-18", "idv-child-13"):
        assert rows[id_][-2:] == ["X", "나이 미달 too young"]


@pytest.mark.parametrize(
    ("id_", "why"),
    [
        ("idv-always-cancelled", "not verified"),
        ("idv-ready", "not verified"),
        ("idv-renamed", "already a member: idv-adult"),
        ("adult-at-inicis", "already a member: idv-adult"),
        ("adult-at-test-channel", "not a live channel"),
        ("no-such-verification", "PortOne refused: 404 IDENTITY_VERIFICATION_NOT_FOUND"),
        ("asked-with-wrong-secret", "PortOne could not be asked: 401 UNAUTHORIZED"),
    ],
)
def test_whoever_does_not_sign_up_is_told_why(rows: dict[str, list[str]], id_: str, why: str) -> None:
    assert rows[id_][-2] == "X"
    assert rows[id_][-1].endswith(why)


def test_inicis_gives_no_di(rows: dict[str, list[str]]) -> None:
    assert rows["adult-at-inicis"][4] == "X"


def answers(base_url: str) -> bool:
    try:
        return httpx.get(f"{base_url}/_mock/health", trust_env=False).status_code == 200
    except httpx.ConnectError:
        return False


@pytest.mark.parametrize("ends_well", [True, False])
def test_the_mock_runs_until_the_block_ends_however_it_ends(ends_well: bool) -> None:
    with suppress(LookupError), mock() as base_url:
        assert answers(base_url)
        if not ends_well:
            raise LookupError
    assert not answers(base_url)


def test_the_columns_are_straight_where_a_wide_character_takes_two(said: str) -> None:
    heading, _, rule, *rest = said.splitlines()[4:]
    starts = [match.start() for match in re.finditer(r"-+", rule)]
    for line in (heading, *rest):
        shown = "".join(it + "\0" * (width(it) - 1) for it in line)
        assert all(shown[start - 2 : start] == "  " for start in starts[1:]), line
        assert all(shown[start : start + 1] != " " for start in starts), line


cells = st.text(st.sampled_from("a한日é-9ｶ"), min_size=1, max_size=9)


@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=5))
def test_a_column_begins_at_one_place_in_every_line(rows: list[tuple[str, str, str]]) -> None:
    lines = table([("x", "y", "z")], rows).splitlines()
    last = [(line, cells[-1]) for line, cells in zip(lines[2:], rows, strict=True)]
    assert len({width(line) - width(cell) for line, cell in last}) == 1


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
def test_make_demo_runs_it_with_the_packages_of_the_tests() -> None:
    shown = subprocess.run(["make", "-n", "demo"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "environment.sh dev -m tests.demo" in shown
