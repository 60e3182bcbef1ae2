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


def test_the_text_of_the_sms_is_the_merchants_where_kcp_has_one(merchant: Merchant) -> None:
    bypass = {"kcpV2": {"cp_sms_msg": "모의상점 [000000] 입력", "media_type": "MC01"}}
    path = window(merchant, channelKey="channel-key-kcp", bypass=bypass)
    sent = post(merchant, path, "otp", person="adult").json()
    assert sent["text"] == "모의상점 [000000] 입력"
    assert merchant.control("GET", "/messages").json()["messages"][0]["text"] == sent["text"]


@pytest.mark.parametrize(
    ("members", "at"),
    [
        ({"cp_sms_msg": "인증번호"}, "bypass.kcpV2.cp_sms_msg"),
        ({"cp_sms_msg": 1}, "bypass.kcpV2.cp_sms_msg"),
        ({"cp_sms_msg": "[000000]" + "x" * 10_000}, "bypass.kcpV2.cp_sms_msg"),
        ({"media_type": "MC03"}, "bypass.kcpV2.media_type"),
    ],
)
def test_a_text_without_a_place_for_the_otp_opens_no_window(
    merchant: Merchant, members: dict[str, Any], at: str
) -> None:
    request = {"storeId": STORE, "identityVerificationId": "a", "channelKey": "channel-key-kcp"}
    answer = merchant.client.post("/browser/attempts", json={**request, "bypass": {"kcpV2": members}})
    assert assert_refused(answer, "INVALID_REQUEST")["at"] == at
    assert merchant.read("a").status_code == 404


def rows(merchant: Merchant) -> list[dict[str, Any]]:
    """The journal, oldest first."""
    found: list[dict[str, Any]] = merchant.control("GET", "/requests").json()["requests"]
    return found[::-1]


def test_what_is_pressed_in_the_window_is_in_the_journal_without_its_address(merchant: Merchant) -> None:
    path = window(merchant, channelKey="channel-key-kcp")
    merchant.client.get(path)
    post(merchant, path, "check", typed=TYPED)
    post(merchant, path, "otp", typed=TYPED)
    post(merchant, path, "complete", typed=TYPED, otp="1")
    complete(merchant, path, typed=TYPED | {"name": ""})
    complete(merchant, path, typed=TYPED)
    complete(merchant, path)
    told = [(row["operation"], row["status"], row["why"]) for row in rows(merchant)[1:]]
    assert [each[:2] for each in told] == [
        ("checkInWindow", 200),
        ("sendOtpInWindow", 200),
        ("completeInWindow", 200),
        ("completeInWindow", 400),
        ("completeInWindow", 200),
        ("completeInWindow", 200),
    ]
    whys = [each[2] or "" for each in told]
    assert "wrong-otp" in whys[2]
    assert "typed" not in whys[4]
    assert "verified" in whys[4]
    assert "over already" in whys[5]
    assert {row["identityVerificationId"] for row in rows(merchant)} == {"a"}
    assert {row["path"] for row in rows(merchant)[1:]} == {
        f"/browser/window/…/{it}" for it in ("check", "otp", "complete")
    }
    everything = str(rows(merchant))
    assert path.rpartition("/")[2] not in everything
    assert not any(text in everything for text in ("홍모의", "990221", "9999"))
    found = merchant.control("GET", "/requests?operation=completeInWindow").json()["total"]
    assert found == 4


def test_a_window_that_is_not_there_is_told_in_the_default_sandboxs_journal(merchant: Merchant) -> None:
    merchant.client.post("/browser/window/nobodys/complete", json={})
    (row,) = rows(merchant)
    assert (row["path"], row["errorType"]) == ("/browser/window/…/complete", "MOCK_NOT_FOUND")


def test_a_carrier_that_is_not_the_known_ones_is_noted_and_changes_nothing(merchant: Merchant) -> None:
    adult = merchant.person("adult")
    itself = {name: adult[name] for name in ("name", "identityNumber", "phoneNumber", "operator")}
    another = itself | {"operator": "LGU"}
    for id_, typed, noted in (("a", itself, False), ("b", another, True), ("c", TYPED, False)):
        path = window(merchant, id_, channelKey="channel-key-kcp")
        post(merchant, path, "check", typed=typed)
        complete(merchant, path, typed=typed)
        whys = [row["why"] or "" for row in rows(merchant)[-2:]]
        assert ["LGU, and adult has SKT" in why for why in whys] == [noted, noted]
    assert verified(merchant, "b")["operator"] == "SKT"
    complete(merchant, window(merchant, "d"), typed=another | {"name": "다른이름"})
    assert "adult has" not in rows(merchant)[-1]["why"]


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
