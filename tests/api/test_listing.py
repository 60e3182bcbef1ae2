"""The list over HTTP: where its query comes from, whose records it shows; choosing is in domain/test_listing.py."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest

from mock_server import Settings

from ..in_process import MockClient, portone
from ..merchant import Merchant
from ..refusals import assert_refused

LIST = "/identity-verifications"


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    with MockClient(Settings(scenario="empty")) as client:
        yield Merchant(client)


def put(merchant: Merchant, id_: str, **order: Any) -> Any:
    answer = merchant.control("PUT", f"/verifications/{quote(id_, safe='')}", order)
    assert answer.status_code == 200, answer.text
    return answer.json()


def ids(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


def by_query(merchant: Merchant, encoded: str, **options: Any) -> httpx.Response:
    return merchant.call("GET", f"{LIST}?{encoded}", **options)


def test_an_empty_sandbox_has_an_empty_list(merchant: Merchant) -> None:
    answer = merchant.call("GET", LIST)
    assert answer.json() == {"items": [], "page": {"number": 0, "size": 10, "totalCount": 0}}
    assert answer.headers["content-type"] == "application/json; charset=utf-8"


def test_an_item_is_what_the_single_read_answers(merchant: Merchant) -> None:
    for number, status in enumerate(("READY", "VERIFIED", "FAILED")):
        put(merchant, f"id-{number}", status=status, customData="x")
    items = {item["id"]: item for item in merchant.list().json()["items"]}
    assert items == {f"id-{number}": merchant.read(f"id-{number}").json() for number in range(3)}


def test_a_legacy_token_lists_what_every_credential_does(merchant: Merchant) -> None:
    put(merchant, "a")
    token = merchant.client.post("/login/api-key", json={"apiKey": merchant.secret}).json()["accessToken"]
    legacy = merchant.client.get(LIST, headers={"Authorization": f"Bearer {token}"})
    assert legacy.json() == merchant.list().json()


QUERY = {"page": {"number": 1, "size": 2}, "filter": {"customer": {"name": "MOCK TRAVELER"}}, "sort": {"order": "ASC"}}


@pytest.mark.parametrize("form", ["body", "requestBody with +", "requestBody with %20", "both"])
def test_the_query_comes_as_a_body_or_form_encoded(merchant: Merchant, form: str) -> None:
    for number in range(5):
        put(merchant, f"id-{number}", person="foreigner", requestedAt=f"-{9 - number}m")
        put(merchant, f"other-{number}")
    answers = {
        "body": lambda: merchant.list(**QUERY),
        "requestBody with +": lambda: by_query(merchant, urlencode({"requestBody": json.dumps(QUERY)})),
        "requestBody with %20": lambda: by_query(merchant, f"requestBody={quote(json.dumps(QUERY))}"),
        "both": lambda: by_query(merchant, "requestBody=%7B%7D", json=QUERY),
    }
    answer = answers[form]()
    assert ids(answer) == ["id-2", "id-3"]
    assert answer.json()["page"] == {"number": 1, "size": 2, "totalCount": 5}


@pytest.mark.parametrize("encoded", ["", "requestBody=%7B%7D", "requestBody=", "requestBody"])
def test_nothing_asked_is_everything_newest_first(merchant: Merchant, encoded: str) -> None:
    for number in range(3):
        put(merchant, f"id-{number}", requestedAt=f"-{number}m")
    assert ids(by_query(merchant, encoded)) == ["id-0", "id-1", "id-2"]


@pytest.mark.parametrize(
    "encoded", ["requestBody=x", "requestBody=%5B%5D", "requestBody=%7B%7D&requestBody=%7B%7D", "requestBody=%FF"]
)
def test_what_is_no_query_is_refused(merchant: Merchant, encoded: str) -> None:
    assert_refused(by_query(merchant, encoded), "INVALID_REQUEST")


def test_members_that_nobody_reads_are_noted_and_ignored(merchant: Merchant) -> None:
    assert merchant.list(pages={"size": 1}).status_code == 200
    assert "did you mean 'page'" in merchant.control("GET", "/requests").json()["requests"][0]["why"]


@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        ({"page": {"sise": 1}}, "size"),
        ({"sort": {"ordr": "ASC"}}, "order"),
        ({"filter": {"status": ["READY"]}}, "statuses"),
        ({"filter": {"customer": {"nmae": "김모의"}}}, "name"),
    ],
)
def test_a_mistyped_member_inside_the_query_is_noted(merchant: Merchant, query: dict[str, Any], nearest: str) -> None:
    assert merchant.list(**query).status_code == 200
    assert f"did you mean '{nearest}'" in merchant.control("GET", "/requests").json()["requests"][0]["why"]


def test_equal_times_keep_the_order_of_creation_through_every_change(merchant: Merchant) -> None:
    merchant.control("PUT", "/clock", {"frozen": True})
    for number in range(5):
        merchant.send(f"id-{number}")
    merchant.confirm("id-3")
    merchant.confirm("id-1", "999999")
    assert ids(merchant.list(sort={"order": "ASC"})) == [f"id-{number}" for number in range(5)]
    assert ids(merchant.list()) == [f"id-{number}" for number in reversed(range(5))]


def test_a_range_follows_the_clock_of_the_sandbox(merchant: Merchant) -> None:
    merchant.send("a")
    assert ids(merchant.list()) == ["a"]
    merchant.advance(91 * 86_400)
    assert ids(merchant.list()) == []
    merchant.control("DELETE", "/clock")
    assert ids(merchant.list()) == ["a"]


def test_a_store_is_asked_for_by_the_filter_and_none_means_all(merchant: Merchant) -> None:
    box = merchant.control("POST", "/sandboxes", {"scenario": {"stores": ["b"]}}).json()
    first, second = box["storeIds"]
    whole = Merchant(merchant.client, box["apiSecret"])
    for store_id in (first, second):
        whole.at(store_id).send(store_id[-5:])
    assert set(ids(whole.list())) == {first[-5:], second[-5:]}
    assert ids(whole.list(filter={"storeId": second})) == [second[-5:]]
    assert_refused(whole.list(filter={"storeId": "store-nobody-has"}), "FORBIDDEN")


def test_sandboxes_do_not_see_each_other(merchant: Merchant) -> None:
    put(merchant, "a")
    assert ids(Merchant(merchant.client, "sandbox-b").list()) == []


def test_without_a_credential_there_is_nothing_to_see(merchant: Merchant) -> None:
    assert_refused(merchant.client.get(LIST), "UNAUTHORIZED")
    assert_refused(merchant.client.get(LIST, headers=portone("wrong")), "UNAUTHORIZED")


def test_what_a_refusal_names_is_where_it_is_in_the_query(merchant: Merchant) -> None:
    refused = merchant.list(filter={"statuses": ["VERIFIED", "verified"]})
    assert_refused(refused, "INVALID_REQUEST", "filter.statuses", "READY")
