"""probe.yaml: every option in a file, refused with line and column, and written by asking."""

import os
import pty
import stat
import subprocess
import sys
from pathlib import Path
from typing import Final

import click
import pytest
import yaml

from contracts.probe.config import KEYS, read_config
from contracts.probe_command import probe as command
from mock_server.handle import SandboxHandle
from tests.contracts.command import ROOT
from tests.probe.command import free_port, probe

# What no file can hold: which file, what is done instead of probing.
NOT_IN_A_FILE: Final = {"config", "init", "explain"}


def refused(tmp_path: Path, text: str, *more: str) -> str:
    (tmp_path / "probe.yaml").write_text(text, "utf-8")
    done = probe(*more, cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    return done.stderr


def test_a_file_holds_every_option() -> None:
    options = {one.name for one in command.params} - NOT_IN_A_FILE
    assert set(KEYS.values()) == options


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "policy: sign-up\nendpiont: POST\n",
            "probe.yaml:2:1: endpiont is no option; did you mean endpoint? (appUrl, ",
        ),
        ("fail-on: money\n", "probe.yaml:1:1: fail-on is no option; did you mean failOn?"),
        ("run: a\nrun: b\n", "probe.yaml:2:1: this is no YAML: run is there twice"),
        ("? [a]\n: b\n", "probe.yaml:1:3: a name is one value"),
        (f"a: {'[' * 3000}\n", "probe.yaml:1:103: this is no YAML: nested more than 100 deep"),
        ('run: "a\\0b"\n', "probe.yaml:1:6: this is no YAML: 'a\\x00b' has NUL or half a character in it"),
        ('env: {A: "\\ud83d"}\n', "probe.yaml:1:10: this is no YAML: '\\ud83d' has NUL or half a character in it"),
        ("env: {A=B: c}\n", "probe.yaml:1:7: env: 'A=B' is no name"),
        ("timeout: .nan\n", "probe.yaml:1:10: timeout: '.nan' is not a valid float range"),
        ("timeout: nan\n", "probe.yaml:1:10: timeout: nan is no number of seconds"),
        ("timeout: inf\n", "probe.yaml:1:10: timeout: inf is not in the range 0.1<=x<=86400"),
        ("appUrl: http://localhost:1/x\nheaders: {X: 한글}\n", "--headers X: no header can hold '한'; encode it"),
        ("mockPort: 8585x\n", "probe.yaml:1:11: mockPort: '8585x' is not a valid integer range"),
        ("failOn: bad\n", "probe.yaml:1:9: failOn: 'bad' is not one of 'security', 'money', "),
        ("slow: maybe\n", "probe.yaml:1:7: slow is true or false, not maybe"),
        ("run: [npm, start]\n", "probe.yaml:1:6: run is one value"),
        ("headers: nothing\n", "probe.yaml:1:10: headers are names with values"),
        ("env:\n  A: {b: c}\n", "probe.yaml:2:6: env.A is one value"),
        ("- policy\n", "probe.yaml:1:1: options by name are wanted"),
        ("a: b: c\n", "probe.yaml:1:5: this is no YAML: mapping values are not allowed here"),
        ("policy: &a [*a]\n", "probe.yaml:1:9: policy is one value"),
        ("", "APP_URL has to be like http://localhost:3000/identity-verifications, not nothing"),
        ("policy:\n", "APP_URL has to be like"),
        ("appUrl: http://localhost:1/x\npromises: {leastage: 3}\n", "leastage is no promise; did you mean leastAge?"),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_file_is_one_line_with_its_place(text: str, said: str, tmp_path: Path) -> None:
    assert said in refused(tmp_path, text)


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    done = probe("--config", "nowhere.yaml", cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert "nowhere.yaml cannot be read: No such file or directory" in done.stderr
    (tmp_path / "probe.yaml").write_bytes(b"\xff\xfe")
    assert "cannot be read: UTF-8" in probe(cwd=tmp_path).stderr
    assert "probe.yaml:1:1: nope은(는) 옵션이 아닙니다" in refused(tmp_path, "nope: 1\n", "--lang", "ko")


def test_an_explanation_needs_no_file_that_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "probe.yaml").write_text("nope: 1\n")
    assert probe("--explain", "AGE-01", cwd=tmp_path).returncode == 0


