"""From process start to the first 200, and the memory then: the mock beside the bare servers.

Lives here: interleaved starts and their table. May not: load a server.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final

from .machine import Memory
from .processes import Server, serving
from .report import Section, with_range
from .rounds import Spread, spread
from .subjects import ASGI, READ, READ_PATH, STARLETTE_GET, Model, answer_of, bare

_MOCK: Final = "mock"
_HEAD: Final = (
    "subject",
    "first 200 after, ms",
    "CPU until then, ms",
    "resident when idle, MB",
    "of it unshared, MB",
)


@dataclass(frozen=True)
class Start:
    """One start: seconds to the first 200 by the clock and of CPU, and the memory after it."""

    wall: float
    cpu: float
    memory: Memory


def measure_startup(command: Sequence[str], like: Model, runs: int, note: Callable[[str], None]) -> Section:
    """So many starts of each, in turn; one more of each beforehand fills the caches and is not counted."""
    ways: dict[str, Callable[[], AbstractContextManager[Server]]] = {
        _MOCK: lambda: serving(command),
        STARLETTE_GET: lambda: bare("starlette_get", READ_PATH, like.read),
        ASGI: lambda: bare("asgi", READ_PATH, like.read),
    }
    starts: dict[str, list[Start]] = {name: [] for name in ways}
    for run in range(runs + 1):
        for name, way in ways.items():
            start = _start(way())
            if run:
                starts[name].append(start)
        note(f"starts: {run} of {runs}")
    return _section(starts)


def _start(way: AbstractContextManager[Server]) -> Start:
    with way as server:
        answer_of(server, READ)
        wall = time.perf_counter() - server.started
        return Start(wall, server.cpu_seconds(), server.memory())


def _section(starts: dict[str, list[Start]]) -> Section:
    cpu = {name: spread(each.cpu for each in starts[name]).median for name in starts}
    resident = {name: spread(each.memory.rss for each in starts[name]).median for name in starts}
    figures = {
        "first_answer_cpu": cpu[_MOCK] / cpu[STARLETTE_GET],
        "idle_mb": (resident[_MOCK] - resident[STARLETTE_GET]) / 1e6,
    }
    return Section("Start and idle memory", _HEAD, [_row(name, each) for name, each in starts.items()], figures)


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
