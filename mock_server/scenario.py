"""Scenarios: the state that a sandbox starts from.

Lives here: Scenario and reading one by name, file or inline mapping, strictly. May not: playing it, sandboxes.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from .documents import DocumentError, load
from .domain.attempts import LEAST, RESENDS, OtpSettings
from .domain.nearest import nearest
from .domain.outcomes import OUTCOMES
from .domain.people import People
from .domain.text import Text
from .resources import fixture
from .roster import load_people

KEYS: Final = ("description", "stores", "otp", "readyMade")


class ScenarioError(Exception):
    """A scenario that cannot be loaded, in one line: place, what was found, what is known.

    For a name that is not known, `at` is its place and `known` what would have done, `nearest` first of all.
    """

    def __init__(
        self, line: str, *, at: str | None = None, nearest: str | None = None, known: Iterable[str] = ()
    ) -> None:
        super().__init__(line)
        self.at = at
        self.nearest = nearest
        self.known = tuple(known)


class Scenario(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """What a sandbox holds before anybody touches it. `source` is where it was read from."""

    name: str
    source: str
    people: People
    description: Text | None = None
    # Whether the ids idv-<person> come to be when first read.
    ready_made: bool = False
    # Names of further stores of the merchant; a store's id is the sandbox's first one, a hyphen and this name.
    stores: tuple[str, ...] = ()
    otp: OtpSettings = OtpSettings()


@cache
def shipped() -> Mapping[str, Path]:
    """The scenarios that come with the package, by name."""
    return {path.stem: path for path in sorted(fixture("scenarios").glob("*.yaml"))}


class _Part(NamedTuple):
    """One scenario as it was given: its members, and where each of them stands."""

    name: str
    source: str
    members: Mapping[str, Any]
    place: Callable[[tuple[str | int, ...]], str]


def load_scenario(name_or_file: str) -> Scenario:
    """The scenario of that name, or in that file when the name has a dot or a slash in it.

    Raises ScenarioError, in one line, for anything that cannot be loaded whole.
    """
    return _scenario([_read(name_or_file)])


def source_of(name_or_file: str) -> str:
    """The text of a scenario that `load_scenario` loads."""
    return shipped().get(name_or_file, Path(name_or_file)).read_text(encoding="utf-8")


def merge(scenarios: Iterable[str | Mapping[str, Any]]) -> Scenario:
    """Several scenarios as one: names and inline mappings, the keys of later ones over those of earlier ones."""
    return _scenario(
        [_read(part) if isinstance(part, str) else _part("inline", "inline", part, _inline_place) for part in scenarios]
    )


def _read(name_or_file: str) -> _Part:
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
    return _part(path.stem, str(path), document.value, document.place)


def _part(name: str, source: str, value: object, place: Callable[[tuple[str | int, ...]], str]) -> _Part:
    members = {} if value is None else value
    if not isinstance(members, Mapping):
        raise ScenarioError(f"{place(())}: a scenario is a mapping with the keys {', '.join(KEYS)}")
    _refuse_unknown(members, KEYS, place, ())
    return _Part(name, source, members, place)


def _unknown_name(name: str) -> str:
    near = nearest(name, shipped())
    return (
        f"there is no scenario {name!r}"
        + (f"; did you mean {near!r}?" if near else ".")
        + f" Known: {', '.join(shipped())}. A file is given with its path, such as ./my.yaml"
    )


def _inline_place(path: tuple[str | int, ...]) -> str:
    return "scenario" + "".join(f".{part}" for part in path)


def _refuse_unknown(
    members: Mapping[str, Any],
    known: tuple[str, ...],
    place: Callable[[tuple[str | int, ...]], str],
    path: tuple[str, ...],
) -> None:
    for key in members:
        if key not in known:
            near = nearest(str(key), known)
            at = place((*path, key))
            raise ScenarioError(
                f"{at}: unknown key {key!r}"
                + (f"; did you mean {near!r}?" if near else ".")
                + f" Known: {', '.join(known)}",
                at=at,
                nearest=near,
                known=known,
            )


def _scenario(parts: list[_Part]) -> Scenario:
    given = {key: (value, part.place) for part in parts for key, value in part.members.items() if value is not None}
    read = {_FIELDS[key][0]: _FIELDS[key][1](value, place) for key, (value, place) in given.items()}
    return Scenario(
        name="+".join(part.name for part in parts),
        source="+".join(part.source for part in parts),
        people=load_people(),
        **read,
    )


def _description(value: Any, place: Callable[[tuple[str | int, ...]], str]) -> Text:
    languages = isinstance(value, Mapping) and set(value) == {"ko", "en"}
    if not languages or not all(isinstance(text, str) for text in value.values()):
        raise ScenarioError(f"{place(('description',))}: description needs two sentences, ko and en")
    return Text(ko=value["ko"], en=value["en"])


def _flag(value: Any, place: Callable[[tuple[str | int, ...]], str]) -> bool:
    if value in (False, "false", True, "true"):
        return value in (True, "true")
    raise ScenarioError(f"{place(('readyMade',))}: {value!r} is neither true nor false")


def _stores(value: Any, place: Callable[[tuple[str | int, ...]], str]) -> tuple[str, ...]:
    names = value if isinstance(value, list) else [value]
    for index, name in enumerate(names):
        if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9]{1,20}", name) or name in names[:index]:
            raise _flaw(
                place(("stores", index)),
                f"{name!r:.60} is no name of a further store: lower-case letters and digits, each once",
            )
    return tuple(names)


def _otp(value: Any, place: Callable[[tuple[str | int, ...]], str]) -> OtpSettings:
    if not isinstance(value, Mapping):
        raise _flaw(place(("otp",)), f"otp is a mapping with {', '.join(_OTP_KEYS)}")
    _refuse_unknown(value, _OTP_KEYS, place, ("otp",))
    code = str(value.get("code", OtpSettings().code))
    if code != "random" and not re.fullmatch(r"\d{6}", code, re.ASCII):
        raise _flaw(place(("otp", "code")), f"{code!r:.60} is neither six digits nor random")
    numbers = {
        name: _number(value[key], place(("otp", key)), name) for key, name in _OTP_NUMBERS.items() if key in value
    }
    return OtpSettings(code=None if code == "random" else code, codes=_codes(value.get("codes", {}), place), **numbers)


def _flaw(at: str, what: str) -> ScenarioError:
    return ScenarioError(f"{at}: {what}", at=at)


def _number(value: Any, at: str, name: str) -> int:
    text, least = str(value), LEAST[name]
    if isinstance(value, bool) or not re.fullmatch(r"0|[1-9]\d{0,8}", text, re.ASCII) or int(text) < least:
        raise _flaw(at, f"{text!r:.60} is no whole number of at least {least}")
    return int(text)


def _codes(value: Any, place: Callable[[tuple[str | int, ...]], str]) -> dict[str, tuple[str, str]]:
    if not isinstance(value, Mapping):
        raise _flaw(place(("otp", "codes")), "codes is a mapping from outcomes to pgCode and pgMessage")
    _refuse_unknown(value, (*OUTCOMES, RESENDS), place, ("otp", "codes"))
    for outcome, told in value.items():
        if not isinstance(told, Mapping) or set(told) != {"pgCode", "pgMessage"}:
            raise _flaw(place(("otp", "codes", outcome)), "an outcome's code needs pgCode and pgMessage")
    return {outcome: (str(told["pgCode"]), str(told["pgMessage"])) for outcome, told in value.items()}


_OTP_NUMBERS: Final = {
    "lifetimeSeconds": "lifetime",
    "tries": "tries",
    "attempts": "attempts",
    "resends": "resends",
}
_OTP_KEYS: Final = ("code", *_OTP_NUMBERS, "codes")
# Key of a scenario -> (field of Scenario, reader of its value).
_FIELDS: Final[Mapping[str, tuple[str, Callable[..., Any]]]] = {
    "description": ("description", _description),
    "stores": ("stores", _stores),
    "otp": ("otp", _otp),
    "readyMade": ("ready_made", _flag),
}
