"""LIST: by which time a list is sorted and cut, and how times and pages are written.

Lives here: contracts only. Each looks at records of a merchant whom nobody else uses.
"""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from ..failures import ContractBroken, NotApplicable
from ..law import NOBODY, OPENAPI, contract
from ..lists import finds, list_in, listed, with_records
from ..needs import Need
from ..steps import arranged, confirmed, merchant, prepared, record, see, sent
from ..target import Target
from ..text import Text
from .fields import wrong_otp

OWN_MERCHANT: Final = (Need.MAKING, Need.MERCHANTS)
CLOCK: Final = (Need.SENDING, Need.OTP, Need.MERCHANTS, Need.CLOCK)
# How often an OTP may be wrong before an attempt has failed is not published.
MOST_TRIES: Final = 20
EVER: Final = {"from": "2001-01-01T00:00:00Z", "until": "2100-01-01T00:00:00Z"}
DAY: Final = 24 * 60


@contract(
    "LIST-31",
    Text(
        "timeRangeField가 VERIFIED_AT이면 인증된 시각으로, STATUS_UPDATED_AT이면 상태가 바뀐 시각으로 기간을 본다.",
        "By VERIFIED_AT a time range is one of verifiedAt, and by STATUS_UPDATED_AT one of the last status.",
    ),
    "openapi",
    OPENAPI,
    needs=CLOCK,
)
def range_of_another_time(target: Target) -> None:
    other = merchant(target)
    verified, ready = sent(other), sent(other)
    arranged(other).advance(60)
    confirmed(other, verified)
    since = {**EVER, "from": _before(record(other, verified), "statusChangedAt")}
    finds(other, {**since, "timeRangeField": "REQUESTED_AT"}, [])
    for name in ("VERIFIED_AT", "STATUS_UPDATED_AT"):
        finds(other, {**since, "timeRangeField": name}, [verified])
    finds(other, {**EVER, "timeRangeField": "VERIFIED_AT"}, [verified])
    finds(other, {**EVER, "timeRangeField": "STATUS_UPDATED_AT"}, [verified, ready])


@contract(
    "LIST-32",
    Text(
        "FAILED_AT으로 보는 기간과 순서는 실패한 시각을 따르고, 그 기간에는 실패한 내역만 있다.",
        "By FAILED_AT a range and an order follow the time of the failure, and the range holds failed records only.",
    ),
    "openapi",
    OPENAPI,
    needs=CLOCK,
)
def time_of_a_failure(target: Target) -> None:
    other = merchant(target)
    late, early, ready = sent(other), sent(other), sent(other)
    for id_ in (early, late):
        arranged(other).advance(30)
        _fail(other, id_)
    finds(other, {**EVER, "timeRangeField": "FAILED_AT"}, [early, late])
    since = _before(record(other, late), "statusChangedAt")
    finds(other, {**EVER, "from": since, "timeRangeField": "FAILED_AT"}, [late])
    finds(other, {**EVER, "from": since, "timeRangeField": "REQUESTED_AT"}, [])
    _is_sorted(other, {"by": "FAILED_AT", "order": "ASC"}, [early, late], apart_from=ready)


@contract(
    "LIST-33",
    Text(
        "어느 시각으로 정렬하든 order를 적지 않으면 새것이 먼저 오고, by를 적지 않으면 요청된 시각의 순서이다.",
        "Whichever time a list is sorted by, without an order the newest is first; without a time it is requestedAt.",
    ),
    "openapi",
    OPENAPI,
    needs=CLOCK,
)
def newest_first_by_any_time(target: Target) -> None:
    other = merchant(target)
    late = sent(other)
    arranged(other).advance(1)
    early = sent(other)
    for id_ in (early, late):
        arranged(other).advance(10)
        confirmed(other, id_)
    for by in ("VERIFIED_AT", "STATUS_UPDATED_AT"):
        _is_sorted(other, {"by": by}, [late, early])
    # Both were asked for before: the later one first of all.
    for sort in ({"by": "REQUESTED_AT"}, {"order": "DESC"}, {}):
        _is_sorted(other, sort, [early, late])


@contract(
    "LIST-34",
    Text(
        "from을 적지 않으면 기간은 지금이 아니라 until의 90일 전부터이다.",
        "Without a from a time range begins 90 days before its until, and not before now.",
    ),
    "openapi",
    OPENAPI,
    needs=OWN_MERCHANT,
)
def ninety_days_before_the_end(target: Target) -> None:
    other = merchant(target)
    now = datetime.fromisoformat(str(record(other, prepared(other, "READY"))["requestedAt"]))
    within = prepared(other, "READY", minutes_ago=120 * DAY)
    prepared(other, "READY", minutes_ago=140 * DAY)
    until = (now - timedelta(days=40)).astimezone(UTC).isoformat()
    finds(other, {"until": until}, [within])
    requested = datetime.fromisoformat(str(record(other, within)["requestedAt"])).astimezone(UTC)
    for milliseconds, wanted in ((0, [within]), (1, [])):
        ninety_days = requested + timedelta(days=90, milliseconds=milliseconds)
        finds(other, {"until": ninety_days.isoformat()}, wanted)


