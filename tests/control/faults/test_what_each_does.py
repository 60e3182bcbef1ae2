"""What each fault does to an answer, in process."""

from typing import Any

import pytest

from ...in_process import bearer
from ...merchant import Merchant
from ...refusals import assert_refused
from .ordering import FUTURE, fired, listed, newest, order


def test_a_status_comes_with_its_body_and_headers(merchant: Merchant) -> None:
    body = {"type": "PG_PROVIDER", "message": "m", "pgCode": "1", "pgMessage": "가"}
    order(merchant, "status", status=502, body=body, headers={"Retry-After": "3", "X-Odd": "\u00e9"})
    answer = merchant.read("a")
    assert (answer.status_code, answer.json(), answer.headers["retry-after"]) == (502, body, "3")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers.get_list("content-length") == [str(len(answer.content))]
    assert newest(merchant) | {"status": 502, "errorType": "PG_PROVIDER", "fault": "status"} == newest(merchant)


@pytest.mark.parametrize(
    ("members", "kind", "content"),
    [
        ({}, "application/json; charset=utf-8", b'{"type":"MOCK_FAULT","message":"The fault status."}'),
        ({"body": "가"}, "text/plain; charset=utf-8", "가".encode()),
        ({"body": []}, "application/json; charset=utf-8", b"[]"),
        ({"body": "<p>", "headers": {"content-TYPE": "text/html"}}, "text/html", b"<p>"),
    ],
)
def test_a_body_has_the_content_type_that_it_is(
    merchant: Merchant, members: dict[str, Any], kind: str, content: bytes
) -> None:
    order(merchant, "status", status=500, **members)
    answer = merchant.read("a")
    assert (answer.headers.get_list("content-type"), answer.content) == ([kind], content)


@pytest.mark.parametrize("status", [204, 205, 304])
def test_a_status_without_a_body_has_none(merchant: Merchant, status: int) -> None:
    order(merchant, "status", status=status, headers={"etag": '"1"'})
    answer = merchant.read("a")
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (status, b"", '"1"')
    assert "content-type" not in answer.headers


def test_a_gateways_page_comes_in_html(merchant: Merchant) -> None:
    order(merchant, "html")
    answer = merchant.read("a")
    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html; charset=utf-8")
    assert answer.text.startswith("<!doctype html>")


@pytest.mark.parametrize(("members", "header"), [({}, None), ({"retryAfter": 0}, "0"), ({"retryAfter": 30}, "30")])
def test_too_many_requests_may_say_when_to_come_again(
    merchant: Merchant, members: dict[str, Any], header: str | None
) -> None:
    order(merchant, "rate-limit", **members)
    answer = merchant.read("a")
    assert (answer.status_code, answer.json()["type"], answer.headers.get("retry-after")) == (
        429,
        "TOO_MANY_REQUESTS",
        header,
    )


