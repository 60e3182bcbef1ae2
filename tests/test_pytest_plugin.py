"""The pytest plugin, in projects of its own: pytest runs in a process beside this one."""

import contextlib
import os
import re
import socket
import subprocess
import sys
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Final

import pytest

from portone_mock import ControlClient, MockPortOne, Settings
from tests.served import on_a_port, served

ROOT: Final = Path(__file__).parents[1]
PLUGIN: Final = "portone_mock.pytest_plugin"


def run(folder: Path, test: str, *arguments: str) -> str:
    """What pytest prints about a project that holds this one test file."""
    (folder / "test_shop.py").write_text(test, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "NO_PROXY": "*"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", PLUGIN, "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


READING: Final = """
import httpx
import pytest

def read(box, id_):
    url = f"{box.base_url}/identity-verifications/{id_}"
    return httpx.get(url, headers={"Authorization": f"PortOne {box.api_secret}"}).status_code
"""


def test_every_test_has_an_empty_world_of_its_own(tmp_path: Path) -> None:
    told = run(
        tmp_path,
        READING
        + """
@pytest.mark.parametrize("turn", [1, 2])
def test_it(portone, portone_server, turn):
    assert portone.verifications()["total"] == 0
    portone.put_verification("mine", person="adult")
    assert read(portone, "mine") == 200
    assert portone.base_url == portone_server.base_url

@pytest.mark.portone(scenario="default")
def test_with_a_scenario(portone):
    assert read(portone, "idv-adult") == 200
""",
    )
    assert "3 passed" in told


def test_a_failing_test_shows_what_its_sandbox_was_asked_and_what_never_happened(tmp_path: Path) -> None:
    told = run(
        tmp_path,
        READING
        + """
def test_it(portone):
    portone.next("cancelled", customerId="c-1")
    portone.order_fault("delay", seconds=1, match={"id": "never-asked"})
    read(portone, "nobody")
    assert 0
""",
    )
    assert "1 failed" in told
    assert re.search(r"GET /identity-verifications/nobody -> 404 IDENTITY_VERIFICATION_NOT_FOUND", told)
    assert 'ordered and not used: cancelled for {"customerId": "c-1"}' in told
    assert 'never fired: delay for {"id": "never-asked"}' in told


FIXTURE: Final = """
@pytest.fixture
def application(portone):
    read(portone, "from-setup")
    {before}
    yield
    {after}

def test_it(application): pass
"""


@pytest.mark.parametrize(("before", "after"), [("assert 0", ""), ("", "assert 0")], ids=["setup", "teardown"])
def test_so_does_one_whose_fixture_fails_and_its_sandbox_is_gone_afterwards(
    tmp_path: Path, before: str, after: str
) -> None:
    with MockPortOne() as running:
        test = READING + FIXTURE.format(before=before, after=after)
        told = run(tmp_path, test, "--portone-url", running.base_url)
        assert sandboxes_of(running) == 1
    assert re.search(r"1 error\b", told)
    assert re.search(r"portone-mock -+\n1 request\n\d+ GET /identity-verifications/from-setup -> 404", told)


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        ("", '@pytest.mark.portone(scenario="default"); this test has @pytest.mark.portone()'),
        ('("default", "empty")', "this test has @pytest.mark.portone('default', 'empty')"),
        ('(scenari="default")', "this test has @pytest.mark.portone(scenari='default')"),
        ('(scenario="defualt")', "did you mean 'default'?"),
    ],
)
def test_a_wrong_mark_is_told_in_one_line(tmp_path: Path, mark: str, told: str) -> None:
    assert told in the_line(run(tmp_path, f"import pytest\n@pytest.mark.portone{mark}\ndef test_it(portone): pass\n"))


def test_a_scenario_file_is_looked_for_beside_the_test_wherever_pytest_is_started(tmp_path: Path) -> None:
    """And may extend a file beside itself, and stand in a list."""
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "base.yaml").write_text("extends: default\nverifications: {mine: {person: foreigner}}\n")
    (tmp_path / "inner" / "my.yaml").write_text("extends: ./base.yaml\nverifications: {other: {person: renamed}}\n")
    (tmp_path / "inner" / "test_inner.py").write_text(
        """
import pathlib
import pytest

@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.portone(scenario="./my.yaml")
def test_it(portone, turn):
    people = [portone.verification(id_)["person"] for id_ in ("mine", "other", "idv-adult")]
    assert people == ["foreigner", "renamed", "adult"]

@pytest.mark.portone(scenario=["empty", pathlib.Path("base.yaml"), {"otp": {"code": "111111"}}])
def test_that(portone):
    assert [it["id"] for it in portone.verifications()["verifications"]] == ["mine"]
"""
    )
    assert "3 passed" in run(tmp_path, "", "inner")
    with MockPortOne() as running:
        assert "3 passed" in run(tmp_path, "", "inner", "--portone-url", running.base_url)


def test_a_flaw_in_a_scenario_file_is_told_in_one_line_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = "import pytest\n@pytest.mark.portone(scenario='./my.yaml')\ndef test_it(portone): pass\n"
    monkeypatch.setenv("PORTONE_MOCK_LANG", "en")
    assert "the scenario file my.yaml cannot be read: No such file" in the_line(run(tmp_path, test))
    (tmp_path / "my.yaml").write_text("verifications:\n  mine: {persn: adult}\n")
    assert the_line(run(tmp_path, test)).startswith("portone-mock: my.yaml:2:10: 'persn' is not a known ")
    monkeypatch.setenv("PORTONE_MOCK_LANG", "ko")
    assert "'persn'은(는) 알 수 없는" in the_line(run(tmp_path, test))


