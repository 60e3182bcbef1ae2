"""Targets that cannot be judged, or only with care: what is said, what is never sent, and in what time."""

import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as Xml
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from contracts.cases import CONTRACTS
from contracts.target import is_loopback
from mock_server import Settings
from mock_server.handle import SandboxHandle
from portone_mock import MockPortOne
from tests.contracts.command import ROOT, judge
from tests.served import on_a_port, served

READ = ("--only", "READ-01", "--max-examples", "1")


@contextmanager
def listening(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server of one's own making: `talk` has each connection to itself."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        open_connections: list[socket.socket] = []

        def accept() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    open_connections.append(connection)
                    threading.Thread(target=_quietly, args=(talk, connection), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
        for one in open_connections:
            one.close()


def _quietly(talk: Callable[[socket.socket], None], connection: socket.socket) -> None:
    with suppress(OSError):
        talk(connection)


def hang(connection: socket.socket) -> None:
    while connection.recv(65536):
        pass


def endless_body(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")
    while True:
        connection.sendall(b" " * 65536)


def dripping_body(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")
    drip(connection)


def dripping_head(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nx-long: ")
    drip(connection)


def drip(connection: socket.socket) -> None:
    connection.settimeout(0.05)
    while True:
        connection.sendall(b"x")
        # The judge hanging up is the event; until then a byte goes out with every look.
        with suppress(TimeoutError):
            if not connection.recv(1):
                return


def nonsense(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"220 mail.example ESMTP\r\n")
    connection.close()


@pytest.mark.parametrize("talk", [hang, endless_body, dripping_body, dripping_head, nonsense])
def test_a_target_that_gives_no_whole_answer_is_said_in_one_line_in_its_time(
    talk: Callable[[socket.socket], None], tmp_path: Path
) -> None:
    with listening(talk) as url:
        began = time.monotonic()
        done = judge("verify", "--base-url", url, "--api-secret", "hush", "--timeout", "1", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "gave no usable answer: POST /login/api-secret → " in done.stderr
    assert time.monotonic() - began < 8


def test_a_server_that_falls_silent_in_the_middle_ends_the_run(tmp_path: Path) -> None:
    answered = iter(range(2))

    def two_answers(connection: socket.socket) -> None:
        while connection.recv(65536):
            if next(answered, None) is None:
                hang(connection)
            body = b'{"items":[]}'
            connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body))

    with listening(two_answers) as url:
        files = ("--junit", "r.xml", "--json", "r.json", "--html", "r.html")
        done = judge("verify", "--base-url", url, "--api-secret", "h", "--timeout", "0.3", *files, cwd=tmp_path)
    assert done.returncode == 2
    assert "stopped answering: 3 calls in a row" in done.stderr
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert "stopped answering" in report["ended"]
    assert report["counts"]["broken"] == len(report["contracts"]) > 0
    suite = Xml.parse(tmp_path / "r.xml").getroot()
    assert (suite.get("errors"), suite.get("tests")) == ("1", str(len(report["contracts"]) + 1))
    # One call waited for its 0.3 seconds.
    assert max(float(case.get("time") or 0) for case in suite.iter("testcase")) >= 0.3
    assert "The run could not go on to its end" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM], ids=lambda one: one.name)
def test_a_run_that_is_broken_off_leaves_reports_of_what_it_has_come_to(sent: signal.Signals, tmp_path: Path) -> None:
    answered, asked = iter(range(3)), threading.Event()

    def a_few_answers(connection: socket.socket) -> None:
        while connection.recv(65536):
            if next(answered, None) is None:
                asked.set()
                hang(connection)
            body = b'{"items":[]}'
            connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body))

    # Reports of an earlier run, which nobody is to take for this one's.
    for name in ("r.xml", "r.json", "r.html"):
        (tmp_path / name).write_text("earlier")
    files = ("--junit", "r.xml", "--json", "r.json", "--html", "r.html")
    with listening(a_few_answers) as url:
        options = ("--base-url", url, "--api-secret", "h", "--arrangement", "none", "--timeout", "600", *files)
        command = [sys.executable, "-m", "contracts", "verify", *options]
        with subprocess.Popen(command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}) as running:
            try:
                assert asked.wait(60)
                running.send_signal(sent)
                assert running.wait(60) == 130
            finally:
                running.kill()
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert report["ended"] == f"the run was broken off ({len(report['contracts'])}/{len(CONTRACTS)})"
    suite = Xml.parse(tmp_path / "r.xml").getroot()
    assert (suite.get("errors"), suite.get("tests")) == ("1", str(len(report["contracts"]) + 1))
    assert "The run could not go on to its end" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_a_run_ends_at_its_time_limit(box: SandboxHandle, tmp_path: Path) -> None:
    secret = {"PORTONE_API_SECRET": box.api_secret}
    files = ("--junit", "r.xml", "--html", "r.html")
    done = judge("verify", "--base-url", box.base_url, "--time-limit", "0.3", *files, cwd=tmp_path, **secret)
    assert done.returncode == 2
    assert "the run took longer than it may" in done.stderr
    assert Xml.parse(tmp_path / "r.xml").getroot().get("errors") == "1"
    assert "the run took longer than it may" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert box.verifications()["total"] == 0


