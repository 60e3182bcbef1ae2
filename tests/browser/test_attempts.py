"""Opening a window: what the browser SDK's script asks for before it shows anything."""

from collections.abc import Iterator
from typing import Any

import pytest

from mock_server import Settings

from ..in_process import MockClient
from ..merchant import Merchant
from ..refusals import assert_refused

STORE = "store-00000000-0000-4000-8000-000000000001"
OPEN = {"storeId": STORE, "identityVerificationId": "a"}


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    with MockClient(Settings(scenario="empty")) as client:
        yield Merchant(client)


def opened(merchant: Merchant, **members: Any) -> Any:
    answer = merchant.client.post("/browser/attempts", json=OPEN | members)
    assert answer.status_code == 201, answer.text
    return merchant.shown("a").json()


def test_a_window_leaves_a_ready_record_and_an_attempt(merchant: Merchant) -> None:
    answer = merchant.client.post("/browser/attempts", json=OPEN)
    shown = merchant.shown("a").json()
    assert (answer.status_code, answer.json().keys()) == (201, {"identityVerificationTxId"})
    assert (shown["state"], shown["person"], shown["channel"]) == ("window-open", "adult", "danal")
    attempt = shown["attempts"][0]
    assert (attempt["identityVerificationTxId"], attempt["method"], attempt["otp"]) == (
        answer.json()["identityVerificationTxId"],
        "WINDOW",
        None,
    )
    assert merchant.read("a").json()["status"] == "READY"


def test_the_customer_is_kept_under_portones_names(merchant: Merchant) -> None:
    born = {"birthYear": "1988", "birthMonth": "11", "birthDay": "23"}
    named = {"customerId": "c", "lastName": "김", "firstName": "모의", "email": "a@example.com"}
    customer = {**named, "phoneNumber": "01000000002", **born}
    shown = opened(merchant, customer=customer, customData="x", channelKey="channel-key-kcp")
    kept = {"id": "c", "name": "김모의", "phoneNumber": "01000000002", **born}
    assert shown["answer"]["requestedCustomer"] == kept
    assert (shown["answer"]["customData"], shown["channel"], shown["person"]) == ("x", "kcp", "adult-woman")
    assert merchant.complete("a", "verified").json()["verification"]["answer"]["verifiedCustomer"]["id"] == "c"


def test_a_full_name_goes_before_its_parts(merchant: Merchant) -> None:
    customer = {"fullName": "박전체", "lastName": "김", "firstName": "모의"}
    assert opened(merchant, customer=customer)["answer"]["requestedCustomer"] == {"name": "박전체"}


def test_every_window_is_an_attempt_and_one_of_them_succeeds(merchant: Merchant) -> None:
    ids = [opened(merchant)["attempts"][-1]["identityVerificationTxId"] for _ in range(3)]
    assert len(set(ids)) == 3
    done = merchant.complete("a", "verified").json()
    assert done["browser"]["identityVerificationTxId"] == ids[-1]
    states = [attempt["state"] for attempt in merchant.shown("a").json()["attempts"]]
    assert states.count("verified") == 1
    assert_refused(merchant.client.post("/browser/attempts", json=OPEN), "IDENTITY_VERIFICATION_ALREADY_VERIFIED")


def test_a_store_makes_its_sandbox_by_name(merchant: Merchant) -> None:
    merchant.client.post("/browser/attempts", json=OPEN | {"storeId": "store-sandbox-w"})
    assert Merchant(merchant.client, "sandbox-w").state("a") == "window-open"
    assert merchant.state("a") == "never-started"


@pytest.mark.parametrize(
    ("members", "type_", "at"),
    [
        ({"storeId": None}, "INVALID_REQUEST", "storeId"),
        ({"storeId": ""}, "INVALID_REQUEST", "storeId"),
        ({"storeId": "store-nobody"}, "UNAUTHORIZED", "storeId"),
        ({"identityVerificationId": ""}, "INVALID_REQUEST", "identityVerificationId"),
        ({"identityVerificationId": 1}, "INVALID_REQUEST", "identityVerificationId"),
        ({"identityVerificationId": "x" * 201}, "INVALID_REQUEST", None),
        ({"channelKey": "danal"}, "CHANNEL_NOT_FOUND", "channelKey"),
        ({"channelKey": 1}, "INVALID_REQUEST", "channelKey"),
        ({"customer": "x"}, "INVALID_REQUEST", "customer"),
        ({"customData": {}}, "INVALID_REQUEST", "customData"),
    ],
)
def test_what_is_wrong_is_refused_and_leaves_nothing(
    merchant: Merchant, members: dict[str, Any], type_: str, at: str | None
) -> None:
    refused = assert_refused(merchant.client.post("/browser/attempts", json=OPEN | members), type_)
    assert refused.get("at") == at
    assert merchant.state("a") == "never-started"
