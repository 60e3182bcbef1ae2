"""From process start to the first 200, and the memory then: the mock beside the bare servers.

Lives here: interleaved starts and their table. May not: load a server.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final, TypeAlias

from .machine import Memory
from .processes import Server, serving
from .report import Section, with_range
from .rounds import TOLERANCE, Spread, account, spread
from .subjects import ASGI, READ, READ_PATH, STARLETTE_GET, Model, answer_of, bare

_MOCK: Final = "mock"
_HEAD: Final = (
    "subject",
    "first 200 after, ms",
    "CPU until then, ms",
    "resident when idle, MB",
    "of it unshared, MB",
)
_WHY: Final = f"the bare Starlette server took over {TOLERANCE:.0%} more CPU time than its least"


@dataclass(frozen=True)
class Start:
    """One start: seconds to the first 200 by the clock and of CPU, and the memory after it."""

    wall: float
    cpu: float
    memory: Memory


Run: TypeAlias = Mapping[str, Start]


def measure_startup(command: Sequence[str], like: Model, runs: int, note: Callable[[str], None]) -> Section:
    """All in turn until so many runs are even; one more of each beforehand fills the caches and is not counted."""
    ways: dict[str, Callable[[], AbstractContextManager[Server]]] = {
        _MOCK: lambda: serving(command),
        STARLETTE_GET: lambda: bare("starlette_get", READ_PATH, like.read),
        ASGI: lambda: bare("asgi", READ_PATH, like.read),
    }
    taken = [{name: _start(way()) for name, way in ways.items()} for _ in range(2)][1:]
    while len(even_starts(taken)) < runs and len(taken) < 3 * runs:
        taken.append({name: _start(way()) for name, way in ways.items()})
        note(f"starts: {len(even_starts(taken))} of {runs} even")
    return _section(taken, even_starts(taken), runs)


def even_starts(taken: Sequence[Run]) -> list[Run]:
    """The runs in which the bare server's CPU time is near its least: other work on the machine only adds to it."""
    least = min((each[STARLETTE_GET].cpu for each in taken), default=0.0)
    return [each for each in taken if not each[STARLETTE_GET].cpu > least * (1 + TOLERANCE)]


def _start(way: AbstractContextManager[Server]) -> Start:
    with way as server:
        answer_of(server, READ)
        wall = time.perf_counter() - server.started
        return Start(wall, server.cpu_seconds(), server.memory())


def _section(taken: Sequence[Run], kept: Sequence[Run], wanted: int) -> Section:
    above = spread(each[_MOCK].memory.rss - each[STARLETTE_GET].memory.rss for each in kept)
    figures = {
        "first_answer_cpu": spread(each[_MOCK].cpu / each[STARLETTE_GET].cpu for each in kept).median,
        "idle_mb": above.median / 1e6,
    }
    rows = [_row(name, [each[name] for each in kept]) for name in (_MOCK, STARLETTE_GET, ASGI)]
    return Section(
        "Start and idle memory", _HEAD, rows, figures, [account("runs", len(taken), len(kept), wanted, _WHY)]
    )


def _row(name: str, starts: Sequence[Start]) -> tuple[str, ...]:
    return (
        name,
        with_range(_scaled([each.wall for each in starts], 1e3), 0),
        with_range(_scaled([each.cpu for each in starts], 1e3), 0),
        with_range(_scaled([each.memory.rss for each in starts], 1e-6), 1),
        with_range(_scaled([each.memory.uss for each in starts], 1e-6), 1),
    )


def _scaled(values: Sequence[float], factor: float) -> Spread:
    return spread(value * factor for value in values)
