"""Reading a record: documented members as types, absent as None, whatever is new passed over or kept whole."""

from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client import (
    Channel,
    Failure,
    IdentityVerification,
    RequestedCustomer,
    UnknownIdentityVerification,
    Unreadable,
    VerifiedCustomer,
)
from client.reading import read_confirmed, read_identity_verification, read_page
from tests.client.answers import VERIFIED

STATUSES = ("READY", "FAILED", "VERIFIED")
keys = st.text(min_size=1).map(lambda text: f"new-{text}")
anything = (
    st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text()) | st.dictionaries(keys, st.text())
)


def test_a_verified_record_is_read_into_types() -> None:
    assert read_identity_verification(VERIFIED) == IdentityVerification(
        status="VERIFIED",
        id="an-id",
        channel=Channel(type="LIVE", key="channel-key", pg_provider="DANAL", pg_merchant_id="A0001"),
        verified_customer=VerifiedCustomer(name="김모의", birth_date=date(2000, 2, 29), ci="a-ci", di="a-di"),
        requested_at=datetime(2026, 11, 22, 23, 59, 30, 123000, tzinfo=UTC),
        verified_at=datetime(2026, 11, 23, 0, 0, 0, 123456, tzinfo=UTC),
        version="V2",
    )


def test_a_failure_is_read_with_its_codes() -> None:
    failure = {"reason": "no", "pgCode": "A1", "pgMessage": "really"}
    record = read_identity_verification({"status": "FAILED", "failure": failure})
    assert record.failure == Failure(reason="no", pg_code="A1", pg_message="really")
    assert record.verified_customer is None


def every_member() -> list[tuple[str, ...]]:
    top = [(name,) for name in VERIFIED if name != "status"]
    return [*top, ("channel", "pgProvider"), *(("verifiedCustomer", name) for name in VERIFIED["verifiedCustomer"])]


def changed(path: tuple[str, ...], change: Any) -> dict[str, Any]:
    """The verified record with one member put through `change`, which may take it out."""
    *above, name = path
    inner = {key: value for key, value in (VERIFIED[above[0]] if above else VERIFIED).items() if key != name}
    inner |= change
    return {**VERIFIED, above[0]: inner} if above else inner


@pytest.mark.parametrize("path", every_member(), ids=".".join)
def test_absent_and_null_are_both_none(path: tuple[str, ...]) -> None:
    absent = read_identity_verification(changed(path, {}))
    assert absent == read_identity_verification(changed(path, {path[-1]: None}))
    assert absent != read_identity_verification(VERIFIED)


@given(st.dictionaries(keys, anything), st.dictionaries(keys, anything), st.dictionaries(keys, anything))
def test_new_members_change_nothing(top: dict[str, Any], channel: dict[str, Any], customer: dict[str, Any]) -> None:
    body = {
        **VERIFIED,
        **top,
        "channel": VERIFIED["channel"] | channel,
        "verifiedCustomer": VERIFIED["verifiedCustomer"] | customer,
    }
    assert read_identity_verification(body) == read_identity_verification(VERIFIED)


@given(st.text().filter(lambda status: status not in STATUSES), st.dictionaries(keys | st.just("channel"), anything))
def test_an_unknown_status_is_kept_whole(status: str, rest: dict[str, Any]) -> None:
    body = {**rest, "status": status, "id": "an-id"}
    record = read_identity_verification(body)
    assert isinstance(record, UnknownIdentityVerification)
    assert (record.status, record.id, record.raw) == (status, "an-id", body)


def test_what_can_be_read_of_an_unknown_status_is_read() -> None:
    record = read_identity_verification({**VERIFIED, "status": "REVOKED"})
    assert isinstance(record, UnknownIdentityVerification)
    assert (record.version, record.channel) == ("V2", read_identity_verification(VERIFIED).channel)


@pytest.mark.parametrize("status", ["verified", "UNVERIFIED", "VERIFIED ", "ＶＥＲＩＦＩＥＤ", "SUCCESS", ""])
def test_only_the_exact_word_is_a_known_status(status: str) -> None:
    assert isinstance(read_identity_verification({**VERIFIED, "status": status}), UnknownIdentityVerification)


