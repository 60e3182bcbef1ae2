"""The two processes of the demo: started on free ports, told of each other by settings, stopped together.

Lives here: that. May not: anything of what they say to each other.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from typing import Final

CHECKOUT: Final = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS: Final = 30.0
# What the mock is by default, and a key for hashes that protect nobody: every person of the demo is made up.
SETTINGS: Final = {
    "PORTONE_API_SECRET": "mock-api-secret",
    "PORTONE_STORE_ID": "store-00000000-0000-4000-8000-000000000001",
    "PORTONE_CHANNEL_KEY": "channel-key-danal",
    "SIGNUP_HASH_KEYS": f"demo:{'de' * 32}",
    "SIGNUP_MODE": "development",
    "SIGNUP_PORT": "0",
}


@contextmanager
def demo() -> Iterator[tuple[str, str]]:
    """The addresses of the mock and of the page, which both run until the block ends."""
    with TemporaryDirectory() as folder, _running("mock_server", "serve", "--port", "0", "--quiet") as mock:
        # Never the DATABASE_URL of whoever runs this: starting over deletes everybody in it.
        database = f"sqlite:///{folder}/demo.db"
        settings = {**SETTINGS, "PORTONE_API_BASE": mock, "DATABASE_URL": database}
        with _running("tests.demo.backend", **settings) as page:
            yield mock, page


@contextmanager
def _running(module: str, *arguments: str, **settings: str) -> Iterator[str]:
    """The address that a process announces."""
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(
        command, cwd=CHECKOUT, env=_environment(settings), stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        try:
            yield _address(module, process)
        finally:
            _stop(process)


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    """This process's, without the settings that somebody keeps for servers of their own."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(("PORTONE_", "SIGNUP_"))}
    return {**others, **settings}


def _address(module: str, process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    impatience = Timer(PATIENCE_SECONDS, process.kill)
    impatience.start()
    try:
        line = process.stdout.readline()
    finally:
        impatience.cancel()
    if " listening on http://" in line:
        return line.split()[-1]
    raise SystemExit(f"{module} did not start: expected “… listening on http://…”, but it said {line!r}")


def _stop(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
