"""What a scenario expects: a shop's policy, and steps with what the API answers and what a correct integration decides.

Lives here: the format, and the checks that one step needs. May not: playing it (playing.py plays the API's half).
"""

from collections.abc import Mapping
from typing import Any, Final

from ..domain.errors import STATUS
from ..domain.order import STATUSES
from ..domain.outcomes import OUTCOMES
from ..domain.people import OPERATORS
from ..domain.text import Text
from ..domain.vocabulary import VERSIONS
from .errors import At
from .kinds import Anything, Choice, Flag, Items, Members, Named, Number, Span, Words, member

DECISIONS: Final = ("accepted", "refused", "duplicate", "retry-later")
# Why a correct integration refuses.
REASONS: Final[Mapping[str, Text]] = {
    "not-verified": Text("VERIFIED가 아닙니다(모르는 status도)", "the status is not VERIFIED; an unknown one neither"),
    "not-found": Text("그런 내역이 없습니다", "there is no such record"),
    "another-id": Text("물어본 아이디의 답이 아닙니다", "the answer is about another id"),
    "not-v2": Text("V1이 남긴 내역입니다", "what V1 has left behind"),
    "not-live": Text("TEST 채널입니다", "a TEST channel"),
    "not-fresh": Text("인증한 지 너무 오래되었습니다", "verified too long ago"),
    "used-before": Text("이미 쓴 인증입니다", "this verification was used before"),
    "no-birth-date": Text("나이를 알 생년월일이 없습니다", "no birth date to tell the age by"),
    "too-young": Text("나이가 모자랍니다", "too young"),
    "needs-guardian": Text("법정대리인의 동의가 필요합니다", "a guardian has to consent"),
    "cannot-tell-apart": Text("DI도 CI도 없어 누구인지 구별할 수 없습니다", "neither DI nor CI tells who it is"),
}
_TEXT: Final = Words()
_ID: Final = Words("본인인증 아이디", "the id of a verification")
_PATHS: Final = Items(Words("verifiedCustomer.ci 같은 경로", "a path such as verifiedCustomer.ci"), or_one=True)
_NOTE: Final = Members({"ko": member(_TEXT, "한국어", "Korean"), "en": member(_TEXT, "영어", "English")}, ("ko", "en"))

