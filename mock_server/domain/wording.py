"""What the refusals of this package have in common: how a value is repeated, what is said of an unknown name.

Lives here: refusals made from a place, a value and an expectation. May not: any rule (that stands where it is checked).
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from .errors import Refusal
from .nearest import nearest
from .text import Text, particle

LONGEST_SHOWN: Final = 60


def require_known(name: object, known: Iterable[str], *, at: str, what: Text | str) -> None:
    """Refusal (INVALID_REQUEST with `known` and `nearest`) unless `name` is one of `known`."""
    names = list(known)
    if name not in names:
        near = nearest(name, names) if isinstance(name, str) else None
        raise unknown(name, names, at=at, what=what, near=near)


def unknown(name: object, names: list[str], *, at: str, what: Text | str, near: str | None) -> Refusal:
    """The refusal of a name that is none of these; `near` is the one that was probably meant."""
    listed = ", ".join(names)
    return Refusal(
        "INVALID_REQUEST",
        f"{shown(name)} is not a known {english(what)}" + (f"; did you mean '{near}'?" if near else f": {listed}"),
        ko=f"{particle(shown(name), '은/는')} 알 수 없는 {korean(what)}입니다"
        + (f". 혹시 '{near}'인가요?" if near else f": {listed}"),
        at=shortened(at),
        received=shown(name),
        nearest=near,
        known=names,
    )


def wrong(at: str, received: object, expected: Text | str) -> Refusal:
    """The refusal of a value of the wrong kind."""
    return Refusal(
        "INVALID_REQUEST",
        f"{at} must be {english(expected)}, not {shown(received)}",
        ko=f"{at}에는 {particle(korean(expected), '을/를')} 써야 하는데 {particle(shown(received), '이/가')} 왔습니다",
        at=at,
        received=shown(received),
    )


def unfit(at: str, ko: str, en: str) -> Refusal:
    """The refusal of a member of a page's request: Korean for the page, English for the tester."""
    return Refusal("INVALID_REQUEST", ko, why=f"{at}: {en}.", at=at)


def contradiction(at: str, why: Text | str) -> Refusal:
    """The refusal of members that cannot be true together."""
    return Refusal(
        "INVALID_REQUEST",
        f"{at} contradicts the rest: {english(why)}",
        ko=f"{at} 값이 나머지와 모순됩니다. {korean(why)}",
        at=at,
    )


def english(text: Text | str) -> str:
    """The text in English; one that nobody reads in a file needs no other language."""
    return text if isinstance(text, str) else text.en


def korean(text: Text | str) -> str:
    """The text in Korean, where it has one."""
    return text if isinstance(text, str) else text.ko


def shown(value: object) -> str:
    """A value as an error may repeat it: JSON, but a text in single quotes; shortened."""
    if isinstance(value, str):
        return f"'{shortened(value)}'"
    return shortened(msgspec.json.encode(value).decode())


def shortened(text: str) -> str:
    """At most LONGEST_SHOWN characters of a text."""
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
