"""The mock as a process of its own: started on a free port, arranged over HTTP, stopped.

Lives here: starting, arranging, stopping. May not: read anything that the client is to read.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Timer
from typing import Final

import httpx

CHECKOUT: Final = Path(__file__).resolve().parents[2]
LISTENING: Final = re.compile(r"portone-mock listening on (http://\S+)")
PATIENCE_SECONDS: Final = 30.0


@contextmanager
def mock() -> Iterator[str]:
    """The base URL of a mock that runs until the block ends."""
    # Settings of the caller's own mock are none of this one's.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PORTONE_MOCK_")}
    command = [sys.executable, "-m", "mock_server", "serve", "--port", "0", "--quiet"]
    with subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            yield _address(process)
        finally:
            _stop(process)


def _address(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    impatience = Timer(PATIENCE_SECONDS, process.kill)
    impatience.start()
    try:
        line = process.stdout.readline()
    finally:
        impatience.cancel()
    if found := LISTENING.match(line):
        return found[1]
    raise SystemExit(f"the mock did not start: expected “portone-mock listening on …”, but it said {line!r}")


def _stop(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()


def arrange(base_url: str, now: datetime, orders: Mapping[str, Mapping[str, str]]) -> None:
    """Hold the mock's clock at `now` and make the verifications that are not ready-made, by their ids."""
    with httpx.Client(base_url=f"{base_url}/_mock", trust_env=False, timeout=PATIENCE_SECONDS) as control:
        control.put("/clock", json={"now": now.isoformat(), "frozen": True}).raise_for_status()
        for id_, order in orders.items():
            control.put(f"/verifications/{id_}", json=dict(order)).raise_for_status()
