"""Opening a window: what the browser SDK's script asks for before it shows anything."""

from collections.abc import Iterator
from typing import Any

import pytest

from mock_server import Settings
from mock_server.domain.browser_results import CODES

from ..in_process import MockClient, portone
from ..merchant import Merchant
from ..refusals import assert_refused

STORE = "store-00000000-0000-4000-8000-000000000001"
INICIS = {"channelKey": "channel-key-inicis"}
KCP = {"channelKey": "channel-key-kcp"}
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
    assert (answer.status_code, answer.json().keys()) == (
        201,
        {"identityVerificationTxId", "attempt", "windowType", "isDecided"},
    )
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
    kept = {"id": "c", "name": "김 모의", "phoneNumber": "01000000002", **born}
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
        ({"customData": "x" * 65_537}, "INVALID_REQUEST", "customData"),
        ({"customer": {"fullName": 1}}, "INVALID_REQUEST", "customer.fullName"),
        ({"forceRedirect": "yes"}, "INVALID_REQUEST", "forceRedirect"),
        ({"windowType": {"pc": "TAB"}}, "INVALID_REQUEST", "windowType.pc"),
        ({"windowType": 1}, "INVALID_REQUEST", "windowType"),
        ({"windowType": "REDIRECTION"}, "INVALID_REQUEST", "redirectUrl"),
        ({"windowType": "IFRAME", "channelKey": "channel-key-inicis"}, "INVALID_REQUEST", "windowType.pc"),
        ({"bypass": [1]}, "INVALID_REQUEST", "bypass"),
        ({"bypass": {"danal": 1}}, "INVALID_REQUEST", "bypass.danal"),
        ({"bypass": {"danal": {"AGELIMIT": "old"}}}, "INVALID_REQUEST", "bypass.danal.AGELIMIT"),
        ({"bypass": {"danal": {"IsCarrier": "SKT;KT"}}}, "INVALID_REQUEST", "bypass.danal.IsCarrier"),
        ({"customer": {"customerId": "c" * 201}}, "INVALID_REQUEST", "customer.customerId"),
        (KCP | {"identityVerificationId": "a-b"}, "INVALID_REQUEST", "identityVerificationId"),
        (KCP | {"bypass": {"kcp_v2": {"web_siteid": 1}}}, "INVALID_REQUEST", "bypass.kcpV2.web_siteid"),
        (INICIS | {"bypass": {"inicisUnified": {}}}, "INVALID_REQUEST", "bypass.inicisUnified.flgFixedUser"),
        (INICIS | {"bypass": {"inicisUnified": {"flgFixedUser": "Y"}}}, "INVALID_REQUEST", "customer.fullName"),
        (
            INICIS | {"bypass": {"inicisUnified": {"flgFixedUser": "N", "directAgency": "PAYCO"}}},
            "INVALID_REQUEST",
            "bypass.inicisUnified.directAgency",
        ),
        ({"portoneMock": 1}, "INVALID_REQUEST", "portoneMock"),
        ({"portoneMock": {"devise": "pc"}}, "INVALID_REQUEST", "portoneMock.devise"),
        ({"portoneMock": {"device": "tv"}}, "INVALID_REQUEST", "portoneMock.device"),
        ({"portoneMock": {"cancelCode": ""}}, "INVALID_REQUEST", "portoneMock.cancelCode"),
    ],
)
def test_what_is_wrong_is_refused_and_leaves_nothing(
    merchant: Merchant, members: dict[str, Any], type_: str, at: str | None
) -> None:
    refused = assert_refused(merchant.client.post("/browser/attempts", json=OPEN | members), type_)
    assert refused.get("at") == at
    assert refused["code"] == CODES[type_]
    assert merchant.state("a") == "never-started"


@pytest.mark.parametrize(
    ("members", "device", "window_type"),
    [
        ({}, "pc", "POPUP"),
        ({}, "mobile", "POPUP"),
        ({"redirectUrl": "https://shop.test/done"}, "pc", "POPUP"),
        ({"redirectUrl": "https://shop.test/done"}, "mobile", "REDIRECTION"),
        ({"windowType": {"pc": "UI", "mobile": "UI"}}, "pc", "POPUP"),
        ({"windowType": "UI", "redirectUrl": "portone://blank"}, "mobile", "REDIRECTION"),
        ({"windowType": "IFRAME", "extra": 1, "bypass": "danal"}, "mobile", "IFRAME"),
        ({"windowType": {"pc": "IFRAME", "mobile": "POPUP"}}, "pc", "IFRAME"),
        ({"windowType": {"mobile": "IFRAME"}, "channelKey": "channel-key-inicis"}, "mobile", "IFRAME"),
        ({"windowType": {"pc": "REDIRECTION"}, "redirectUrl": "portone://payment"}, "pc", "REDIRECTION"),
    ],
)
def test_the_window_is_the_one_that_was_asked_for_else_the_devices(
    merchant: Merchant, members: dict[str, Any], device: str, window_type: str
) -> None:
    answer = merchant.client.post("/browser/attempts", json=OPEN | members | {"portoneMock": {"device": device}})
    assert answer.json()["windowType"] == window_type


