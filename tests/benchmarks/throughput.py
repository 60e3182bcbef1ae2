"""Answers per second and their 99th percentile, of the mock and of the bare servers beside it.

Lives here: the measurement in rounds and its table. May not: start servers itself (subjects), decide which rounds
count (rounds).
"""

import math
from collections.abc import Callable, Sequence

from .generators import Generator
from .processes import ServerError
from .report import Section, with_range
from .rounds import FULL, TOLERANCE, Round, Sample, account, even, spread, take_rounds
from .subjects import (
    LOGIN,
    READ_BY_SECRET,
    READ_BY_TOKEN,
    STARLETTE_GET,
    Model,
    Subject,
    all_subjects,
)

_HEAD = (
    "subject",
    "answers a second",
    "of the bare Starlette route",
    "p99 ms",
    "server CPU µs an answer",
    "of the bare Starlette route by CPU",
)
_KEYS = {"read_by_secret": READ_BY_SECRET, "read_by_token": READ_BY_TOKEN, "login": LOGIN}
_WHY = (
    f"the bare Starlette route's own rate changed by more than {TOLERANCE:.0%} during the round or was that much below "
    f"its best, or its server had less than {FULL:.0%} of a core"
)
_CPU_NOTE = (
    "The two columns of CPU time are of all rounds, the dropped ones too: what a server computes for an answer depends "
    "less on what else runs than its rate does, and on a core of its own one is the other's reciprocal."
)


def measure_throughput(
    command: Sequence[str],
    like: Model,
    generator: Generator,
    rounds: int,
    seconds: float,
    note: Callable[[str], None],
) -> Section:
    """Interleaved rounds over all subjects, until so many are even."""
    with all_subjects(command, like) as subjects:
        for each in subjects.values():
            _sample(generator, each, 0.5)
        others = [name for name in subjects if name != STARLETTE_GET]
        taken = take_rounds(
            lambda name: _sample(generator, subjects[name], seconds), others, STARLETTE_GET, rounds, note
        )
    return _section(taken, others, rounds)


def _sample(generator: Generator, subject: Subject, seconds: float) -> Sample:
    before = subject.server.cpu_seconds()
    try:
        result = generator(subject.server, subject.request, seconds)
    except ServerError as error:
        raise ServerError(f"{subject.request.method} {subject.request.path}: {error}") from None
    used = subject.server.cpu_seconds() - before
    return Sample(result.answers / result.seconds, result.p99_ms, used / result.answers_in_all * 1e6, result.busy)


def _section(taken: Sequence[Round], others: Sequence[str], wanted: int) -> Section:
    kept = even(taken)
    figures = {key: spread(_shares(kept, name)).median for key, name in _KEYS.items()}
    rows = [_row(name, taken, kept) for name in (STARLETTE_GET, *others)]
    return Section(
        "Speed",
        _HEAD,
        rows,
        figures,
        [account("rounds", len(taken), len(kept), wanted, _WHY), _CPU_NOTE, *_load_share(kept)],
    )


def _load_share(kept: Sequence[Round]) -> list[str]:
    """Whether the load kept up; wrk does not say."""
    most = max((sample.load_busy for each in kept for sample in each.samples.values()), default=math.nan)
    return [] if math.isnan(most) else [f"The load generator used at most {most:.0%} of its core."]


def _row(name: str, taken: Sequence[Round], kept: Sequence[Round]) -> tuple[str, ...]:
    samples, every = ([_sample_of(each, name) for each in rounds] for rounds in (kept, taken))
    return (
        name,
        with_range(spread(each.rate for each in samples), 0),
        with_range(spread(_shares(kept, name))),
        with_range(spread(each.p99_ms for each in samples), 1),
        with_range(spread(each.cpu_us for each in every), 0),
        with_range(spread(each.before.cpu_us / _sample_of(each, name).cpu_us for each in taken)),
    )


def _sample_of(each: Round, name: str) -> Sample:
    return each.before if name == STARLETTE_GET else each.samples[name]


def _shares(rounds: Sequence[Round], name: str) -> list[float]:
    return [_sample_of(each, name).rate / each.reference for each in rounds]
