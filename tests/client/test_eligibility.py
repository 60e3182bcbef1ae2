"""Who is accepted, with every reason against, and which two people are one."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client import VerifiedCustomer, full_age, reasons_against, same_person, youth_protection_act_age
from client.reading import read_identity_verification
from tests.client.answers import VERIFIED

TODAY = date(2026, 11, 23)
keys = st.sampled_from([None, "", "a", "b"])
people = st.builds(VerifiedCustomer, ci=keys, di=keys)


def against(id_: str = "an-id", /, changes: dict[str, Any] | None = None, **demands: Any) -> list[str]:
    record = read_identity_verification(VERIFIED | (changes or {}))
    return list(reasons_against(record, id_, TODAY, **demands))


def born(birth_date: str | None) -> dict[str, Any]:
    return {"verifiedCustomer": {"name": "a", "birthDate": birth_date}}


def test_a_live_verification_under_the_id_asked_for_is_accepted() -> None:
    assert against() == []
    assert against(at_least=19) == []


@pytest.mark.parametrize("status", ["READY", "FAILED", "UNVERIFIED", "verified", "SUCCESS", "PENDING"])
def test_no_other_status_is_accepted(status: str) -> None:
    assert "not-verified" in against(changes={"status": status})


def test_verified_without_a_customer_is_not_accepted() -> None:
    assert against(changes={"verifiedCustomer": None}) == ["not-verified"]


@given(st.text())
def test_only_the_id_asked_for_is_accepted(id_: str) -> None:
    assert ("another-id" in against(id_)) == (id_ != "an-id")


def test_a_record_without_an_id_is_nobodys() -> None:
    assert against(changes={"id": None}) == ["another-id"]


@pytest.mark.parametrize("channel", [{"type": "TEST"}, {"type": "live"}, {"type": ""}, None])
def test_what_is_not_live_is_accepted_only_where_that_is_switched_off(channel: dict[str, str] | None) -> None:
    assert against(changes={"channel": channel}) == ["not-live"]
    assert against(changes={"channel": channel}, live_only=False) == []


@pytest.mark.parametrize(
    ("birth_date", "by_full_age", "by_the_act"),
    [
        ("2007-11-23", [], []),
        ("2007-11-24", ["too-young"], []),
        ("2007-12-31", ["too-young"], []),
        ("2008-01-01", ["too-young"], ["too-young"]),
        ("2030-01-01", ["too-young"], ["too-young"]),
        (None, ["no-birth-date"], ["no-birth-date"]),
    ],
)
def test_the_two_rules_for_adults(birth_date: str | None, by_full_age: list[str], by_the_act: list[str]) -> None:
    assert against(changes=born(birth_date), at_least=19, age=full_age) == by_full_age
    assert against(changes=born(birth_date), at_least=19, age=youth_protection_act_age) == by_the_act


def test_without_a_least_age_no_birth_date_is_needed() -> None:
    assert against(changes=born(None)) == []


def test_every_reason_is_given_at_once() -> None:
    changes = {"status": "READY", "channel": None, "verifiedCustomer": None}
    assert against("other", changes, at_least=14) == ["not-verified", "another-id", "not-live", "no-birth-date"]


@given(st.dates(), st.integers(0, 30), st.integers(0, 30))
def test_who_demands_more_never_accepts_more(birth_date: date, one: int, other: int) -> None:
    changes = born(birth_date.isoformat())
    least, most = sorted((one, other))
    assert set(against(changes=changes, at_least=least)) <= set(against(changes=changes, at_least=most))
    assert set(against(changes=changes, live_only=False)) <= set(against(changes=changes))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        # (CI, DI) of each
        ((None, "a"), (None, "a"), True),
        ((None, "a"), (None, "b"), False),
        ((None, None), (None, None), None),
        (("", ""), ("", ""), None),
        ((None, "a"), (None, None), None),
        (("c", None), ("c", None), True),
        (("c", None), ("d", None), False),
        (("c", "a"), ("c", None), True),  # a provider that gives no DI
        (("c", "a"), ("c", "b"), True),  # the DI of another site says nothing against
        (("c", "a"), ("d", "b"), False),
        (("c", None), (None, "a"), None),
        (("x", None), (None, "x"), None),  # a CI is no DI
    ],
)
def test_two_are_one_by_di_or_else_by_ci(
    one: tuple[str | None, str | None], other: tuple[str | None, str | None], same: bool | None
) -> None:
    assert same_person(*(VerifiedCustomer(ci=ci, di=di) for ci, di in (one, other))) is same


@given(people, people)
def test_the_comparison_knows_no_order(one: VerifiedCustomer, other: VerifiedCustomer) -> None:
    assert same_person(one, other) is same_person(other, one)


@given(people)
def test_who_has_neither_is_nobody_not_even_himself(one: VerifiedCustomer) -> None:
    assert same_person(one, one) is (True if one.di or one.ci else None)


@given(people, people, st.text())
def test_name_phone_and_birth_date_say_nothing(one: VerifiedCustomer, other: VerifiedCustomer, text: str) -> None:
    likeness: dict[str, Any] = {"name": text, "phone_number": text, "birth_date": TODAY}
    assert same_person(replace(one, **likeness), replace(other, **likeness)) is same_person(one, other)
