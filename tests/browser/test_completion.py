"""Ending the attempt of a window, and the window's page, without a browser: what each call answers."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from mock_server import Settings
from mock_server.browser import completion
from mock_server.browser.window_page import MOST_LISTED
from mock_server.browser.windows import Windows
from mock_server.domain.outcomes import OUTCOMES
from mock_server.domain.redirects import redirect_to

from ..in_process import MockClient
from ..merchant import Merchant
from ..refusals import assert_refused

STORE = "store-00000000-0000-4000-8000-000000000001"
ORIGIN = {"Origin": "https://shop.example"}


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    with MockClient(Settings(scenario="empty")) as client:
        yield Merchant(client)


def window(merchant: Merchant, id_: str = "a", **members: Any) -> str:
    """The path of a window that was opened by a page."""
    request = {"storeId": STORE, "identityVerificationId": id_, **members}
    answer = merchant.client.post("/browser/attempts", json=request, headers=ORIGIN)
    assert answer.status_code == 201, answer.text
    return f"/browser/window/{answer.json()['attempt']}"


def complete(merchant: Merchant, path: str, **chosen: Any) -> httpx.Response:
    return merchant.client.post(f"{path}/complete", json=chosen, headers=ORIGIN)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_page_gets_what_the_testers_call_says_that_the_browser_gets(merchant: Merchant, outcome: str) -> None:
    by_window = complete(merchant, window(merchant, "a"), outcome=outcome).json()
    window(merchant, "b")
    by_tester = merchant.complete("b", outcome).json()["browser"]
    ours, theirs = (
        {**(it or {}), "identityVerificationId": "", "identityVerificationTxId": ""}
        for it in (by_window["result"], by_tester)
    )
    assert ours == theirs
    assert by_window["staysOpen"] is (outcome in ("wrong-otp", "otp-expired"))
    assert by_window["isReadFirst"] is (outcome == "age-limit")
    assert (by_window["outcome"], by_window["redirectTo"]) == (outcome, None)
    assert merchant.read("a").json()["status"] == OUTCOMES[outcome].status


@pytest.mark.parametrize(
    ("agency", "asks", "missing"),
    [
        ("KAKAO", "N", {"ci", "gender", "isForeigner"}),
        ("KAKAO", "Y", {"ci"}),
        ("NAVER", "N", {"isForeigner"}),
        ("NAVER", None, set()),
        ("PASS", "N", set()),
    ],
)
def test_at_kg_inicis_what_the_page_does_not_want_asked_is_not_in_the_result(
    merchant: Merchant, agency: str, asks: str | None, missing: set[str]
) -> None:
    """FRGNDInfo N: what an agency has the user type is absent, and the control read says why."""
    bypass = {"flgFixedUser": "N", **({} if asks is None else {"FRGNDInfo": asks})}
    path = window(merchant, channelKey="channel-key-inicis", bypass={"inicisUnified": bypass})
    complete(merchant, path, agency=agency)
    customer = merchant.read("a").json()["verifiedCustomer"]
    assert {"ci", "gender", "isForeigner"} - customer.keys() == missing
    why = {each["field"]: each for each in merchant.shown("a").json()["withheld"]}
    assert why.keys() == missing | {"operator", "di"}
    if agency == "KAKAO" and asks == "N":
        assert [why[name]["source"] for name in ("gender", "isForeigner")] == ["docs", "assumed"]
        assert all("FRGNDInfo" in why["gender"][lang] for lang in ("ko", "en"))


def test_an_attempt_ends_once_and_whoever_comes_later_hears_the_same(merchant: Merchant) -> None:
    path = window(merchant)
    first = complete(merchant, path, outcome="provider-error")
    assert first.json()["result"]["code"] == "PGProviderError"
    record = merchant.shown("a").json()
    assert complete(merchant, path, outcome="verified").json() == first.json()
    assert merchant.shown("a").json() == record


@pytest.mark.parametrize(
    ("asked", "device", "redirects"),
    [
        ({}, "pc", False),
        ({}, "mobile", True),
        ({"windowType": "POPUP"}, "mobile", True),
        ({"windowType": "IFRAME"}, "mobile", True),
        ({"windowType": "IFRAME"}, "pc", False),
        ({"windowType": "IFRAME", "forceRedirect": True}, "pc", True),
        ({"windowType": "REDIRECTION"}, "pc", True),
    ],
)
def test_a_redirect_url_is_where_a_mobile_device_is_sent_and_a_pc_only_if_it_has_to(
    merchant: Merchant, asked: dict[str, Any], device: str, redirects: bool
) -> None:
    path = window(merchant, redirectUrl="https://shop.test/?a=1", portoneMock={"device": device}, **asked)
    answer = complete(merchant, path, outcome="verified").json()
    expected = redirect_to("https://shop.test/?a=1", answer["result"]) if redirects else None
    assert answer["redirectTo"] == expected


def test_without_an_outcome_it_is_the_one_that_was_ordered_or_the_persons(merchant: Merchant) -> None:
    merchant.control("POST", "/next", {"outcome": "identity-mismatch", "match": {"id": "a"}})
    assert complete(merchant, window(merchant, "a")).json()["outcome"] == "identity-mismatch"
    phone = merchant.person("always-cancelled")["phoneNumber"]
    hyphenated = f"{phone[:3]}-{phone[3:7]}-{phone[7:]}"
    path = window(merchant, "b", customer={"phoneNumber": hyphenated})
    assert complete(merchant, path).json()["outcome"] == "cancelled"
    assert complete(merchant, window(merchant, "c")).json()["outcome"] == "verified"


def test_rules_turn_down_whoever_is_chosen_but_no_failure(merchant: Merchant) -> None:
    bypass = {"danal": {"AGELIMIT": "19", "IsCarrier": "LGT;MVNO"}}
    for person, expected in (("minor-18", "age-limit"), ("adult", "carrier-not-allowed"), ("foreigner", "verified")):
        path = window(merchant, person, bypass=bypass)
        assert complete(merchant, path, outcome="verified", person=person).json()["outcome"] == expected
    path = window(merchant, "x", bypass=bypass)
    assert (
        complete(merchant, path, outcome="identity-mismatch", person="minor-18").json()["outcome"]
        == "identity-mismatch"
    )


def test_the_age_limit_follows_the_sandboxes_clock(merchant: Merchant) -> None:
    bypass = {"danal": {"AGELIMIT": 19}}
    chosen = {"outcome": "verified", "person": "turns-19-tomorrow"}
    assert complete(merchant, window(merchant, "a", bypass=bypass), **chosen).json()["outcome"] == "age-limit"
    merchant.advance(24 * 3600)
    assert complete(merchant, window(merchant, "b", bypass=bypass), **chosen).json()["outcome"] == "verified"


def test_the_result_of_a_scenarios_own_codes_is_told(merchant: Merchant) -> None:
    otp = {"otp": {"codes": {"provider-error": {"pgCode": "7777", "pgMessage": "고장"}}}}
    created = merchant.control("POST", "/sandboxes", {"scenario": otp}).json()
    path = window(merchant, "a", storeId=created["storeId"])
    result = complete(merchant, path, outcome="provider-error").json()["result"]
    assert (result["code"], result["pgCode"], result["pgMessage"]) == ("PGProviderError", "7777", "고장")


@pytest.mark.parametrize(
    ("outcome", "code"), [("verified", None), ("cancelled", "Cancelled"), ("provider-error", "PGProviderError")]
)
def test_what_the_tester_ended_is_what_the_window_gives(merchant: Merchant, outcome: str, code: str | None) -> None:
    path = window(merchant)
    merchant.complete("a", outcome)
    answer = complete(merchant, path, outcome="identity-mismatch").json()
    assert answer["result"].get("code") == code
    assert answer["outcome"] is None
    assert merchant.read("a").json()["status"] == OUTCOMES[outcome].status


def test_a_window_whose_id_another_one_verified_is_told_so(merchant: Merchant) -> None:
    older, newer = window(merchant), window(merchant)
    assert "code" not in complete(merchant, newer, outcome="verified").json()["result"]
    told = complete(merchant, older, outcome="verified").json()["result"]
    assert told["code"] == "IdentityVerificationAlreadyVerified"


@pytest.mark.parametrize(
    ("chosen", "at"),
    [
        ({"outcome": "verifed"}, "outcome"),
        ({"outcome": 1}, "outcome"),
        ({"person": "adlt"}, "person"),
        ({"agency": "KAKAO"}, "agency"),
        ({"fate": "verified"}, "fate"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_and_ends_nothing(
    merchant: Merchant, chosen: dict[str, Any], at: str
) -> None:
    path = window(merchant)
    refused = assert_refused(complete(merchant, path, **{"outcome": "verified", **chosen}), "INVALID_REQUEST")
    assert (refused["at"], refused["code"]) == (at, "BadRequest")
    assert merchant.state("a") == "window-open"
    assert complete(merchant, path, outcome="verified").status_code == 200


@pytest.mark.parametrize("ended", [True, False])
def test_waiting_for_others_ends_with_the_attempt_or_with_patience(
    merchant: Merchant, monkeypatch: pytest.MonkeyPatch, ended: bool
) -> None:
    monkeypatch.setattr(completion, "PATIENCE", 0.01)
    path = window(merchant)
    if ended:
        merchant.complete("a", "identity-mismatch")
    answer = merchant.client.get(f"{path}/answer").json()["answer"]
    assert (answer and answer["result"]["pgCode"]) == ("MOCK-MISMATCH" if ended else None)
    if ended:
        assert complete(merchant, path, outcome="verified").json() == answer


@pytest.mark.parametrize("way", ["reset", "delete", "replace", "unknown"])
def test_a_window_whose_attempt_is_gone_says_so(merchant: Merchant, way: str) -> None:
    path = window(merchant)
    if way == "reset":
        merchant.control("POST", "/reset")
    if way == "delete":
        merchant.control("DELETE", "/verifications/a")
    if way == "replace":
        merchant.control("PUT", "/verifications/a", {})
    if way == "unknown":
        path = "/browser/window/nobody"
    assert_refused(complete(merchant, path, outcome="verified"), "MOCK_NOT_FOUND", "다시 시작하세요")
    page = merchant.client.get(path)
    assert (page.status_code, "다시 시작하세요" in page.text) == (404 if way == "unknown" else 409, True)


def test_the_window_of_a_dropped_sandbox_is_gone(merchant: Merchant) -> None:
    path = window(merchant, storeId="store-sandbox-w")
    Merchant(merchant.client, "sandbox-w").control("DELETE", "/sandbox")
    assert_refused(complete(merchant, path, outcome="verified"), "MOCK_NOT_FOUND")
    assert merchant.client.get(path).status_code == 409


def test_the_page_is_in_the_language_that_is_asked_for(merchant: Merchant) -> None:
    path = window(merchant, portoneMock={"lang": "en"})
    assert '<html lang="en">' in merchant.client.get(path).text
    assert '<html lang="ko">' in merchant.client.get(path, params={"lang": "ko"}).text


def test_of_very_many_people_the_first_are_listed_and_the_one_in_question(merchant: Merchant) -> None:
    for number in range(MOST_LISTED):
        merchant.control("PUT", f"/people/extra-{number}", {"phoneNumber": f"0109{number:07d}"})
    everyone = len(merchant.control("GET", "/people").json()["people"])
    page = merchant.client.get(window(merchant, customer={"phoneNumber": f"0109{MOST_LISTED - 1:07d}"})).text
    assert page.count('class="person"') == MOST_LISTED + 1
    assert f"{everyone - MOST_LISTED - 1}명" in page
    assert f'value="extra-{MOST_LISTED - 1}" data-outcome="verified"' in page
    assert len(page) < 60_000


def test_a_server_keeps_so_many_windows_and_the_oldest_go(merchant: Merchant) -> None:
    paths = [window(merchant, str(number)) for number in range(3)]
    few = Windows(most=2)
    for path in paths:
        few.add(merchant.client.mock.windows.get(path.rpartition("/")[2]))  # type: ignore[attr-defined]
    assert len(few._by_id) == 2
    assert paths[0].rpartition("/")[2] not in few._by_id


@pytest.mark.parametrize("path", ["/v2/browser-sdk.js", "/v2/browser-sdk.esm.js", "/browser/attempts"])
def test_any_page_may_load_the_script_and_call_it_without_credentials(merchant: Merchant, path: str) -> None:
    preflight = {**ORIGIN, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    for answer in (
        merchant.client.get(path, headers=ORIGIN),
        merchant.client.get(path, headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"} | ORIGIN),
        merchant.client.options(path, headers=preflight),
    ):
        assert answer.status_code in (200, 204, 405)
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
    tag = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert merchant.client.get(path, headers=tag).status_code in (200, 405)
