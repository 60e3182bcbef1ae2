"""Every scenario that ships is played over HTTP, its API's half and its integration's, and comes out as it says."""

from typing import Any

import pytest
import yaml

from mock_server.domain.arrangement import READY_MADE
from mock_server.domain.providers import PROFILES
from mock_server.playing import Player, play
from mock_server.scenario import load_scenario, shipped, steps_of
from mock_server.scenario.expectations import CALLS, DECISIONS, REASONS
from portone_mock import MockPortOne
from tests.control.tour import document

from .deciding import Application, Decision

NAMES = list(shipped())
# Reasons that no answer of this mock can give: it answers about the id asked for, and always with a birth date.
NEVER = {"another-id", "no-birth-date"}


def steps(name: str) -> list[dict[str, Any]]:
    return steps_of(load_scenario(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_api_answers_what_the_scenario_says(portone: MockPortOne, name: str) -> None:
    with portone.sandbox(name) as box:
        assert [each.line("en") for each in play(load_scenario(name), box)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_correct_integration_decides_what_the_scenario_says(portone: MockPortOne, name: str) -> None:
    scenario = load_scenario(name)
    policy = scenario.document["expect"].get("policy", {})
    with portone.sandbox(name) as box:
        typed = {key: yaml.safe_load(str(value)) for key, value in policy.items()}
        application = Application(box.base_url, box.api_secret, typed)
        others = Player(box)
        try:
            for number, step in enumerate(steps_of(scenario), 1):
                if "integration" in step:
                    said = Decision(step["integration"], frozenset(step.get("reason", ())))
                    assert application.sign_up(step["read"]) == said, f"step {number}"
                elif not step.keys() & {"login", "refresh", "read"}:
                    call = next(call for call in CALLS if call in step)
                    others.do(call, step[call])
        finally:
            application.close()


@pytest.mark.parametrize("name", NAMES)
def test_each_says_what_is_expected_of_both(name: str) -> None:
    assert any("integration" in step for step in steps(name))
    assert any(step.keys() & {"status", "body", "present", "absent", "lost"} for step in steps(name))


@pytest.mark.parametrize("name", NAMES)
def test_each_names_the_schema_in_its_first_line(name: str) -> None:
    first = shipped()[name].read_text("utf-8").partition("\n")[0]
    assert first == "# yaml-language-server: $schema=scenario.schema.json"


def test_together_they_show_every_decision_reason_profile_and_call() -> None:
    every = [step for name in NAMES for step in steps(name)]
    assert {step["integration"] for step in every if "integration" in step} == set(DECISIONS)
    assert {reason for step in every for reason in step.get("reason", ())} == set(REASONS) - NEVER
    assert {call for step in every for call in CALLS if call in step} == set(CALLS)
    shown = set()
    for name in NAMES:
        scenario = load_scenario(name)
        for _, order in scenario.verifications:
            channel = scenario.channels.get(order.channel or "danal")
            assert channel is not None
            shown.add(channel.profile)
    assert shown == set(PROFILES)


def test_the_law_of_the_control_paths_names_them_all() -> None:
    parameters = document()["components"]["parameters"]
    assert parameters["scenario"]["schema"]["enum"] == NAMES


def test_the_default_scenario_is_what_a_newcomer_reads() -> None:
    assert {f"idv-{name}" for name in READY_MADE} & {step.get("read") for step in steps("default")}
