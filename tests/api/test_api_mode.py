"""send, resend and confirm as a merchant's server meets them (their transitions: domain/test_transitions.py)."""

from collections.abc import Iterator
from typing import Any

import pytest

from mock_server import Settings
from mock_server.domain.people import OPERATORS

from ..in_process import ClientFactory, MockClient, portone
from ..merchant import LATE, OTP, WRONG_OTP, Merchant
from ..refusals import assert_refused

DESCRIBED = {"name": "가나다", "phoneNumber": "01077776666", "identityNumber": "0502284"}


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    with MockClient(Settings(scenario="empty")) as client:
        yield Merchant(client)


def boxed(merchant: Merchant, **scenario: Any) -> Merchant:
    """A fresh sandbox with a scenario of its own."""
    box = merchant.control("POST", "/sandboxes", {"scenario": ["empty", scenario]})
    assert box.status_code == 201, box.text
    return Merchant(merchant.client, box.json()["apiSecret"])


def verified(merchant: Merchant, id_: str = "a", person: str = "adult", method: str = "SMS", **members: Any) -> Any:
    """The verified customer of a send and a confirm that succeed."""
    sent = merchant.send(id_, person, method, **members)
    assert (sent.status_code, sent.json()) == (200, {}), sent.text
    answer = merchant.confirm(id_, OTP if method == "SMS" else None)
    assert answer.status_code == 200, answer.text
    return answer.json()["identityVerification"]["verifiedCustomer"]


def test_from_send_to_a_wrapped_verified_record(merchant: Merchant) -> None:
    assert merchant.send("a", customData="order 7", customer={"id": "user-7"}).json() == {}
    ready = merchant.read("a").json()
    assert (ready["status"], ready["customData"], "pgTxId" in ready) == ("READY", "order 7", False)
    assert ready["requestedCustomer"] == {
        "id": "user-7",
        "name": "김모의",
        "phoneNumber": "01000000001",
        "birthYear": "1990",
        "birthMonth": "05",
        "birthDay": "15",
    }
    answer = merchant.confirm("a").json()
    assert answer.keys() == {"identityVerification"}
    record = answer["identityVerification"]
    assert record == merchant.read("a").json()
    assert (record["status"], record["customData"], record["verifiedCustomer"]["id"]) == (
        "VERIFIED",
        "order 7",
        "user-7",
    )
    assert "requestedCustomer" not in record


def test_by_app_it_is_confirmed_at_once_and_needs_no_otp(merchant: Merchant) -> None:
    customer = verified(merchant, method="APP")
    assert (customer["name"], customer["birthDate"]) == ("김모의", "1990-05-15")
    assert merchant.messages() == []


@pytest.mark.parametrize("held_back", ["next", "abandoned"])
def test_by_app_it_waits_where_the_tester_holds_it_back(merchant: Merchant, held_back: str) -> None:
    if held_back == "next":
        merchant.control("POST", "/next", {"outcome": "abandoned"})
        merchant.send("a", method="APP")
    else:
        merchant.send("a", "always-abandoned", "APP")
    assert_refused(merchant.confirm("a", None), "PG_PROVIDER")
    (row,) = merchant.control("GET", "/requests", params={"status": 502}).json()["requests"]
    assert "/complete" in row["why"]
    merchant.advance(LATE)
    said_yes = merchant.complete("a", "verified").json()["verification"]
    assert (said_yes["state"], said_yes["answer"]["status"]) == ("confirmed", "READY")
    assert merchant.confirm("a", None).json()["identityVerification"]["status"] == "VERIFIED"
    assert_refused(merchant.confirm("a", None), "IDENTITY_VERIFICATION_ALREADY_VERIFIED")


