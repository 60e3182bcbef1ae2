"""The inbox: one row for every SMS, newest first."""

from collections.abc import Iterator

import pytest

from mock_server import Settings
from mock_server.store.sandbox import MOST_MESSAGES

from ..in_process import MockClient
from ..merchant import Merchant
from ..refusals import assert_refused


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    with MockClient(Settings(scenario="empty")) as client:
        yield Merchant(client)


def test_a_row_says_when_for_what_to_whom_and_what(merchant: Merchant) -> None:
    merchant.control("PUT", "/clock", {"now": "2026-06-01T03:00:00Z", "frozen": True})
    merchant.send("a", channelKey="channel-key-danal-contract")
    inbox = merchant.control("GET", "/messages").json()
    assert inbox == {
        "messages": [
            {
                "at": "2026-06-01T03:00:00.000Z",
                "identityVerificationId": "a",
                "identityVerificationTxId": merchant.shown("a").json()["attempts"][0]["identityVerificationTxId"],
                "to": "01000000001",
                "text": "[모의 본인인증] 인증번호는 [000000]입니다. 실제로 발송된 문자가 아닙니다.",
                "otp": "000000",
                "channel": "danal-contract",
            }
        ],
        "total": 1,
    }


def test_every_send_and_resend_is_a_row_and_nothing_else_is(merchant: Merchant) -> None:
    merchant.send("a")
    merchant.resend("a")
    merchant.send("a")  # refused: sent already
    merchant.send("b", method="APP")
    merchant.resend("b")
    merchant.open_window("c")
    merchant.send("d", "always-provider-error")
    assert [message["identityVerificationId"] for message in merchant.messages()] == ["a", "a"]


def test_who_never_gets_an_sms_has_none(merchant: Merchant) -> None:
    assert merchant.send("a", "always-abandoned").status_code == 200
    assert merchant.messages() == []
    assert_refused(merchant.confirm("a"), "PG_PROVIDER")


def test_emptying_resetting_and_other_sandboxes(merchant: Merchant) -> None:
    merchant.send("a")
    assert Merchant(merchant.client, "sandbox-other").messages() == []
    assert merchant.control("DELETE", "/messages").status_code == 204
    assert merchant.control("GET", "/messages").json() == {"messages": [], "total": 0}
    merchant.resend("a")
    assert len(merchant.messages()) == 1
    merchant.control("POST", "/reset")
    assert merchant.messages() == []


def test_the_oldest_goes_where_there_is_no_room(merchant: Merchant) -> None:
    for number in range(MOST_MESSAGES + 2):
        merchant.send(f"id{number}")
    inbox = merchant.control("GET", "/messages").json()
    assert inbox["total"] == len(inbox["messages"]) == MOST_MESSAGES
    assert inbox["messages"][-1]["identityVerificationId"] == "id2"


def test_an_unknown_parameter_is_refused(merchant: Merchant) -> None:
    assert_refused(merchant.control("GET", "/messages?to=1"), "INVALID_REQUEST", "'to'")
