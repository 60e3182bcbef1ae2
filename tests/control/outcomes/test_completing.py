"""Completing: an outcome for the attempt that is under way."""

from typing import Any

import pytest

from mock_server import Settings
from mock_server.domain.outcomes import OUTCOMES

from ...in_process import MockClient
from ...merchant import Merchant
from ...refusals import assert_refused
from .ordering import CLOSED


@pytest.mark.parametrize("outcome", CLOSED)
def test_a_window_is_ended_with_any_outcome_and_the_browser_gets_its_result(merchant: Merchant, outcome: str) -> None:
    tx_id = merchant.open_window("a").json()["identityVerificationTxId"]
    done = merchant.complete("a", outcome)
    assert done.status_code == 200, done.text
    body, row = done.json(), OUTCOMES[outcome]
    assert body.keys() == {"verification", "browser"}
    assert body["verification"] == merchant.shown("a").json()
    assert body["verification"]["answer"]["status"] == CLOSED[outcome]
    if outcome != "verified" and row.browser is None:
        assert body["browser"] is None
        return
    begins = {
        "transactionType": "IDENTITY_VERIFICATION",
        "identityVerificationId": "a",
        "identityVerificationTxId": tx_id,
    }
    assert {name: body["browser"][name] for name in begins} == begins
    assert ("code" in body["browser"]) is (outcome != "verified")
    if row.browser is not None:
        assert (body["browser"]["code"], body["browser"]["message"]) == (row.browser.code, row.browser.message)
        has_codes = row.browser.code != "Cancelled"
        assert ("pgCode" in body["browser"], "pgMessage" in body["browser"]) == (has_codes, has_codes)


@pytest.mark.parametrize("method", ["SMS", "APP"])
@pytest.mark.parametrize("outcome", CLOSED)
def test_without_a_window_no_browser_gets_anything(merchant: Merchant, outcome: str, method: str) -> None:
    merchant.send("a", method=method)
    done = merchant.complete("a", outcome).json()
    assert (done["browser"], done["verification"]["answer"]["status"]) == (None, CLOSED[outcome])


def test_an_outcome_that_ends_nothing_is_what_the_next_confirm_meets(merchant: Merchant) -> None:
    """Expired until sent again, a try less, and an SMS that nobody ever reads."""
    for id_, outcome in (("a", "otp-expired"), ("b", "wrong-otp"), ("c", "abandoned")):
        merchant.send(id_)
        assert merchant.complete(id_, outcome).status_code == 200
    assert merchant.confirm("a").json()["pgCode"] == "MOCK-OTP-EXPIRED"
    merchant.resend("a")
    assert merchant.confirm("a").status_code == 200
    assert merchant.shown("b").json()["attempts"][0]["otp"]["triesLeft"] == 4
    assert merchant.confirm("b").status_code == 200
    assert merchant.confirm("c").status_code == 502


def test_the_last_wrong_otp_fails_the_attempt_and_another_may_follow(merchant: Merchant) -> None:
    merchant.send("a")
    for _ in range(5):
        merchant.complete("a", "wrong-otp")
    shown = merchant.shown("a").json()
    assert (shown["state"], shown["answer"]["failure"]["pgCode"]) == ("failed", "MOCK-ATTEMPTS")
    assert merchant.send("a").status_code == 200


def test_an_age_limit_looks_to_the_page_exactly_like_a_cancel(merchant: Merchant) -> None:
    def told(id_: str, outcome: str) -> Any:
        merchant.open_window(id_)
        browser = merchant.complete(id_, outcome).json()["browser"]
        return browser.keys(), browser["code"]

    assert told("a", "age-limit") == told("b", "cancelled")


