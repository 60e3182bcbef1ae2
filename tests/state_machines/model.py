"""A simple model of one verification and of a sandbox's tokens: what a reader of the documents expects.

Lives here: expectations as plain rules. May not: the server's table, nor anything else of the server.
"""

from dataclasses import dataclass, replace
from typing import Final

LIFETIME: Final = 180
TRIES, ATTEMPTS, RESENDS = 3, 4, 2
OTP: Final = {"tries": TRIES, "attempts": ATTEMPTS, "resends": RESENDS, "lifetimeSeconds": LIFETIME}
CODE: Final = "000000"

NOT_FOUND: Final = "IDENTITY_VERIFICATION_NOT_FOUND"
NOT_SENT: Final = "IDENTITY_VERIFICATION_NOT_SENT"
ALREADY_SENT: Final = "IDENTITY_VERIFICATION_ALREADY_SENT"
ALREADY_VERIFIED: Final = "IDENTITY_VERIFICATION_ALREADY_VERIFIED"
MOST: Final = "MAX_TRANSACTION_COUNT_REACHED"
PROVIDER: Final = "PG_PROVIDER"
CONFLICT: Final = "MOCK_CONFLICT"


@dataclass(frozen=True)
class Verification:
    """One id: its last attempt, and how many there were."""

    store: str
    method: str
    person: str
    attempts: int
    expires_at: float
    status: str = "READY"
    tries: int = TRIES
    resends: int = 0

    @property
    def under_way_by_api(self) -> bool:
        return self.status == "READY" and self.method != "WINDOW"

    def failed(self) -> "Verification":
        return replace(self, status="FAILED")


# What a call comes to: the error that it answers, if any, and the verification afterwards.
Outcome = tuple[str | None, Verification | None]


def start(it: Verification | None, store: str, method: str, person: str, now: float) -> Outcome:
    """A window or a send."""
    refused = None
    if it is not None:
        if it.store != store:
            refused = NOT_FOUND
        elif it.status == "VERIFIED":
            refused = ALREADY_VERIFIED
        elif it.under_way_by_api:
            refused = ALREADY_SENT
        elif it.attempts >= ATTEMPTS:
            refused = MOST
    if refused:
        return refused, it
    begun = Verification(store, method, person, (it.attempts if it else 0) + 1, now + LIFETIME)
    if method != "WINDOW" and person == "always-provider-error":
        return PROVIDER, begun.failed()
    return None, begun


def _not_under_way(it: Verification | None, store: str) -> str | None:
    if it is None or it.store != store:
        return NOT_FOUND
    if it.status == "VERIFIED":
        return ALREADY_VERIFIED
    return None if it.under_way_by_api else NOT_SENT


def resend(it: Verification | None, store: str, now: float) -> Outcome:
    refused = _not_under_way(it, store)
    if refused or it is None:
        return refused, it
    if it.resends >= RESENDS:
        return PROVIDER, it
    return None, replace(it, resends=it.resends + 1, expires_at=now + LIFETIME)


def confirm(it: Verification | None, store: str, otp: str | None, now: float) -> Outcome:
    refused = _not_under_way(it, store)
    if refused or it is None:
        return refused, it
    if now >= it.expires_at or it.person == "always-abandoned":
        return PROVIDER, it
    if it.method == "SMS" and otp != CODE:
        worse = replace(it, tries=it.tries - 1)
        return PROVIDER, worse if worse.tries else worse.failed()
    if it.person == "always-identity-mismatch":
        return PROVIDER, it.failed()
    return None, replace(it, status="VERIFIED")


def complete(it: Verification | None, outcome: str) -> Outcome:
    """The tester ends the attempt under way."""
    if it is None:
        return NOT_FOUND, None
    if it.status != "READY":
        return CONFLICT, it
    after = {"verified": replace(it, status="VERIFIED"), "abandoned": it, "cancelled": it.failed()}
    return None, after[outcome]


# Seconds that an access and a refresh token live, by the login they come from.
LIVES: Final = {"api-secret": (1800, 86_400), "api-key": (86_400, 7 * 86_400)}


class Tokens:
    """What one sandbox issued: every access token until its end, of the refresh tokens the newest of each login."""

    def __init__(self) -> None:
        self.access: dict[str, float] = {}
        self.refresh: dict[str, tuple[str, float]] = {}
        self.newest: dict[str, str] = {}

    def issued(self, kind: str, access: str, refresh: str, now: float) -> None:
        for_access, for_refresh = LIVES[kind]
        # An access token ends with a whole second.
        self.access[access] = int(now) + for_access
        self.refresh[refresh] = (kind, now + for_refresh)
        self.newest[kind] = refresh

    def opens(self, access: str, now: float) -> bool:
        return now < self.access[access]

    def refreshes(self, refresh: str, now: float) -> bool:
        kind, ends = self.refresh[refresh]
        return self.newest[kind] == refresh and now < ends
