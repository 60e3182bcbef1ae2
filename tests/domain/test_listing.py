"""The list beside a naive one: any records, any query, the same page.

The oracle is in naive_list.py: it reads what PortOne's single read answers, and does everything the slow way.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import product
from typing import Any, Final

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.domain.arrangement import arrange
from mock_server.domain.completion import complete
from mock_server.domain.errors import Refusal
from mock_server.domain.ids import IdSource
from mock_server.domain.listing import ORDERS, TIME_FIELDS, choose, read_query, time_of
from mock_server.domain.order import Order
from mock_server.domain.record import Record, answer
from mock_server.domain.timestamps import rfc3339
from mock_server.domain.transitions import start
from tests.domain.naive_list import instant, naive_customer, naive_list
from tests.domain.test_transitions import begin, moment
from tests.domain.world import NOW, WORLD, refusal_of

DAY: Final = 86_400_000
STORES: Final = ("store-1", "store-2")


def _put(number: int, store_id: str, **members: Any) -> Record:
    world = msgspec.structs.replace(WORLD, store_id=store_id)
    return arrange(f"id-{number}", Order.read(members), world, NOW, IdSource(number))


@cache
def pool() -> Sequence[Record]:
    """Records of every status, channel and store, many with equal times, some with several attempts."""
    persons = ("adult", "adult-woman", "foreigner", "adult~1")
    channels = ("danal", "kcp", "kcp-test", "inicis", "danal-contract")
    choices = product(("VERIFIED", "FAILED", "READY"), channels, ("-91d", "-90d", "-1d", "-1h", "+1h"))
    put = [
        _put(number, STORES[number % 2], status=status, channel=channel, person=persons[number % 4], requestedAt=at)
        for number, (status, channel, at) in enumerate(choices)
    ]
    failed = complete(start(None, "retried", begin("WINDOW"), moment())[0], "cancelled", moment(60))[0]
    again = start(failed, "retried", begin(customer_id="c", channel="kcp"), moment(120))[0]
    return (*put, again, complete(again, "verified", moment(180))[0])


# Queries.


def some(**members: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """An object with any of these members."""
    return st.fixed_dictionaries({}, optional=members)


def shown_by_some(path: str) -> st.SearchStrategy[Any]:
    """A value that one of the records has at this place of its answer."""
    found = []
    for record in pool():
        value: Any = msgspec.to_builtins(answer(record)) | {"flat": naive_customer(msgspec.to_builtins(answer(record)))}
        for name in path.split("."):
            value = value.get(name) if value is not None else None
        if value is not None and value not in found:
            found.append(value)
    return st.sampled_from(found)


def in_seoul(millis: int) -> str:
    return rfc3339(millis + 9 * 3_600_000).replace("Z", "+09:00")


TIMES = st.builds(
    lambda days, millis, form: form(NOW + round(days * DAY) + millis),
    st.sampled_from([-400, -91, -90, -89, -1, -1 / 24, 0, 1]),
    st.integers(-1, 1),
    st.sampled_from([rfc3339, in_seoul, lambda millis: rfc3339(millis).lower()]),
)
TX_IDS = [attempt.identity_verification_tx_id for record in pool()[-20:] for attempt in record.attempts]
# One or two members of somebody who is there, or a sex that fits many.
CUSTOMERS = st.builds(
    lambda customer, names: {name: customer[name] for name in names if name in customer},
    st.sampled_from([naive_customer(msgspec.to_builtins(answer(record))) for record in pool()]),
    st.lists(
        st.sampled_from(["name", "birthYear", "birthMonth", "birthDay", "phoneNumber", "gender"]),
        min_size=1,
        max_size=2,
    ),
) | some(gender=st.sampled_from(["MALE", "FEMALE", "OTHER"]))
CRITERIA: Final[Mapping[str, st.SearchStrategy[Any]]] = {
    "from": TIMES,
    "storeId": st.sampled_from([*STORES, ""]),
    "timeRangeField": st.sampled_from(TIME_FIELDS),
    "until": TIMES,
    "identityVerificationId": shown_by_some("id") | st.just("nobody"),
    "identityVerificationTxId": st.sampled_from(TX_IDS),
    "isTest": st.booleans(),
    "statuses": st.lists(st.sampled_from(["READY", "VERIFIED", "FAILED"]), max_size=3),
    "pgTxId": shown_by_some("pgTxId"),
    "pgMerchantId": shown_by_some("channel.pgMerchantId"),
    "pgProviders": st.lists(st.sampled_from(["DANAL", "KCP_V2", "INICIS_UNIFIED", "TOSSPAY"]), max_size=2),
    "pgCompanies": st.lists(st.sampled_from(["DANAL", "KCP", "INICIS", "KAKAO"]), max_size=2),
    "carriers": st.lists(st.sampled_from(["SKT", "KT", "LGU", "KT_MVNO"]), max_size=2),
    "version": st.sampled_from(["V1", "V2"]),
    "customer": CUSTOMERS,
}
# Of many filters together hardly any record fits; of one, two or three some do.
FEW_CRITERIA = st.lists(st.sampled_from(list(CRITERIA)), min_size=1, max_size=3, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: CRITERIA[name] for name in names})
)
RECORDS = st.just(list(pool()[:-1])) | st.lists(st.sampled_from(pool()), unique_by=lambda record: record.id)
QUERIES = some(
    page=some(number=st.integers(-1, 4), size=st.integers(-1, 40)),
    sort=some(by=st.sampled_from(TIME_FIELDS), order=st.sampled_from(ORDERS)),
    filter=FEW_CRITERIA | some(**CRITERIA),
)


def paged(records: Sequence[Record], query: Mapping[str, Any]) -> tuple[list[str], dict[str, int]]:
    """The ids of the page, and the page's description."""
    page = choose(records, read_query(query, NOW))
    described = {"number": page.number, "size": page.size, "totalCount": page.total_count}
    return [record.id for record in page.records], described


