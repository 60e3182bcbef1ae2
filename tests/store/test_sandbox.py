"""A sandbox: what a reset puts back, what it leaves alone, and where identifiers come from."""

from collections import deque

from hypothesis import given
from hypothesis import strategies as st

from mock_server.clock import ClockSetting
from mock_server.domain.channels import Channels
from mock_server.scenario import load_scenario
from mock_server.store.sandbox import Credentials, Sandbox, key_of
from mock_server.tokens import Login

SCENARIO = load_scenario("default")


def sandbox(name: str = "sandbox-a", *, seed: int = 1, remakable: bool = True) -> Sandbox:
    return Sandbox(
        Credentials((name, "second"), (f"store-{name}", "store-2")), SCENARIO, Channels(), seed, remakable=remakable
    )


def test_the_first_credentials_are_the_ones_it_shows() -> None:
    box = sandbox()
    assert (box.secret, box.store_id, box.key) == ("sandbox-a", "store-sandbox-a", key_of("sandbox-a"))


@given(st.text(), st.text())
def test_a_key_is_a_hash_that_tells_secrets_apart(one: str, other: str) -> None:
    assert (key_of(one) == key_of(other)) == (one == other)
    assert len(key_of(one)) == 16


def test_loading_puts_everything_back_but_tokens() -> None:
    box = sandbox()
    drawn = [box.ids("x"), box.ids("x")]
    token = box.lasting_ids("x")
    box.clock = ClockSetting(frozen_at=1)
    box.people = load_scenario("empty").people.with_person(
        SCENARIO.people.get("adult~1") or next(iter(SCENARIO.people))
    )
    box.changed = True
    box.logins, box.tokens = {"api-key": Login("text")}, deque(["text"])
    box.load(SCENARIO, box.channels)
    assert (box.clock, box.people, box.entries) == (ClockSetting(), SCENARIO.people, {})
    assert not box.changed
    assert (box.logins, box.tokens) == ({"api-key": Login("text")}, deque(["text"]))
    assert [box.ids("x"), box.ids("x")] == drawn
    assert box.lasting_ids("x") != token


def test_a_sandbox_begins_unchanged() -> None:
    assert not sandbox(remakable=True).changed
    assert not sandbox(remakable=False).changed


def test_equal_seeds_draw_equal_identifiers_in_one_sandbox_and_others_in_another() -> None:
    assert sandbox(seed=5).ids("x") == sandbox(seed=5).ids("x")
    assert sandbox(seed=5).ids("x") != sandbox(seed=6).ids("x")
    assert sandbox("sandbox-a").ids("x") != sandbox("sandbox-b").ids("x")
    assert sandbox("sandbox-a").lasting_ids("x") != sandbox("sandbox-b").lasting_ids("x")
    assert sandbox().ids("x") != sandbox().lasting_ids("x")


def test_a_world_is_of_one_store_and_salts_di_by_the_sandbox() -> None:
    box = sandbox()
    assert (box.world().store_id, box.world("store-2").store_id) == ("store-sandbox-a", "store-2")
    assert box.world("store-2").di_salt == box.world().di_salt == "store-sandbox-a"
