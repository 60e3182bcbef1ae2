"""The closed list of outcomes: what each leaves in the record, what the API and the browser are told.

Lives here: the table OUTCOMES. May not: records, windows, wording beyond a label. All codes are `assumed` unless their
row says otherwise: neither PortOne nor a provider publishes them.
"""

from collections.abc import Mapping
from typing import Final, Literal, TypeVar

import msgspec

from .text import Text

Status = Literal["READY", "VERIFIED", "FAILED"]


class Failure(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True, forbid_unknown_fields=True):
    """PortOne's `IdentityVerificationFailure`."""

    reason: str | None = None
    pg_code: str | None = None
    pg_message: str | None = None


class ApiAnswer(msgspec.Struct, frozen=True, rename="camel"):
    """What `confirm` answers when it meets this outcome."""

    status: int
    type: str
    pg_code: str | None = None
    pg_message: str | None = None


class BrowserAnswer(msgspec.Struct, frozen=True):
    """The `code` and `message` that the browser SDK hands to the page."""

    code: str
    message: str


class Outcome(msgspec.Struct, frozen=True):
    """One row. `status` is what a read shows afterwards; `fidelity` is the label of the row as a whole."""

    outcome: str
    status: Status
    failure: Failure | None
    api: ApiAnswer | None
    browser: BrowserAnswer | None
    label: Text
    fidelity: str


def _pg(code: str, message: str) -> ApiAnswer:
    return ApiAnswer(502, "PG_PROVIDER", code, message)


_CANCELLED: Final = BrowserAnswer("Cancelled", "이용자가 인증을 취소했습니다.")


def _failed(name: str, pg_code: str, ko: str, en: str, *, browser: BrowserAnswer | None = None) -> Outcome:
    """A row that ends in FAILED with a provider's code, which the API and (unless told) the browser are told alike."""
    failure = Failure(reason=ko, pg_code=pg_code, pg_message=ko)
    told = browser or BrowserAnswer("PGProviderError", ko)
    return Outcome(name, "FAILED", failure, _pg(pg_code, ko), told, Text(ko, en), "assumed")


_ROWS: Final = (
    Outcome("verified", "VERIFIED", None, None, None, Text("인증 완료", "Verified"), "openapi"),
    _failed("cancelled", "MOCK-CANCELLED", _CANCELLED.message, "The user cancelled", browser=_CANCELLED),
    Outcome(
        "abandoned",
        "READY",
        None,
        _pg("MOCK-NOT-CONFIRMED", "고객이 아직 인증을 마치지 않았습니다."),
        None,
        Text("이용자가 창을 그냥 닫아 아무 응답도 오지 않습니다.", "The user closed the tab; nothing comes back"),
        "assumed",
    ),
    Outcome(
        "verified-not-returned",
        "VERIFIED",
        None,
        None,
        None,
        Text("인증은 끝났지만 응답이나 이동이 사라집니다.", "Verified, but the answer or redirect is lost"),
        "assumed",
    ),
    Outcome(
        "wrong-otp",
        "READY",
        None,
        _pg("MOCK-WRONG-OTP", "인증번호가 일치하지 않습니다."),
        None,
        Text("인증번호를 잘못 입력합니다.", "The OTP is wrong"),
        "assumed",
    ),
    Outcome(
        "otp-expired",
        "READY",
        None,
        _pg("MOCK-OTP-EXPIRED", "인증번호 입력 시간이 지났습니다."),
        None,
        Text("인증번호 입력 시간이 지납니다.", "The OTP has expired"),
        "assumed",
    ),
    _failed("attempts-exhausted", "MOCK-ATTEMPTS", "인증번호 입력 횟수를 넘었습니다.", "All tries are used up"),
    _failed("identity-mismatch", "MOCK-MISMATCH", "입력한 정보가 명의자와 다릅니다.", "The details fit nobody"),
    _failed(
        "age-limit",
        "MOCK-AGE-LIMIT",
        "이용 가능한 나이가 아닙니다.",
        "Below the age limit; closing the window then looks like a cancel",
        browser=_CANCELLED,
    ),
    _failed("carrier-not-allowed", "MOCK-CARRIER", "이 통신사로는 인증할 수 없습니다.", "The carrier is not allowed"),
    _failed("provider-error", "MOCK-PROVIDER", "본인확인기관에 오류가 발생했습니다.", "The provider had an error"),
    _failed("window-timeout", "MOCK-TIMEOUT", "인증 시간이 지났습니다.", "The window timed out"),
    _failed(
        "invalid-parameter",
        "MOCK-PARAMETER",
        "본인확인기관이 요청 값을 거절했습니다.",
        "The provider refused a parameter",
    ),
)

OUTCOMES: Final[Mapping[str, Outcome]] = {row.outcome: row for row in _ROWS}

Told = TypeVar("Told", ApiAnswer, Failure)


def with_code(told: Told, outcome: str, codes: Mapping[str, tuple[str, str]]) -> Told:
    """What the provider tells, with the (pgCode, pgMessage) that the tester set for that outcome, if any."""
    if outcome not in codes:
        return told
    code, message = codes[outcome]
    return msgspec.structs.replace(told, pg_code=code, pg_message=message)
