"""Scenarios: reading them strictly, by name, from a file, and several as one."""

from pathlib import Path
from typing import Any

import pytest

from mock_server.scenario import KEYS, ScenarioError, load_scenario, merge, shipped, source_of


def written(folder: Path, text: str, name: str = "mine.yaml") -> str:
    file = folder / name
    file.write_text(text, "utf-8")
    return str(file)


def test_two_scenarios_ship() -> None:
    assert list(shipped()) == ["default", "empty"]
    assert load_scenario("default").ready_made
    assert not load_scenario("empty").ready_made


@pytest.mark.parametrize("name", list(shipped()))
def test_a_shipped_scenario_says_what_it_is_in_two_languages(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.name == name
    assert scenario.description is not None
    assert all((scenario.description.ko, scenario.description.en))
    assert source_of(name).startswith("#")


def test_a_file_is_named_by_its_path_and_gives_the_scenario_its_name(tmp_path: Path) -> None:
    file = written(tmp_path, "readyMade: true\n")
    scenario = load_scenario(file)
    assert (scenario.name, scenario.ready_made, scenario.source) == ("mine", True, file)
    assert source_of(file) == "readyMade: true\n"


def test_an_empty_file_is_a_scenario_in_which_nothing_is_ready(tmp_path: Path) -> None:
    assert not load_scenario(written(tmp_path, "")).ready_made


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("readymade: true", ["mine.yaml:1:1", "'readymade'", "did you mean 'readyMade'? Known: description,"]),
        ("readyMade: maybe", ["mine.yaml:1:12", "'maybe'", "neither true nor false"]),
        ("readyMade: true\nreadyMade: false", ["mine.yaml", "readyMade"]),
        ("description: hello", ["mine.yaml:1:14", "ko and en"]),
        ("description: {ko: 하나}", ["ko and en"]),
        ("- a", ["mine.yaml:1:1", "a scenario is a mapping"]),
        ("a: [", ["mine.yaml"]),
        ("zzz: 1", ["unknown key 'zzz'. Known: description,", "readyMade"]),
    ],
)
def test_a_flaw_is_one_line_with_its_place(tmp_path: Path, text: str, says: list[str]) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(written(tmp_path, text))
    line = str(caught.value)
    assert "\n" not in line
    for part in says:
        assert part in line


def test_an_unknown_name_is_told_the_nearest_and_all() -> None:
    with pytest.raises(ScenarioError, match="did you mean 'default'\\? Known: default, empty"):
        load_scenario("defualt")
    with pytest.raises(ScenarioError, match="no scenario 'zzz'\\. Known: default, empty"):
        load_scenario("zzz")


def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path) -> None:
    for name, reason in ((str(tmp_path / "none.yaml"), "No such file"), (str(tmp_path), "Is a directory")):
        with pytest.raises(ScenarioError, match=f"cannot be read: {reason}"):
            load_scenario(name)
    (tmp_path / "latin.yaml").write_bytes("# caf\xe9".encode("latin-1"))
    with pytest.raises(ScenarioError, match="is not UTF-8 text"):
        load_scenario(str(tmp_path / "latin.yaml"))


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
    assert caught.value.known == KEYS
