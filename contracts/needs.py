"""What a contract may need besides a base URL and an API secret.

Lives here: Need; each value says it to a reader. May not: who has it (target.py, arrangement.py).
"""

from enum import StrEnum


class Need(StrEnum):
    """One thing that a contract cannot be judged without."""

    RECORDS = "an arrangement that prepares a verification in each state"
    PEOPLE = "an arrangement that verifies chosen people at chosen sites"
    SENDING = "an arrangement with a channel to send through and a way to read the OTP"
    MERCHANTS = "an arrangement with a second merchant"
    CLOCK = "an arrangement that moves the clock of a merchant of its own"
    LEGACY_KEY = "a legacy API key (--legacy-key)"
    STORE_ID = "a store id (--store-id)"
