"""Identifiers look random, and equal seeds draw equal ones."""

import re

from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain.ids import IdSource

seeds = st.integers(-(10**18), 10**18)
scopes = st.binary(max_size=16)
labels = st.lists(st.text(max_size=8), min_size=1, max_size=5)


def drawn(seed: int, scope: bytes, wanted: list[str]) -> list[str]:
    ids = IdSource(seed, scope)
    return [ids(label) for label in wanted]


@given(seeds, scopes, labels)
def test_equal_seeds_and_scopes_draw_equal_sequences(seed: int, scope: bytes, wanted: list[str]) -> None:
    assert drawn(seed, scope, wanted) == drawn(seed, scope, wanted)


@given(seeds, scopes, seeds, scopes, labels)
def test_other_seeds_or_scopes_draw_other_ones(
    seed: int, scope: bytes, other_seed: int, other_scope: bytes, wanted: list[str]
) -> None:
    one, other = drawn(seed, scope, wanted), drawn(other_seed, other_scope, wanted)
    assert (one == other) == ((seed, scope) == (other_seed, other_scope))
    assert set(one) == set(other) or not set(one) & set(other)


@given(seeds, scopes)
def test_no_identifier_comes_twice_even_for_one_label(seed: int, scope: bytes) -> None:
    values = drawn(seed, scope, ["jti"] * 50 + ["refresh"] * 50)
    assert len(set(values)) == 100
    assert all(re.fullmatch("[0-9a-f]{32}", value) for value in values)


def test_labels_draw_different_ones_at_the_same_place() -> None:
    assert IdSource(1)("jti") != IdSource(1)("refresh")


def test_a_sequence_stays_as_it_was() -> None:
    """Testers compare bodies made under a seed: another sequence would break their stored ones."""
    ids = IdSource(7, b"store-1")
    assert [ids("pgTxId"), ids("pgTxId")] == ["561212513aab032a7eeaa29a019326ce", "43bdbf56bf25c82ea49670b102c3aaff"]
