"""The reference integration, to copy into an application. It knows nothing of the mock: address and secret come in."""

from .eligibility import Reason, full_age, reasons_against, same_person, seoul_date, youth_protection_act_age
from .errors import CouldNotAskError, PortOneError, RefusedError
from .portone import PortOneClient
from .reading import Channel, Failure, IdentityVerification, UnknownIdentityVerification, VerifiedCustomer

__all__ = [
    "Channel", "CouldNotAskError", "Failure", "IdentityVerification", "PortOneClient", "PortOneError", "Reason",
    "RefusedError", "UnknownIdentityVerification", "VerifiedCustomer", "full_age", "reasons_against", "same_person",
    "seoul_date", "youth_protection_act_age",
]  # fmt: skip
