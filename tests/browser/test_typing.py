"""Typing a person into the window, and the OTP of a window, without a browser: what each call answers."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from mock_server import Settings

from ..in_process import MockClient
from ..merchant import Merchant
from ..refusals import assert_refused
from .test_completion import STORE, complete, window

TYPED = {"name": "홍모의", "identityNumber": "9902211", "phoneNumber": "010-9999-1234", "operator": "KT"}
INICIS = {"channelKey": "channel-key-inicis"}
FIXED: dict[str, Any] = {
    **INICIS,
    "bypass": {"inicisUnified": {"flgFixedUser": "Y"}},
    "customer": {
        "fullName": "홍모의",
        "phoneNumber": "010-9999-1234",
        "birthYear": "1999",
        "birthMonth": "2",
        "birthDay": "21",
    },
}


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    with MockClient(Settings(scenario="empty")) as client:
        yield Merchant(client)


def post(merchant: Merchant, path: str, call: str, **body: Any) -> httpx.Response:
    return merchant.client.post(f"{path}/{call}", json=body)


def verified(merchant: Merchant, id_: str) -> Any:
    return merchant.read(id_).json()["verifiedCustomer"]


def test_whoever_is_typed_is_verified_and_the_same_human_being_every_time(merchant: Merchant) -> None:
    for id_ in ("a", "b"):
        path = window(merchant, id_, channelKey="channel-key-kcp")
        assert complete(merchant, path, typed=TYPED).json()["outcome"] == "verified"
    first, second = verified(merchant, "a"), verified(merchant, "b")
    assert first == second
    assert {name: first[name] for name in ("name", "phoneNumber", "operator", "birthDate", "gender")} == {
        "name": "홍모의",
        "phoneNumber": "01099991234",
        "operator": "KT",
        "birthDate": "1999-02-21",
        "gender": "MALE",
    }
    path = window(merchant, "c", channelKey="channel-key-kcp")
    complete(merchant, path, typed=TYPED | {"identityNumber": "9902212"})
    assert verified(merchant, "c")["ci"] != first["ci"]
    assert merchant.shown("a").json()["person"] is None


def test_a_typed_person_is_matched_as_a_send_is(merchant: Merchant) -> None:
    adult, cancels = merchant.person("adult"), merchant.person("always-cancelled")
    itself = {name: adult[name] for name in ("name", "identityNumber", "phoneNumber", "operator")}
    assert complete(merchant, window(merchant, "a"), typed=itself).json()["outcome"] == "verified"
    assert merchant.shown("a").json()["person"] == "adult"
    another = itself | {"name": "다른이름"}
    assert complete(merchant, window(merchant, "b"), typed=another).json()["outcome"] == "identity-mismatch"
    fated = TYPED | {"phoneNumber": cancels["phoneNumber"]}
    assert complete(merchant, window(merchant, "c"), typed=fated).json()["outcome"] == "cancelled"
    # What the tester chooses goes first.
    assert complete(merchant, window(merchant, "d"), typed=TYPED, outcome="provider-error").json()["outcome"] == (
        "provider-error"
    )


@pytest.mark.parametrize(
    ("flaw", "at", "says"),
    [
        ({"identityNumber": "9902311"}, "typed.identityNumber", "있을 수 없는"),
        ({"identityNumber": "990221"}, "typed.identityNumber", "있을 수 없는"),
        ({"identityNumber": "9902213"}, "typed.identityNumber", "아직 오지 않은"),
        ({"identityNumber": 9902211}, "typed.identityNumber", "must be a string"),
        ({"name": "   "}, "typed.name", "이름"),
        ({"name": "가" * 101}, "typed.name", "이름"),
        ({"phoneNumber": "010-12"}, "typed.phoneNumber", "9~11자리"),
        ({"phoneNumber": "٠١٠٩٩٩٩١٢٣٤"}, "typed.phoneNumber", "9~11자리"),
        ({"operator": "LGT"}, "typed.operator", "SKT"),
        ({"nickname": "x"}, "typed.nickname", "nickname"),
    ],
)
def test_who_cannot_be_is_refused_at_every_call_and_nothing_happens(
    merchant: Merchant, flaw: dict[str, Any], at: str, says: str
) -> None:
    path = window(merchant)
    before = merchant.shown("a").json()
    for call in ("check", "otp", "complete"):
        body = assert_refused(post(merchant, path, call, typed=TYPED | flaw), "INVALID_REQUEST", says)
        assert body["at"] == at
        assert set(body["messages"]) == {"ko", "en"}
        # It may be a real person's.
        assert "홍모의" not in str(body)
        assert "990" not in str(body)
    assert merchant.shown("a").json() == before
    assert merchant.control("GET", "/messages").json()["messages"] == []


def test_a_typed_person_excludes_a_chosen_one(merchant: Merchant) -> None:
    assert_refused(complete(merchant, window(merchant), typed=TYPED, person="adult"), "INVALID_REQUEST", "person")
    assert_refused(complete(merchant, window(merchant), typed="홍모의"), "INVALID_REQUEST", "typed")


@pytest.mark.parametrize(
    ("settings", "takes"),
    [
        (Settings(scenario="empty"), True),
        (Settings(scenario="empty", people_only=True), False),
        (Settings(scenario="empty", host="0.0.0.0", open_control=True), False),
        (Settings(scenario="empty", host="0.0.0.0", open_control=True, people_only=False), True),
    ],
)
def test_off_loopback_and_with_people_only_nobody_can_be_typed(settings: Settings, takes: bool) -> None:
    with MockClient(settings) as client:
        merchant = Merchant(client)
        path = window(merchant)
        assert ("type-person" in client.get(path).text) is takes
        for call in ("check", "otp"):
            answer = post(merchant, path, call, typed=TYPED)
            if takes:
                assert answer.status_code == 200, answer.text
            else:
                assert_refused(answer, "INVALID_REQUEST", "--no-people-only")
            assert post(merchant, path, call, person="adult").status_code == 200
        assert (complete(merchant, path, typed=TYPED).status_code == 200) is takes


def test_danals_rules_meet_whoever_is_typed(merchant: Merchant) -> None:
    bypass = {"danal": {"AGELIMIT": 19, "IsCarrier": "KTF"}}
    child = TYPED | {"identityNumber": "1502213"}
    assert complete(merchant, window(merchant, "a", bypass=bypass), typed=child).json()["outcome"] == "age-limit"
    assert complete(merchant, window(merchant, "b", bypass=bypass), typed=TYPED).json()["outcome"] == "verified"
    body = assert_refused(
        complete(merchant, window(merchant, "c", bypass=bypass), typed=TYPED | {"operator": "SKT"}), "INVALID_REQUEST"
    )
    assert body["at"] == "typed.operator"


def test_whom_the_request_fixes_is_verified_and_nobody_else(merchant: Merchant) -> None:
    assert complete(merchant, window(merchant, "a", **FIXED)).json()["outcome"] == "verified"
    assert (verified(merchant, "a")["name"], verified(merchant, "a")["birthDate"]) == ("홍모의", "1999-02-21")
    other = complete(merchant, window(merchant, "b", **FIXED), outcome="verified", person="adult")
    assert other.json()["outcome"] == "identity-mismatch"
    assert complete(merchant, window(merchant, "c", **FIXED), typed=TYPED).json()["outcome"] == "verified"
    for changed in ({"name": "다른이름"}, {"phoneNumber": "01099991235"}, {"identityNumber": "9902221"}):
        path = window(merchant, "d", **FIXED)
        assert_refused(complete(merchant, path, typed=TYPED | changed), "INVALID_REQUEST", "flgFixedUser")


def test_a_person_of_the_list_can_be_the_one_who_is_fixed(merchant: Merchant) -> None:
    adult = merchant.person("adult-woman")
    year, month, day = adult["birthDate"].split("-")
    customer = {"fullName": adult["name"], "phoneNumber": adult["phoneNumber"]}
    fixed = FIXED | {"customer": customer | {"birthYear": year, "birthMonth": month, "birthDay": day}}
    assert complete(merchant, window(merchant, "a", **fixed)).json()["outcome"] == "verified"
    assert merchant.shown("a").json()["person"] == "adult-woman"
    for part in ({"birthMonth": "13"}, {"birthYear": "1799"}, {"birthYear": "2100"}, {"birthDay": "0"}):
        request = {"storeId": STORE, "identityVerificationId": "b", **fixed, "customer": fixed["customer"] | part}
        assert_refused(merchant.client.post("/browser/attempts", json=request), "INVALID_REQUEST", "날짜")


# The OTP.


def test_the_otp_that_was_sent_ends_the_attempt(merchant: Merchant) -> None:
    path = window(merchant)
    sms = post(merchant, path, "otp", typed=TYPED).json()
    assert sms["to"] == "01099991234"
    (message,) = merchant.control("GET", "/messages").json()["messages"]
    assert (message["text"], message["to"], message["identityVerificationId"]) == (sms["text"], sms["to"], "a")
    assert message["otp"] in sms["text"]
    wrong = complete(merchant, path, typed=TYPED, otp="123456").json()
    assert (wrong["outcome"], wrong["staysOpen"], wrong["result"]) == ("wrong-otp", True, None)
    post(merchant, path, "otp", typed=TYPED)
    # Another one does not bring the tries back.
    assert merchant.shown("a").json()["attempts"][0]["otp"]["triesLeft"] == 4
    assert complete(merchant, path, typed=TYPED, otp=message["otp"]).json()["outcome"] == "verified"


def test_the_last_wrong_otp_ends_the_attempt(merchant: Merchant) -> None:
    path = window(merchant)
    post(merchant, path, "otp", person="adult")
    outcomes = [complete(merchant, path, person="adult", otp="9").json()["outcome"] for _ in range(5)]
    assert outcomes == ["wrong-otp"] * 4 + ["attempts-exhausted"]
    ended = complete(merchant, path, person="adult", otp="000000").json()
    assert (ended["outcome"], ended["result"]["code"]) == ("attempts-exhausted", "PGProviderError")
    assert merchant.read("a").json()["status"] == "FAILED"


def test_an_otp_grows_old_and_another_one_can_be_sent_a_few_times(merchant: Merchant) -> None:
    path = window(merchant)
    assert_refused(complete(merchant, path, person="adult", otp="000000"), "MOCK_CONFLICT", "인증번호")
    post(merchant, path, "otp", person="adult")
    merchant.advance(180)
    assert complete(merchant, path, person="adult", otp="000000").json()["outcome"] == "otp-expired"
    for _ in range(5):
        assert post(merchant, path, "otp", person="adult").status_code == 200
    assert_refused(post(merchant, path, "otp", person="adult"), "MOCK_CONFLICT", "횟수")
    assert complete(merchant, path, person="adult", otp="000000").json()["outcome"] == "verified"
    assert_refused(post(merchant, path, "otp", person="adult"), "MOCK_CONFLICT")


def test_an_otp_is_text(merchant: Merchant) -> None:
    path = window(merchant)
    post(merchant, path, "otp", person="adult")
    assert_refused(complete(merchant, path, person="adult", otp=0), "INVALID_REQUEST", "otp")


def test_a_world_in_which_somebody_was_typed_is_kept(merchant: Merchant) -> None:
    complete(merchant, window(merchant, "a"), typed=TYPED)
    post(merchant, window(merchant, "b"), "otp", typed=TYPED)
    record = merchant.read("a").json()
    state = merchant.control("GET", "/state").json()
    merchant.control("POST", "/reset")
    assert merchant.control("PUT", "/state", state).status_code == 200
    assert merchant.read("a").json() == record


def test_a_window_that_was_typed_into_shows_who_after_a_reload_and_escapes_it(merchant: Merchant) -> None:
    path = window(merchant)
    post(merchant, path, "otp", typed=TYPED | {"name": '"><img src=x>'})
    page = merchant.client.get(path).text
    assert "<img" not in page
    assert 'data-testid="person-requested" checked' in page
    assert page.count(" checked>") == 1