def test_by_app_a_customer_can_be_held_back_after_the_send_too(merchant: Merchant) -> None:
    merchant.send("a", method="APP")
    assert merchant.complete("a", "abandoned").json()["verification"]["state"] == "sent-app"
    assert_refused(merchant.confirm("a", None), "PG_PROVIDER")
    changes = {"person": "adult-woman", "customer": {"ci": None, "id": "u-1"}}
    merchant.complete("a", "verified", **changes)
    customer = merchant.confirm("a", None).json()["identityVerification"]["verifiedCustomer"]
    assert (customer["id"], customer["birthDate"], "ci" in customer) == ("u-1", "1988-11-23", False)


def test_by_app_the_answer_to_a_late_yes_can_be_lost_as_well(merchant: Merchant) -> None:
    merchant.send("a", "always-abandoned", "APP")
    merchant.complete("a", "verified-not-returned")
    assert_refused(merchant.confirm("a", None), "MOCK_UNAVAILABLE", "lost")
    assert merchant.read("a").json()["status"] == "VERIFIED"


def test_no_attempts_and_no_resends_may_be_allowed_at_all(merchant: Merchant) -> None:
    made = merchant.control("POST", "/sandboxes", {"scenario": ["empty", {"otp": {"attempts": 0}}]}).json()
    box = Merchant(merchant.client, made["apiSecret"])
    assert_refused(box.send("a"), "MAX_TRANSACTION_COUNT_REACHED")
    assert box.read("a").status_code == 404


@pytest.mark.parametrize("operator", OPERATORS)
def test_an_unknown_phone_is_a_new_person_as_described(merchant: Merchant, operator: str) -> None:
    customer = verified(merchant, customer=DESCRIBED, operator=operator, channelKey="channel-key-danal-contract")
    assert customer | {"ci": "", "di": ""} == {
        "name": "가나다",
        "operator": operator,
        "phoneNumber": "01077776666",
        "birthDate": "2005-02-28",
        "gender": "FEMALE",
        "isForeigner": False,
        "ci": "",
        "di": "",
    }
    again = verified(
        merchant, "b", customer=DESCRIBED | {"phoneNumber": "01077775555"}, channelKey="channel-key-danal-contract"
    )
    assert (again["ci"], again["di"]) == (customer["ci"], customer["di"])


def test_the_family_shares_a_phone_and_name_and_digits_tell_who_it_is(merchant: Merchant) -> None:
    for key in ("family-parent", "family-child"):
        assert verified(merchant, key, key)["name"] == merchant.person(key)["name"]
    mixed = merchant.described("family-child") | {"identityNumber": merchant.person("family-parent")["identityNumber"]}
    merchant.send("mixed", customer=mixed)
    assert_refused(merchant.confirm("mixed"), "PG_PROVIDER", "명의자")


def test_a_name_that_fits_nobody_is_a_mismatch_at_confirm_and_not_at_send(merchant: Merchant) -> None:
    assert merchant.send("a", customer={"name": "딴사람"}).status_code == 200
    refused = assert_refused(merchant.confirm("a"), "PG_PROVIDER")
    assert refused["pgCode"] == "MOCK-MISMATCH"
    record = merchant.read("a").json()
    assert (record["status"], record["failure"]["pgCode"]) == ("FAILED", "MOCK-MISMATCH")
    assert record["requestedCustomer"]["name"] == "딴사람"


@pytest.mark.parametrize("outcome", ["provider-error", "invalid-parameter", "carrier-not-allowed"])
def test_what_the_provider_refuses_at_once_is_answered_by_send(merchant: Merchant, outcome: str) -> None:
    refused = assert_refused(merchant.send("a", f"always-{outcome}"), "PG_PROVIDER")
    assert refused.keys() == {"type", "message", "pgCode", "pgMessage"}
    assert (merchant.read("a").json()["status"], merchant.messages()) == ("FAILED", [])
    assert merchant.send("a").status_code == 200


def test_an_age_limit_turns_the_young_down_at_confirm(merchant: Merchant) -> None:
    limit: dict[str, Any] = {"bypass": {"danal": {"AGELIMIT": 19}}}
    merchant.send("young", "minor-18", **limit)
    assert assert_refused(merchant.confirm("young"), "PG_PROVIDER")["pgCode"] == "MOCK-AGE-LIMIT"
    assert verified(merchant, "old", "adult", **limit)["name"] == "김모의"
    assert verified(merchant, "kcp1", "minor-18", channelKey="channel-key-kcp", **limit)["name"]


