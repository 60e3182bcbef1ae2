"""PortOne's operations: the name, method and path of each.

Lives here: names and places. May not: who answers them (api/routes.py).
"""

from typing import Final, NamedTuple

ID: Final = "{identityVerificationId}"


class Place(NamedTuple):
    """Where an operation is called."""

    method: str
    path: str


PLACES: Final = {
    "getIdentityVerification": Place("GET", f"/identity-verifications/{ID}"),
    "getIdentityVerifications": Place("GET", "/identity-verifications"),
    "sendIdentityVerification": Place("POST", f"/identity-verifications/{ID}/send"),
    "confirmIdentityVerification": Place("POST", f"/identity-verifications/{ID}/confirm"),
    "resendIdentityVerification": Place("POST", f"/identity-verifications/{ID}/resend"),
    "loginViaApiSecret": Place("POST", "/login/api-secret"),
    "loginViaApiKey": Place("POST", "/login/api-key"),
    "refreshToken": Place("POST", "/token/refresh"),
}
# What a page asks its SDK for; it reaches the mock on a path of the mock's own, and the journal calls it by this name.
FROM_BROWSER: Final = "requestIdentityVerification"
# What a window asks for on its way to the result, by the names that the journal has.
IN_WINDOW: Final = {"check": "checkInWindow", "otp": "sendOtpInWindow", "complete": "completeInWindow"}
METHODS: Final = tuple(dict.fromkeys(place.method for place in PLACES.values()))
