"""The processes that a probe starts, and ends with itself: a mock, and the application.

Lives here: starting, waiting until something listens, ending a whole process group. May not: importing the mock.
"""

import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from ..failures import NotJudgeable
from ..settings import environment_with
from ..text import Text

PORT: Final = 8585
SECRET: Final = "mock-api-secret"  # noqa: S105 - everybody knows it
PATIENCE: Final = 30.0
# A JVM whose clock is moved takes ten times as long to start.
LONG_PATIENCE: Final = 180.0
GRACE: Final = 5.0


def mock_command() -> list[str]:
    """The console script beside this Python or on the path; otherwise the module by name."""
    script = Path(sys.executable).with_name("portone-mock")
    found = str(script) if script.exists() else shutil.which("portone-mock")
    return [found] if found else [sys.executable, "-m", "mock_server"]


@contextmanager
def running_mock(port: int = PORT) -> Iterator[str]:
    """A mock as a process of its own; its address. NotJudgeable where the port is taken."""
    command = [*mock_command(), "serve", "--port", str(port), "--api-secret", SECRET]
    process = subprocess.Popen(  # noqa: S603 - our own command
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", start_new_session=True
    )
    assert process.stdout is not None
    # Whatever it says once it listens is read and dropped: a full pipe would stop it.
    drain = threading.Thread(target=deque, args=(process.stdout, 0), daemon=True)
    try:
        address = _where_it_listens(process.stdout)
        drain.start()
        yield address
    finally:
        end(process)
        if drain.ident is not None:
            drain.join(GRACE)
        process.stdout.close()


def _where_it_listens(lines: Iterable[str]) -> str:
    said = []
    for line in lines:
        said.append(line.strip())
        if " listening on http" in line:
            return line.split()[-1]
    why = " ".join(said)
    raise NotJudgeable(
        Text(
            f"모의 서버를 시작하지 못했습니다({why}). 실행 중인 것을 쓰려면 --mock과 --api-secret을 주세요",
            f"the mock did not start ({why}); to use a running one give --mock and --api-secret",
        )
    )


@contextmanager
def running_application(
    command: str, url: str, environment: Mapping[str, str], patience: float = PATIENCE
) -> Iterator[None]:
    """The application, once something listens where it should. Its output goes to stderr."""
    address = _address(url)
    if _listens(address):
        raise NotJudgeable(
            Text(
                f"{url}에 이미 무엇인가 떠 있습니다", f"something listens at {url} already; stop it, or leave --run out"
            )
        )
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise NotJudgeable(f"--run: {command!r} cannot be taken apart: {error}") from None
    if not words:
        raise NotJudgeable(f'--run: {command!r} is no command; it is like "npm start"')
    try:
        process = subprocess.Popen(  # noqa: S603 - it is the user's command
            words, env=environment_with(environment), stdout=sys.stderr.fileno(), start_new_session=True
        )
    except OSError as error:
        raise NotJudgeable(f"--run: {command!r}: {error.strerror}") from None
    try:
        _await(process, address, command, patience)
        yield
    finally:
        end(process)
        _await_gone(address)


def _await(process: "subprocess.Popen[bytes]", address: tuple[str, int], command: str, patience: float) -> None:
    until = time.monotonic() + patience
    while not _listens(address):
        if process.poll() is not None:
            raise NotJudgeable(f"--run: {command!r} ended with {process.returncode} before it listened")
        if time.monotonic() > until:
            raise NotJudgeable(f"--run: nothing listens at {address[0]}:{address[1]} after {patience:g} s")
        # There is no event for a port of somebody else's process.
        time.sleep(0.05)


def _await_gone(address: tuple[str, int]) -> None:
    """What was killed may go on listening for an instant; whoever starts next needs the port."""
    until = time.monotonic() + GRACE
    while _listens(address) and time.monotonic() < until:
        # As above: nobody tells when such a port falls silent.
        time.sleep(0.05)


def _address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def _listens(address: tuple[str, int]) -> bool:
    try:
        with socket.create_connection(address, timeout=1.0):
            return True
    except OSError:
        return False


def end(process: "subprocess.Popen[str] | subprocess.Popen[bytes]") -> None:
    """End a process with all that it started, also when that is broken off."""
    kill = getattr(signal, "SIGKILL", signal.SIGTERM)
    try:
        for sent in (signal.SIGTERM, kill):
            _signal_group(process, sent)
            try:
                process.wait(GRACE)
                break
            except subprocess.TimeoutExpired:
                continue
    finally:
        # What it had started itself and did not end.
        _signal_group(process, kill)


def _signal_group(process: "subprocess.Popen[str] | subprocess.Popen[bytes]", sent: int) -> None:
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, sent)
        elif process.poll() is None:
            process.terminate()
    except (ProcessLookupError, PermissionError):
        return
