"""The law file's pattern of an identityNumber beside the server's own reading of one, digit by digit."""

import itertools
import re
from datetime import date
from typing import Final

from mock_server.domain.identity_number import decode

from ..yardstick import law

# What the pattern says it ends with: a pattern knows no today.
LAST_DAY: Final = date(2025, 12, 31)


def born(text: str) -> date | None:
    try:
        return decode(text).birth_date
    except ValueError:
        return None


def test_the_pattern_allows_what_the_server_can_read_and_nothing_else() -> None:
    customer = law()["components"]["schemas"]["SendIdentityVerificationBodyCustomer"]
    pattern = re.compile(customer["properties"]["identityNumber"]["pattern"])
    for year, month, day, digit in itertools.product(range(100), range(14), range(33), range(10)):
        text = f"{year:02d}{month:02d}{day:02d}{digit}"
        birth_date = born(text)
        assert bool(pattern.fullmatch(text)) == (birth_date is not None and birth_date <= LAST_DAY), text
