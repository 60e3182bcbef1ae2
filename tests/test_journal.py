"""The journal: its bounds, and what a row shows."""

import random
import time
import uuid
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.domain.channels import Channels
from mock_server.journal import Journal, Row, evicted, masked, masked_query, rendered, rows_of
from mock_server.scenario import load_scenario
from mock_server.store.sandbox import Credentials, Sandbox

REAL_LOOKING = "Aa1" * 30
EMPTY = load_scenario("empty")


def sandbox(name: str = "sandbox-a") -> Sandbox:
    return Sandbox(Credentials((name,), (f"store-{name}",)), EMPTY, Channels(), 1, remakable=True)


def row(n: int = 1, **members: Any) -> Row:
    whole = Row(n, 0, "GET", b"/x", b"", None, None, "none", 404, "MOCK_NOT_FOUND", None, None, 1_234_567)
    return whole._replace(**members)


def numbers(box: Sandbox) -> list[int]:
    return [each.n for each in rows_of(box)]


def test_rows_are_read_newest_first() -> None:
    journal, box = Journal(), sandbox()
    for n in (1, 2, 3):
        journal.append(box, row(n))
    assert numbers(box) == [3, 2, 1]
    assert evicted(box) == 0


def test_a_sandbox_keeps_its_newest_rows() -> None:
    journal, box = Journal(per_sandbox=3), sandbox()
    for n in range(5):
        journal.append(box, row(n))
    assert numbers(box) == [4, 3, 2]
    assert (evicted(box), journal.held) == (2, 3)


def test_the_published_bounds() -> None:
    assert (Journal().per_sandbox, Journal().in_all) == (1_000, 200_000)


def test_the_oldest_rows_of_the_largest_sandboxes_go_first() -> None:
    journal = Journal(per_sandbox=100, in_all=40)
    large, middle, small = sandbox("a"), sandbox("b"), sandbox("c")
    for box, many in ((large, 30), (middle, 8), (small, 3)):
        for n in range(many):
            journal.append(box, row(n))
    assert journal.held > journal.in_all
    journal.make_room([small, large, middle])
    assert numbers(middle) == [7, 6, 5, 4, 3, 2, 1, 0]
    assert numbers(small) == [2, 1, 0]
    assert numbers(large) == list(range(29, 2, -1))
    assert (journal.held, evicted(large)) == (38, 3)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8))
@settings(max_examples=60)
def test_making_room_levels_the_largest_and_leaves_the_rest(sizes: list[int]) -> None:
    journal = Journal(per_sandbox=1_000, in_all=40)
    boxes = [sandbox(f"box{i}") for i in range(len(sizes))]
    for box, size in zip(boxes, sizes, strict=True):
        for n in range(size):
            journal.append(box, row(n))
    surplus = max(0, sum(sizes) - 38)
    journal.make_room(boxes)
    left = [len(numbers(box)) for box in boxes]
    assert journal.held == sum(left) <= max(38, sum(sizes) - surplus)
    assert sum(left) > min(38, sum(sizes)) - len(sizes)
    cut = [now for now, before in zip(left, sizes, strict=True) if now < before]
    kept = [now for now, before in zip(left, sizes, strict=True) if now == before]
    assert not cut or max(cut) - min(cut) <= 1
    assert not cut or max(kept, default=0) <= max(cut) + 1
    for box, size, now in zip(boxes, sizes, left, strict=True):
        assert numbers(box) == list(range(size - 1, size - 1 - now, -1))


def test_what_is_forgotten_no_longer_counts() -> None:
    journal, box = Journal(), sandbox()
    journal.append(box, row())
    journal.forget(box)
    assert (numbers(box), evicted(box), journal.held) == ([], 0, 0)
    journal.forget(box)
    assert journal.held == 0


def test_a_note_stands_in_the_first_row_only() -> None:
    journal, box = Journal(), sandbox()
    box.note = "Made afresh."
    journal.append(box, row(1, why="Not found."))
    journal.append(box, row(2))
    assert [each.why for each in rows_of(box)] == [None, "Made afresh. Not found."]


