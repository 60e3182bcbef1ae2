"""What a person may get wrong when starting the mock: one clear line on stderr, exit status 2, no traceback.

Most run in this process, because nothing of a real one is in question; those about sockets, interpreters and
environments run in a process of their own.
"""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from mock_server.cli import main

FILES = {
    "broken.yaml": b"readyMade: [1",
    "latin.yaml": b"\xff\xfe",
    "nul.yaml": b"\0",
    "unknown.yaml": b"redyMade: true\n",
    "twice.yaml": b"readyMade: true\nreadyMade: false\n",
    "list.yaml": b"- readyMade\n",
    "value.yaml": b"readyMade: perhaps\n",
}
# The arguments after the command's name, and what the one line has to hold: what was wrong, and the way out.
SERVE = [
    (["--prot", "1"], ["--prot", "--port"]),
    (["--port"], ["--port", "argument"]),
    (["extra"], ["extra"]),
    (["--port", "x"], ["--port='x'", "from 0 to 65535"]),
    (["--port", "70000"], ["70000", "65535"]),
    (["--port", "tcp://10.0.0.1:8585"], ["tcp://10.0.0.1:8585", "number"]),
    (["--scenario", "defalt"], ["'defalt'", "did you mean 'default'?", "empty"]),
    (["--scenario", "./none.yaml"], ["none.yaml", "No such file"]),
    (["--scenario", "./folder"], ["folder", "directory"]),
    (["--scenario", "./broken.yaml"], ["broken.yaml:2:1", "not YAML"]),
    (["--scenario", "./latin.yaml"], ["latin.yaml", "save it as UTF-8"]),
    (["--scenario", "./nul.yaml"], ["nul.yaml:1:1", "U+0000"]),
    (["--scenario", "./unknown.yaml"], ["unknown.yaml:1:", "'redyMade'", "did you mean 'readyMade'?"]),
    (["--scenario", "./twice.yaml"], ["twice.yaml:2:1", "twice", "line 1"]),
    (["--scenario", "./list.yaml"], ["list.yaml:1:1", "readyMade"]),
    (["--scenario", "./value.yaml"], ["value.yaml:1:", "true or false"]),
    (["--scenario", ""], ["--scenario", "empty"]),
    (["--seed", "x"], ["--seed='x'", "whole number"]),
    (["--idle", "0"], ["--idle='0'", "24h"]),
    (["--channel-key", "danal"], ["'danal'", "NAME=KEY"]),
    (["--channel-key", "danall=a"], ["'danall'", "danal"]),
    (["--channel-key", "danal=channel-key-kcp"], ["channel-key-kcp", "'kcp'"]),
    (["--channel-key", "danal=a", "--channel-key", "danal=b"], ["twice"]),
    (["--admin-token", "a", "--open-control"], ["--admin-token", "--open-control", "one of them"]),
    (["--host", "no-such-host.invalid"], ["no-such-host.invalid", "localhost"]),
    (["--host", "203.0.113.1"], ["203.0.113.1", "localhost"]),
    (["--public-url", "portone"], ["--public-url='portone'", "https://"]),
    (["--allow-origin", "portone"], ["--allow-origin='portone'", "https://"]),
    (["--allowed-host", "http://portone.example"], ["--allowed-host", "portone.example.test", "without scheme"]),
    (["--api-secret", ""], ["--api-secret", "empty"]),
    (["--open-control=1"], ["--open-control", "value"]),
]
OTHERS = [
    (["srve"], ["'srve'", "did you mean serve?"]),
    (["--hlp"], ["--hlp", "--help"]),
    (["env", "--format", "dotenvv"], ["'dotenvv'", "did you mean dotenv?", "compose"]),
    (["env", "--port", "0"], ["--port 0"]),
    (["scenarios", "shw"], ["'shw'", "show"]),
    (["scenarios", "show"], ["NAME"]),
    (["scenarios", "show", "defalt"], ["'defalt'", "did you mean 'default'?"]),
    (["health", "http://127.0.0.1:1", "extra"], ["extra"]),
]
VARIABLES = [
    ({"PORTONE_MOCK_PROT": "1"}, ["PORTONE_MOCK_PROT", "did you mean PORTONE_MOCK_PORT?"]),
    ({"PORTONE_MOCK_PORT": "x"}, ["PORTONE_MOCK_PORT='x'", "from 0 to 65535"]),
    ({"PORTONE_MOCK_STRICT": "perhaps"}, ["PORTONE_MOCK_STRICT='perhaps'", "1 or 0"]),
    ({"PORTONE_MOCK_CHANNEL_KEY": "danal"}, ["PORTONE_MOCK_CHANNEL_KEY", "NAME=KEY"]),
    ({"PORTONE_MOCK_SCENARIO": "defalt", "PORTONE_MOCK_PORT": "0"}, ["'defalt'", "did you mean 'default'?"]),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def assert_one_line(status: int, stdout: str, stderr: str, words: list[str]) -> None:
    assert (status, stdout) == (2, "")
    assert stderr.startswith("portone-mock: ")
    assert stderr.count("\n") == 1, stderr
    assert [word for word in words if word not in stderr] == [], stderr


def assert_refused(arguments: list[str], words: list[str], environment: dict[str, str] | None = None) -> None:
    result = CliRunner().invoke(main, arguments, env=environment)
    assert isinstance(result.exception, SystemExit), result.exception
    assert_one_line(result.exit_code, result.stdout, result.stderr, words)


def run(*arguments: str, **environment: str) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "mock_server", *arguments]
    path = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    env = {**os.environ, "PYTHONPATH": path, **environment}
    done = subprocess.run(command, capture_output=True, text=True, timeout=20.0, env=env, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(("arguments", "words"), SERVE, ids=" ".join)
def test_serve_refuses_in_one_line(arguments: list[str], words: list[str]) -> None:
    assert_refused(["serve", "--quiet", *([] if "--port" in arguments else ["--port", "0"]), *arguments], words)


@pytest.mark.parametrize(("arguments", "words"), OTHERS, ids=" ".join)
def test_other_commands_refuse_in_one_line(arguments: list[str], words: list[str]) -> None:
    assert_refused(arguments, words)


@pytest.mark.parametrize(("environment", "words"), VARIABLES, ids=" ".join)
def test_variables_are_refused_in_one_line(environment: dict[str, str], words: list[str]) -> None:
    assert_refused(["serve", "--quiet"], words, environment)


def test_a_secret_that_cannot_be_used_is_not_repeated() -> None:
    result = CliRunner().invoke(main, ["serve", "--api-secret", " very-secret"])
    assert result.exit_code == 2
    assert "very-secret" not in result.output


def test_a_taken_port_is_one_line_and_status_2() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert_one_line(*run("serve", "--port", port), words=[port, "taken", "--port"])


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="the super-user may read every file; Windows has no modes"
)
def test_an_unreadable_file_is_one_line_and_status_2(folder: Path) -> None:
    unreadable = folder / "unreadable.yaml"
    unreadable.write_text("readyMade: true\n", "utf-8")
    unreadable.chmod(0)
    assert_one_line(*run("serve", "--scenario", str(unreadable)), words=["unreadable.yaml", "Permission denied"])


def test_an_unreadable_file_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refuse)
    assert_refused(["serve", "--port", "0", "--scenario", "./list.yaml"], ["list.yaml", "Permission denied"])


def test_a_process_of_its_own_refuses_the_same_way() -> None:
    assert_one_line(*run("serve", "--prot", "1"), words=["--prot"])
    assert_one_line(*run("serve", PORTONE_MOCK_PROT="1"), words=["PORTONE_MOCK_PORT"])


def test_the_port_that_kubernetes_sets_is_ignored_with_one_line() -> None:
    result = CliRunner().invoke(main, ["env"], env={"PORTONE_MOCK_PORT": "tcp://10.0.0.1:8585"})
    assert result.exit_code == 0
    assert result.stderr.count("\n") == 1
    assert "Kubernetes" in result.stderr
    assert "PORTONE_API_BASE=http://localhost:8585" in result.stdout