def test_every_option_has_a_variable_that_wins_over_the_file(tmp_path: Path) -> None:
    for one in command.params:
        name = "PORTONE_API_SECRET" if one.name == "api_secret" else f"PORTONE_CONTRACTS_{(one.name or '').upper()}"
        assert isinstance(one, click.Argument) or (one.help or "").endswith(f" [{name}]")
        assert one.name in ("api_secret", "admin_token", "lang") or one.envvar == name
    (tmp_path / "probe.yaml").write_text("appUrl: http://localhost:1/x\npolicy: adult-shop\nonly: AGE-01\n")
    told = {"POLICY": "nope", "ONLY": "AGE-02", "APP_URL": "http://localhost:2/y"}
    refused = probe(cwd=tmp_path, **{f"PORTONE_CONTRACTS_{name}": value for name, value in told.items()})
    assert "nope is neither a preset" in refused.stderr.replace("'", "")


def test_a_variable_holds_what_is_given_again_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTONE_CONTRACTS_HEADERS", "Authorization: Bearer a b\nX-Shop: one")
    monkeypatch.setenv("PORTONE_CONTRACTS_SLOW", "true")
    given = command.make_context("probe", ["http://localhost:1/x"]).params
    assert (given["headers"], given["slow"]) == (("Authorization: Bearer a b", "X-Shop: one"), True)
    given = command.make_context("probe", ["http://localhost:1/x", "--headers", "Y: 1", "--no-slow"]).params
    assert (given["headers"], given["slow"]) == (("Y: 1",), False)


def test_without_arguments_the_file_is_enough_and_the_command_line_wins(box: SandboxHandle, tmp_path: Path) -> None:
    port, sample = free_port(), ROOT / "tests" / "probe" / "dated" / "app.py"
    (tmp_path / "probe.yaml").write_text(
        f"""appUrl: http://127.0.0.1:{port}/verify
mock: {box.base_url}
apiSecret: wrong
run: {sys.executable} -B {sample}
env:
  PORT: 1
  LEAST_AGE: 14
promises:
  oneAccount: none
only: [AGE-01, AGE-03]
json: report.json
lang: ko
""",
        "utf-8",
    )
    # The environment is nearer than the file; of names the file's and the command line's are taken together.
    done = probe(f"--env=PORT={port}", cwd=tmp_path, PORTONE_API_SECRET=box.api_secret, PORTONE_CONTRACTS_LANG="en")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("options: probe.yaml\n2 cases against")
    assert 'oneAccount="none"' in done.stdout
    assert (tmp_path / "report.json").exists()
    won = probe(
        *(f"--env=PORT={port}", "--only", "AGE-02", "--api-secret", box.api_secret, "--lang", "en"), cwd=tmp_path
    )
    assert (won.returncode, "1 cases against" in won.stdout) == (0, True), won.stdout + won.stderr