@settings(max_examples=400)
@given(RECORDS, QUERIES)
def test_every_page_is_the_naive_one(records: list[Record], query: dict[str, Any]) -> None:
    assert paged(records, query) == naive_list(records, query)


@given(RECORDS, QUERIES, st.integers(1, 7))
def test_the_pages_put_together_are_the_whole_list_each_record_once(
    records: list[Record], query: dict[str, Any], size: int
) -> None:
    def page(number: int, size: int) -> list[str]:
        return paged(records, {**query, "page": {"number": number, "size": size}})[0]

    whole = page(0, 1000)
    assert [id_ for number in range(len(whole) // size + 2) for id_ in page(number, size)] == whole
    assert len(set(whole)) == len(whole)


def test_the_usual_query_is_the_last_ninety_days_newest_first_ten_a_page() -> None:
    query = read_query({}, NOW)
    assert (query.number, query.size) == (0, 10)
    assert (query.by, query.order, query.time_field) == ("REQUESTED_AT", "DESC", "REQUESTED_AT")
    assert (query.earliest, query.latest) == (NOW - 90 * DAY, NOW)
    assert (query.store_id, query.wanted) == (None, ())


def test_from_is_ninety_days_before_until_unless_given() -> None:
    query = read_query({"filter": {"until": "2026-06-01T00:00:00Z"}}, NOW)
    assert query.latest - query.earliest == 90 * DAY


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-06-01T09:00:00+09:00", "2026-06-01T00:00:00.000Z"),
        ("2026-06-01t00:00:00.5z", "2026-06-01T00:00:00.500Z"),
        ("2026-06-01T00:00:00.123456789Z", "2026-06-01T00:00:00.123Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.000Z"),
        ("0001-01-01T00:00:00-23:59", "0001-01-01T23:59:00.000Z"),
    ],
)
def test_times_are_read_with_their_zone(text: str, shown: str) -> None:
    latest = read_query({"filter": {"until": text, "from": text}}, NOW).latest
    assert datetime(1970, 1, 1) + timedelta(milliseconds=latest) == instant(shown).replace(tzinfo=None)  # noqa: DTZ001 - rfc3339 does not write years before 1000


def test_customers_are_looked_for_as_requested_until_they_are_verified() -> None:
    done = complete(start(None, "a", begin("WINDOW"), moment())[0], "verified", moment())[0]
    before = start(None, "a", begin("WINDOW"), moment())[0]
    asked_for = read_query({"filter": {"customer": {"phoneNumber": "01099998888"}}}, NOW)
    assert [choose([record], asked_for).total_count for record in (before, done)] == [1, 0]
    verified = read_query({"filter": {"customer": {"gender": "MALE", "birthYear": "1990"}}}, NOW)
    assert [choose([record], verified).total_count for record in (before, done)] == [0, 1]


