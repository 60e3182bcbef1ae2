"""The image, made from the Dockerfile step by step: what it holds, as whom it runs, how it starts and stops."""

import json
import os
import re
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from mock_server.serving import bind
from tests.container.dockerfile import Instruction, context_files, instructions
from tests.container.image import Container, Image, build, exec_in, running
from tests.container.wheelhouse import fill

ROOT: Final = Path(__file__).resolve().parents[2]
LISTENING: Final = re.compile(r"portone-mock listening on (http://localhost:\d+)\n")
# docker stop waits for 10 seconds, then it kills.
AT_ONCE_SECONDS: Final = 3
pytestmark = pytest.mark.bwrap


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    offered = tmp_path_factory.mktemp("wheels")
    fill(offered, ("portone-mock", "hatchling"), without="portone-mock")
    return build(ROOT, tmp_path_factory.mktemp("image"), offered)


@pytest.fixture
def container(image: Image) -> Iterator[Container]:
    with running(image, PORTONE_MOCK_PORT="0") as started:
        yield started


def address(container: Container) -> str:
    line = container.line()
    match = LISTENING.fullmatch(line)
    assert match, (line, container.killed())
    return match[1]


def ask(url: str, **headers: str) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_it_runs_as_a_numbered_user_who_is_not_root_and_commands_need_no_shell(image: Image) -> None:
    assert image.user == "10001:10001"
    assert (image.started, image.health) == (["portone-mock", "serve"], ["portone-mock", "health"])
    assert image.ports == ["8585"]


def test_it_holds_the_package_and_nothing_else_of_the_checkout(image: Image) -> None:
    made = {path.name for path in image.root.iterdir()}
    assert made == {"usr", "bin", "sbin", "lib", "lib64", "etc", "proc", "dev", "tmp", "wheels-offered", "opt", "state"}
    site = next((image.root / "opt/portone-mock/lib").glob("python3.*/site-packages"))
    ours = {path.name.partition("-")[0] for path in site.iterdir()} & {path.name for path in ROOT.iterdir()}
    assert ours == {"contracts", "mock_server", "portone_mock"}
    assert not list(site.glob("pip*"))


def test_its_bytecode_is_there_already(image: Image) -> None:
    """Whoever may not write must not compile at every start."""
    sources = set((image.root / "opt").rglob("mock_server/**/*.py"))
    assert sources
    compiled = {path.parents[1] / f"{path.name.partition('.')[0]}.py" for path in image.root.rglob("__pycache__/*.pyc")}
    assert sources <= compiled


def test_it_serves_on_a_root_that_nobody_can_write_to_as_the_first_process_without_a_home(container: Container) -> None:
    url = address(container)
    assert ask(f"{url}/_mock/health")[1]["status"] == "ok"
    assert ask(f"{url}/identity-verifications/idv-adult", Authorization="PortOne mock-api-secret")[0] == 200
    told = dict(line.split(":\t", 1) for line in Path(f"/proc/{container.pid}/status").read_text().splitlines())
    assert told["Uid"].split() == ["10001"] * 4
    assert told["NSpid"].split()[-1] == "1"
    assert (told["CapEff"], told["NoNewPrivs"]) == ("0" * 16, "1")
    variables = Path(f"/proc/{container.pid}/environ").read_text()
    assert "HOME=" not in variables


def test_it_can_be_reached_from_other_machines_but_not_set_up_without_the_token(container: Container) -> None:
    url = address(container)
    listening = Path(f"/proc/{container.pid}/net/tcp").read_text()
    assert f"00000000:{int(url.rpartition(':')[2]):04X}" in listening
    assert ask(f"{url}/_mock/sandbox")[0] == 401
    token = next(line for line in iter(container.line, "") if line.startswith("Mock-Admin-Token: "))
    assert ask(f"{url}/_mock/sandbox", **{"Mock-Admin-Token": token.split()[1]})[0] == 200


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_at_once_when_told_to(container: Container, number: signal.Signals) -> None:
    ask(f"{address(container)}/_mock/health")
    asked = time.monotonic()
    os.kill(container.pid, number)
    _, errors = container.process.communicate(timeout=30)
    assert (container.process.returncode, errors) == (0, "")
    assert time.monotonic() - asked < AT_ONCE_SECONDS


def test_any_other_user_will_do(image: Image) -> None:
    """Some clusters choose the number."""
    with running(replace(image, user="1000970000:0"), PORTONE_MOCK_PORT="0") as container:
        assert ask(f"{address(container)}/_mock/health")[1]["status"] == "ok"
        assert Path(f"/proc/{container.pid}").stat().st_uid == 1000970000


def test_its_health_check_says_whether_it_works(image: Image) -> None:
    listener = bind("127.0.0.1", 0)[0]
    port = str(listener.getsockname()[1])
    listener.close()
    before = exec_in(image, image.health, PORTONE_MOCK_PORT=port)
    assert (before.returncode, before.stderr.count("\n")) == (1, 1)
    with running(image, PORTONE_MOCK_PORT=port) as container:
        address(container)
        after = exec_in(image, image.health, PORTONE_MOCK_PORT=port)
        assert (after.returncode, after.stderr) == (0, "")


def test_what_it_is_told_to_keep_outlives_it_on_a_volume(image: Image, tmp_path: Path) -> None:
    told = {"PORTONE_MOCK_PORT": "0", "PORTONE_MOCK_OPEN_CONTROL": "1", "PORTONE_MOCK_STATE": "/state/mock.json"}
    tmp_path.chmod(0o755)
    with running(image, volume=tmp_path, **told) as first:
        order = urllib.request.Request(f"{address(first)}/_mock/verifications/kept", data=b"{}", method="PUT")
        urllib.request.urlopen(order, timeout=10).close()
        os.kill(first.pid, signal.SIGTERM)
        _, errors = first.process.communicate(timeout=30)
        assert (first.process.returncode, errors) == (0, "")
    with running(image, volume=tmp_path, **told) as second:
        assert ask(f"{address(second)}/_mock/verifications/kept")[1]["state"] == "verified"


def test_arguments_take_the_place_of_serve(image: Image) -> None:
    ran = exec_in(image, [*image.entrypoint, "env", "--format", "compose"])
    assert ran.returncode == 0
    assert "PORTONE_API_SECRET" in ran.stdout


def test_nothing_is_sent_to_the_builder_but_what_the_wheel_is_made_from() -> None:
    sent = {path.parts[0] for path in context_files(ROOT)}
    packages = {"mock_server", "portone_mock", "contracts"}
    assert sent == {*packages, "fixtures", "pyproject.toml", "README.md", "LICENSE"}
    assert not [path for path in context_files(ROOT) if path.suffix in (".pyc", ".env") or "integrations" in path.parts]


def test_an_instruction_that_nothing_here_carries_out_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM scratch\n# a comment\nADD https://example.test/x \\\n    /x\n")
    with pytest.raises(KeyError, match="ADD"):
        instructions(tmp_path / "Dockerfile")


def test_a_command_for_a_shell_is_an_error() -> None:
    with pytest.raises(ValueError, match="substring"):
        Instruction("CMD", "portone-mock serve").exec_form()
