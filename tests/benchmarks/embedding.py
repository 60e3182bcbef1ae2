"""What the mock costs a Python test suite: starting one, a sandbox for every test, the pytest plugin.

Lives here: running programs that embed it (embedded/) and pytest, and their tables. May not: embed it in this process.
"""

import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Final

from .machine import cores, pinned
from .processes import CHECKOUT, ServerError, environment, python
from .report import Section, with_range
from .rounds import Spread, spread
from .sandboxes import row

_PLUGIN: Final = ("-p", "portone_mock.pytest_plugin")
_WITHOUT: Final = "def test_it():\n    pass\n"
_WITH: Final = "def test_it(portone):\n    pass\n"
# Starts in one process: the first, and some that find everything loaded.
_STARTS: Final = 6


def measure_embedding(processes: int, sandboxes: int, note: Callable[[str], None]) -> Section:
    """So many processes that start mocks, so many sandboxes made and dropped over HTTP and in process."""
    with pinned(cores().server):
        starts = [_program("start", _STARTS) for _ in range(processes + 1)][1:]
        over_http, in_process = _program("over_http", sandboxes), _program("in_process", sandboxes)
    note(f"embedding: {processes} processes that start mocks, {sandboxes} sandboxes over HTTP and in process")
    imported, first, *_ = zip(*starts, strict=True)
    later = [seconds for each in starts for seconds in each[2:]]
    return Section(
        "In a Python test suite",
        ("call", "median µs", "p99 µs"),
        [
            row("import MockPortOne", imported),
            row("start and stop the first one", first),
            row("start and stop another", later),
            row("make and drop a sandbox over HTTP", over_http),
            row("make and drop a sandbox in process", in_process),
        ],
        {
            "embedded_start_ms": median(first) * 1e3,
            "sandbox_http_ms": median(over_http) * 1e3,
            "sandbox_in_process_ms": median(in_process) * 1e3,
        },
        ["By the Python handle, whose own work is in the figures; over HTTP, client and server share a core."],
    )


def measure_plugin(runs: int, note: Callable[[str], None]) -> Section:
    """Runs of pytest with one test: without the plugin, with it but unused, and with its fixture used; in turn."""
    ways = {
        "without the plugin": ((), _WITHOUT),
        "with the plugin, unused": (_PLUGIN, _WITHOUT),
        "with one test that uses `portone`": (_PLUGIN, _WITH),
    }
    with tempfile.TemporaryDirectory() as folder, pinned(cores().server):
        taken = [[_pytest(Path(folder), *way) for way in ways.values()] for _ in range(runs + 1)][1:]
    note(f"plugin: {runs} runs of pytest each way")
    added = [[seconds - each[0] for seconds in each] for each in taken]
    rows = [
        (name, _milliseconds(whole), "–" if name == "without the plugin" else _milliseconds(more))
        for name, whole, more in zip(ways, zip(*taken, strict=True), zip(*added, strict=True), strict=True)
    ]
    return Section(
        "The pytest plugin",
        ("a run of pytest with one test", "whole process, ms", "added, ms"),
        rows,
        {"plugin_ms": median(each[-1] for each in added) * 1e3},
        ["No other plugin is loaded. What it adds is importing the server, starting it, one sandbox, and stopping."],
    )


def _milliseconds(seconds: Sequence[float]) -> str:
    values: Spread = spread(each * 1e3 for each in seconds)
    return with_range(values, 0)


def _program(name: str, times: int) -> list[float]:
    seconds: list[float] = json.loads(_run(python("-m", f"{__package__}.embedded", name, str(times)), CHECKOUT, {}))
    return seconds


def _pytest(folder: Path, options: Sequence[str], test: str) -> float:
    (folder / "test_shop.py").write_text(test, encoding="utf-8")
    command = python("-m", "pytest", "-q", "-p", "no:cacheprovider", *options, "test_shop.py")
    begun = time.perf_counter()
    _run(command, folder, {"PYTHONPATH": str(CHECKOUT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"})
    return time.perf_counter() - begun


def _run(command: Sequence[str], folder: Path, more: dict[str, str]) -> str:
    done = subprocess.run(
        command, cwd=folder, env={**environment(), **more}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ServerError(f"`{' '.join(command)}` ended with status {done.returncode}: {done.stderr or done.stdout}")
    return done.stdout
