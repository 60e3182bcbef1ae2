"""What the probe makes of applications that are not there, or not as they should be, and of being broken off."""

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Final

import httpx
import psutil
import pytest

from contracts.failures import NotJudgeable
from contracts.probe import alone as alone_
from contracts.probe import guard, processes
from contracts.probe.alone import alone
from contracts.probe.application import Application as Asked
from contracts.probe.application import template
from contracts.probe.cases import CASES
from contracts.probe.mock import Mock
from contracts.probe.near import Near
from contracts.probe.play import Play, Setting
from contracts.probe.policy import read_policy
from mock_server.handle import SandboxHandle
from tests.contracts.command import ROOT
from tests.probe.command import free_port, listens, probe
from tests.served import on_a_port, served

DATED: Final = ROOT / "tests" / "probe" / "dated"


class Application(BaseHTTPRequestHandler):
    """Answers `answers`, in turn, the last of them for ever; `seen` are the paths that it was asked for."""

    answers: tuple[int, ...] = (200,)
    seen: list[str]
    location = "/login"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        turn = len(self.seen)
        self.seen.append(self.path)
        self.send_response(self.answers[min(turn, len(self.answers) - 1)])
        self.send_header("location", self.location)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: Any) -> None:
        """Nothing on stderr."""


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    with served(on_a_port(handler)) as url:
        yield f"{url}/verify"


def answering(*statuses: int, **members: Any) -> type[Application]:
    return type("Answering", (Application,), {"answers": statuses, "seen": [], **members})


def refused(url: str, box: SandboxHandle, tmp_path: Path, *more: str) -> str:
    """The one line of a probe that could judge nothing."""
    done = probe(url, "--mock", box.base_url, "--api-secret", box.api_secret, *more, cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stdout + done.stderr
    return done.stderr


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (200, "never asked the mock: it still uses another PortOne address; set PORTONE_API_BASE=http://"),
        (400, "set PORTONE_API_BASE=http://localhost"),
        (403, "wants a login: give its header or cookie with --headers"),
        (405, "nothing takes an id there (405): see --endpoint"),
        (500, "your application fails (500) before it asks the mock: look into its log"),
    ],
)
def test_an_application_that_always_answers_alike_is_told_from_one_that_asks(
    status: int, said: str, box: SandboxHandle, tmp_path: Path
) -> None:
    with serving(answering(status)) as url:
        line = refused(url, box, tmp_path)
    assert said.replace("localhost", box.base_url.split("//")[1].split(":")[0]) in line
    assert ("or it wants another call (--endpoint)" in line) == (status == 400)


def test_nothing_is_sent_where_a_redirect_leads(box: SandboxHandle, tmp_path: Path) -> None:
    other = answering(200)
    with serving(other) as elsewhere, serving(answering(307, location=elsewhere)) as url:
        assert f"redirects (307 {elsewhere}): give the address where that ends" in refused(url, box, tmp_path)
    assert other.seen == []


def test_where_nothing_could_be_judged_no_report_of_an_earlier_run_stays(box: SandboxHandle, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("no report")
    (tmp_path / "r.json").symlink_to(tmp_path / "elsewhere")
    files = []
    for option in ("junit", "html", "json"):
        (tmp_path / f"r.{option}").write_text("earlier")
        files += [f"--{option}", f"r.{option}"]
    refused(f"http://127.0.0.1:{free_port()}/verify", box, tmp_path, *files)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "r.json"]


def test_an_application_that_is_not_there_is_asked_to_be_started(box: SandboxHandle, tmp_path: Path) -> None:
    line = refused(f"http://127.0.0.1:{free_port()}/verify", box, tmp_path)
    assert "gives no answer: see that it runs and that the address is right, or start it with --run" in line


class Hanging(Application):
    """Asks the mock once and lets somebody in; whoever comes later waits until the test is over."""

    mock: SandboxHandle
    over: threading.Event
    asked: threading.Semaphore

    def do_POST(self) -> None:
        if len(self.seen) >= 2 or not self.mock:
            self.seen.append(self.path)
            self.asked.release()
            self.over.wait(300)
            return
        sent = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.seen.append(self.path)
        address = f"{self.mock.base_url}/identity-verifications/{sent['identityVerificationId']}"
        answer = httpx.get(address, headers={"Authorization": f"PortOne {self.mock.api_secret}"}, trust_env=False)
        self.send_response(200 if answer.json().get("status") == "VERIFIED" else 422)
        self.send_header("content-length", "0")
        self.end_headers()


