"""A whole probe of a healthy application: the sign-up backend of `client`, on this machine.

Lives here: running the command and its table. May not: a case, or what an application should answer.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Final

from .processes import ServerError
from .report import Section, with_range
from .rounds import Spread, spread

_HEAD: Final = ("run of the command", "cases", "whole process, s")
_LONGEST_SECONDS: Final = 300


def measure_probe(runs: int, note: Callable[[str], None]) -> Section:
    """`portone-contracts probe` with a mock and an application of its own, so many times."""
    taken: list[float] = []
    for done in range(runs):
        seconds, cases = _probe()
        taken.append(seconds)
        note(f"probes: {done + 1} of {runs}")
    measured: Spread = spread(taken)
    rows = [("`client.signup` on SQLite, nothing wrong with it", cases, with_range(measured, 1))]
    return Section(
        "A whole probe",
        _HEAD,
        rows,
        {"probe_s": measured.median},
        ["Starting the mock and the application, and ending both, is in the figures; slow cases (`--slow`) are not."],
    )


def _probe() -> tuple[float, str]:
    """Seconds by the clock, and how many cases there were."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        done = subprocess.run(
            _command(_free_port(), _free_port(), folder),
            capture_output=True,
            encoding="utf-8",
            timeout=_LONGEST_SECONDS,
            env={**os.environ, "PYTHONUTF8": "1"},
            check=False,
        )
        seconds = time.perf_counter() - began
    counted = re.search(r"^(\d+) cases against", done.stdout, re.MULTILINE)
    if done.returncode or counted is None:
        raise ServerError(f"the probe ended with {done.returncode}: {(done.stderr or done.stdout)[-500:]}")
    return seconds, counted[1]


def _command(mock_port: int, port: int, folder: str) -> list[str]:
    settings = {
        "SIGNUP_PORT": str(port),
        "SIGNUP_MODE": "development",
        "SIGNUP_HASH_KEYS": f"k1:{'ab' * 32}",
        "DATABASE_URL": f"sqlite:///{folder}/signup.db",
    }
    return [
        *(sys.executable, "-m", "contracts", "probe", f"http://127.0.0.1:{port}/identity-verifications"),
        *("--mock-port", str(mock_port), "--start", 'POST /identity-verifications/start {"shop": "from-14"}'),
        *("--promise", "freshMinutes=30", "--promise", "v2Only=true", "--lang", "en"),
        *("--run", f"{sys.executable} -m client.signup"),
        *(part for name, value in settings.items() for part in ("--env", f"{name}={value}")),
    ]


def _free_port() -> int:
    with socket.socket() as probing:
        probing.bind(("127.0.0.1", 0))
        return int(probing.getsockname()[1])
