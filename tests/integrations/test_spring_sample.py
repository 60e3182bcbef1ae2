"""The Spring sample: what decides in it is compiled and run; its controller is looked at as text, and says so."""

import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.integrations.process import SAMPLES

SPRING: Final = SAMPLES / "spring-boot-rest-client"


@pytest.mark.java
class TestTheSpringSample:
    def test_its_decisions_compile_and_are_right(self, tmp_path: Path) -> None:
        cases = {
            "2007-11-23|2026-11-23T00:00:00Z|2026-11-23T00:00:00Z|LIVE|c|d|true": "",
            "2007-11-24|2026-11-23T14:59:59Z|2026-11-23T14:59:00Z|LIVE|c|d|true": "too-young",
            "2007-11-24|2026-11-23T15:00:00Z|2026-11-23T14:59:00Z|LIVE|c|d|true": "",
            "2008-02-29|2027-02-28T00:00:00Z|2027-02-28T00:00:00Z|LIVE|c||true": "too-young",
            "2008-02-29|2027-03-01T00:00:00Z|2027-03-01T00:00:00Z|LIVE||d|true": "",
            "|2026-11-23T00:00:00Z|2026-11-23T00:00:00Z|LIVE|c|d|true": "no-birth-date",
            "2001-02-29|2026-11-23T00:00:00Z|2026-11-23T00:00:00Z|LIVE|c|d|true": "no-birth-date",
            "1990-01-01|2026-11-23T00:00:00Z|2026-11-23T00:00:00Z|TEST|MOCKCI|d|true": "not-live,forbidden-identity",
            "1990-01-01|2026-11-23T00:00:00Z|2026-11-23T00:00:00Z|TEST|MOCKCI|d|false": "",
            "1990-01-01|2026-11-23T00:32:00Z|2026-11-23T00:00:00Z|LIVE|c|d|true": "not-fresh",
            "1990-01-01|2026-11-23T00:00:00Z|2026-11-23T00:00:00Z|LIVE|||true": "cannot-tell-apart",
        }
        folder: Path = SPRING / "src/main/java/shop"
        sources = [str(it) for it in (folder / "Eligibility.java", Path(__file__).parent / "EligibilityCheck.java")]
        subprocess.run(["javac", "-Xlint:all", "-Werror", "-d", str(tmp_path), *sources], check=True)
        ran = subprocess.run(
            ["java", "-Duser.timezone=America/New_York", "-cp", str(tmp_path), "shop.EligibilityCheck"],
            input="\n".join(cases), capture_output=True, encoding="utf-8", check=True,
        )  # fmt: skip
        assert dict(zip(cases, ran.stdout.split("\n"), strict=False)) == cases

    def test_its_controller_is_java_at_least(self, tmp_path: Path) -> None:
        controller = SPRING / "src/main/java/shop/SignUpController.java"
        broken = tmp_path / "Broken.java"
        broken.write_text(
            controller.read_text("utf-8").replace("class SignUpController {", "class SignUpController", 1)
        )
        assert parsed(controller) == ""
        assert parsed(broken) != ""

    def test_it_says_that_it_was_never_run(self) -> None:
        for text in ("README.md", "src/main/java/shop/SignUpController.java"):
            assert "compiled" in (SPRING / text).read_text("utf-8").lower()


def parsed(source: Path) -> str:
    command = ["java", str(Path(__file__).parent / "ParseOnly.java"), str(source)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