def test_who_turns_nineteen_tomorrow_passes_an_age_limit_once_the_clock_was_advanced_a_day(merchant: Merchant) -> None:
    limit: dict[str, Any] = {"bypass": {"danal": {"AGELIMIT": 19}}}
    merchant.send("today", "turns-19-tomorrow", **limit)
    assert_refused(merchant.confirm("today"), "PG_PROVIDER")
    merchant.advance(86_400)
    assert verified(merchant, "tomorrow", "turns-19-tomorrow", **limit)["name"]


def test_a_web_siteid_changes_di_and_not_ci(merchant: Merchant) -> None:
    def customer(id_: str, **bypass: str) -> Any:
        return verified(merchant, id_, channelKey="channel-key-kcp", bypass={"kcpV2": bypass} if bypass else {})

    usual, one, other = customer("a"), customer("b", web_siteid="S1"), customer("c", web_siteid="S2")
    assert usual["ci"] == one["ci"] == other["ci"]
    assert len({usual["di"], one["di"], other["di"]}) == 3
    assert customer("d", web_siteid="S1")["di"] == one["di"]


def test_a_tester_who_names_a_person_does_not_lose_the_web_siteid(merchant: Merchant) -> None:
    site: dict[str, Any] = {"channelKey": "channel-key-kcp", "bypass": {"kcpV2": {"web_siteid": "S1"}}}
    own = verified(merchant, "a", "adult-woman", **site)
    merchant.send("b", **site)
    done = merchant.complete("b", "verified", person="adult-woman").json()["verification"]["answer"]
    assert done["verifiedCustomer"]["di"] == own["di"]


def test_kcps_rules_reach_the_door(merchant: Merchant) -> None:
    assert_refused(merchant.send("with-hyphen", channelKey="channel-key-kcp"), "INVALID_REQUEST", "KCP", "40")
    wrong = {"kcpV2": {"cp_sms_msg": "인증번호"}}
    assert_refused(merchant.send("a", channelKey="channel-key-kcp", bypass=wrong), "INVALID_REQUEST", "[000000]")
    assert_refused(merchant.read("a"), "IDENTITY_VERIFICATION_NOT_FOUND")


def test_kg_inicis_and_unknown_channels_are_not_found(merchant: Merchant) -> None:
    assert_refused(merchant.send("a", channelKey="channel-key-inicis"), "CHANNEL_NOT_FOUND", "API")
    assert_refused(merchant.send("a", channelKey="danal"), "CHANNEL_NOT_FOUND", "channel-key-danal")


@pytest.mark.parametrize("missing", ["channelKey", "customer", "operator", "method"])
def test_a_required_member_that_is_missing_is_named(merchant: Merchant, missing: str) -> None:
    body = {name: value for name, value in merchant.body().items() if name != missing}
    assert_refused(merchant.call("POST", "/identity-verifications/a/send", body), "INVALID_REQUEST", missing)


def test_members_that_nobody_reads_are_noted_and_ignored(merchant: Merchant) -> None:
    body = merchant.body() | {"isCulture": True}
    body["customer"] |= {"email": "a@example.com"}
    assert merchant.call("POST", "/identity-verifications/a/send", body).status_code == 200
    why = merchant.control("GET", "/requests").json()["requests"][0]["why"]
    assert "'isCulture'" in why
    assert "'email'" in why


@pytest.mark.parametrize(
    ("bypass", "noted"),
    [
        ({"danal": {"AGELIMT": 19}}, "did you mean 'AGELIMIT'"),
        ({"kcpV2": {"media_type": "MC01"}}, "'kcpV2'"),
    ],
)
def test_what_the_provider_does_not_read_of_a_bypass_is_noted(
    merchant: Merchant, bypass: dict[str, Any], noted: str
) -> None:
    assert merchant.send("a", bypass=bypass).status_code == 200
    assert noted in merchant.control("GET", "/requests").json()["requests"][0]["why"]


