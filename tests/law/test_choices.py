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
