"""What each event leaves in the record; where it leads is the table's (test_lifecycle.py)."""

from typing import Any

import msgspec
import pytest

from mock_server.domain.attempts import RESENDS, OtpSettings
from mock_server.domain.channels import Channels
from mock_server.domain.completion import complete
from mock_server.domain.customers import Claim
from mock_server.domain.errors import Refusal
from mock_server.domain.identity_keys import di
from mock_server.domain.ids import IdSource
from mock_server.domain.lifecycle import State
from mock_server.domain.moves import Moment
from mock_server.domain.outcomes import OUTCOMES
from mock_server.domain.record import Record, answer
from mock_server.domain.transitions import Confirmed, Start, confirm, resend, start
from tests.domain.world import NOW, STORE, WORLD

CODE = "000000"
OTP = OtpSettings()


def moment(seconds: float = 0, otp: OtpSettings = OTP, store_id: str = STORE) -> Moment:
    world = msgspec.structs.replace(WORLD, store_id=store_id)
    return Moment(now=NOW + round(seconds * 1000), ids=IdSource(7, str(seconds).encode()), world=world, otp=otp)


def begin(method: Any = "SMS", fate: str = "verified", channel: str = "danal", **members: Any) -> Start:
    found, person = Channels().get(channel), WORLD.people.get("adult")
    assert found is not None
    assert person is not None
    return Start(
        method=method,
        channel=found,
        agency=None,
        claim=Claim(person, known=True, fate=fate),
        requested_customer={"name": person.name, "phoneNumber": "01099998888"},
        **members,
    )


def sent(*args: Any, at: Moment | None = None, **members: Any) -> Record:
    return start(None, "a", begin(*args, **members), at or moment())[0]


def refusal_of(outcome: Confirmed) -> Refusal:
    assert outcome.refusal is not None
    return outcome.refusal


def test_a_send_leaves_who_was_asked_for_and_an_attempt_with_its_otp() -> None:
    record = sent(custom_data="x", customer_id="c")
    body = answer(record)
    assert (body["status"], body["customData"]) == ("READY", "x")
    assert body["requestedCustomer"]["phoneNumber"] == "01099998888"
    assert "pgTxId" not in body
    attempt = record.attempts[-1]
    assert attempt.otp is not None
    assert (attempt.otp.code, attempt.otp.tries_left, attempt.expires_at) == (CODE, 5, NOW + 180_000)


def test_the_right_otp_verifies_and_leaves_what_the_provider_gives() -> None:
    record, came = confirm(sent(customer_id="c"), CODE, moment(5))
    assert came == Confirmed()
    body = answer(record)
    assert (body["status"], body["verifiedCustomer"]["id"], body["verifiedCustomer"]["name"]) == (
        "VERIFIED",
        "c",
        "김모의",
    )
    assert "requestedCustomer" not in body
    assert "operator" not in body["verifiedCustomer"]
    assert body["verifiedAt"] == body["statusChangedAt"] == body["updatedAt"] > body["requestedAt"]


def test_each_wrong_otp_costs_a_try_and_the_last_one_the_attempt() -> None:
    record = sent()
    for left in (4, 3, 2, 1):
        record, came = confirm(record, "111111", moment())
        assert record.attempts[-1].otp is not None
        assert (record.attempts[-1].otp.tries_left, refusal_of(came).details["pgCode"]) == (left, "MOCK-WRONG-OTP")
    record, came = confirm(record, "111111", moment())
    assert (record.state, refusal_of(came).details["pgCode"]) == (State.FAILED, "MOCK-ATTEMPTS")
    assert record.failure == OUTCOMES["attempts-exhausted"].failure


def test_tries_that_are_used_up_are_told_as_such_whoever_the_customer_is() -> None:
    record, came = confirm(sent(fate="identity-mismatch"), "111111", moment(otp=OtpSettings(tries=1)))
    record, came = confirm(sent(fate="identity-mismatch", at=moment(otp=OtpSettings(tries=1))), "111111", moment())
    assert refusal_of(came).details["pgCode"] == "MOCK-ATTEMPTS"
    assert record.failure == OUTCOMES["attempts-exhausted"].failure


def test_no_otp_where_one_was_sent_is_a_wrong_one() -> None:
    _, came = confirm(sent(), None, moment())
    assert refusal_of(came).details["pgCode"] == "MOCK-WRONG-OTP"


@pytest.mark.parametrize(
    ("seconds", "code"), [(179.999, None), (180, "MOCK-OTP-EXPIRED"), (10_000, "MOCK-OTP-EXPIRED")]
)
def test_an_otp_lives_for_its_lifetime_and_not_a_millisecond_longer(seconds: float, code: str | None) -> None:
    record, came = confirm(sent(), CODE, moment(seconds))
    assert record.state is (State.SENT_SMS if code else State.VERIFIED)
    assert (came.refusal and came.refusal.details["pgCode"]) == code


