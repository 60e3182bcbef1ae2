"""What people call the operators and KG Inicis' agencies, whose codes the API has.

Lives here: the names, in Korean and English. May not: brands' marks or styling, rules about either.
"""

from collections.abc import Mapping
from typing import Final

from .text import Text

OPERATOR_NAMES: Final[Mapping[str, Text]] = {
    "SKT": Text("SKT", "SKT"),
    "KT": Text("KT", "KT"),
    "LGU": Text("LG U+", "LG U+"),
    "SKT_MVNO": Text("SKT 알뜰폰", "SKT MVNO"),
    "KT_MVNO": Text("KT 알뜰폰", "KT MVNO"),
    "LGU_MVNO": Text("LG U+ 알뜰폰", "LG U+ MVNO"),
}
_AGENCIES: Final[Mapping[str, Text]] = {
    "TOSS": Text("토스", "Toss"),
    "KFTC": Text("금융인증서", "financial certificate"),
    "KAKAO": Text("카카오", "Kakao"),
    "NAVER": Text("네이버", "Naver"),
    "SAMSUNG": Text("삼성", "Samsung"),
    "SHINHAN": Text("신한인증서", "Shinhan"),
    "KB": Text("KB인증서", "KB"),
    "HANA": Text("하나인증서", "Hana"),
    "WOORI": Text("우리인증서", "Woori"),
    "NH": Text("NH인증서", "NH"),
    "KAKAOBANK": Text("카카오뱅크", "KakaoBank"),
    "SMS": Text("문자", "text message"),
}


def agency_name(code: str) -> Text:
    """An agency's name with its code beside it; the code alone where it is the name (PASS)."""
    name = _AGENCIES.get(code)
    return Text(code, code) if name is None else Text(f"{name.ko} ({code})", f"{name.en} ({code})")