class Recording(BaseHTTPRequestHandler):
    """Everything is an empty list; `seen` are the requests."""

    protocol_version = "HTTP/1.1"
    seen: list[tuple[str, str]]

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        self.seen.append((self.command, self.path))
        content = json.dumps({"items": [], "page": {"number": 0, "size": 10, "totalCount": 0}}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 - http.server's names

    def log_message(self, *_: Any) -> None:
        """Nothing on stderr."""


@pytest.fixture
def recording() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    seen: list[tuple[str, str]] = []
    handler = type("Handler", (Recording,), {"seen": seen})
    with served(on_a_port(handler)) as url:
        yield url, seen


def test_read_only_sends_nothing_but_get(recording: tuple[str, list[tuple[str, str]]], tmp_path: Path) -> None:
    url, seen = recording
    ids = tmp_path / "ids.yaml"
    ids.write_text("verifications:\n  - {id: one, status: VERIFIED}\n  - {id: two, status: READY}\n")
    options = ("--read-only", "--arrangement", str(ids), "--max-examples", "2")
    done = judge("verify", "--base-url", url, "--api-secret", "hush", *options, cwd=tmp_path)
    assert done.returncode == 1
    assert {method for method, _ in seen} == {"GET"}
    assert ("GET", "/identity-verifications/one") in seen


@pytest.mark.parametrize(
    ("url", "loopback"),
    [
        ("http://localhost:1", True),
        ("http://127.8.0.1", True),
        ("http://[::1]:1", True),
        ("http://api.localhost", True),
        ("https://api.portone.io", False),
        ("http://10.0.0.1", False),
        ("http://localhost.example", False),
    ],
)
def test_what_counts_as_this_machine(url: str, loopback: bool) -> None:
    assert is_loopback(url) == loopback


def not_loopback() -> str:
    """An address of this machine that is not loopback; nothing leaves the machine when it is called."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            pytest.skip("this machine has no address beside loopback")
        address: str = probe.getsockname()[0]
        return address


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[MockPortOne]:
    """A mock that is reached from other machines, and therefore wants an admin token."""
    host = not_loopback()
    with MockPortOne(Settings(host=host, port=0, admin_token="let-me-in")) as server:
        yield server


def test_off_loopback_nothing_is_sent_unless_it_is_allowed_and_a_plain_secret_is_warned_about(
    elsewhere: MockPortOne, tmp_path: Path
) -> None:
    options = ("verify", "--base-url", elsewhere.base_url, "--api-secret", "mock-api-secret")
    admin = ("--admin-token", "let-me-in", "--only", "SEND-01,RESEND-01", "--max-examples", "1")
    kept_back = judge(*options, *admin, cwd=tmp_path)
    assert kept_back.returncode == 0
    assert kept_back.stdout.count("needs --allow-send") == 2
    assert kept_back.stderr.count("is visible in the process list") == 2
    allowed = judge(*options, *admin, "--allow-send", cwd=tmp_path)
    assert allowed.stdout.splitlines()[-1] == "2 kept, 0 broken, 0 not applicable"


def test_a_mock_that_wants_an_admin_token_says_so_and_takes_it(elsewhere: MockPortOne, tmp_path: Path) -> None:
    secret = {"PORTONE_API_SECRET": "mock-api-secret"}
    options = ("verify", "--base-url", elsewhere.base_url, "--only", "READ-02")
    without = judge(*options, cwd=tmp_path, **secret)
    assert "the control paths of this mock want its admin token: --admin-token" in without.stderr
    assert without.stdout.splitlines()[-1] == "0 kept, 0 broken, 1 not applicable"
    given = judge(*options, cwd=tmp_path, PORTONE_CONTRACTS_ADMIN_TOKEN="let-me-in", **secret)
    assert (given.stderr, given.stdout.splitlines()[-1]) == ("", "1 kept, 0 broken, 0 not applicable")
    wrong = judge(*options, "--admin-token", "@token", cwd=_holding(tmp_path, "token", "not-it\n"), **secret)
    assert (wrong.returncode, "has no control paths" in wrong.stderr) == (2, True)


def _holding(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_secret_is_read_from_a_file_or_asked_for(box: SandboxHandle, tmp_path: Path) -> None:
    _holding(tmp_path, "secret", f"{box.api_secret}\n")
    done = judge("verify", "--base-url", box.base_url, "--api-secret", "@secret", *READ, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "contracts", "verify", "--base-url", box.base_url, *READ],
        stdin=slave,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("PORTONE_")},
    )
    assert process.stderr is not None
    asked = b""
    while not asked.endswith(b"API Secret:"):
        # What is typed before the question is thrown away.
        asked += process.stderr.read(1)
    os.write(master, f"{box.api_secret}\n".encode())
    out, told = process.communicate(timeout=30)
    os.close(master)
    os.close(slave)
    assert process.returncode == 0, told
    assert box.api_secret.encode() not in out + told


def test_expected_failures_are_forgiven_and_those_that_hold_again_are_not(
    box: SandboxHandle, recording: tuple[str, list[tuple[str, str]]], tmp_path: Path
) -> None:
    known = str(_holding(tmp_path, "known", "# ours\nTOKEN-01: no login yet\n- READ-01\n") / "known")
    options = (
        "--api-secret",
        "hush",
        "--only",
        "TOKEN-01,READ-01",
        "--max-examples",
        "1",
        "--expected-failures",
        known,
    )
    done = judge("verify", "--base-url", recording[0], *options, "--junit", "r.xml", cwd=tmp_path)
    assert (done.returncode, done.stdout.count("expected       ")) == (0, 2)
    assert "no login yet" in done.stdout
    suite = Xml.parse(tmp_path / "r.xml").getroot()
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("2", "0", "2")
    options = ("--api-secret", box.api_secret, "--only", "READ-01", "--max-examples", "1", "--expected-failures", known)
    stale = judge("verify", "--base-url", box.base_url, *options, cwd=tmp_path)
    assert (stale.returncode, "READ-01 is kept now" in stale.stdout) == (1, True)
    _holding(tmp_path, "known", "READ-1\n")
    wrong = judge("verify", "--base-url", box.base_url, *options, cwd=tmp_path)
    assert (wrong.returncode, "known:1: no contract has the number READ-1; READ-01?" in wrong.stderr) == (2, True)


def test_a_printed_command_reproduces_the_failure(recording: tuple[str, list[tuple[str, str]]], tmp_path: Path) -> None:
    url, _ = recording
    done = judge("verify", "--base-url", url, "--api-secret", "hush", "--only", "READ-01", "--seed", "9", cwd=tmp_path)
    (command,) = re.findall(r"Reproduce:\s+portone-contracts (.*)", done.stdout)
    assert "hush" not in command
    again = judge(*command.split(), cwd=tmp_path, PORTONE_API_SECRET="hush")
    assert re.sub("contract[0-9a-f]+", "contract", again.stdout) == re.sub("contract[0-9a-f]+", "contract", done.stdout)


def test_an_arrangement_file_that_is_wrong_is_said_with_the_place_and_the_nearest_name(tmp_path: Path) -> None:
    for text, said in (
        ("verifications:\n  - {id: one, state: READY}\n", "verifications[0] has no member state → status"),
        ("verifications:\n  - {id: one, status: DONE}\n", "verifications[0].status must be READY, VERIFIED, FAILED"),
        ("verifications: one\n", "verifications must be a list, not 'one'"),
        ("- one\n", "the file must be a mapping, not list"),
        ("", "the file must be a mapping, not nothing"),
        ("stores: s\n", "the file has no member stores → storeId"),
        ("a: [\n", "is no YAML"),
        ("storeId: s\n", "names neither verifications nor a send"),
    ):
        _holding(tmp_path, "ids.yaml", text)
        options = ("--base-url", "http://127.0.0.1:1", "--api-secret", "s", "--arrangement", "ids.yaml")
        done = judge("verify", *options, cwd=tmp_path)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert said in done.stderr


def test_ids_that_exist_are_enough_to_judge_reads(box: SandboxHandle, tmp_path: Path) -> None:
    for number, status in enumerate(("VERIFIED", "READY", "FAILED")):
        box.put_verification(f"000{number}", status=status)
    rows = "".join(f"  - {{id: 000{n}, status: {s}}}\n" for n, s in enumerate(("VERIFIED", "READY", "FAILED")))
    _holding(tmp_path, "ids.yaml", f"storeId: {box.store_id}\nverifications:\n{rows}")
    options = ("--arrangement", "ids.yaml", "--read-only", "--only", "READ-*,AUTH-09", "--max-examples", "2")
    done = judge("verify", "--base-url", box.base_url, *options, cwd=tmp_path, PORTONE_API_SECRET=box.api_secret)
    assert done.returncode == 0, done.stdout
    words = {line.split()[1]: line[:4] for line in done.stdout.splitlines() if re.match(r"kept|broken|not app", line)}
    assert words["READ-04"] == words["READ-09"] == words["AUTH-09"] == "kept"
    assert box.verifications()["total"] == 3


def test_every_id_that_is_named_is_looked_at_and_the_printed_command_comes_to_the_same(
    box: SandboxHandle, tmp_path: Path
) -> None:
    for number, status in enumerate(("VERIFIED", "VERIFIED", "FAILED")):
        box.put_verification(f"id-{number}", status=status)
    # The third is no VERIFIED one, whatever the file says.
    rows = "".join(f"  - {{id: id-{n}, status: VERIFIED, person: adult, site: a}}\n" for n in range(3))
    _holding(tmp_path, "ids.yaml", f"verifications:\n{rows}")
    options = ("--base-url", box.base_url, "--arrangement", "ids.yaml", "--read-only")
    secret = {"PORTONE_API_SECRET": box.api_secret}
    done = judge("verify", *options, "--only", "READ-02,READ-03,READ-04", cwd=tmp_path, **secret)
    words = [line.split()[:2] for line in done.stdout.splitlines() if re.match("kept|broken|not", line)]
    assert words == [["broken", "READ-02"], ["broken", "READ-03"], ["broken", "READ-04"]]
    assert done.stdout.startswith(
        f"3 contracts against {box.base_url}, seed 20240101, 20 examples each, 3 times each where it is about "
    )
    assert done.stdout.count("Example:    id-2") == 3
    for command in re.findall(r"Reproduce:\s+portone-contracts (.*)", done.stdout):
        assert judge(*command.split(), cwd=tmp_path, **secret).returncode == 1
    _holding(tmp_path, "ids.yaml", "verifications: [{id: id-0, status: VERIFIED, person: adult, site: a}]\n")
    alone = judge("verify", *options, "--only", "FIELDS-04", cwd=tmp_path, **secret)
    assert alone.stdout.startswith("1 contract against")
    assert "not applicable FIELDS-04" in alone.stdout
