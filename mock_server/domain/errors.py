"""What a refusal is, and which status each error type has.

Lives here: the table of types and the one exception that carries a refusal. May not: wording of a single refusal
(that stands where the rule is), bytes, HTTP.
"""

from collections.abc import Mapping
from typing import Any, Final

# PortOne's types with the statuses of its OpenAPI document, then the mock's own, which begin with MOCK_.
STATUS: Final[Mapping[str, int]] = {
    "INVALID_REQUEST": 400,
    "MAX_TRANSACTION_COUNT_REACHED": 400,
    "UNAUTHORIZED": 401,
    "FORBIDDEN": 403,
    "CHANNEL_NOT_FOUND": 404,
    "IDENTITY_VERIFICATION_NOT_FOUND": 404,
    "IDENTITY_VERIFICATION_NOT_SENT": 404,
    "IDENTITY_VERIFICATION_ALREADY_SENT": 409,
    "IDENTITY_VERIFICATION_ALREADY_VERIFIED": 409,
    "IDEMPOTENCY_OUTSTANDING_REQUEST": 409,
    "PG_PROVIDER": 502,
    "MOCK_NOT_FOUND": 404,
    "MOCK_METHOD_NOT_ALLOWED": 405,
    "MOCK_REQUEST_TIMEOUT": 408,
    "MOCK_CONFLICT": 409,
    "MOCK_TOO_LARGE": 413,
    "MOCK_HOST_NOT_ALLOWED": 421,
    "MOCK_IDEMPOTENCY_KEY_REUSED": 422,
    "MOCK_HEADERS_TOO_LARGE": 431,
    "MOCK_INTERNAL_ERROR": 500,
    "MOCK_NOT_SUPPORTED": 501,
    "MOCK_UNAVAILABLE": 503,
}


class Refusal(Exception):  # noqa: N818 - it is an answer, not a malfunction
    """One refused call: `type` (a key of STATUS), `message` as the caller reads it, and the evidence.

    `why` is the English sentence for the journal and `ko` the Korean one for whoever reads that of a scenario file (the
    message itself unless given), `details` are the further members
    of a tester's error (`at`, `received`, `nearest`, `known`) or of PG_PROVIDER, `headers` go into the answer.
    """

    def __init__(
        self,
        type_: str,
        message: str,
        *,
        why: str | None = None,
        ko: str | None = None,
        headers: tuple[tuple[bytes, bytes], ...] = (),
        **details: Any,
    ) -> None:
        super().__init__(message)
        self.type = type_
        self.status = STATUS[type_]
        self.message = message
        self.why = why or message
        self.ko = ko or message
        self.headers = headers
        self.details: dict[str, Any] = {name: value for name, value in details.items() if value is not None}
        self.journalled = True
        # Whose call it was, where a credential was recognised and refused all the same.
        self.whose: tuple[Any, Any] | None = None

    def body(self) -> dict[str, object]:
        """The members of the JSON answer."""
        return {"type": self.type, "message": self.message, **self.details}