def the_line(told: str) -> str:
    """What is said about the only error, which is one line and no traceback."""
    found = re.search(r"ERROR at setup of test_it _+\n(portone-mock: .*)\n=+ short test summary", told)
    assert found, told
    return found[1]


def test_a_test_may_drop_its_sandbox_itself(tmp_path: Path) -> None:
    assert "1 passed" in run(tmp_path, "def test_it(portone): portone.drop()\n")


def test_an_async_test_uses_it_like_any_other(tmp_path: Path) -> None:
    test = """
import httpx
import pytest

@pytest.mark.anyio
async def test_it(portone):
    portone.put_verification("mine", person="adult-woman")
    async with httpx.AsyncClient(base_url=portone.base_url) as client:
        authorised = {"Authorization": f"PortOne {portone.api_secret}"}
        answer = await client.get("/identity-verifications/mine", headers=authorised)
    assert answer.json()["verifiedCustomer"]["name"] == "이가상"
    portone.requests()
    assert 0, "shown"
"""
    told = run(tmp_path, test, "-p", "anyio")
    assert re.search(r"GET /identity-verifications/mine -> 200", told)
    assert "1 failed" in told


PARALLEL: Final = """
import pytest

@pytest.mark.parametrize("turn", range(8))
def test_it(portone, turn, worker_id, record_property):
    assert portone.verifications()["total"] == 0
    portone.put_verification("mine", person="adult")
    print(f"{worker_id} used {portone.base_url}.")
    portone.next("cancelled")
    assert turn < 6
"""


@pytest.mark.parametrize("elsewhere", [False, True])
def test_with_xdist_every_worker_has_a_mock_and_every_test_a_sandbox(tmp_path: Path, *, elsewhere: bool) -> None:
    with MockPortOne() as running:
        options = ["--portone-url", running.base_url] if elsewhere else []
        told = run(tmp_path, PARALLEL, "-p", "xdist", "-n", "2", "-rP", *options)
        assert sandboxes_of(running) == 1
    assert "2 failed, 6 passed" in told
    assert told.count("ordered and not used: cancelled") == 2
    used = set(re.findall(r"(gw\d) used (\S+)\.", told))
    assert {worker for worker, _ in used} == {"gw0", "gw1"}
    assert len({url for _, url in used}) == (1 if elsewhere else 2)


def test_a_mock_that_runs_already_is_used(tmp_path: Path) -> None:
    test = "def test_it(portone): portone.put_verification('seen', person='adult'); portone.fresh_person()\n"
    with MockPortOne() as running:
        told = run(tmp_path, test, "--portone-url", running.base_url)
        assert "1 passed" in told
        # Dropped after the test: only the default one is left.
        assert sandboxes_of(running) == 1


def sandboxes_of(running: MockPortOne) -> int:
    with contextlib.closing(ControlClient(running.base_url)) as control:
        return int(control.call("GET", "/sandboxes")["total"])


def test_where_no_mock_answers_one_line_says_so(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    told = run(tmp_path, "def test_it(portone): pass\n", "--portone-url", f"http://127.0.0.1:{port}")
    assert re.search(rf"--portone-url http://127.0.0.1:{port}: nothing answers there .*refused", the_line(told))


def test_where_the_mock_goes_away_in_the_middle_one_line_says_so_too(tmp_path: Path) -> None:
    test = "def test_it(portone, portone_server): portone_server.stop()\ndef test_that(portone): pass\n"
    told = run(tmp_path, test, "-x").partition("short test summary")[0]
    assert re.search(
        r"teardown of test_it _+\nportone-mock: the mock at \S+ went away while this test ran: .*\n=+ $", told
    )


def test_where_something_else_answers_one_line_says_so(tmp_path: Path) -> None:
    class Something(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<html>")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with served(on_a_port(Something)) as url:
        told = run(tmp_path, "def test_it(portone): pass\n", "--portone-url", url)
    assert "seems to be no portone-mock" in the_line(told)


def test_a_mock_with_an_admin_token_wants_it(tmp_path: Path) -> None:
    test = "def test_it(portone): portone.put_verification('seen')\n"
    with MockPortOne(Settings(port=0, admin_token="open-sesame")) as running:
        url = ("--portone-url", running.base_url)
        assert "wants its admin token" in the_line(run(tmp_path, test, *url))
        assert "wants its admin token" in the_line(run(tmp_path, test, *url, "--portone-admin-token", "wrong"))
        assert "1 passed" in run(tmp_path, test, *url, "--portone-admin-token", "open-sesame")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--portone-url", "localhost:8585"), "such as http://localhost:8585"),
        (("--portone-admin-token", "t"), "give its --portone-url too"),
    ],
)
def test_options_that_cannot_work_end_the_run(tmp_path: Path, options: tuple[str, ...], told: str) -> None:
    said = run(tmp_path, "def test_it(portone): pass\n", *options)
    assert said.startswith("ERROR: --portone")
    assert told in said
    assert said.count("\n") == 2


def test_a_project_that_does_not_ask_for_it_loads_no_server(tmp_path: Path) -> None:
    test = "import sys\ndef test_it(): assert not {'mock_server', 'uvicorn', 'starlette'} & set(sys.modules)\n"
    assert "1 passed" in run(tmp_path, test)


def test_a_folder_of_that_name_is_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "mock_server").mkdir()
    (tmp_path / "mock_server" / "__init__.py").touch()
    told = run(tmp_path, "def test_it(): pass\ndef test_that(portone): pass\n")
    assert "1 passed, 1 error" in told
    assert "hides the package mock_server of portone-mock" in told


@pytest.mark.parametrize("option", ["--portone-url", "--portone-admin-token"])
def test_its_options_are_in_the_help(tmp_path: Path, option: str) -> None:
    assert option in run(tmp_path, "", "--help")
