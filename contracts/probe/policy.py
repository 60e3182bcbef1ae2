"""What an application promises about whom it lets in. What it does not promise is not judged.

Lives here: Policy, the presets, reading a file. May not: a case.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import yaml

from ..strict_yaml import shown, typed

# Each promise, and what may be written for it; None: a number, True: yes or no, str: a member of the request.
PROMISES: Final[Mapping[str, Any]] = {
    "leastAge": None,
    "ageRule": ("full-age", "youth-protection-act"),
    "oneAccount": ("di", "ci", "di-or-ci", "none"),
    "returning": True,
    "once": True,
    "liveOnly": True,
    "v2Only": True,
    "freshMinutes": None,
    "foreigners": ("accepted", "refused"),
    "needs": list,
    "guardianConsent": str,
}
# Members of a verified customer that an application may need, so that nobody without them gets in.
MEMBERS: Final = ("gender", "phoneNumber", "operator", "isForeigner", "ci", "di")
YOUTH_ACT_AGE: Final = 19


class BadPolicy(Exception):  # noqa: N818 - a message for the user
    """What is wrong with a policy, in one line."""


@dataclass(frozen=True)
class Policy:
    """Promises by name, as PROMISES has them; `name` is the preset or the file."""

    name: str
    promises: Mapping[str, Any]

    def get(self, promise: str) -> Any:
        """What is promised; None where nothing is."""
        value = self.promises.get(promise)
        return None if value in (False, "none", []) else value

    @property
    def least_age(self) -> int:
        """The age below which nobody gets in."""
        return int(self.get("leastAge"))

    @property
    def by_youth_act(self) -> bool:
        """Whether the year of birth decides, as the Youth Protection Act has it."""
        return bool(self.get("ageRule") == "youth-protection-act")

    def tells_apart_by(self, key: str) -> bool:
        """Whether one account per person rests on `di` or `ci`."""
        return key in str(self.get("oneAccount") or "").split("-or-")

    def with_promises(self, written: Mapping[str, Any]) -> "Policy":
        """The same with further ones, checked."""
        return replace(self, promises=_checked({**self.promises, **written}))


PRESETS: Final[Mapping[str, Mapping[str, Any]]] = {
    "sign-up": {"leastAge": 14, "ageRule": "full-age", "oneAccount": "di-or-ci", "once": True, "freshMinutes": 60},
    "adult-shop": {
        "leastAge": 19,
        "ageRule": "youth-protection-act",
        "oneAccount": "di-or-ci",
        "once": True,
        "freshMinutes": 60,
    },
    "login-again": {"returning": True, "once": True, "freshMinutes": 60},
}


def read_policy(given: str) -> Policy:
    """The preset of this name, or the file; BadPolicy says what is wrong."""
    if given in PRESETS:
        return Policy(given, _checked(PRESETS[given]))
    try:
        text = Path(given).read_text(encoding="utf-8")
    except OSError as error:
        known = ", ".join(PRESETS)
        raise BadPolicy(f"{given} is neither a preset ({known}) nor a readable file ({error.strerror})") from None
    except UnicodeDecodeError:
        raise BadPolicy(f"{given} is not UTF-8 text") from None
    try:
        read = typed(text)
    except yaml.YAMLError as error:
        raise BadPolicy(f"{given} cannot be read as YAML or JSON: {shown(error)}") from None
    if not isinstance(read, dict):
        raise BadPolicy(f"{given} has to hold promises by name, such as leastAge: 14")
    return Policy(given, _checked(read))


def read_promise(text: str) -> dict[str, Any]:
    """NAME=VALUE as the command line has it, right by itself; with others it is looked at in `with_promises`."""
    name, equals, value = text.partition("=")
    if not equals:
        raise BadPolicy(f"{text!r} has to be NAME=VALUE, such as leastAge=14")
    try:
        read = [part for part in value.split(",") if part] if name == "needs" else typed(value)
    except yaml.YAMLError:
        raise BadPolicy(f"{name}: {value[:40]!r} is no value, such as 14, true or di") from None
    _check(name, read)
    return {name: read}


def _checked(written: Mapping[Any, Any]) -> dict[str, Any]:
    promises = dict(written)
    for name, value in promises.items():
        _check(str(name), value)
    if promises.get("ageRule") == "youth-protection-act":
        if promises.setdefault("leastAge", YOUTH_ACT_AGE) != YOUTH_ACT_AGE:
            raise BadPolicy(f"ageRule: youth-protection-act means leastAge: 19, not {promises['leastAge']}")
    elif promises.get("ageRule") and not promises.get("leastAge"):
        raise BadPolicy("ageRule: full-age wants a leastAge, such as 14 or 19")
    if promises.get("guardianConsent") and (promises.get("ageRule") != "full-age"):
        raise BadPolicy("guardianConsent wants a leastAge by full-age, below which a guardian has to consent")
    if promises.get("returning") and promises.get("oneAccount", "none") != "none":
        raise BadPolicy("returning (the same person may come again) and oneAccount (may not) exclude each other")
    return promises


def _check(name: str, value: Any) -> None:
    if name not in PROMISES:
        near = difflib.get_close_matches(name, PROMISES, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise BadPolicy(f"{name} is no promise{hint} (known: {', '.join(PROMISES)})")
    wanted = PROMISES[name]
    if wanted is None and not (isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1_000_000):
        raise BadPolicy(f"{name} is a number, such as 14, not {value!r}")
    if wanted is True and not isinstance(value, bool):
        raise BadPolicy(f"{name} is true or false, not {value!r}")
    if isinstance(wanted, tuple) and value not in wanted:
        raise BadPolicy(f"{name} is {' or '.join(wanted)}, not {value!r}")
    if wanted is str and not (isinstance(value, str) and value.strip()):
        raise BadPolicy(f"{name} is the member of the request with the guardian's id, not {value!r}")
    if wanted is list and not (isinstance(value, list) and set(map(str, value)) <= set(MEMBERS)):
        raise BadPolicy(f"{name} is a list of members out of {', '.join(MEMBERS)}, not {value!r}")