def test_an_expired_otp_costs_no_try_and_sending_again_brings_another_one() -> None:
    record, _ = confirm(sent(), CODE, moment(200))
    record, again = resend(record, moment(200))
    assert record.attempts[-1].otp is not None
    assert (record.attempts[-1].otp.tries_left, len(record.attempts)) == (5, 1)
    assert (again.to, CODE in (again.text or "")) == ("01099998888", True)
    assert confirm(record, CODE, moment(379))[0].state is State.VERIFIED


def test_sending_again_does_not_bring_tries_back() -> None:
    record, _ = confirm(sent(), "111111", moment())
    record, _ = resend(record, moment())
    assert record.attempts[-1].otp is not None
    assert record.attempts[-1].otp.tries_left == 4


def test_an_attempt_is_sent_again_only_so_often() -> None:
    record, settings = sent(), OtpSettings(resends=2)
    for _ in range(2):
        record, _ = resend(record, moment(otp=settings))
    with pytest.raises(Refusal) as caught:
        resend(record, moment(otp=settings))
    assert (caught.value.type, caught.value.details["pgCode"]) == ("PG_PROVIDER", "MOCK-RESENDS")


@pytest.mark.parametrize("settings", [OtpSettings(), OtpSettings(tries=1)])
def test_an_app_that_is_held_back_may_be_asked_any_number_of_times(settings: OtpSettings) -> None:
    record = sent("APP", "abandoned", at=moment(otp=settings))
    for otp in (None, "123456") * 6:
        record, came = confirm(record, otp, moment(otp=settings))
        assert (record.state, refusal_of(came).details["pgCode"]) == (State.SENT_APP, "MOCK-NOT-CONFIRMED")


@pytest.mark.parametrize("otp", [None, "123456"])
def test_an_app_that_was_confirmed_needs_no_otp_and_takes_any(otp: str | None) -> None:
    settings = moment(otp=OtpSettings(tries=1))
    assert confirm(sent("APP", at=settings), otp, settings)[0].state is State.VERIFIED


@pytest.mark.parametrize("fate", [name for name, row in OUTCOMES.items() if row.failure])
def test_an_outcome_that_fails_is_told_as_the_table_of_outcomes_has_it(fate: str) -> None:
    record, came = start(None, "a", begin(fate=fate), moment())
    refusal = came.refusal
    if refusal is None:
        record, told = confirm(record, CODE, moment())
        refusal = told.refusal
    assert refusal is not None
    row = OUTCOMES[fate]
    assert row.api is not None
    assert (refusal.type, refusal.details) == (
        "PG_PROVIDER",
        {"pgCode": row.api.pg_code, "pgMessage": row.api.pg_message},
    )
    assert (record.failure, record.status) == (row.failure, "FAILED")
    assert record.pg_tx_id is not None


def test_who_carries_used_up_tries_has_used_up_the_verification() -> None:
    record, _ = confirm(sent(fate="attempts-exhausted"), CODE, moment())
    assert record.state is State.ATTEMPTS_USED_UP


def test_a_confirm_after_the_end_is_refused_as_such_whatever_the_customer_carries() -> None:
    record, _ = confirm(sent(fate="attempts-exhausted"), CODE, moment())
    with pytest.raises(Refusal) as caught:
        confirm(record, CODE, moment())
    assert caught.value.type == "IDENTITY_VERIFICATION_NOT_SENT"


def test_a_window_is_not_ended_by_a_confirm_call_whatever_the_customer_carries() -> None:
    for fate in OUTCOMES:
        with pytest.raises(Refusal) as caught:
            confirm(sent("WINDOW", fate), CODE, moment())
        assert caught.value.type == "IDENTITY_VERIFICATION_NOT_SENT"


def test_the_tester_may_say_what_the_provider_tells() -> None:
    settings = OtpSettings(
        codes={"wrong-otp": ("E1", "wrong"), "identity-mismatch": ("E2", "nobody"), RESENDS: ("E3", "!")}
    )
    _, came = confirm(sent(), "111111", moment(otp=settings))
    assert refusal_of(came).details == {"pgCode": "E1", "pgMessage": "wrong"}
    record, came = confirm(sent(fate="identity-mismatch"), CODE, moment(otp=settings))
    assert refusal_of(came).details == {"pgCode": "E2", "pgMessage": "nobody"}
    assert record.failure is not None
    assert (record.failure.pg_code, record.failure.pg_message) == ("E2", "nobody")
    with pytest.raises(Refusal) as caught:
        resend(
            msgspec.structs.replace(sent(), attempts=(msgspec.structs.replace(sent().attempts[0], resends=5),)),
            moment(otp=settings),
        )
    assert caught.value.details == {"pgCode": "E3", "pgMessage": "!"}


