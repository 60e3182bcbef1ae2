"""The command line, as a process: what it starts, what it says, and what it leaves behind."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import httpx
import pytest

from contracts.breaking_off import broken_off_once
from contracts.probe.cases import CASES
from mock_server.handle import SandboxHandle
from tests.contracts.command import ROOT
from tests.integrations.process import SAMPLES
from tests.probe.command import checked, free_port, listens, probe
from tests.served import on_a_port, served


class Constant(BaseHTTPRequestHandler):
    """Answers every request alike, and asks nobody."""

    status = 200

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        self.send_response(self.status)
        self.send_header("location", "/login")
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: Any) -> None:
        """Nothing on stderr."""


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    with served(on_a_port(handler)) as url:
        yield f"{url}/verify"


@pytest.fixture
def constant(request: pytest.FixtureRequest) -> Iterator[str]:
    with serving(type("Answering", (Constant,), {"status": request.param})) as url:
        yield url


@pytest.mark.parametrize(
    ("constant", "said"),
    [
        (200, "answered but never asked the mock: it still uses another PortOne address; set PORTONE_API_BASE="),
        (404, "nothing takes an id there (404)"),
        (401, "wants a login"),
        (302, "redirects (302 /login)"),
    ],
    indirect=["constant"],
)
def test_what_cannot_be_judged_is_one_line_with_what_to_do(
    constant: str, said: str, box: SandboxHandle, tmp_path: Path
) -> None:
    done = probe(constant, "--mock", box.base_url, "--api-secret", box.api_secret, cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert said in done.stderr


class AlwaysOk(BaseHTTPRequestHandler):
    """Asks the mock, and says both yes and no with 200; `words` are its two."""

    mock: SandboxHandle
    words: tuple[dict[str, Any], dict[str, Any]]

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["content-length"])))
        address = f"{self.mock.base_url}/identity-verifications/{sent['identityVerificationId']}"
        headers = {"Authorization": f"PortOne {self.mock.api_secret}"}
        answer = httpx.get(address, headers=headers, trust_env=False).json()
        told = self.words[0 if answer.get("status") == "VERIFIED" else 1] | {"number": time.monotonic_ns()}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    def log_message(self, *_: Any) -> None:
        """Nothing on stderr."""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (({"result": {"ok": True}}, {"result": {"ok": False}}), "give --accepted result.ok=true; if both are a yes"),
        (({"verdict": "new"}, {"error": "x"}), "(absent instead); if that is a no, give --accepted verdict=new ["),
        (({"done": 1}, {"done": 1}), ""),
    ],
)
def test_a_no_in_the_json_of_a_200_is_asked_about_and_not_taken_for_a_yes(
    words: tuple[dict[str, Any], dict[str, Any]], said: str, box: SandboxHandle, tmp_path: Path
) -> None:
    with serving(type("Ok", (AlwaysOk,), {"mock": box, "words": words})) as url:
        target = [url, "--mock", box.base_url, "--api-secret", box.api_secret, "--only", "STATUS-02"]
        done = probe(*target, cwd=tmp_path)
        assert done.returncode == (2 if said else 1), done.stdout + done.stderr
        assert said in done.stderr
        if said:
            again = probe(*target, "--accepted", said.split("--accepted ")[1].split(";")[0].split(" ")[0], cwd=tmp_path)
            assert (again.returncode, again.stderr) == (0, ""), again.stdout


def test_a_report_does_not_hold_what_the_application_was_told(box: SandboxHandle, tmp_path: Path) -> None:
    words = ({"done": 1}, {"done": 1})
    with serving(type("Ok", (AlwaysOk,), {"mock": box, "words": words})) as url:
        done = probe(
            *(url, "--mock", box.base_url, "--api-secret", box.api_secret),
            *("--only", "STATUS-02", "--html", "page.html"),
            *("--env", "DATABASE_URL=postgresql://shop:hunter2@db/shop", "--env", "PORT=3000"),
            cwd=tmp_path,
        )
    told = done.stdout + (tmp_path / "page.html").read_text("utf-8")
    assert "--env 'DATABASE_URL=…' --env PORT=3000" in done.stdout
    assert "hunter2" not in told


def fastapi(tmp_path: Path, mock_port: int, app_port: int, *more: str) -> "subprocess.CompletedProcess[str]":
    """The sample, started by the probe beside a mock of the probe's own."""
    return probe(
        f"http://127.0.0.1:{app_port}/identity-verifications",
        *("--mock-port", str(mock_port), "--start", "POST /identity-verifications/start", "--policy", "adult-shop"),
        *("--promise", "ageRule=full-age", "--run", f"{sys.executable} -B {SAMPLES / 'fastapi-server-sdk' / 'app.py'}"),
        *(f"--env=PORT={app_port}", f"--env=SIGNUP_HASH_KEY={'ab' * 32}", "--env=SIGNUP_MODE=development"),
        *(f"--env=SIGNUP_DATABASE={tmp_path}/accounts.db", *more),
        cwd=tmp_path,
    )


