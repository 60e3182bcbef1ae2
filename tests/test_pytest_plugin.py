"""The pytest plugin, in projects of its own: pytest runs in a process beside this one."""

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from mock_server.handle import ControlClient
from portone_mock import MockPortOne

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
import urllib.request
import pytest

def read(box, id_):
    call = urllib.request.Request(f"{box.base_url}/identity-verifications/{id_}")
    call.add_header("Authorization", f"PortOne {box.api_secret}")
    with urllib.request.urlopen(call) as answer:
        return answer.status
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
""",
    )
    assert "1 failed" in told
    assert re.search(r"GET /identity-verifications/nobody -> 404 IDENTITY_VERIFICATION_NOT_FOUND", told)
    assert "ordered and not used" in told
    assert "never fired: delay" in told


def test_a_wrong_mark_says_how_it_is_written(tmp_path: Path) -> None:
    told = run(tmp_path, "import pytest\n@pytest.mark.portone\ndef test_it(portone): pass\n")
    assert "@pytest.mark.portone(scenario=" in told


def test_a_mock_that_runs_already_is_used(tmp_path: Path) -> None:
    test = "def test_it(portone): portone.put_verification('seen', person='adult'); portone.fresh_person()\n"
    with MockPortOne() as running:
        told = run(tmp_path, test, "--portone-url", running.base_url)
        assert "1 passed" in told
        # Dropped after the test: only the default one is left.
        with contextlib.closing(ControlClient(running.base_url)) as control:
            assert control.call("GET", "/sandboxes")["total"] == 1


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
