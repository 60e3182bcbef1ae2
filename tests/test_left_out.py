"""The summary of a test run accounts for every skipped test: what is missing, and how to have it."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.left_out import YARDSTICK, Cause, lines

ROOT: Final = Path(__file__).parents[1]
NODE: Final = Cause("node", "node: ", "노드를 설치", "install Node.js")


def test_each_cause_has_its_count_its_reason_and_the_way_out_in_both_languages() -> None:
    reasons = ["node: not installed", "node: not installed", "node: too old"]
    assert list(lines(reasons, [NODE, YARDSTICK])) == [
        "node: 테스트 3개를 건너뛰었습니다. 실행하려면: 노드를 설치",
        "node: tests skipped: 3 (not installed). To have them: install Node.js",
    ]


def test_a_skip_of_no_known_cause_is_named_with_its_reason() -> None:
    assert list(lines(["there is no make here"] * 2, [NODE])) == ["그 밖에 · others: 2 (there is no make here)"]


def test_nothing_is_said_where_nothing_was_left_out() -> None:
    assert list(lines([], [NODE, YARDSTICK])) == []


def test_a_run_without_node_curl_and_yardstick_counts_every_skip(tmp_path: Path) -> None:
    """The numbers of the summary add up to what pytest itself counts."""
    files = ("sdk/test_javascript_clients.py", "docs/test_snippets.py", "law/test_openapi_and_portone.py")
    chosen = [*(f"tests/{file}" for file in files), "-k", "javascript or security.md or openapi"]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *chosen],
        cwd=ROOT,
        env={"PATH": str(tmp_path), "PORTONE_YARDSTICK": str(tmp_path), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    told = ran.stdout
    counted = [int(number) for number in re.findall(r"(?:tests skipped|others): (\d+)", told)]
    skipped = re.search(r"(\d+) skipped", told)
    assert skipped is not None, told
    assert sum(counted) == int(skipped[1])
    assert {"node", "curl", "yardstick"} <= set(re.findall(r"^(\w+): tests skipped", told, re.MULTILINE))
