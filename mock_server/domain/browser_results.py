"""What the browser SDK hands to the page: results, and the codes of what is refused before a window opens.

Lives here: the members of a result and the table CODES. May not: how they reach the page. Which code PortOne gives for
what is undocumented but for the one of a verified id (`sdk`): the others are `assumed`.
"""

from collections.abc import Mapping
from typing import Final

from .attempts import OtpSettings
from .lifecycle import STATUS_OF, State
from .moves import is_newest, standing
from .outcomes import OUTCOMES, BrowserAnswer, Failure
from .record import Record

CANCELLED: Final = "Cancelled"
# Error type of a refusal -> code of the browser SDK's vocabulary.
CODES: Final[Mapping[str, str]] = {
    "INVALID_REQUEST": "BadRequest",
    "UNAUTHORIZED": "StoreNotFound",
    "CHANNEL_NOT_FOUND": "ChannelNotFound",
    "IDENTITY_VERIFICATION_ALREADY_VERIFIED": "IdentityVerificationAlreadyVerified",
    "IDENTITY_VERIFICATION_ALREADY_SENT": "InvalidEntityState",
    "IDENTITY_VERIFICATION_NOT_FOUND": "NotFound",
    "MAX_TRANSACTION_COUNT_REACHED": "ResourceExhausted",
    "MOCK_NOT_FOUND": "NotFound",
    "MOCK_CONFLICT": "InvalidEntityState",
    "MOCK_TOO_LARGE": "BadRequest",
    "MOCK_UNAVAILABLE": "Unavailable",
    "MOCK_NOT_SUPPORTED": "Unimplemented",
}


def code_of(error_type: str) -> str:
    """The browser SDK's code for a refusal of this type."""
    return CODES.get(error_type, "UnknownError")


def success(id_: str, tx_id: str) -> dict[str, str]:
    """The result of an attempt that was verified: no `code` at all, since null would read as a failure."""
    return {
        "transactionType": "IDENTITY_VERIFICATION",
        "identityVerificationId": id_,
        "identityVerificationTxId": tx_id,
    }


def failure(id_: str, tx_id: str, told: BrowserAnswer, pg: Failure | None = None) -> dict[str, str]:
    """The result of an attempt that ended otherwise; a cancel is the user's doing and has no provider's code."""
    result = success(id_, tx_id) | {"code": told.code, "message": told.message}
    if pg is not None and told.code != CANCELLED:
        result |= {"pgCode": pg.pg_code or "", "pgMessage": pg.pg_message or ""}
    return result


def result_of(id_: str, tx_id: str, outcome: str, settings: OtpSettings) -> dict[str, str] | None:
    """What comes of an outcome; None where nothing comes back."""
    row = OUTCOMES[outcome]
    if outcome == "verified":
        return success(id_, tx_id)
    if row.browser is None:
        return None
    pg = row.failure
    if outcome in settings.codes:
        pg_code, pg_message = settings.codes[outcome]
        pg = Failure(pg_code=pg_code, pg_message=pg_message)
    return failure(id_, tx_id, row.browser, pg)


def result_of_ended(record: Record, at: int) -> dict[str, str]:
    """The result of an attempt that something else ended: a tester, or another attempt that succeeded before."""
    attempt = record.attempts[at]
    if attempt.state is State.VERIFIED:
        return success(record.id, attempt.identity_verification_tx_id)
    told, pg = _OVERTAKEN, None
    if STATUS_OF[standing(record, at)] == "FAILED":
        pg = record.failure if is_newest(record, at) else None
        reason = "" if pg is None or pg.reason is None else pg.reason
        rows = (row.browser for row in OUTCOMES.values() if row.failure is not None and row.failure.reason == reason)
        told = next(rows, None) or BrowserAnswer("PGProviderError", reason or _FAILED)
    return failure(record.id, attempt.identity_verification_tx_id, told, pg)


_FAILED: Final = "본인인증에 실패했습니다."
_OVERTAKEN: Final = BrowserAnswer(
    "IdentityVerificationAlreadyVerified",
    "다른 창에서 이미 인증이 끝난 본인인증입니다. 새 인증에는 새 아이디를 쓰세요.",
)
