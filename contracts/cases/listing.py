"""LIST: reading many verifications.

Lives here: contracts only; those about a filter are in filters.py. Those that count look at records of a merchant whom
nobody else uses.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from ..expect import accepted, member, refused, same
from ..failures import ContractBroken, NotApplicable
from ..law import NOBODY, OPENAPI, SDKS, contract
from ..lists import finds, list_in, listed, with_records
from ..needs import Need
from ..steps import arranged, let_in, merchant, prepared, record, see, sent
from ..strategies import edges, page_sizes, wrong_queries
from ..target import Target
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
    other = with_records(target)
    for id_ in other.ids:
        found = [item for item in listed(other) if item.get("id") == id_]
        same(Text("항목과 내역", "the item and the record"), found, [record(other, id_)])


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
    other = with_records(target)
    found: list[str] = []
    for number in range(-(-len(other.ids) // size) + 1):
        body = list_in(other.list({"page": {"number": number, "size": size}}))
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
    other = with_records(target)
    for query, newest_first in ((None, True), ({"sort": {"order": "DESC"}}, True), ({"sort": {"order": "ASC"}}, False)):
        times = [str(item["requestedAt"]) for item in listed(other, query)]
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
    other = with_records(target)
    query = {"page": {"size": 2}, "filter": {"statuses": ["READY", "FAILED"]}}
    in_body = other.call("GET", "/identity-verifications", body=query)
    same(
        Text("본문과 requestBody로 얻은 목록", "the list by body and by requestBody"),
        accepted(in_body),
        list_in(other.list(query)),
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
    let_in(target)
    refused(target.list(query), 400, "INVALID_REQUEST")


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
    other = with_records(target)
    body = list_in(other.list({"page": {"number": 9, "size": 10}}))
    if body["items"] or body["page"].get("totalCount") != len(other.ids):
        raise ContractBroken(
            Text(f"항목 {len(body['items'])}개", f"{len(body['items'])} items"),
            Text(f"항목 없음, totalCount {len(other.ids)}", f"no items, totalCount {len(other.ids)}"),
        )


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
    # Verified today, but asked for long ago.
    late, now = other.fresh_id(), datetime.fromisoformat(str(record(other, recent)["requestedAt"])) + timedelta(days=89)
    arranged(other).make(late, "VERIFIED", requestedAt=_written(now - timedelta(days=99)), verifiedAt=_written(now))
    finds(other, {}, [recent])
    finds(other, {"from": "2001-01-01T00:00:00Z"}, [recent, old, late])


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
    orders = [[item["id"] for item in listed(other, {"sort": {"order": "DESC"}})] for _ in range(3)]
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
        found = [item["id"] for item in listed(other, {"sort": {"by": by, "order": "ASC"}})]
        if found != [second, first]:
            raise ContractBroken(
                Text(f"{by}: 다른 순서", f"{by}: another order"), Text("먼저 인증된 것부터", "the first verified first")
            )


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
    finds(other, {**whole, "from": edge}, [id_] if milliseconds <= 0 else [])
    finds(other, {**whole, "until": edge}, [id_] if milliseconds >= 0 else [])


def _written(at: datetime) -> str:
    """In UTC, with milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
