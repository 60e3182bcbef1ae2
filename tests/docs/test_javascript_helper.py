"""The JavaScript that docs/node.md shows to copy: what it says when something is wrong, and what it leaves behind.

That it works is proved by the test runners of the page; here is what no page shows.
"""

import os
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from typing import Final

import pytest

from mock_server import Settings
from portone_mock import MockPortOne
from tests.docs.pages import ROOT, Block, blocks
from tests.docs.running import commands, lay
from tests.node import FOLDER, PATIENCE_SECONDS, environment

PAGE: Final = ROOT / "docs" / "node.md"
LOADED: Final = 'const { sandbox, startMock } = require("./portone-mock.cjs");'
pytestmark = pytest.mark.node


def helper() -> Block:
    return shown("portone-mock.cjs", PAGE)


def shown(name: str, page: Path) -> Block:
    return next(block for block in blocks(page) if block.file == name)


def node(source: str, folder: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    """What becomes of this source beside the helper. Ends when every process that it started has ended as well."""
    lay(helper(), folder)
    path = f"{commands(folder)}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["node", "--eval", LOADED + source],
        cwd=folder,
        env=environment(**{"PATH": path, "PYTHONPATH": str(ROOT)} | more),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE_SECONDS,
        check=False,
    )


def test_it_is_as_short_as_its_page_says() -> None:
    assert len(helper().text.splitlines()) < 60


def test_the_mock_that_it_starts_ends_with_the_process(tmp_path: Path) -> None:
    ran = node('startMock("--seed", "7").then(console.log);', tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    with pytest.raises(urllib.error.URLError, match="refused"):
        urllib.request.urlopen(f"{ran.stdout.strip()}/_mock/health", timeout=PATIENCE_SECONDS)


def test_a_mock_that_cannot_start_says_why(tmp_path: Path) -> None:
    ran = node('startMock("--idle", "soon").catch((error) => console.log(error.message));', tmp_path)
    assert ran.stdout == "portone-mock ended with status 2; its reason is above\n"
    assert "--idle='soon'" in ran.stderr


def test_a_command_that_is_not_installed_is_named(tmp_path: Path) -> None:
    source = 'process.env.PATH = "/nothing"; startMock().catch((error) => console.log(error.message));'
    ran = node(source, tmp_path)
    assert ran.stdout == "spawn portone-mock ENOENT\n"


def test_a_refused_call_says_what_was_refused_and_why(tmp_path: Path, portone: MockPortOne) -> None:
    source = (
        'sandbox().then((box) => box.putVerification("a/b", { person: "adlut" })).catch((e) => console.log(e.message));'
    )
    ran = node(source, tmp_path, PORTONE_API_BASE=f"{portone.base_url}/")
    assert ran.stdout.startswith("PUT /_mock/verifications/a%2Fb: 400 INVALID_REQUEST: "), ran
    assert "adult" in ran.stdout


def test_a_sandbox_starts_from_a_file_and_a_mistake_in_it_is_told_with_its_line(
    tmp_path: Path, portone: MockPortOne
) -> None:
    (tmp_path / "my.yaml").write_text("verifications:\n  of-the-file: {status: FAILED}\n", encoding="utf-8")
    (tmp_path / "wrong.yaml").write_text("verifications:\n  of-the-file: {status: GONE}\n", encoding="utf-8")
    source = """
        sandbox({ scenarioFile: "./my.yaml" })
          .then((box) => box.verification("of-the-file"))
          .then((told) => console.log(told.answer.status))
          .then(() => sandbox({ scenarioFile: "./wrong.yaml" }))
          .catch((error) => console.log(error.message));
    """
    ran = node(source, tmp_path, PORTONE_API_BASE=portone.base_url)
    status, refused = ran.stdout.splitlines()
    assert status == "FAILED"
    assert refused.startswith("PUT /_mock/scenario: 400 INVALID_REQUEST: ")
    assert ":2:25" in refused


def test_the_token_of_a_mock_off_loopback_is_sent(tmp_path: Path) -> None:
    source = "sandbox().then((box) => console.log(box.storeId)).catch((error) => console.log(error.message));"
    with MockPortOne(Settings(port=0, admin_token="let-me-in")) as guarded:
        at = {"PORTONE_API_BASE": guarded.base_url}
        assert "401 UNAUTHORIZED" in node(source, tmp_path, **at).stdout
        assert node(source, tmp_path, PORTONE_MOCK_ADMIN_TOKEN="let-me-in", **at).stdout.startswith("store-")


def test_playwright_gives_each_test_a_sandbox_by_it(tmp_path: Path, portone: MockPortOne) -> None:
    for block in (helper(), shown("sandbox.spec.ts", ROOT / "docs" / "playwright.md")):
        lay(block, tmp_path)
    (tmp_path / "node_modules").symlink_to(FOLDER / "node_modules")
    ran = subprocess.run(
        ["npx", "playwright", "test", "sandbox.spec.ts"],
        cwd=tmp_path,
        env=environment(PORTONE_API_BASE=portone.base_url),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "1 passed" in ran.stdout
