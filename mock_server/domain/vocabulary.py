"""PortOne's closed vocabularies that are wider than what a mock of identity verification sends.

Lives here: names only. A list's filter may name every one of them, and most fit no record here. Source: PortOne's
OpenAPI document of 2026-08-06.
"""

from collections.abc import Mapping
from typing import Final

PG_PROVIDERS: Final = frozenset(
    (
    "ALIPAY", "BLUEWALNUT", "CHAI", "DANAL", "DANAL_TPAY", "DAOU", "EXIMBAY", "EXIMBAY_V2", "GALAXIA",
    "HECTO_GLOBAL", "HTML5_INICIS", "HYPHEN", "INICIS", "INICIS_JP", "INICIS_UNIFIED", "INICIS_V2", "INNOPAY",
    "JTNET", "KAKAO", "KAKAOPAY", "KCP", "KCP_BILLING", "KCP_DIRECT", "KCP_QUICK", "KCP_V2", "KICC", "KICC_V2",
    "KPN", "KSNET", "MOBILIANS", "MOBILIANS_V2", "NAVERCO", "NAVERPAY", "NICE", "NICE_V2", "PAYCO",
    "PAYLETTER_GLOBAL", "PAYMENTWALL", "PAYPAL", "PAYPAL_V2", "PAYPLE", "PINPAY", "SETTLE", "SETTLE_ACC",
    "SETTLE_FIRM", "SMARTRO", "SMARTRO_V2", "SMILEPAY", "SYRUP", "TOSSPAY", "TOSSPAYMENTS", "TOSSPAY_V2",
    "TOSS_BRANDPAY", "TRIPLE_A", "UPLUS", "WELCOME"
    )
)  # fmt: skip
PG_COMPANIES: Final = frozenset(
    (
    "ALIPAY", "BLUEWALNUT", "CHAI", "DANAL", "DAOU", "EXIMBAY", "GALAXIA", "HYPHEN", "INICIS", "INNOPAY", "JTNET",
    "KAKAO", "KAKAOPAY", "KCP", "KICC", "KPN", "KSNET", "MOBILIANS", "NAVERPAY", "NICE", "PAYCO", "PAYLETTER",
    "PAYMENTWALL", "PAYPAL", "PAYPLE", "SETTLE", "SMARTRO", "SMILEPAY", "SYRUP", "TOSSPAY", "TOSSPAYMENTS",
    "TRIPLE_A", "WELCOME"
    )
)  # fmt: skip
# The company behind each module that verifies identities.
PG_COMPANY_OF: Final[Mapping[str, str]] = {"DANAL": "DANAL", "KCP_V2": "KCP", "INICIS_UNIFIED": "INICIS"}
VERSIONS: Final = ("V1", "V2")
