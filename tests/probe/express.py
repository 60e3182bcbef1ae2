"""The small application in Express (wrong_application.cjs) as a process of its own.

Lives here: starting and ending it. May not: its mistakes.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from mock_server.handle import SandboxHandle
from tests.node import environment

APPLICATION: Final = Path(__file__).with_name("wrong_application.cjs")


@contextmanager
def in_express(box: SandboxHandle, bug: str = "", *, returning: bool = False) -> Iterator[str]:
    """Its address, with that mistake or none; `returning` lets the same person in again."""
    told = {"PORTONE_API_BASE": box.base_url, "PORTONE_API_SECRET": box.api_secret, "BUG": bug}
    process = subprocess.Popen(
        ["node", APPLICATION],
        env=environment(**told, RETURNING="yes" if returning else "no", NODE_ENV="production"),
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    with process:
        assert process.stdout is not None
        try:
            announced = process.stdout.readline()
            assert "listening on http://" in announced, f"{bug}: it ended with {process.wait()}"
            yield announced.split()[-1]
        finally:
            process.terminate()
