"""The clock: what a sandbox's setting makes of the machine's time."""

from datetime import date

import pytest

from mock_server import clock
from mock_server.clock import ClockSetting

# 2026-11-23T15:00:00Z, when the next day begins in Seoul.
SEOUL_MIDNIGHT = 1_795_446_000_000
DAY = 86_400_000


def test_the_machine_counts_milliseconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time_ns", lambda: 1_234_567_999)
    assert clock.wall() == 1_234


def test_a_clock_nobody_touched_shows_the_time_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "wall", lambda: SEOUL_MIDNIGHT)
    assert ClockSetting().now() == SEOUL_MIDNIGHT


def test_a_shifted_clock_runs_beside_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "wall", lambda: SEOUL_MIDNIGHT)
    assert ClockSetting(offset=-5_000).now() == SEOUL_MIDNIGHT - 5_000


def test_a_frozen_clock_stands_still_whatever_the_machine_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "wall", lambda: 0)
    assert ClockSetting(frozen_at=SEOUL_MIDNIGHT, offset=7).now() == SEOUL_MIDNIGHT


@pytest.mark.parametrize(("at", "day"), [(-1, date(2026, 11, 23)), (0, date(2026, 11, 24)), (DAY, date(2026, 11, 25))])
def test_today_is_the_date_in_seoul(at: int, day: date) -> None:
    assert ClockSetting(frozen_at=SEOUL_MIDNIGHT + at).today() == day


def test_relative_birth_dates_count_from_the_day_before_any_advance() -> None:
    advanced = ClockSetting(frozen_at=SEOUL_MIDNIGHT + DAY, advanced=DAY)
    assert advanced.today() == date(2026, 11, 24)


def test_the_other_two_only_go_forward() -> None:
    assert clock.monotonic() <= clock.monotonic()
    assert clock.duration_counter() <= clock.duration_counter()
