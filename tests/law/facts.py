"""What the sources say of records and providers, written down a second time for tests to expect.

Lives here: tables made from PortOne's documents and guides and from the design alone. May not: anything of the server.
"""

from collections.abc import Mapping
from typing import Final

AGENCIES: Final = [
    *("PASS", "TOSS", "KFTC", "KAKAO", "NAVER", "SAMSUNG", "SHINHAN", "KB", "HANA", "WOORI", "NH", "KAKAOBANK"),
    "SMS",
]
# Members of verifiedCustomer: what is always there, then what each provider's contract adds.
IDENTITY: Final = {"name", "birthDate"}
DANAL: Final = IDENTITY | {"gender", "di", "ci"}
KCP: Final = DANAL | {"phoneNumber", "operator", "isForeigner"}
INICIS: Final = IDENTITY | {"ci", "phoneNumber", "gender", "isForeigner"}
RETURNS: Final[Mapping[str, set[str]]] = {
    "danal": DANAL,
    "danal-contract": DANAL | {"phoneNumber", "operator", "isForeigner"},
    "danal-no-ci": DANAL - {"ci"},
    "kcp": KCP,
    "kcp-no-ci": KCP - {"ci"},
    "inicis": INICIS,
    "inicis-gender-except-kakao": INICIS,
    "inicis-gender-never": INICIS - {"gender", "isForeigner"},
}
KAKAO_LACKS: Final[Mapping[str, set[str]]] = {
    "inicis": {"ci"},
    "inicis-gender-except-kakao": {"ci", "gender", "isForeigner"},
    "inicis-gender-never": {"ci"},
}
EVERY_MEMBER: Final = IDENTITY | {"operator", "phoneNumber", "gender", "isForeigner", "ci", "di"}
PROVIDERS: Final = {"danal": "DANAL", "kcp": "KCP_V2", "inicis": "INICIS_UNIFIED"}
CHANNELS: Final = {
    **{name: name for name in ("danal", "danal-contract", "danal-no-ci", "kcp", "kcp-no-ci", "inicis")},
    "kcp-test": "kcp",
    "inicis-test": "inicis",
}
OUTCOMES: Final = {
    "verified": "VERIFIED",
    "verified-not-returned": "VERIFIED",
    **dict.fromkeys(("abandoned", "wrong-otp", "otp-expired"), "READY"),
    **dict.fromkeys(("cancelled", "attempts-exhausted", "identity-mismatch", "age-limit"), "FAILED"),
    **dict.fromkeys(("carrier-not-allowed", "provider-error", "window-timeout", "invalid-parameter"), "FAILED"),
}
ALWAYS: Final = {"status", "id", "channel", "requestedAt", "updatedAt", "statusChangedAt", "version"}
MEMBERS: Final = {
    "READY": ALWAYS | {"requestedCustomer"},
    "FAILED": ALWAYS | {"requestedCustomer", "failure", "pgTxId"},
    "VERIFIED": ALWAYS | {"verifiedCustomer", "verifiedAt", "pgTxId", "pgRawResponse"},
}


def agencies(profile: str) -> list[str | None]:
    return [*AGENCIES] if profile.startswith("inicis") else [None]


def given(profile: str, agency: str | None) -> set[str]:
    """The members of verifiedCustomer that a profile and an agency give."""
    return RETURNS[profile] - (KAKAO_LACKS[profile] if agency == "KAKAO" else set())
