"""The probe as people start it: a process, its output and its exit status.

Lives here: starting one, ports. May not: an application.
"""

import json
import socket
import subprocess
from pathlib import Path
from typing import Any, Final

import jsonschema  # type: ignore[import-untyped]  # it carries no types

from tests.contracts.command import ROOT, judge

SCHEMA: Final = ROOT / "contracts" / "probe" / "report.schema.json"


def probe(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`portone-contracts probe` with these arguments."""
    return judge("probe", *arguments, cwd=cwd, **environment)


def checked(text: str) -> Any:
    """A JSON report, once it is found to be as its schema says."""
    told = json.loads(text)
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(told)
    return told


def free_port() -> int:
    with socket.socket() as probing:
        probing.bind(("127.0.0.1", 0))
        return int(probing.getsockname()[1])


def listens(port: int) -> bool:
    with socket.socket() as probing:
        return probing.connect_ex(("127.0.0.1", port)) == 0
