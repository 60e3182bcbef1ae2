"""Several attempts under one id: which of them a decision is about, and what each leaves in the record."""

from typing import Any

import msgspec
import pytest

from mock_server.domain.arrangement import full_customer
from mock_server.domain.completion import complete
from mock_server.domain.errors import Refusal
from mock_server.domain.lifecycle import State
from mock_server.domain.outcomes import OUTCOMES
from mock_server.domain.record import Record, answer
from mock_server.domain.transitions import confirm, start
from tests.domain.test_transitions import CODE, begin, moment, sent
from tests.domain.world import WORLD

FAILING = [name for name, row in OUTCOMES.items() if row.status == "FAILED"]


def two_windows() -> tuple[Record, str, str]:
    """Two tabs, the older one by `kcp` with data of its own; and the ids of their attempts, older first."""
    first = sent("WINDOW", channel="kcp", custom_data="first tab")
    record = start(first, "a", begin("WINDOW", custom_data="second tab"), moment(5))[0]
    older, newer = (attempt.identity_verification_tx_id for attempt in record.attempts)
    return record, older, newer


def states(record: Record) -> list[State]:
    return [attempt.state for attempt in record.attempts]


def conflict(record: Record, outcome: str, tx_id: str | None) -> Refusal:
    before = msgspec.json.encode(record)
    with pytest.raises(Refusal) as caught:
        complete(record, outcome, moment(60), tx_id)
    assert msgspec.json.encode(record) == before
    return caught.value


def test_an_older_window_can_succeed_and_the_record_is_its_own_then() -> None:
    record, older, _ = two_windows()
    done, attempt = complete(record, "verified", moment(9), older)
    assert attempt.identity_verification_tx_id == older
    assert (done.state, done.channel.name, done.custom_data) == (State.VERIFIED, "kcp", "first tab")
    assert states(done) == [State.VERIFIED, State.WINDOW_OPEN]
    body = answer(done)
    assert body["verifiedCustomer"]["di"] == attempt.customer["di"] != record.attempts[-1].customer["di"]
    assert body["channel"]["pgMerchantId"] == attempt.channel.pg_merchant_id


def test_whom_an_older_attempt_verified_is_whom_the_record_shows() -> None:
    record, older, _ = two_windows()
    woman = WORLD.people.get("adult-woman")
    assert woman is not None
    first = msgspec.structs.replace(
        record.attempts[0], person=woman.key, customer=full_customer(woman, record.attempts[0].channel, WORLD)
    )
    record = msgspec.structs.replace(record, attempts=(first, record.attempts[1]))
    done = complete(record, "verified", moment(9), older)[0]
    assert (done.person, done.verified_customer["name"]) == ("adult-woman", woman.name)


@pytest.mark.parametrize("outcome", FAILING)
def test_the_failure_of_an_older_attempt_is_its_own_while_a_newer_one_is_under_way(outcome: str) -> None:
    record, older, newer = two_windows()
    after = complete(record, outcome, moment(9), older)[0]
    assert answer(after) == answer(record)
    assert states(after) == [State.FAILED, State.WINDOW_OPEN]
    assert complete(after, "verified", moment(10), newer)[0].status == "VERIFIED"


def test_the_last_attempt_allowed_fails_for_good_and_older_windows_with_it() -> None:
    record, older, newer = two_windows()
    used_up = complete(record, "attempts-exhausted", moment(9), newer)[0]
    assert used_up.state is State.ATTEMPTS_USED_UP
    assert "over: attempts-used-up" in conflict(used_up, "verified", older).why


def test_an_older_window_can_still_succeed_after_the_newest_has_failed() -> None:
    record, older, newer = two_windows()
    after = complete(record, "cancelled", moment(9))[0]
    assert (after.status, states(after)) == ("FAILED", [State.WINDOW_OPEN, State.FAILED])
    refused = conflict(after, "verified", newer)
    assert (refused.type, refused.details["received"], refused.details["known"]) == ("MOCK_CONFLICT", newer, [older])
    # Unless told, it is the newest of those that are under way.
    done, attempt = complete(after, "verified", moment(10))
    assert (done.status, done.failure, attempt.identity_verification_tx_id) == ("VERIFIED", None, older)


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("winner", [0, 1])
def test_after_a_success_every_completion_is_refused_and_says_whose_it_was(outcome: str, winner: int) -> None:
    record, *tx_ids = two_windows()
    done = complete(record, "verified", moment(9), tx_ids[winner])[0]
    for tx_id in (*tx_ids, None):
        refused = conflict(done, outcome, tx_id)
        assert (refused.type, tx_ids[winner] in refused.why, refused.details["known"]) == ("MOCK_CONFLICT", True, [])


def test_a_window_beside_a_send_can_succeed_before_the_otp_comes() -> None:
    record = start(sent("WINDOW"), "a", begin("SMS"), moment(5))[0]
    done = complete(record, "verified", moment(6), record.attempts[0].identity_verification_tx_id)[0]
    assert states(done) == [State.VERIFIED, State.SENT_SMS]
    with pytest.raises(Refusal) as caught:
        confirm(done, CODE, moment(7))
    assert caught.value.type == "IDENTITY_VERIFICATION_ALREADY_VERIFIED"


def test_an_attempt_of_no_such_id_is_refused_with_those_there_are() -> None:
    record, older, newer = two_windows()
    with pytest.raises(Refusal) as caught:
        complete(record, "verified", moment(9), f"{older[:-1]}x")
    assert (caught.value.type, caught.value.details["nearest"]) == ("INVALID_REQUEST", older)
    assert caught.value.details["known"] == [older, newer]


@pytest.mark.parametrize("outcome", ["abandoned", "wrong-otp", "otp-expired"])
def test_an_outcome_that_ends_nothing_leaves_the_older_window_open(outcome: str) -> None:
    record, older, _ = two_windows()
    after: Any = complete(record, outcome, moment(9), older)[0]
    assert (answer(after), states(after)) == (answer(record), [State.WINDOW_OPEN] * 2)