def test_what_bypass_says_of_site_and_agency_is_in_the_record(merchant: Merchant) -> None:
    text = '{"inicisUnified": {"flgFixedUser": "N", "directAgency": "KAKAO", "DI_CODE": "s"}}'
    shown = opened(merchant, channelKey="channel-key-inicis", bypass=text)
    assert shown["agency"] == "KAKAO"
    plain, sited = (
        merchant.client.post("/browser/attempts", json=OPEN | KCP | {"identityVerificationId": id_, "bypass": bypass})
        for id_, bypass in (("plain", {}), ("sited", {"kcpV2": {"web_siteid": "s"}}))
    )
    assert (plain.status_code, sited.status_code) == (201, 201)
    customers = [
        merchant.complete(id_, "verified").json()["verification"]["answer"]["verifiedCustomer"]
        for id_ in ("plain", "sited")
    ]
    assert customers[0]["ci"] == customers[1]["ci"]
    assert customers[0]["di"] != customers[1]["di"]


def asked(merchant: Merchant, **members: Any) -> dict[str, Any]:
    """The journal's newest row, after a page asked for this and was told the row's number."""
    answer = merchant.client.post("/browser/attempts", json=OPEN | members)
    n = int(answer.headers["x-portone-mock-request"])
    row: dict[str, Any] = merchant.control("GET", "/requests?operation=requestIdentityVerification").json()["requests"][
        0
    ]
    assert (row["n"], row["status"], row["path"]) == (n, answer.status_code, "/browser/attempts")
    assert merchant.control("GET", f"/requests/{n}").json() == row
    return row


def test_the_journal_has_what_a_page_asks_for_and_why_it_is_refused(merchant: Merchant) -> None:
    row = asked(merchant)
    assert (row["status"], row["identityVerificationId"], row["credential"], row["why"]) == (201, "a", "none", None)
    row = asked(merchant, channelKey="channel-key-dnaal")
    assert (row["errorType"], row["identityVerificationId"]) == ("CHANNEL_NOT_FOUND", "a")
    assert "channel-key-danal" in row["why"]
    row = asked(merchant, identityVerificationId="x" * 201)
    assert (row["errorType"], row["identityVerificationId"]) == ("INVALID_REQUEST", None)


def test_it_is_in_the_journal_of_the_store_and_of_nobody_else(merchant: Merchant) -> None:
    for members in ({}, {"channelKey": 3}, {"redirectUrl": "/done"}):
        merchant.client.post("/browser/attempts", json=OPEN | {"storeId": "store-sandbox-j"} | members)
    merchant.client.post("/browser/attempts", json=OPEN | {"storeId": "nobodys"})
    theirs = merchant.client.get("/_mock/requests", headers=portone("sandbox-j")).json()["requests"]
    assert [(row["operation"], row["status"]) for row in reversed(theirs)] == [
        ("requestIdentityVerification", 201),
        ("requestIdentityVerification", 400),
        ("requestIdentityVerification", 400),
    ]
    assert [row["errorType"] for row in merchant.control("GET", "/requests").json()["requests"]] == ["UNAUTHORIZED"]


def test_a_channel_of_the_scenario_says_how_its_window_is_shown_where_the_page_does_not(merchant: Merchant) -> None:
    danal = {"windowType": {"pc": "IFRAME", "mobile": "REDIRECTION"}}
    loaded = merchant.control("POST", "/sandboxes", {"scenario": {"channels": {"danal": danal}}}).json()
    shown = {channel["name"]: channel.get("windowType") for channel in loaded["channels"]}
    assert (shown["danal"], shown["kcp"]) == (danal["windowType"], None)

    def window_type(device: str, **members: Any) -> str:
        request = {**OPEN, "storeId": loaded["storeId"], **members, "portoneMock": {"device": device}}
        kind: str = merchant.client.post("/browser/attempts", json=request).json()["windowType"]
        return kind

    assert window_type("pc") == "IFRAME"
    assert window_type("pc", windowType={"pc": "POPUP"}) == "POPUP"
    assert window_type("mobile") == "POPUP"
    assert window_type("mobile", redirectUrl="https://a.example/") == "REDIRECTION"
    assert window_type("pc", **KCP) == "POPUP"


def test_a_window_that_a_provider_does_not_have_is_refused_in_the_scenario(merchant: Merchant) -> None:
    for channel in ("inicis", "shop"):
        members = {"profile": "inicis", "windowType": {"pc": "IFRAME"}}
        answer = merchant.control("POST", "/sandboxes", {"scenario": {"channels": {channel: members}}})
        assert_refused(answer, "INVALID_REQUEST", "IFRAME")
    answer = merchant.control("POST", "/sandboxes", {"scenario": {"channels": {"danal": {"windowType": {"pc": "UI"}}}}})
    assert_refused(answer, "INVALID_REQUEST", "POPUP, IFRAME, REDIRECTION")


def test_who_was_typed_is_not_in_the_journal(merchant: Merchant) -> None:
    for customer in (
        "홍길동",
        ["홍길동"],
        {"fullName": ["홍길동"]},
        {"phoneNumber": 1012345678},
        {"fullName": "홍길동" * 9999},
    ):
        row = asked(merchant, customer=customer)
        assert row["status"] == 400
        assert not any(typed in str(row) for typed in ("홍길동", "1012345678"))
    row = asked(merchant, customData={"name": "홍길동"})
    assert "customData must be a string, not an object" in row["why"]
    assert "홍길동" not in str(row)
