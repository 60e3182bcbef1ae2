"""A mock inside another program."""

import urllib.request

import pytest

from mock_server import Settings
from mock_server.handle import ControlError
from mock_server.scenario import ScenarioError, load_scenario
from mock_server.serving import BindError, bind
from portone_mock import MockPortOne


def answers(url: str) -> bool:
    with urllib.request.urlopen(f"{url}/_mock/health", timeout=10) as response:
        return bool(response.status == 200)


def test_it_listens_while_it_is_used_and_no_longer() -> None:
    with MockPortOne() as portone:
        url = portone.base_url
        assert answers(url)
    with pytest.raises(OSError, match="refused"):
        answers(url)
    with pytest.raises(RuntimeError, match="not running"):
        _ = portone.base_url
    with pytest.raises(RuntimeError, match="not running"):
        portone.sandbox()
    with pytest.raises(RuntimeError, match="not running"):
        _ = portone.default


def test_it_may_be_started_and_stopped_by_hand_more_than_once() -> None:
    portone = MockPortOne()
    for _ in range(2):
        assert answers(portone.start().base_url)
        with pytest.raises(RuntimeError, match="running already"):
            portone.start()
        portone.stop()
        portone.stop()


def test_two_of_them_do_not_meet() -> None:
    with MockPortOne() as one, MockPortOne() as other:
        assert one.base_url != other.base_url
        box = one.sandbox()
        with pytest.raises(ControlError):
            other._control.call("GET", "/sandbox", secret=box.api_secret)


def test_a_sandbox_is_fresh_and_of_the_scenario_empty_unless_told_otherwise() -> None:
    with MockPortOne() as portone:
        one, other = portone.sandbox(), portone.sandbox("default")
        assert (one.describe()["scenario"], other.describe()["scenario"]) == ("empty", "default")
        assert one.api_secret != other.api_secret
        assert portone.sandbox({"readyMade": True}).verification("idv-adult")["person"] == "adult"
        assert portone.default.api_secret == "mock-api-secret"


def test_settings_and_scenarios_are_those_of_serve() -> None:
    with MockPortOne(Settings(port=0, api_secret="given", seed=3), scenario=load_scenario("empty")) as portone:
        described = portone.default.describe()
    assert (described["apiSecret"], described["seed"], described["scenario"]) == ("given", 3, "empty")


def test_off_loopback_its_own_calls_carry_the_admin_token() -> None:
    with MockPortOne(Settings(host="0.0.0.0", port=0)) as portone:
        assert portone.sandbox().verifications()["total"] == 0


def test_a_taken_port_and_a_bad_scenario_are_said_and_leave_nothing_behind() -> None:
    listener = bind("127.0.0.1", 0)[0]
    with listener:
        portone = MockPortOne(Settings(host="127.0.0.1", port=listener.getsockname()[1]))
        with pytest.raises(BindError, match="taken"):
            portone.start()
        portone.stop()
    with pytest.raises(ScenarioError, match="nowhere"):
        MockPortOne(Settings(port=0, scenario="nowhere")).start()
