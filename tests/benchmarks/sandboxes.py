"""What making, using, resetting and deleting a sandbox costs over HTTP, one call after the other.

Lives here: the calls on one keep-alive connection and their times. May not: memory (that is in footprint.py).
"""

import json
import time
from collections.abc import Callable, Sequence
from typing import Final

from .exchange import Connection, Request
from .load import quantile
from .machine import cores, pinned
from .processes import serving
from .report import Section, number
from .subjects import read

_STEPS: Final = ("make", "first read (a ready-made record)", "reset", "delete")


def make() -> Request:
    """A sandbox with credentials of the server's choice."""
    return Request("POST", "/_mock/sandboxes")


def measure_sandboxes(command: Sequence[str], cycles: int, note: Callable[[str], None]) -> Section:
    """So many sandboxes made, read once, reset and deleted, after a tenth as many that are not counted."""
    with serving(command) as mock, pinned(cores().load), Connection(mock.host, mock.port) as connection:
        times = [_cycle(connection) for _ in range(cycles + cycles // 10)][cycles // 10 :]
    note(f"sandboxes: {cycles} made, read, reset and deleted")
    rows = [row(step, values) for step, values in zip(_STEPS, zip(*times, strict=True), strict=True)]
    rows.append(row("make and reset together", [made + reset for made, _read, reset, _deleted in times]))
    return Section("A sandbox over HTTP", ("call", "median µs", "p99 µs"), rows)


def _cycle(connection: Connection) -> tuple[float, ...]:
    """The seconds of each step."""
    start = time.perf_counter()
    made = connection.expect(201, make())
    after_make = time.perf_counter()
    credential = f"PortOne {json.loads(made.body)['apiSecret']}"
    return (
        after_make - start,
        timed(connection, 200, read(credential)),
        timed(connection, 200, Request("POST", "/_mock/reset", (("Authorization", credential),))),
        timed(connection, 204, Request("DELETE", "/_mock/sandbox", (("Authorization", credential),))),
    )


def timed(connection: Connection, status: int, request: Request) -> float:
    """The seconds that a call took."""
    start = time.perf_counter()
    connection.expect(status, request)
    return time.perf_counter() - start


def row(call: str, seconds: Sequence[float]) -> tuple[str, ...]:
    """A call, and the median and 99th percentile of its times in microseconds."""
    ordered = sorted(seconds)
    return call, *(number(quantile(ordered, share) * 1e6, 0) for share in (0.5, 0.99))
