"""The reference integration: token flow, reading a verification, age and DI decisions.

Lives here: code to copy into an application. May not: any knowledge of the mock; base URL and credentials come in.
"""

from .eligibility import Reason, adult_by_full_age, adult_by_youth_protection_act, full_age, reasons_against, same_person
from .eligibility import seoul_date, youth_protection_act_age
from .errors import CouldNotAskError, InvalidIdError, PortOneError, RefusedError
from .portone import PortOneClient
from .reading import Channel, Failure, IdentityVerification, UnknownIdentityVerification, VerifiedCustomer

__all__ = [
    "Channel", "CouldNotAskError", "Failure", "IdentityVerification", "InvalidIdError", "PortOneClient", "PortOneError",
    "Reason", "RefusedError", "UnknownIdentityVerification", "VerifiedCustomer", "adult_by_full_age",
    "adult_by_youth_protection_act", "full_age", "reasons_against", "same_person", "seoul_date",
    "youth_protection_act_age",
]  # fmt: skip
