"""The machine: its cores and their owners, its description, the time and memory of a process.

Lives here: everything that asks the operating system. What it does not tell is `nan`, printed as "–"; the machine's
name is never asked for. May not: start processes.
"""

import importlib.metadata
import math
import os
import platform
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

_CPU_CLOCK: Final = 2  # CPUCLOCK_SCHED: a process's clock is (~pid << 3) | 2, as clock_getcpuclockid(3) computes it
_LIBRARIES: Final = ("uvicorn", "httptools", "uvloop", "starlette")
_PROC: Final = Path("/proc")


class Cores(NamedTuple):
    """Which core the server has and which the load; None where this machine cannot keep them apart."""

    server: int | None
    load: int | None


def cores() -> Cores:
    """The last core for the server, the first, where interrupts tend to arrive, for the load."""
    if not hasattr(os, "sched_getaffinity"):
        return Cores(None, None)
    usable = sorted(os.sched_getaffinity(0))
    return Cores(usable[-1], usable[0]) if len(usable) > 1 else Cores(None, None)


@contextmanager
def pinned(core: int | None) -> Iterator[None]:
    """What is started in here, and this process meanwhile, runs on that core only."""
    if core is None:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def cpu_seconds(pid: int) -> float:
    """User and system time that a process has used so far, all threads, in nanosecond steps where Linux counts it."""
    try:
        return time.clock_gettime((~pid << 3) | _CPU_CLOCK)
    except (AttributeError, OSError):
        return math.nan


@dataclass(frozen=True)
class Memory:
    """Resident bytes of a process: all of them, and those that it shares with nobody."""

    rss: float
    uss: float


def memory(pid: int) -> Memory:
    """What is resident at this moment."""
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return Memory(math.nan, math.nan)
    sizes = {name: float(rest.split()[0]) * 1024 for name, _, rest in (line.partition(":") for line in lines)}
    return Memory(sizes["Rss"], sizes["Private_Clean"] + sizes["Private_Dirty"])


def busy_seconds() -> float:
    """Core seconds that everything on this machine has used since it started, time stolen by its host included."""
    try:
        user, nice, system, _idle, _io, irq, soft, steal = (_PROC / "stat").read_text().split()[1:9]
    except OSError:
        return math.nan
    return sum(map(int, (user, nice, system, irq, soft, steal))) / os.sysconf("SC_CLK_TCK")


class Bystanders:
    """How much of the machine's cores others used since this was made; children count once they have ended."""

    def __init__(self) -> None:
        self._since = time.perf_counter()
        self._others = self._used()

    def share(self) -> float:
        """Of all cores, 0 to 1."""
        return (self._used() - self._others) / (time.perf_counter() - self._since) / (os.cpu_count() or 1)

    @staticmethod
    def _used() -> float:
        return busy_seconds() - sum(os.times()[:4])


def describe() -> str:
    """Date, processor, cores, kernel, Python and the libraries under every subject, in one line."""
    return "; ".join(
        (
            f"{datetime.now(UTC):%Y-%m-%d}",
            f"{_processor()}, {os.cpu_count()} cores",
            # The release's tail is a distributor's or a host's own text; the number says what matters.
            f"{platform.system()} {''.join(re.findall(r'^[0-9.]+', platform.release()))}",
            f"{platform.python_implementation()} {platform.python_version()}",
            *filter(None, map(_library, _LIBRARIES)),
        )
    )


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*:\s*(.+)$", (_PROC / "cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        found = None
    return found[1].strip() if found else platform.processor() or platform.machine()


def _library(name: str) -> str:
    try:
        return f"{name} {importlib.metadata.version(name)}"
    except importlib.metadata.PackageNotFoundError:
        return ""