@pytest.mark.parametrize(
    "members",
    [
        {"channelKey": "channel-key-kcp", "bypass": {"kcpV2": {}, "kcp_v2": {"media_type": "ZZ"}}},
        {"bypass": {"danal": None}},
    ],
)
def test_a_bypass_that_cannot_be_read_is_refused(merchant: Merchant, members: dict[str, Any]) -> None:
    assert_refused(merchant.send("a", **members), "INVALID_REQUEST", "bypass")


# The OTP, the SMS and the settings.


def test_the_inbox_holds_the_sms_as_the_customer_reads_it(merchant: Merchant) -> None:
    merchant.send("a", channelKey="channel-key-kcp", bypass={"kcpV2": {"cp_sms_msg": "모의상점 [000000] 입력"}})
    merchant.send("b", "adult-woman")
    newest, oldest = merchant.messages()
    assert (oldest["text"], oldest["otp"], oldest["to"]) == ("모의상점 [000000] 입력", OTP, "01000000001")
    assert (newest["to"], OTP in newest["text"], newest["channel"]) == ("01000000002", True, "danal")


def test_a_random_otp_is_read_in_the_inbox_and_each_sms_has_another(merchant: Merchant) -> None:
    box = boxed(merchant, otp={"code": "random"})
    box.send("a", channelKey="channel-key-kcp", bypass={"kcpV2": {"cp_sms_msg": "<[000000]>"}})
    first = box.messages()[0]
    assert first["text"] == f"<[{first['otp']}]>"
    box.resend("a")
    second = box.messages()[0]
    assert second["otp"] != first["otp"]
    assert box.shown("a").json()["attempts"][0]["otp"]["code"] == second["otp"]
    assert_refused(box.confirm("a", first["otp"]), "PG_PROVIDER")
    assert box.confirm("a", second["otp"]).status_code == 200


def test_lifetime_tries_attempts_resends_and_codes_are_the_testers(merchant: Merchant) -> None:
    box = boxed(
        merchant,
        otp={
            "code": "424242",
            "lifetimeSeconds": 10,
            "tries": 2,
            "attempts": 2,
            "resends": 1,
            "codes": {
                "wrong-otp": {"pgCode": "W", "pgMessage": "wrong"},
                "otp-expired": {"pgCode": "E", "pgMessage": "late"},
                "attempts-exhausted": {"pgCode": "X", "pgMessage": "over"},
                "resends": {"pgCode": "R", "pgMessage": "enough"},
            },
        },
    )
    box.send("a")
    assert box.messages()[0]["otp"] == "424242"
    assert box.confirm("a", OTP).json()["pgCode"] == "W"
    box.advance(10)
    assert box.confirm("a", "424242").json()["pgCode"] == "E"
    assert box.resend("a").json() == {}
    assert assert_refused(box.resend("a"), "PG_PROVIDER")["pgCode"] == "R"
    assert box.confirm("a", OTP).json()["pgCode"] == "X"
    assert box.read("a").json()["failure"]["pgCode"] == "X"
    box.send("a")
    for _ in range(2):
        box.confirm("a", OTP)
    assert_refused(box.send("a"), "MAX_TRANSACTION_COUNT_REACHED")


def test_an_otp_may_have_leading_zeros_and_must_be_text(merchant: Merchant) -> None:
    box = boxed(merchant, otp={"code": "000042"})
    box.send("a")
    refused = box.call("POST", "/identity-verifications/a/confirm", {"otp": 42})
    assert_refused(refused, "INVALID_REQUEST", "otp", "따옴표")
    assert box.confirm("a", "000042").status_code == 200


def test_resending_goes_to_the_phone_that_was_asked_for(merchant: Merchant) -> None:
    merchant.control("POST", "/next", {"outcome": "verified", "person": "adult-woman"})
    merchant.send("a")
    merchant.resend("a")
    assert [message["to"] for message in merchant.messages()] == ["01000000001"] * 2
    assert (
        merchant.confirm("a").json()["identityVerification"]["verifiedCustomer"]["name"]
        == merchant.person("adult-woman")["name"]
    )