@contextmanager
def hanging(mock: SandboxHandle | None) -> Iterator[tuple[str, threading.Semaphore]]:
    over, asked = threading.Event(), threading.Semaphore(0)
    with serving(type("It", (Hanging,), {"mock": mock, "over": over, "asked": asked, "seen": []})) as url:
        try:
            yield url, asked
        finally:
            over.set()


def test_an_application_that_hangs_is_given_up_after_the_time_limit(box: SandboxHandle, tmp_path: Path) -> None:
    with hanging(None) as (url, _):
        assert "gives no answer" in refused(url, box, tmp_path, "--timeout", "0.5")


def test_broken_off_while_answers_are_awaited_it_ends_at_once_and_leaves_the_mock_as_it_was(
    box: SandboxHandle, tmp_path: Path
) -> None:
    # Nobody would wait so long for an answer.
    target = ("--mock", box.base_url, "--api-secret", box.api_secret, "--timeout", "600")
    with hanging(box) as (url, asked), started(tmp_path, url, *target) as running:
        # Every case that goes on at once waits for an answer, a fault or two ordered.
        for _ in range(6):
            assert asked.acquire(timeout=60)
        assert box.verifications()["total"] > 0
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 130, said(tmp_path)
    assert (box.faults(), box.verifications()["total"]) == ([], 0)


def test_two_probes_of_one_sandbox_do_not_mix_and_a_killed_one_is_in_nobodys_way(
    box: SandboxHandle, tmp_path: Path
) -> None:
    target = ("--mock", box.base_url, "--api-secret", box.api_secret)
    with hanging(box) as (url, asked), started(tmp_path, url, *target, "--timeout", "600") as running:
        assert asked.acquire(timeout=60)
        line = refused(url, box, tmp_path)
        assert f"another probe is at work on this sandbox ({box.base_url}, {box.store_id})" in line
        running.kill()
        running.wait()
        with serving(answering(200)) as other:
            assert "never asked the mock" in refused(other, box, tmp_path)


def test_a_lock_leaves_no_file_and_one_that_was_removed_meanwhile_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    really, before = alone_.lock, [0]

    def after_the_one_before_has_ended(held: int) -> None:
        if not before[0]:
            before[0] = held
            next(tmp_path.iterdir()).unlink()
        really(held)

    monkeypatch.setattr(alone_, "lock", after_the_one_before_has_ended)
    with alone("http://127.0.0.1:1", "store"):
        assert len(list(tmp_path.iterdir())) == 1
        with pytest.raises(NotJudgeable, match="another probe"), alone("http://localhost:1", "store"):
            raise AssertionError
        with alone("http://127.0.0.1:1", "another"):
            assert len(list(tmp_path.iterdir())) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_call_with_the_id_of_another_probe_is_not_the_applications(box: SandboxHandle) -> None:
    with httpx.Client(trust_env=False, timeout=5, headers={"Authorization": f"PortOne {box.api_secret}"}) as http:
        mock = Mock(http, box.base_url, box.api_secret)
        setting = Setting(Asked("http://127.0.0.1:1/x", template("POST")), mock, read_policy("sign-up"), "p0123abcd")
        play, before = Play(setting, CASES[0]), mock.newest()
        for id_ in ("probep9999ffffn1", "probep0123abcdn1", "somebody"):
            http.get(f"{box.base_url}/identity-verifications/{id_}")
        asked = [row["identityVerificationId"] for row in play.calls_since(before)]
        setting.application.close()
    assert asked == ["probep0123abcdn1", "somebody"]


