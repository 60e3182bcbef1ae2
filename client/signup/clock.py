"""The time, and nothing else: the one place of this application that asks for it."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)
