"""The command line, as a process: what it prints, what it never prints, and how it ends."""

import json
import os
import re
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from contracts.cases import CONTRACTS
from mock_server.handle import SandboxHandle
from tests.contracts.command import ROOT, judge
from tests.served import on_a_port, served


class Constant(BaseHTTPRequestHandler):
    """Answers every request alike."""

    status, content, kind, to = 200, b"<html></html>", "text/html", ""

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        self.send_response(self.status)
        self.send_header("content-type", self.kind)
        if self.to:
            self.send_header("location", self.to)
        self.send_header("content-length", str(len(self.content)))
        self.end_headers()
        self.wfile.write(self.content)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 - http.server's names

    def log_message(self, *_: Any) -> None:
        """Nothing on stderr."""


class AlwaysFine(Constant):
    """Everything is 200 and an empty list."""

    content, kind = b'{"items":[]}', "application/json"


@pytest.fixture
def constant(request: pytest.FixtureRequest) -> Iterator[str]:
    with served(on_a_port(request.param)) as url:
        yield url


def test_a_kept_law_ends_with_0_and_says_seed_and_number(box: SandboxHandle, tmp_path: Path) -> None:
    arguments = ("verify", "--base-url", box.base_url, "--only", "TOKEN-01,READ-0[12]", "--json", "report.json")
    done = judge(*arguments, cwd=tmp_path, PORTONE_API_SECRET=box.api_secret)
    assert (done.returncode, done.stderr) == (0, "")
    first, *rest, last = done.stdout.splitlines()
    assert first == f"3 contracts against {box.base_url}, seed 20240101, 20 examples each"
    assert [row.split()[:2] for row in rest] == [["kept", "TOKEN-01"], ["kept", "READ-01"], ["kept", "READ-02"]]
    assert last == "3 kept, 0 broken, 0 not applicable"
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["seed"] == 20240101
    assert [row["verdict"] for row in report["contracts"]] == ["kept"] * 3
    assert box.api_secret not in done.stdout + (tmp_path / "report.json").read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_without_an_arrangement_contracts_are_not_applicable(box: SandboxHandle, tmp_path: Path) -> None:
    arguments = ("verify", "--base-url", f"{box.base_url}/", "--arrangement", "none", "--only", "READ-*")
    done = judge(*arguments, "--max-examples", "3", "--seed", "5", cwd=tmp_path, PORTONE_API_SECRET=box.api_secret)
    assert done.returncode == 0
    assert "seed 5, 3 examples each" in done.stdout
    assert done.stdout.count("needs an arrangement") == 22
    assert done.stdout.splitlines()[-1] == "2 kept, 0 broken, 22 not applicable"


