"""Rounds: every subject measured in turn between two measurements of the reference, and which rounds count.

Lives here: arithmetic on figures that were measured. May not: measure.
"""

import math
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

TOLERANCE: Final = 0.15
FULL: Final = 0.9


@dataclass(frozen=True)
class Sample:
    """One subject once: answers per second, 99th percentile, the server's CPU time for an answer, the load's share."""

    rate: float
    p99_ms: float
    cpu_us: float
    load_busy: float

    @property
    def server_busy(self) -> float:
        """The share of a core that the answers took of the server; below 1 something else set the rate."""
        return self.rate * self.cpu_us / 1e6


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


def _steady(each: Round, tolerance: float) -> bool:
    """The reference ran alike before and after, and on a full core (where the machine tells)."""
    slower, faster = sorted((each.before.rate, each.after.rate))
    starved = each.before.server_busy < FULL or each.after.server_busy < FULL
    return faster <= slower * (1 + tolerance) and not starved


def even(rounds: Sequence[Round], tolerance: float = TOLERANCE) -> list[Round]:
    """The rounds in which the machine was even and the server's alone.

    Dropped are those in which the reference's rate changed by more than the tolerance or its server had no full core,
    and then those whose reference is that much slower than in the fastest of the others: other work only slows.
    """
    steady = [each for each in rounds if _steady(each, tolerance)]
    fastest = max((each.reference for each in steady), default=0.0)
    return [each for each in steady if each.reference * (1 + tolerance) >= fastest]


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
        note(f"round {len(rounds)}: {len(even(rounds))} of {wanted} even; {_progress(rounds[-1])}")
    return rounds


def account(what: str, taken: int, kept: int, wanted: int, why: str) -> str:
    """How many were dropped, and why; and what to do where too few were left."""
    short = "" if kept >= wanted else f" Fewer than the {wanted} wanted: measure again on a quieter machine."
    return f"{kept} even {what} of {taken}; dropped: {taken - kept} ({why}).{short}"


def _progress(last: Round) -> str:
    shares = " ".join(f"{sample.rate / last.reference:.2f}" for _name, sample in sorted(last.samples.items()))
    busy = min(last.before.server_busy, last.after.server_busy)
    return f"reference {last.reference:,.0f}/s on {busy:.0%} of a core; {shares} of it"