@contextmanager
def started(cwd: Path, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    with (
        (cwd / "stderr").open("w") as stderr,
        subprocess.Popen(
            [sys.executable, "-u", "-m", "contracts", "probe", *arguments],
            cwd=cwd,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as running,
    ):
        try:
            yield running
        finally:
            running.kill()


def said(folder: Path) -> str:
    """What a probe that was started there has written to stderr."""
    return (folder / "stderr").read_text("utf-8")


@pytest.mark.node
def test_what_npm_has_started_ends_with_the_probe(tmp_path: Path) -> None:
    (tmp_path / "app.mjs").write_bytes((DATED / "app.mjs").read_bytes())
    (tmp_path / "package.json").write_text(json.dumps({"scripts": {"start": f"node {tmp_path / 'app.mjs'}"}}))
    port, mock_port = free_port(), free_port()
    arguments = (f"http://127.0.0.1:{port}/verify", "--mock-port", str(mock_port), "--run", "npm start")
    # A case that goes on for longer than this test.
    endless = ("--only", "TRANSPORT-18", "--slow", "--timeout", "600")
    with started(tmp_path, *arguments, f"--env=PORT={port}", *endless) as running:
        assert running.stdout is not None
        assert any("cases against" in line for line in running.stdout)
        assert of(tmp_path) != []
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 130, said(tmp_path)
    assert (of(tmp_path), listens(port), listens(mock_port)) == ([], False, False)


def of(folder: Path) -> list[int]:
    """The processes that run something of a folder."""
    return [one.pid for one in psutil.process_iter(["cmdline"]) if str(folder) in " ".join(one.info["cmdline"] or ())]


def test_who_is_impatient_while_all_is_ended_leaves_nothing_behind_either(tmp_path: Path) -> None:
    (tmp_path / "stubborn.sh").write_text(f"trap '' TERM INT\necho > {tmp_path}/up\nwhile :; do read line; done\n")
    mock_port = free_port()
    with started(
        tmp_path,
        *("http://127.0.0.1:1/verify", "--mock-port", str(mock_port), "--run", f"sh {tmp_path}/stubborn.sh"),
    ) as running:
        assert running.stdout is not None
        assert str(mock_port) in running.stdout.readline()
        while running.poll() is None:
            # No sooner than the application is up; then again and again, as somebody does who sees nothing happen.
            if (tmp_path / "up").exists():
                running.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                running.wait(0.1)
        assert running.returncode == 130, said(tmp_path)
    assert (of(tmp_path), listens(mock_port)) == ([], False)


def wrong_secret(tmp_path: Path, *more: str, command: str = f"{sys.executable} -B {DATED / 'app.py'}") -> str:
    port = free_port()
    arguments = ("--mock-port", str(free_port()), "--run", command, f"--env=PORT={port}", *more)
    done = probe(f"http://127.0.0.1:{port}/verify", *arguments, cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    return done.stderr


@pytest.mark.parametrize(
    ("secret", "said"),
    [
        ("another-secret-of-somebody", "The one sent begins with anot and has 26 characters); set PORTONE_API_SECRET="),
        ("'mock-api-secret'", "It would be one without the quotes, brackets or spaces around it"),
        ("r" * 100, "What looks like a real PortOne secret"),
        ("sandbox-mine", "asks another sandbox of the mock (store-sandbox-mine, of the secret sand…); set PORTONE_API"),
        ("", "There is nothing after 'PortOne'; the API secret belongs there"),
    ],
)
def test_a_wrong_secret_is_said_to_be_which_and_never_repeated(secret: str, said: str, tmp_path: Path) -> None:
    line = wrong_secret(tmp_path, f"--env=PORTONE_API_SECRET={secret}")
    assert said in line
    # The name of a sandbox of the mock is its store's, too; anything else may be somebody's real one.
    assert secret.startswith("sandbox-") or not secret or secret.strip("'") == "mock-api-secret" or secret not in line


def test_who_reads_another_variable_than_run_has_set_is_told_how_to_name_it(tmp_path: Path) -> None:
    (tmp_path / "start.sh").write_text(f"PORTONE_API_SECRET=old exec {sys.executable} -B {DATED / 'app.py'}\n")
    line = wrong_secret(tmp_path, command=f"sh {tmp_path / 'start.sh'}")
    assert "--run told it PORTONE_API_SECRET: if it reads another name, give --env 'NAME={secret}'" in line


TALKATIVE: Final = """
import socket, sys
with socket.create_server(("127.0.0.1", 0)) as listening:
    print(f"portone-mock listening on http://localhost:{listening.getsockname()[1]}", flush=True)
    for _ in range(20_000):
        print("x" * 100)
    sys.stdout.flush()
    listening.accept()[0].sendall(b"still here")
"""


def test_a_mock_that_talks_a_lot_is_not_stopped_by_a_full_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mock.py").write_text(TALKATIVE)
    monkeypatch.setattr(processes, "mock_command", lambda: [sys.executable, str(tmp_path / "mock.py")])
    with (
        processes.running_mock(1) as address,
        socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), timeout=20) as connection,
    ):
        assert connection.recv(20) == b"still here"


@pytest.mark.parametrize(
    ("addresses", "near"),
    [
        (["127.0.0.1"], True),
        (["10.1.2.3", "fd00::1"], True),
        (["10.1.2.3", "8.8.8.8"], False),
        (["::ffff:8.8.8.8"], False),
        (["::ffff:10.0.0.1"], True),
        (["2001:4860:4860::8888"], False),
        (["0.0.0.0"], True),
        (["172.31.0.1", "192.168.0.1", "fe80::1%eth0", "::1"], True),
        *(
            ([one], False)
            # Credentials of clouds, and what is set apart for documents, benchmarks and times to come.
            for one in (
                *("169.254.169.254", "169.254.170.2", "100.100.100.200", "::ffff:169.254.169.254"),
                *("fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254", "fe80::a9fe:a9fe%eth0"),
                *("192.0.2.1", "198.18.0.1", "240.0.0.1", "2001::1", "172.32.0.1"),
            )
        ),
    ],
)
def test_a_name_is_near_only_if_every_address_of_it_is(
    addresses: list[str], near: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: [(0, 0, 0, "", (one, 0)) for one in addresses])
    assert guard.is_near("some.name") is near


def test_a_name_that_has_become_another_machine_is_not_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(answering(200)) as url, httpx.Client(transport=Near(), trust_env=False) as http:
        port = url.rpartition(":")[2]
        found: list[str] = []
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_: [(0, 0, 0, "", (one, 0)) for one in found])
        found[:] = ["8.8.8.8"]
        with pytest.raises(httpx.ConnectError, match="neither this machine nor private"):
            http.post(f"http://some.name:{port}")
        found[:] = ["127.0.0.1", "8.8.8.8"]
        with pytest.raises(httpx.ConnectError, match="neither this machine nor private"):
            http.post(f"http://some.name:{port}")