def test_an_otp_expires_by_the_clock_of_its_sandbox_only(merchant: Merchant) -> None:
    other = boxed(merchant)
    for box in (merchant, other):
        box.send("a")
    other.advance(LATE)
    assert assert_refused(other.confirm("a"), "PG_PROVIDER")["pgCode"] == "MOCK-OTP-EXPIRED"
    assert merchant.confirm("a").status_code == 200


@pytest.mark.parametrize(
    ("otp", "at"),
    [
        ({"code": "12345"}, "otp.code"),
        ({"code": None}, "otp.code"),
        ({"lifetimeSeconds": 0}, "otp.lifetimeSeconds"),
        ({"tries": "five"}, "otp.tries"),
        ({"tries": 0}, "otp.tries"),
        ({"attempts": -1}, "otp.attempts"),
        ({"resends": True}, "otp.resends"),
        ({"attempts": 1.5}, "otp.attempts"),
        ({"codes": {"wrong-otp": {"pgCode": "x"}}}, "otp.codes.wrong-otp"),
        ({"codes": []}, "otp.codes"),
        ([], "otp"),
    ],
)
def test_settings_that_cannot_be_are_refused_with_their_place(merchant: Merchant, otp: object, at: str) -> None:
    refused = merchant.control("POST", "/sandboxes", {"scenario": {"otp": otp}})
    assert assert_refused(refused, "INVALID_REQUEST", f"scenario.{at}")["at"] == f"scenario.{at}"


@pytest.mark.parametrize(
    ("otp", "nearest"), [({"lifetime": 1}, "lifetimeSeconds"), ({"codes": {"wrong-otpp": {}}}, "wrong-otp")]
)
def test_unknown_settings_are_told_the_nearest(merchant: Merchant, otp: object, nearest: str) -> None:
    refused = assert_refused(merchant.control("POST", "/sandboxes", {"scenario": {"otp": otp}}), "INVALID_REQUEST")
    assert (refused["nearest"], nearest in refused["known"]) == (nearest, True)


# Stores.


def test_an_id_belongs_to_the_store_that_used_it_first(merchant: Merchant) -> None:
    box = boxed(merchant, stores=["second"])
    first, second = box.control("GET", "/sandbox").json()["storeIds"]
    assert second == f"{first}-second"
    ours, theirs = box.at(first), box.at(second)
    assert theirs.send("a").status_code == 200
    for refused in (
        box.send("a"),
        ours.send("a"),
        ours.confirm("a"),
        ours.resend("a"),
        box.read("a"),
        ours.open_window("a"),
    ):
        assert_refused(refused, "IDENTITY_VERIFICATION_NOT_FOUND")
    assert theirs.resend("a").status_code == 200
    assert theirs.confirm("a").status_code == 200
    assert theirs.read("a").json()["status"] == "VERIFIED"


@pytest.mark.parametrize("call", ["send", "confirm", "resend"])
def test_a_foreign_store_is_forbidden_and_an_empty_one_is_none(merchant: Merchant, call: str) -> None:
    merchant.send("a")
    box = merchant.at("store-nobody-has")
    refused = {"send": lambda: box.send("b"), "confirm": lambda: box.confirm("a"), "resend": lambda: box.resend("a")}
    assert_refused(refused[call](), "FORBIDDEN", "store-00000000")
    assert merchant.call("POST", "/identity-verifications/b/send", merchant.body(storeId="")).status_code == 200


@pytest.mark.parametrize("call", ["send", "confirm", "resend"])
def test_without_a_credential_nothing_happens(client: ClientFactory, call: str) -> None:
    mock = client(scenario="empty")
    merchant = Merchant(mock)
    merchant.send("a")
    before = merchant.shown("a").content
    refused = mock.post(f"/identity-verifications/a/{call}", json=merchant.body() | {"otp": OTP})
    assert_refused(refused, "UNAUTHORIZED")
    assert merchant.shown("a").content == before


