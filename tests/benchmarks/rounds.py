"""Rounds: every subject measured in turn between two measurements of the reference, and which rounds count.

Lives here: arithmetic on figures that were measured. May not: measure.
"""

import math
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

TOLERANCE: Final = 0.15


@dataclass(frozen=True)
class Sample:
    """One subject once: answers per second, 99th percentile, the server's CPU time for an answer, the load's share."""

    rate: float
    p99_ms: float
    cpu_us: float
    load_busy: float


@dataclass(frozen=True)
class Round:
    """All subjects once, and the reference before and after them."""

    before: Sample
    samples: Mapping[str, Sample]
    after: Sample

    @property
    def reference(self) -> float:
        """The reference's rate during this round."""
        return (self.before.rate + self.after.rate) / 2


@dataclass(frozen=True)
class Spread:
    """The median of some values, the smallest and the largest."""

    median: float
    least: float
    most: float


def spread(values: Iterable[float]) -> Spread:
    """Of no values, and of any unmeasured one: nan."""
    known = list(values)
    if not known or any(map(math.isnan, known)):
        return Spread(math.nan, math.nan, math.nan)
    return Spread(statistics.median(known), min(known), max(known))


def _apart(one: float, other: float) -> float:
    return max(one, other) / min(one, other) - 1


def even(rounds: Sequence[Round], tolerance: float = TOLERANCE) -> list[Round]:
    """The rounds in which the machine was even.

    Dropped are those whose two measurements of the reference differ by more than the tolerance (something else ran
    during the round), and those whose reference is that far from the median of the others (something ran all along).
    """
    steady = [each for each in rounds if _apart(each.before.rate, each.after.rate) <= tolerance]
    if not steady:
        return []
    usual = statistics.median(each.reference for each in steady)
    return [each for each in steady if _apart(each.reference, usual) <= tolerance]


def take_rounds(
    measure: Callable[[str], Sample],
    subjects: Sequence[str],
    reference: str,
    wanted: int,
    note: Callable[[str], None],
) -> list[Round]:
    """Rounds until as many as wanted are even, at most three times as many; every other one in reverse order.

    Two neighbours share the reference's measurement between them.
    """
    rounds: list[Round] = []
    before = measure(reference)
    while len(even(rounds)) < wanted and len(rounds) < 3 * wanted:
        order = subjects if len(rounds) % 2 == 0 else list(reversed(subjects))
        samples = {name: measure(name) for name in order}
        after = measure(reference)
        rounds.append(Round(before, samples, after))
        before = after
        note(f"round {len(rounds)}: {len(even(rounds))} of {wanted} even; reference {rounds[-1].reference:,.0f}/s")
    return rounds
