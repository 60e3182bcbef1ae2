"""LIST: which values a list's query may hold, member by member, as the document lists them.

Lives here: contracts only; what a filter finds is in filters.py.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, Final

from ..expect import about, accepted, refused
from ..failures import ContractBroken, NotApplicable
from ..law import NOBODY, OPENAPI, contract
from ..lists import finds, list_in
from ..needs import Need
from ..steps import arranged, let_in, merchant, prepared, record, see, send_body, sent
from ..target import Target
from ..text import Text
from ..words import query_with, types, words_of

OWN_MERCHANT: Final = (Need.MAKING, Need.MERCHANTS)
LISTS: Final = "/identity-verifications"
MOST: Final = 2**31 - 1
LEAST: Final = -(2**31)
# Values of other types than each that the document knows; null is one of none.
WRONG: Final[Mapping[str, tuple[Any, ...]]] = {
    "object": (None, "{}", [], 7),
    "string": (None, 7, ["text"], {}),
    "string (date-time)": (None, 7, "yesterday"),
    "boolean": (None, "no", 0),
    "integer (int32)": (None, "10", 1.5, True, MOST + 1, LEAST - 1),
    "list of string": (None, "text", {}, [7], [None]),
}
WRITTEN: Final = (
    "2026-11-23T09:00:00Z",
    "2026-11-23t09:00:00z",
    "2026-11-23T09:00:00+09:00",
    "2026-11-23T09:00:00-11:30",
    "2016-12-31T23:59:60Z",
    "2026-11-23T09:00:00.1Z",
    "2026-11-23T09:00:00.123456789Z",
)
NO_TIMES: Final = (
    "",
    "2026-11-23",
    "2026-11-23T09:00:00",
    "2026-11-23 09:00:00Z",
    "2026-11-23T09:00Z",
    "2026-02-29T09:00:00Z",
    "2026-13-01T09:00:00Z",
    "2026-11-23T25:00:00Z",
    "2026-11-23T09:00:00.Z",
    "2026-11-23T09:00:00+0900",
    "1763859600000",
)


@contract(
    "LIST-38",
    Text(
        "문서가 조건의 값으로 드는 낱말은 모두 받는다.",
        "Every word that the document lists for a member of the query is taken.",
    ),
    "openapi",
    OPENAPI,
)
def every_documented_word(target: Target) -> None:
    let_in(target)
    for member, kind in types().items():
        words = words_of(member)
        if words:
            for value in [words] if kind.startswith("list") else words:
                _is_taken(target, query_with(member, value))


@contract(
    "LIST-39",
    Text(
        "문서와 다른 형식의 조건은, null도, 400 INVALID_REQUEST이다.",
        "A member of the query that has another type than the document says, or is null, is 400 INVALID_REQUEST.",
    ),
    "openapi",
    OPENAPI,
)
def every_other_type(target: Target) -> None:
    let_in(target)
    for member, kind in types().items():
        for value in WRONG.get(kind, ()):
            _is_refused(target, query_with(member, value))
        if words_of(member):
            unknown = f"{words_of(member)[0]}_"
            _is_refused(target, query_with(member, [unknown] if kind.startswith("list") else unknown))


@contract(
    "LIST-40",
    Text(
        "page의 number와 size는 32비트 정수이면 무엇이든 받고, 정수는 10.0으로 적어도 정수이다.",
        "The number and size of a page may be any 32-bit integer, and 10.0 is an integer too.",
    ),
    "openapi",
    OPENAPI,
)
def every_integer(target: Target) -> None:
    let_in(target)
    for name in ("number", "size"):
        for value in (MOST, LEAST, -1, 0, 1, 2.0, 1e1):
            _is_taken(target, {"page": {name: value}})


@contract(
    "LIST-41",
    Text(
        "0보다 작은 number는 0으로, 1보다 작은 size는 1로 본다.",
        "A number below 0 counts as 0, and a size below 1 as 1.",
    ),
    "assumed",
    NOBODY,
    needs=OWN_MERCHANT,
)
def pages_out_of_range(target: Target) -> None:
    other = merchant(target)
    ids = [prepared(other, "READY", minutes_ago=minutes) for minutes in (1, 2, 3)]
    for asked, told, wanted in (
        ({"number": -1, "size": 2}, (0, 2), ids[:2]),
        ({"number": LEAST, "size": 1}, (0, 1), ids[:1]),
        ({"number": 1, "size": 0}, (1, 1), ids[1:2]),
        ({"number": 2, "size": -5}, (2, 1), ids[2:]),
        ({"number": 1.0, "size": 2.0}, (1, 2), ids[2:]),
    ):
        _is_page(other, asked, told, wanted)


@contract(
    "LIST-42",
    Text(
        "from과 until은 시간대가 있는 RFC 3339 시각이면 어떻게 적어도 받고, 아니면 400 INVALID_REQUEST이다.",
        "A from or until is taken in every way that RFC 3339 writes a time with a zone, else 400 INVALID_REQUEST.",
    ),
    "openapi",
    OPENAPI,
)
def every_way_to_write_a_time(target: Target) -> None:
    for name in ("from", "until"):
        for text in WRITTEN:
            _is_taken(target, {"filter": {name: text}})
        for text in NO_TIMES:
            _is_refused(target, {"filter": {name: text}})


@contract(
    "LIST-43",
    Text(
        "from과 until의 소수점 아래는 몇 자리로 적든 1초의 그만큼이다.",
        "The fraction of a from or until is that part of a second, however many digits it has.",
    ),
    "openapi",
    OPENAPI,
    needs=OWN_MERCHANT,
)
def fractions_of_a_second(target: Target) -> None:
    other = merchant(target)
    id_ = other.fresh_id()
    # Nine tenths of a second after noon: .9, .90 and .900000 are that instant, .09 and .899999 lie before it.
    _made_at(other, id_, "2020-02-02T12:00:00.900Z")
    whole = {"from": "2001-01-01T00:00:00Z", "until": "2100-01-01T00:00:00Z"}
    for fraction, is_reached in ((".9", True), (".90", True), (".900000", True), (".09", False), (".899999", False)):
        for text in _said_in_zones("2020-02-02T12:00:00", fraction):
            finds(other, {**whole, "until": text}, [id_] if is_reached else [])
    for fraction, is_later in ((".9", False), (".900000000", False), (".901", True), (".91", True), ("", False)):
        finds(other, {**whole, "from": f"2020-02-02T12:00:00{fraction}Z"}, [] if is_later else [id_])


@contract(
    "LIST-44",
    Text(
        "READY 내역의 STATUS_UPDATED_AT은, 실패한 뒤 다시 요청했더라도, requestedAt이다.",
        "The STATUS_UPDATED_AT of a READY record is its requestedAt, after a failure and another attempt too.",
    ),
    "openapi",
    OPENAPI,
    needs=(*OWN_MERCHANT, Need.SENDING, Need.OTP, Need.ENDINGS, Need.CLOCK),
)
def status_time_of_a_ready_record(target: Target) -> None:
    other = merchant(target)
    again = sent(other)
    at = datetime.fromisoformat(str(record(other, again)["requestedAt"]))
    arranged(other).advance(3_600)
    arranged(other).end(again, "cancelled")
    if other.send(again, send_body(other)).status != 200:
        raise NotApplicable(see("실패한 뒤 다시 요청할 수 없습니다", "a failed id cannot be sent again", "SEND-12"))
    since = {"from": (at + timedelta(minutes=1)).isoformat(), "timeRangeField": "STATUS_UPDATED_AT"}
    finds(other, since, [])
    finds(other, {**since, "from": at.isoformat()}, [again])
    other = merchant(target)
    old, new = (prepared(other, "READY", minutes_ago=minutes) for minutes in (50, 10))
    requested = datetime.fromisoformat(str(record(other, old)["requestedAt"]))
    around = {
        "from": (requested - timedelta(minutes=1)).isoformat(),
        "until": (requested + timedelta(minutes=1)).isoformat(),
    }
    finds(other, {**around, "timeRangeField": "STATUS_UPDATED_AT"}, [old])
    finds(other, {"timeRangeField": "STATUS_UPDATED_AT"}, [old, new])


@contract(
    "LIST-48",
    Text(
        "다건 조회에서 requestBody와 본문이 함께 오면 본문을 쓴다.",
        "In a list a body wins over a requestBody.",
    ),
    "assumed",
    NOBODY,
)
def a_body_beside_a_request_body(target: Target) -> None:
    query = {"requestBody": '{"page": {"size": 3}}'}
    if list_in(target.call("GET", LISTS, query=query))["page"].get("size") != 3:
        raise NotApplicable(see("requestBody를 읽지 않습니다", "the requestBody is not read", "COMPAT-09"))
    told = list_in(target.call("GET", LISTS, query=query, body={"page": {"size": 4}}))["page"].get("size")
    if told != 4:
        raise ContractBroken(Text(f"size {told}", f"size {told}"), Text("본문의 size 4", "size 4, as the body says"))


def _made_at(target: Target, id_: str, at: str) -> None:
    arranged(target).make(id_, "READY", requestedAt=at)


def _said_in_zones(at: str, fraction: str) -> list[str]:
    """The same instant in UTC and in Seoul."""
    seoul = (datetime.fromisoformat(f"{at}+00:00")).astimezone(timezone(timedelta(hours=9)))
    return [f"{at}{fraction}Z", f"{seoul:%Y-%m-%dT%H:%M:%S}{fraction}+09:00"]


def _is_taken(target: Target, query: dict[str, Any]) -> None:
    try:
        accepted(target.list(query))
    except ContractBroken as broken:
        raise about(str(query)[:80], broken) from None


def _is_refused(target: Target, query: dict[str, Any]) -> None:
    try:
        refused(target.list(query), 400, "INVALID_REQUEST")
    except ContractBroken as broken:
        raise about(str(query), broken) from None


def _is_page(target: Target, asked: dict[str, Any], told: tuple[int, int], wanted: list[str]) -> None:
    found = list_in(target.list({"page": asked}))
    page = (found["page"].get("number"), found["page"].get("size"))
    if page != told or [item["id"] for item in found["items"]] != wanted:
        count = len(found["items"])
        raise ContractBroken(
            Text(f"{asked}: page {page}, 항목 {count}개", f"{asked}: page {page}, {count} items"),
            Text(f"page {told}, 그 쪽의 항목 {len(wanted)}개", f"page {told}, its {len(wanted)} items"),
        )
