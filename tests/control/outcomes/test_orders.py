"""Ordering outcomes for attempts to come."""

from typing import Any

import httpx
import pytest

from mock_server.domain.next_order import MATCHES, MOST_NEXT

from ...merchant import Merchant
from ...refusals import assert_refused
from .ordering import CLOSED, fate, left, order


def test_orders_are_used_up_in_order_and_by_their_times(merchant: Merchant) -> None:
    shown = order(merchant, {"outcome": "cancelled", "times": 2}, {"outcome": "age-limit"})
    assert shown == [
        {"outcome": "cancelled", "person": None, "match": {}, "times": 2},
        {"outcome": "age-limit", "person": None, "match": {}, "times": 1},
    ]
    came = [fate(merchant, f"id{number}") for number in range(4)]
    assert came == ["MOCK-CANCELLED", "MOCK-CANCELLED", "MOCK-AGE-LIMIT", "VERIFIED"]
    assert left(merchant) == []


def test_an_order_of_a_single_object_is_added_to_those_there_are(merchant: Merchant) -> None:
    order(merchant, {"outcome": "cancelled"})
    assert merchant.control("POST", "/next", {"outcome": "verified"}).status_code == 200
    assert left(merchant) == ["cancelled", "verified"]
    assert merchant.control("DELETE", "/next").status_code == 204
    assert left(merchant) == []


MATCHING: dict[str, tuple[str, dict[str, Any]]] = {
    "id": ("wanted", {}),
    "idPrefix": ("want", {}),
    "customerId": ("c-1", {"customer": {"id": "c-1"}}),
    "phoneNumber": ("01000000001", {}),
    "customData": ("x", {"customData": "x"}),
    "channel": ("danal-contract", {"channelKey": "channel-key-danal-contract"}),
}


def test_every_member_to_match_is_tried_here() -> None:
    assert MATCHING.keys() == set(MATCHES)


@pytest.mark.parametrize("name", MATCHING)
def test_an_order_waits_for_the_attempt_that_it_asks_for(merchant: Merchant, name: str) -> None:
    value, members = MATCHING[name]
    order(merchant, {"outcome": "cancelled"}, {"outcome": "age-limit", "match": {name: value}})
    assert fate(merchant, "other", person="adult-woman") == "MOCK-CANCELLED"
    assert left(merchant) == ["age-limit"]
    assert fate(merchant, "wanted", **members) == "MOCK-AGE-LIMIT"
    assert left(merchant) == []


def test_an_order_that_asks_for_something_goes_before_an_older_one_that_does_not(merchant: Merchant) -> None:
    order(merchant, {"outcome": "cancelled"}, {"outcome": "age-limit", "match": {"idPrefix": "a"}})
    assert [fate(merchant, "a1"), fate(merchant, "a2")] == ["MOCK-AGE-LIMIT", "MOCK-CANCELLED"]


def test_a_channel_is_matched_by_name_or_key(merchant: Merchant) -> None:
    shown = order(merchant, {"outcome": "cancelled", "match": {"channel": "channel-key-kcp"}})
    assert shown[0]["match"] == {"channel": "kcp"}
    assert fate(merchant, "a", channelKey="channel-key-kcp") == "MOCK-CANCELLED"


def test_an_order_may_say_who_it_is(merchant: Merchant) -> None:
    order(merchant, {"outcome": "verified", "person": "adult~7"})
    merchant.send("a")
    assert merchant.confirm("a").json()["identityVerification"]["verifiedCustomer"]["name"] == "김모의칠"
    assert merchant.shown("a").json()["person"] == "adult~7"


def test_an_order_overrules_what_a_person_carries_and_reaches_windows_too(merchant: Merchant) -> None:
    order(
        merchant, {"outcome": "verified", "match": {"phoneNumber": merchant.person("always-cancelled")["phoneNumber"]}}
    )
    assert fate(merchant, "a", person="always-cancelled") == "VERIFIED"
    order(merchant, {"outcome": "cancelled", "person": "minor-18"})
    merchant.open_window("w")
    assert (left(merchant), merchant.shown("w").json()["person"]) == ([], "minor-18")


@pytest.mark.parametrize("refused", ["send", "window"])
def test_a_refused_attempt_uses_no_order_up(merchant: Merchant, refused: str) -> None:
    merchant.send("a")
    merchant.confirm("a")
    order(merchant, {"outcome": "cancelled"})
    answer: httpx.Response = merchant.send("a") if refused == "send" else merchant.open_window("a")
    assert_refused(answer, "IDENTITY_VERIFICATION_ALREADY_VERIFIED")
    assert left(merchant) == ["cancelled"]


def test_a_reset_forgets_the_orders_and_another_sandbox_never_saw_them(merchant: Merchant) -> None:
    order(merchant, {"outcome": "cancelled"})
    assert left(Merchant(merchant.client, "sandbox-other")) == []
    merchant.control("POST", "/reset")
    assert left(merchant) == []


@pytest.mark.parametrize(
    ("body", "evidence"),
    [
        ({}, {"at": "outcome", "known": list(CLOSED)}),
        ("cancelled", {"at": "body"}),
        ([1], {"at": "[0]"}),
        ([{"outcome": "verified"}, {"outcome": "verifed"}], {"at": "[1].outcome", "nearest": "verified"}),
        (
            {"outcome": "verified", "time": 1},
            {"at": "time", "nearest": "times", "known": ["outcome", "person", "match", "times"]},
        ),
        ([{"outcome": "verified", "mach": {}}], {"at": "[0].mach", "nearest": "match"}),
        *(
            ({"outcome": "verified", "times": wrong}, {"at": "times"})
            for wrong in (0, -1, True, 1.5, "1", None, 1_000_001)
        ),
        ({"outcome": "verified", "person": "adlt"}, {"at": "person", "nearest": "adult", "received": "'adlt'"}),
        ([{"outcome": "verified", "person": 1}], {"at": "[0].person", "received": "1"}),
        ({"outcome": "verified", "match": []}, {"at": "match"}),
        ({"outcome": "verified", "match": {"idprefix": "a"}}, {"at": "match.idprefix", "nearest": "idPrefix"}),
        ({"outcome": "verified", "match": {"id": 1}}, {"at": "match.id", "received": "1"}),
        ([{"outcome": "verified", "match": {"channel": "dnaal"}}], {"at": "[0].match.channel", "nearest": "danal"}),
    ],
)
def test_an_order_that_cannot_be_is_refused_with_its_place_and_none_is_kept(
    merchant: Merchant, body: Any, evidence: dict[str, Any]
) -> None:
    refused = assert_refused(merchant.control("POST", "/next", body), "INVALID_REQUEST")
    assert {name: refused.get(name) for name in evidence} == evidence
    assert left(merchant) == []


def test_there_is_room_for_so_many_orders_and_no_more(merchant: Merchant) -> None:
    order(merchant, *({"outcome": "verified"} for _ in range(MOST_NEXT)))
    refused = merchant.control("POST", "/next", {"outcome": "verified"})
    assert_refused(refused, "MOCK_UNAVAILABLE", "DELETE /_mock/next")
    assert len(left(merchant)) == MOST_NEXT
