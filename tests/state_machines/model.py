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


READY: Final = "READY"
FAILED: Final = "FAILED"
VERIFIED: Final = "VERIFIED"
# Outcomes that end nothing; all others but the two successes fail the attempt.
LEAVING: Final = ("abandoned", "wrong-otp", "otp-expired")
SUCCEEDING: Final = ("verified", "verified-not-returned")


@dataclass(frozen=True)
class Verification:
    """One id: where each of its attempts stands, oldest first, and what is known of the newest."""

    store: str
    method: str
    # Of the newest: whom it is about, or what a completion said will come of it.
    person: str
    expires_at: float
    attempts: tuple[str, ...]
    tries: int = TRIES
    resends: int = 0
    # No attempt may follow.
    is_used_up: bool = False

    @property
    def status(self) -> str:
        return VERIFIED if VERIFIED in self.attempts else self.attempts[-1]

    @property
    def under_way_by_api(self) -> bool:
        return self.status == READY and self.method != "WINDOW"

    def ended(self, status: str, at: int = -1) -> "Verification":
        index = at % len(self.attempts)
        after = replace(self, attempts=(*self.attempts[:index], status, *self.attempts[index + 1 :]))
        if status == FAILED and index == len(self.attempts) - 1 == ATTEMPTS - 1:
            return replace(after, is_used_up=True)
        return after

    def under_way(self, at: int) -> bool:
        return self.attempts[at] == READY and self.status != VERIFIED and not self.is_used_up


# What a call comes to: the error that it answers, if any, and the verification afterwards.
Outcome = tuple[str | None, Verification | None]


def start(it: Verification | None, store: str, method: str, person: str, now: float) -> Outcome:
    """A window or a send."""
    refused = None
    if it is not None:
        if it.store != store:
            refused = NOT_FOUND
        elif it.status == VERIFIED:
            refused = ALREADY_VERIFIED
        elif it.under_way_by_api:
            refused = ALREADY_SENT
        elif it.is_used_up or len(it.attempts) >= ATTEMPTS:
            refused = MOST
    if refused:
        return refused, it
    begun = Verification(store, method, person, now + LIFETIME, (*(it.attempts if it else ()), READY))
    if method != "WINDOW" and person == "always-provider-error":
        return PROVIDER, begun.ended(FAILED)
    return None, begun


def _not_under_way(it: Verification | None, store: str) -> str | None:
    if it is None or it.store != store:
        return NOT_FOUND
    if it.status == VERIFIED:
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
        return PROVIDER, worse if worse.tries else worse.ended(FAILED)
    if it.person == "always-identity-mismatch":
        return PROVIDER, it.ended(FAILED)
    return None, it.ended(VERIFIED)


def complete(it: Verification | None, outcome: str, now: float, chosen: int | None = None) -> Outcome:
    """An attempt is decided: the chosen one, or the newest that is under way."""
    if it is None:
        return NOT_FOUND, None
    newest = len(it.attempts) - 1
    at = next((each for each in range(newest, -1, -1) if it.under_way(each)), newest) if chosen is None else chosen
    if not it.under_way(at):
        return CONFLICT, it
    if outcome in SUCCEEDING:
        return None, it.ended(VERIFIED, at)
    if outcome not in LEAVING:
        after = it.ended(FAILED, at)
        return None, replace(after, is_used_up=True) if outcome == "attempts-exhausted" and at == newest else after
    return None, _left_to_confirm(it, outcome, now) if at == newest else it


def _left_to_confirm(it: Verification, outcome: str, now: float) -> Verification:
    """What the next confirm meets after an outcome that ended nothing."""
    if outcome == "abandoned":
        return replace(it, person="always-abandoned")
    if outcome == "otp-expired":
        return replace(it, expires_at=now)
    if it.method != "SMS":
        return it
    worse = replace(it, tries=it.tries - 1)
    return worse if worse.tries else replace(worse.ended(FAILED), is_used_up=True)


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
