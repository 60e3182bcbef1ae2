"""Whether to accept what PortOne answered: pure decisions with every reason. What the application knows comes in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from .age import AgeReason, AgeRule, seoul_date
from .duplicates import IdentityKey, identity_keys, site_of
from .reading import IdentityVerification, Unreadable, VerifiedCustomer

Reason = (
    AgeReason
    | Literal[
        "not-issued-to-this-session", "used-before", "not-verified", "another-id", "not-v2", "not-live",
        "channel-not-allowed", "provider-not-allowed", "not-fresh", "forbidden-identity", "no-birth-date",
        "impossible-birth-date", "born-in-the-future", "cannot-tell-apart",
    ]
)  # fmt: skip

# Clocks of two companies differ; nobody is turned away for that much.
CLOCK_SKEW: Final = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What an application demands. The defaults are for production, where a mock's people do not pass."""

    ages: tuple[AgeRule, ...] = ()
    live_only: bool = True
    channel_keys: frozenset[str] | None = None  # None: any
    providers: frozenset[str] | None = None  # PortOne's pgProvider; None: any
    fresh_for: timedelta | None = timedelta(minutes=30)  # from verification to sign-up; None: any time
    forbidden_prefixes: tuple[str, ...] = ("MOCK",)  # of CI, DI and the provider's ids: nobody real has them
    one_account: bool = True  # for each person
    without_identity_key: Literal["refuse", "accept"] = "refuse"  # then, who comes with neither DI nor CI


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """What the application itself knows about the id that a browser handed in."""

    id: str
    issued_at: datetime | None  # None: not to this session
    used: bool = False
    guardian_consented: bool = False


@dataclass(frozen=True)
class Eligible:
    """`keys`: what makes two accounts one person's. Whether somebody has them, the database's unique index says."""

    customer: VerifiedCustomer
    keys: tuple[IdentityKey, ...]


@dataclass(frozen=True)
class NotEligible:
    reasons: tuple[Reason, ...]


def reasons_before_asking(attempt: Attempt) -> list[Reason]:
    """Why there is no need to ask PortOne: nobody may try out ids that are others'."""
    holds: dict[Reason, bool] = {"not-issued-to-this-session": attempt.issued_at is None, "used-before": attempt.used}
    return [reason for reason, against in holds.items() if against]


def decide(found: IdentityVerification, attempt: Attempt, policy: Policy, now: datetime) -> Eligible | NotEligible:
    """Eligible, or every reason why not. `now` knows its time zone."""
    customer = found.verified_customer
    keys = identity_keys(customer, site_of(found.channel)) if customer else ()
    reasons = (
        *reasons_before_asking(attempt),
        *_against_record(found, attempt, policy, now),
        *_against_identity(found, policy, keys),
        *_against_age(customer, attempt, policy.ages, now),
    )
    if reasons or customer is None:
        return NotEligible(reasons)
    return Eligible(customer, keys if policy.one_account else ())


def _against_record(found: IdentityVerification, attempt: Attempt, policy: Policy, now: datetime) -> Iterator[Reason]:
    channel = found.channel
    verified = found.status == "VERIFIED" and found.verified_customer is not None
    if not verified:
        yield "not-verified"
    if found.id != attempt.id:
        yield "another-id"
    if found.version != "V2":
        yield "not-v2"
    if policy.live_only and (channel is None or channel.type != "LIVE"):
        yield "not-live"
    if policy.channel_keys is not None and (channel is None or channel.key not in policy.channel_keys):
        yield "channel-not-allowed"
    if policy.providers is not None and (channel is None or channel.pg_provider not in policy.providers):
        yield "provider-not-allowed"
    if verified and not _is_fresh(found.verified_at, attempt.issued_at, policy.fresh_for, now):
        yield "not-fresh"


def _is_fresh(
    verified_at: datetime | None, issued_at: datetime | None, fresh_for: timedelta | None, now: datetime
) -> bool:
    """Verified after its id was issued, not too long ago, and not in times to come."""
    if fresh_for is None or verified_at is None:
        return fresh_for is None
    earliest = max(now - fresh_for, issued_at) if issued_at else now - fresh_for
    return earliest - CLOCK_SKEW <= verified_at <= now + CLOCK_SKEW


def _against_identity(found: IdentityVerification, policy: Policy, keys: tuple[IdentityKey, ...]) -> Iterator[Reason]:
    merchant = found.channel.pg_merchant_id if found.channel else None
    # What came, not the keys made of it: a DI that cannot be one is a mark all the same.
    given = (found.verified_customer.ci, found.verified_customer.di) if found.verified_customer else ()
    marks = [it for it in (found.pg_tx_id, merchant, *given) if it]
    if any(mark.startswith(policy.forbidden_prefixes) for mark in marks):
        yield "forbidden-identity"
    if found.verified_customer and not keys and policy.one_account and policy.without_identity_key == "refuse":
        yield "cannot-tell-apart"


def _against_age(
    customer: VerifiedCustomer | None, attempt: Attempt, rules: tuple[AgeRule, ...], now: datetime
) -> Iterator[Reason]:
    if not rules or customer is None:
        return
    birth_date, today = customer.birth_date, seoul_date(now)
    if birth_date is None:
        yield "no-birth-date"
    elif isinstance(birth_date, Unreadable):
        yield "impossible-birth-date"
    elif birth_date > today:
        yield "born-in-the-future"
    else:
        for rule in rules:
            if not (rule.old_enough(birth_date, today) or (rule.consent_is_enough and attempt.guardian_consented)):
                yield rule.reason