def test_who_listens_at_one_address_of_a_name_is_reached() -> None:
    with serving(answering(200)) as url, httpx.Client(transport=Near(), trust_env=False) as http:
        # localhost is ::1 on many machines first, and this listens on 127.0.0.1 alone.
        assert http.post(url.replace("127.0.0.1", "localhost")).status_code == 200


def test_a_certificate_that_nobody_trusts_is_named_and_can_be_trusted(box: SandboxHandle, tmp_path: Path) -> None:
    subject = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2")
    files = ("-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "cert.pem"))
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *files, *subject], check=True)
    server = on_a_port(answering(200))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    target = (f"https://localhost:{server.server_port}/x", "--mock", box.base_url, "--api-secret", box.api_secret)
    with served(server):
        strange = probe(*target, cwd=tmp_path)
        trusted = probe(*target, cwd=tmp_path, SSL_CERT_FILE=str(tmp_path / "cert.pem"))
    assert (strange.returncode, len(strange.stderr.splitlines())) == (2, 1), strange.stderr
    assert "certificate of your application is not trusted (self-signed certificate): name the file" in strange.stderr
    assert "answered but never asked the mock" in trusted.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["http://localhost:1/x", "--mock", "http://8.8.8.8", "--api-secret", "s"], "8.8.8.8 is neither this machine"),
        (
            ["http://localhost:1/x", "--mock", "localhost:8585"],
            "--mock has to be like http://localhost:8585, not local",
        ),
        (["http://[2001:4860:4860::8888]/x"], "2001:4860:4860::8888 is neither this machine nor private"),
        (["http://user:password@localhost/x"], "APP_URL has to be like"),
        (["ftp://localhost/x"], "APP_URL has to be like"),
    ],
    ids=str,
)
def test_nothing_is_sent_far_away_nor_to_what_is_no_address(arguments: list[str], said: str, tmp_path: Path) -> None:
    done = probe(*arguments, cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert said in done.stderr
