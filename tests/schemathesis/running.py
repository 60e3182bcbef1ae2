"""Running Schemathesis' command and reading its report.

Lives here: Run and Report. May not: documents, servers, verdicts. Every check is on, none is left out, and the same
cases are made in every run.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.yardstick import CHECKOUT

PHASES: Final = ("examples", "coverage", "fuzzing", "stateful")
# `st` goes by the environment of whoever works here; a run must not.
_FOREIGN: Final = ("SCHEMATHESIS_", "HYPOTHESIS_", "PORTONE_")


class Report(NamedTuple):
    """What a run did: its exit status, its words, and the cases by operation ("GET /path"), phase and status."""

    exit_status: int
    output: str
    cases: Counter[tuple[str, str, int | None]]
    links_followed: int

    def of(self, operation: str, *, phase: str | None = None, status: int | None = None) -> int:
        """How many cases there were."""
        return sum(
            count
            for (its, in_phase, got), count in self.cases.items()
            if its == operation and phase in (None, in_phase) and status in (None, got)
        )


class Run:
    """One run of `st`, which begins at once."""

    def __init__(
        self,
        folder: Path,
        document: str,
        url: str,
        *,
        examples: int,
        hooks: str | None = None,
        authorization: str | None = None,
        headers: Mapping[str, str] | None = None,
        expected: Mapping[str, Mapping[str, list[str]]] | None = None,
    ) -> None:
        """`expected` are statuses that checks expect of an operation: operationId -> {check: statuses}."""
        self._report = folder / "report.ndjson"
        self._words = folder / "output.txt"
        config = folder / "schemathesis.toml"
        config.write_text("".join(map(_operation, (expected or {}).items())), encoding="utf-8")
        command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run", document]
        command += ["--url", url, "--checks", "all", "--phases", ",".join(PHASES), "--mode", "all", "--no-color"]
        command += ["--generation-deterministic", "--max-examples", str(examples), "--continue-on-failure"]
        command += ["--report", "ndjson", "--report-ndjson-path", str(self._report)]
        sent = {**(headers or {}), **({"Authorization": authorization} if authorization else {})}
        command += [part for name, value in sent.items() for part in ("-H", f"{name}: {value}")]
        environment = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
        with self._words.open("w", encoding="utf-8") as words:
            self._process = subprocess.Popen(
                command,
                stdout=words,
                stderr=subprocess.STDOUT,
                cwd=folder,
                env={**environment, **({"SCHEMATHESIS_HOOKS": hooks} if hooks else {}), "PYTHONPATH": str(CHECKOUT)},
            )

    def report(self) -> Report:
        """What became of it, once it is over."""
        status = self._process.wait()
        cases: Counter[tuple[str, str, int | None]] = Counter()
        followed = 0
        for phase, case, answer in _recorded(self._report):
            cases[f"{case['value']['method']} {case['value']['path']}", phase, answer] += 1
            followed += case["is_transition_applied"]
        return Report(status, self._words.read_text(encoding="utf-8"), cases, followed)

    def stop(self) -> None:
        """End it, if it has not ended."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


def _operation(expected: tuple[str, Mapping[str, list[str]]]) -> str:
    operation, checks = expected
    lines = (f"checks.{check}.expected-statuses = {json.dumps(statuses)}\n" for check, statuses in checks.items())
    return f'[[operations]]\ninclude-operation-id = "{operation}"\n' + "".join(lines)


def _recorded(report: Path) -> Iterator[tuple[str, dict[str, Any], int | None]]:
    """Phase, case and status of the answer of every case."""
    for line in report.read_text(encoding="utf-8").splitlines() if report.exists() else ():
        finished = json.loads(line).get("ScenarioFinished", {})
        recorder = finished.get("recorder") or {}
        for id_, case in recorder.get("cases", {}).items():
            response = recorder["interactions"].get(id_, {}).get("response")
            yield finished["phase"], case, response and response["status_code"]