@pytest.mark.parametrize("body", [None, b"", b"{}", b'{"x": 1}', b"not json"])
def test_resending_takes_no_body_and_any(client: ClientFactory, body: bytes | None) -> None:
    mock = client(scenario="empty")
    Merchant(mock).send("a")
    path = "/identity-verifications/a/resend"
    assert mock.post(path, content=body, headers=portone("mock-api-secret")).json() == {}


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'{"otp": null}', b'{"storeId": 1}'])
def test_confirming_needs_an_object(client: ClientFactory, body: bytes) -> None:
    mock = client(scenario="empty")
    Merchant(mock).send("a")
    path = "/identity-verifications/a/confirm"
    assert_refused(mock.post(path, content=body, headers=portone("mock-api-secret")), "INVALID_REQUEST")


def test_a_confirm_that_is_lost_says_so_in_process(merchant: Merchant) -> None:
    """Where there is no connection to cut (test_idempotency.py has one)."""
    merchant.send("a", "always-verified-not-returned")
    assert_refused(merchant.confirm("a"), "MOCK_UNAVAILABLE", "lost")
    assert merchant.read("a").json()["status"] == "VERIFIED"


def test_ids_are_taken_from_the_raw_path(merchant: Merchant) -> None:
    for id_ in ("a/b", "가", "a b?#"):
        assert verified(merchant, id_)["name"] == "김모의"
        assert merchant.read(id_).json()["id"] == id_
    for call in (merchant.send, merchant.confirm, merchant.resend):
        assert_refused(call("x" * 201), "IDENTITY_VERIFICATION_NOT_FOUND", "200")


def test_wrong_otps_end_the_attempt_and_another_send_begins_anew(merchant: Merchant) -> None:
    merchant.send("a")
    codes = [merchant.confirm("a", WRONG_OTP).json()["pgCode"] for _ in range(5)]
    assert codes == ["MOCK-WRONG-OTP"] * 4 + ["MOCK-ATTEMPTS"]
    assert_refused(merchant.confirm("a"), "IDENTITY_VERIFICATION_NOT_SENT")
    assert verified(merchant)["name"] == "김모의"
    attempts = merchant.shown("a").json()["attempts"]
    assert [attempt["state"] for attempt in attempts] == ["failed", "verified"]


def test_nobody_is_verified_before_they_are_born(merchant: Merchant) -> None:
    answer = merchant.send("a", customer={**DESCRIBED, "identityNumber": "9912313"})
    assert_refused(answer, "INVALID_REQUEST", "아직 오지 않은")
    assert merchant.read("a").status_code == 404


def test_codes_of_the_testers_reach_records_that_are_put_or_ready_made(merchant: Merchant) -> None:
    codes = {
        outcome: {"pgCode": outcome[:3], "pgMessage": "!"} for outcome in ("cancelled", "age-limit", "provider-error")
    }
    made = merchant.control("POST", "/sandboxes", {"scenario": ["default", {"otp": {"codes": codes}}]}).json()
    box = Merchant(merchant.client, made["apiSecret"])

    def failed(**members: Any) -> Any:
        return box.control("PUT", "/verifications/a", members).json()["failure"]

    assert failed(outcome="cancelled") == {"reason": "이용자가 인증을 취소했습니다.", "pgCode": "can", "pgMessage": "!"}
    assert failed(status="FAILED")["pgCode"] == "pro"
    assert failed(status="FAILED", failure={"pgCode": "mine"}) == {"pgCode": "mine"}
    assert box.read("idv-always-age-limit").json()["failure"]["pgCode"] == "age"


def test_another_operator_than_the_known_persons_is_noted(merchant: Merchant) -> None:
    def notes(operator: str) -> str:
        merchant.send(operator, operator=operator)
        return str(merchant.control("GET", "/requests").json()["requests"][0]["why"])

    assert "The operator sent is KT, the known person's is SKT" in notes("KT")
    assert "operator" not in notes("SKT")
