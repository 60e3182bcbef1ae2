"""Everyone whom the documentation names exists, and variants are other people: always, and always the same ones."""

import re
from collections import Counter
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.domain.birth_dates import Turns, full_age
from mock_server.domain.identity_number import decode
from mock_server.domain.outcomes import OUTCOMES
from mock_server.domain.people import OPERATORS, People, Person
from mock_server.domain.text import Text
from mock_server.roster import load_people

TODAY = date(2026, 11, 23)
PROMISED_KEYS = {
    "adult",
    "adult-woman",
    "child-13",
    "minor-18",
    "turns-14-today",
    "turns-19-today",
    "turns-19-tomorrow",
    "turned-19-yesterday",
    "youth-act-first",
    "youth-act-last",
    "leap-day",
    "foreigner",
    "renamed",
    "namesake",
    "family-parent",
    "family-child",
    *(f"operator-{operator.lower().replace('_', '-')}" for operator in OPERATORS),
    *(f"always-{outcome}" for outcome in OUTCOMES if outcome != "verified"),
}
FAMILY = ("family-parent", "family-child")
variants = st.from_regex(r"[A-Za-z0-9]{1,32}", fullmatch=True)


@pytest.fixture
def people() -> People:
    return load_people()


def got(people: People, key: str) -> Person:
    person = people.get(key)
    assert person is not None, key
    return person


def a_person(key: str, phone_number: str = "01012345678", **other: object) -> Person:
    text = Text(ko="우리 사람", en="ours")
    values: dict[str, Any] = {"identity": key, "name": "박우리", "birth": date(1991, 1, 1), "gender": "MALE"}
    values |= {"is_foreigner": False, "operator": "SKT", "outcome": None, "label": text, "why": text}
    return Person(**(values | {"key": key, "phone_number": phone_number} | other))


def test_exactly_the_promised_people_exist(people: People) -> None:
    assert set(people.keys()) == PROMISED_KEYS


def test_every_phone_is_unassigned_and_of_one_person_but_for_the_family(people: People) -> None:
    holders = Counter(person.phone_number for person in people)
    assert all(re.fullmatch(r"010000000\d\d", number) for number in holders)
    assert {number for number, count in holders.items() if count > 1} == {got(people, "family-child").phone_number}
    assert got(people, "family-parent").phone_number == got(people, "family-child").phone_number


def test_every_identity_and_name_is_one_person_but_for_those_made_to_be_confused(people: People) -> None:
    identities = Counter(person.identity for person in people)
    names = Counter(person.name for person in people)
    assert {identity for identity, count in identities.items() if count > 1} == {"adult"}
    assert {name for name, count in names.items() if count > 1} == {got(people, "namesake").name}


def test_everyone_says_in_both_languages_who_and_why(people: People) -> None:
    for person in people:
        for text in (person.label, person.why):
            assert re.search("[가-힣]", text.ko)
            assert text.en.isascii()


def test_the_outcome_in_a_key_is_the_outcome_carried(people: People) -> None:
    for person in people:
        expected = person.key.removeprefix("always-") if person.key.startswith("always-") else None
        assert person.outcome == expected


def test_the_operator_in_a_key_is_the_operator_carried(people: People) -> None:
    for operator in OPERATORS:
        assert got(people, f"operator-{operator.lower().replace('_', '-')}").operator == operator


@pytest.mark.parametrize(("key", "age"), [("child-13", 13), ("minor-18", 18), ("adult", 36), ("adult-woman", 38)])
def test_ages_are_those_of_the_keys(people: People, key: str, age: int) -> None:
    assert full_age(got(people, key).born(TODAY), TODAY) == age


def test_the_identity_number_tells_what_the_person_is(people: People) -> None:
    for person in people:
        described = decode(person.identity_number(TODAY))
        assert described.birth_date == person.born(TODAY)
        assert (described.gender, described.is_foreigner) == (person.gender, person.is_foreigner)
    assert got(people, "foreigner").is_foreigner


def test_the_reason_tells_of_a_missing_29_february_and_only_then(people: People) -> None:
    person = got(people, "turns-19-tomorrow")
    assert person.reason(TODAY) == person.why
    told = person.reason(date(2028, 2, 28))
    assert told.ko.startswith(person.why.ko)
    assert "2월 28일" in told.ko
    assert "28 February" in told.en