@pytest.mark.parametrize("constant", [AlwaysFine], indirect=True)
def test_a_broken_law_ends_with_1_and_names_received_documented_and_law(constant: str, tmp_path: Path) -> None:
    done = judge(
        "verify",
        "--base-url",
        constant,
        "--api-secret",
        "hush",
        "--max-examples",
        "2",
        "--json",
        "r.json",
        cwd=tmp_path,
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "give --arrangement a file of ids" in done.stderr
    assert "broken         TOKEN-01" in done.stdout
    assert "Received:   the answer without accessToken" in done.stdout
    assert "Documented: the answer.accessToken is required" in done.stdout
    assert "hush" not in done.stdout + (tmp_path / "r.json").read_text(encoding="utf-8")
    rows = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["contracts"]
    assert len(rows) == len(CONTRACTS)
    assert {"received", "documented", "law", "source"} <= rows[0].keys()


@pytest.mark.parametrize(
    ("constant", "told"),
    [
        (Constant, "200"),
        (type("Nothing", (Constant,), {"content": b"{}"}), "200"),
        (type("NotFound", (Constant,), {"content": b'{"message":"not found"}', "status": 404}), "404"),
        (type("OfSpring", (Constant,), {"content": b'{"type":"about:blank"}', "status": 500}), "500 about:blank"),
        (type("Elsewhere", (Constant,), {"status": 307, "to": "/login?s=1"}), "307 (Location: /login)"),
    ],
    indirect=["constant"],
)
def test_a_server_of_another_kind_is_nothing_like_portone(constant: str, told: str, tmp_path: Path) -> None:
    done = judge("verify", "--base-url", constant, "--api-secret", "hush", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"portone-contracts: {constant} is nothing like PortOne: POST /login/api-secret → {told}, "
        "and neither tokens nor a list nor an error like PortOne's\n"
    )


@pytest.mark.parametrize(
    ("constant", "only", "word", "summary"),
    [
        (AlwaysFine, "READ-01", "Documented:", "0 kept, 1 broken, 0 not applicable"),
        (AlwaysFine, "READ-15", "Our choice:", "0 kept, 1 broken (1 of them by our choice only, documented nowhere)"),
    ],
    indirect=["constant"],
)
def test_a_law_of_our_own_is_told_from_a_documented_one(
    constant: str, only: str, word: str, summary: str, tmp_path: Path
) -> None:
    arguments = ("--api-secret", "hush", "--arrangement", "none", "--only", only, "--html", "r.html")
    done = judge("verify", "--base-url", constant, *arguments, cwd=tmp_path)
    assert done.returncode == 1
    assert word in done.stdout
    assert summary in done.stdout
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert ("are our choice only and documented nowhere" in page) == (word == "Our choice:")


def test_contracts_are_chosen_by_label_too(box: SandboxHandle, tmp_path: Path) -> None:
    arguments = ("--arrangement", "none", "--only", "docs,READ-01", "--max-examples", "1", "--json", "r.json")
    judge("verify", "--base-url", box.base_url, *arguments, cwd=tmp_path, PORTONE_API_SECRET=box.api_secret)
    rows = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["contracts"]
    assert {row["fidelity"] for row in rows if row["number"] != "READ-01"} == {"docs"}
    assert len(rows) == sum(one.fidelity == "docs" for one in CONTRACTS) + 1


@pytest.mark.parametrize("constant", [AlwaysFine], indirect=True)
def test_a_printed_command_names_the_files_of_secrets_and_a_place_for_plain_ones(constant: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hush", encoding="utf-8")
    arguments = ("--api-secret", "@secret", "--legacy-key", "hushhush", "--only", "READ-01")
    done = judge("verify", "--base-url", constant, *arguments, cwd=tmp_path)
    (command,) = re.findall(r"Reproduce:\s+portone-contracts (.*)", done.stdout)
    assert "--api-secret @secret --legacy-key @LEGACY-KEY-FILE" in command
    again = judge(*command.split(), cwd=tmp_path)
    assert (again.returncode, "LEGACY-KEY-FILE cannot be read" in again.stderr) == (2, True)


def test_a_refused_login_hides_nothing_of_a_report(box: SandboxHandle, tmp_path: Path) -> None:
    arguments = ("--api-secret", box.api_secret, "--only", "TOKEN-01", "--arrangement", "none")
    done = judge("verify", "--base-url", f"{box.base_url}/prefix", *arguments, cwd=tmp_path)
    assert "POST /login/api-secret → 404" in done.stdout
    assert "***" not in done.stdout


def test_a_secret_that_opens_nothing_is_said_and_not_shown(box: SandboxHandle, tmp_path: Path) -> None:
    done = judge("verify", "--base-url", box.base_url, "--api-secret", "nobodys-secret", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "does not take the API secret" in done.stderr
    assert "nobodys-secret" not in done.stderr


def test_an_unreachable_server_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        # Bound and not listening: nothing can be reached there.
        taken.bind(("127.0.0.1", 0))
        done = judge(
            "verify", "--base-url", f"http://127.0.0.1:{taken.getsockname()[1]}", "--api-secret", "s", cwd=tmp_path
        )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "gave no usable answer: POST /login/api-secret → no answer (ConnectError)" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("verify",), "give --base-url, such as http://localhost:8585, or PORTONE_CONTRACTS_BASE_URL"),
        (("verify", "--base-url", "localhost:8585"), "--base-url has to be like http://localhost:8585"),
        (("verify", "--base-url", "http://user:pw@localhost"), "without user, query and fragment"),
        (("verify", "--base-url", "http://localhost:99999"), "--base-url has to be like"),
        (("verify", "--base-url", "http://localhost"), "set PORTONE_API_SECRET, or give --api-secret @FILE"),
        (("verify", "--base-url", "http://localhost", "--api-secret", "비밀"), "characters that no header can hold"),
        (
            ("verify", "--base-url", "http://localhost", "--api-secret", "s", "--only", "NO-1"),
            "no contract has the number",
        ),
        (
            ("verify", "--base-url", "http://localhost", "--api-secret", "s", "--only", ","),
            "--only: a number is missing in ','",
        ),
        (("verify", "--base-url", "http://a b"), "--base-url has to be like"),
        (("verify", "--max-examples", "0"), "0 is not in the range"),
        (
            ("verify", "--base-url", "http://localhost", "--api-secret", "s", "--arrangement", "nowhere.yaml"),
            "--arrangement: nowhere.yaml cannot be read",
        ),
        (("verify", "--lang", "fr"), "'fr' is not one of 'ko', 'en'"),
        (("verify", "--base-url", "http://localhost", "--html", "no/where.html"), "there is no directory"),
        (("verify", "--base-url", "http://localhost", "--api-secret", "@nowhere"), "nowhere cannot be read"),
        (
            ("verify", "--base-url", "http://localhost", "--api-secret", "s", "--expected-failures", "nowhere"),
            "--expected-failures: nowhere cannot be read",
        ),
        (("verify", "--seed", "x"), "'x' is not a valid integer"),
        (("verfy",), "No such command 'verfy'"),
    ],
)
def test_misuse_is_answered_in_one_line_with_2(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = judge(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("portone-contracts: ")
    assert done.stderr.count("\n") == 1
    assert said in done.stderr


def test_a_missing_extra_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "hypothesis.py").write_text("raise ModuleNotFoundError(name='hypothesis')")
    environment = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    done = judge("verify", "--base-url", "http://localhost", "--api-secret", "s", cwd=tmp_path, **environment)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "portone-contracts: hypothesis is not installed; install the extra: pip install 'portone-mock[contracts]'\n"
    )


def test_an_option_may_stand_in_its_variable(box: SandboxHandle, tmp_path: Path) -> None:
    variables = {"BASE_URL": box.base_url, "ONLY": "READ-01", "MAX_EXAMPLES": "2", "LANG": "ko", "JSON": "r.json"}
    named = {f"PORTONE_CONTRACTS_{name}": value for name, value in variables.items()}
    done = judge("verify", cwd=tmp_path, PORTONE_API_SECRET=box.api_secret, **named)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "지킴 1, 어김 0, 판정 불가 0"
    assert json.loads((tmp_path / "r.json").read_text("utf-8"))["maxExamples"] == 2


def test_what_needs_no_extra_works_without_it(tmp_path: Path) -> None:
    (tmp_path / "hypothesis.py").write_text("raise ModuleNotFoundError(name='hypothesis')")
    environment = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    for command in (("vectors", "--out", "v"), ("client", "--help"), ("drift", "--help")):
        assert judge(*command, cwd=tmp_path, **environment).returncode == 0
