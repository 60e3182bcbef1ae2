"""Who a send describes, and which ordered outcome an attempt gets."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain.customers import Claim, Next, below_age_limit, claim, first_match
from mock_server.domain.identity_number import Described, decode
from mock_server.domain.people import Person
from tests.domain.world import WORLD

TODAY = WORLD.today
PEOPLE = WORLD.people
NOBODYS = "01077776666"


def person(key: str) -> Person:
    found = PEOPLE.get(key)
    assert found is not None
    return found


def claimed(key: str, *, name: str | None = None, described: Described | None = None, by_app: bool = False) -> Claim:
    """Who a send about this person claims to be, with another name or other digits where they are given."""
    who = person(key)
    digits = None if by_app else described or decode(who.identity_number(TODAY))
    return claim(name or who.name, who.phone_number, "KT", digits, PEOPLE, TODAY)


@pytest.mark.parametrize("key", [*PEOPLE.keys(), "adult~42", "foreigner~7"])
@pytest.mark.parametrize("by_app", [False, True])
def test_everyone_of_the_roster_is_known_by_phone_and_name(key: str, *, by_app: bool) -> None:
    assert claimed(key, by_app=by_app) == Claim(person(key), known=True, fate=person(key).outcome or "verified")


def test_of_two_who_share_a_phone_it_is_the_one_whose_name_and_digits_fit() -> None:
    assert person("family-parent").phone_number == person("family-child").phone_number
    assert claimed("family-parent").person.key == "family-parent"
    assert claimed("family-child").person.key == "family-child"
    parents_digits = decode(person("family-parent").identity_number(TODAY))
    assert claimed("family-child", described=parents_digits).fate == "identity-mismatch"


def test_of_two_who_share_phone_and_name_the_digits_decide() -> None:
    elder, younger = decode("5001011"), decode("0501013")
    people = PEOPLE.with_person(_like_adult("elder", elder)).with_person(_like_adult("younger", younger))
    for digits, key in ((elder, "elder"), (younger, "younger")):
        assert claim("김동명", NOBODYS, "KT", digits, people, TODAY).person.key == key


def _like_adult(key: str, digits: Described) -> Person:
    adult = person("adult")
    return Person(
        key=key,
        identity=key,
        name="김동명",
        birth=digits.birth_date,
        gender=digits.gender,
        is_foreigner=False,
        phone_number=NOBODYS,
        operator="KT",
        outcome=None,
        label=adult.label,
        why=adult.why,
    )


@pytest.mark.parametrize("described", [None, decode("9001012"), decode("9001015")])
def test_a_known_phone_with_a_name_or_digits_that_fit_nobody_is_a_mismatch(described: Described | None) -> None:
    who = claimed("adult", described=described) if described else claimed("adult", name="딴사람")
    assert (who.person.key, who.fate) == ("adult", "identity-mismatch")


@pytest.mark.parametrize("key", [each.key for each in PEOPLE if each.outcome])
def test_the_phone_of_somebody_who_carries_an_outcome_gives_it_under_any_name(key: str) -> None:
    assert claimed(key, name="누구든").fate == person(key).outcome


@pytest.mark.parametrize(
    "digits", ["9001011", "9001012", "0501013", "0501014", "7001015", "7001016", "0501017", "0501018"]
)
def test_an_unknown_phone_is_a_new_person_as_described(digits: str) -> None:
    described = decode(digits)
    who = claim("새사람", NOBODYS, "LGU_MVNO", described, PEOPLE, TODAY)
    new = who.person
    assert (who.known, who.fate, new.key) == (False, "verified", "")
    assert (new.name, new.phone_number, new.operator) == ("새사람", NOBODYS, "LGU_MVNO")
    assert Described(new.born(TODAY), new.gender, new.is_foreigner) == described


def test_one_description_is_one_human_being_whatever_the_phone_and_the_carrier() -> None:
    def identity(name: str, phone: str, digits: str) -> str:
        return claim(name, phone, "KT", decode(digits), PEOPLE, TODAY).person.identity

    same = identity("새사람", NOBODYS, "9001011")
    assert same == identity("새사람", "01066665555", "9001011")
    assert (
        len(
            {
                same,
                identity("딴사람", NOBODYS, "9001011"),
                identity("새사람", NOBODYS, "9001012"),
                identity("새사람", NOBODYS, "9001021"),
            }
        )
        == 4
    )


def test_by_app_an_unknown_phone_has_the_birth_date_and_sex_of_adult() -> None:
    new = claim("새사람", NOBODYS, "SKT", None, PEOPLE, TODAY).person
    adult = person("adult")
    assert (new.born(TODAY), new.gender, new.is_foreigner) == (adult.born(TODAY), adult.gender, adult.is_foreigner)


@pytest.mark.parametrize(
    ("key", "limit", "days_later", "below"),
    [
        ("turns-19-today", 19, 0, False),
        ("turns-19-tomorrow", 19, 0, True),
        ("turns-19-tomorrow", 19, 1, False),
        ("turns-19-tomorrow", 18, 0, False),
        ("child-13", 14, 0, True),
        ("adult", None, 0, False),
        ("adult", 999, 0, True),
        ("child-13", 0, 0, False),
    ],
)
def test_an_age_limit_counts_full_years_on_the_day(
    key: str, limit: int | None, days_later: int, *, below: bool
) -> None:
    today = date.fromordinal(TODAY.toordinal() + days_later)
    assert below_age_limit(person(key), limit, TODAY, today) is below


FACTS = {
    "id": "order-7",
    "idPrefix": "order-7",
    "phoneNumber": "01000000001",
    "customData": "x",
    "channel": "danal",
    "customerId": None,
}


@pytest.mark.parametrize(
    ("match", "fits"),
    [
        ({}, True),
        ({"id": "order-7"}, True),
        ({"id": "order"}, False),
        ({"idPrefix": "order-"}, True),
        ({"idPrefix": "rder"}, False),
        ({"idPrefix": ""}, True),
        ({"phoneNumber": "01000000001", "customData": "x"}, True),
        ({"phoneNumber": "01000000001", "customData": "y"}, False),
        ({"customerId": "c"}, False),
        ({"channel": "kcp"}, False),
    ],
)
def test_an_order_fits_when_every_member_it_names_does(match: dict[str, str], *, fits: bool) -> None:
    order = Next(outcome="cancelled", match=match)
    assert (first_match([order], FACTS) is order) is fits


@given(st.lists(st.sampled_from([{}, {"id": "order-7"}, {"id": "other"}, {"channel": "danal"}]), max_size=6))
def test_orders_that_ask_for_something_go_first_and_among_equals_the_oldest(matches: list[dict[str, Any]]) -> None:
    orders = [Next(outcome="cancelled", match=match) for match in matches]
    fitting = [order for order in orders if order.match != {"id": "other"}]
    expected = next((order for order in fitting if order.match), next(iter(fitting), None))
    assert first_match(orders, FACTS) is expected