@pytest.mark.parametrize("method", ["WINDOW", "SMS"])
def test_an_id_has_only_so_many_attempts_whether_they_failed_or_not(method: str) -> None:
    settings = moment(otp=OtpSettings(attempts=3))
    record = sent("WINDOW", at=settings)
    for _ in range(2):
        record, _ = start(record, "a", begin("WINDOW"), settings)
    with pytest.raises(Refusal) as caught:
        start(record, "a", begin(method), settings)
    assert caught.value.type == "MAX_TRANSACTION_COUNT_REACHED"
    assert complete(record, "verified", settings)[0].state is State.VERIFIED


@pytest.mark.parametrize("fate", ["identity-mismatch", "provider-error"])
def test_the_last_attempt_allowed_fails_for_good(fate: str) -> None:
    settings = moment(otp=OtpSettings(attempts=2))
    record = complete(sent("WINDOW", at=settings), "cancelled", settings)[0]
    assert record.state is State.FAILED
    record, came = start(record, "a", begin(fate=fate), settings)
    if came.refusal is None:
        record, _ = confirm(record, CODE, settings)
    assert record.state is State.ATTEMPTS_USED_UP


def test_another_attempt_leaves_no_trace_of_the_failure_but_the_attempt() -> None:
    record = complete(sent("WINDOW", custom_data="first"), "cancelled", moment(1))[0]
    assert record.failure is not None
    again = start(record, "a", begin(channel="kcp"), moment(2))[0]
    assert (again.failure, again.pg_tx_id, again.custom_data, again.channel.name) == (None, None, "first", "kcp")
    assert [attempt.state for attempt in again.attempts] == [State.FAILED, State.SENT_SMS]
    assert again.requested_at == record.requested_at
    assert len({attempt.identity_verification_tx_id for attempt in again.attempts}) == 2


def test_times_never_go_back_though_the_clock_does() -> None:
    record = sent()
    later, _ = confirm(record, "111111", moment(60))
    done, _ = confirm(later, CODE, moment(-3600))
    assert (done.updated_at, done.status_changed_at, done.verified_at) == (later.updated_at,) * 3


def test_only_a_change_of_the_public_status_moves_its_time() -> None:
    record, _ = confirm(sent(), "111111", moment(60))
    assert (record.updated_at - NOW, record.status_changed_at) == (60_000, NOW)
    opened = start(sent("WINDOW"), "a", begin(), moment(60))[0]
    assert (opened.state, opened.status_changed_at) == (State.SENT_SMS, NOW)


def test_the_site_of_a_send_changes_di_and_nothing_else() -> None:
    def customer(**members: Any) -> dict[str, Any]:
        return dict(confirm(sent(channel="kcp", **members), CODE, moment())[0].verified_customer)

    usual, sited = customer(), customer(site="S1")
    assert sited["di"] == di("adult", "S1", WORLD.di_salt) != usual["di"]
    assert {**usual, "di": ""} == {**sited, "di": ""}


@pytest.mark.parametrize(
    "act", [lambda record, at: start(record, "a", begin(), at), resend, lambda record, at: confirm(record, CODE, at)]
)
def test_an_id_of_another_store_is_not_found(act: Any) -> None:
    with pytest.raises(Refusal) as caught:
        act(sent(), moment(store_id="store-2"))
    assert caught.value.type == "IDENTITY_VERIFICATION_NOT_FOUND"


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_completing_leaves_what_the_table_of_outcomes_says(outcome: str) -> None:
    record, attempt = complete(sent("WINDOW"), outcome, moment(1))
    row = OUTCOMES[outcome]
    assert (record.status, record.failure) == (row.status, row.failure)
    assert attempt == record.attempts[-1]
    assert (record.verified_at is not None) is (row.status == "VERIFIED")


def test_a_transition_draws_nothing_before_it_is_sure() -> None:
    """Equal seeds give equal answers, so a refused call must not use identifiers up."""
    drawn: list[str] = []

    def ids(label: str) -> str:
        drawn.append(label)
        return "0" * 32

    done = complete(sent("WINDOW"), "verified", moment())[0]
    at = msgspec.structs.replace(moment(), ids=ids)
    for act in (
        lambda: start(done, "a", begin(), at),
        lambda: resend(done, at),
        lambda: confirm(done, CODE, at),
        lambda: complete(done, "verified", at),
    ):
        with pytest.raises(Refusal):
            act()
    assert drawn == []
