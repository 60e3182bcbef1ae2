"""The reference integration, to copy into an application. It knows nothing of the mock: address and secret come in."""

from .age import (
    ADULT_BY_THE_YOUTH_PROTECTION_ACT,
    FROM_14_OR_WITH_CONSENT,
    AgeRule,
    at_least,
    at_least_by_the_act,
    birth_date_of,
    born_by,
    consent_below,
    full_age,
    seoul_date,
    youth_protection_act_age,
)
from .duplicates import HashedKey, IdentityKey, KeyRing, identity_keys, same_person, site_of
from .eligibility import Attempt, Eligible, NotEligible, Policy, Reason, decide, reasons_before_asking
from .errors import CouldNotAskError, PortOneError, RefusedError, TransientError
from .operations import Customer
from .portone import AsyncPortOneClient, PortOneClient
from .reading import (
    Channel,
    Failure,
    IdentityVerification,
    Page,
    RequestedCustomer,
    Tokens,
    UnknownIdentityVerification,
    Unreadable,
    VerifiedCustomer,
)
from .retrying import Patience
from .tokens import ApiKeyLogin, ApiSecret, ApiSecretLogin

__all__ = [
    "ADULT_BY_THE_YOUTH_PROTECTION_ACT", "FROM_14_OR_WITH_CONSENT", "AgeRule", "ApiKeyLogin", "ApiSecret",
    "ApiSecretLogin", "AsyncPortOneClient", "Attempt", "Channel", "CouldNotAskError", "Customer", "Eligible",
    "Failure", "HashedKey", "IdentityKey", "IdentityVerification", "KeyRing", "NotEligible", "Page", "Patience",
    "Policy", "PortOneClient", "PortOneError", "Reason", "RefusedError", "RequestedCustomer", "Tokens",
    "TransientError", "UnknownIdentityVerification", "Unreadable", "VerifiedCustomer", "at_least",
    "at_least_by_the_act", "birth_date_of", "born_by", "consent_below", "decide", "full_age", "identity_keys",
    "reasons_before_asking", "same_person", "seoul_date", "site_of", "youth_protection_act_age",
]  # fmt: skip
