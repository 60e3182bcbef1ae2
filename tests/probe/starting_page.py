"""The controller of PortOne's guide page of autumn 2023, probed: the example report of the documents.

Lives here: how it is probed, what is kept of its report. May not: the controller (fixtures/integrations).
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from contracts.probe.cases import CASES
from contracts.probe.verdicts import SEVERITIES, Severity
from tests.docs.markdown import table
from tests.node import FOLDER
from tests.probe.catalogue import BY_THE_CLOCK
from tests.probe.command import checked

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = ROOT / "docs" / "probe-report.html"
KEPT: Final = Path(__file__).with_name("starting_page.json")
CONTROLLER: Final = "fixtures/integrations/starting-page-express/server.cjs"
# Of its four words for a 200 one lets somebody new in.
ACCEPTED: Final = "verdict=new-account"
# The page knew one rule of age, and meant to know people by their DI.
PROMISES: Final = ("--promise", "oneAccount=di", "--promise", "liveOnly=true", "--promise", "v2Only=true")


def command(mock_port: int = 8585, port: int = 3000) -> list[str]:
    """The probe of it, as somebody at the root of this repository would write it."""
    return [
        *("portone-contracts", "probe", f"http://localhost:{port}/identity-verifications"),
        *("--run", f"node {CONTROLLER}", "--env", "PORTONE_API_KEY={secret}", "--env", f"PORT={port}"),
        *("--mock-port", str(mock_port), "--accepted", ACCEPTED, *PROMISES),
    ]


def probed(*more: str, mock_port: int = 8585, port: int = 3000) -> dict[str, Any]:
    """Its report in JSON. `more` are further options."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        ran = subprocess.run(
            [sys.executable, "-m", "contracts", *command(mock_port, port)[1:], "--json", str(report), *more],
            cwd=ROOT,
            env={**os.environ, "NODE_PATH": str(FOLDER / "node_modules"), "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert report.is_file(), ran.stderr
        return dict(checked(report.read_text("utf-8")))


def findings(report: dict[str, Any]) -> dict[str, str]:
    """The cases that it does not hold, each with the severity."""
    found = {row["case"]: row["severity"] for row in report["cases"] if row["verdict"] in ("broken", "flaky")}
    return {case: severity for case, severity in found.items() if case not in BY_THE_CLOCK}


def kept() -> dict[str, Any]:
    """What is kept of its report."""
    return dict(json.loads(KEPT.read_text("utf-8")))


def verdicts(report: dict[str, Any]) -> dict[str, str]:
    """Every case with its verdict, but for those that are judged at some hours only."""
    return {row["case"]: "by the clock" if row["case"] in BY_THE_CLOCK else row["verdict"] for row in report["cases"]}


def write() -> None:
    """The page, and the findings that the documents list."""
    report = probed("--html", str(PAGE), "--lang", "ko")
    told = {"summary": report["summary"], "findings": findings(report), "verdicts": verdicts(report)}
    KEPT.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


def as_table() -> str:
    """Its worst findings, and how many there are besides."""
    found: dict[str, str] = kept()["findings"]
    severities = {one.word: one for one in Severity}
    less = {it: list(found.values()).count(it.word) for it in Severity if it < Severity.USER_HARM}
    besides = ", ".join(f"{SEVERITIES[it].ko} {count} · {count} {SEVERITIES[it].en}" for it, count in less.items())
    cases = [one for one in CASES if one.number in found]
    rows = (
        (
            f"{SEVERITIES[it].ko} · {SEVERITIES[it].en}",
            one.number,
            f"{one.title.ko}<br>{one.title.en}",
        )
        for it in sorted(set(Severity) - set(less), reverse=True)
        for one in cases
        if severities[found[one.number]] is it
    )
    shown = table(("심각도 · severity", "사례 · case", "지키지 못한 것 · what is not held"), rows)
    return f"{shown}\n그 밖에 · besides: {besides}\n"
