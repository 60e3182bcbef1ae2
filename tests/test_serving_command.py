"""`portone-mock serve` as a process: what it says, what it loads, how it ends."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from mock_server.serving import bind
from mock_server.serving_command import ServeError, serve
from mock_server.settings import Settings

LISTENING = re.compile(r"portone-mock listening on (http://localhost:\d+)\n")
PATIENCE_SECONDS = 30
HEAVY = {
    "httpx",
    "hypothesis",
    "jinja2",
    "jwt",
    "schemathesis",
    "pytest",
    "requests",
    "pydantic",
    "multipart",
    "websockets",
}

# Serves like the command, and tells on stdout which modules are loaded then and when files of the law are opened.
WATCHED = """
import json, sys

def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and "openapi" in arguments[0]:
        sys.stdout.write("opened " + arguments[0] + "\\n")
        sys.stdout.flush()

sys.addaudithook(watch)
from mock_server.cli import main
from mock_server import serving_command
real = serving_command.banner
serving_command.banner = lambda *_: "modules " + json.dumps(sorted(sys.modules))
main(["serve", "--port", "0"])
"""


@contextmanager
def process(*command: str) -> "Iterator[subprocess.Popen[str]]":
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PORTONE_MOCK_")}
    with subprocess.Popen(
        [sys.executable, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as started:
        try:
            yield started
        finally:
            started.kill()


def said(started: "subprocess.Popen[str]") -> str:
    assert started.stdout is not None
    return started.stdout.readline()


def address(started: "subprocess.Popen[str]") -> str:
    line = said(started)
    match = LISTENING.fullmatch(line)
    assert match, line
    return match[1]


def get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as answer:
        assert answer.status == 200
        return bytes(answer.read())


def test_the_first_line_is_the_address_and_connections_are_accepted_then() -> None:
    with process("-m", "mock_server", "serve", "--port", "0") as started:
        url = address(started)
        port = url.rsplit(":", 1)[1]
        for host in ("localhost", "127.0.0.1"):
            assert json.loads(get(f"http://{host}:{port}/_mock/health"))["status"] == "ok"


def test_the_banner_follows_and_its_request_works_when_pasted() -> None:
    with process("-m", "mock_server", "serve", "--port", "0") as started:
        url = address(started)
        line = next(line for line in iter(lambda: said(started), "") if line.startswith("curl"))
        header, target = re.fullmatch(r"curl -H 'Authorization: ([^']+)' (\S+)\n", line).groups()  # type: ignore[union-attr]
        assert target.startswith(url)
        request = urllib.request.Request(target, headers={"Authorization": header})
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            assert json.load(answer)["status"] == "VERIFIED"


def test_quiet_says_the_address_only() -> None:
    with process("-m", "mock_server", "serve", "--port", "0", "--quiet") as started:
        address(started)
        started.send_signal(signal.SIGTERM)
        assert started.communicate(timeout=PATIENCE_SECONDS) == ("", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_quickly_and_without_a_traceback(number: signal.Signals) -> None:
    with process("-m", "mock_server", "serve", "--port", "0") as started:
        url = address(started)
        get(f"{url}/_mock/health")
        asked = time.monotonic()
        started.send_signal(number)
        _, errors = started.communicate(timeout=PATIENCE_SECONDS)
        assert (started.returncode, errors) == (0, "")
        assert time.monotonic() - asked < 5


def test_after_the_start_nothing_heavy_is_loaded_and_the_law_is_read_on_the_first_request_for_it() -> None:
    with process("-c", WATCHED) as started:
        url = address(started)
        line = said(started)
        assert line.startswith("modules "), line
        loaded = {name.partition(".")[0] for name in json.loads(line.removeprefix("modules "))}
        assert "mock_server" in loaded
        assert "starlette" in loaded
        assert not loaded & HEAVY
        get(f"{url}/_mock/health")
        assert json.loads(get(f"{url}/openapi.json"))["openapi"]
        opened = said(started)
        assert opened.startswith("opened ")
        assert opened.endswith("openapi.yaml\n")


def test_a_secret_that_was_given_is_never_said() -> None:
    with process("-m", "mock_server", "serve", "--port", "0", "--api-secret", "hunter-two") as started:
        url = address(started)
        request = urllib.request.Request(f"{url}/identity-verifications/x", headers={"Authorization": "PortOne wrong"})
        with pytest.raises(urllib.error.HTTPError, match="401") as refused:
            urllib.request.urlopen(request, timeout=PATIENCE_SECONDS)
        assert "hunter-two" not in refused.value.read().decode()
        refused.value.close()
        started.send_signal(signal.SIGTERM)
        assert "hunter-two" not in "".join(started.communicate(timeout=PATIENCE_SECONDS))


def test_what_keeps_it_from_starting_is_one_line() -> None:
    with bind("127.0.0.1", 0)[0] as listener, pytest.raises(ServeError, match="taken"):
        serve(Settings(host="127.0.0.1", port=listener.getsockname()[1]), None)
    with pytest.raises(ServeError, match="no scenario 'zzz'"):
        serve(Settings(scenario="zzz"), None)
    with pytest.raises(ServeError, match="dnaal"):
        serve(Settings(channel_keys={"dnaal": "x"}), None)
