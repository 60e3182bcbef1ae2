"""Instants are written in one form, read in every right one, and wrong ones are refused with their reason."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain.timestamps import EARLIEST, LATEST, parse, rfc3339, seoul_date
from tests.domain.world import NOW, NOW_TEXT

instants = st.integers(EARLIEST, LATEST - 1)


@given(instants, st.integers())
def test_what_is_written_is_read_back_whatever_the_clock_says(millis: int, now: int) -> None:
    text = rfc3339(millis)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", text)
    assert parse(text, now) == millis
    assert datetime.fromisoformat(text) == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=millis)


@given(instants, instants)
def test_texts_sort_as_instants_do(one: int, other: int) -> None:
    assert (one < other) == (rfc3339(one) < rfc3339(other))


@given(st.integers(EARLIEST + 86_400_000, LATEST - 86_400_001), st.integers(-23 * 60 - 59, 23 * 60 + 59))
def test_any_zone_names_the_same_instant(millis: int, minutes: int) -> None:
    zone = timezone(timedelta(minutes=minutes))
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=millis)
    assert parse(moment.astimezone(zone).isoformat(timespec="milliseconds"), 0) == millis


@pytest.mark.parametrize(
    ("text", "millis"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01t00:00:00z", 0),
        ("1970-01-01T09:00:00+09:00", 0),
        ("1970-01-01T00:00:00.1Z", 100),
        ("1970-01-01T00:00:00.123999999Z", 123),
        ("1969-12-31T23:59:59.999Z", -1),
        ("1900-01-01T00:00:00Z", EARLIEST),
        ("2099-12-31T23:59:59.999Z", LATEST - 1),
        (NOW_TEXT, NOW),
    ],
)
def test_right_texts(text: str, millis: int) -> None:
    assert parse(text, 5) == millis


@given(st.sampled_from("+-"), st.integers(0, 10_000), st.sampled_from("smhd"))
def test_a_relative_time_counts_from_the_clock(sign: str, amount: int, unit: str) -> None:
    step = {"s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}[unit]
    expected = NOW + (1 if sign == "+" else -1) * amount * (step // timedelta(milliseconds=1))
    assert parse(f"{sign}{amount}{unit}", NOW) == expected


@pytest.mark.parametrize(
    "value",
    [
        *(
            None,
            True,
            0,
            1.5,
            [],
            {},
            "",
            " ",
            "now",
            "5m",
            "+5",
            "+m",
            "-1.5h",
            "+5M",
            "+5 m",
            " +5m",
            "+5m\n",
            "--5m",
        ),
        *(
            "+1w",
            "+1234567890s",
            "+٥m",
            "2026-11-23",
            "2026-11-23T09:00:00",
            "2026-11-23 09:00:00Z",
            "20261123T090000Z",
        ),
        *("2026-11-23T09:00Z", "2026-11-23T09:00:00+0900", "2026-11-23T09:00:00+9", "2026-11-23T09:00:00.Z"),
        *("2026-11-23T09:00:00.1234567890Z", "2026-11-23T09:00:00,5Z", "2026-W48-1T00:00:00Z", "٢٠٢٦-11-23T09:00:00Z"),
        *("2026-11-23T09:00:00Z\n", "02026-11-23T09:00:00Z", "1795399445678"),
    ],
)
def test_what_is_no_time_is_refused_with_both_right_forms(value: object) -> None:
    with pytest.raises(ValueError, match=r"is not a time: write RFC 3339 with a zone .* or a time relative") as caught:
        parse(value, NOW)
    assert (f"'{value}'" if isinstance(value, str) else "") in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-02-30T00:00:00Z", "2025-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-10T00:00:00Z"),
        *("2026-01-01T00:60:00Z", "2026-01-01T25:00:00Z", "2026-12-31T23:59:60Z", "2026-01-01T00:00:00+24:00"),
        "0000-01-01T00:00:00Z",
    ],
)
def test_a_time_that_does_not_exist_is_refused_and_named(text: str) -> None:
    with pytest.raises(ValueError, match=f"^'{re.escape(text)}' is not a time that exists: "):
        parse(text, NOW)


@pytest.mark.parametrize(
    "text",
    [
        *("1899-12-31T23:59:59.999Z", "2100-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"),
        *("+999999999d", "-999999999d", "1900-01-01T08:59:59+09:00"),
    ],
)
def test_a_time_outside_two_centuries_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^'{re.escape(text)}' lies outside the years 1900 to 2099$"):
        parse(text, NOW)


@given(st.text() | st.from_regex(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.Z+-]{1,20}\Z"))
def test_any_other_text_is_a_time_or_a_value_error(text: str) -> None:
    with suppress(ValueError):
        assert EARLIEST <= parse(text, NOW) < LATEST


def test_a_huge_value_is_repeated_in_part_only() -> None:
    with pytest.raises(ValueError, match="is not a time") as caught:
        parse("+" + "1" * 1_000_000, NOW)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-22T14:59:59.999Z", date(2026, 11, 22)),
        ("2026-11-22T15:00:00.000Z", date(2026, 11, 23)),
        ("2026-11-23T14:59:59.999Z", date(2026, 11, 23)),
        ("2026-12-31T15:00:00.000Z", date(2027, 1, 1)),
        ("2028-02-28T15:00:00.000Z", date(2028, 2, 29)),
    ],
)
def test_the_day_in_seoul_begins_at_15_o_clock_utc(text: str, day: date) -> None:
    assert seoul_date(parse(text, NOW)) == day


@given(instants)
def test_the_day_in_seoul_is_that_of_utc_nine_hours_later(millis: int) -> None:
    assert seoul_date(millis).isoformat() == rfc3339(millis + 9 * 3_600_000)[:10]
