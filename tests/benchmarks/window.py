"""What a window costs until it can be used: asked for, its page, its script and its style, one call after the other.

Lives here: the calls on one keep-alive connection, their times and bytes. May not: a browser, whose own work differs
from machine to machine.
"""

import json
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Final

from .exchange import Connection, Request
from .machine import cores, pinned
from .processes import serving
from .report import Section, number
from .sandboxes import row

_STORE: Final = "store-00000000-0000-4000-8000-000000000001"
_FILES: Final = ("/browser/window.js", "/browser/window.css")
_STEPS: Final = ("asked for (POST /browser/attempts)", "its page", "its script", "its style")
_ALL: Final = "all four"


def measure_window(command: Sequence[str], windows: int, note: Callable[[str], None]) -> Section:
    """So many windows of new ids, after a tenth as many that are not counted."""
    with serving(command) as mock, pinned(cores().load), Connection(mock.host, mock.port) as connection:
        taken = [_window(connection, n) for n in range(windows + windows // 10)][windows // 10 :]
    note(f"window: {windows} opened")
    times = [seconds for seconds, _ in taken]
    whole = [sum(each) for each in times]
    rows = [row(step, values) for step, values in zip(_STEPS, zip(*times, strict=True), strict=True)]
    weight = median(size for _, size in taken) / 1e3
    return Section(
        "A window",
        ("call", "median µs", "p99 µs"),
        [*rows, row(_ALL, whole)],
        {"window_ms": median(whole) * 1e3, "window_kb": weight},
        [f"Page, script and style weigh {number(weight, 1)} KB, uncompressed as they are sent."],
    )


def _window(connection: Connection, n: int) -> tuple[tuple[float, ...], int]:
    """The seconds of each step, and the bytes of the last three."""
    asked = json.dumps({"storeId": _STORE, "identityVerificationId": f"window{n}"})
    start = time.perf_counter()
    opened = connection.expect(201, Request("POST", "/browser/attempts", (), asked))
    times, size = [time.perf_counter() - start], 0
    for path in (f"/browser/window/{json.loads(opened.body)['attempt']}", *_FILES):
        start = time.perf_counter()
        size += len(connection.expect(200, Request("GET", path)).body)
        times.append(time.perf_counter() - start)
    return tuple(times), size
