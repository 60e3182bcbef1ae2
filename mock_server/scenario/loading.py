"""A scenario that can be played: everything in it read, checked against everything else, ready for sandboxes.

Lives here: Scenario, and making one from its members. May not: where members come from (parts.py), sandboxes.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from os import PathLike
from pathlib import Path
from typing import Any, Final

import msgspec

from ..clock import ClockSetting, wall
from ..domain import timestamps
from ..domain.attempts import OtpSettings
from ..domain.channels import Channels
from ..domain.customers import Next
from ..domain.faults import Fault
from ..domain.order import Order
from ..domain.people import People
from ..domain.text import Text
from .contents import read_channels, read_faults, read_next_list, read_people, read_verifications
from .errors import At
from .keys import KEYS
from .merging import Merged
from .parts import Part, inline, lineage, read, read_file, read_text, shipped


class ClockStart(msgspec.Struct, frozen=True):
    """The clock that a sandbox starts with; `now` may be relative to the machine's."""

    now: str | None = None
    frozen: bool = False

    def setting(self) -> ClockSetting:
        """The clock, started now."""
        machine = wall()
        now = machine if self.now is None else timestamps.parse(self.now, machine)
        return ClockSetting(now if self.frozen else None, 0 if self.frozen else now - machine)


class Scenario(msgspec.Struct, frozen=True):
    """What a sandbox holds before anybody touches it.

    `source` is where it was read from and `files` are the files that were read for it; `document` has its members as
    they were given, merged, so that it is a scenario on its own.
    """

    name: str
    source: str
    people: People
    channels: Channels = Channels()
    document: Mapping[str, Any] = {}
    files: tuple[Path, ...] = ()
    description: Text | None = None
    # Whether the ids idv-<person> come to be when first read.
    ready_made: bool = False
    # Names of further stores of the merchant; a store's id is the sandbox's first one, a hyphen and this name.
    stores: tuple[str, ...] = ()
    otp: OtpSettings = OtpSettings()
    clock: ClockStart | None = None
    verifications: tuple[tuple[str, Order], ...] = ()
    next: tuple[Next, ...] = ()
    # Without ids: a sandbox draws its own.
    faults: tuple[Fault, ...] = ()


def load_scenario(name_or_file: str) -> Scenario:
    """The scenario of that name, or in that file when the name has a dot or a slash in it.

    Raises ScenarioError, in one line, for anything that cannot be loaded whole.
    """
    return _shipped(name_or_file) if name_or_file in shipped() else load_fresh(name_or_file)


def load_fresh(name_or_file: str) -> Scenario:
    """As `load_scenario`, from files as they are now."""
    part = read(name_or_file)
    return _scenario([part], lineage(part, files=True))


def load_file(path: str | PathLike[str]) -> Scenario:
    """As `load_fresh`, from this file whatever its name."""
    part = read_file(Path(path))
    return _scenario([part], lineage(part, files=True))


# What ships does not change while a server runs; a sandbox for every test would read it again and again.
_shipped: Final = cache(load_fresh)


def load_text(text: str, *, name: str, source: str) -> Scenario:
    """The scenario in a text that came from elsewhere: it can extend what ships. Places are `source:line:column`."""
    part = read_text(text, name, source)
    return _scenario([part], lineage(part, files=False))


def merge(scenarios: Iterable[str | Mapping[str, Any]], *, files: bool = True) -> Scenario:
    """Several scenarios as one: names and inline members, those of later ones over those of earlier ones.

    Where `files` is false only what ships can be extended.
    """
    names = list(scenarios)
    if len(names) == 1 and isinstance(names[0], str):
        return load_scenario(names[0])
    heads = [inline(name) if isinstance(name, Mapping) else read(name) for name in names]
    return _scenario(heads, [part for head in heads for part in lineage(head, files=files)])


def of_document(document: Mapping[str, Any], *, name: str, source: str) -> Scenario:
    """A scenario's own members as a scenario of that name again; ScenarioError where they cannot be."""
    head = inline(document)._replace(name=name, source=source)
    return _scenario([head], lineage(head, files=False))


def steps_of(scenario: Scenario) -> list[dict[str, Any]]:
    """The steps of what a scenario expects, each with its typed members; lengths of time are seconds."""
    at = At(lambda path, at_key=False: ".".join(map(str, path)), ("expect",))
    steps: list[dict[str, Any]] = KEYS["expect"].kind.read(scenario.document.get("expect", {}), at).get("steps", [])
    return steps


def _scenario(heads: list[Part], parts: list[Part]) -> Scenario:
    merged = Merged(parts)
    own = {key: _READERS[key](KEYS[key].kind.read(value, merged.at(key))) for key, value in _own(merged)}
    people, channels = read_people(merged), read_channels(merged)
    now = own.get("clock", ClockStart()).setting().now()
    KEYS["expect"].kind.read(merged.members.get("expect", {}), merged.at("expect"))
    return Scenario(
        name="+".join(head.name for head in heads),
        source="+".join(head.source for head in heads),
        people=people,
        channels=channels,
        document=merged.members,
        files=tuple(part.file for part in parts if part.file is not None),
        **{_FIELDS.get(key, key): value for key, value in own.items()},
        verifications=read_verifications(merged, people, channels, now),
        next=read_next_list(merged, people, channels),
        faults=read_faults(merged),
    )


def _own(merged: Merged) -> Iterable[tuple[str, Any]]:
    return ((key, value) for key, value in merged.members.items() if key in _READERS)


def _otp(members: Mapping[str, Any]) -> OtpSettings:
    code = members.get("code", OtpSettings().code)
    codes = {name: (told["pgCode"], told["pgMessage"]) for name, told in members.get("codes", {}).items()}
    numbers = {name: members[key] for key, name in _OTP_NUMBERS.items() if key in members}
    return OtpSettings(code=None if code == "random" else code, codes=codes, **numbers)


_OTP_NUMBERS: Final = {"lifetimeSeconds": "lifetime", "tries": "tries", "attempts": "attempts", "resends": "resends"}
# The keys that mean something on their own, and what is made of their values.
_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "description": lambda value: Text(**value),
    "readyMade": lambda value: value,
    "stores": lambda value: tuple(dict.fromkeys(value)),
    "otp": _otp,
    "clock": lambda value: ClockStart(**value),
}
_FIELDS: Final = {"readyMade": "ready_made"}
