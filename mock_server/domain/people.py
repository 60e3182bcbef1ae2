"""The people who can be verified, and how each of them stands for any number of others (`adult~42`).

Pure: today's date is an argument, and variants are computed, not kept. Where people are read from lives in `roster`.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from . import birth_dates, identity_number
from .birth_dates import Birth
from .identity_keys import digest
from .nearest import nearest
from .text import Text

GENDERS = ("MALE", "FEMALE")
OPERATORS = ("SKT", "KT", "LGU", "SKT_MVNO", "KT_MVNO", "LGU_MVNO")

_VARIANT = re.compile(r"[A-Za-z0-9]{1,32}", re.ASCII)
_COUNTED = re.compile(r"0|[1-9][0-9]{0,4}", re.ASCII)
_COUNTED_END = 100_000
_DIGIT_READINGS = "영일이삼사오육칠팔구"
# 64 syllables without those of the digits, so that no other variant is named like a counted one.
_SYLLABLES = (
    "가나다라마바자차카타파하거너더러머버저처커터퍼허고노도로모보조초코토포호"
    "그느드르므브즈츠크트프흐기니디리미비지치키티피히개내대래"
)
# Seven digits after 0100 that stay clear of 0100000xxxx, where the ready-made people have their phones.
_HASHED_FIRST, _HASHED_COUNT = 10_000, 9_990_000

_FELL_BACK = Text(
    ko="약속한 날이 2월 29일인데 태어난 해에 2월 29일이 없어 2월 28일생으로 합니다. 그 나이는 하루 먼저 됩니다.",
    en="The promised day is 29 February and the birth year has none, so 28 February is taken: "
    "the age is reached one day earlier.",
)


class Person(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Someone who can be verified. `identity` names the human being: who shares it has the same CI and DI.

    `number` (0 to 99) is the block that the phones of counted variants come from; who shares it shares those phones.
    """

    key: str
    identity: str
    name: str
    birth: Birth
    gender: str
    is_foreigner: bool
    phone_number: str
    operator: str
    outcome: str | None
    label: Text
    why: Text
    ci: str | None = None
    di: str | None = None
    number: int | None = None

    def born(self, today: date) -> date:
        return birth_dates.resolve(self.birth, today)

    def identity_number(self, today: date) -> str:
        """The first seven digits of the resident number."""
        return identity_number.encode(self.born(today), self.gender, self.is_foreigner)

    def reason(self, today: date) -> Text:
        """Why this person is here, and what had to be done about a missing 29 February."""
        if not birth_dates.falls_back(self.birth, today):
            return self.why
        return Text(ko=f"{self.why.ko} {_FELL_BACK.ko}", en=f"{self.why.en} {_FELL_BACK.en}")


