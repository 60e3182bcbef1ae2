"""/_mock/verifications: putting, explaining, listing, removing."""

from typing import Any

import pytest

from ..in_process import ClientFactory
from ..refusals import assert_refused

SHOWN = {"id", "state", "person", "channel", "agency", "answer", "withheld", "attempts"}


@pytest.mark.parametrize(
    "order",
    [
        {},
        {"status": "READY"},
        {"status": "FAILED"},
        {"outcome": "cancelled", "person": "adult-woman"},
        {"person": "adult~9", "channel": "inicis", "agency": "KAKAO", "customData": "x", "pgTxId": "MOCK-1"},
        {"status": "FAILED", "failure": {"reason": "r", "pgCode": "c", "pgMessage": "m"}, "channel": "channel-key-kcp"},
        {"requestedAt": "2026-01-01T00:00:00Z", "verifiedAt": "2026-01-01T00:01:00+00:00"},
        {"customer": {"phoneNumber": "01012345678", "ci": None}},
    ],
)
def test_putting_answers_exactly_what_portones_read_does(client: ClientFactory, order: dict[str, Any]) -> None:
    mock = client()
    put = mock.put("/_mock/verifications/a", json=order)
    assert put.status_code == 200, put.text
    assert put.content == mock.read("a").content
    shown = mock.control("GET", "/verifications/a")
    assert shown.keys() == SHOWN
    assert shown["answer"] == put.json()


def test_without_status_and_person_it_is_adult_verified_now(client: ClientFactory) -> None:
    mock = client()
    body = mock.control("PUT", "/verifications/a", {})
    shown = mock.control("GET", "/verifications/a")
    assert (body["status"], shown["person"], shown["channel"], shown["agency"]) == ("VERIFIED", "adult", "danal", None)
    assert body["verifiedAt"] > body["requestedAt"]


@pytest.mark.parametrize("status", ["READY", "FAILED"])
def test_before_it_is_verified_name_and_phone_are_requested(client: ClientFactory, status: str) -> None:
    body = client().control("PUT", "/verifications/a", {"status": status})
    assert body["requestedCustomer"] == {"name": "김모의", "phoneNumber": "01000000001"}
    assert ("failure" in body) is (status == "FAILED")


def test_times_may_be_relative_to_the_clock_of_the_sandbox(client: ClientFactory) -> None:
    mock = client()
    body = mock.control("PUT", "/verifications/a", {"requestedAt": "-90d"})
    now = mock.control("GET", "/sandbox")["clock"]["now"]
    assert body["requestedAt"] < body["verifiedAt"] < now
    assert body["verifiedAt"][:4] in (now[:4], str(int(now[:4]) - 1))


def test_null_removes_a_member_of_the_customer(client: ClientFactory) -> None:
    body = client().control("PUT", "/verifications/a", {"customer": {"di": None, "gender": None}})
    assert body["verifiedCustomer"].keys() == {"name", "birthDate", "ci"}


def test_putting_again_replaces(client: ClientFactory) -> None:
    mock = client()
    mock.control("PUT", "/verifications/a", {"status": "FAILED", "customData": "x"})
    body = mock.control("PUT", "/verifications/a", {})
    assert (body["status"], "customData" in body) == ("VERIFIED", False)
    assert mock.control("GET", "/verifications")["total"] == 1


