"""Applications with nothing wrong: no false alarm, and hardly a case that is not judged."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contracts.probe.application import Reading
from contracts.text import said
from mock_server.handle import SandboxHandle
from portone_mock import MockPortOne
from tests import postgresql
from tests.client.signup.backend import serving
from tests.client.signup.backend import settings_for as settings_of_the_backend
from tests.integrations.sign_up import SPRING, running, settings_for
from tests.probe import right_application
from tests.probe.command import probe
from tests.probe.probing import START, probed, told
from tests.probe.right_application import ACCEPTED, LATER, Desk, Verdict
from tests.probe.right_application import serving as serving_desk

ADULTS_BY_FULL_AGE = {"ageRule": "full-age", "v2Only": True, "foreigners": "accepted"}


def assert_nothing_is_found(
    box: SandboxHandle, url: str, *, start: str | None = START, least: int = 90, **options: Any
) -> None:
    results = probed(box, url, start=start, **options)
    assert told(results, "broken", "flaky", "undecided") == []
    assert sum(one.word == "held" for one in results) >= least


@pytest.mark.parametrize(
    "sample",
    [
        "fastapi-server-sdk",
        pytest.param("express-server-sdk", marks=pytest.mark.node),
        pytest.param(SPRING, marks=pytest.mark.jars),
    ],
)
def test_a_sample_holds_every_case(sample: str, portone: MockPortOne, tmp_path: Path) -> None:
    box = portone.sandbox()
    with running(sample, settings_for(box, tmp_path / "accounts.db")) as site:
        assert_nothing_is_found(box, site.base_url, policy="adult-shop", promises=ADULTS_BY_FULL_AGE)
    box.drop()


def assert_the_backend_holds(shop: str, policy: str, database: str, portone: MockPortOne, folder: Path) -> None:
    box = portone.sandbox()
    with serving(folder, **settings_of_the_backend(box, database, SIGNUP_MODE="development")) as backend:
        start = f'{START} {{"shop": "{shop}"}}'
        promises = {"v2Only": True, "freshMinutes": 30}
        assert_nothing_is_found(box, backend.base_url, start=start, policy=policy, promises=promises)
    box.drop()


def test_the_reference_backend_holds_every_case_on_sqlite(portone: MockPortOne, tmp_path: Path) -> None:
    assert_the_backend_holds("from-14", "sign-up", f"sqlite:///{tmp_path}/signup.db", portone, tmp_path)


@pytest.mark.postgresql
def test_the_reference_backend_holds_every_case_on_postgresql(portone: MockPortOne, tmp_path: Path) -> None:
    with postgresql.cluster() as url:
        assert_the_backend_holds("adults", "adult-shop", url, portone, tmp_path)


def test_an_application_that_answers_200_to_all_and_lets_people_come_again_holds_every_case(
    portone: MockPortOne, tmp_path: Path
) -> None:
    box = portone.sandbox()
    with serving_desk(Desk(box.base_url, box.api_secret, tmp_path / "desk.db")) as url:
        promises = {"ageRule": "youth-protection-act", "freshMinutes": 10, "v2Only": True, "liveOnly": True}
        reading = Reading(ACCEPTED, LATER)
        options: dict[str, Any] = {"policy": "login-again", "promises": promises, "reading": reading}
        assert_nothing_is_found(box, url, start=None, least=75, **options)
    box.drop()


class Limited(Desk):
    """Answers so many requests and no more, as a limit by address does."""

    left = 1  # the handshake

    def __call__(self, environ: dict[str, Any], answer: Callable[..., Any]) -> list[bytes]:
        self.left -= 1
        if self.left >= 0:
            return super().__call__(environ, answer)
        environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        answer("429 Too Many Requests", [("Content-Length", "0")])
        return []


def test_who_limits_how_often_it_is_asked_is_not_said_to_be_wrong(box: SandboxHandle, tmp_path: Path) -> None:
    with serving_desk(Limited(box.base_url, box.api_secret, tmp_path / "desk.db")) as url:
        options: dict[str, Any] = {"policy": "login-again", "reading": Reading(ACCEPTED, LATER)}
        results = probed(box, url, only="STATUS-02,MEMBER-02,MEMBER-03,TRANSPORT-01,PERSON-11", **options)
    assert {one.word for one in results} == {"undecided"}
    assert all("(429)" in said(one.reason, "en") for one in results)


class Hesitant(Desk):
    """Gives its second caller another answer than it should, once; `word` is that."""

    calls = 0
    word = "RETRY"

    def _let_in(self, sent: bytes) -> None:
        self.calls += 1
        if self.calls == 2:
            raise Verdict(self.word)
        super()._let_in(sent)


@pytest.mark.parametrize(("word", "comes_to"), [("RETRY", "held"), ("REFUSED", "flaky")])
def test_who_says_later_once_and_lets_in_then_is_not_flaky(
    word: str, comes_to: str, box: SandboxHandle, tmp_path: Path
) -> None:
    desk = Hesitant(box.base_url, box.api_secret, tmp_path / "desk.db")
    desk.word = word
    with serving_desk(desk) as url:
        options: dict[str, Any] = {"policy": "login-again", "reading": Reading(ACCEPTED, LATER)}
        (result,) = probed(box, url, only="MEMBER-02", **options)
    assert result.word == comes_to


def test_who_waits_longer_than_timeout_and_gives_up_in_the_end_holds_the_case_that_is_about_it(
    box: SandboxHandle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(right_application, "PATIENCE_SECONDS", 2)
    with serving_desk(Desk(box.base_url, box.api_secret, tmp_path / "desk.db")) as url:
        target = (url, "--mock", box.base_url, "--api-secret", box.api_secret)
        read = ("--accepted", "verdict.word=WELCOME", "--later", "verdict.word=RETRY")
        done = probe(*target, *read, "--only", "TRANSPORT-18", "--slow", "--timeout", "1", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "\n1 held, 0 broken" in done.stdout
