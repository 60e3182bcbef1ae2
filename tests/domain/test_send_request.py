"""The body of a send: what is taken, what is refused and how, and each provider's own rules."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain.channels import Channels
from mock_server.domain.errors import Refusal
from mock_server.domain.people import OPERATORS
from mock_server.domain.send_request import (
    LONGEST_SMS,
    METHODS,
    SendRequest,
    chosen_channel,
    read_send,
    with_provider_rules,
)
from tests.domain.world import refusal_of

CUSTOMER = {"name": "김모의", "phoneNumber": "01000000001", "identityNumber": "9005151", "ipAddress": "203.0.113.7"}
BODY: dict[str, Any] = {"channelKey": "channel-key-danal", "customer": CUSTOMER, "operator": "SKT", "method": "SMS"}
ABSENT = object()

# What a member of the customer may not be.
WRONG: dict[str, tuple[object, ...]] = {
    "name": (ABSENT, "", 1, None),
    "phoneNumber": (ABSENT, "", "010-0000-0001", "12345678", "012345678901", "０1000000001", 1),
    "ipAddress": (ABSENT, "", 1, None, "localhost", "1.2.3", "1.2.3.256", "::g"),
    "identityNumber": (
        *(ABSENT, "", 9005151, "900515", "900515-1", "90051511", "abcdefg", "９005151"),
        *("9002301", "9013011", "9002290"),
    ),
}
JSON_TEXTS = st.none() | st.integers() | st.text() | st.lists(st.text())
CUSTOMERS = st.dictionaries(st.sampled_from([*CUSTOMER, "id"]), st.none() | st.text() | st.floats())
NAMES = st.sampled_from([*BODY, "storeId", "customData", "bypass", "x"])


def body(**changes: Any) -> dict[str, Any]:
    """A body that is right, with members replaced, or left out where they are ABSENT."""
    customer = {**CUSTOMER, **changes.pop("customer", {})} if isinstance(changes.get("customer", {}), dict) else None
    merged = {**BODY, "customer": customer if customer is not None else changes.pop("customer"), **changes}
    if isinstance(merged["customer"], dict):
        merged["customer"] = {name: value for name, value in merged["customer"].items() if value is not ABSENT}
    return {name: value for name, value in merged.items() if value is not ABSENT}


def ruled(id_: str = "abc", channel: str = "danal", **changes: Any) -> SendRequest:
    """What is asked for once the channel's provider had its say."""
    found = Channels().get(channel)
    assert found is not None
    return with_provider_rules(read_send(body(channelKey=found.key, **changes)), id_, found)


def test_every_member_is_read() -> None:
    request = read_send(body(storeId="s", customData='{"a": 1}', bypass={"danal": {}}, customer={"id": "c"}))
    assert request.described is not None
    assert (request.store_id, request.channel_key, request.custom_data) == ("s", "channel-key-danal", '{"a": 1}')
    assert (request.name, request.phone_number, request.customer_id) == ("김모의", "01000000001", "c")
    assert (request.operator, request.method, request.bypass) == ("SKT", "SMS", {"danal": {}})
    assert (str(request.described.birth_date), request.described.gender) == ("1990-05-15", "MALE")


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        ({"channelKey": ABSENT}, "channelKey"),
        ({"channelKey": ""}, "channelKey"),
        ({"channelKey": 1}, "channelKey"),
        ({"customer": "x"}, "customer"),
        ({"customer": None}, "customer"),
        ({"operator": ABSENT}, "operator"),
        ({"operator": "LGT"}, "operator"),
        ({"operator": ["SKT"]}, "operator"),
        ({"method": ABSENT}, "method"),
        ({"method": "sms"}, "method"),
        ({"method": {}}, "method"),
        ({"storeId": 1}, "storeId"),
        ({"storeId": None}, "storeId"),
        ({"customData": {"a": 1}}, "customData"),
        ({"bypass": "x"}, "bypass"),
        ({"bypass": None}, "bypass"),
        *(({"customer": {name: wrong}}, f"customer.{name}") for name, wrongs in WRONG.items() for wrong in wrongs),
        ({"customer": {"id": 1}}, "customer.id"),
        ({"customer": {"id": "x" * 1001}}, "customer.id"),
        ({"customer": {"name": "x" * 1001}}, "customer.name"),
    ],
)
def test_what_is_wrong_is_refused_and_named(changes: dict[str, Any], at: str) -> None:
    refusal = refusal_of(lambda: read_send(body(**changes)))
    assert refusal.why.startswith(f"{at}: ")
    assert at.rpartition(".")[2] in refusal.message


@pytest.mark.parametrize("digits", ["9002301", "9013011", "900515-1"])
def test_a_resident_number_is_never_repeated(digits: str) -> None:
    refusal = refusal_of(lambda: read_send(body(customer={"identityNumber": digits})))
    assert digits not in refusal.why + refusal.message


@pytest.mark.parametrize("address", ["203.0.113.7", "127.0.0.1", "2001:db8::7", "::1"])
@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize("method", METHODS)
def test_every_operator_method_and_kind_of_address_is_taken(method: str, operator: str, address: str) -> None:
    request = read_send(body(method=method, operator=operator, customer={"ipAddress": address}))
    assert (request.method, request.operator) == (method, operator)


def test_an_app_needs_no_identity_number_and_refuses_an_impossible_one() -> None:
    assert read_send(body(method="APP", customer={"identityNumber": ABSENT})).described is None
    refusal_of(lambda: read_send(body(method="APP", customer={"identityNumber": "9913011"})))


def test_an_empty_store_id_counts_as_absent() -> None:
    assert read_send(body(storeId="")).store_id is None


