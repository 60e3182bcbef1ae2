"""The document's pattern of an identityNumber beside the server's own reading of one, digit by digit."""

import itertools
import re
from datetime import date
from typing import Any

import pytest

from mock_server import clock
from mock_server.domain.identity_number import decode, pattern

from ..in_process import ClientFactory
from ..yardstick import law


def in_document(document: Any) -> str:
    customer = document["components"]["schemas"]["SendIdentityVerificationBodyCustomer"]
    found: str = customer["properties"]["identityNumber"]["pattern"]
    return found


def born(text: str) -> date | None:
    try:
        return decode(text).birth_date
    except ValueError:
        return None


@pytest.mark.parametrize("last", [date(2025, 12, 31), date(2028, 2, 29), date(2027, 11, 5), date(2000, 1, 1)])
def test_the_pattern_allows_what_the_server_can_read_and_nothing_else(last: date) -> None:
    allowed = re.compile(pattern(last))
    # Of the digits one for each century is enough, and all of them for the days of one year.
    for year, month, day, digit in itertools.product(range(100), range(14), range(33), range(10)):
        if digit not in (0, 2, 4, 6, 8) and year != last.year % 100:
            continue
        text = f"{year:02d}{month:02d}{day:02d}{digit}"
        birth_date = born(text)
        assert bool(allowed.fullmatch(text)) == (birth_date is not None and birth_date <= last), text


def test_the_law_file_has_the_pattern_of_its_day() -> None:
    assert in_document(law()) == pattern(date(2025, 12, 31))


def test_what_is_served_ends_today_in_seoul(client: ClientFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    mock = client()
    # The last millisecond of 2027-02-28 in Seoul, and the one after it.
    for now, today in ((1_803_826_799_999, date(2027, 2, 28)), (1_803_826_800_000, date(2027, 3, 1))):
        monkeypatch.setattr(clock, "wall", lambda at=now: at)
        assert in_document(mock.get("/openapi.json").json()) == pattern(today)
