"""The people who ship can be read from where a checkout or a wheel keeps them, and flawed descriptions are refused."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from mock_server import documents, resources
from mock_server.domain.birth_dates import Turns
from mock_server.domain.people import Person
from mock_server.domain.text import Text
from mock_server.resources import fixture
from mock_server.roster import REQUIRED, PersonError, load_people, people_in, person_from

OURS: dict[str, object] = {
    "person": "ours",
    "name": "박우리",
    "birthDate": {"turns": "19", "inDays": "1"},
    "gender": "FEMALE",
    "phoneNumber": "01012345678",
    "operator": "KT_MVNO",
    "label": {"ko": "우리", "en": "ours"},
    "why": {"ko": "까닭", "en": "reason"},
}


def at(path: documents.Path) -> str:
    return "here:" + ".".join(map(str, path))


def test_the_people_of_all_files_are_read_once() -> None:
    assert load_people() is load_people()
    assert load_people().keys()[0] == "adult"


def test_every_file_tells_how_to_add_a_person() -> None:
    for path in fixture("people").glob("*.yaml"):
        assert "# To add a person: " in path.read_text("utf-8").partition("people:\n")[0]


def test_a_description_becomes_a_person() -> None:
    text = Text(ko="우리", en="ours")
    assert person_from(OURS, at) == Person(
        key="ours",
        identity="ours",
        name="박우리",
        birth=Turns(19, in_days=1),
        gender="FEMALE",
        is_foreigner=False,
        phone_number="01012345678",
        operator="KT_MVNO",
        outcome=None,
        label=text,
        why=Text(ko="까닭", en="reason"),
    )


def test_optional_members_are_taken_as_given() -> None:
    given = {"identity": "adult", "isForeigner": "true", "outcome": "wrong-otp", "ci": "a", "di": "b"}
    person = person_from(OURS | given, at)
    assert (person.identity, person.is_foreigner, person.outcome) == ("adult", True, "wrong-otp")
    assert (person.ci, person.di) == ("a", "b")


@pytest.mark.parametrize(
    ("flag", "is_foreigner"), [(True, True), (False, False), ("true", True), ("false", False), (None, False)]
)
def test_files_and_requests_say_yes_alike(flag: object, is_foreigner: bool) -> None:
    assert person_from(OURS | {"isForeigner": flag}, at).is_foreigner is is_foreigner


def test_the_phones_of_ready_made_people_give_the_number_of_their_variants() -> None:
    assert person_from(OURS | {"phoneNumber": "01000000007"}, at).number == 7
    assert person_from(OURS, at).number is None


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("missing", [lambda _: {}, lambda name: {name: None}], ids=["absent", "empty"])
def test_a_missing_member_is_named(name: str, missing: Callable[[str], dict[str, object]]) -> None:
    members = {key: value for key, value in OURS.items() if key != name} | missing(name)
    with pytest.raises(PersonError, match=f"^here:{name}: {name} is missing") as refusal:
        person_from(members, at)
    assert refusal.value.known == REQUIRED


@pytest.mark.parametrize(
    ("member", "value", "place", "said", "near"),
    [
        ("phonenumber", "0", "phonenumber", "no member phonenumber; did you mean phoneNumber?", "phoneNumber"),
        ("zzz", "0", "zzz", "no member zzz; known: person, name", None),
        ("operator", "SKT_MVN0", "operator", "operator SKT_MVN0 is not known; did you mean SKT_MVNO?", "SKT_MVNO"),
        ("gender", "OTHER", "gender", "known: MALE, FEMALE", None),
        ("outcome", "wrong_otp", "outcome", "did you mean wrong-otp?", "wrong-otp"),
        ("outcome", "verified", "outcome", "outcome verified is not known", None),
        ("label", {"ko": "가", "en": "a", "kr": "가"}, "label.kr", "label has no member kr; known: ko, en", None),
        ("label", {"ko": "가"}, "label.en", "label.en: expected a text", None),
        ("why", "가", "why.ko", "why.ko: expected a text", None),
        ("name", " ", "name", "name: expected a text", None),
        ("name", "가" * 1001, "name", "1 to 1000 characters", None),
        ("name", ["가"], "name", "expected a text", None),
        ("identity", "", "identity", "expected a text", None),
        ("isForeigner", "yes", "isForeigner", "expected true or false; got 'yes'", None),
        ("isForeigner", 1, "isForeigner", "expected true or false", None),
        ("phoneNumber", "010-0000-0001", "phoneNumber", "11 digits that begin with 01, such as 01000000001", None),
        ("phoneNumber", "0100000000", "phoneNumber", "11 digits", None),
        ("phoneNumber", "0100000000١", "phoneNumber", "11 digits", None),
        ("phoneNumber", "02000000001", "phoneNumber", "begin with 01", None),
        ("phoneNumber", 1000000001, "phoneNumber", "expected a text", None),
        ("birthDate", "2006-02-30", "birthDate", "birthDate: a birth date is 2006-11-23", None),
        ("birthDate", {"turns": "19", "in": "1"}, "birthDate", "'in' is not known", None),
        ("person", "Ours", "person", "lower-case letters", None),
        ("person", "ours--", "person", "lower-case letters", None),
        ("person", "ours~", "person", "lower-case letters", None),
        ("person", "a" * 101, "person", "lower-case letters", None),
    ],
)
def test_a_flaw_is_refused_where_it_stands_with_what_would_have_done(
    member: str, value: object, place: str, said: str, near: str | None
) -> None:
    with pytest.raises(PersonError) as refusal:
        person_from(OURS | {member: value}, at)
    error = refusal.value
    assert error.at == f"here:{place}"
    assert said in error.message
    assert error.nearest == near
    assert str(error) == f"{error.at}: {error.message}"
    assert "\n" not in str(error)
    assert len(error.message) < 350


def test_a_variant_may_be_described_to_replace_it() -> None:
    assert person_from(OURS | {"person": "adult~A42"}, at).key == "adult~A42"


DOCUMENT = """people:
  ours:
    name: 박우리
    birthDate: {turns: 19}
    gender: FEMALE
    phoneNumber: 01012345678
    operater: KT
    label: {ko: 우리, en: ours}
    why: {ko: 까닭, en: reason}
