"""LIST: reading many verifications.

Lives here: contracts only. Those that count look at records of a merchant whom nobody else uses.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from ..expect import accepted, member, refused, same
from ..failures import ContractBroken, NotApplicable
from ..law import NOBODY, OPENAPI, SDKS, contract
from ..needs import Need
from ..steps import arranged, merchant, prepared, record, see, sent
from ..strategies import edges, page_sizes, wrong_queries
from ..target import Answer, Target
from ..text import Text

OWN_MERCHANT: Final = (Need.MAKING, Need.MERCHANTS)
DAY: Final = 24 * 60


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
    items = member(Text("목록", "the list"), body, "items", list)
    page = member(Text("목록", "the list"), body, "page", dict)
    told = tuple(member("page", page, name, int) for name in ("number", "size", "totalCount"))
    if told[:2] != (0, 10) or len(items) > 10 or told[2] < len(items):
        raise ContractBroken(
            Text(f"page {told}, 항목 {len(items)}개", f"page {told}, {len(items)} items"),
            Text("크기 10인 0쪽, 전체보다 많지 않은 항목", "page 0 of size 10 and no more items than the total"),
        )


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
        same(Text("항목과 내역", "the item and the record"), listed, [record(other, id_)])


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
            raise ContractBroken(
                Text(
                    f"크기 {size}인 쪽에 항목 {len(body['items'])}개", f"{len(body['items'])} items on a page of {size}"
                ),
                f"≤ {size}",
            )
        found += [str(item.get("id")) for item in body["items"]]
    if sorted(found) != sorted(other.ids):
        raise ContractBroken(
            Text(
                f"항목 {len(found)}개, 서로 다른 것 {len(set(found))}개",
                f"{len(found)} items, {len(set(found))} different",
            ),
            Text(f"{len(other.ids)}개, 한 번씩", f"{len(other.ids)}, each once"),
        )


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
            raise ContractBroken(
                Text(f"{state}로 거른 항목 {len(found)}개", f"{len(found)} items for {state}"),
                Text(f"{state}인 {len(wanted)}개", f"the {len(wanted)} {state} ones"),
            )


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
            raise ContractBroken(
                Text(f"{query}: 시각이 순서대로가 아님", f"{query}: times out of order"),
                Text("새것부터", "newest first") if newest_first else Text("오래된 것부터", "oldest first"),
            )


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
    same(
        Text("본문과 requestBody로 얻은 목록", "the list by body and by requestBody"),
        accepted(in_body),
        _body(other.list(query)),
    )


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


@contract(
    "LIST-08",
    Text(
        "identityVerificationId로 거르면 그 내역 하나만 나온다.",
        "A filter by identityVerificationId finds that record alone.",
    ),
    "openapi",
    OPENAPI,
    needs=OWN_MERCHANT,
)
def filter_by_id(target: Target) -> None:
    other = _with_records(target)
    wanted = other.ids[2]
    _finds(other, {"identityVerificationId": wanted}, [wanted])
    _finds(other, {"identityVerificationId": other.fresh_id()}, [])


@contract(
    "LIST-09",
    Text(
        "마지막 쪽 다음은 비어 있고, totalCount는 그대로이다.",
        "The page after the last is empty, and totalCount stays what it was.",
    ),
    "openapi",
    OPENAPI,
    needs=OWN_MERCHANT,
)
def the_page_after_the_last(target: Target) -> None:
    other = _with_records(target)
    body = _body(other.list({"page": {"number": 9, "size": 10}}))
    if body["items"] or body["page"].get("totalCount") != len(other.ids):
        raise ContractBroken(
            Text(f"항목 {len(body['items'])}개", f"{len(body['items'])} items"),
            Text(f"항목 없음, totalCount {len(other.ids)}", f"no items, totalCount {len(other.ids)}"),
        )


@contract(
    "LIST-10",
    Text(
        "여러 상태로 거르면 그 가운데 하나인 내역이 모두 나온다.",
        "A filter by several statuses finds every record that has one of them.",
    ),
    "openapi",
    OPENAPI,
    needs=OWN_MERCHANT,
)
def filter_by_several_statuses(target: Target) -> None:
    other = _with_records(target)
    wanted = [item["id"] for item in _items(other) if item["status"] in ("READY", "FAILED")]
    _finds(other, {"statuses": ["READY", "FAILED"]}, wanted)


@contract(
    "LIST-11",
    Text(
        "고객 조건은 인증 전에는 요청한 고객을, 인증된 뒤에는 인증된 고객을 본다.",
        "A customer filter looks at the requested customer, and at the verified one after verification.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.SENDING, Need.OTP, Need.MERCHANTS],
)
def filter_by_customer(target: Target) -> None:
    other = merchant(target)
    id_ = sent(other, name="Mo")
    name, year = {"customer": {"name": "Mo"}}, {"customer": {"birthYear": "1990"}}
    _finds(other, name, [id_])
    if other.confirm(id_, {"otp": arranged(other).otp(id_)}).status != 200:
        raise NotApplicable(see("확인을 받아 주지 않습니다", "a confirm is not accepted", "CONFIRM-01"))
    _finds(other, name, [id_])
    _finds(other, year, [id_])
    _finds(other, {"customer": {"name": "No"}}, [])


@contract(
    "LIST-12",
    Text(
        "기간을 정하지 않으면 90일 안에 요청된 내역만 나온다.",
        "Without a time range a list holds what was requested within 90 days.",
    ),
    "openapi",
    OPENAPI,
    needs=OWN_MERCHANT,
)
def ninety_days(target: Target) -> None:
    other = merchant(target)
    recent = prepared(other, "READY", minutes_ago=89 * DAY)
    old = prepared(other, "READY", minutes_ago=91 * DAY)
    _finds(other, {}, [recent])
    _finds(other, {"from": "2001-01-01T00:00:00Z"}, [recent, old])


@contract(
    "LIST-13",
    Text(
        "같은 조건으로 다시 물으면, 시각이 같은 내역까지 순서가 같다.",
        "The same list twice has the same order, records of equal times included.",
    ),
    "assumed",
    NOBODY,
    needs=OWN_MERCHANT,
)
def a_stable_order(target: Target) -> None:
    other = merchant(target)
    for _ in range(4):
        prepared(other, "READY", minutes_ago=5)
    orders = [[item["id"] for item in _items(other, {"sort": {"order": "DESC"}})] for _ in range(3)]
    same(Text("같은 조건의 세 목록", "the order of three equal lists"), orders[1:], orders[:1] * 2)


@contract(
    "LIST-14",
    Text(
        "VERIFIED_AT 순서로는 인증된 시각을 따르고, STATUS_UPDATED_AT 순서로는 상태가 바뀐 시각을 따른다.",
        "Sorted by VERIFIED_AT a list follows verifiedAt, and by STATUS_UPDATED_AT the time of the last status.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.SENDING, Need.OTP, Need.MERCHANTS, Need.CLOCK],
)
def other_orders(target: Target) -> None:
    other = merchant(target)
    first, second = sent(other), sent(other)
    for id_ in (second, first):
        arranged(other).advance(10)
        if other.confirm(id_, {"otp": arranged(other).otp(id_)}).status != 200:
            raise NotApplicable(see("확인을 받아 주지 않습니다", "a confirm is not accepted", "CONFIRM-01"))
    for by in ("VERIFIED_AT", "STATUS_UPDATED_AT"):
        found = [item["id"] for item in _items(other, {"sort": {"by": by, "order": "ASC"}})]
        if found != [second, first]:
            raise ContractBroken(
                Text(f"{by}: 다른 순서", f"{by}: another order"), Text("먼저 인증된 것부터", "the first verified first")
            )


@contract(
    "LIST-15",
    Text(
        "isTest로 거르면 테스트 채널의 내역과 실제 채널의 내역이 갈린다.",
        "A filter by isTest tells records of test channels from those of live ones.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.MAKING, Need.MERCHANTS, Need.CHANNELS],
)
def filter_by_test(target: Target) -> None:
    other = merchant(target)
    channels = arranged(other).channels()
    by_kind = {is_test: [one for one in channels if one.is_test == is_test] for is_test in (True, False)}
    if not all(by_kind.values()):
        raise NotApplicable(Text("두 종류의 채널이 다 있지는 않습니다", "there are not both kinds of channels"))
    ids = {kind: prepared(other, "VERIFIED", site=found[0].name) for kind, found in by_kind.items()}
    for kind, id_ in ids.items():
        _finds(other, {"isTest": kind}, [id_])


@contract(
    "LIST-16",
    Text(
        "기간의 두 끝은 기간에 들어간다.",
        "Both ends of a time range belong to it.",
    ),
    "assumed",
    NOBODY,
    needs=OWN_MERCHANT,
    given=edges,
)
def ends_of_a_range(target: Target, milliseconds: int) -> None:
    other = merchant(target)
    id_ = prepared(other, "READY", minutes_ago=30)
    at = datetime.fromisoformat(str(record(other, id_)["requestedAt"]))
    edge = (at + timedelta(milliseconds=milliseconds)).astimezone(UTC).isoformat()
    whole = {"from": "2001-01-01T00:00:00Z", "until": "2100-01-01T00:00:00Z"}
    _finds(other, {**whole, "from": edge}, [id_] if milliseconds <= 0 else [])
    _finds(other, {**whole, "until": edge}, [id_] if milliseconds >= 0 else [])


@contract(
    "LIST-17",
    Text(
        "pgProviders로 거르면 그 본인인증사의 내역만 나온다.",
        "A filter by pgProviders finds the records of those providers alone.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.MAKING, Need.MERCHANTS, Need.CHANNELS],
)
def filter_by_provider(target: Target) -> None:
    other = merchant(target)
    ids = {one.pg_provider: prepared(other, "VERIFIED", site=one.name) for one in arranged(other).channels()}
    for provider, id_ in ids.items():
        _finds_within(other, {"pgProviders": [provider]}, {id_}, set(ids.values()))


@contract(
    "LIST-18",
    Text(
        "pgTxId로 거르면 그 거래의 내역 하나만 나온다.",
        "A filter by pgTxId finds the record of that transaction alone.",
    ),
    "openapi",
    OPENAPI,
    needs=OWN_MERCHANT,
)
def filter_by_transaction(target: Target) -> None:
    other = _with_records(target)
    found = next((item for item in _items(other) if isinstance(item.get("pgTxId"), str)), None)
    if found is None:
        raise NotApplicable(see("pgTxId가 있는 내역이 없습니다", "no record has a pgTxId", "READ-03"))
    _finds(other, {"pgTxId": found["pgTxId"]}, [found["id"]])


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
        raise NotApplicable(see("목록을 얻지 못했습니다", "no list to go on with", "LIST-01"))
    if not all(isinstance(item, dict) and _can_be_told_apart(item) for item in items):
        raise NotApplicable(
            see("항목에 id, status, requestedAt이 없습니다", "items without id, status or requestedAt", "LIST-02")
        )
    return {"items": items, "page": page}


def _can_be_told_apart(item: dict[str, Any]) -> bool:
    return all(isinstance(item.get(name), str) for name in ("id", "status", "requestedAt"))


def _finds(target: Target, criteria: dict[str, Any], wanted: list[str]) -> None:
    """A filter that finds these ids, in any order."""
    found = [item["id"] for item in _items(target, {"filter": criteria})]
    if sorted(found) != sorted(wanted):
        raise ContractBroken(
            Text(f"{criteria}: 항목 {len(found)}개", f"{criteria}: {len(found)} items"),
            Text(f"맞는 내역 {len(wanted)}개", f"the {len(wanted)} that fit"),
        )


def _finds_within(target: Target, criteria: dict[str, Any], wanted: set[str], among: set[str]) -> None:
    """A filter that finds of those ids these only."""
    found = {item["id"] for item in _items(target, {"filter": criteria})} & among
    if found != wanted:
        raise ContractBroken(
            Text(f"{criteria}: 항목 {len(found)}개", f"{criteria}: {len(found)} items"),
            Text(f"맞는 내역 {len(wanted)}개", f"the {len(wanted)} that fit"),
        )