def test_malformed_json_is_announced_as_it_is_and_no_parser_takes_it(merchant: Merchant) -> None:
    whole = merchant.read("a").content
    order(merchant, "malformed-json")
    answer = merchant.read("a")
    assert (answer.status_code, answer.content) == (200, whole[: len(whole) // 2])
    assert answer.headers.get_list("content-length") == [str(len(answer.content))]
    with pytest.raises(ValueError, match=r"\(char \d+\)"):
        answer.json()
    assert merchant.read("a").content == whole


def test_a_refusal_is_malformed_as_well_and_keeps_its_type_in_the_journal(merchant: Merchant) -> None:
    order(merchant, "malformed-json")
    answer = merchant.read("nobody")
    assert answer.status_code == 404
    with pytest.raises(ValueError, match=r"\(char \d+\)"):
        answer.json()
    assert newest(merchant)["errorType"] == "IDENTITY_VERIFICATION_NOT_FOUND"
    assert newest(merchant)["fault"] == "malformed-json"


def test_a_token_counts_as_expired_once_and_a_secret_never(merchant: Merchant) -> None:
    tokens = merchant.client.post("/login/api-secret", json={"apiSecret": merchant.secret}).json()
    order(merchant, "token-expired")
    assert merchant.read("a").status_code == 200
    refreshed = merchant.client.post("/token/refresh", json={"refreshToken": tokens["refreshToken"]})
    assert refreshed.status_code == 200
    token = bearer(tokens["accessToken"])
    assert_refused(merchant.client.get("/identity-verifications/a", headers=token), "UNAUTHORIZED", "만료")
    assert merchant.client.get("/identity-verifications/a", headers=token).status_code == 200


def test_a_refresh_token_counts_as_ended_and_is_not_used_up(merchant: Merchant) -> None:
    body = {"refreshToken": merchant.client.post("/login/api-secret", json={"apiSecret": merchant.secret}).json()}
    body = {"refreshToken": body["refreshToken"]["refreshToken"]}
    order(merchant, "refresh-dead")
    assert_refused(merchant.client.post("/token/refresh", json=body), "UNAUTHORIZED")
    assert newest(merchant)["fault"] == "refresh-dead"
    assert merchant.client.post("/token/refresh", json=body).status_code == 200


def test_an_id_counts_as_unknown_and_a_list_does_not_mind(merchant: Merchant) -> None:
    order(merchant, "not-found")
    assert merchant.list().json()["page"]["totalCount"] == 1
    assert_refused(merchant.read("a"), "IDENTITY_VERIFICATION_NOT_FOUND")
    assert merchant.read("a").status_code == 200


def test_the_first_reads_are_ready_and_those_of_nothing_do_not_count(merchant: Merchant) -> None:
    order(merchant, "ready-first", reads=2)
    assert merchant.read("nobody").status_code == 404
    assert [merchant.read("a").json()["status"] for _ in range(4)] == ["READY", "READY", "VERIFIED", "VERIFIED"]
    assert merchant.shown("a").json()["answer"]["status"] == "VERIFIED"
    assert (listed(merchant)[0]["fired"], listed(merchant)[0]["seen"]) == (2, 3)


def test_an_unknown_status_reaches_read_list_and_confirm(merchant: Merchant) -> None:
    order(merchant, "unknown-status", times=None)
    merchant.send("b")
    assert merchant.confirm("b").json()["identityVerification"]["status"] == FUTURE
    assert merchant.read("a").json()["status"] == FUTURE
    assert [item["status"] for item in merchant.list().json()["items"]] == [FUTURE] * 2
    assert fired(merchant) == [3]


def test_what_changes_records_waits_for_one(merchant: Merchant) -> None:
    order(merchant, "omit-fields", fields=["verifiedCustomer.ci", "pgTxId"])
    order(merchant, "no-custom-data")
    order(merchant, "extra-fields")
    assert merchant.read("nobody").status_code == 404
    merchant.send("b")
    assert fired(merchant) == [0, 0, 0]
    record = merchant.read("a").json()
    assert "ci" not in record["verifiedCustomer"]
    assert not {"pgTxId", "customData"} & record.keys()
    assert "mockFutureMember" in record["channel"]
    assert newest(merchant)["fault"] == "extra-fields, omit-fields, no-custom-data"
    for name in ("extra-fields", "omit-fields", "no-custom-data", "extra-fields, omit-fields, no-custom-data"):
        assert merchant.control("GET", "/requests", params={"fault": name}).json()["total"] == 1
    assert_refused(merchant.control("GET", "/requests?fault=fields"), "INVALID_REQUEST", "fields")
    assert "mockFutureMember" not in merchant.read("a").text


def test_the_kept_answer_of_a_record_is_not_changed(merchant: Merchant) -> None:
    before = merchant.read("a").content
    order(merchant, "extra-fields")
    assert merchant.read("a").content != before
    assert merchant.read("a").content == before


def test_a_legacy_token_sees_both_copies_changed_alike(merchant: Merchant) -> None:
    token = merchant.client.post("/login/api-key", json={"apiKey": merchant.secret}).json()["access_token"]
    order(merchant, "extra-fields")
    record = merchant.client.get("/identity-verifications/a", headers=bearer(token)).json()
    assert record["customer"] == record["verifiedCustomer"]
    assert "mockFutureMember" in record["customer"]
