"""What can go wrong, and which answer is which error; no I/O. An application answers the two branches differently.

PortOneError                                        `operation`, and `status`, `type`, `message` where there are any
├── RefusedError                                    PortOne refused this verification: tell the user
│   ├── UnusableIdError                             nothing that PortOne could have: nobody was asked
│   ├── IdentityVerificationNotFoundError           no such verification
│   ├── IdentityVerificationNotSentError            it was not requested by API
│   ├── IdentityVerificationAlreadySentError        it was: resend
│   ├── IdentityVerificationAlreadyVerifiedError    it is over
│   ├── MaxTransactionCountReachedError             no attempts left under this id
│   └── PgProviderError                             the provider refused, with `pg_code` and `pg_message`
└── CouldNotAskError                                never tell a user "verification failed" for one of these
    ├── InvalidRequestError                         our request is wrong
    ├── UnauthorizedError                           our secret is wrong
    ├── ForbiddenError                              our secret may not do this, or not in this store
    ├── ChannelNotFoundError                        our channel key is wrong
    ├── UnreadableAnswerError                       a success that is not what PortOne documents
    └── TransientError                              asking again may help; `retry_after` seconds, where PortOne said so
        ├── NoAnswerError                           no connection, or none that held until the answer was there
        ├── TooManyRequestsError                    429
        ├── UnavailableError                        5xx
        └── IdempotencyOutstandingRequestError      the first request under this key is still running
"""

from email.utils import parsedate_to_datetime
from typing import Any, Final

import httpx


class PortOneError(Exception):
    """`operation` is PortOne's operationId, `status` an HTTP status, `type` and `message` are PortOne's own."""

    retry_after: float | None = None  # seconds

    def __init__(self, operation: str, message: str, status: int | None = None, type_: str | None = None) -> None:
        super().__init__(operation, message, status, type_)
        self.operation, self.message, self.status, self.type = operation, message, status, type_

    def __str__(self) -> str:
        return ": ".join(str(part) for part in (self.operation, self.status, self.type, self.message) if part)


class RefusedError(PortOneError): ...


class UnusableIdError(RefusedError): ...


class IdentityVerificationNotFoundError(RefusedError): ...


class IdentityVerificationNotSentError(RefusedError): ...


class IdentityVerificationAlreadySentError(RefusedError): ...


class IdentityVerificationAlreadyVerifiedError(RefusedError): ...


class MaxTransactionCountReachedError(RefusedError): ...


class PgProviderError(RefusedError):
    pg_code: str | None = None
    pg_message: str | None = None


class CouldNotAskError(PortOneError): ...


class InvalidRequestError(CouldNotAskError): ...


class UnauthorizedError(CouldNotAskError): ...


class ForbiddenError(CouldNotAskError): ...


class ChannelNotFoundError(CouldNotAskError): ...


class UnreadableAnswerError(CouldNotAskError): ...


class TransientError(CouldNotAskError): ...


class NoAnswerError(TransientError): ...


class TooManyRequestsError(TransientError): ...


class UnavailableError(TransientError): ...


class IdempotencyOutstandingRequestError(TransientError): ...


BY_TYPE: Final[dict[str, type[PortOneError]]] = {
    "INVALID_REQUEST": InvalidRequestError,
    "UNAUTHORIZED": UnauthorizedError,
    "FORBIDDEN": ForbiddenError,
    "CHANNEL_NOT_FOUND": ChannelNotFoundError,
    "IDENTITY_VERIFICATION_NOT_FOUND": IdentityVerificationNotFoundError,
    "IDENTITY_VERIFICATION_NOT_SENT": IdentityVerificationNotSentError,
    "IDENTITY_VERIFICATION_ALREADY_SENT": IdentityVerificationAlreadySentError,
    "IDENTITY_VERIFICATION_ALREADY_VERIFIED": IdentityVerificationAlreadyVerifiedError,
    "MAX_TRANSACTION_COUNT_REACHED": MaxTransactionCountReachedError,
    "PG_PROVIDER": PgProviderError,
    "IDEMPOTENCY_OUTSTANDING_REQUEST": IdempotencyOutstandingRequestError,
}


def answer_of(operation: str, response: httpx.Response) -> dict[str, Any]:
    """The JSON object of a success; else the error that the answer stands for."""
    try:
        body = response.json()
    except (ValueError, RecursionError):
        body = None
    members = body if isinstance(body, dict) else {}
    if response.status_code == 200 and isinstance(body, dict):
        return body
    type_, message = (str(members.get(it) or "") for it in ("type", "message"))
    error = _class_of(response.status_code, type_)(
        operation, message or "no message that can be read", response.status_code, type_ or None
    )
    error.retry_after = _retry_after(response.headers)
    if isinstance(error, PgProviderError):
        error.pg_code, error.pg_message = members.get("pgCode"), members.get("pgMessage")
    raise error


def _class_of(status: int, type_: str) -> type[PortOneError]:
    """A type that does not go with its status (a gateway's, say) says nothing; types may be added tomorrow."""
    if status == 429:
        return TooManyRequestsError
    if status in (401, 403) and type_ not in ("UNAUTHORIZED", "FORBIDDEN"):
        return CouldNotAskError
    if type_ == "PG_PROVIDER" and status >= 500:
        return PgProviderError
    if 400 <= status < 500 and type_ in BY_TYPE and type_ != "PG_PROVIDER":
        return BY_TYPE[type_]
    if 400 <= status < 500 and type_.startswith("IDENTITY_VERIFICATION_"):
        return RefusedError
    return UnavailableError if status >= 500 else UnreadableAnswerError if status < 300 else CouldNotAskError


def _retry_after(headers: httpx.Headers) -> float | None:
    """Seconds; a date is counted from the answer's own Date, so that no clock of ours has to be right."""
    value = headers.get("Retry-After", "")
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        seconds = (parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("Date", ""))).total_seconds()
    except (TypeError, ValueError, OverflowError):
        return None
    return max(0.0, seconds)