def test_a_row_is_shown_with_these_members() -> None:
    shown = rendered(row(7, at=1_000, why="Why."))
    assert shown == {
        "n": 7,
        "at": "1970-01-01T00:00:01.000Z",
        "method": "GET",
        "path": "/x",
        "query": "",
        "operation": None,
        "identityVerificationId": None,
        "credential": "none",
        "status": 404,
        "errorType": "MOCK_NOT_FOUND",
        "fault": None,
        "why": "Why.",
        "durationMs": 1.235,
    }


@pytest.mark.parametrize(
    "secret",
    [
        REAL_LOOKING,
        "mock-" + "0f" * 32,
        "refresh-" + "0f" * 32,
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJwb3J0b25lIn0.c2lnbmF0dXJl",
        "01012345678",
        "010-1234-5678",
        "011-234-5678",
        "0112345678",
        "900101-1234567",
        "9001011234567",
        "181231-4234567",
        "001231-8000000",
    ],
)
def test_no_member_shows_what_looks_like_a_secret_or_a_number_of_a_person(secret: str) -> None:
    members: dict[str, Any] = {
        "path": f"/identity-verifications/{secret}".encode(),
        "query": f"storeId={secret}&x={secret}&{secret}=1&{secret}".encode(),
        "identity_verification_id": secret,
        "why": f"There is no verification '{secret}', nor '{secret[:60]}…'.",
    }
    shown = str(rendered(row(**members)))
    assert secret[:50] not in shown
    assert "/identity-verifications/…" in shown


@pytest.mark.parametrize("around", ["{}", "id{}", "user-{}", "{}-retry", "%20{}", "%EC%95%84{}.", "주문{}번"])
@pytest.mark.parametrize(
    "number", ["01012345678", "0191234567", "9001011234567", "900101-1234567", "010%2D1234%2d5678", "900101%2D1234567"]
)
def test_a_number_of_a_person_is_masked_whatever_is_around_it(number: str, around: str) -> None:
    assert masked(around.format(number)) == around.format("…")


def test_ids_that_a_program_makes_are_shown() -> None:
    draw = random.Random(1)
    uuids = [str(uuid.UUID(int=draw.getrandbits(128), version=4)) for _ in range(20_000)]
    milliseconds = [str(draw.randrange(1_700_000_000_000, 1_893_456_000_000)) for _ in range(20_000)]
    made = [*uuids, *(each.replace("-", "") for each in uuids), *milliseconds]
    assert [each for each in made if masked(each) != each] == []


def test_masking_a_long_path_takes_no_time() -> None:
    longest = ["01" * 150, "9" * 300, "eyJ" * 100, "a1" * 39 + "-", "%20" * 100, "010-" * 75, "900101-" * 43]
    started = time.perf_counter()
    for _ in range(100):
        for each in longest:
            masked(each)
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    "id_",
    [
        "idv-adult~42",
        "order-1732345678901",
        "6b0a3c1e-1111-4222-8333-0123456789ab",
        "a" * 79,
        "order-20261125-1234567",
        "order-20261125-000123",
        "2026-11-25-0001",
        "20261125123456",
        "order-261125-0000001",
        "1795600000000",
    ],
)
def test_an_ordinary_id_is_shown(id_: str) -> None:
    shown = rendered(row(path=f"/identity-verifications/{id_}".encode(), identity_verification_id=id_))
    assert (shown["path"], shown["identityVerificationId"]) == (f"/identity-verifications/{id_}", id_)


def test_only_values_that_say_nothing_about_anybody_are_shown_of_a_query() -> None:
    assert masked_query(b"storeId=store-1&name=%EA%B9%80&empty=&requestBody=%7B%7D") == (
        "storeId=store-1&name=…&empty=&requestBody=…"
    )


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_every_row_can_be_shown(path: bytes, query: bytes) -> None:
    rendered(row(path=path, query=query))