"""


def test_a_file_is_read_under_its_keys() -> None:
    (person,) = people_in(documents.load(DOCUMENT.replace("operater", "operator"), "ours.yaml"))
    assert (person.key, person.phone_number) == ("ours", "01012345678")


def test_a_flaw_in_a_file_is_told_with_line_and_column() -> None:
    with pytest.raises(PersonError, match=r"^ours.yaml:7:15: a person has no member operater; did you mean operator"):
        people_in(documents.load(DOCUMENT, "ours.yaml"))
    with pytest.raises(PersonError, match=r"^ours.yaml:2:3: operator is missing"):
        people_in(documents.load(DOCUMENT.replace("    operater: KT\n", ""), "ours.yaml"))


def test_a_key_inside_a_description_cannot_differ_from_the_one_above_it() -> None:
    with pytest.raises(PersonError, match=r"^ours.yaml:2:18: ours above names the person"):
        people_in(documents.load("people:\n  ours: {person: theirs}\n", "ours.yaml"))


@pytest.mark.parametrize(
    "text",
    ["", "people:", "people: [a]", "persons: {}", "people: {}\nmore: {}", "people: {ours: }", "people: {ours: a}"],
)
def test_a_file_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(PersonError, match=r"^ours.yaml:\d+:\d+: .*expected"):
        people_in(documents.load(text, "ours.yaml"))


def test_people_can_be_compared_and_kept_in_sets() -> None:
    person = person_from(OURS, at)
    assert {person, msgspec.structs.replace(person)} == {person}


def test_what_a_wheel_carries_comes_before_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    carried, beside = tmp_path / "_fixtures", tmp_path / "fixtures"
    monkeypatch.setattr(resources, "_PLACES", (carried, beside))
    (beside / "people").mkdir(parents=True)
    assert fixture("people") == beside / "people"
    (carried / "people").mkdir(parents=True)
    assert fixture("people") == carried / "people"


@pytest.mark.parametrize(
    "parts",
    [
        ("nothing",),
        ("people", "nobody.yaml"),
        ("..", "pyproject.toml"),
        ("people/adults.yaml",),
        ("/etc",),
        ("",),
        ("a\0",),
    ],
)
def test_a_fixture_that_is_not_there_is_told_with_the_places_looked_in(parts: tuple[str, ...]) -> None:
    with pytest.raises(FileNotFoundError, match=r"there is no .* among the fixtures; looked in .*fixtures"):
        fixture(*parts)
