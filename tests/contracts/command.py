"""`portone-contracts` as people start it: a process, its output and its exit status.

Lives here: starting one. May not: what it is to come to.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
SECONDS: Final = 300


def judge(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """One run of it; of the variables here that are about PortOne it sees those that are given only."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTONE_")}
    return subprocess.run(
        [sys.executable, "-m", "contracts", *arguments],
        cwd=cwd,
        env=kept | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=SECONDS,
    )