def test_the_tester_says_who_it_was_by_whom_and_what_they_are_called(merchant: Merchant) -> None:
    merchant.open_window("a", channelKey="channel-key-inicis")
    changes = {
        "person": "adult-woman",
        "agency": "KAKAO",
        "customer": {"name": "이가명", "phoneNumber": None, "id": "u"},
    }
    shown = merchant.complete("a", "verified", **changes).json()["verification"]
    assert (shown["person"], shown["agency"]) == ("adult-woman", "KAKAO")
    customer = shown["answer"]["verifiedCustomer"]
    assert (customer["name"], customer["id"], customer["birthDate"]) == ("이가명", "u", "1988-11-23")
    assert not customer.keys() & {"phoneNumber", "ci", "di", "operator"}
    assert merchant.read("a").json() == shown["answer"]


def test_a_record_of_another_store_is_completed_too(merchant: Merchant) -> None:
    made = merchant.control("POST", "/sandboxes", {"scenario": {"stores": ["b"]}}).json()
    box = Merchant(merchant.client, made["apiSecret"], made["storeIds"][1])
    box.send("a")
    assert box.complete("a", "verified").status_code == 200
    assert box.read("a").json()["status"] == "VERIFIED"


def test_nothing_under_way_is_a_conflict_and_nothing_at_all_is_not_found(merchant: Merchant) -> None:
    assert_refused(merchant.complete("a", "verified"), "IDENTITY_VERIFICATION_NOT_FOUND")
    merchant.open_window("a")
    merchant.complete("a", "cancelled")
    before = merchant.shown("a").content
    for outcome in CLOSED:
        for seconds in (0, 1):
            assert_refused(merchant.complete("a", outcome, afterSeconds=seconds), "MOCK_CONFLICT")
    assert merchant.shown("a").content == before


def test_either_of_two_tabs_can_succeed_and_then_the_other_one_cannot(merchant: Merchant) -> None:
    first = merchant.open_window("a", channelKey="channel-key-kcp").json()["identityVerificationTxId"]
    second = merchant.open_window("a").json()["identityVerificationTxId"]
    done = merchant.complete("a", "verified", identityVerificationTxId=first, person="adult-woman").json()
    assert done["browser"]["identityVerificationTxId"] == first
    shown = done["verification"]
    assert (shown["channel"], shown["person"], shown["answer"]["status"]) == ("kcp", "adult-woman", "VERIFIED")
    assert shown["answer"]["verifiedCustomer"]["birthDate"] == "1988-11-23"
    before = merchant.shown("a").content
    for tx_id in (first, second):
        for outcome in CLOSED:
            refused = merchant.complete("a", outcome, identityVerificationTxId=tx_id, person="adult")
            assert_refused(refused, "MOCK_CONFLICT", first)
    assert merchant.shown("a").content == before


def test_the_older_tab_may_fail_while_the_newer_one_goes_on(merchant: Merchant) -> None:
    first = merchant.open_window("a").json()["identityVerificationTxId"]
    merchant.open_window("a", "adult-woman")
    before = merchant.read("a").content
    failed = merchant.complete("a", "identity-mismatch", identityVerificationTxId=first).json()
    assert failed["browser"]["identityVerificationTxId"] == first
    assert [attempt["state"] for attempt in failed["verification"]["attempts"]] == ["failed", "window-open"]
    assert (merchant.read("a").content, failed["verification"]["person"]) == (before, "adult-woman")


def test_who_was_at_the_older_tab_is_not_who_the_record_shows_before_it_succeeds(merchant: Merchant) -> None:
    first = merchant.open_window("a").json()["identityVerificationTxId"]
    merchant.open_window("a", "adult-woman")
    left_open = merchant.complete("a", "abandoned", identityVerificationTxId=first, person="minor-18").json()
    assert left_open["verification"]["person"] == "adult-woman"
    assert (
        merchant.complete("a", "verified", identityVerificationTxId=first).json()["verification"]["person"]
        == "minor-18"
    )


def test_what_is_promised_for_one_tab_does_not_happen_to_another(merchant: Merchant) -> None:
    first = merchant.open_window("a", "adult-woman").json()["identityVerificationTxId"]
    merchant.complete("a", "verified", afterSeconds=0.001)
    merchant.open_window("a")
    _until(lambda: merchant.read("a").json()["status"] == "VERIFIED")
    attempts = merchant.shown("a").json()["attempts"]
    assert [(each["identityVerificationTxId"] == first, each["state"]) for each in attempts] == [
        (True, "verified"),
        (False, "window-open"),
    ]