POLICY: Final = Members(
    {
        "minimumAge": member(Number(0, 150), "가입할 수 있는 나이. 기본 0", "least age; 0 unless given"),
        "ageRule": member(
            Choice(("full", "youth-protection-act")),
            "나이 세는 법: 만 나이(full, 기본), 청소년 보호법의 연 나이",
            "how age is counted: in full years (full, the default), or by the Youth Protection Act",
        ),
        "guardianConsentBelow": member(
            Number(0, 150),
            "만 나이가 이보다 적으면 법정대리인의 동의가 필요합니다. 기본 0",
            "below this full age a guardian has to consent; 0 unless given",
        ),
        "onePerson": member(Flag(), "한 사람에 계정 하나. 기본 false", "one account per person; false unless given"),
        "withoutDiAndCi": member(
            Choice(("refuse", "accept")),
            "onePerson인데 DI도 CI도 없을 때. 기본 refuse",
            "with onePerson, where there is neither DI nor CI; refuse unless given",
        ),
        "liveOnly": member(Flag(), "LIVE 채널만. 기본 true", "LIVE channels only; true unless given"),
        "freshForSeconds": member(
            Number(1),
            "인증하고 이 시간(초) 안에만 받습니다. 기본 제한 없음",
            "accepted for so long after verifiedAt; unlimited unless given",
        ),
    }
)
_CALLS: Final = {
    "read": member(_ID, "조회", "read it"),
    "send": member(
        Members(
            {
                "id": member(_ID, "아이디", "the id"),
                "person": member(_TEXT, "인물. 없으면 adult", "who; adult unless given"),
                "channel": member(_TEXT, "채널의 이름. 없으면 danal", "name of the channel; danal unless given"),
                "method": member(Choice(("SMS", "APP")), "없으면 SMS", "SMS unless given"),
                "operator": member(Choice(OPERATORS), "없으면 그 인물의 통신사", "that person's unless given"),
                "customData": member(_TEXT, "customData", "customData"),
            },
            ("id",),
        ),
        "인증번호 보내기",
        "send an OTP",
    ),
    "confirm": member(
        Members(
            {
                "id": member(_ID, "아이디", "the id"),
                "otp": member(_TEXT, "인증번호. APP이면 없음", "the OTP; none for APP"),
            },
            ("id",),
        ),
        "인증번호 확인",
        "confirm with an OTP",
    ),
    "resend": member(_ID, "인증번호 다시 보내기", "send it again"),
    "list": member(
        Members(
            {
                "statuses": member(Items(Choice(STATUSES), or_one=True), "상태", "statuses"),
                "version": member(Choice(VERSIONS), "버전", "version"),
                "isTest": member(Flag(), "TEST 채널인지", "whether the channel is TEST"),
                "identityVerificationId": member(_ID, "아이디", "the id"),
            }
        ),
        "목록 조회(조건)",
        "list, with a filter",
    ),
    "login": member(
        Choice(("api-secret", "api-key")),
        "로그인. 그다음부터 그 토큰을 씁니다",
        "log in; from here on calls carry that token",
    ),
    "refresh": member(Flag(), "토큰 재발급(true)", "refresh the token (true)"),
    "advance": member(Span(), "시계를 앞으로(61s, 5m, 2h, 1d)", "advance the clock (61s, 5m, 2h, 1d)"),
    "complete": member(
        Members(
            {
                "id": member(_ID, "아이디", "the id"),
                "outcome": member(Choice(OUTCOMES), "결과", "the outcome"),
                "person": member(_TEXT, "인물", "who"),
            },
            ("id", "outcome"),
        ),
        "진행 중인 시도를 이 결과로 끝내기",
        "end the attempt under way with this outcome",
    ),
}
CALLS: Final = tuple(_CALLS)
_ANSWER: Final = {
    "status": member(Number(200, 599), "HTTP 상태 코드. 기본 200", "the HTTP status; 200 unless given"),
    "type": member(_TEXT, "오류의 type", "the error's type"),
    "body": member(
        Named(Anything("값", "a value")),
        "본문의 값. verifiedCustomer.name처럼 점으로 이은 경로마다 하나",
        "values of the body, by path with dots such as verifiedCustomer.name",
    ),
    "present": member(_PATHS, "있어야 하는 항목의 경로", "paths that are there"),
    "absent": member(_PATHS, "없어야 하는 항목의 경로", "paths that are not there"),
    "lost": member(Flag(), "응답이 오지 않거나 중간에 끊깁니다(true)", "no answer comes, or it is cut (true)"),
    "broken": member(Flag(), "응답이 JSON이 아닙니다(true)", "the answer is no JSON (true)"),
    "takesAtLeast": member(Span(), "적어도 이만큼 걸립니다", "takes at least so long"),
}
_DECISION: Final = {
    "integration": member(
        Choice(DECISIONS),
        "올바른 연동의 판단. 조회(read)에만 씁니다",
        "what a correct integration decides; with read only",
    ),
    "reason": member(
        Items(Choice(REASONS), or_one=True), "refused인 까닭. 여럿이면 모두", "why it refuses; all of them, if several"
    ),
    "note": member(_NOTE, "이 단계에 대한 설명", "a sentence about this step"),
}


class _Step(Members):
    """One call, and what comes of it."""

    def read(self, value: Any, at: At) -> dict[str, Any]:
        step = super().read(value, at)
        calls = [name for name in CALLS if name in step]
        if len(calls) != 1:
            found = ", ".join(calls) or "none"
            raise at.flaw(
                f"한 단계에는 호출이 하나입니다({', '.join(CALLS)}). 지금은 {', '.join(calls) or '없습니다'}",
                f"a step has one call ({', '.join(CALLS)}), not {found}",
                known=CALLS,
            )
        _check_decision(step, calls[0], at)
        self._check_answer(step, calls[0], at)
        return step

    def _check_answer(self, step: Mapping[str, Any], call: str, at: At) -> None:
        for name in _ANSWER:
            if name in step and call == "advance":
                raise (at / name).flaw("advance는 응답이 없습니다", "advance has no answer to look at")
        if "type" in step and step["type"] not in STATUS:
            raise (at / "type").unknown(step["type"], STATUS, Text("오류 type", "error type"))
        if step.get("lost") and (others := [name for name in ("status", "type", "body", "present") if name in step]):
            raise (at / others[0]).flaw(
                "응답이 오지 않으면 볼 것도 없습니다", "where no answer comes there is nothing to look at"
            )


def _check_decision(step: Mapping[str, Any], call: str, at: At) -> None:
    if "integration" in step and call != "read":
        raise (at / "integration").flaw(
            "integration은 read에만 씁니다", "integration goes with read only: an application decides by what it reads"
        )
    refused = step.get("integration") == "refused"
    if refused != ("reason" in step):
        raise at.flaw(
            "reason은 integration이 refused일 때 꼭 쓰고, 그 밖에는 쓰지 않습니다",
            "reason goes with integration: refused, which needs one, and with nothing else",
            known=REASONS,
        )


STEP: Final = _Step({**_CALLS, **_ANSWER, **_DECISION})
EXPECT: Final = Members(
    {
        "policy": member(POLICY, "가게의 규칙", "the shop's rules"),
        "steps": member(
            Items(STEP), "차례로 하는 일과 기대하는 답", "what is done one after another, and what comes of it"
        ),
    }
)