@given(st.dictionaries(NAMES, JSON_TEXTS | CUSTOMERS))
def test_any_body_is_read_or_refused(members: dict[str, Any]) -> None:
    try:
        read: str = read_send({**BODY, **members}).method
    except Refusal as refusal:
        read = refusal.type
    assert read in (*METHODS, "INVALID_REQUEST")


def test_a_channel_is_found_by_its_key_only() -> None:
    assert chosen_channel(read_send(body()), Channels()).name == "danal"
    for key in ("danal", "channel-key-dnaal"):
        with pytest.raises(Refusal) as caught:
            chosen_channel(read_send(body(channelKey=key)), Channels())
        assert caught.value.type == "CHANNEL_NOT_FOUND"
        assert "channel-key-danal" in caught.value.message


@pytest.mark.parametrize("name", ["inicis", "inicis-test"])
def test_kg_inicis_has_no_api_mode(name: str) -> None:
    with pytest.raises(Refusal) as caught:
        chosen_channel(read_send(body(channelKey=f"channel-key-{name}")), Channels())
    assert (caught.value.type, "API" in caught.value.message) == ("CHANNEL_NOT_FOUND", True)


@pytest.mark.parametrize("channel", [each.name for each in Channels() if each.pg_provider != "INICIS_UNIFIED"])
def test_every_other_channel_has_one(channel: str) -> None:
    assert chosen_channel(read_send(body(channelKey=f"channel-key-{channel}")), Channels()).name == channel
    assert ruled(channel=channel).method == "SMS"


def test_danal_takes_a_customer_id_of_two_hundred_characters() -> None:
    assert ruled(customer={"id": "가" * 200}).customer_id == "가" * 200
    assert refusal_of(lambda: ruled(customer={"id": "x" * 201})).why.startswith("customer.id")
    assert ruled(channel="kcp", customer={"id": "x" * 201}).customer_id is not None


@pytest.mark.parametrize(("limit", "read"), [(19, 19), (19.0, 19), ("19", 19), (0, 0), (999, 999)])
def test_danals_age_limit_is_a_whole_number(limit: object, read: int) -> None:
    assert ruled(bypass={"danal": {"AGELIMIT": limit}}).age_limit == read


@pytest.mark.parametrize("limit", [None, True, -1, -1.0, 1000, 1e300, 19.5, "19.0", "19세", "", [], {}])
def test_danals_age_limit_is_nothing_else(limit: object) -> None:
    assert refusal_of(lambda: ruled(bypass={"danal": {"AGELIMIT": limit}})).why.startswith("bypass.danal.AGELIMIT")


@pytest.mark.parametrize(
    ("id_", "fine"),
    [("a", True), ("A1" * 20, True), *((wrong, False) for wrong in ("", "a" * 41, "a-b", "a_b", "가"))],
)
def test_kcp_takes_ids_of_letters_and_digits_only(id_: str, *, fine: bool) -> None:
    assert ruled(id_).name
    if fine:
        assert ruled(id_, "kcp").name
    else:
        assert refusal_of(lambda: ruled(id_, "kcp")).why.startswith("identityVerificationId")


@pytest.mark.parametrize("spelling", ["kcpV2", "kcp_v2"])
def test_kcps_bypass_is_read_under_both_spellings(spelling: str) -> None:
    sent = {"web_siteid": "S1", "media_type": "MC02", "cp_sms_msg": "[000000] 입니다", "cp_callback": "0212345678"}
    request = ruled(channel="kcp", bypass={spelling: sent})
    assert (request.site, request.sms_template) == ("S1", "[000000] 입니다")


WRONG_BYPASS: dict[str, tuple[object, ...]] = {
    "media_type": ("MC03", "mc01", 1, "", None),
    "cp_sms_msg": ("000000", "[00000]", "", 1, None, "x" * (LONGEST_SMS - 7) + "[000000]"),
    "web_siteid": ("", 1, [], None),
}


@pytest.mark.parametrize(("name", "value"), [(name, it) for name, wrong in WRONG_BYPASS.items() for it in wrong])
def test_kcps_bypass_has_rules(name: str, value: object) -> None:
    refusal = refusal_of(lambda: ruled(channel="kcp", bypass={"kcpV2": {name: value}}))
    assert refusal.why.startswith(f"bypass.kcpV2.{name}")


def test_a_text_of_the_sms_may_be_as_long_as_any_text_message() -> None:
    template = "x" * (LONGEST_SMS - 8) + "[000000]"
    assert ruled(channel="kcp", bypass={"kcpV2": {"cp_sms_msg": template}}).sms_template == template
    refusal = refusal_of(lambda: ruled(channel="kcp", bypass={"kcpV2": {"cp_sms_msg": template + "x"}}))
    assert "2,001" in refusal.why
    assert "2,001자" in refusal.message


@pytest.mark.parametrize(("channel", "name"), [("danal", "danal"), ("kcp", "kcpV2"), ("kcp", "kcp_v2")])
def test_a_providers_bypass_is_an_object(channel: str, name: str) -> None:
    assert refusal_of(lambda: ruled(channel=channel, bypass={name: "x"})).why.startswith(f"bypass.{name}")


def test_another_providers_bypass_is_not_looked_at() -> None:
    both: dict[str, object] = {"danal": {"AGELIMIT": "?"}, "kcpV2": {"media_type": "?"}, "inicisUnified": 1}
    refusal_of(lambda: ruled(bypass={**both}))
    assert ruled(channel="danal", bypass={**both, "danal": {}}).age_limit is None
    assert ruled(channel="kcp", bypass={**both, "kcpV2": {}}).site is None
