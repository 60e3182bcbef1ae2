"""Whether a call can fit what a fault is matched with."""

import fnmatch
from collections.abc import Iterator
from itertools import product

import pytest

from mock_server.domain.fault_match import can_fit

PATH = "/{identityVerificationId}/s"


def words(letters: str, shortest: int, longest: int) -> Iterator[str]:
    for length in range(shortest, longest + 1):
        yield from map("".join, product(letters, repeat=length))


def test_a_pattern_can_fit_exactly_when_there_is_an_id_that_does() -> None:
    paths = [PATH.replace("{identityVerificationId}", id_) for id_ in words("as", 1, 5)]
    verdicts = {pattern: can_fit(pattern, PATH) for pattern in words("/as*", 0, 5)}
    assert verdicts == {pattern: bool(fnmatch.filter(paths, pattern)) for pattern in verdicts}
    assert {True, False} == set(verdicts.values())


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/a", "/a", True),
        ("/*", "/a", True),
        ("*a*", "/a", True),
        ("/a*b", "/a", False),
        ("/{identityVerificationId}/s", PATH, False),
        ("/%EA%B0%80/s", PATH, True),
        ("/가/s", PATH, False),
        ("/a b/s", PATH, False),
        ("*" * 1000, PATH, True),
    ],
)
def test_letters_are_those_of_a_path(pattern: str, path: str, *, fits: bool) -> None:
    assert can_fit(pattern, path) is fits
