"""What is kept, on both databases: one account per person and verification, whatever happens on the way."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
import sqlalchemy as sa

from client import KeyRing, Unreadable, VerifiedCustomer, identity_keys
from client.signup.accounts import Accounts, NewAccount, StoreError
from client.signup.database import accounts, connect
from client.signup.database import identity_keys as kept_keys
from tests.client.signup.killing import POINTS, Killer, Point

NOW: Final = datetime(2026, 11, 23, 0, 1, tzinfo=UTC)
OLD: Final = KeyRing([("k1", b"1" * 32)])
BOTH: Final = KeyRing([("k2", b"2" * 32), ("k1", b"1" * 32)])
NEW: Final = KeyRing([("k2", b"2" * 32)])
PERSON: Final = VerifiedCustomer(name="김모의", birth_date=date(1990, 5, 15), ci="a-ci", di="a-di")


@pytest.fixture
def store(engine: sa.Engine) -> Accounts:
    return Accounts(engine)


def new(
    id_: str, person: VerifiedCustomer = PERSON, *, shop: str = "shop", ring: KeyRing = OLD, site: str = "site"
) -> Any:
    keys = ring.hashed(identity_keys(person, site))
    return NewAccount(shop=shop, identity_verification_id=id_, customer=person, keys=keys, opened_at=NOW)


def count(engine: sa.Engine, table: sa.Table = accounts) -> int:
    with engine.connect() as db:
        return int(db.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def test_an_account_is_opened_once_for_a_person_and_once_for_a_verification(store: Accounts, engine: sa.Engine) -> None:
    assert store.open(new("one")) == "opened"
    assert store.open(new("one")) == "used-before"
    assert store.open(new("two")) == "already-a-member"
    assert store.open(new("one", VerifiedCustomer(ci="another"))) == "used-before"
    assert store.open(new("three", VerifiedCustomer(ci="another", di="another"))) == "opened"
    assert count(engine) == 2


def test_a_member_of_one_shop_is_a_stranger_in_another(store: Accounts, engine: sa.Engine) -> None:
    assert [store.open(new(f"id-{shop}", shop=shop)) for shop in "ab"] == ["opened", "opened"]
    assert count(engine) == 2


def test_who_came_with_both_keys_is_known_by_either(store: Accounts) -> None:
    store.open(new("one"))
    assert store.open(new("two", VerifiedCustomer(ci="a-ci"))) == "already-a-member"
    assert store.open(new("three", VerifiedCustomer(di="a-di"))) == "already-a-member"


def test_a_key_that_came_later_is_known_from_then_on(store: Accounts) -> None:
    assert store.open(new("one", VerifiedCustomer(di="a-di"))) == "opened"
    assert store.open(new("two")) == "already-a-member"
    assert store.open(new("three", VerifiedCustomer(ci="a-ci"))) == "already-a-member"


def test_a_ci_is_no_di_and_another_sites_di_says_nothing(store: Accounts) -> None:
    assert store.open(new("one", VerifiedCustomer(di="x"))) == "opened"
    assert store.open(new("two", VerifiedCustomer(ci="x"))) == "opened"
    assert store.open(new("three", VerifiedCustomer(di="x"), site="another")) == "opened"


def test_two_without_any_key_are_two(store: Accounts, engine: sa.Engine) -> None:
    assert [store.open(new(id_, VerifiedCustomer(name="김모의"))) for id_ in ("one", "two")] == ["opened", "opened"]
    assert count(engine) == 2


def test_a_rotation_of_the_secret_makes_nobody_a_stranger(store: Accounts) -> None:
    other = VerifiedCustomer(di="other")
    store.open(new("one"))
    store.open(new("two", other))
    assert store.open(new("three", ring=BOTH)) == "already-a-member"
    assert store.open(new("four", ring=NEW)) == "already-a-member"  # seen meanwhile, so known by the new one
    assert store.open(new("five", other, ring=NEW)) == "opened"  # never seen: what taking the old one out costs
    assert store.open(new("six", VerifiedCustomer(di="third"), ring=BOTH)) == "opened"
    assert store.open(new("seven", VerifiedCustomer(di="third"), ring=OLD)) == "already-a-member"


def test_neither_ci_nor_di_is_anywhere_in_the_database(store: Accounts, engine: sa.Engine) -> None:
    store.issue("one", "a-session-of-a-browser", "shop", NOW)
    store.open(new("one"))
    with engine.connect() as db:
        kept = [
            str(value)
            for table in sa.inspect(engine).get_table_names()
            for row in db.execute(sa.text(f"SELECT * FROM {table}"))
            for value in row
        ]
    assert "김모의" in kept
    assert [it for it in kept if "a-ci" in it or "a-di" in it or "a-session" in it] == []


@pytest.mark.parametrize("site", ["A" * 100_000, "A\0" * 50, "가맹점😀" * 100], ids=["long", "with NUL", "not ASCII"])
def test_a_site_may_be_called_anything(store: Accounts, engine: sa.Engine, site: str) -> None:
    assert store.open(new("one", site=site)) == "opened"
    assert store.open(new("two", site=site)) == "already-a-member"
    assert store.open(new("three", VerifiedCustomer(di="a-di"), site=f"{site}B")) == "opened"
    assert count(engine) == 2


def test_a_name_that_one_database_could_not_keep_is_kept_alike_in_both(store: Accounts, engine: sa.Engine) -> None:
    assert store.open(new("one", VerifiedCustomer(name="김\0모의", phone_number="010\0", di="d\0"))) == "opened"
    with engine.connect() as db:
        kept = db.execute(sa.select(accounts.c.name, accounts.c.phone_number)).one()
    assert kept == ("김\ufffd모의", "010\ufffd")


@pytest.mark.parametrize("name", ["", "가" * 5000, "'; DROP TABLE signup_accounts; --", "😀", None])
def test_any_name_can_be_kept(store: Accounts, engine: sa.Engine, name: str | None) -> None:
    odd = VerifiedCustomer(name=name, birth_date=Unreadable("2001-02-29"), di="d")
    assert store.open(new("one", odd)) == "opened"
    with engine.connect() as db:
        assert db.execute(sa.select(accounts.c.name, accounts.c.birth_date)).one() == (name, None)


@pytest.mark.postgresql
def test_what_the_database_cannot_keep_is_said_without_repeating_it(postgresql_url: str) -> None:
    engine = connect(postgresql_url)
    with pytest.raises(StoreError) as caught:
        Accounts(engine).open(new("an-id" * 9, VerifiedCustomer(name="secret-name", di="secret-di")))
    engine.dispose()
    shown = f"{caught.value} {caught.value.__cause__}"
    assert "secret" not in shown
    assert "DataError" in str(caught.value)


class TestAnIssue:
    def test_belongs_to_its_session(self, store: Accounts) -> None:
        store.issue("an-id", "mine", "shop", NOW)
        attempt, shop = store.attempt("an-id", "mine", NOW)
        assert (attempt.issued_at, attempt.used, shop) == (NOW, False, "shop")
        attempt, shop = store.attempt("an-id", "somebody-elses", NOW)
        assert (attempt.issued_at, attempt.used, shop) == (None, False, "")
        assert store.attempt("nobodys", "mine", NOW)[0].issued_at is None

    def test_is_used_when_an_account_has_been_opened_with_it(self, store: Accounts) -> None:
        store.issue("an-id", "mine", "shop", NOW)
        store.open(new("an-id"))
        assert store.attempt("an-id", "mine", NOW)[0].used
        assert not store.attempt("an-id", "somebody-elses", NOW)[0].used

    def test_ends_after_a_day_and_is_then_forgotten(self, store: Accounts, engine: sa.Engine) -> None:
        store.issue("an-id", "mine", "shop", NOW)
        assert store.attempt("an-id", "mine", NOW + timedelta(days=1))[0].issued_at == NOW
        assert store.attempt("an-id", "mine", NOW + timedelta(days=1, seconds=1))[0].issued_at is None
        store.issue("next", "mine", "shop", NOW + timedelta(days=1, seconds=1))
        with engine.connect() as db:
            ids = db.execute(sa.text("SELECT identity_verification_id FROM signup_issues")).scalars().all()
        assert ids == ["next"]


@pytest.fixture
def one_kill(engine: sa.Engine) -> Iterator[Any]:
    """`one_kill(point)`: the next transaction that writes loses its connection there, the ones after it do not."""
    armed: list[Point] = []
    killer = Killer(engine, lambda: armed.pop() if armed else "never")

    def arm(*points: Point) -> Killer:
        armed.extend(reversed(points))
        return killer

    yield arm
    killer.stop()


@pytest.mark.parametrize("point", POINTS)
def test_a_lost_connection_is_got_over_and_the_account_is_opened_once(
    store: Accounts, engine: sa.Engine, one_kill: Any, point: Point
) -> None:
    """After the commit too: the account is recognised as the one that was to be opened."""
    killer = one_kill(point)
    assert store.open(new("one")) == "opened"
    assert killer.killed == 1
    assert (count(engine), count(engine, kept_keys)) == (1, 2)
    assert store.open(new("two")) == "already-a-member"


@pytest.mark.parametrize("point", POINTS)
def test_an_issue_gets_over_it_too(store: Accounts, one_kill: Any, point: Point) -> None:
    killer = one_kill(point)
    store.issue("an-id", "mine", "shop", NOW)
    assert killer.killed == 1
    assert store.attempt("an-id", "mine", NOW)[0].issued_at == NOW


def test_a_database_that_never_holds_is_an_error_and_leaves_nothing_half_done(
    store: Accounts, engine: sa.Engine, one_kill: Any
) -> None:
    one_kill(*["before-the-commit"] * 20)
    with pytest.raises(StoreError, match="no transaction could be completed"):
        store.open(new("one"))
    assert (count(engine), count(engine, kept_keys)) == (0, 0)


def test_a_retry_after_an_unheard_commit_counts_as_used(store: Accounts, engine: sa.Engine, one_kill: Any) -> None:
    """The answer to the user got lost, so the user asks again: another account to open, the same verification."""
    one_kill("after-the-commit")
    store.open(new("one"))
    assert store.open(new("one")) == "used-before"
    assert count(engine) == 1


def test_two_who_make_the_tables_at_once_both_find_them(database_url: str) -> None:
    with ThreadPoolExecutor(8) as callers:
        engines = list(callers.map(lambda _: connect(database_url), range(8)))
    assert {count(engine) for engine in engines} == {0}
    for engine in engines:
        engine.dispose()


@pytest.mark.parametrize("seed", range(3))
def test_people_who_come_in_any_order_with_any_of_their_keys_never_share_an_account(
    store: Accounts, engine: sa.Engine, seed: int
) -> None:
    """Every visit brings the DI, so there are as many accounts as people, from eight threads at once."""
    chance = random.Random(seed)
    visits = [(person, chance.random() < 0.5) for person in range(5) for _ in range(8)]
    chance.shuffle(visits)

    def visit(index: int) -> str:
        person, with_ci = visits[index]
        customer = VerifiedCustomer(di=f"d{person}", ci=f"c{person}" if with_ci else None)
        return store.open(new(f"id-{index}", customer))

    with ThreadPoolExecutor(8) as callers:
        said = list(callers.map(visit, range(len(visits))))
    assert said.count("opened") == count(engine) == 5
    assert set(said) == {"opened", "already-a-member"}
