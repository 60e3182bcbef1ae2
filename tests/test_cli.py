"""The command line: what it prints, and its exit statuses."""

import subprocess
import sys
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner, Result

from mock_server.cli import main
from mock_server.scenario import json_schema, shipped
from mock_server.serving import bind
from mock_server.settings import READERS, variable
from mock_server.version import VERSION
from portone_mock import MockPortOne

SERVE_OPTIONS = {
    "host", "port", "scenario", "api-secret", "store-id", "channel-key", "admin-token", "open-control", "public-url",
    "allowed-host", "allow-origin", "seed", "idle", "strict", "people-only",
}  # fmt: skip


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(main, arguments, env=environment, catch_exceptions=False)


def assert_usage(result: Result, *says: str) -> None:
    """One clear line on stderr, nothing on stdout, exit status 2."""
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("portone-mock: ")
    for part in says:
        assert part in result.stderr


def test_help_lists_the_commands_and_the_version_is_said() -> None:
    shown = run("--help")
    assert shown.exit_code == 0
    for command in ("serve", "env", "scenarios", "health"):
        assert command in shown.stdout
        assert run(command, "-h").exit_code == 0
    assert (run("--version").stdout.strip().split()[-1], run("--version").exit_code) == (VERSION, 0)
    assert run().exit_code == 2


def test_serve_has_the_options_of_the_settings_each_with_its_variable() -> None:
    command = main.commands["serve"]
    options = {name.removeprefix("--") for each in command.params for name in each.opts if name.startswith("--")}
    assert set(READERS) | {"quiet"} == options
    assert options >= SERVE_OPTIONS
    shown = "".join(run("serve", "--help").stdout.split())
    for option in READERS:
        assert variable(option) in shown


def test_every_module_path_leads_here() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mock_server", "--version"], capture_output=True, text=True, check=True
    )
    assert VERSION in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("serve", "--prot", "1"), ["--prot", "--port"]),
        (("srve",), ["'srve'", "serve"]),
        (("serve", "extra"), ["extra"]),
        (("serve", "--port"), ["--port"]),
        (("serve", "--port", "x"), ["--port='x'", "0 to 65535"]),
        (("serve", "--scenario", "defualt"), ["'defualt'", "did you mean 'default'"]),
        (("serve", "--scenario", "./none.yaml"), ["none.yaml", "cannot be read"]),
        (("serve", "--channel-key", "dnaal=x"), ["dnaal"]),
        (("serve", "--channel-key", "danal"), ["NAME=KEY"]),
        (("serve", "--idle", "1w"), ["--idle='1w'", "24h"]),
        (("serve", "--open-control", "--admin-token", "hunter-two"), ["exclude"]),
        (("env", "--format", "dotnev"), ["'dotnev'", "did you mean dotenv", "compose"]),
        (("env", "--port", "0"), ["--port 0"]),
        (("scenarios", "shw"), ["'shw'", "show"]),
        (("scenarios", "show", "defualt"), ["did you mean 'default'"]),
        (("scenarios", "show"), ["NAME"]),
        (("health", "a", "b"), ["b"]),
    ],
)
def test_a_misuse_is_one_line_and_status_2(arguments: tuple[str, ...], says: list[str]) -> None:
    result = run(*arguments)
    assert_usage(result, *says)
    assert "hunter-two" not in result.output


def test_a_port_that_is_taken_is_said_in_one_line() -> None:
    with bind("127.0.0.1", 0)[0] as listener:
        port = str(listener.getsockname()[1])
        assert_usage(run("serve", "--host", "127.0.0.1", "--port", port), port, "taken")


def test_variables_count_like_options() -> None:
    assert "PORTONE_API_BASE=http://localhost:9000" in run("env", PORTONE_MOCK_PORT="9000").stdout
    assert "PORTONE_API_BASE=http://localhost:1" in run("env", "--port", "1", PORTONE_MOCK_PORT="9000").stdout
    assert_usage(run("env", PORTONE_MOCK_PORT="x"), "PORTONE_MOCK_PORT='x'")
    assert_usage(run("env", PORTONE_MOCK_PROT="1"), "PORTONE_MOCK_PROT", "PORTONE_MOCK_PORT")


