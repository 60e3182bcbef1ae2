"""`pytest --pyargs contracts`: what its options do, and how a wrong use of it ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mock_server.handle import SandboxHandle
from tests.contracts.command import ROOT


def judged(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A run of pytest in a process and a directory of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTONE_")}
    command = [sys.executable, "-m", "pytest", "--pyargs", "contracts", "-q", "-p", "no:cacheprovider", *arguments]
    environment = kept | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "", "PYTEST_ADDOPTS": ""}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "portone-contracts: give --portone-base-url, the server to judge"),
        (("--portone-base-url", "http://127.0.0.1:1"), "portone-contracts: there is no API secret: set"),
        (
            ("--portone-base-url", "http://127.0.0.1:1", "--portone-api-secret", "s", "--portone-only", "NO-1"),
            "portone-contracts: --portone-only: no contract has the number",
        ),
        (
            ("--portone-base-url", "http://127.0.0.1:1", "--portone-api-secret", "s", "--portone-timeout", "nan"),
            "portone-contracts: --portone-timeout nan: a number of seconds from 0.1 to 86400 is wanted",
        ),
        (
            ("--portone-base-url", "http://127.0.0.1:1", "--portone-api-secret", "s"),
            "gave no usable answer",
        ),
    ],
)
def test_what_cannot_be_judged_ends_with_2_and_a_reason(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = judged(tmp_path, *arguments)
    assert done.returncode == 2
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_expected_failures_are_forgiven_and_reasons_are_told_in_korean(box: SandboxHandle, tmp_path: Path) -> None:
    (tmp_path / "known").write_text("TOKEN-01: not here\n", encoding="utf-8")
    options = ("--portone-base-url", f"{box.base_url}/prefix", "--portone-api-secret", box.api_secret)
    chosen = ("--portone-only", "TOKEN-01,READ-02", "--portone-max-examples", "1", "--portone-lang", "ko", "-rs")
    done = judged(tmp_path, *options, *chosen, "--portone-expected-failures", "known")
    assert done.returncode == 0, done.stdout
    assert "1 skipped, 1 xfailed" in done.stdout
    assert "필요한 것" in done.stdout


def test_one_that_is_kept_after_all_is_said(box: SandboxHandle, tmp_path: Path) -> None:
    (tmp_path / "known").write_text("READ-01\n", encoding="utf-8")
    options = ("--portone-base-url", box.base_url, "--portone-api-secret", box.api_secret, "--portone-only", "READ-01")
    done = judged(tmp_path, *options, "--portone-expected-failures", "known")
    assert (done.returncode, "READ-01 is kept now" in done.stdout) == (1, True)
