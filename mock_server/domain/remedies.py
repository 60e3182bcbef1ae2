"""What would have worked where a provider turned somebody down: one sentence for each outcome that the API tells of.

Lives here: the sentences, for the journal's `why`. May not: what an outcome does (outcomes.py), what the caller reads.
"""

from collections.abc import Mapping
from typing import Final

_ORDERED: Final = (
    "This comes of the person's phone number (always-… people), or was ordered with /_mock/next; "
    "another person, or none, would be verified."
)
REMEDIES: Final[Mapping[str, str]] = {
    "cancelled": _ORDERED,
    "abandoned": "Confirm again once the customer has said yes in the app; POST /_mock/verifications/{id}/complete "
    "with the outcome verified does it for them.",
    "wrong-otp": "The right OTP is in the newest SMS of GET /_mock/messages; always-wrong-otp never has it.",
    "otp-expired": "POST …/resend sends a new one; the scenario's otp.lifetimeSeconds says how long it lives.",
    "attempts-exhausted": "Begin another attempt with POST …/send, or a new id where all attempts are used up.",
    "identity-mismatch": "Name, phoneNumber and identityNumber have to be those of one person of GET /_mock/people, or "
    "the phone number nobody's.",
    "age-limit": "Someone of at least bypass.danal.AGELIMIT full years would pass (GET /_mock/people).",
    "carrier-not-allowed": _ORDERED,
    "provider-error": _ORDERED,
    "window-timeout": _ORDERED,
    "invalid-parameter": _ORDERED,
}
RESENDS_REMEDY: Final = "Begin anew with POST …/send under a new id; the scenario's otp.resends says how often."
