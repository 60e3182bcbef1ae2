"""What nobody documents and this project chose, where no other test holds the mock to its word in the ledger."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from mock_server import Settings
from tests.in_process import MockClient
from tests.merchant import LATE, OTP, WRONG_OTP, Merchant
from tests.refusals import assert_refused


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    with MockClient(Settings(scenario="empty")) as client:
        yield Merchant(client)


def put(merchant: Merchant, id_: str, **order: Any) -> dict[str, Any]:
    answer = merchant.control("PUT", f"/verifications/{id_}", order)
    assert answer.status_code == 200, answer.text
    record: dict[str, Any] = answer.json()
    return record


def test_a_verification_takes_thirty_seconds_from_its_request(merchant: Merchant) -> None:
    for status, ended in (("VERIFIED", "verifiedAt"), ("FAILED", "statusChangedAt")):
        record = put(merchant, status, status=status)
        began = datetime.fromisoformat(record["requestedAt"])
        assert datetime.fromisoformat(record[ended]) - began == timedelta(seconds=30)


def test_a_failed_record_has_a_transaction_and_a_ready_one_has_none(merchant: Merchant) -> None:
    assert "pgTxId" in put(merchant, "failed", status="FAILED")
    assert "pgTxId" not in put(merchant, "ready", status="READY")
    merchant.send("sent")
    assert "pgTxId" not in merchant.read("sent").json()


def test_an_attempts_id_looks_like_a_uuid(merchant: Merchant) -> None:
    merchant.send("sent")
    put(merchant, "put", status="VERIFIED")
    for id_ in ("sent", "put"):
        (attempt,) = merchant.shown(id_).json()["attempts"]
        assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", attempt["identityVerificationTxId"])


def test_the_test_channel_of_kcp_wants_the_otp_like_any_other(merchant: Merchant) -> None:
    assert merchant.send("a", channelKey="channel-key-kcp-test").status_code == 200
    assert_refused(merchant.confirm("a", WRONG_OTP), "PG_PROVIDER")
    assert merchant.confirm("a", OTP).status_code == 200


def test_custom_data_has_65536_characters_at_most(merchant: Merchant) -> None:
    assert merchant.send("a", customData="가" * 65_536).status_code == 200
    assert_refused(merchant.send("b", customData="가" * 65_537), "INVALID_REQUEST")


def test_what_looks_like_a_real_secret_has_80_letters_and_digits_or_more(merchant: Merchant) -> None:
    """A shorter one, and one with another character, is no more than unknown."""

    def message(secret: str) -> str:
        answer = Merchant(merchant.client, secret).read("a")
        assert_refused(answer, "UNAUTHORIZED")
        return str(answer.json()["message"])

    warning = "실제 포트원 API Secret으로 보이는"
    assert warning in message("aB3" * 26 + "xy")
    for secret in ("aB3" * 26 + "x", "aB3" * 26 + "-xy"):
        assert warning not in message(secret)


def test_a_request_by_app_expires_as_an_otp_does_and_sending_again_revives_it(merchant: Merchant) -> None:
    merchant.send("a", method="APP")
    merchant.advance(LATE)
    assert_refused(merchant.confirm("a", None), "PG_PROVIDER")
    assert merchant.resend("a").status_code == 200
    assert merchant.confirm("a", None).status_code == 200


def other_sandbox(merchant: Merchant, **scenario: Any) -> Merchant:
    made = merchant.control("POST", "/sandboxes", {"scenario": ["empty", scenario]})
    assert made.status_code == 201, made.text
    return Merchant(merchant.client, made.json()["apiSecret"])


def test_a_refusal_has_a_korean_sentence_of_ours(merchant: Merchant) -> None:
    """Whatever is refused, and whoever refuses it: PortOne's document has no wording to follow."""
    merchant.send("sent")
    put(merchant, "verified", status="VERIFIED")
    put(merchant, "window", status="READY")
    refusals = {
        "INVALID_REQUEST": merchant.list(page=[]),
        "UNAUTHORIZED": Merchant(merchant.client, "nobody's").read("a"),
        "FORBIDDEN": merchant.at("store-of-nobody").read("a"),
        "IDENTITY_VERIFICATION_NOT_FOUND": merchant.read("unknown"),
        "CHANNEL_NOT_FOUND": merchant.send("b", channelKey="unknown"),
        "IDENTITY_VERIFICATION_NOT_SENT": merchant.resend("window"),
        "IDENTITY_VERIFICATION_ALREADY_SENT": merchant.send("sent"),
        "IDENTITY_VERIFICATION_ALREADY_VERIFIED": merchant.send("verified"),
        "PG_PROVIDER": merchant.confirm("sent", WRONG_OTP),
    }
    for type_, answer in refusals.items():
        assert_refused(answer, type_)
        assert re.search("[가-힣]", answer.json()["message"]), answer.text


