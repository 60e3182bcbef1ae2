"""Which rounds count, and how they are taken. May not: measure anything."""

import math
from collections.abc import Iterator

import pytest

from .rounds import Round, Sample, account, even, spread, take_rounds


def _sample(rate: float, server_busy: float = 1.0) -> Sample:
    return Sample(rate, p99_ms=1.0, cpu_us=server_busy / rate * 1e6, load_busy=0.5)


def _round(before: float, after: float, server_busy: float = 1.0) -> Round:
    return Round(_sample(before), {"subject": _sample(1000)}, _sample(after, server_busy))


def test_rounds_between_equal_references_are_kept() -> None:
    rounds = [_round(1000, 1000), _round(1000, 1140), _round(1140, 1000)]
    assert even(rounds) == rounds


def test_a_round_is_dropped_when_the_reference_changed_during_it() -> None:
    steady, faster, slower = _round(1000, 1000), _round(1000, 1160), _round(1160, 1000)
    assert even([steady, faster, slower]) == [steady]


def test_a_round_is_dropped_when_the_server_had_no_full_core() -> None:
    full, starved = _round(1000, 1000, server_busy=0.92), _round(1000, 1000, server_busy=0.88)
    assert even([full, starved]) == [full]


def test_a_round_is_kept_where_the_machine_does_not_tell_cpu_time() -> None:
    untold = _round(1000, 1000, server_busy=math.nan)
    assert even([untold]) == [untold]


def test_slow_rounds_are_dropped_though_most_are_slow() -> None:
    fast, slow = _round(1000, 1000), _round(800, 800)
    assert even([slow, fast, slow, slow]) == [fast]


def test_the_fastest_is_looked_for_among_steady_rounds_only() -> None:
    steady = _round(1000, 1000)
    assert even([_round(2000, 4000), _round(4000, 4000, server_busy=0.5), steady]) == [steady]


def test_no_round_is_kept_on_a_machine_that_is_never_even() -> None:
    assert even([_round(1000, 2000), _round(2000, 1000)]) == []


def _measured(rates: Iterator[float], order: list[str]) -> list[Round]:
    def measure(name: str) -> Sample:
        order.append(name)
        return _sample(next(rates) if name == "R" else 500)

    return take_rounds(measure, ["A", "B"], "R", 2, note=lambda _: None)


def test_subjects_are_interleaved_and_every_other_round_is_reversed() -> None:
    order: list[str] = []
    rounds = _measured(iter([1000] * 3), order)
    assert order == ["R", "A", "B", "R", "B", "A", "R"]
    assert rounds[0].after is rounds[1].before


def test_rounds_go_on_until_enough_are_even() -> None:
    rounds = _measured(iter([1000, 2000, 2000, 2000]), [])
    assert (len(rounds), len(even(rounds))) == (3, 2)


def test_rounds_end_after_three_times_as_many_as_wanted() -> None:
    rounds = _measured(iter([1000, 2000] * 4), [])
    assert (len(rounds), even(rounds)) == (6, [])


def test_a_spread_is_median_least_and_most() -> None:
    assert spread([5, 1, 4]) == spread(iter([4, 5, 1]))
    assert (spread([5, 1, 4]).median, spread([5, 1, 4]).least, spread([5, 1, 4]).most) == (4, 1, 5)


@pytest.mark.parametrize("values", [[], [math.nan, 1.0, 2.0]])
def test_a_spread_of_nothing_or_of_the_unmeasured_is_unmeasured(values: list[float]) -> None:
    assert math.isnan(spread(values).median)


def test_an_account_says_how_many_were_dropped_and_when_too_few_are_left() -> None:
    assert account("rounds", taken=5, kept=3, wanted=3, why="uneven") == "3 even rounds of 5; dropped: 2 (uneven)."
    assert account("rounds", taken=9, kept=2, wanted=3, why="uneven").endswith(
        "dropped: 7 (uneven). Fewer than the 3 wanted: measure again on a quieter machine."
    )
