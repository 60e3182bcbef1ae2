"""Scenarios: read by name, from a file, inline and several as one; what each key becomes."""

from pathlib import Path
from typing import Any

import pytest

from mock_server.clock import wall
from mock_server.domain.attempts import OtpSettings
from mock_server.domain.customers import Next
from mock_server.domain.order import Order
from mock_server.roster import load_people
from mock_server.scenario import Scenario, ScenarioError, load_scenario, merge, shipped, source_of
from mock_server.scenario.keys import KEYS


def written(folder: Path, text: str, name: str = "mine.yaml") -> str:
    file = folder / name
    file.write_text(text, "utf-8")
    return str(file)


def loaded(folder: Path, text: str) -> Scenario:
    return load_scenario(written(folder, text))


def test_a_server_starts_with_what_is_ready_and_tests_with_nothing() -> None:
    assert load_scenario("default").ready_made
    assert not load_scenario("empty").ready_made


@pytest.mark.parametrize("name", list(shipped()))
def test_a_shipped_scenario_says_what_it_is_in_two_languages(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.name == name
    assert scenario.description is not None
    assert all((scenario.description.ko, scenario.description.en))
    assert source_of(name).startswith("#")


def test_what_ships_is_read_once() -> None:
    assert load_scenario("empty") is load_scenario("empty") is merge(["empty"])


def test_a_file_is_named_by_its_path_and_gives_the_scenario_its_name(tmp_path: Path) -> None:
    file = written(tmp_path, "readyMade: true\n")
    scenario = load_scenario(file)
    assert (scenario.name, scenario.ready_made, scenario.source) == ("mine", True, file)
    assert scenario.files == (Path(file).resolve(),)
    assert source_of(file) == "readyMade: true\n"


def test_an_empty_file_is_a_scenario_in_which_nothing_is_ready(tmp_path: Path) -> None:
    assert not loaded(tmp_path, "").ready_made
    assert loaded(tmp_path, "verifications:\nfaults:\n").verifications == ()


def test_values_are_read_as_the_text_typed(tmp_path: Path) -> None:
    scenario = loaded(
        tmp_path,
        "otp: {code: 000000, tries: 3}\n"
        "people: {me: {name: no, phoneNumber: 01000000099, birthDate: 2006-11-23}}\n"
        "verifications:\n"
        "  0101011: {customer: {phoneNumber: 01000000001, isForeigner: true, ci: null}, customData: 12:30}\n",
    )
    me = scenario.people.get("me")
    assert me is not None
    assert (me.name, me.phone_number) == ("no", "01000000099")
    assert scenario.otp == OtpSettings(code="000000", tries=3)
    ((id_, order),) = scenario.verifications
    assert (id_, order.custom_data) == ("0101011", "12:30")
    assert order.customer == {"phoneNumber": "01000000001", "isForeigner": True, "ci": None}


def test_what_stands_in_a_file_and_what_comes_as_json_are_the_same_scenario(tmp_path: Path) -> None:
    scenario = loaded(tmp_path, EVERYTHING)
    inline = merge([AS_JSON])
    for field in ("description", "stores", "otp", "clock", "verifications", "next", "faults", "ready_made"):
        assert getattr(scenario, field) == getattr(inline, field), field
    assert list(scenario.people) == list(inline.people)
    assert list(scenario.channels) == list(inline.channels)


EVERYTHING = """
description: {ko: 모두, en: everything}
clock: {now: 2026-01-02T03:04:05+09:00, frozen: true}
stores: branch
channels: {shop: {profile: kcp, type: TEST}}
people: {adult: {name: 김다른}}
verifications:
  a: {person: adult, channel: shop, verifiedAt: -90d}
  b:
next:
  - {outcome: cancelled, match: {channel: channel-key-danal}, times: 2}
faults:
  - {fault: status, status: 503, times: null, headers: {Retry-After: 1}, probability: 0.5}
otp: {code: random, codes: {wrong-otp: {pgCode: 1, pgMessage: b}}}
readyMade: true
"""
AS_JSON: dict[str, Any] = {
    "description": {"ko": "모두", "en": "everything"},
    "clock": {"now": "2026-01-02T03:04:05+09:00", "frozen": True},
    "stores": ["branch"],
    "channels": [{"name": "shop", "profile": "kcp", "type": "TEST"}],
    "people": [{"person": "adult", "name": "김다른"}],
    "verifications": [{"id": "a", "person": "adult", "channel": "shop", "verifiedAt": "-90d"}, {"id": "b"}],
    "next": [{"outcome": "cancelled", "match": {"channel": "danal"}, "times": 2}],
    "faults": [{"fault": "status", "status": 503, "times": None, "headers": {"Retry-After": "1"}, "probability": 0.5}],
    "otp": {"code": "random", "codes": {"wrong-otp": {"pgCode": "1", "pgMessage": "b"}}},
    "readyMade": True,
}


def test_each_key_becomes_what_the_control_path_of_its_name_makes(tmp_path: Path) -> None:
    scenario = loaded(tmp_path, EVERYTHING)
    assert scenario.verifications == (("a", Order(person="adult", channel="shop", verified_at="-90d")), ("b", Order()))
    assert scenario.next == (Next(outcome="cancelled", match={"channel": "danal"}, times=2),)
    (fault,) = scenario.faults
    assert (fault.fault, fault.times, fault.probability) == ("status", None, 0.5)
    assert fault.parameters == {"status": 503, "headers": {"Retry-After": "1"}}
    shop = scenario.channels.get("channel-key-shop")
    assert shop is not None
    assert (shop.type, shop.pg_provider, shop.pg_merchant_id) == ("TEST", "KCP_V2", "MOCKshop")
    assert scenario.clock is not None
    assert scenario.clock.setting().frozen_at == 1_767_290_645_000


def test_a_clock_that_is_relative_counts_from_the_machines(tmp_path: Path) -> None:
    clock = loaded(tmp_path, "clock: {now: -1d}").clock
    assert clock is not None
    assert abs(clock.setting().now() - (wall() - 86_400_000)) < 60_000
    assert clock.setting().frozen_at is None


def test_a_changed_person_keeps_the_rest_and_a_new_one_is_like_adult(tmp_path: Path) -> None:
    scenario = loaded(tmp_path, "people:\n  adult: {operator: KT}\n  new-one: {name: 새사람}\n")
    usual, adult, new = (load_people().get("adult"), scenario.people.get("adult"), scenario.people.get("new-one"))
    assert usual
    assert adult
    assert new
    assert (adult.name, adult.operator, adult.number) == (usual.name, "KT", usual.number)
    assert (new.identity, new.name, new.birth) == ("new-one", "새사람", usual.birth)
    assert load_people().get("adult") == usual


def test_the_document_is_the_scenario_on_its_own(tmp_path: Path) -> None:
    written(tmp_path, EVERYTHING, "base.yaml")
    scenario = loaded(tmp_path, "extends: ./base.yaml\nverifications: {c: {status: READY}}\n")
    assert "extends" not in scenario.document
    again = merge([scenario.document])
    for field in Scenario.__struct_fields__:
        if field not in ("name", "source", "files", "people", "channels"):
            assert getattr(again, field) == getattr(scenario, field), field
    assert list(again.people) == list(scenario.people)
    assert list(again.channels) == list(scenario.channels)


@pytest.mark.parametrize(
    ("parts", "ready_made", "name"),
    [
        (["empty"], False, "empty"),
        ([{"readyMade": True}], True, "inline"),
        ([{}], False, "inline"),
        (["default", "empty"], False, "default+empty"),
        (["empty", "default"], True, "empty+default"),
        (["default", {"readyMade": False}], False, "default+inline"),
        (["default", {"description": {"ko": "가", "en": "a"}}], True, "default+inline"),
        ([{}, {}], False, "inline+inline"),
    ],
)
def test_of_several_the_later_one_decides_what_it_mentions(parts: list[Any], ready_made: bool, name: str) -> None:
    merged = merge(parts)
    assert (merged.ready_made, merged.name) == (ready_made, name)


def test_an_unknown_key_carries_what_would_have_done() -> None:
    with pytest.raises(ScenarioError) as caught:
        merge([{"readyMad": True}])
    assert (caught.value.at, caught.value.nearest) == ("scenario.readyMad", "readyMade")
    assert caught.value.known == tuple(KEYS)
