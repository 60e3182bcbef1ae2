"""With its clock moved an application shows what it does not show by day; without, nobody calls that held."""

import sys
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from click.testing import CliRunner

from contracts.cli import main
from contracts.failures import NotJudgeable
from contracts.probe import fake_time
from contracts.probe.application import Application, template
from contracts.probe.cases import CASES
from contracts.probe.mock import Mock
from contracts.probe.moments import SEOUL
from contracts.probe.moving import Start, play_at_moments
from contracts.probe.play import Setting
from contracts.probe.policy import read_policy
from contracts.probe.running import judged
from contracts.probe.verdicts import Result
from mock_server.handle import SandboxHandle
from tests.client.signup.backend import HASH_KEYS
from tests.conftest import NODE_FOLDER
from tests.contracts.command import ROOT
from tests.integrations.process import SAMPLES
from tests.probe.command import checked, free_port, listens, probe

DATED: Final = sorted(one.number for one in CASES if one.moments is not None)
FOLDER: Final = ROOT / "tests" / "probe" / "dated"
PYTHON: Final = f"{sys.executable} -B {FOLDER / 'app.py'}"
NODE: Final = f"node {FOLDER / 'app.mjs'}"
# Full age 14 (sign-up) and the Youth Protection Act's year (adult-shop).
BY_YEAR: Final = ("--policy", "adult-shop", "--env=LEAST_AGE=19", "--env=YEAR_ALONE=1")


