"""`portone-mock exec -- COMMAND`: what the command is told, and that both end together, whoever is told to stop."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from mock_server.settings import Settings, read
from tests.test_serving_command import PATIENCE_SECONDS

EXEC = (sys.executable, "-m", "mock_server", "exec")
ASKS = """
import json, os, urllib.request
told = {name: value for name, value in os.environ.items() if name.startswith("PORTONE_")}
headers = {"Authorization": "PortOne " + told["PORTONE_API_SECRET"]}
headers["Mock-Admin-Token"] = told.get("PORTONE_MOCK_ADMIN_TOKEN", "")
for path in ("/identity-verifications/idv-adult", "/_mock/sandbox"):
    urllib.request.urlopen(urllib.request.Request(told["PORTONE_API_BASE"] + path, headers=headers)).close()
print(json.dumps(told))
"""
# Says that it runs, waits for a signal, says which, and ends with a status of its own.
WAITS = """
import signal, sys
awaited = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
signal.pthread_sigmask(signal.SIG_BLOCK, awaited)
print("ready", flush=True)
print(signal.Signals(signal.sigwait(awaited)).name, flush=True)
sys.exit(5)
"""


def environment(**more: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PORTONE_")} | more


def ran(*words: str, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*EXEC, *words],
        capture_output=True,
        encoding="utf-8",
        env=environment(**more),
        timeout=PATIENCE_SECONDS,
        check=False,
    )


def told(*options: str, **more: str) -> dict[str, Any]:
    done = ran(*options, "--", sys.executable, "-c", ASKS, **more)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@contextmanager
def waiting(stdin: int = subprocess.DEVNULL) -> "Iterator[subprocess.Popen[str]]":
    """A command that waits for a signal; told to end, and waited for, at the end."""
    with subprocess.Popen(
        [*EXEC, sys.executable, "-c", WAITS],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as started:
        try:
            assert started.stdout is not None
            assert started.stdout.readline() == "ready\n"
            yield started
        finally:
            # Killed it could pass nothing on.
            started.terminate()


def test_the_command_is_told_what_env_prints_and_the_mock_answers_it() -> None:
    variables = told()
    assert re.fullmatch(r"http://localhost:\d+", variables["PORTONE_API_BASE"])
    assert variables["PORTONE_SDK_URL"] == variables["PORTONE_API_BASE"] + "/v2/browser-sdk.js"
    assert variables["PORTONE_API_SECRET"] == "mock-api-secret"
    assert set(variables) == {
        "PORTONE_API_BASE", "PORTONE_API_SECRET", "PORTONE_STORE_ID", "PORTONE_CHANNEL_KEY", "PORTONE_SDK_URL",
    }  # fmt: skip


def test_a_secret_that_was_given_is_handed_on_and_not_printed() -> None:
    done = ran("--api-secret", "hunter-two", "sh", "-c", 'test "$PORTONE_API_SECRET" = hunter-two')
    assert (done.returncode, done.stdout) == (0, "")
    assert "hunter" not in done.stderr


def test_off_loopback_the_command_is_given_the_token_of_the_control_paths() -> None:
    assert told("--host", "0.0.0.0")["PORTONE_MOCK_ADMIN_TOKEN"]


def test_its_output_and_status_are_the_commands_and_ours_is_one_line_on_stderr() -> None:
    done = ran("sh", "-c", "echo out; exit 7")
    assert (done.returncode, done.stdout) == (7, "out\n")
    assert re.fullmatch(r"portone-mock: listening on http://localhost:\d+\n", done.stderr)
    assert ran("--quiet", "sh", "-c", "echo err >&2").stderr == "err\n"


def test_what_follows_the_command_is_its_own_with_and_without_dashes() -> None:
    for dashes in ((), ("--",)):
        assert ran(*dashes, "echo", "--port", "--help").stdout == "--port --help\n"


def test_a_command_that_a_signal_ended_has_the_status_that_a_shell_gives() -> None:
    assert ran("sh", "-c", "kill -KILL $$").returncode == 128 + signal.SIGKILL


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_is_passed_on_and_the_mock_ends_after_the_command(number: signal.Signals) -> None:
    with waiting() as started:
        started.send_signal(number)
        said, errors = started.communicate(timeout=PATIENCE_SECONDS)
    assert (said, started.returncode) == (f"{number.name}\n", 5)
    port = int(errors.strip().rpartition(":")[2])
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS):
        pass


def test_ctrl_c_on_a_terminal_reaches_the_command_once() -> None:
    """The terminal tells both of them; passed on as well, the command would hear it twice."""
    control, terminal = os.openpty()
    with os.fdopen(control, "rb"), os.fdopen(terminal, "rb"), waiting(terminal) as started:
        started.send_signal(signal.SIGINT)
        started.send_signal(signal.SIGTERM)
        assert started.communicate(timeout=PATIENCE_SECONDS)[0] == "SIGTERM\n"


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["no-such-command"], 127, "there is no command 'no-such-command'"),
        (["/etc/passwd"], 126, "'/etc/passwd' cannot be run: Permission denied"),
        ([], 2, "Missing argument 'COMMAND…'"),
        (["--scenario", "nowhere", "true"], 2, "no scenario 'nowhere'"),
        (["--port", "x", "true"], 2, "--port='x'"),
    ],
)
def test_what_cannot_be_run_is_one_line(words: list[str], status: int, says: str) -> None:
    done = ran("--quiet", *words)
    assert (done.returncode, done.stdout) == (status, "")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_port_is_a_free_one_unless_one_was_given() -> None:
    def port(*options: str, **variables: str) -> int:
        given = dict(zip(options[::2], options[1::2], strict=True))
        return read(given, variables, {"port": "0"})[0].port

    assert port() == 0
    assert port("port", "9000") == port(PORTONE_MOCK_PORT="9000") == 9000
    assert port(PORTONE_MOCK_PORT="tcp://10.0.0.1:8585") == 0
    assert read({}, {})[0].port == Settings().port


def test_the_mock_is_there_as_long_as_the_command_runs() -> None:
    with waiting() as started:
        assert started.stderr is not None
        url = started.stderr.readline().split()[-1]
        with urllib.request.urlopen(f"{url}/_mock/health", timeout=PATIENCE_SECONDS) as answer:
            assert answer.status == 200