def test_renamed_is_adult_under_another_name_and_namesake_is_not(people: People) -> None:
    adult, renamed, namesake = (got(people, key) for key in ("adult", "renamed", "namesake"))
    assert renamed.identity == adult.identity
    assert renamed.birth == namesake.birth == adult.birth
    assert renamed.gender == adult.gender
    assert (renamed.name, renamed.phone_number) != (adult.name, adult.phone_number)
    assert namesake.name == adult.name
    assert namesake.identity != adult.identity


@settings(deadline=None)
@given(variants)
def test_variants_keep_renamed_namesake_and_family_what_they_are(variant: str) -> None:
    people = load_people()
    adult, renamed, namesake = (got(people, f"{key}~{variant}") for key in ("adult", "renamed", "namesake"))
    assert renamed.identity == adult.identity == f"adult~{variant}"
    assert namesake.name == adult.name != renamed.name
    assert len({adult.phone_number, renamed.phone_number, namesake.phone_number}) == 3
    parent, child = (got(people, f"{key}~{variant}") for key in FAMILY)
    assert parent.phone_number == child.phone_number
    assert parent.identity != child.identity


@settings(deadline=None)
@given(st.sampled_from(sorted(PROMISED_KEYS)), variants)
def test_a_variant_is_another_human_being_of_the_same_kind_and_always_the_same(key: str, variant: str) -> None:
    people = load_people()
    base, other = got(people, key), got(people, f"{key}~{variant}")
    for field in ("birth", "gender", "is_foreigner", "operator", "outcome"):
        assert getattr(other, field) == getattr(base, field)
    for field in ("key", "identity", "name", "phone_number", "label"):
        assert getattr(other, field) != getattr(base, field)
    assert other == got(People([base]), f"{key}~{variant}")
    assert re.fullmatch(r"010[01][0-9]{7}", other.phone_number)
    assert not other.phone_number.startswith("0100000")


def test_published_variants_stay_as_they_are(people: People) -> None:
    """Testers keep these in databases: a change here breaks them all."""
    counted, hashed = got(people, "adult~42"), got(people, "adult~ci7")
    assert (counted.identity, counted.name, counted.phone_number) == ("adult~42", "김모의사이", "01010100042")
    assert (hashed.identity, hashed.name, hashed.phone_number) == ("adult~ci7", "김모의니버느느", "01000337903")


def test_ten_thousand_counted_variants_are_distinct_from_each_other_and_from_the_roster(people: People) -> None:
    everyone = [*people, *(got(people, f"{key}~{n}") for key in ("adult", "adult-woman") for n in range(10_000))]
    twice = {"renamed": "identity", "namesake": "name", "family-child": "phone_number"}
    for field in ("identity", "name", "phone_number"):
        assert len({getattr(person, field) for person in everyone}) == len(everyone) - list(twice.values()).count(field)


def test_all_counted_variants_of_a_person_with_any_phone_have_phones_of_their_own() -> None:
    people = People([a_person("ours")])
    assert len({got(people, f"ours~{n}").phone_number for n in range(100_000)}) == 100_000


def test_a_leading_zero_and_the_case_of_letters_make_other_people(people: People) -> None:
    keys = ("adult~42", "adult~042", "adult~a", "adult~A", "adult~100042", "adult~0")
    for field in ("identity", "name", "phone_number"):
        assert len({getattr(got(people, key), field) for key in keys}) == len(keys)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "~",
        "~42",
        "adult~",
        "adult~4~2",
        "adult~" + "a" * 33,
        "adult~é",
        "adult~٤",
        "nobody~1",
        "Adult",
        "adult~1\n",
    ],
)
def test_what_names_nobody_gets_nobody(people: People, key: str) -> None:
    assert people.get(key) is None


def test_literal_keys_belong_to_one_human_being_only() -> None:
    people = People([a_person("ours", ci="a literal", di="another")])
    assert got(people, "ours").ci == "a literal"
    assert (got(people, "ours~1").ci, got(people, "ours~1").di) == (None, None)


@pytest.mark.parametrize(
    ("rest", "key"),
    [
        ("adult", "adult"),
        ("adult-", "adult"),
        ("adult-1", "adult"),
        ("adult-woman", "adult-woman"),
        ("adult-woman-7", "adult-woman"),
        ("adult-womanly", "adult"),
        ("adult-wom", "adult"),
        ("adult~42", "adult~42"),
        ("adult~42-order-9", "adult~42"),
        ("adult-woman~42-x", "adult-woman~42"),
        ("adult-order~9", "adult"),
        ("adult~42-woman", "adult~42"),
        ("adult-~", "adult"),
        ("turns-19-tomorrow-1", "turns-19-tomorrow"),
        ("always-wrong-otp~a-b", "always-wrong-otp~a"),
    ],
)
def test_an_id_gives_the_longest_person_that_it_names(people: People, rest: str, key: str) -> None:
    assert people.ready_made(rest) == got(people, key)


