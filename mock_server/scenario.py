"""Scenarios: the state that a sandbox starts from.

Lives here: Scenario and reading one by name, file or inline mapping, strictly. May not: playing it, sandboxes.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec

from .documents import DocumentError, load
from .domain.nearest import nearest
from .domain.people import People, Text
from .resources import fixture
from .roster import load_people

KEYS: Final = ("description", "readyMade")


class ScenarioError(Exception):
    """A scenario that cannot be loaded, in one line: place, what was found, what is known."""


class Scenario(msgspec.Struct, frozen=True):
    """What a sandbox holds before anybody touches it. `source` is where it was read from."""

    name: str
    source: str
    people: People
    description: Text | None = None
    # Whether the ids idv-<person> come to be when first read.
    ready_made: bool = False


@cache
def shipped() -> Mapping[str, Path]:
    """The scenarios that come with the package, by name."""
    return {path.stem: path for path in sorted(fixture("scenarios").glob("*.yaml"))}


def load_scenario(name_or_file: str) -> Scenario:
    """The scenario of that name, or in that file when the name has a dot or a slash in it.

    Raises ScenarioError, in one line, for anything that cannot be loaded whole.
    """
    path = shipped().get(name_or_file)
    if path is None:
        if "/" not in name_or_file and "." not in name_or_file:
            raise ScenarioError(_unknown_name(name_or_file))
        path = Path(name_or_file)
    try:
        document = load(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise ScenarioError(f"the scenario file {path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ScenarioError(f"the scenario file {path} is not UTF-8 text; save it as UTF-8") from None
    except DocumentError as error:
        raise ScenarioError(str(error)) from None
    return _scenario(path.stem, str(path), document.value, document.place)


def source_of(name_or_file: str) -> str:
    """The text of a scenario that `load_scenario` loads."""
    return shipped().get(name_or_file, Path(name_or_file)).read_text(encoding="utf-8")


def merge(scenarios: Iterable[str | Mapping[str, Any]]) -> Scenario:
    """Several scenarios as one: names and inline mappings, later ones over earlier ones."""
    parts = [
        load_scenario(part) if isinstance(part, str) else _scenario("inline", "inline", part, _inline_place)
        for part in scenarios
    ]
    if len(parts) == 1:
        return parts[0]
    return Scenario(
        name="+".join(part.name for part in parts),
        source="+".join(part.source for part in parts),
        people=parts[-1].people,
        ready_made=parts[-1].ready_made,
    )


def _unknown_name(name: str) -> str:
    near = nearest(name, shipped())
    return (
        f"there is no scenario {name!r}"
        + (f"; did you mean {near!r}?" if near else "")
        + f" Known: {', '.join(shipped())}. A file is given with its path, such as ./my.yaml"
    )


def _inline_place(path: tuple[str | int, ...]) -> str:
    return "scenario" + "".join(f".{part}" for part in path)


def _scenario(name: str, source: str, value: object, place: Any) -> Scenario:
    if value is None:
        value = {}
    if not isinstance(value, Mapping):
        raise ScenarioError(f"{place(())}: a scenario is a mapping with the keys {', '.join(KEYS)}")
    for key in value:
        if key not in KEYS:
            near = nearest(str(key), KEYS)
            raise ScenarioError(
                f"{place((key,))}: unknown key {key!r}"
                + (f"; did you mean {near!r}?" if near else "")
                + f" Known: {', '.join(KEYS)}"
            )
    return Scenario(
        name=name,
        source=source,
        people=load_people(),
        description=_description(value.get("description"), place),
        ready_made=_flag(value.get("readyMade"), place(("readyMade",)) if "readyMade" in value else ""),
    )


def _description(value: object, place: Any) -> Text | None:
    if value is None:
        return None
    if (
        not isinstance(value, Mapping)
        or set(value) != {"ko", "en"}
        or not all(isinstance(v, str) for v in value.values())
    ):
        raise ScenarioError(f"{place(('description',))}: description needs two sentences, ko and en")
    return Text(ko=value["ko"], en=value["en"])


def _flag(value: object, place: str) -> bool:
    if value in (None, False, "false"):
        return False
    if value in (True, "true"):
        return True
    raise ScenarioError(f"{place}: {value!r} is neither true nor false")