@pytest.mark.parametrize("after", [0, 0.5])
@pytest.mark.parametrize(
    ("members", "evidence"),
    [
        ({}, {"at": "outcome", "known": list(CLOSED)}),
        ({"outcome": None}, {"at": "outcome", "received": "null"}),
        ({"outcome": "canceled"}, {"at": "outcome", "nearest": "cancelled", "received": "'canceled'"}),
        ({"outcome": 1}, {"at": "outcome", "received": "1"}),
        ({"outcome": "verified", "person": "adlt"}, {"at": "person", "nearest": "adult"}),
        ({"outcome": "verified", "agency": "PASS"}, {"at": "agency"}),
        ({"outcome": "verified", "identityVerificationTxId": 1}, {"at": "identityVerificationTxId", "received": "1"}),
        ({"outcome": "verified", "identityVerificationTxId": None}, {"at": "identityVerificationTxId"}),
        (
            {"outcome": "verified", "identityVerificationTxId": "x"},
            {"at": "identityVerificationTxId", "received": "'x'"},
        ),
        ({"outcome": "verified", "customer": {"nam": "x"}}, {"at": "customer.nam", "nearest": "name"}),
        ({"outcome": "verified", "customer": {"name": None}}, {"at": "customer.name"}),
        ({"outcome": "verified", "customer": []}, {"at": "customer"}),
        ({"outcome": "cancelled", "customer": {"name": "x"}}, {"at": "customer"}),
        ({"outcome": "verified", "persn": "adult"}, {"at": "persn", "nearest": "person"}),
        *(
            ({"outcome": "verified", "afterSeconds": wrong}, {"at": "afterSeconds"})
            for wrong in ("1", True, -1, 3601, None)
        ),
    ],
)
def test_what_is_wrong_is_refused_at_once_and_changes_nothing(
    merchant: Merchant, members: dict[str, Any], evidence: dict[str, Any], after: float
) -> None:
    merchant.open_window("a")
    before = merchant.shown("a").content
    sent = {"afterSeconds": after, **members}
    refused = assert_refused(merchant.control("POST", "/verifications/a/complete", sent), "INVALID_REQUEST")
    assert {name: refused[name] for name in evidence} == evidence
    assert merchant.shown("a").content == before


def test_what_is_promised_for_later_happens_then(merchant: Merchant) -> None:
    merchant.open_window("a")
    promised = merchant.complete("a", "verified", afterSeconds=0.001)
    assert (promised.status_code, promised.json()["browser"]) == (200, None)
    assert promised.json()["verification"]["answer"]["status"] == "READY"
    _until(lambda: merchant.read("a").json()["status"] == "VERIFIED")


def test_what_can_no_longer_happen_by_then_does_not(merchant: Merchant) -> None:
    merchant.open_window("a")
    merchant.complete("a", "cancelled", afterSeconds=0.001)
    merchant.complete("a", "verified")
    merchant.open_window("b")
    merchant.complete("b", "verified", afterSeconds=0.002)
    _until(lambda: merchant.read("b").json()["status"] == "VERIFIED")
    assert merchant.read("a").json()["status"] == "VERIFIED"


def _until(is_so: Any) -> None:
    """Each call gives the server's loop a turn; a promise that is not kept fails."""
    assert any(is_so() for _ in range(10_000))


def test_asking_ahead_uses_no_identifier_up() -> None:
    """Equal seeds give equal answers, whether a completion was promised or not."""

    def pg_tx_id(*, is_promised: bool) -> str:
        with MockClient(Settings(scenario="empty", seed=1)) as client:
            merchant = Merchant(client)
            merchant.open_window("a")
            if is_promised:
                merchant.complete("a", "verified", afterSeconds=3000)
            answer: str = merchant.complete("a", "verified").json()["verification"]["answer"]["pgTxId"]
            return answer

    assert pg_tx_id(is_promised=True) == pg_tx_id(is_promised=False)
