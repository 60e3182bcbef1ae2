"""The sample integrations on official SDKs, each as a process on a socket, against one list of sign-ups."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from mock_server.handle import SandboxHandle
from tests.client.signup.backend import Backend
from tests.conftest import NODE_FOLDER
from tests.integrations.process import SAMPLES
from tests.node import FOLDER

EXPRESS: Final = SAMPLES / "express-server-sdk"
FASTAPI: Final = SAMPLES / "fastapi-server-sdk"
SPRING: Final = SAMPLES / "spring-boot-rest-client"
LONGEST: Final = 115


@contextlib.contextmanager
def running(command: list[str], folder: Path, log: Path, **settings: str) -> Iterator[Backend]:
    """That sample until the block ends; it says on stdout or stderr where it listens."""
    kept = {name: value for name in ("PATH", "HOME") if (value := os.environ.get(name))}
    node = {"NODE_PATH": str(FOLDER / "node_modules"), "PORT": "0", "TZ": "America/New_York"}
    with subprocess.Popen(
        command, cwd=folder, env={**kept, **node, **settings}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as process:  # fmt: skip
        assert process.stdout
        said = []
        for line in process.stdout:
            said.append(line)
            if found := [word for word in line.split() if word.startswith("http://")]:
                break
        else:
            raise AssertionError("".join(said))
        backend = Backend(process, found[0], log)
        try:
            yield backend
        finally:
            backend.browser.close()
            process.terminate()
            log.write_text(process.stdout.read(), "utf-8")


def sample(kind: str, box: SandboxHandle, tmp_path: Path, **more: str) -> contextlib.AbstractContextManager[Backend]:
    settings = {
        "PORTONE_API_BASE": box.base_url,
        "PORTONE_API_SECRET": box.api_secret,
        "PORTONE_STORE_ID": box.store_id,
        "PORTONE_CHANNEL_KEY": "channel-key-danal",
        "NODE_ENV": "development",
        "SIGNUP_MODE": "development",
        **more,
    }
    if kind == "express":
        return running(["node", "server.cjs"], EXPRESS, tmp_path / "log", **settings)
    uvicorn = [sys.executable, "-B", "-m", "uvicorn", "app:app", "--port", "0"]
    return running(uvicorn, FASTAPI, tmp_path / "log", **settings)


KINDS: Final = [pytest.param("express", marks=pytest.mark.node), "fastapi"]


@pytest.fixture(params=KINDS)
def shop(request: pytest.FixtureRequest, box: SandboxHandle, tmp_path: Path) -> Iterator[Backend]:
    with sample(request.param, box, tmp_path) as running:
        yield running


def sign_up(shop: Backend, box: SandboxHandle, **order: Any) -> tuple[int, list[str]]:
    issued = shop.start()
    box.put_verification(issued[0], **order)
    return said(shop.finish(*issued))


def said(answer: httpx.Response) -> tuple[int, list[str]]:
    return answer.status_code, answer.json()["reasons"]


def test_one_day_of_sign_ups(shop: Backend, box: SandboxHandle) -> None:
    """Accounts are kept as long as the process runs, so the order matters."""
    assert sign_up(shop, box, person="adult") == (200, [])
    assert sign_up(shop, box, person="renamed") == (409, ["already-a-member"])
    assert sign_up(shop, box, person="adult", channel="inicis") == (409, ["already-a-member"])  # by CI
    assert sign_up(shop, box, person="namesake") == (200, [])
    assert sign_up(shop, box, person="adult~2", channel="danal-no-ci") == (200, [])
    assert sign_up(shop, box, person="adult~2", channel="danal-no-ci") == (409, ["already-a-member"])  # by DI
    assert sign_up(shop, box, person="adult~3", channel="inicis") == (200, [])
    assert sign_up(shop, box, person="adult~4", channel="inicis") == (200, [])  # two without DI are two
    assert sign_up(shop, box, person="adult~5", customer={"ci": None, "di": None}) == (422, ["cannot-tell-apart"])
    assert sign_up(shop, box, person="turns-19-today") == (200, [])
    assert sign_up(shop, box, person="turns-19-tomorrow") == (422, ["too-young"])
    assert sign_up(shop, box, person="adult~6", customer={"birthDate": None}) == (422, ["no-birth-date"])
    assert sign_up(shop, box, outcome="cancelled") == (422, ["not-verified"])
    assert sign_up(shop, box, status="READY") == (422, ["not-verified"])
    assert sign_up(shop, box, person="adult~7", verifiedAt="-90d") == (422, ["not-fresh"])
    assert sign_up(shop, box, person="adult~8", channel="kcp-test") == (200, [])

    issued = shop.start()
    box.put_verification(issued[0], person="adult~9")
    thief = shop.start()[1]
    assert said(shop.finish(issued[0], thief)) == (422, ["not-issued-to-this-session"])
    assert said(shop.finish("idv-adult", thief)) == (422, ["not-issued-to-this-session"])
    assert said(shop.finish(*issued)) == (200, [])
    assert said(shop.finish(*issued)) == (409, ["used-before"])
    assert said(shop.finish(*shop.start())) == (422, ["not-found"])

    issued = shop.start()
    box.put_verification(issued[0], person="adult~10")
    box._call("POST", "/faults", {"fault": "status", "status": 503})
    assert said(shop.finish(*issued)) == (503, ["portone-cannot-be-asked"])
    assert said(shop.finish(*issued)) == (200, [])


@pytest.mark.parametrize("kind", KINDS)
def test_in_production_neither_test_channels_nor_a_mocks_people_pass(
    kind: str, box: SandboxHandle, tmp_path: Path
) -> None:
    production = {"NODE_ENV": "production", "SIGNUP_MODE": "production"}
    with sample(kind, box, tmp_path, **production) as shop:
        assert sign_up(shop, box, channel="kcp-test") == (422, ["not-live", "forbidden-identity"])
        assert sign_up(shop, box) == (422, ["forbidden-identity"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_secret_is_nobodys_failure_but_ours(kind: str, box: SandboxHandle, tmp_path: Path) -> None:
    with sample(kind, box, tmp_path, PORTONE_API_SECRET="nobody-has-this-secret") as shop:
        assert sign_up(shop, box) == (503, ["portone-cannot-be-asked"])
    assert "nobody-has-this-secret" not in shop.log
    assert "PortOne could not be asked" in shop.log


@pytest.mark.java
class TestTheSpringSample:
    def test_its_decisions_compile_and_are_right(self, tmp_path: Path) -> None:
        cases = {
            "2007-11-23|2026-11-23T00:00:00Z|2026-11-23T00:00:00Z|LIVE|c|d|true": "",
            "2007-11-24|2026-11-23T14:59:59Z|2026-11-23T14:59:00Z|LIVE|c|d|true": "too-young",
            "2007-11-24|2026-11-23T15:00:00Z|2026-11-23T14:59:00Z|LIVE|c|d|true": "",
            "2008-02-29|2027-02-28T00:00:00Z|2027-02-28T00:00:00Z|LIVE|c||true": "too-young",
            "2008-02-29|2027-03-01T00:00:00Z|2027-03-01T00:00:00Z|LIVE||d|true": "",
            "|2026-11-23T00:00:00Z|2026-11-23T00:00:00Z|LIVE|c|d|true": "no-birth-date",
            "2001-02-29|2026-11-23T00:00:00Z|2026-11-23T00:00:00Z|LIVE|c|d|true": "no-birth-date",
            "1990-01-01|2026-11-23T00:00:00Z|2026-11-23T00:00:00Z|TEST|MOCKCI|d|true": "not-live,forbidden-identity",
            "1990-01-01|2026-11-23T00:00:00Z|2026-11-23T00:00:00Z|TEST|MOCKCI|d|false": "",
            "1990-01-01|2026-11-23T00:32:00Z|2026-11-23T00:00:00Z|LIVE|c|d|true": "not-fresh",
            "1990-01-01|2026-11-23T00:00:00Z|2026-11-23T00:00:00Z|LIVE|||true": "cannot-tell-apart",
        }
        folder: Path = SPRING / "src/main/java/shop"
        sources = [str(it) for it in (folder / "Eligibility.java", Path(__file__).parent / "EligibilityCheck.java")]
        subprocess.run(["javac", "-Xlint:all", "-Werror", "-d", str(tmp_path), *sources], check=True)
        ran = subprocess.run(
            ["java", "-Duser.timezone=America/New_York", "-cp", str(tmp_path), "shop.EligibilityCheck"],
            input="\n".join(cases), capture_output=True, encoding="utf-8", check=True,
        )  # fmt: skip
        assert dict(zip(cases, ran.stdout.split("\n"), strict=False)) == cases

    def test_its_controller_is_java_at_least(self, tmp_path: Path) -> None:
        controller = SPRING / "src/main/java/shop/SignUpController.java"
        broken = tmp_path / "Broken.java"
        broken.write_text(
            controller.read_text("utf-8").replace("class SignUpController {", "class SignUpController", 1)
        )
        assert parsed(controller) == ""
        assert parsed(broken) != ""

    def test_it_says_that_it_was_never_run(self) -> None:
        for text in ("README.md", "src/main/java/shop/SignUpController.java"):
            assert "compiled" in (SPRING / text).read_text("utf-8").lower()


def parsed(source: Path) -> str:
    command = ["java", str(Path(__file__).parent / "ParseOnly.java"), str(source)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


def test_each_is_short_and_its_packages_are_those_that_the_tests_install() -> None:
    installed = json.loads((NODE_FOLDER / "package.json").read_bytes())["dependencies"]
    wanted = json.loads((EXPRESS / "package.json").read_bytes())["dependencies"]
    assert wanted.items() <= installed.items()
    pinned = [line for line in (FASTAPI / "requirements.txt").read_text("utf-8").split() if "==" in line]
    project = (SAMPLES.parents[1] / "pyproject.toml").read_text("utf-8")
    assert [line for line in pinned if f'"{line}"' not in project] == []
    for source in (EXPRESS / "server.cjs", FASTAPI / "app.py", *SPRING.glob("**/*.java")):
        assert len(source.read_text("utf-8").splitlines()) <= LONGEST, source