def verdicts(tmp_path: Path, command: str, *more: str) -> dict[str, Any]:
    port = free_port()
    done = probe(
        f"http://127.0.0.1:{port}/identity-verifications",
        *(
            "--mock-port",
            str(free_port()),
            "--run",
            command,
            f"--env=PORT={port}",
            f"--env=SIGNUP_PORT={port}",
            "--only",
            ",".join(DATED),
        ),
        *("--json", "report.json", *more),
        cwd=tmp_path,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    assert not listens(port)
    cases = checked((tmp_path / "report.json").read_text("utf-8"))["cases"]
    return {row["case"]: row for row in cases}


def words(rows: dict[str, Any]) -> dict[str, str]:
    return {number: row["verdict"] for number, row in rows.items()}


SAMPLE: Final = (
    f"--env=SIGNUP_HASH_KEY={'ab' * 32}",
    "--env=SIGNUP_MODE=development",
    "--env=SIGNUP_DATABASE=FOLDER/a.db",
    f"--env=NODE_PATH={NODE_FOLDER / 'node_modules'}",
)
BACKEND: Final = f"{sys.executable} -B -m client.signup"
OF_THE_BACKEND: Final = (
    *("--promise", "freshMinutes=30", f"--env=SIGNUP_HASH_KEYS={HASH_KEYS}", "--env=SIGNUP_MODE=development"),
    "--env=DATABASE_URL=sqlite:///FOLDER/signup.db",
)
NODE_MARKS: Final = (pytest.mark.node, pytest.mark.faketime)


@pytest.mark.parametrize(
    ("command", "more"),
    [
        pytest.param(PYTHON, (), marks=pytest.mark.faketime, id="python"),
        pytest.param(NODE, (), marks=NODE_MARKS, id="node"),
        pytest.param(PYTHON, BY_YEAR, marks=pytest.mark.faketime, id="python by the year"),
    ],
)
def test_an_application_without_a_mistake_holds_every_case_of_a_date(
    command: str, more: tuple[str, ...], tmp_path: Path
) -> None:
    # By the year it is nobody's birthday that counts, and 29 February is a day as any other: held all the same.
    assert words(verdicts(tmp_path, command, "--fake-time", *more)) == dict.fromkeys(DATED, "held")


START: Final = "POST /identity-verifications/start"
# A sample, as the documents show it, and the sign-up backend of `client`: full age, and the Youth Protection Act.
REAL: Final = {
    "express": (
        f"node {SAMPLES / 'express-server-sdk' / 'server.cjs'}",
        (*("--start", START, "--policy", "adult-shop", "--promise", "ageRule=full-age"), *SAMPLE),
    ),
    "client adults": (
        BACKEND,
        ("--start", f'{START} {{"shop": "adults"}}', "--policy", "adult-shop", *OF_THE_BACKEND),
    ),
}


@pytest.mark.parametrize(
    "name",
    [pytest.param(it, marks=(*([pytest.mark.node] if it == "express" else []), pytest.mark.faketime)) for it in REAL],
)
def test_a_real_application_holds_every_case_of_a_date(name: str, tmp_path: Path) -> None:
    command, more = REAL[name]
    told = [one.replace("FOLDER", str(tmp_path)) for one in more]
    assert words(verdicts(tmp_path, command, "--fake-time", *told)) == dict.fromkeys(DATED, "held")


@pytest.mark.parametrize(
    ("bug", "command", "caught", "more"),
    [
        pytest.param(
            *(bug, command, caught, more),
            id=f"{command.split()[0].split('/')[-1]}: {bug}{' by the year' if more else ''}",
            marks=pytest.mark.node if command == NODE else (),
        )
        for bug, command, caught, more in [
            ("UTC", PYTHON, "AGE-13", ()),
            ("UTC", PYTHON, "AGE-13", BY_YEAR),
            ("server zone", PYTHON, "AGE-13 DATE-01 DATE-02", ()),
            ("server zone", PYTHON, "AGE-13 DATE-01 DATE-02", BY_YEAR),
            ("29 February is moved to a year that has none", PYTHON, "DATE-03 DATE-04", ()),
            ("29 February is 28 February", PYTHON, "AGE-14", ()),
            ("instants without their zone", PYTHON, "DATE-06 DATE-01", ()),
            ("UTC", NODE, "AGE-13", ()),
            ("server zone", NODE, "AGE-13 DATE-02", ()),
            ("a birth date is an instant", NODE, "DATE-02", ()),
            ("29 February overflows", NODE, "DATE-04", ()),
        ]
    ],
)
@pytest.mark.faketime
def test_a_mistake_in_dates_is_caught_by_its_case(
    bug: str, command: str, caught: str, more: tuple[str, ...], tmp_path: Path
) -> None:
    rows = verdicts(tmp_path, command, "--fake-time", f"--env=BUG={bug}", *more)
    found = {number for number, row in rows.items() if row["verdict"] != "held"}
    assert found == set(caught.split()), rows
    assert {rows[number]["verdict"] for number in found} == {"broken"}
    assert all(row["evidence"][0].startswith("clock: ") for row in rows.values() if row["verdict"] == "broken")


def test_without_a_moved_clock_a_mistake_is_not_judged_today_and_the_next_moment_is_said(tmp_path: Path) -> None:
    rows = verdicts(tmp_path, PYTHON, "--env=BUG=server zone")
    night = datetime.now(SEOUL).hour < 9
    assert {number: word for number, word in words(rows).items() if word != "not-judged"} in (
        ({}, {"AGE-13": "held"}, {"AGE-13": "broken"}) if night else ({},)
    )
    assert all(" next at 20" in row["reason"] for row in rows.values() if row["verdict"] == "not-judged")


@pytest.mark.faketime
def test_what_the_library_does_not_reach_is_not_judged(tmp_path: Path) -> None:
    rows = verdicts(tmp_path, f"env -u LD_PRELOAD {PYTHON}", "--fake-time")
    assert set(words(rows).values()) == {"not-judged"}
    assert "the application's clock did not move (its answer's Date: " in rows["DATE-03"]["reason"]


def test_what_was_held_at_this_hour_alone_is_not_held_at_the_moments_asked_for(box: SandboxHandle) -> None:
    # Where nobody answers no clock is seen to move.
    with httpx.Client(trust_env=False, timeout=5) as http:
        application = Application("http://127.0.0.1:1/nobody", template("POST"))
        setting = Setting(application, Mock(http, box.base_url, box.api_secret), read_policy("sign-up"), "p")
        night, day = (next(one for one in CASES if one.number == number) for number in ("AGE-13", "AGE-01"))
        present = [Result(night, "held"), Result(day, "held"), Result(night, "broken")]
        start: Start = lambda _: nullcontext()  # noqa: E731 - nothing is started
        told = [play_at_moments(setting, [one], Path("nowhere"), start, lambda _: None)[0].word for one in present]
        application.close()
    assert told == ["not-judged", "held", "broken"]


@pytest.mark.faketime
def test_an_application_that_does_not_start_on_a_day_leaves_its_cases_undecided(tmp_path: Path) -> None:
    # Its own check of the calendar is what fails, on 29 February alone.
    start = tmp_path / "start.sh"
    start.write_text(f'[ "$(date +%m-%d)" = 02-29 ] && exit 3\nexec {PYTHON}\n')
    rows = verdicts(tmp_path, f"sh {start}", "--fake-time")
    undecided = {number for number, word in words(rows).items() if word == "undecided"}
    assert undecided == {"DATE-03", "DATE-04"}
    assert "-02-29 12:00 in Seoul" in rows["DATE-03"]["reason"]
    assert "ended with 3" in rows["DATE-03"]["reason"]


def night_of(box: SandboxHandle, policy: str, month: int, day: int) -> str:
    """What AGE-13 comes to in that night, for an application that is never asked where nothing can be judged."""
    with httpx.Client(trust_env=False, timeout=5) as http:
        mock = Mock(http, box.base_url, box.api_secret)
        mock.set_clock(datetime(2027, month, day, 3, tzinfo=SEOUL))
        application = Application("http://127.0.0.1:1/nobody", template("POST"))
        setting = Setting(application, mock, read_policy(policy), "p")
        result = judged(setting, next(one for one in CASES if one.number == "AGE-13"))
        application.close()
    return result.word


def test_where_the_year_alone_counts_no_night_but_the_first_tells_utc(box: SandboxHandle) -> None:
    assert night_of(box, "adult-shop", 7, 1) == "not-judged"
    assert night_of(box, "adult-shop", 1, 1) == "broken"
    assert night_of(box, "sign-up", 7, 1) == "broken"


def test_without_the_library_or_time_zones_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotJudgeable) as refused:
        fake_time.library(tmp_path)
    assert "apt-get install faketime" in str(refused.value.reason)
    folder = tmp_path / "usr" / "lib" / "x" / "faketime"
    folder.mkdir(parents=True)
    (folder / "libfaketime.so.1").touch()
    with pytest.raises(NotJudgeable) as refused:
        fake_time.library(tmp_path)
    assert "apt-get install tzdata" in str(refused.value.reason)
    really = fake_time.library
    monkeypatch.setattr(fake_time, "library", lambda: really(tmp_path / "nowhere"))
    done = CliRunner().invoke(main, ["probe", "http://127.0.0.1:1/x", "--fake-time", "--run", "true"])
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1), done.output
    assert "--fake-time wants libfaketime" in done.stderr


def test_the_clock_of_a_mock_that_was_moved_is_no_time_to_judge(box: SandboxHandle, tmp_path: Path) -> None:
    box.advance(86_400)
    done = probe("http://127.0.0.1:1/x", "--mock", box.base_url, "--api-secret", box.api_secret, cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert "DELETE /_mock/clock" in done.stderr


def test_an_explanation_says_that_a_case_has_its_moments(tmp_path: Path) -> None:
    told = probe("--explain", "DATE-03", cwd=tmp_path).stdout
    assert "the policy promises leastAge; at its moments only, or by --run with --fake-time" in told


def test_a_moved_clock_wants_a_command_to_start(tmp_path: Path) -> None:
    done = probe("http://127.0.0.1:1/x", "--fake-time", cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert "give the command, such as --run" in done.stderr
