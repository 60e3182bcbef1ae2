"""The whole table, several times over: the server is as before, and still answers."""

import asyncio
import gc
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.raw_socket import RawSocket

from .conftest import Mock
from .doors import SocketDoor, prepared
from .request import Request
from .table import ASKABLE, TABLE
from .table.shapes import REAL, read

ROUNDS = 3
# What a journal that fills and an allocator that keeps some pages may cost; the largest body alone is ten times that.
MOST_KIB = 2_048
PATIENCE_SECONDS = 10.0
HEALTH = Request("GET", b"/_mock/health").as_bytes()

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="only Linux shows a process in /proc")


@dataclass(frozen=True)
class Process:
    """A server in a process of its own, and a connection that is open all the time."""

    pid: int
    door: SocketDoor
    kept: RawSocket
    output: Path

    def descriptors(self) -> int:
        return len(list(Path(f"/proc/{self.pid}/fd").iterdir()))

    def threads(self) -> int:
        return len(list(Path(f"/proc/{self.pid}/task").iterdir()))

    def resident_kib(self) -> int:
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{self.pid}/status").read_text("ascii"))
        assert found
        return int(found[1])


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    output = tmp_path / "output"
    command = [sys.executable, "-m", "mock_server", "serve", "--port", "0", "--quiet"]
    with (
        output.open("wb") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, cwd=Path(__file__).parents[2]) as server,
    ):
        assert server.stdout
        port = int(server.stdout.readline().decode().rpartition(":")[2])
        try:
            with RawSocket(port) as kept:
                yield Process(server.pid, SocketDoor(port), kept, output)
        finally:
            server.terminate()


def ask_all(door: SocketDoor, values: dict[str, str]) -> None:
    for row in ASKABLE:
        assert isinstance(row.request, bytes) or b"expired" not in row.request.as_bytes()
        heard = door.ask(row.request if isinstance(row.request, bytes) else row.request.with_values(values))
        assert heard.status == row.status, row.name


def least_resident_kib(process: Process, values: dict[str, str]) -> int:
    """The least of a few rounds: what is kept, without a large body that the allocator has not yet given back."""
    measured = []
    for _ in range(ROUNDS):
        ask_all(process.door, values)
        measured.append(process.resident_kib())
    return min(measured)


def assert_back_to(expected: int, count: Callable[[], int], kept: RawSocket) -> None:
    """Wait by asking over the kept connection, while the server notices which connections were closed."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (now := count()) != expected and time.monotonic() < deadline:
        assert kept.send(HEALTH).answer().status == 200
    assert now == expected


def test_the_table_leaves_descriptors_threads_and_memory_as_they_were(process: Process) -> None:
    assert process.kept.send(HEALTH).answer().status == 200
    descriptors, threads = process.descriptors(), process.threads()
    values = prepared(process.door)
    at_first = least_resident_kib(process, values)
    at_last = least_resident_kib(process, values)
    assert_back_to(descriptors, process.descriptors, process.kept)
    assert process.threads() == threads
    assert at_last - at_first < MOST_KIB
    assert process.door.ask(read()).status == 200
    written = process.output.read_text("utf-8")
    assert "Traceback" not in written
    assert REAL[:13].decode() not in written


def test_the_table_leaves_no_task_running(mock: Mock) -> None:
    with RawSocket(mock.socket.port) as kept:
        assert kept.send(HEALTH).answer().status == 200
        tasks, threads = running_tasks(), threading.active_count()
        for row in TABLE:
            mock.socket.ask(row.request if isinstance(row.request, bytes) else row.request.with_values(mock.values))
        assert_back_to(tasks, running_tasks, kept)
        assert threading.active_count() == threads


def running_tasks() -> int:
    return sum(isinstance(each, asyncio.Task) and not each.done() for each in gc.get_objects())