class People:
    """A roster that never changes; `with_person` gives another one."""

    __slots__ = ("_persons",)

    def __init__(self, persons: Iterable[Person]) -> None:
        self._persons: dict[str, Person] = {}
        for person in persons:
            if person.key in self._persons:
                raise ValueError(f"two people have the key {person.key}; a key names one person")
            self._persons[person.key] = person

    def __iter__(self) -> Iterator[Person]:
        return iter(self._persons.values())

    def keys(self) -> tuple[str, ...]:
        return tuple(self._persons)

    def get(self, key: str) -> Person | None:
        """The person of that key, or the variant that `key~VARIANT` names."""
        person = self._persons.get(key)
        if person is None and "~" in key:
            base_key, _, variant = key.partition("~")
            base = self._persons.get(base_key)
            if base is not None and _VARIANT.fullmatch(variant):
                return variant_of(base, variant)
        return person

    def ready_made(self, rest: str) -> Person | None:
        """Whose verification `idv-<rest>` is: `<person>` or `<person>-<anything>`; the longest person wins."""
        end = len(rest)
        while end > 0:
            person = self.get(rest[:end])
            if person is not None:
                return person
            end = rest.rfind("-", 0, end)
        return None

    def with_person(self, person: Person) -> "People":
        """This roster with that person added or replaced; who is replaced keeps the phones of the variants."""
        replaced = self.get(person.key)
        if replaced is not None:
            person = msgspec.structs.replace(person, number=replaced.number)
        return self.with_all((person,))

    def with_all(self, persons: Iterable[Person]) -> "People":
        """This roster with those people added or replaced just as they are."""
        return People({**self._persons, **{person.key: person for person in persons}}.values())

    def beyond(self, base: "People") -> tuple[Person, ...]:
        """Who has to be added or replaced to make this roster of that one."""
        return tuple(person for person in self if base._persons.get(person.key) != person)

    def with_phone(self, number: str) -> tuple[Person, ...]:
        """Everyone of the roster, and every counted variant, whose phone that is."""
        found = [person for person in self if person.phone_number == number]
        if len(number) == 11 and number.isascii() and number.isdigit():
            found.extend(self._counted_variants_at(number))
        return tuple(found)

    def _counted_variants_at(self, number: str) -> Iterator[Person]:
        for base in self:
            variant = _counted_variant_at(base, number)
            # A variant that somebody replaced is in the roster, with a phone of its own, and has no variants.
            if variant is not None and "~" not in base.key and f"{base.key}~{variant}" not in self._persons:
                yield variant_of(base, variant)

    def nearest(self, key: str) -> str | None:
        """The known key most like an unknown one, its variant kept."""
        base_key, _, variant = key.partition("~")
        found = nearest(base_key, self._persons)
        return f"{found}~{variant}" if found and _VARIANT.fullmatch(variant) else found


def variant_of(base: Person, variant: str) -> Person:
    """Another human being like `base`, always the same one for the same variant."""
    return msgspec.structs.replace(
        base,
        key=f"{base.key}~{variant}",
        identity=f"{base.identity}~{variant}",
        name=base.name + _name_suffix(variant),
        phone_number=_variant_phone(base, variant),
        label=Text(ko=f"{base.label.ko} ({variant})", en=f"{base.label.en} ({variant})"),
        why=Text(
            ko=f"{base.why.ko} (기준 인물: {base.key}. 나이·성별·국적은 같고 이름·전화번호·CI·DI는 다른 사람입니다.)",
            en=f"{base.why.en} (Someone like {base.key}: same age, sex and nationality; other name, phone, CI and DI.)",
        ),
        ci=None,
        di=None,
    )


def _name_suffix(variant: str) -> str:
    """Depends on the variant alone, so that namesakes stay namesakes."""
    if _COUNTED.fullmatch(variant):
        return "".join(_DIGIT_READINGS[int(digit)] for digit in variant)
    return "".join(_SYLLABLES[octet % len(_SYLLABLES)] for octet in digest("name", variant)[:4])


def _variant_phone(base: Person, variant: str) -> str:
    if not _COUNTED.fullmatch(variant):
        return _hashed_phone(_hashed("phone", _block(base), variant))
    if base.number is None:
        return _hashed_phone(_hashed("phones", base.key) + int(variant))
    return f"0101{base.number:02d}{int(variant):05d}"


def _counted_variant_at(base: Person, number: str) -> str | None:
    """The inverse of `_variant_phone` for counted variants, given eleven digits."""
    if base.number is not None:
        return str(int(number[6:])) if number[:6] == f"0101{base.number:02d}" else None
    if not number.startswith("0100") or int(number[4:]) < _HASHED_FIRST:
        return None
    count = (int(number[4:]) - _HASHED_FIRST - _hashed("phones", base.key)) % _HASHED_COUNT
    return str(count) if count < _COUNTED_END else None


def _block(base: Person) -> str:
    return f"key {base.key}" if base.number is None else f"number {base.number}"


def _hashed(*parts: str) -> int:
    return int.from_bytes(digest(*parts)[:8], "big")


def _hashed_phone(hashed: int) -> str:
    return f"0100{_HASHED_FIRST + hashed % _HASHED_COUNT:07d}"
