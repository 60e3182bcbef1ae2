"""Answers per second and their 99th percentile, of the mock and of the bare servers beside it.

Lives here: the measurement in rounds and its table. May not: start servers itself (subjects), decide which rounds
count (rounds).
"""

from collections.abc import Callable, Sequence

from .exchange import Request
from .generators import Generator
from .machine import busy_seconds
from .processes import Server
from .report import Section, number, with_range
from .rounds import TOLERANCE, Round, Sample, Spread, even, spread, take_rounds
from .subjects import (
    LOGIN,
    READ_BY_SECRET,
    READ_BY_TOKEN,
    STARLETTE_GET,
    Model,
    Subject,
    all_subjects,
)

_HEAD = ("subject", "answers a second", "of the bare Starlette route", "p99 ms", "server CPU µs an answer")
_KEYS = {"read_by_secret": READ_BY_SECRET, "read_by_token": READ_BY_TOKEN, "login": LOGIN}


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
    return _section(taken, others)


def _sample(generator: Generator, subject: Subject, seconds: float) -> Sample:
    return sample(generator, subject.server, subject.request, seconds)


def sample(generator: Generator, server: Server, request: Request, seconds: float) -> Sample:
    """One subject once."""
    before = server.cpu_seconds()
    result = generator(server, request, seconds)
    used = server.cpu_seconds() - before
    return Sample(result.answers / result.seconds, result.p99_ms, used / result.answers * 1e6)


def _section(taken: Sequence[Round], others: Sequence[str]) -> Section:
    kept = even(taken)
    rows = [_row(STARLETTE_GET, [each.before for each in kept], [each.reference for each in kept])]
    rows += [_row(name, [each.samples[name] for each in kept], [each.reference for each in kept]) for name in others]
    return Section(
        "Speed",
        _HEAD,
        rows,
        {key: _share(kept, name).median for key, name in _KEYS.items()},
        [
            f"{len(kept)} even rounds of {len(taken)}; {len(taken) - len(kept)} dropped, in which the bare Starlette "
            f"route's own rate before and after differed by more than {TOLERANCE:.0%}, or was that far from its median."
        ],
    )


def _row(name: str, samples: Sequence[Sample], references: Sequence[float]) -> tuple[str, ...]:
    shares = spread(each.rate / reference for each, reference in zip(samples, references, strict=True))
    return (
        name,
        with_range(spread(each.rate for each in samples), 0),
        with_range(shares),
        with_range(spread(each.p99_ms for each in samples), 1),
        number(spread(each.cpu_us for each in samples).median, 0),
    )


def _share(kept: Sequence[Round], name: str) -> Spread:
    return spread(each.samples[name].rate / each.reference for each in kept)
