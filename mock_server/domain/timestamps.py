"""Instants as PortOne writes them, and as a tester may put them.

Lives here: conversions between milliseconds since 1970, RFC 3339 texts, relative texts and Seoul dates. May not: the
present moment (it is an argument).
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

from .text import Flaw, particle
from .wording import shown

SEOUL: Final = timezone(timedelta(hours=9), "Asia/Seoul")  # no summer time since 1988
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_UNITS: Final = {"s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_RELATIVE: Final = re.compile(r"([+-])(\d{1,9})([smhd])", re.ASCII)
_RFC3339: Final = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
# The years that both a proleptic calendar and every client's date type agree on.
EARLIEST: Final = -2_208_988_800_000  # 1900-01-01
LATEST: Final = 4_102_444_800_000  # 2100-01-01


def rfc3339(millis: int) -> str:
    """`2026-11-23T04:05:06.789Z`: milliseconds and Z, which every client in the field can read (FACTS: sdk)."""
    moment = _EPOCH + timedelta(milliseconds=millis)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{millis % 1000:03d}Z"


def seoul_date(millis: int) -> date:
    """The calendar day in Seoul at that instant."""
    return in_seoul(millis).date()


def in_seoul(millis: int) -> datetime:
    """What calendar and clock show in Seoul at that instant."""
    return (_EPOCH + timedelta(milliseconds=millis)).astimezone(SEOUL)


def parse(value: object, now: int) -> int:
    """Milliseconds of an RFC 3339 text with a zone, or of one relative to `now` (`-90d`, `+5m`; units s m h d).

    Raises Flaw with what was sent and what is expected.
    """
    if isinstance(value, str):
        if relative := _RELATIVE.fullmatch(value):
            sign, amount, unit = relative.groups()
            return _within(value, now + int(f"{sign}{amount}") * _UNITS[unit])
        if absolute := _RFC3339.fullmatch(value):
            return _within(value, _absolute(value, *absolute.groups()))
    raise Flaw(
        f"{particle(shown(value), '은/는')} 시각이 아닙니다. 시간대가 있는 RFC 3339(2026-11-23T09:00:00+09:00)나 "
        "샌드박스 시계 기준의 상대 시각(-90d, +5m; 단위 s, m, h, d)으로 쓰세요",
        f"{shown(value)} is not a time: write RFC 3339 with a zone (2026-11-23T09:00:00+09:00) or a time relative to "
        "the sandbox's clock (-90d, +5m; units s, m, h, d)",
    )


def _absolute(value: str, day: str, time: str, fraction: str | None, zone: str) -> int:
    try:
        moment = datetime.fromisoformat(f"{day}T{time}{'+00:00' if zone in 'Zz' else zone}")
    except ValueError as error:
        raise Flaw(
            f"{particle(shown(value), '은/는')} 없는 시각입니다", f"{shown(value)} is not a time that exists: {error}"
        ) from None
    return (moment - _EPOCH) // timedelta(milliseconds=1) + int(f"{fraction or '0':0<3}"[:3])


def _within(value: str, millis: int) -> int:
    if not EARLIEST <= millis < LATEST:
        raise Flaw(
            f"{particle(shown(value), '은/는')} 1900년부터 2099년까지의 시각이 아닙니다",
            f"{shown(value)} lies outside the years 1900 to 2099",
        )
    return millis
