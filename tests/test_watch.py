"""--watch: a changed scenario file is read again, once; one that cannot be loaded leaves everything as it is."""

import asyncio
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from mock_server import Settings
from mock_server.watch import Watch

from .in_process import MockClient

GOOD, BETTER, BAD = "stores: [a]\n", "stores: [a, b]\n", "stroes: [a]\n"


class Watched:
    """A mock of a file, and its watch; `look` gives the lines that were said."""

    def __init__(self, file: Path, lang: str = "en") -> None:
        self.file = file
        self.mock = MockClient(Settings(scenario=str(file)))
        self.said: list[str] = []
        self.watch = Watch(str(file), self.mock.mock.sandboxes, lang, self.said.append)

    def look(self) -> list[str]:
        asyncio.run(self.watch.look())
        said, self.said[:] = list(self.said), []
        return said

    def stores(self, secret: str = "mock-api-secret") -> int:
        return len(self.mock.control("GET", "/sandbox", secret=secret)["storeIds"])


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Watched]]:
    with ExitStack() as stack:

        def watched(text: str = GOOD, **options: str) -> Watched:
            file = tmp_path / "mine.yaml"
            file.write_text(text, "utf-8")
            made = Watched(file, **options)
            stack.enter_context(made.mock)
            return made

        yield watched


def test_nothing_is_said_while_nothing_changes(make: Callable[..., Watched]) -> None:
    watched = make()
    assert [watched.look(), watched.look()] == [[], []]


def test_a_changed_file_goes_to_the_default_sandbox_and_to_those_that_stand_at_it(make: Callable[..., Watched]) -> None:
    watched = make()
    watched.mock.control("PUT", "/verifications/x", {})
    for secret in ("sandbox-untouched", "sandbox-changed"):
        watched.mock.control("GET", "/sandbox", secret=secret)
    watched.mock.control("PUT", "/verifications/x", {}, secret="sandbox-changed")
    watched.file.write_text(BETTER, "utf-8")
    assert watched.look() == ["the scenario mine was read again, for 2 sandboxes"]
    assert watched.look() == []
    assert [watched.stores(it) for it in ("mock-api-secret", "sandbox-untouched", "sandbox-changed")] == [3, 3, 2]
    assert watched.mock.read("x").status_code == 404
    assert watched.mock.read("x", "sandbox-changed").status_code == 200
    assert watched.stores("sandbox-new") == 3


def test_a_file_that_cannot_be_loaded_is_said_once_and_changes_nothing(make: Callable[..., Watched]) -> None:
    watched = make()
    watched.mock.control("PUT", "/verifications/x", {})
    watched.file.write_text(BAD, "utf-8")
    (line,) = watched.look()
    assert line.startswith(f"{watched.file}:1:1: 'stroes' is not a known key; did you mean 'stores'?")
    assert watched.look() == []
    assert watched.mock.read("x").status_code == 200
    watched.file.write_text(BETTER, "utf-8")
    assert watched.look() == ["the scenario mine was read again, for 1 sandbox"]


def test_lines_are_in_the_language_asked_for(make: Callable[..., Watched]) -> None:
    watched = make(lang="ko")
    watched.file.write_text(BAD, "utf-8")
    assert "혹시 'stores'인가요?" in watched.look()[0]
    watched.file.write_text(BETTER, "utf-8")
    assert watched.look() == ["시나리오 mine을(를) 다시 읽었습니다(샌드박스 1개)"]


def test_a_file_that_an_editor_replaces_has_a_moment_to_come_back(make: Callable[..., Watched]) -> None:
    watched = make()
    watched.file.unlink()
    assert watched.look() == []
    watched.file.write_text(BETTER, "utf-8")
    assert len(watched.look()) == 1
    watched.file.unlink()
    assert watched.look() == []
    (line,) = watched.look()
    assert "No such file" in line
    assert watched.look() == []


def test_what_is_extended_is_watched_too(make: Callable[..., Watched]) -> None:
    base = make().file.with_name("base.yaml")
    base.write_text(GOOD, "utf-8")
    both = make("extends: ./base.yaml\n")
    base.write_text(BETTER, "utf-8")
    assert len(both.look()) == 1
    assert both.stores() == 3


def test_a_served_file_is_watched(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(GOOD, "utf-8")
    command = [sys.executable, "-m", "mock_server", "serve", "--quiet", "--port", "0", "--lang", "en", "--watch"]
    with subprocess.Popen(
        [*command, "--scenario", str(file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        assert server.stderr
        try:
            (url,) = re.findall(r"http://\S+", server.stdout.readline())
            file.write_text(BETTER, "utf-8")
            assert server.stderr.readline() == "portone-mock: the scenario mine was read again, for 1 sandbox\n"
            assert len(httpx.get(f"{url}/_mock/sandbox").json()["storeIds"]) == 3
        finally:
            server.terminate()
