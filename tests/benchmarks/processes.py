"""Processes that are measured: started on their core, found by the line they print, ended.

Lives here: starting and stopping. May not: know what a server answers.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import IO, Final

from .machine import Memory, cores, cpu_seconds, memory, pinned

CHECKOUT: Final = Path(__file__).resolve().parents[2]
_LISTENING: Final = re.compile(r" listening on http://(\[[^]]+\]|[^:/\s]+):(\d+)")
_PATIENCE: Final = 30.0
_FORBIDS_BYTECODE: Final = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")


class ServerError(Exception):
    """A server that did not start, or did not answer as it must before it can be measured."""


@dataclass(frozen=True)
class Server:
    """A running server process: where it listens and when it was started (`time.perf_counter`)."""

    process: subprocess.Popen[str]
    host: str
    port: int
    started: float

    def cpu_seconds(self) -> float:
        """What the process has used so far."""
        return cpu_seconds(self.process.pid)

    def memory(self) -> Memory:
        """What the process holds now."""
        return memory(self.process.pid)


def python(*arguments: str) -> list[str]:
    """A command of this same interpreter."""
    return [sys.executable, *arguments]


@contextmanager
def serving(command: Sequence[str]) -> Iterator[Server]:
    """A server on the server's core until the block ends."""
    with tempfile.TemporaryFile("w+") as stderr:
        started = time.perf_counter()
        with pinned(cores().server):
            process = subprocess.Popen(
                command, cwd=CHECKOUT, env=environment(), stdout=subprocess.PIPE, stderr=stderr, text=True
            )
        try:
            yield Server(process, *_address(process, command, stderr), started)
        finally:
            _end(process)


def environment() -> dict[str, str]:
    """This process's, without what changes the server's settings or has Python compile every module at every start."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PORTONE_MOCK_") and name not in _FORBIDS_BYTECODE
    }


def _address(process: subprocess.Popen[str], command: Sequence[str], stderr: IO[str]) -> tuple[str, int]:
    assert process.stdout
    impatience = Timer(_PATIENCE, process.kill)
    impatience.start()
    try:
        for line in process.stdout:
            if found := _LISTENING.search(line):
                # Where `localhost` is two addresses, every subject is measured over the same one.
                return found[1].strip("[]").replace("localhost", "127.0.0.1"), int(found[2])
    finally:
        impatience.cancel()
    status = _status(process)
    stderr.seek(0)
    words = stderr.read().strip().splitlines()[-3:] or ["nothing on stderr"]
    raise ServerError(
        f"`{' '.join(command)}` ended with status {status} and no line “… listening on http://HOST:PORT” "
        f"within {_PATIENCE:g} s; its last words: {' | '.join(words)}"
    )


def _status(process: subprocess.Popen[str]) -> int:
    """How a process ended that said no more; one that lives on silently is ended first."""
    try:
        return process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.communicate(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
