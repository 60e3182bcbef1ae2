"""Reading people: the ones that ship with this package, and any other that a scenario or a tester describes.

What a person is lives in `domain.people`; here a description becomes one or is refused, with its place.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

import msgspec

from . import documents
from .domain.birth_dates import Birth, Turns, parse_birth
from .domain.nearest import nearest
from .domain.order import DEFAULT_PERSON
from .domain.outcomes import OUTCOMES
from .domain.people import GENDERS, OPERATORS, People, Person
from .domain.text import Flaw, Text, particle
from .resources import fixture

# Where the member of a description stands: () is the description itself, ("label", "ko") one text in it.
Place = Callable[[documents.Path], str]

REQUIRED = ("person", "name", "birthDate", "gender", "phoneNumber", "operator", "label", "why")
OPTIONAL = ("identity", "isForeigner", "outcome", "ci", "di")
# `verified` is what everybody gets who carries no outcome.
PERSON_OUTCOMES = tuple(outcome for outcome in OUTCOMES if outcome != "verified")

_KEY = re.compile(r"(?=.{1,100}\Z)[a-z0-9]+(-[a-z0-9]+)*(~[A-Za-z0-9]{1,32})?", re.ASCII)
_MEMBERS = REQUIRED + OPTIONAL
_LANGUAGES = ("ko", "en")
_LONGEST_TEXT = 1_000
_FLAGS = {"true": True, "false": False}
# The phones of the ready-made people: the block numbers of their variants are these last two digits.
_READY_MADE_PHONES = "010000000"


class PersonError(ValueError):
    """A description that no person can be made from; `at` is its place, `nearest` and `known` what would have done."""

    def __init__(
        self,
        at: str,
        message: str,
        *,
        ko: str | None = None,
        received: object = None,
        nearest: str | None = None,
        known: Iterable[str] = (),
    ) -> None:
        super().__init__(f"{at}: {message}")
        self.at = at
        self.message = message
        self.ko = ko or message
        self.received = received
        self.nearest = nearest
        self.known = tuple(known)


@cache
def load_people() -> People:
    """Everyone in `fixtures/people`, in the order of the files."""
    paths = sorted(fixture("people").glob("*.yaml"))
    return People(
        person for path in paths for person in people_in(documents.load(path.read_text("utf-8"), f"people/{path.name}"))
    )


def people_in(document: documents.Document) -> list[Person]:
    """The people of a document `people: {<person>: {name: …}}`."""
    whole = document.value
    described = whole.get("people") if isinstance(whole, dict) else None
    if not isinstance(whole, dict) or not isinstance(described, dict) or len(whole) > 1:
        raise PersonError(document.place(()), "expected one member, people, with a person's key before each person")
    return [_person_at(document, key, members) for key, members in described.items()]


def _person_at(document: documents.Document, key: str, members: object) -> Person:
    here: documents.Path = ("people", key)
    if not isinstance(members, dict):
        raise PersonError(document.place(here), f"{key} is no person: expected name, birthDate and so on below it")
    if "person" in members:
        raise PersonError(document.place((*here, "person")), f"{key} above names the person; remove the member person")
    return person_from({"person": key, **members}, lambda path: document.place((*here, *path)))


def person_from(mapping: Mapping[str, object], place: Place) -> Person:
    """The person that a description (camelCase members, `person` is the key) gives; PersonError for any flaw."""
    _refuse_other_members(mapping, place)
    members = _Members(mapping, place)
    key, phone_number = members.key(), members.phone_number()
    return Person(
        key=key,
        identity=members.text_or_none("identity") or key,
        name=members.text("name"),
        birth=members.birth(),
        gender=members.choice("gender", GENDERS),
        is_foreigner=members.flag("isForeigner"),
        phone_number=phone_number,
        operator=members.choice("operator", OPERATORS),
        outcome=members.choice("outcome", PERSON_OUTCOMES) if mapping.get("outcome") is not None else None,
        label=members.bilingual("label"),
        why=members.bilingual("why"),
        ci=members.text_or_none("ci"),
        di=members.text_or_none("di"),
        number=int(phone_number[-2:]) if phone_number.startswith(_READY_MADE_PHONES) else None,
    )


def changed_person(key: str, changes: Mapping[str, object], people: People, place: Place) -> Person:
    """That person with these members instead, null leaving an optional one out; a new one is like `adult`.

    PersonError for any flaw.
    """
    base = people.get(key)
    like = base or people.get(DEFAULT_PERSON)
    members = {} if like is None else described(like)
    if base is None:
        members["identity"] = key
    members = {**members, **changes, "person": key}
    person = person_from({name: value for name, value in members.items() if value is not None}, place)
    # Who is replaced keeps the phones of the variants.
    return person if base is None else msgspec.structs.replace(person, number=base.number)


def _refuse_other_members(mapping: Mapping[str, object], place: Place) -> None:
    for name in mapping:
        if name not in _MEMBERS:
            raise _not_known(
                place((name,)), f"인물에는 {name} 항목이 없습니다", f"a person has no member {name}", name, _MEMBERS
            )
    for name in REQUIRED:
        if mapping.get(name) is None:
            raise PersonError(
                place((name,)),
                f"{name} is missing: a person needs {', '.join(REQUIRED)}",
                ko=f"{particle(name, '이/가')} 없습니다. 인물에는 {', '.join(REQUIRED)}이(가) 모두 필요합니다",
                known=REQUIRED,
            )


def _not_known(at: str, ko: str, wrong: str, name: str, known: tuple[str, ...]) -> PersonError:
    near = nearest(name, known)
    hint = f"did you mean {near}? " if near else ""
    return PersonError(
        at,
        f"{wrong}; {hint}known: {', '.join(known)}",
        ko=f"{ko}. {f'혹시 {near}인가요? ' if near else ''}쓸 수 있는 값: {', '.join(known)}",
        received=name,
        nearest=near,
        known=known,
    )


def described(person: Person) -> dict[str, Any]:
    """A person as the members that would describe it, those without a value too."""
    return {
        "identity": person.identity,
        "name": person.name,
        "birthDate": _birth(person.birth),
        "gender": person.gender,
        "isForeigner": person.is_foreigner,
        "phoneNumber": person.phone_number,
        "operator": person.operator,
        "outcome": person.outcome,
        "ci": person.ci,
        "di": person.di,
        "label": msgspec.to_builtins(person.label),
        "why": msgspec.to_builtins(person.why),
    }


def _birth(birth: date | Turns) -> str | dict[str, str]:
    if isinstance(birth, date):
        return birth.isoformat()
    if birth.on is not None:
        return {"turns": str(birth.age), "on": f"{birth.on[0]:02d}-{birth.on[1]:02d}"}
    return {"turns": str(birth.age), "inDays": str(birth.in_days)}


class _Members:
    """Reads one member each, from the text of a file or the values of a request alike."""

    def __init__(self, mapping: Mapping[str, object], place: Place) -> None:
        self._mapping = mapping
        self._place = place

    def text(self, *path: str) -> str:
        value: object = self._mapping
        for name in path:
            value = value.get(name) if isinstance(value, Mapping) else None
        if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST_TEXT:
            raise self._refused(
                path, f"1~{_LONGEST_TEXT}자의 글", f"expected a text of 1 to {_LONGEST_TEXT} characters", value
            )
        return value

    def text_or_none(self, name: str) -> str | None:
        return None if self._mapping.get(name) is None else self.text(name)

    def bilingual(self, name: str) -> Text:
        value = self._mapping[name]
        if isinstance(value, Mapping):
            for language in value:
                if language not in _LANGUAGES:
                    at = self._place((name, language))
                    ko = f"{name}에는 {language} 항목이 없습니다"
                    raise _not_known(at, ko, f"{name} has no member {language}", language, _LANGUAGES)
        return Text(ko=self.text(name, "ko"), en=self.text(name, "en"))

    def choice(self, name: str, known: tuple[str, ...]) -> str:
        value = self.text(name)
        if value not in known:
            ko = f"{name} {particle(value, '은/는')} 알 수 없습니다"
            raise _not_known(self._place((name,)), ko, f"{name} {value} is not known", value, known)
        return value

    def flag(self, name: str) -> bool:
        value = self._mapping.get(name)
        found = value if isinstance(value, bool) else _FLAGS.get("false" if value is None else str(value))
        if found is None:
            raise self._refused((name,), "true나 false", "expected true or false", value)
        return found

    def key(self) -> str:
        """Lower case and hyphens: a key stands in ids (`idv-<person>-…`), and `~` begins a variant."""
        value = self.text("person")
        if not _KEY.fullmatch(value):
            expected = "expected lower-case letters, digits and single hyphens"
            raise self._refused(("person",), "영문 소문자, 숫자, 하나씩 쓴 하이픈", expected, value)
        return value

    def phone_number(self) -> str:
        value = self.text("phoneNumber")
        if not (len(value) == 11 and value.isascii() and value.isdigit() and value.startswith("01")):
            digits = value.replace("-", "")
            near = digits if len(digits) == 11 and digits.startswith("01") and digits.isdigit() else "01000000001"
            ko = f"{near}처럼 01로 시작하는 숫자 11자"
            raise self._refused(("phoneNumber",), ko, f"expected 11 digits that begin with 01, such as {near}", value)
        return value

    def birth(self) -> Birth:
        try:
            return parse_birth(self._mapping["birthDate"])
        except Flaw as flaw:
            raise PersonError(
                self._place(("birthDate",)),
                f"birthDate: {flaw}",
                ko=f"birthDate: {flaw.ko}",
                received=self._mapping["birthDate"],
            ) from None

    def _refused(self, path: tuple[str, ...], ko: str, expected: str, value: object) -> PersonError:
        name = ".".join(path)
        return PersonError(
            self._place(path),
            f"{name}: {expected}; got {value!r:.100}",
            ko=f"{name}에는 {particle(ko, '을/를')} 써야 하는데 {value!r:.100}이(가) 왔습니다",
            received=value,
        )