def test_every_attempt_of_a_record_finds_it() -> None:
    record = pool()[-1]
    assert len(record.attempts) == 2
    for attempt in record.attempts:
        assert paged([record], {"filter": {"identityVerificationTxId": attempt.identity_verification_tx_id}})[0]
    assert paged([record], {"filter": {"identityVerificationTxId": TX_IDS[0]}})[0] == []


def test_the_time_of_a_retried_record_is_that_of_its_request() -> None:
    retried = pool()[-2]
    assert retried.status_changed_at > retried.requested_at == time_of(retried, "STATUS_UPDATED_AT")


# Member -> what it may not be.
WRONG: Mapping[str, Sequence[object]] = {
    **dict.fromkeys(("page", "sort", "filter"), (None, 1, [], "x")),
    **dict.fromkeys(("page.number", "page.size"), ("1", True, 1.5, None, 2**31, -(2**31) - 1)),
    "sort.by": ("requestedAt", None, ["REQUESTED_AT"]),
    "sort.order": ("desc", None, {}),
    **dict.fromkeys(
        (f"filter.{name}" for name in ("storeId", "identityVerificationId", "identityVerificationTxId", "pgTxId")),
        (None, 1, ["x"]),
    ),
    "filter.pgMerchantId": (None, 1),
    "filter.isTest": (None, 1, "true"),
    "filter.version": (None, "v2", []),
    "filter.timeRangeField": (None, "UPDATED_AT"),
    **dict.fromkeys(
        (f"filter.{name}" for name in ("statuses", "pgProviders", "pgCompanies", "carriers")),
        (None, "READY", ["ready"], [None], [{}], [1]),
    ),
    **dict.fromkeys(
        ("filter.from", "filter.until"),
        (
            *(0, None, "-90d", "2026-06-01", "2026-06-01T00:00:00", "2026-06-01 00:00:00Z"),
            *("2026-02-30T00:00:00Z", "2026-06-01T25:00:00Z", "2026-06-01T00:00:00+24:00"),
        ),
    ),
    "filter.customer": (None, "x"),
    "filter.customer.gender": ("M", None),
    "filter.customer.birthYear": (1990, None),
    "filter.customer.name": (None, ["x"]),
}


def with_member(path: str, value: object) -> dict[str, Any]:
    """A query with this value at that place."""
    for name in reversed(path.split(".")):
        value = {name: value}
    assert isinstance(value, dict)
    return value


@pytest.mark.parametrize(("at", "wrong"), [(at, wrong) for at, several in WRONG.items() for wrong in several])
def test_what_is_wrong_is_refused_and_named(at: str, wrong: object) -> None:
    refusal = refusal_of(lambda: read_query(with_member(at, wrong), NOW))
    assert refusal.why.startswith(f"{at} must be ")
    assert refusal.message.startswith(f"{at} ")


WORDS = st.sampled_from(
    ["page", "sort", "filter", "number", "size", "by", "order", "from", "until", "customer", "name"]
)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | TIMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
)


@given(JSON.filter(lambda value: isinstance(value, dict)))
def test_any_query_is_read_or_refused(members: dict[str, Any]) -> None:
    try:
        choose(pool(), read_query(members, NOW))
        came = "read"
    except Refusal as refusal:
        came = refusal.type
    assert came in ("read", "INVALID_REQUEST")


def test_carriers_are_those_that_portone_can_know() -> None:
    asked_for = read_query({"filter": {"carriers": ["SKT"]}}, NOW)

    def fits(record: Record) -> bool:
        return choose([record], asked_for).total_count == 1

    withheld, given = ({"channel": channel} for channel in ("danal", "kcp"))
    assert [fits(_put(1, STORES[0], **members)) for members in (withheld, given)] == [False, True]
    sent = start(None, "a", begin(operator="SKT"), moment())[0]
    verified = complete(sent, "verified", moment())[0]
    window = start(None, "a", begin("WINDOW"), moment())[0]
    assert [fits(record) for record in (sent, verified, window)] == [True, True, False]
    # The one that succeeded counts, not the last one begun.
    both = start(window, "a", begin(operator="SKT"), moment())[0]
    older = both.attempts[0].identity_verification_tx_id
    assert (fits(both), fits(complete(both, "verified", moment(), older)[0])) == (True, False)
