"""What each provider returns about a verified person: the table (profile x member), with agencies that differ.

Lives here: PROFILES, the table that the record is made from, the control read explains itself with and the docs
print. May not: people, records, who chose the channel. Source: FACTS, "What each provider returns".
"""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from .text import Text

AGENCIES: Final = (
    "PASS", "TOSS", "KFTC", "KAKAO", "NAVER", "SAMSUNG", "SHINHAN", "KB", "HANA", "WOORI", "NH", "KAKAOBANK", "SMS",
)  # fmt: skip
# Members of PortOne's verifiedCustomer, in the order they are sent. `id` and `name` depend on no provider.
PROVIDED: Final = ("operator", "phoneNumber", "birthDate", "gender", "isForeigner", "ci", "di")
MEMBERS: Final = ("id", "name", *PROVIDED)


class Withheld(Text, frozen=True):
    """Why a member is absent, and how that is known (`source`: a fidelity label)."""

    source: str


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """One row: what is withheld always, and what one agency withholds besides. Everything else is given."""

    pg_provider: str
    withheld: Mapping[str, Withheld]
    agencies: tuple[str, ...] = ()
    by_agency: Mapping[str, Mapping[str, Withheld]] = {}

    @property
    def default_agency(self) -> str | None:
        """The agency of a verification for which nobody named one (`assumed`)."""
        return self.agencies[0] if self.agencies else None


_DANAL_CONTRACT: Final = Withheld(
    "다날은 별도 계약을 맺은 상점에만 이 값을 줍니다. 계약한 상점은 danal-contract 채널로 시험하세요.",
    "Danal gives this only under an extra contract; try the channel danal-contract for a shop that has one.",
    "docs",
)
_DANAL_CI: Final = Withheld(
    "2026년부터 다날은 계약에서 CI 제공을 선택한 상점에만 CI를 줍니다.",
    "Since 2026 Danal gives CI only where the shop's contract asks for it.",
    "docs",
)
_KCP_CI: Final = Withheld(
    "이 상점의 NHN KCP 설정에서 CI 제공이 꺼져 있습니다.",
    "The merchant's setting at NHN KCP leaves CI out.",
    "docs",
)
_INICIS_DI: Final = Withheld(
    "KG이니시스 통합인증은 DI를 주지 않습니다. 중복 가입은 CI로 확인해야 합니다.",
    "KG Inicis' unified verification gives no DI; duplicates have to be found by CI.",
    "docs",
)
_INICIS_OPERATOR: Final = Withheld(
    "KG이니시스 통합인증은 통신사를 주지 않습니다.",
    "KG Inicis' unified verification gives no operator.",
    "docs",
)
_KAKAO_CI: Final = Withheld(
    "카카오 인증은 별도 서류 심사를 마친 상점에만 CI를 줍니다.",
    "The agency KAKAO gives CI only to shops that have filed its paperwork.",
    "docs",
)
_KAKAO_TYPED: Final = Withheld(
    "카카오 인증의 성별과 내·외국인 여부는 이용자가 입력한 값이라, 이 프로필에서는 주지 않습니다(문서마다 다릅니다).",
    "With KAKAO the user types gender and nationality, and this profile leaves them out (the sources disagree).",
    "assumed",
)
_INICIS_NO_GENDER: Final = Withheld(
    "KG이니시스가 성별과 내·외국인 여부를 주지 않는다고 적은 문서를 따르는 프로필입니다(문서마다 다릅니다).",
    "This profile follows the source that says KG Inicis gives neither gender nor nationality (the sources disagree).",
    "assumed",
)

# The agencies that have the user type something, and what. KAKAO's sex and its absence with FRGNDInfo N are documented;
# that the rest goes with it is our reading.
TYPED_AT: Final[Mapping[str, tuple[str, ...]]] = {"KAKAO": ("gender", "isForeigner"), "NAVER": ("isForeigner",)}


def _not_asked(source: str) -> Withheld:
    return Withheld(
        "요청의 FRGNDInfo가 N이라, 이 인증사에서 이용자가 입력하는 값을 묻지 않았습니다.",
        "The request has FRGNDInfo N, so the agency did not ask for what the user types there.",
        source,
    )


_NOT_ASKED: Final = {
    agency: {name: _not_asked("docs" if name == "gender" else "assumed") for name in names}
    for agency, names in TYPED_AT.items()
}

_DANAL: Final = dict.fromkeys(("operator", "phoneNumber", "isForeigner"), _DANAL_CONTRACT)
# What some agencies have the user type; about these the sources disagree.
_TYPED: Final = ("gender", "isForeigner")
_INICIS: Final = {"operator": _INICIS_OPERATOR, "di": _INICIS_DI}


def _inicis(withheld: Mapping[str, Withheld], kakao: Mapping[str, Withheld]) -> Profile:
    return Profile(
        pg_provider="INICIS_UNIFIED",
        withheld={**_INICIS, **withheld},
        agencies=AGENCIES,
        by_agency={"KAKAO": {"ci": _KAKAO_CI, **kakao}},
    )


PROFILES: Final[Mapping[str, Profile]] = {
    "danal": Profile(pg_provider="DANAL", withheld=_DANAL),
    "danal-contract": Profile(pg_provider="DANAL", withheld={}),
    "danal-no-ci": Profile(pg_provider="DANAL", withheld=_DANAL | {"ci": _DANAL_CI}),
    "kcp": Profile(pg_provider="KCP_V2", withheld={}),
    "kcp-no-ci": Profile(pg_provider="KCP_V2", withheld={"ci": _KCP_CI}),
    "inicis": _inicis({}, {}),
    # The sources disagree about gender and nationality: three profiles, one for each reading.
    "inicis-gender-except-kakao": _inicis({}, dict.fromkeys(_TYPED, _KAKAO_TYPED)),
    "inicis-gender-never": _inicis(dict.fromkeys(_TYPED, _INICIS_NO_GENDER), {}),
}


def withheld(profile: str, agency: str | None, *, has_foreigner_info: bool = True) -> Iterator[tuple[str, Withheld]]:
    """The members that this profile and agency leave out, with the reasons, in the order of PROVIDED.

    Without `has_foreigner_info` (KG Inicis' FRGNDInfo N) also what the agency has the user type.
    """
    row = PROFILES[profile]
    typed = {} if has_foreigner_info else _NOT_ASKED.get(agency or "", {})
    reasons = {**typed, **row.withheld, **row.by_agency.get(agency or "", {})}
    return ((name, reasons[name]) for name in PROVIDED if name in reasons)