@given(st.text())
def test_enum_values_that_are_new_are_kept_as_they_came(value: str) -> None:
    customer = {**VERIFIED["verifiedCustomer"], "gender": value, "operator": value}
    record = read_identity_verification({**VERIFIED, "verifiedCustomer": customer})
    assert record.verified_customer
    assert (record.verified_customer.gender, record.verified_customer.operator) == (value, value)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("status",), None),
        (("status",), 1),
        (("id",), 7),
        (("channel",), "LIVE"),
        (("channel",), {}),
        (("verifiedCustomer",), []),
        (("verifiedCustomer", "isForeigner"), "false"),
        (("verifiedCustomer", "di"), 1),
        (("verifiedAt",), "2026-11-23T00:00:00"),
        (("verifiedAt",), "yesterday"),
        (("verifiedAt",), 1),
        (("version",), 2),
        (("pgTxId",), []),
    ],
)
def test_a_member_of_another_kind_is_named_without_its_value(path: tuple[str, ...], value: Any) -> None:
    named = path[-1] if value != {} else "type"
    with pytest.raises(ValueError, match=f"^{named} cannot be read as [a-zA-Z]+$"):
        read_identity_verification(changed(path, {path[-1]: value}))


@pytest.mark.parametrize(
    "value",
    [
        "2001-02-29",
        "0000-01-01",
        "",
        20000229,
        "2000-02-29T00:00:00Z",
        "20000229",
        "2000-W09-2",
        "００-01-01",
        "000229",
        [],
    ],
)
def test_a_birth_date_that_no_calendar_has_is_there_and_unreadable(value: Any) -> None:
    """Neither absent nor PortOne's failure: what follows for the person is the application's to say."""
    record = read_identity_verification(changed(("verifiedCustomer", "birthDate"), {"birthDate": value}))
    assert record.verified_customer
    assert record.verified_customer.birth_date == Unreadable(value)
    assert str(value) not in repr(record) or value == ""


def test_a_ready_record_is_read_with_what_was_requested() -> None:
    requested = {
        "name": "김모의",
        "birthYear": "1990",
        "birthMonth": "05",
        "birthDay": "15",
        "phoneNumber": "01000000001",
    }
    record = read_identity_verification({"status": "READY", "id": "an-id", "requestedCustomer": requested})
    assert record.requested_customer == RequestedCustomer(
        name="김모의", birth_year="1990", birth_month="05", birth_day="15", phone_number="01000000001"
    )


def test_a_confirm_wraps_its_record_and_a_page_has_many() -> None:
    assert read_confirmed({"identityVerification": VERIFIED}) == read_identity_verification(VERIFIED)
    page = read_page({"items": [VERIFIED, {"status": "NEW"}], "page": {"number": 0, "size": 10, "totalCount": 12}})
    assert (len(page.items), page.number, page.size, page.total_count) == (2, 0, 10, 12)
    assert isinstance(page.items[1], UnknownIdentityVerification)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"items": [1], "page": {"number": 0, "size": 1, "totalCount": 1}},
        {"items": [], "page": {"number": True, "size": 1, "totalCount": 1}},
        {"items": [], "page": {"number": 0, "size": 1}},
    ],
)
def test_a_page_that_is_none_is_said(body: Any) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        read_page(body)


@given(st.dates(), st.datetimes(timezones=st.timezones()))
def test_dates_and_times_come_back_as_they_were_written(day: date, moment: datetime) -> None:
    customer = {"birthDate": day.isoformat()}
    written = {"status": "VERIFIED", "verifiedCustomer": customer, "verifiedAt": moment.astimezone(UTC).isoformat()}
    record = read_identity_verification(written)
    assert record.verified_customer
    assert (record.verified_customer.birth_date, record.verified_at) == (day, moment.astimezone(UTC))


def test_a_record_cannot_be_changed_and_shows_no_customer() -> None:
    record = read_identity_verification(VERIFIED)
    assert record.verified_customer
    with pytest.raises(FrozenInstanceError):
        record.verified_customer.di = "another"  # type: ignore[misc]
    unknown = read_identity_verification({**VERIFIED, "status": "NEW"})
    shown = repr(record) + repr(unknown)
    assert [it for it in VERIFIED["verifiedCustomer"].values() if it in shown] == []