@pytest.mark.parametrize(
    "rest", ["", "-", "adults", "adult~", "adult~!", "adult~4~2", "ready", "turns-19", "-adult", "~", "-" * 200]
)
def test_an_id_that_names_nobody_gives_nobody(people: People, rest: str) -> None:
    assert people.ready_made(rest) is None


def test_another_roster_leaves_the_first_as_it_was(people: People) -> None:
    changed = people.with_person(msgspec.structs.replace(got(people, "adult"), name="박바뀜"))
    assert got(changed, "adult").name == "박바뀜"
    assert got(people, "adult").name == "김모의"
    assert changed.keys() == people.keys()
    assert people.with_person(a_person("ours")).keys() == (*people.keys(), "ours")


def test_a_changed_phone_leaves_the_phones_of_the_variants(people: People) -> None:
    changed = people.with_person(a_person("adult", "01000000002"))
    assert got(changed, "adult~42").phone_number == got(people, "adult~42").phone_number
    assert got(changed, "adult~42").phone_number != got(changed, "adult-woman~42").phone_number


def test_a_variant_can_be_replaced_like_anyone(people: People) -> None:
    changed = people.with_person(msgspec.structs.replace(got(people, "adult~42"), phone_number="01012345678"))
    assert got(changed, "adult~42").phone_number == "01012345678"
    assert changed.with_phone("01010100042") == ()
    assert changed.with_phone("01012345678") == (got(changed, "adult~42"),)
    assert got(people, "adult~42").phone_number == "01010100042"


def test_a_key_names_one_person() -> None:
    with pytest.raises(ValueError, match="two people have the key ours"):
        People([a_person("ours"), a_person("ours")])


def test_a_phone_leads_back_to_everyone_who_has_it(people: People) -> None:
    for person in people:
        assert person in people.with_phone(person.phone_number)
    assert [person.key for person in people.with_phone(got(people, "family-child").phone_number)] == list(FAMILY)


@settings(deadline=None)
@given(st.sampled_from([*sorted(PROMISED_KEYS), "ours"]), st.integers(0, 99_999))
def test_the_phone_of_a_counted_variant_leads_back_to_it(key: str, count: int) -> None:
    people = load_people().with_person(a_person("ours"))
    variant = got(people, f"{key}~{count}")
    holders = people.with_phone(variant.phone_number)
    assert variant in holders
    assert len(holders) == (2 if key in FAMILY else 1)


@pytest.mark.parametrize(
    "number", ["", "0101", "010101000420", "010-0000-0001", "0101010004٢", "01099999999", "01019900000"]
)
def test_a_phone_that_nobody_has_leads_to_nobody(people: People, number: str) -> None:
    assert people.with_person(a_person("ours")).with_phone(number) == ()


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("adlut", "adult"),
        ("ADULT", "adult"),
        ("adlut~42", "adult~42"),
        ("adult~!", "adult"),
        ("zzzzzz", None),
        ("", None),
    ],
)
def test_an_unknown_key_is_answered_with_the_nearest_known_one(people: People, key: str, near: str | None) -> None:
    assert people.nearest(key) == near


def test_the_phones_of_ready_made_people_are_no_variants_phones() -> None:
    people = People(a_person(f"ours-{n}") for n in range(300))
    assert not any(people.with_phone(f"0100000{n:04d}") for n in range(0, 10_000, 100))


@pytest.mark.parametrize(
    "number", ["01012345678", "01012341234", "01011112222", "01011111111", "01012121212", "01000000000", "01010000000"]
)
def test_the_numbers_that_everybody_types_for_a_sample_are_nobodys(people: People, number: str) -> None:
    """010-1234-5678 would otherwise be a variant, and carry the outcome, of whoever had the number 23."""
    assert people.with_phone(number) == ()


def test_the_people_of_the_borders_are_promised_not_dated(people: People) -> None:
    dated = {person.key for person in people if not isinstance(person.birth, Turns)}
    assert not {key for key in dated if key.startswith(("turn", "youth", "child", "minor"))}
