"""The nearest name is offered where there is one, and looking for it costs little whatever was sent."""

import random
from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain.nearest import LONGEST, MOST_PAIRS, nearest

KNOWN = ("danal", "danal-contract", "kcp", "inicis", "STATUS")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *(("danla", "danal"), ("danal-contrct", "danal-contract"), ("status", "STATUS"), ("INICIS", "inicis")),
        *(("zzzzzz", None), ("", None), ("k", None)),
    ],
)
def test_the_nearest_is_named_if_anything_is_near(name: str, expected: str | None) -> None:
    assert nearest(name, KNOWN) == expected


@given(st.text(max_size=120), st.lists(st.text(max_size=120), max_size=8))
def test_it_is_one_of_the_known_names_or_none(name: str, known: list[str]) -> None:
    assert nearest(name, known) in {*known, None}


@given(st.text(min_size=1, max_size=LONGEST), st.lists(st.text(max_size=30), max_size=8))
def test_a_name_that_is_known_is_nearest_to_itself_but_for_case(name: str, known: list[str]) -> None:
    found = nearest(name, [name, *known])
    assert found is not None
    assert found.casefold() == name.casefold()


def test_the_bar_can_be_lowered() -> None:
    assert nearest("status", ["tutas"]) is None
    assert nearest("status", ["tutas"], cutoff=0.5) == "tutas"


def test_nothing_is_near_to_what_is_longer_than_a_slip_of_the_pen() -> None:
    assert nearest("a" * LONGEST, ["a" * LONGEST]) is not None
    assert nearest("a" * (LONGEST + 1), ["a" * LONGEST]) is None


class Looked:
    """Known names without end, which count how many characters of them were looked at."""

    def __init__(self, length: int) -> None:
        self.characters = 0
        self._letters = random.Random(length)
        self._length = length

    def __iter__(self) -> Iterator[str]:
        for _ in count():
            self.characters += self._length
            yield "".join(self._letters.choices("ab", k=self._length))


@pytest.mark.parametrize("length", [1, 20, 100, 200, 100_000])
@pytest.mark.parametrize("name", ["a", "ab" * 10, "ab" * 50])
def test_endless_names_are_looked_at_up_to_a_bound(name: str, length: int) -> None:
    """A refusal waits for this: the work is counted in pairs of characters, of which difflib looks at each."""
    looked = Looked(length)
    nearest(name, looked)
    assert looked.characters * len(name) <= MOST_PAIRS + length * len(name)


def test_many_known_names_of_usual_length_are_looked_at() -> None:
    assert nearest("idv-19x", (f"idv-{n:02d}" for n in range(200))) == "idv-19"