def test_a_verified_record_is_read_for_ever(merchant: Merchant) -> None:
    put(merchant, "old", status="VERIFIED")
    read = merchant.read("old").content
    for _ in range(20):
        merchant.advance(365 * 86_400)
        assert merchant.read("old").content == read


def test_every_failure_has_a_code_of_the_mocks(merchant: Merchant) -> None:
    """In the list of outcomes, and in the record that each leaves."""
    outcomes = merchant.control("GET", "/outcomes").json()["outcomes"]
    failing = [each["outcome"] for each in outcomes if each["status"] == "FAILED"]
    assert len(failing) == 8
    for outcome in failing:
        failure = put(merchant, outcome, outcome=outcome)["failure"]
        assert re.fullmatch(r"MOCK-[A-Z-]+", failure["pgCode"])
    told = [each["api"]["pgCode"] for each in outcomes if each["api"] and each["api"]["pgCode"]]
    assert told
    assert all(code.startswith("MOCK-") for code in told)


def test_whom_nobody_asked_for_an_agency_was_verified_over_pass(merchant: Merchant) -> None:
    put(merchant, "a", channel="inicis")
    put(merchant, "b", channel="inicis", agency="TOSS")
    assert [merchant.shown(id_).json()["agency"] for id_ in ("a", "b")] == ["PASS", "TOSS"]


def test_custom_data_comes_back_from_every_channel(merchant: Merchant) -> None:
    for channel in merchant.control("GET", "/sandbox").json()["channels"]:
        assert put(merchant, channel["name"], channel=channel["name"], customData="order-7")["customData"] == "order-7"


def test_a_di_is_another_in_another_sandbox_and_at_another_merchant_id(merchant: Merchant) -> None:
    boxes = (merchant, other_sandbox(merchant))
    customers = [
        put(box, channel, channel=channel)["verifiedCustomer"]
        for box in boxes
        for channel in ("danal", "danal-contract")
    ]
    assert len({each["di"] for each in customers}) == 4
    assert len({each["ci"] for each in customers}) == 1


def test_an_otp_is_six_zeros_and_lives_for_three_minutes(merchant: Merchant) -> None:
    for id_, seconds, status in (("in-time", 179, 200), ("too-late", 180, 502)):
        merchant.control("PUT", "/clock", {"now": "2026-11-23T00:00:00Z", "frozen": True})
        merchant.send(id_)
        merchant.advance(seconds)
        assert merchant.confirm(id_, "000000").status_code == status


def test_five_wrong_otps_end_an_attempt_and_ten_attempts_an_id(merchant: Merchant) -> None:
    for _ in range(10):
        assert merchant.send("a").status_code == 200
        for _ in range(4):
            merchant.confirm("a", WRONG_OTP)
            assert merchant.read("a").json()["status"] == "READY"
        merchant.confirm("a", WRONG_OTP)
        assert merchant.read("a").json()["status"] == "FAILED"
    assert_refused(merchant.send("a"), "MAX_TRANSACTION_COUNT_REACHED")


def test_an_otp_is_sent_again_five_times(merchant: Merchant) -> None:
    merchant.send("a")
    assert [merchant.resend("a").status_code for _ in range(6)] == [200] * 5 + [502]


def test_sending_again_leaves_the_tries_that_were_left(merchant: Merchant) -> None:
    merchant.send("a")
    for _ in range(4):
        merchant.confirm("a", WRONG_OTP)
    assert merchant.resend("a").status_code == 200
    merchant.confirm("a", WRONG_OTP)
    assert merchant.read("a").json()["status"] == "FAILED"


def test_an_id_that_another_store_used_first_is_not_found(merchant: Merchant) -> None:
    box = other_sandbox(merchant, stores=["second"])
    first, second = (box.at(store_id) for store_id in box.control("GET", "/sandbox").json()["storeIds"])
    assert first.send("a").status_code == 200
    for answer in (second.send("a"), second.confirm("a"), second.resend("a")):
        assert_refused(answer, "IDENTITY_VERIFICATION_NOT_FOUND")
    assert first.confirm("a").status_code == 200