@pytest.mark.parametrize(
    ("order", "evidence"),
    [
        ({"status": "VERIFED"}, {"at": "status", "nearest": "VERIFIED", "received": "'VERIFED'"}),
        ({"outcome": "canceled"}, {"at": "outcome", "nearest": "cancelled"}),
        ({"person": "adlt"}, {"at": "person", "nearest": "adult"}),
        ({"channel": "dnaal"}, {"at": "channel", "nearest": "danal"}),
        ({"channel": "inicis", "agency": "KAKA"}, {"at": "agency", "nearest": "KAKAO"}),
        ({"staus": "READY"}, {"at": "staus", "nearest": "status"}),
        ({"customer": {"nam": "x"}}, {"at": "customer.nam", "nearest": "name"}),
        ({"failure": {"pgcode": "x"}, "status": "FAILED"}, {"at": "failure.pgcode", "nearest": "pgCode"}),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_and_all(
    client: ClientFactory, order: dict[str, Any], evidence: dict[str, str]
) -> None:
    mock = client()
    body = assert_refused(mock.put("/_mock/verifications/a", json=order), "INVALID_REQUEST")
    assert evidence.items() <= body.items()
    assert evidence["nearest"] in body["known"]
    assert mock.control("GET", "/verifications")["total"] == 0


@pytest.mark.parametrize(
    "order",
    [
        {"status": "READY", "outcome": "verified"},
        {"status": "VERIFIED", "outcome": "cancelled"},
        {"status": "VERIFIED", "failure": {"reason": "x"}},
        {"status": "READY", "verifiedAt": "-1d"},
        {"channel": "danal", "agency": "KAKAO"},
        {"requestedAt": "-1d", "verifiedAt": "-2d"},
        {"customer": {"name": None}},
    ],
)
def test_a_contradiction_is_refused_and_the_record_before_it_stays(
    client: ClientFactory, order: dict[str, Any]
) -> None:
    mock = client()
    before = mock.control("PUT", "/verifications/a", {})
    assert "contradicts" in assert_refused(mock.put("/_mock/verifications/a", json=order), "INVALID_REQUEST")["message"]
    assert mock.read("a").json() == before


def test_what_the_provider_withholds_is_named_with_the_reason(client: ClientFactory) -> None:
    mock = client()
    mock.control("PUT", "/verifications/a", {"channel": "danal-no-ci"})
    withheld = mock.control("GET", "/verifications/a")["withheld"]
    assert {each["field"] for each in withheld} == {"operator", "phoneNumber", "isForeigner", "ci"}
    for each in withheld:
        assert each.keys() == {"field", "ko", "en", "source"}
        assert all(each.values())
    assert not {each["field"] for each in withheld} & mock.read("a").json()["verifiedCustomer"].keys()


def test_reading_a_ready_made_one_here_makes_it(client: ClientFactory) -> None:
    mock = client()
    shown = mock.control("GET", "/verifications/idv-adult")
    assert shown["answer"] == mock.read("idv-adult").json()
    assert mock.control("GET", "/verifications")["total"] == 1


def test_all_are_listed_oldest_first_and_in_pages(client: ClientFactory) -> None:
    mock = client()
    for id_ in "cab":
        mock.control("PUT", f"/verifications/{id_}", {})
    listed = mock.control("GET", "/verifications")
    assert listed.keys() == {"verifications", "total"}
    assert [each["id"] for each in listed["verifications"]] == ["c", "a", "b"]
    assert all(each.keys() == SHOWN for each in listed["verifications"])
    page = mock.control("GET", "/verifications", limit=1, offset=1)
    assert ([each["id"] for each in page["verifications"]], page["total"]) == (["a"], 3)
    assert mock.control("GET", "/verifications", limit=0)["verifications"] == []
    assert mock.control("GET", "/verifications", offset=9)["verifications"] == []


@pytest.mark.parametrize(
    ("name", "value"), [("limit", "-1"), ("limit", "x"), ("limit", "1001"), ("offset", "1.5"), ("offset", "٣")]
)
def test_a_page_that_cannot_be_is_refused(client: ClientFactory, name: str, value: str) -> None:
    body = assert_refused(client().get("/_mock/verifications", params={name: value}), "INVALID_REQUEST", name)
    assert body["at"] == name


def test_a_removed_one_is_gone(client: ClientFactory) -> None:
    mock = client()
    mock.control("PUT", "/verifications/a", {})
    assert mock.delete("/_mock/verifications/a").status_code == 204
    assert_refused(mock.read("a"), "IDENTITY_VERIFICATION_NOT_FOUND")
    assert_refused(mock.get("/_mock/verifications/a"), "IDENTITY_VERIFICATION_NOT_FOUND")
    assert_refused(mock.delete("/_mock/verifications/a"), "IDENTITY_VERIFICATION_NOT_FOUND")
