"""Who it is that a send or a window describes, and what will come of it.

Lives here: matching a description to the people of a sandbox. May not: providers' fields, records, HTTP.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import msgspec

from .birth_dates import full_age
from .identity_number import Described
from .order import DEFAULT_PERSON
from .people import People, Person
from .text import Text

_AGE: Final = re.compile(r"\d{1,3}", re.ASCII)
_NEW: Text = Text(ko="요청에 적힌 새 인물", en="A new person as the request describes")


class Claim(msgspec.Struct, frozen=True):
    """The person that an attempt is about (`known` when the sandbox has them), and the outcome it will have."""

    person: Person
    known: bool
    fate: str


def claim(
    name: str, phone_number: str, operator: str, described: Described | None, people: People, today: date
) -> Claim:
    """Who has this name and phone.

    A known phone with a name or digits that fit nobody ends in identity-mismatch, or in the outcome that its holder
    carries; an unknown phone is a new person.
    """
    holders = people.with_phone(phone_number)
    fitting = [person for person in holders if person.name == name and _fits(person, described, today)]
    if fitting:
        return Claim(fitting[0], known=True, fate=fitting[0].outcome or "verified")
    if holders:
        return Claim(holders[0], known=True, fate=holders[0].outcome or "identity-mismatch")
    adult = people.get(DEFAULT_PERSON)
    assert adult is not None
    details = described or Described(adult.born(today), adult.gender, adult.is_foreigner)
    return Claim(_new_person(name, phone_number, operator, details), known=False, fate="verified")


def _fits(person: Person, described: Described | None, today: date) -> bool:
    if described is None:
        return True
    return (described.birth_date, described.gender, described.is_foreigner) == (
        person.born(today),
        person.gender,
        person.is_foreigner,
    )


def _new_person(name: str, phone_number: str, operator: str, details: Described) -> Person:
    """One identity for each name, birth date, sex and nationality, so that the same description is the same human."""
    return Person(
        key="",
        identity=f"described:{name}:{details.birth_date}:{details.gender}:{details.is_foreigner}",
        name=name,
        birth=details.birth_date,
        gender=details.gender,
        is_foreigner=details.is_foreigner,
        phone_number=phone_number,
        operator=operator,
        outcome=None,
        label=_NEW,
        why=_NEW,
    )


def read_age_limit(value: object) -> int:
    """Danal's AGELIMIT: a whole number of 0 to 999, however JSON writes it (19, 19.0), or its text; else ValueError.

    Documented as an integer; the text is taken as well, since Danal's own parameters are texts (assumed).
    """
    whole = int(value) if isinstance(value, float) and value.is_integer() else value
    text = str(whole) if not isinstance(value, bool) else ""
    if not _AGE.fullmatch(text):
        raise ValueError(f"no age limit: {value!r}")
    return int(text)


def below_age_limit(person: Person, limit: int | None, base: date, today: date) -> bool:
    """Whether Danal's AGELIMIT (least full age) turns this person down; relative birth dates count from `base`."""
    return limit is not None and full_age(person.born(base), today) < limit


class Next(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """An outcome that a tester ordered for attempts to come. `match` names members that have to be equal."""

    outcome: str
    person: str | None = None
    match: Mapping[str, str] = {}
    times: int = 1


def first_match(ordered: Iterable[Next], facts: Mapping[str, Any]) -> Next | None:
    """The entry for an attempt with these facts: one that asks for something goes before one that fits all."""
    fitting = [entry for entry in ordered if _matches(entry.match, facts)]
    return next((entry for entry in fitting if entry.match), fitting[0] if fitting else None)


def _matches(match: Mapping[str, str], facts: Mapping[str, Any]) -> bool:
    return all(
        str(facts.get("id", "")).startswith(value) if name == "idPrefix" else facts.get(name) == value
        for name, value in match.items()
    )