def test_the_probe_starts_mock_and_application_and_leaves_nothing_behind(tmp_path: Path) -> None:
    mock_port, app_port = free_port(), free_port()
    files = ("--json", "report.json", "--junit", "report.xml", "--html", "report.html")
    done = fastapi(tmp_path, mock_port, app_port, *files, "--lang", "ko")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith(f"portone-mock: http://localhost:{mock_port}, API secret mock-api-secret\n")
    report = checked((tmp_path / "report.json").read_text("utf-8"))
    assert [row["case"] for row in report["cases"]] == [one.number for one in CASES]
    assert report["summary"]["findings"] == 0
    suite = Xml.parse(tmp_path / "report.xml").getroot()
    assert (suite.get("tests"), suite.get("failures")) == (str(len(CASES)), "0")
    assert [row["case"] for row in report["cases"] if row["verdict"] != "not-judged" and not row["seconds"] > 0] == []
    assert 1 < float(suite.get("time") or 0) < 900
    assert f"판정한 사례 {report['summary']['held']}개를 모두 지켰습니다." in (tmp_path / "report.html").read_text(
        "utf-8"
    )
    assert not listens(mock_port)
    assert not listens(app_port)


def waiting(port: int) -> list[str]:
    """The application waits for a line that never comes, and the probe for the application."""
    arguments = ["http://127.0.0.1:1/verify", "--mock-port", str(port), "--run", f"{sys.executable} -c input()"]
    return [sys.executable, "-u", "-m", "contracts", "probe", *arguments]


def hear_a_hang_up() -> None:
    """In a new process: these tests may themselves run under nohup, which hands its deafness on."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_probe_that_is_broken_off_leaves_nothing_behind(sent: signal.Signals, tmp_path: Path) -> None:
    port = free_port()
    with subprocess.Popen(
        waiting(port),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        preexec_fn=hear_a_hang_up,  # noqa: PLW1509 - nothing else runs between fork and exec
    ) as running:
        assert running.stdout is not None
        assert str(port) in running.stdout.readline().decode()
        running.send_signal(sent)
        assert running.wait(20) == 130
    assert not listens(port)


def test_a_terminal_that_is_closed_leaves_nothing_behind() -> None:
    port = free_port()
    pid, terminal = pty.fork()
    if pid == 0:
        hear_a_hang_up()
        os.chdir(ROOT)
        os.execv(sys.executable, waiting(port))
    assert str(port).encode() in os.read(terminal, 1000)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 130
    assert not listens(port)


def test_who_asks_that_a_hang_up_be_ignored_is_heard() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with broken_off_once():
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_wrong_secret_is_said_to_be_the_secret(tmp_path: Path) -> None:
    done = fastapi(tmp_path, free_port(), free_port(), "--env=PORTONE_API_SECRET=another")
    assert done.returncode == 2
    assert "with another API secret" in done.stderr
    assert "set PORTONE_API_SECRET=mock-api-secret and restart it" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "APP_URL has to be like http://"),
        (["localhost:3000"], "APP_URL has to be like http://"),
        (["http://8.8.8.8/verify"], "give --allow-remote"),
        (["http://localhost:1/x", "--only", "NOPE-1"], "NOPE-1 is no case; there are STATUS-*"),
        (["http://localhost:1/x", "--policy", "nope"], "neither a preset (sign-up, adult-shop, login-again)"),
        (["http://localhost:1/x", "--promise", "leastage=3"], "did you mean leastAge?"),
        (["http://localhost:1/x", "--promise", "leastAge=old"], "leastAge is a number, such as 14, not 'old'"),
        (["http://localhost:1/x", "--endpoint", "verify"], "has to begin with a method"),
        (["http://localhost:1/x", "--endpoint", "GET /verify"], "has no place for the id"),
        (["http://localhost:1/x", "--headers", "nothing"], "--headers 'nothing' has to be like"),
        (["http://localhost:1/x", "--mock", "http://127.0.0.1:1"], "--mock wants the API secret"),
        (["--explain", "AGE-99"], "AGE-99 is no case"),
    ],
    ids=str,
)
def test_misuse_is_one_line_and_exit_status_2(arguments: list[str], said: str, tmp_path: Path) -> None:
    done = probe(*arguments, cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert said in done.stderr


@pytest.mark.parametrize(
    ("command", "said"),
    [("node 'server.js", "cannot be taken apart: No closing quotation"), (" ", "' ' is no command")],
)
def test_what_is_no_command_is_one_line(command: str, said: str, box: SandboxHandle, tmp_path: Path) -> None:
    target = (f"http://127.0.0.1:{free_port()}/x", "--mock", box.base_url, "--api-secret", box.api_secret)
    done = probe(*target, "--run", command, cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert said in done.stderr


def test_a_host_that_cannot_be_a_name_is_one_line(box: SandboxHandle, tmp_path: Path) -> None:
    done = probe(f"http://{'a' * 70}.test/x", "--mock", box.base_url, "--api-secret", box.api_secret, cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr


def test_explaining_a_case_says_why_and_what_switches_it_on(tmp_path: Path) -> None:
    done = probe("--explain", "PERSON-01", "--lang", "ko", cwd=tmp_path)
    assert done.returncode == 0
    assert "정책에 oneAccount가 있을 때" in done.stdout
