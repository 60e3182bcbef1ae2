"""LIST: reading many verifications.

Lives here: contracts only. Those that count look at records of a merchant whom nobody else uses.
"""

from typing import Any

from ..expect import accepted, member, refused, same
from ..failures import ContractBroken, NotApplicable
from ..law import OPENAPI, SDKS, contract
from ..needs import Need
from ..steps import merchant, prepared, record
from ..strategies import page_sizes, wrong_queries
from ..target import Answer, Target
from ..text import Text

OWN_MERCHANT = (Need.RECORDS, Need.MERCHANTS)


@contract(
    "LIST-01",
    Text(
        "조건 없는 다건 조회는 items와 page(number 0, size 10, 전체 건수)를 주고, 항목은 10개를 넘지 않는다.",
        "A list without a query answers items and a page: number 0, size 10, the total, and not more than 10 items.",
    ),
    "openapi",
    OPENAPI,
)
def the_first_page(target: Target) -> None:
    body = accepted(target.list())
    items = member("the list", body, "items", list)
    page = member("the list", body, "page", dict)
    told = tuple(member("page", page, name, int) for name in ("number", "size", "totalCount"))
    if told[:2] != (0, 10) or len(items) > 10 or told[2] < len(items):
        raise ContractBroken(f"page {told}, {len(items)} items", "page 0 of size 10 and no more items than the total")


@contract(
    "LIST-02",
    Text("다건 조회의 항목은 단건 조회의 내역과 같다.", "An item of a list is the record as a single read gives it."),
    "openapi",
    OPENAPI,
    needs=OWN_MERCHANT,
)
def list_and_read_agree(target: Target) -> None:
    other = _with_records(target)
    for id_ in other.ids:
        listed = [item for item in _items(other) if item.get("id") == id_]
        same("the item and the record", listed, [record(other, id_)])


@contract(
    "LIST-03",
    Text(
        "모든 쪽을 합치면 모든 내역이 한 번씩 나오고, totalCount는 그 수이다.",
        "The pages together hold every record once, and totalCount tells their number.",
    ),
    "openapi",
    OPENAPI,
    needs=OWN_MERCHANT,
    given=page_sizes,
)
def pages_hold_everything_once(target: Target, size: int) -> None:
    other = _with_records(target)
    found: list[str] = []
    for number in range(-(-len(other.ids) // size) + 1):
        body = _body(other.list({"page": {"number": number, "size": size}}))
        if body["page"].get("totalCount") != len(other.ids):
            raise ContractBroken(f"totalCount {body['page'].get('totalCount')}", f"totalCount {len(other.ids)}")
        if len(body["items"]) > size:
            raise ContractBroken(f"{len(body['items'])} items on a page of {size}", f"at most {size}")
        found += [str(item.get("id")) for item in body["items"]]
    if sorted(found) != sorted(other.ids):
        raise ContractBroken(f"{len(found)} items, {len(set(found))} different", f"{len(other.ids)}, each once")


@contract(
    "LIST-04",
    Text(
        "상태로 거르면 그 상태의 내역만 빠짐없이 나온다.",
        "A filter by status finds the records of that status and no others.",
    ),
    "openapi",
    OPENAPI,
    needs=OWN_MERCHANT,
)
def filter_by_status(target: Target) -> None:
    other = _with_records(target)
    all_of_them = _items(other)
    for state in ("READY", "VERIFIED", "FAILED"):
        found = _items(other, {"filter": {"statuses": [state]}})
        wanted = {item["id"] for item in all_of_them if item["status"] == state}
        if {item["id"] for item in found} != wanted:
            raise ContractBroken(f"{len(found)} items for {state}", f"the {len(wanted)} {state} ones")


@contract(
    "LIST-05",
    Text(
        "다건 조회는 requestedAt 순서이고, ASC를 청하지 않는 한 새것이 먼저 온다.",
        "A list is sorted by requestedAt, newest first unless ASC is asked for.",
    ),
    "openapi",
    OPENAPI,
    needs=OWN_MERCHANT,
)
def order_of_a_list(target: Target) -> None:
    other = _with_records(target)
    for query, newest_first in ((None, True), ({"sort": {"order": "DESC"}}, True), ({"sort": {"order": "ASC"}}, False)):
        times = [str(item["requestedAt"]) for item in _items(other, query)]
        if times != sorted(times, reverse=newest_first):
            raise ContractBroken(f"{query}: times out of order", "newest first" if newest_first else "oldest first")


@contract(
    "LIST-06",
    Text(
        "본문으로 보낸 조건은 `requestBody`로 보낸 조건과 뜻이 같다.",
        "A query in the body means what it means as `requestBody`.",
    ),
    "sdk",
    SDKS,
    needs=OWN_MERCHANT,
)
def body_and_request_body(target: Target) -> None:
    other = _with_records(target)
    query = {"page": {"size": 2}, "filter": {"statuses": ["READY", "FAILED"]}}
    in_body = other.call("GET", "/identity-verifications", body=query)
    same("the list by body and by requestBody", accepted(in_body), _body(other.list(query)))


@contract(
    "LIST-07",
    Text(
        "스키마가 허락하지 않는 조건은 400 INVALID_REQUEST이다.",
        "A query that the schema does not allow is 400 INVALID_REQUEST.",
    ),
    "openapi",
    OPENAPI,
    given=wrong_queries,
)
def wrong_query(target: Target, query: Any) -> None:
    refused(target.list(query), 400, "INVALID_REQUEST")


def _with_records(target: Target) -> Target:
    """A merchant with seven verifications, more than one in each state."""
    other = merchant(target)
    for number in range(7):
        prepared(other, ("READY", "VERIFIED", "FAILED")[number % 3], minutes_ago=(number * 3) % 7 + 1)
    return other


def _items(target: Target, query: Any = None) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = _body(target.list(query))["items"]
    return items


def _body(answer: Answer) -> dict[str, Any]:
    body = answer.object() or {}
    items, page = body.get("items"), body.get("page")
    if answer.status != 200 or not isinstance(items, list) or not isinstance(page, dict):
        raise NotApplicable("no list to go on with; see LIST-01")
    if not all(isinstance(item, dict) and _can_be_told_apart(item) for item in items):
        raise NotApplicable("items without id, status or requestedAt; see LIST-02")
    return {"items": items, "page": page}


def _can_be_told_apart(item: dict[str, Any]) -> bool:
    return all(isinstance(item.get(name), str) for name in ("id", "status", "requestedAt"))
