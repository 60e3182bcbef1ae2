"""Which two are one person, in any order; and what is stored of the keys that say so."""

import itertools
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client import Channel, HashedKey, IdentityKey, KeyRing, VerifiedCustomer, identity_keys, same_person, site_of

keys = st.sampled_from([None, "", "a", "b"])
people = st.builds(VerifiedCustomer, ci=keys, di=keys)
sites = st.sampled_from(["one", "two"])
OLD: Final = ("k1", b"1" * 32)
NEW: Final = ("k2", b"2" * 32)


def compared(one: VerifiedCustomer, other: VerifiedCustomer, *, here: str = "one", there: str = "one") -> bool | None:
    return same_person(identity_keys(one, here), identity_keys(other, there))


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
        (("c", "a"), ("c", "b"), True),  # a DI that another method gave
        (("c", "a"), ("d", "b"), False),
        (("c", None), (None, "a"), None),
        (("x", None), (None, "x"), None),  # a CI is no DI
    ],
)
def test_two_are_one_by_di_or_by_ci(
    one: tuple[str | None, str | None], other: tuple[str | None, str | None], same: bool | None
) -> None:
    assert compared(*(VerifiedCustomer(ci=ci, di=di) for ci, di in (one, other))) is same


def test_the_di_of_another_site_says_nothing() -> None:
    somebody = VerifiedCustomer(di="a")
    assert compared(somebody, somebody, here="one", there="two") is None
    assert compared(somebody, VerifiedCustomer(di="b"), here="one", there="two") is None
    both = VerifiedCustomer(ci="c", di="a")
    assert compared(both, replace(both, di="b"), here="one", there="two") is True


@given(people, people, sites, sites)
def test_the_comparison_is_what_the_words_say_and_knows_no_order(
    one: VerifiedCustomer, other: VerifiedCustomer, here: str, there: str
) -> None:
    pairs = [(one.ci, other.ci)] + ([(one.di, other.di)] if here == there else [])
    both_have = [mine == theirs for mine, theirs in pairs if mine and theirs]
    expected = any(both_have) if both_have else None
    assert compared(one, other, here=here, there=there) is expected
    assert compared(other, one, here=there, there=here) is expected


@given(people)
def test_who_has_neither_is_nobody_not_even_himself(one: VerifiedCustomer) -> None:
    assert compared(one, one) is (True if one.di or one.ci else None)


@given(people, people, st.text())
def test_name_phone_and_birth_date_say_nothing(one: VerifiedCustomer, other: VerifiedCustomer, text: str) -> None:
    likeness: dict[str, Any] = {"name": text, "phone_number": text, "birth_date": date(2000, 1, 1)}
    assert compared(replace(one, **likeness), replace(other, **likeness)) is compared(one, other)


def test_a_site_is_a_providers_merchant() -> None:
    danal, kcp = (Channel("LIVE", pg_provider=each, pg_merchant_id="A") for each in ("DANAL", "KCP_V2"))
    assert len({site_of(danal), site_of(kcp), site_of(replace(danal, pg_merchant_id="B"))}) == 3


@pytest.mark.parametrize(
    "channel", [None, Channel("LIVE"), Channel("LIVE", pg_provider="DANAL"), Channel("LIVE", pg_merchant_id="A")]
)
def test_a_di_of_an_unknown_site_is_no_key(channel: Channel | None) -> None:
    assert identity_keys(VerifiedCustomer(di="a-di"), site_of(channel)) == ()
    assert identity_keys(VerifiedCustomer(di="a-di", ci="a-ci"), site_of(channel)) == (IdentityKey("ci", "a-ci"),)


class Register:
    """Accounts as a database with one unique index over hashed keys would keep them."""

    def __init__(self) -> None:
        self.owners: dict[HashedKey, int] = {}
        self.accounts = 0

    def sign_up(self, customer: VerifiedCustomer, ring: KeyRing) -> None:
        hashed = ring.hashed(identity_keys(customer, "site"))
        owner = next((self.owners[key] for key in hashed if key in self.owners), None)
        if owner is None:
            self.accounts += 1
            owner = self.accounts
        for key in hashed:
            self.owners.setdefault(key, owner)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_one_person_is_one_account_in_whatever_order_the_providers_tell(order: tuple[int, ...]) -> None:
    """With both keys once, whichever key comes alone later is known; alone before, nobody could tell."""
    visits = [VerifiedCustomer(ci="c", di="d"), VerifiedCustomer(ci="c"), VerifiedCustomer(di="d")]
    register = Register()
    for index in order:
        register.sign_up(visits[index], KeyRing([OLD]))
    assert register.accounts == (2 if order[2] == 0 else 1)


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.booleans()), max_size=12), st.integers(0, 12))
def test_a_rotation_in_the_middle_makes_nobody_a_stranger(
    visits: list[tuple[int, bool, bool]], rotated_at: int
) -> None:
    """Everybody brings a DI here, so there are as many accounts as people, whatever else they bring and when."""
    register = Register()
    for index, (person, with_ci, rotating_early) in enumerate(visits):
        # A rolling deployment: for a while both rings are in use.
        ring = KeyRing([NEW, OLD]) if index >= rotated_at or rotating_early else KeyRing([OLD])
        register.sign_up(VerifiedCustomer(di=f"d{person}", ci=f"c{person}" if with_ci else None), ring)
    assert register.accounts == len({person for person, _, _ in visits})


@given(st.sets(st.integers(0, 5)), st.lists(st.integers(0, 5)))
def test_the_old_secret_can_go_when_everybody_has_been_seen(before: set[int], after: list[int]) -> None:
    register = Register()
    for person in sorted(before):
        register.sign_up(VerifiedCustomer(di=f"d{person}"), KeyRing([OLD]))
    for person in sorted(before):
        register.sign_up(VerifiedCustomer(di=f"d{person}"), KeyRing([NEW, OLD]))
    for person in after:
        register.sign_up(VerifiedCustomer(di=f"d{person}"), KeyRing([NEW]))
    assert register.accounts == len(before | set(after))


def test_what_is_stored_is_neither_the_key_nor_anybody_elses_hash() -> None:
    person = identity_keys(VerifiedCustomer(ci="a-ci", di="a-di"), "site")
    by_old, by_new = KeyRing([OLD]).hashed(person), KeyRing([NEW]).hashed(person)
    assert {it.hash for it in by_old}.isdisjoint({it.hash for it in by_new})
    assert all(len(it.hash) == 64 for it in by_old)
    assert KeyRing([NEW, OLD]).hashed(person) == sorted(by_old + by_new)
    assert "a-ci" not in repr(by_old) + repr(person)
    same_value = identity_keys(VerifiedCustomer(ci="x", di="x"), "site")
    assert len({it.hash for it in KeyRing([OLD]).hashed(same_value)}) == 2


@pytest.mark.parametrize(
    "secrets", [[], [OLD, OLD], [("k1", b"short")], [OLD, ("k2", b"")], [("", b"1" * 32)], [("k" * 41, b"1" * 32)]]
)
def test_a_ring_that_cannot_keep_a_secret_is_refused(secrets: list[tuple[str, bytes]]) -> None:
    """By what is wrong with it, never by what was given: an id in the wrong place may be the secret."""
    with pytest.raises(ValueError, match="a key ring"):
        KeyRing(secrets)
