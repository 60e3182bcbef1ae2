"""Printing the present world of a running mock as a scenario."""

import pytest
from click.testing import CliRunner, Result

from mock_server import Settings
from mock_server.cli import main
from mock_server.scenario import load_text
from portone_mock import MockPortOne


def export(*arguments: str) -> Result:
    return CliRunner().invoke(main, ("scenarios", "export", *arguments), catch_exceptions=False)


def test_what_is_printed_is_the_present_world_of_that_sandbox(portone: MockPortOne) -> None:
    with portone.sandbox() as box:
        box.freeze()
        box.put_verification("signup-9", person="adult-woman")
        printed = export(portone.base_url, "--api-secret", box.api_secret)
        assert (printed.exit_code, printed.stderr, printed.stdout) == (0, "", box.scenario_text())
        assert "signup-9" in str(load_text(printed.stdout, name="x", source="x").document)
        assert "signup-9" not in export(portone.base_url).stdout


def test_a_mock_with_a_token_wants_it() -> None:
    with MockPortOne(Settings(port=0, admin_token="t0k3n")) as mock:
        mock.default.freeze()
        assert export(mock.base_url, "--admin-token", "t0k3n").stdout == mock.default.scenario_text()
        refused = export(mock.base_url)
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert "answers 401: " in refused.stderr


@pytest.mark.parametrize(
    ("url", "says"), [("localhost:8585", "write http://HOST:PORT"), ("http://127.0.0.1:9", "cannot be asked")]
)
def test_where_nobody_is_one_line_tells_it(url: str, says: str) -> None:
    failed = export(url)
    assert (failed.exit_code, failed.stdout, failed.stderr.count("\n")) == (1, "", 1)
    assert says in failed.stderr


def test_an_unknown_secret_is_told_in_the_mocks_words(portone: MockPortOne) -> None:
    refused = export(portone.base_url, "--api-secret", "nobody's")
    assert refused.exit_code == 1
    assert "answers 401: " in refused.stderr
    assert "{" not in refused.stderr