def asked(tmp_path: Path, answers: list[str], *options: str) -> str:
    """What a person at a terminal is asked who types these lines."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "contracts", "probe", "--init", *options],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PORTONE_CONTRACTS_LANG": "ko"},
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as asking:
        os.close(theirs)
        os.write(ours, "".join(f"{one}\n" for one in answers).encode())
        said, _ = asking.communicate(timeout=30)
    os.close(ours)
    assert asking.returncode == 0, said.decode()
    return said.decode()


def test_answers_become_a_file_that_is_read_again(tmp_path: Path) -> None:
    said = asked(
        tmp_path,
        [
            *("localhost:3000", "http://127.0.0.1:1/verify", "verify", 'POST /v {"id": "{id}"}', "", ""),
            *("later", "code=RETRY", "status=502", "", "no header", "X-Shop: one", "", "nope"),
            *("adult-shop", "leastage=3", "oneAccount=di", "liveOnly=true", ""),
            *("node server.js", "not a name", "MY_BASE", "MY_SECRET", "PORT", "PORT=3000", ""),
        ],
    )
    # What cannot be is asked again.
    assert "'localhost:3000' has to be like" in said
    assert "'nope' is neither a preset" in said.replace("nope is", "'nope' is")
    assert "'not a name' is no name of a variable" in said
    for wrong in ("'later' has to be", "'no header' has to be", "leastAge?", "'PORT' has to be like PORT=3000"):
        assert wrong in said
    assert yaml.safe_load((tmp_path / "probe.yaml").read_text("utf-8")) == {
        "appUrl": "http://127.0.0.1:1/verify",
        "endpoint": 'POST /v {"id": "{id}"}',
        "later": ["code=RETRY", "status=502"],
        "headers": {"X-Shop": "one"},
        "policy": "adult-shop",
        "promises": {"oneAccount": "di", "liveOnly": True},
        "run": "node server.js",
        "env": {"MY_BASE": "{base}", "MY_SECRET": "{secret}", "PORT": 3000},
    }
    # It runs as far as the application, which is not there.
    done = probe("--run", f"{sys.executable} -c 0", "--mock-port", str(free_port()), cwd=tmp_path)
    assert "ended with 0 before it listened" in done.stderr


def test_what_is_given_is_not_asked(tmp_path: Path) -> None:
    said = asked(tmp_path, [""] * 7, "http://127.0.0.1:1/x", "--policy", "login-again", "--lang", "en")
    assert "Which address" not in said
    assert "What do you promise" not in said
    assert "Which command starts the application?" in said


def test_a_file_holds_several_words_for_later(tmp_path: Path) -> None:
    given = ("--later", "status=502", "--later", "code=RETRY,WAIT")
    assert probe("--init", "http://127.0.0.1:1/x", *given, cwd=tmp_path).returncode == 0
    written = yaml.safe_load((tmp_path / "probe.yaml").read_text("utf-8"))
    assert written == {"appUrl": "http://127.0.0.1:1/x", "later": ["status=502", "code=RETRY,WAIT"]}
    for text, wanted in (("later: [status=502, code=RETRY]\n", 2), ("later: status=502\n", 1)):
        (tmp_path / "probe.yaml").write_text(text, "utf-8")
        read = read_config(tmp_path / "probe.yaml", command.params, click.Context(command))
        assert len(read.values["later"]) == wanted


def test_where_nobody_can_be_asked_the_options_are_the_answers(tmp_path: Path) -> None:
    done = probe("--init", cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "--init asks at a terminal, and stdin is none: give APP_URL" in done.stderr
    given = ("--run", "npm start", "--promise", "leastAge=19", "--headers", "X: a: b", "--slow", "--timeout", "5")
    assert probe("--init", "http://127.0.0.1:1/x", *given, cwd=tmp_path).returncode == 0
    assert yaml.safe_load((tmp_path / "probe.yaml").read_text("utf-8")) == {
        "appUrl": "http://127.0.0.1:1/x",
        "run": "npm start",
        "headers": {"X": "a: b"},
        "promises": {"leastAge": 19},
        "slow": True,
        "timeout": 5.0,
    }
    again = probe("--init", "http://127.0.0.1:1/x", cwd=tmp_path)
    assert (again.returncode, "is there already" in again.stderr) == (2, True)


def test_what_may_hold_a_key_is_its_owners_alone_and_no_link_is_followed(tmp_path: Path) -> None:
    given = ("--init", "http://127.0.0.1:1/x", "--headers", "Authorization: Bearer a-key")
    assert probe(*given, cwd=tmp_path).returncode == 0
    assert stat.S_IMODE((tmp_path / "probe.yaml").stat().st_mode) == 0o600
    (tmp_path / "link.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    done = probe(*given, "--config", "link.yaml", cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert not (tmp_path / "elsewhere.yaml").exists()


def test_no_secret_is_written_into_a_file(tmp_path: Path) -> None:
    done = probe("--init", "http://127.0.0.1:1/x", "--api-secret", "hidden", cwd=tmp_path)
    assert (done.returncode, "hidden" in done.stderr) == (2, False)
    assert not (tmp_path / "probe.yaml").exists()


def test_every_option_stands_in_the_file_with_its_meaning(tmp_path: Path) -> None:
    assert probe("--init", "http://127.0.0.1:1/x", cwd=tmp_path).returncode == 0
    text = (tmp_path / "probe.yaml").read_text("utf-8")
    for key, name in KEYS.items():
        parameter = next(one for one in command.params if one.name == name)
        assert f"\n# {key}: " in text or f"\n{key}: " in text
        assert not isinstance(parameter, click.Option) or f"# {parameter.help}\n" in text
