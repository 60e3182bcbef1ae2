"""Several scenarios as one, by `extends` or by naming several: what goes over what, and that places stay exact."""

from pathlib import Path
from typing import Any

import pytest

from mock_server.scenario import ScenarioError, load_scenario, merge


def files(folder: Path, **texts: str) -> str:
    """Files of these names; the path of `mine`."""
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return str(folder / "mine.yaml")


def test_a_scenario_builds_on_one_that_ships_or_on_a_file_beside_it(tmp_path: Path) -> None:
    assert load_scenario(files(tmp_path, mine="extends: default\n")).ready_made
    mine = files(tmp_path, mine="extends: ./base.yaml\n", base="extends: default\nstores: [a]\n")
    scenario = load_scenario(mine)
    assert (scenario.name, scenario.ready_made, scenario.stores) == ("mine", True, ("a",))
    assert [file.name for file in scenario.files] == ["default.yaml", "base.yaml", "mine.yaml"]


CANCEL, VERIFY = {"outcome": "cancelled"}, {"outcome": "verified"}
READY = {"status": "READY"}
KIM = {"name": "김다른", "operator": "KT"}
MERGED: list[tuple[str, Any, Any, Any]] = [
    ("otp", {"tries": "3", "code": "111111"}, {"tries": "4"}, {"tries": "4", "code": "111111"}),
    ("clock", {"frozen": True}, {"now": "-1d"}, {"frozen": True, "now": "-1d"}),
    (
        "verifications",
        {"a": {"person": "adult"}, "b": {}},
        {"a": {"status": "READY"}},
        {"a": {"status": "READY"}, "b": {}},
    ),
    ("people", {"adult": KIM}, [{"person": "adult", "operator": "SKT"}], {"adult": KIM | {"operator": "SKT"}}),
    ("channels", {"danal": {"type": "TEST"}}, {"danal": {"key": "k"}}, {"danal": {"type": "TEST", "key": "k"}}),
    (
        "next",
        [{"outcome": "cancelled"}],
        [{"outcome": "verified"}],
        [{"outcome": "cancelled"}, {"outcome": "verified"}],
    ),
    ("faults", [{"fault": "html"}], [{"fault": "html"}], [{"fault": "html"}, {"fault": "html"}]),
    ("stores", "a", ["b"], ["a", "b"]),
    ("description", {"ko": "가", "en": "a"}, {"ko": "나", "en": "b"}, {"ko": "나", "en": "b"}),
    ("expect", {"policy": {"liveOnly": False}}, {"steps": [{"read": "a"}]}, {"steps": [{"read": "a"}]}),
]


@pytest.mark.parametrize(("key", "before", "after", "merged"), MERGED, ids=[row[0] for row in MERGED])
def test_what_comes_later_goes_over_or_behind_what_came_before(key: str, before: Any, after: Any, merged: Any) -> None:
    assert merge([{key: before}, {key: after}]).document == {key: merged}


@pytest.mark.parametrize(
    ("base", "mine", "place"),
    [
        ("verifications: {a: {person: adlt}}", "verifications: {b: {}}", "base.yaml:1:29"),
        ("verifications: {a: {}}", "verifications: {b: {person: adlt}}", "mine.yaml:2:29"),
        ("people: {adult: {operator: X}}", "people: {adult: {name: 나}}", "base.yaml:1:28"),
        ("people: {adult: {name: 나}}", "people: {adult: {operator: X}}", "mine.yaml:2:28"),
        ("faults: [{fault: html}, {fault: htlm}]", "faults: [{fault: html}]", "base.yaml:1:33"),
        ("faults: [{fault: html}]", "faults: [{fault: html}, {fault: htlm}]", "mine.yaml:2:33"),
        ("otp: {tries: 0}", "otp: {attempts: 1}", "base.yaml:1:14"),
        ("otp: {tries: 1}", "otp: {attempts: -1}", "mine.yaml:2:17"),
        ("stores: [A]", "stores: [b]", "base.yaml:1:10"),
        ("stores: [a]", "stores: B", "mine.yaml:2:9"),
    ],
)
def test_a_flaw_is_placed_in_the_file_that_has_it(tmp_path: Path, base: str, mine: str, place: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(files(tmp_path, mine=f"extends: ./base.yaml\n{mine}\n", base=base))
    assert str(caught.value.at).endswith(place), str(caught.value)


def test_a_replaced_flaw_is_none(tmp_path: Path) -> None:
    mine = files(
        tmp_path, mine="extends: ./base.yaml\nverifications: {a: {}}\n", base="verifications: {a: {person: no}}"
    )
    assert [id_ for id_, _ in load_scenario(mine).verifications] == ["a"]


def test_a_circle_is_one_clear_error(tmp_path: Path) -> None:
    mine = files(tmp_path, mine="extends: ./b.yaml", b="extends: ./c.yaml", c="extends: ./b.yaml")
    with pytest.raises(ScenarioError, match=r"c\.yaml:1:10: extends goes in a circle: mine → b → c → b$"):
        load_scenario(mine)
    with pytest.raises(ScenarioError, match=r"circle: mine → mine$") as caught:
        load_scenario(files(tmp_path, mine="extends: ./mine.yaml"))
    assert "제자리로" in caught.value.line("ko")


def test_a_call_reads_no_files_of_this_machine(tmp_path: Path) -> None:
    file = files(tmp_path, mine="readyMade: true")
    with pytest.raises(ScenarioError, match=r"scenario\.extends: .* is not a known scenario"):
        merge([{"extends": file}], files=False)
    assert merge([{"extends": "default"}], files=False).ready_made
