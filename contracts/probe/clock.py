"""The time of this machine, which an application that is probed goes by.

Lives here: asking for it. May not: time zones and moments (moments.py).
"""

from datetime import UTC, datetime


def now() -> datetime:
    """The present."""
    return datetime.now(UTC)
