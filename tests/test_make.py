"""The bootstrap: which Python is found and refused, and that .venv is made once, mended when broken, and left alone.

The interpreters here are shell scripts that answer as a Python would and write down how they were called.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[1]
TOOLS: Final = ("sh", "cat", "cksum", "cp", "dirname", "mkdir", "printf", "rm", "sed")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the scripts are for a POSIX shell")

STAND_IN: Final = """#!/bin/sh
echo "$*" >>"{calls}"
case "$*" in
    *_base_executable*) echo "{state} {version} $0" ;;
    *version_info*) echo "{minor}" ;;
    "-m venv "*) mkdir -p "$4/bin"; [ -z "${{DIE_IN_VENV:-}}" ] || kill -9 $PPID; cp "$0" "$4/bin/python" ;;
    *"-m pip "*) [ -z "${{DIE_IN_PIP:-}}" ] || kill -9 $PPID; exit "${{PIP_STATUS:-0}}" ;;
    *) echo "ran $*" ;;
esac
"""


@dataclass(frozen=True)
class Machine:
    """A checkout with only the bootstrap in it, a PATH with only the tools, and an empty home."""

    root: Path

    @property
    def checkout(self) -> Path:
        return self.root / "check out"

    def python(self, where: str, version: str, state: str = "good") -> Path:
        path = self.root / where
        path.parent.mkdir(parents=True, exist_ok=True)
        minor = version.rpartition(".")[0]
        calls = self.root / "calls"
        path.write_text(STAND_IN.format(calls=calls, state=state, version=version, minor=minor))
        path.chmod(0o755)
        return path

    def sh(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        clean = {"PATH": str(self.root / "bin"), "HOME": str(self.root / "home"), "LC_ALL": "C.UTF-8"}
        command = [str(self.root / "bin" / "sh"), *arguments]
        return subprocess.run(
            command, cwd=self.checkout, env=clean | environment, capture_output=True, text=True, check=False
        )

    def find(self, **environment: str) -> subprocess.CompletedProcess[str]:
        return self.sh("scripts/find-python.sh", **environment)

    def use(self, level: str = "run", **environment: str) -> subprocess.CompletedProcess[str]:
        return self.sh("scripts/environment.sh", level, "-m", "something", **environment)

    def calls(self) -> list[str]:
        """What was asked of the stand-ins since the last time, without the questions who they are."""
        log = self.root / "calls"
        lines = log.read_text().splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return [line for line in lines if line.startswith(("-m venv", "-I -m pip"))]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path)
    machine.checkout.mkdir()
    (tmp_path / "home").mkdir()
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found, tool
        (tmp_path / "bin" / tool).symlink_to(found)
    shutil.copytree(ROOT / "scripts", machine.checkout / "scripts")
    shutil.copy(ROOT / "pyproject.toml", machine.checkout)
    return machine


def test_the_python_of_the_machine_is_found(machine: Machine) -> None:
    python = machine.python("bin/python3", "3.11.2")
    assert machine.find().stdout == f"{python}\n"


def test_a_newer_python_is_found_beside_an_old_one(machine: Machine) -> None:
    machine.python("bin/python3", "3.8.18", "old")
    python = machine.python("bin/python3.12", "3.12.1")
    assert machine.find().stdout == f"{python}\n"


@pytest.mark.parametrize(
    "where", ["home/.pyenv/versions/3.12.1/bin/python", "home/.local/share/uv/python/cpython-3.13/bin/python3"]
)
def test_a_python_outside_the_path_is_found(machine: Machine, where: str) -> None:
    machine.python("bin/python3", "3.8.18", "old")
    python = machine.python(where, "3.12.1")
    assert machine.find().stdout == f"{python}\n"


def test_what_is_called_python_and_does_not_work_is_passed_over(machine: Machine) -> None:
    for name in ("python3", "python3.13"):
        broken = machine.root / "bin" / name
        broken.write_text(
            "#!/bin/sh\necho 'not installed'\nexit 127\n" if name == "python3" else "#!/bin/sh\necho hm\n"
        )
        broken.chmod(0o755)
    python = machine.python("bin/python", "3.11.2")
    assert machine.find().stdout == f"{python}\n"


WAYS: Final = ("apt install python3 ", "brew install", "winget install", "pyenv install", "uv python install")


def test_only_an_old_python_is_refused_in_both_languages_with_ways_to_get_one(machine: Machine) -> None:
    python = machine.python("bin/python3", "3.8.18", "old")
    done = machine.find()
    assert (done.returncode, done.stdout) == (2, "")
    assert f"Python 3.8.18   {python}" in done.stderr
    assert "Python 3.11 이상이 필요합니다" in done.stderr
    assert "needs Python 3.11 or later" in done.stderr
    assert [way for way in WAYS if way not in done.stderr] == []


def test_no_python_at_all_is_said(machine: Machine) -> None:
    done = machine.find()
    assert done.returncode == 2
    assert "no Python at all" in done.stderr


def test_a_python_without_venv_is_refused_with_the_package_that_brings_it(machine: Machine) -> None:
    machine.python("bin/python3", "3.12.3", "no-venv")
    done = machine.find()
    assert done.returncode == 2
    assert "sudo apt install python3.12-venv" in done.stderr
    assert "venv 와 ensurepip 모듈이 없습니다" in done.stderr
    assert "venv and ensurepip modules are missing" in done.stderr


def test_a_whole_python_is_preferred_to_one_without_venv(machine: Machine) -> None:
    machine.python("bin/python3", "3.12.3", "no-venv")
    python = machine.python("bin/python3.11", "3.11.2")
    assert machine.find().stdout == f"{python}\n"


def test_the_python_asked_for_is_taken(machine: Machine) -> None:
    machine.python("bin/python3", "3.12.1")
    python = machine.python("elsewhere/my python", "3.11.2")
    assert machine.find(PYTHON=str(python)).stdout == f"{python}\n"


@pytest.mark.parametrize("asked_for", ["python3.8", "python9", "sh"])
def test_a_python_asked_for_that_cannot_serve_is_refused_and_another_named(machine: Machine, asked_for: str) -> None:
    machine.python("bin/python3.8", "3.8.18", "old")
    python = machine.python("bin/python3", "3.12.1")
    done = machine.find(PYTHON=asked_for)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"PYTHON={asked_for}: this has to be Python 3.11 or later" in done.stderr
    assert f"This one would do: PYTHON={python}" in done.stderr


def test_the_interpreter_of_these_tests_answers_the_real_question(machine: Machine) -> None:
    done = machine.find(PYTHON=sys.executable)
    assert (done.returncode, done.stderr) == (0, "")
    assert Path(done.stdout.strip()).resolve() == Path(sys.executable).resolve()


def test_what_is_needed_is_what_the_package_declares(machine: Machine) -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    script = (ROOT / "scripts" / "find-python.sh").read_text("utf-8")
    needed = re.search(r"^NEEDED=(.+)$", script, re.MULTILINE)
    assert needed
    assert f">={needed[1]}" == declared
    assert f">= ({needed[1].replace('.', ', ')})" in script


def test_the_first_run_makes_the_environment_and_installs(machine: Machine) -> None:
    machine.python("bin/python3", "3.11.2")
    done = machine.use()
    assert (done.returncode, done.stdout) == (0, "ran -m something\n")
    venv, pip = machine.calls()
    assert venv == "-m venv --clear .venv"
    assert pip.endswith("--editable .")


def test_the_second_run_starts_neither_venv_nor_pip_and_says_nothing(machine: Machine) -> None:
    machine.python("bin/python3", "3.11.2")
    machine.use()
    machine.calls()
    done = machine.use()
    assert (done.stdout, done.stderr) == ("ran -m something\n", "")
    assert machine.calls() == []


def test_the_status_of_what_was_run_is_handed_on(machine: Machine) -> None:
    machine.python("bin/python3", "3.11.2")
    machine.use()
    python = machine.checkout / ".venv/bin/python"
    python.write_text(python.read_text().replace('echo "ran $*"', "exit 7"))
    assert machine.use().returncode == 7


def test_the_tests_packages_come_on_top_and_serve_both_commands(machine: Machine) -> None:
    machine.python("bin/python3", "3.11.2")
    machine.use("run")
    machine.calls()
    machine.use("dev")
    (pip,) = machine.calls()
    assert pip.endswith("--editable .[dev]")
    (machine.checkout / ".venv/installed.run").unlink()
    machine.use("run")
    machine.use("dev")
    assert machine.calls() == []


def test_a_changed_pyproject_is_installed_again_into_the_same_environment(machine: Machine) -> None:
    machine.python("bin/python3", "3.11.2")
    machine.use()
    machine.calls()
    with (machine.checkout / "pyproject.toml").open("a") as file:
        file.write("# changed\n")
    machine.use()
    (pip,) = machine.calls()
    assert "-m pip" in pip


@pytest.mark.parametrize("moment", ["DIE_IN_VENV", "DIE_IN_PIP"])
def test_an_interrupted_first_run_heals_itself(machine: Machine, moment: str) -> None:
    machine.python("bin/python3", "3.11.2")
    assert machine.use(**{moment: "1"}).returncode == -9
    machine.calls()
    assert machine.use().stdout == "ran -m something\n"
    assert machine.calls()[0] == "-m venv --clear .venv"


def test_a_failed_installation_is_said_and_tried_again(machine: Machine) -> None:
    machine.python("bin/python3", "3.11.2")
    done = machine.use(PIP_STATUS="1")
    assert (done.returncode, done.stdout) == (1, "")
    assert "설치하지 못했습니다" in done.stderr
    assert "The installation failed" in done.stderr
    machine.calls()
    assert machine.use().returncode == 0
    assert len(machine.calls()) == 1


def test_a_checkout_that_was_moved_gets_a_new_environment(machine: Machine, tmp_path: Path) -> None:
    machine.python("bin/python3", "3.11.2")
    machine.use()
    moved = Machine(tmp_path / "moved")
    moved.root.mkdir()
    machine.checkout.rename(moved.checkout)
    (tmp_path / "bin").rename(moved.root / "bin")
    machine.calls()
    assert moved.use().returncode == 0
    assert machine.calls()[0] == "-m venv --clear .venv"


def test_an_upgraded_system_python_gets_a_new_environment(machine: Machine) -> None:
    machine.python("bin/python3", "3.11.2")
    machine.use()
    machine.calls()
    machine.python("check out/.venv/bin/python", "3.13.0")
    machine.use()
    assert machine.calls()[0] == "-m venv --clear .venv"


def test_another_python_asked_for_gets_a_new_environment_which_then_stays(machine: Machine) -> None:
    machine.python("bin/python3", "3.11.2")
    other = machine.python("bin/python3.12", "3.12.1")
    machine.use()
    machine.calls()
    machine.use(PYTHON=str(other))
    assert machine.calls()[0] == "-m venv --clear .venv"
    machine.use(PYTHON=str(other))
    machine.use()
    assert machine.calls() == []


def test_a_file_called_venv_is_left_alone(machine: Machine) -> None:
    machine.python("bin/python3", "3.11.2")
    (machine.checkout / ".venv").write_text("somewhere else")
    done = machine.use()
    assert done.returncode == 2
    assert ".venv is not a folder" in done.stderr
    assert (machine.checkout / ".venv").read_text() == "somewhere else"


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
def test_every_command_is_listed_by_make() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert phony
    assert re.findall(r"^ *make (\S+)", listed, re.MULTILINE) == phony[1].split()
