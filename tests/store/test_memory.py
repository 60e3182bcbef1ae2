"""The store in memory: look-ups, transitions, and what goes where there is no room."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.domain.arrangement import Ids, arrange
from mock_server.domain.channels import Channels
from mock_server.domain.errors import Refusal
from mock_server.domain.order import Order
from mock_server.domain.record import Record
from mock_server.journal import Journal, Row, evicted
from mock_server.scenario import load_scenario
from mock_server.store import memory
from mock_server.store.memory import MemoryStore
from mock_server.store.sandbox import Credentials, Sandbox
from mock_server.tokens import Issued, Login, LoginKind, Token, log_in, refresh

SCENARIO = load_scenario("default")
ROW = Row(1, 0, "GET", b"/", b"", None, None, "none", 200, None, None, None, 0)
Result = TypeVar("Result")


class Clock:
    """The monotonic clock of the store, in the hand of the test."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(memory, "monotonic", clock)
    return clock


def run(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """What a coroutine of this store returns; it never waits, which is what makes its transitions whole."""
    try:
        coroutine.send(None)
    except StopIteration as stop:
        result: Result = stop.value
        return result
    raise AssertionError("the store in memory awaited something")


def sandbox(name: str, *, remakable: bool = True) -> Sandbox:
    return Sandbox(Credentials((name,), (f"store-{name}",)), SCENARIO, Channels(), 1, remakable=remakable)


def store_of(*boxes: Sandbox, most: int = 100, idle: float = 3_600.0) -> MemoryStore:
    """A store with a default sandbox and these."""
    store = MemoryStore(journal=Journal(), idle_seconds=idle, most_sandboxes=most)
    store.add_default(sandbox("default", remakable=False))
    for box in boxes:
        run(store.add(box))
    return store


def names(store: MemoryStore) -> list[str]:
    return [box.secret for box in store.all()]


def put(store: MemoryStore, box: Sandbox, id_: str) -> Record:
    def transition(before: Record | None, now: int, ids: Ids) -> tuple[Record, Record]:
        record = arrange(id_, Order(), box.world(), now, ids)
        return record, record

    return run(store.change(box, id_, transition))


def issue(store: MemoryStore, box: Sandbox, kind: LoginKind = "api-secret", presented: str | None = None) -> Issued:
    """A login, or with a presented token a refresh, as the handlers do it."""

    def transition(login: Login, now: int, ids: Ids) -> tuple[Login, Issued | None]:
        if presented is None:
            return log_in(login, box.holder, kind, now, ids)
        return refresh(login, presented, box.holder, kind, now, ids)

    issued = run(store.change_login(box, kind, transition))
    assert issued is not None
    pairs = (
        (issued.access_token, Token(box.key, kind, "access", 9)),
        (issued.refresh_token, Token(box.key, kind, "refresh", 9)),
    )
    run(store.keep_tokens(box, pairs))
    return issued


def token(store: MemoryStore, text: str) -> Token | None:
    found = run(store.by_token(text))
    return found[1] if found else None


# --- sandboxes


def test_a_sandbox_is_found_by_secret_store_and_token_and_by_nothing_else() -> None:
    box = sandbox("sandbox-a")
    store = store_of(box, sandbox("sandbox-b"))
    issued = issue(store, box)
    assert run(store.by_secret("sandbox-a")) is run(store.by_store("store-sandbox-a")) is box
    found = run(store.by_token(issued.access_token))
    assert found is not None
    assert found[0] is box
    for text in ("", "sandbox-c", "store-sandbox-a", issued.access_token):
        assert run(store.by_secret(text)) is None
    assert run(store.by_store("sandbox-a")) is None
    assert run(store.by_token("sandbox-a")) is None


def test_a_dropped_sandbox_is_gone_with_its_tokens_and_rows_and_is_remembered() -> None:
    box = sandbox("sandbox-a", remakable=False)
    store = store_of(box)
    issued = issue(store, box)
    store.journal.append(box, ROW)
    run(store.drop(box))
    assert run(store.by_secret("sandbox-a")) is None
    assert run(store.by_store("store-sandbox-a")) is None
    assert token(store, issued.access_token) is token(store, issued.refresh_token) is None
    assert store.journal.held == 0
    assert store.was_dropped("sandbox-a")
    assert not store.was_dropped("sandbox-b")


def test_a_sandbox_made_again_has_a_note_for_its_journal_and_a_first_one_has_none() -> None:
    first, second = sandbox("sandbox-a"), sandbox("sandbox-a")
    store = store_of(first)
    assert first.note is None
    run(store.drop(first))
    run(store.add(second))
    assert second.note is not None
    assert "afresh" in second.note
    assert not store.was_dropped("sandbox-a")


def test_only_the_last_dropped_ones_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_SANDBOXES", 2)
    boxes = [sandbox(f"sandbox-{i}") for i in range(3)]
    store = store_of(*boxes)
    for box in boxes:
        run(store.drop(box))
    assert [store.was_dropped(box.secret) for box in boxes] == [False, True, True]


def test_the_published_bounds() -> None:
    assert (memory.MOST_SANDBOXES, memory.MOST_RECORDS, memory.MOST_TOKENS, memory.SAFE_FOR) == (
        20_000,
        20_000,
        1_000,
        60,
    )


def test_one_that_nobody_changed_goes_first_however_lately_it_was_used(clock: Clock) -> None:
    changed, untouched = sandbox("sandbox-changed"), sandbox("sandbox-untouched")
    store = store_of(changed, untouched, most=3)
    store.touch(changed)
    clock.seconds += 600
    run(store.by_secret("sandbox-untouched"))
    run(store.add(sandbox("sandbox-new")))
    assert names(store) == ["default", "sandbox-changed", "sandbox-new"]


def test_a_ready_made_record_is_no_change() -> None:
    box = sandbox("sandbox-a")
    store = store_of(box, most=2)
    run(store.keep_ready_made(box, put(store_of(sandbox("x")), sandbox("x"), "idv-adult")))
    run(store.add(sandbox("sandbox-b")))
    assert names(store) == ["default", "sandbox-b"]


@pytest.mark.parametrize("change", [lambda store, box: put(store, box, "a"), issue])
def test_a_put_record_and_a_login_are_changes(clock: Clock, change: Any) -> None:
    box = sandbox("sandbox-a")
    store = store_of(box, most=2)
    change(store, box)
    with pytest.raises(Refusal):
        run(store.add(sandbox("sandbox-b")))
    assert names(store) == ["default", "sandbox-a"]


def test_of_changed_ones_the_longest_idle_goes(clock: Clock) -> None:
    boxes = [sandbox(f"mock-{i}", remakable=False) for i in range(3)]
    store = store_of(*boxes, most=4)
    clock.seconds += 30
    run(store.by_secret("mock-0"))
    clock.seconds += 60
    run(store.by_secret("mock-2"))
    run(store.add(sandbox("mock-new", remakable=False)))
    assert names(store) == ["default", "mock-0", "mock-2", "mock-new"]


def test_while_all_were_used_within_a_minute_there_is_no_room(clock: Clock) -> None:
    store = store_of(sandbox("mock-0", remakable=False), most=2)
    clock.seconds += 59
    with pytest.raises(Refusal, match="All 2 sandboxes") as caught:
        run(store.add(sandbox("mock-1", remakable=False)))
    assert (caught.value.type, caught.value.status) == ("MOCK_UNAVAILABLE", 503)
    clock.seconds += 1
    run(store.add(sandbox("mock-1", remakable=False)))
    assert names(store) == ["default", "mock-1"]


def test_an_idle_sandbox_is_dropped_and_the_default_one_never(clock: Clock) -> None:
    store = store_of(sandbox("sandbox-a"), sandbox("sandbox-b"), idle=100)
    clock.seconds += 90
    run(store.by_store("store-sandbox-b"))
    clock.seconds += 11
    assert run(store.by_secret("sandbox-b")) is not None
    clock.seconds += 26
    assert run(store.by_secret("sandbox-a")) is None
    assert names(store) == ["default", "sandbox-b"]
    assert store.was_dropped("sandbox-a")
    clock.seconds += 1_000
    assert run(store.by_secret("default")) is not None
    assert names(store) == ["default"]


def test_a_token_keeps_its_sandbox_in_use(clock: Clock) -> None:
    box = sandbox("sandbox-a")
    store = store_of(box, idle=100)
    issued = issue(store, box)
    for _ in range(5):
        clock.seconds += 90
        assert token(store, issued.access_token) is not None


def test_a_reset_forgets_records_and_rows_and_keeps_tokens() -> None:
    box = sandbox("sandbox-a")
    store = store_of(box)
    put(store, box, "a")
    issued = issue(store, box)
    store.journal.append(box, ROW)
    run(store.reset(box))
    assert run(store.entry(box, "a")) is None
    assert (store.journal.held, evicted(box)) == (0, 0)
    assert token(store, issued.access_token) is not None
    assert box.changed


def test_a_reset_makes_a_sandbox_without_tokens_one_that_may_go() -> None:
    box = sandbox("sandbox-a")
    store = store_of(box, most=2)
    put(store, box, "a")
    run(store.reset(box))
    run(store.add(sandbox("sandbox-b")))
    assert names(store) == ["default", "sandbox-b"]


def test_resetting_what_was_dropped_meanwhile_leaves_no_trace() -> None:
    box = sandbox("sandbox-a")
    store = store_of(box, most=2)
    run(store.drop(box))
    run(store.reset(box))
    run(store.add(sandbox("sandbox-b")))
    run(store.add(sandbox("sandbox-c")))
    assert names(store) == ["default", "sandbox-c"]


# --- records


def test_a_transition_sees_what_is_there_and_leaves_what_it_returns() -> None:
    box = sandbox("sandbox-a")
    store = store_of(box)
    first = put(store, box, "a")
    seen: list[Record | None] = []

    def remove(before: Record | None, now: int, ids: Ids) -> tuple[None, str]:
        seen.append(before)
        return None, "removed"

    assert run(store.change(box, "a", remove)) == "removed"
    assert run(store.change(box, "a", remove)) == "removed"
    assert seen == [first, None]
    assert run(store.entry(box, "a")) is None


def test_a_change_drops_the_encoded_answers_and_a_refused_one_changes_nothing() -> None:
    box = sandbox("sandbox-a")
    store = store_of(box)
    put(store, box, "a")
    before = run(store.entry(box, "a"))

    def refuse(record: Record | None, now: int, ids: Ids) -> tuple[Record | None, None]:
        raise Refusal("INVALID_REQUEST", "no")

    with pytest.raises(Refusal):
        run(store.change(box, "a", refuse))
    assert run(store.entry(box, "a")) is before
    put(store, box, "a")
    assert run(store.entry(box, "a")) is not before


def test_records_are_listed_oldest_first() -> None:
    box = sandbox("sandbox-a")
    store = store_of(box)
    for id_ in "cab":
        put(store, box, id_)
    assert [entry.record.id for entry in run(store.entries(box))] == ["c", "a", "b"]


def test_a_full_sandbox_gives_up_what_was_ready_made_and_then_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_RECORDS", 2)
    box = sandbox("sandbox-a")
    store = store_of(box)
    put(store, box, "a")
    run(store.keep_ready_made(box, put(store_of(sandbox("x")), sandbox("x"), "idv-adult")))
    put(store, box, "b")
    assert list(box.entries) == ["a", "b"]
    put(store, box, "b")
    with pytest.raises(Refusal, match="holds 2 verifications") as caught:
        put(store, box, "c")
    assert caught.value.type == "MOCK_UNAVAILABLE"
    assert list(box.entries) == ["a", "b"]


# --- tokens


def test_a_login_ends_the_refresh_token_of_its_own_kind_only() -> None:
    box = sandbox("sandbox-a")
    store = store_of(box)
    first, legacy, second = issue(store, box), issue(store, box, "api-key"), issue(store, box)
    ends = [token(store, each.refresh_token) for each in (first, legacy, second)]
    assert [end.ended_by if end else "gone" for end in ends] == ["login", None, None]


def test_a_token_remembers_what_ended_it_whatever_came_later() -> None:
    box = sandbox("sandbox-a")
    store = store_of(box)
    first = issue(store, box)
    second = issue(store, box, presented=first.refresh_token)
    issue(store, box)
    ends = [token(store, each.refresh_token) for each in (first, second)]
    assert [end.ended_by if end else "gone" for end in ends] == ["refresh", "login"]


def test_the_oldest_tokens_go_but_never_a_live_refresh_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_TOKENS", 6)
    box = sandbox("sandbox-a")
    store = store_of(box)
    legacy = issue(store, box, "api-key")
    issued = [issue(store, box) for _ in range(10)]
    assert box.tokens is not None
    assert len(box.tokens) == 6
    assert token(store, legacy.refresh_token) is not None
    assert token(store, legacy.access_token) is None
    assert token(store, issued[-1].access_token) is not None
    assert token(store, issued[0].refresh_token) is None


@given(st.lists(st.sampled_from(["login", "legacy", "refresh", "legacy refresh"]), max_size=40))
@settings(max_examples=50)
def test_whatever_was_done_the_live_tokens_are_found_and_no_others_are_live(steps: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory, "MOST_TOKENS", 5)
        box = sandbox("sandbox-a")
        store = store_of(box)
        live: dict[LoginKind, str] = {}
        for step in steps:
            kind: LoginKind = "api-key" if "legacy" in step else "api-secret"
            presented = live.get(kind) if "refresh" in step else None
            live[kind] = issue(store, box, kind, presented).refresh_token
        kept = {text: token(store, text) for text in box.tokens or ()}
        alive = {text for text, each in kept.items() if each and each.use == "refresh" and each.ended_by is None}
        assert alive == set(live.values())
        assert len(kept) <= 5


def test_the_store_works_under_a_running_loop_too() -> None:
    store = store_of(sandbox("sandbox-a"))
    assert asyncio.run(store.by_secret("sandbox-a")) is not None
