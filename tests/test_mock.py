"""The parts of a mock: made from its settings, one of each."""

from mock_server import Settings
from mock_server.mock import make_mock
from mock_server.scenario import load_scenario


def test_the_parts_are_made_from_the_settings_and_know_each_other() -> None:
    mock = make_mock(Settings(scenario="empty", host="0.0.0.0"))
    assert mock.store.journal is mock.journal
    assert mock.sandboxes.store is mock.store
    assert mock.store.all() == [mock.sandboxes.default]
    assert mock.sandboxes.default.scenario.name == "empty"
    assert mock.settings.admin_token


def test_a_scenario_that_is_handed_over_comes_before_the_named_one() -> None:
    assert make_mock(Settings(scenario="nowhere"), load_scenario("empty")).sandboxes.scenario.name == "empty"


def test_requests_are_counted_from_one() -> None:
    mock = make_mock(Settings())
    assert [next(mock.numbers) for _ in range(3)] == [1, 2, 3]
