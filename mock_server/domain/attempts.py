"""One attempt at a verification, and the rules of its OTP.

Lives here: Attempt, Otp and the settings of OTPs. May not: what an event does (transitions.py).
"""

from collections.abc import Mapping
from typing import Any, Final, Literal

import msgspec

from .channels import Channel
from .lifecycle import State

Method = Literal["WINDOW", "SMS", "APP"]

# Names what is answered, in `OtpSettings.codes`, when an attempt was sent again as often as it may be.
RESENDS: Final = "resends"


# The least that each number of `OtpSettings` may be.
LEAST: Final[Mapping[str, int]] = {"lifetime": 1, "tries": 1, "attempts": 0, "resends": 0}


class OtpSettings(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """How OTPs behave. None of these figures is documented anywhere: all are `assumed` and can be overridden.

    `code` None draws a random one for every SMS; `lifetime` is in seconds, `tries` wrong ones end an attempt,
    `attempts` is how many a verification may have, `resends` how often one attempt's SMS is sent again.
    """

    code: str | None = "000000"
    lifetime: int = 180
    tries: int = 5
    attempts: int = 10
    resends: int = 5
    # What the provider says instead of the table of outcomes: outcome (or RESENDS) -> (pgCode, pgMessage).
    codes: Mapping[str, tuple[str, str]] = {}


class Otp(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """The OTP that is out, and how many wrong ones it survives."""

    code: str
    tries_left: int


class Attempt(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One attempt. `customer` is everything a provider could say about who is being verified, `fate` an outcome.

    Times are milliseconds since 1970; `expires_at` is when its OTP, or the wait for the app, ends.
    """

    identity_verification_tx_id: str
    channel: Channel
    agency: str | None
    method: Method
    state: State
    started_at: int
    person: str | None
    customer: Mapping[str, Any]
    fate: str
    expires_at: int
    # What the record shows while this attempt is its newest, and for good once it has succeeded.
    requested_customer: Mapping[str, str]
    custom_data: str | None = None
    customer_id: str | None = None
    # The one that a send named; a window names none.
    operator: str | None = None
    otp: Otp | None = None
    resends: int = 0
    sms_template: str | None = None
    # What a tester wants to be different in `verifiedCustomer`; None leaves a member out.
    customer_changes: Mapping[str, Any] = {}
    # What its DI is made for instead of the channel's merchant id.
    site: str | None = None
    # KG Inicis' FRGNDInfo: whether an agency asks for what only the user tells.
    has_foreigner_info: bool = True


def new_otp(settings: OtpSettings, drawn: str) -> Otp:
    """An OTP as the settings say; `drawn` is 32 random hexadecimal digits."""
    code = settings.code if settings.code is not None else f"{int(drawn, 16) % 1_000_000:06d}"
    return Otp(code, settings.tries)


def sms_text(template: str | None, code: str) -> str:
    """The SMS as the customer reads it; a merchant's own text (KCP's `cp_sms_msg`) has [000000] where the OTP goes."""
    if template is None:
        return f"[모의 본인인증] 인증번호는 [{code}]입니다. 실제로 발송된 문자가 아닙니다."
    return template.replace("[000000]", f"[{code}]")