def test_a_service_link_is_ignored_with_one_line() -> None:
    result = run("env", PORTONE_MOCK_PORT="tcp://10.0.0.1:8585")
    assert result.exit_code == 0
    assert "PORTONE_API_BASE=http://localhost:8585" in result.stdout
    assert result.stderr.count("\n") == 1
    assert "ignored" in result.stderr


def test_env_prints_each_format_and_no_given_secret() -> None:
    assert "PORTONE_API_SECRET=mock-api-secret" in run("env").stdout
    assert "not printed" not in run("env").stdout
    options = ("--api-secret", "hunter-two", "--store-id", "store-mine", "--channel-key", "danal=key-mine,kcp=key-kcp")
    for form in ("dotenv", "next", "spring", "compose"):
        shown = run("env", "--format", form, *options)
        assert shown.exit_code == 0
        assert "hunter-two" not in shown.output
        assert shown.stdout.splitlines()[1].startswith("# The API secret that you gave is not printed again: put it")
        assert shown.stdout.count("<the secret you gave>") == 3
        assert "store-mine" in shown.stdout
        assert "key-mine" in shown.stdout
    assert yaml.safe_load(run("env", "--format", "spring").stdout)["portone"]["store-id"].startswith("store-")


def test_an_option_that_may_come_several_times_does() -> None:
    result = run("env", "--channel-key", "kcp=a", "--channel-key", "danal=b")
    assert "PORTONE_CHANNEL_KEY=b" in result.stdout


def test_scenarios_are_listed_in_both_languages_and_shown() -> None:
    listed = run("scenarios", "list").stdout
    for name in shipped():
        assert name in listed
        assert run("scenarios", "show", name).stdout == Path(shipped()[name]).read_text("utf-8")
    assert "기본 시나리오" in listed
    assert "For a first try" in listed


def test_scenarios_are_validated_each_in_a_line_and_a_flaw_is_status_2(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text("readyMade: true", "utf-8")
    bad.write_text("readymade: true", "utf-8")
    result = run("scenarios", "validate", str(good), "empty", "--lang", "en")
    assert (result.exit_code, result.stdout) == (0, f"{good}: fine\nempty: fine\n")
    result = run("scenarios", "validate", str(bad), str(good), LANG="ko_KR.UTF-8", LC_ALL="")
    assert (result.exit_code, result.stdout) == (2, f"{good}: 문제없음\n")
    assert result.stderr.startswith(f"portone-mock: {bad}:1:1: 'readymade'은(는)")
    assert result.stderr.count("\n") == 1
    assert_usage(run("scenarios", "validate", str(good), "--lang", "fr"), "--lang='fr'", "ko or en")


def test_what_scenarios_expect_is_played_and_a_difference_is_status_1(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("extends: empty\nexpect: {steps: [{read: a}, {list: {}}]}", "utf-8")
    result = run("scenarios", "validate", "--play", "default", str(wrong), "--lang", "en")
    assert (result.exit_code, result.stderr) == (1, "")
    first, second = result.stdout.splitlines()
    assert first == "default: fine, 4 steps played"
    assert second.startswith(f"{wrong}: step 1, read: status is 404, not 200")


def test_the_schema_is_printed() -> None:
    assert yaml.safe_load(run("scenarios", "schema").stdout) == json_schema()


def test_health_is_the_exit_status(portone: MockPortOne) -> None:
    healthy = run("health", portone.base_url)
    assert (healthy.exit_code, healthy.stderr) == (0, "")
    port = portone.base_url.rsplit(":", 1)[1]
    assert run("health", PORTONE_MOCK_PORT=port).exit_code == 0
    listener = bind("127.0.0.1", 0)[0]
    listener.close()
    sick = run("health", "http://127.0.0.1:1")
    assert (sick.exit_code, sick.stdout) == (1, "")
    assert sick.stderr.count("\n") == 1


def test_an_interrupted_command_ends_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(click.Group, "invoke", interrupted)
    assert run("env").exit_code == 1
