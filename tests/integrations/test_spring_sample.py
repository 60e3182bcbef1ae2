"""The Spring sample: dates that no running mock can show, and the part of it that needs Spring and is only looked at.

The rest of it is run in test_sign_ups.py, by SignUpShell.java instead of Spring.
"""

import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.integrations.process import SAMPLES

SPRING: Final = SAMPLES / "spring-boot-rest-client"
FOLDER: Final[Path] = SPRING / "src/main/java/shop"
NEVER_RUN: Final = ("SignUpApplication", "SignUpController")


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
        sources = [str(it) for it in (FOLDER / "Eligibility.java", Path(__file__).parent / "EligibilityCheck.java")]
        subprocess.run(["javac", "-Xlint:all", "-Werror", "-d", str(tmp_path), *sources], check=True)
        ran = subprocess.run(
            ["java", "-Duser.timezone=America/New_York", "-cp", str(tmp_path), "shop.EligibilityCheck"],
            input="\n".join(cases), capture_output=True, encoding="utf-8", check=True,
        )  # fmt: skip
        assert dict(zip(cases, ran.stdout.split("\n"), strict=False)) == cases

    @pytest.mark.parametrize("name", NEVER_RUN)
    def test_what_needs_spring_is_java_at_least_and_says_that_it_was_never_run(self, name: str, tmp_path: Path) -> None:
        source = FOLDER / f"{name}.java"
        broken = tmp_path / "Broken.java"
        broken.write_text(source.read_text("utf-8").replace(f"class {name} {{", f"class {name}", 1))
        assert parsed(source) == ""
        assert parsed(broken) != ""
        assert "NOT COMPILED AND NOT RUN" in source.read_text("utf-8")
        assert name in (SPRING / "README.md").read_text("utf-8")

    def test_nothing_else_needs_spring(self) -> None:
        needs = {source.stem for source in FOLDER.glob("*.java") if "springframework" in source.read_text("utf-8")}
        assert needs == set(NEVER_RUN)


def parsed(source: Path) -> str:
    command = ["java", str(Path(__file__).parent / "ParseOnly.java"), str(source)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
