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
# The closed list of outcomes, as the documents have it: the two successes, those that end nothing, the failures.
SUCCEEDING: Final = ("verified", "verified-not-returned")
LEAVING: Final = ("abandoned", "wrong-otp", "otp-expired")
AT_ONCE: Final = ("provider-error", "invalid-parameter", "carrier-not-allowed")
FAILING: Final = (
    "cancelled",
    "attempts-exhausted",
    "identity-mismatch",
    "age-limit",
    "window-timeout",
    *AT_ONCE,
)
OUTCOMES: Final = (*SUCCEEDING, *LEAVING, *FAILING)
# What a call comes to whose work is done and whose answer never arrives.
LOST: Final = "LOST"


@dataclass(frozen=True)
class Verification:
    """One id: where each of its attempts stands, oldest first, and what is known of the newest."""

    store: str
    method: str
    # The outcome that the newest will come to, as far as the customer is concerned.
    fate: str
    expires_at: float
    attempts: tuple[str, ...]
    tries: int = TRIES
    resends: int = 0
    # By APP: the customer has not said yes.
    is_held_back: bool = False
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

    def failed(self, outcome: str, at: int = -1) -> "Verification":
        after = self.ended(FAILED, at)
        is_newest = at in (-1, len(self.attempts) - 1)
        return replace(after, is_used_up=True) if outcome == "attempts-exhausted" and is_newest else after

    def mistyped(self) -> "Verification":
        worse = replace(self, tries=self.tries - 1)
        return worse if worse.tries else worse.ended(FAILED)

    def under_way(self, at: int) -> bool:
        return self.attempts[at] == READY and self.status != VERIFIED and not self.is_used_up


# What a call comes to: the error that it answers, if any, and the verification afterwards.
Outcome = tuple[str | None, Verification | None]


def start(it: Verification | None, store: str, method: str, fate: str, now: float) -> Outcome:
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
    held_back = method == "APP" and fate in LEAVING
    attempts = (*(it.attempts if it else ()), READY)
    begun = Verification(store, method, fate, now + LIFETIME, attempts, is_held_back=held_back)
    return (PROVIDER, begun.failed(fate)) if method != "WINDOW" and fate in AT_ONCE else (None, begun)


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
    if now >= it.expires_at or it.fate in ("otp-expired", "abandoned") or it.is_held_back:
        return PROVIDER, it
    if it.method == "SMS" and (otp != CODE or it.fate == "wrong-otp"):
        return PROVIDER, it.mistyped()
    if it.fate in FAILING:
        return PROVIDER, it.failed(it.fate)
    return (LOST if it.fate == "verified-not-returned" else None), it.ended(VERIFIED)


def complete(it: Verification | None, outcome: str, now: float, chosen: int | None = None) -> Outcome:
    """An attempt is decided: the chosen one, or the newest that is under way."""
    if it is None:
        return NOT_FOUND, None
    newest = len(it.attempts) - 1
    at = next((each for each in range(newest, -1, -1) if it.under_way(each)), newest) if chosen is None else chosen
    if not it.under_way(at):
        return CONFLICT, it
    if outcome in FAILING:
        return None, it.failed(outcome, at)
    if outcome in SUCCEEDING and not (at == newest and it.is_held_back):
        return None, it.ended(VERIFIED, at)
    return None, _left_to_confirm(it, outcome, now) if at == newest else it


def _left_to_confirm(it: Verification, outcome: str, now: float) -> Verification:
    """What the next confirm meets after a decision that ended nothing."""
    if outcome in SUCCEEDING:
        return replace(it, fate=outcome, is_held_back=False, expires_at=max(it.expires_at, now + LIFETIME))
    if outcome == "abandoned":
        return replace(it, fate=outcome, is_held_back=it.method == "APP")
    if outcome == "otp-expired":
        return replace(it, expires_at=now)
    return it.mistyped() if it.method == "SMS" else it


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