@contract(
    "LIST-35",
    Text(
        "from과 until은 어느 시간대로 적어도 그 순간을 뜻한다.",
        "A from or until means the instant, whichever offset it is written with.",
    ),
    "openapi",
    OPENAPI,
    needs=OWN_MERCHANT,
)
def times_of_any_offset(target: Target) -> None:
    other = merchant(target)
    id_ = prepared(other, "READY", minutes_ago=30)
    at = datetime.fromisoformat(str(record(other, id_)["requestedAt"]))
    for hours in (9, -5, 0):
        before, after = (
            (at + timedelta(minutes=minutes)).astimezone(timezone(timedelta(hours=hours))).isoformat()
            for minutes in (-1, 1)
        )
        finds(other, {"from": before, "until": after}, [id_])
        finds(other, {**EVER, "from": after}, [])
        finds(other, {**EVER, "until": before}, [])


@contract(
    "LIST-36",
    Text(
        "응답의 page는 청한 number와 size이고, 적지 않은 것은 0과 10이다.",
        "The page of an answer tells the number and size that were asked for, and 0 and 10 where they were not.",
    ),
    "openapi",
    OPENAPI,
    needs=OWN_MERCHANT,
)
def the_page_asked_for(target: Target) -> None:
    other = with_records(target)
    for asked, told in (({"number": 1}, (1, 10)), ({"size": 3}, (0, 3)), ({"number": 1, "size": 2}, (1, 2))):
        found = list_in(other.list({"page": asked}))
        page = (found["page"].get("number"), found["page"].get("size"))
        items = max(0, min(told[1], len(other.ids) - told[0] * told[1]))
        if page != told or len(found["items"]) != items:
            count = len(found["items"])
            raise ContractBroken(
                Text(f"{asked}: page {page}, 항목 {count}개", f"{asked}: page {page}, {count} items"),
                Text(f"page {told}, 항목 {items}개", f"page {told}, {items} items"),
            )


@contract(
    "LIST-37",
    Text(
        "정렬하는 시각이 없는 내역은 어느 순서로든 맨 뒤에 온다.",
        "Records that lack the time a list is sorted by come last, whichever way it is sorted.",
    ),
    "assumed",
    NOBODY,
    needs=OWN_MERCHANT,
)
def records_without_the_time(target: Target) -> None:
    other = merchant(target)
    verified = prepared(other, "VERIFIED", minutes_ago=5)
    ready = prepared(other, "READY", minutes_ago=9)
    failed = prepared(other, "FAILED", minutes_ago=7)
    for order in ("ASC", "DESC"):
        for by, first in (("VERIFIED_AT", verified), ("FAILED_AT", failed)):
            found = [item["id"] for item in listed(other, {"sort": {"by": by, "order": order}})]
            if found[:1] != [first] or set(found) != {verified, ready, failed}:
                raise ContractBroken(
                    Text(
                        f"{by} {order}: 그 시각이 없는 내역이 앞에 있음",
                        f"{by} {order}: one without that time is first",
                    ),
                    Text("맨 뒤", "it comes last"),
                )


def _before(body: dict[str, Any], name: str) -> str:
    """A second before a time of the record."""
    if not isinstance(body.get(name), str):
        raise NotApplicable(see(f"내역에 {name}이 없습니다", f"the record has no {name}", "READ-10"))
    return (datetime.fromisoformat(body[name]) - timedelta(seconds=1)).astimezone(UTC).isoformat()


def _fail(target: Target, id_: str) -> None:
    """Wrong OTPs, until the attempt has failed."""
    wrong = wrong_otp(arranged(target).otp(id_))
    for _ in range(MOST_TRIES):
        if record(target, id_)["status"] == "FAILED":
            return
        target.confirm(id_, {"otp": wrong})
    raise NotApplicable(see("틀린 인증번호로 실패하지 않습니다", "wrong OTPs do not fail an attempt", "CONFIRM-09"))


def _is_sorted(target: Target, sort: dict[str, str], wanted: list[str], apart_from: str = "") -> None:
    found = [item["id"] for item in listed(target, {"sort": sort}) if item["id"] != apart_from]
    if found != wanted:
        raise ContractBroken(
            Text(f"{sort}: 다른 순서", f"{sort}: another order"), Text("그 시각의 순서", "by that time")
        )
