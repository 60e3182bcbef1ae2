"""Drivers in JavaScript, and running them from a test.

Lives here: starting Node.js with a driver of this folder. May not: verdicts; those are the tests'.
"""

import json
import os
import subprocess
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent
# Longer than any driver takes; reaching it fails the test.
PATIENCE_SECONDS: Final = 60


def environment(**more: str) -> dict[str, str]:
    """What a Node.js process needs of ours: no proxies, no options that somebody keeps for other programs."""
    kept = {name: value for name in ("PATH", "HOME", "SYSTEMROOT") if (value := os.environ.get(name))}
    return {**kept, "NODE_PATH": str(FOLDER / "node_modules"), **more}


def run_driver(name: str, job: Any) -> Any:
    """What the driver prints for this job."""
    ran = subprocess.run(
        ["node", FOLDER / name],
        input=json.dumps(job),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE_SECONDS,
        env=environment(),
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)
