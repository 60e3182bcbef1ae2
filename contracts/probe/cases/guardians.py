"""Children who come with a guardian's consent, and what is none.

Lives here: GUARDIAN cases. The consent is the id of the guardian's own verification, in the member that the policy
names. May not: the ages of those who come alone (ages.py).
"""

from typing import Any, Final

from ...text import Text
from ..application import Answer
from ..case import Cases, Family
from ..play import Attempt, Play
from ..verdicts import Severity
from . import born

CASES: Final = Cases(
    Family(
        "GUARDIAN",
        Text(
            "만 14세 미만은 법정대리인의 동의가 있어야 하고, 동의했는지를 확인해야 합니다. 체크박스는 확인이 아닙니다",
            "A child under 14 needs a guardian's consent, and that has to be verified: a ticked box is no verification",
        ),
        Text(
            "개인정보 보호법 제22조의2, 같은 법 시행령 제17조의2",
            "Personal Information Protection Act art. 22-2, and its Enforcement Decree art. 17-2",
        ),
        Text(
            "법정대리인의 아이디도 서버에서 조회해, VERIFIED인 다른 성인의 것이고 한 번도 쓰이지 않았는지 보세요",
            "Read the guardian's id on the server, too: VERIFIED, of another person, an adult, and never used before",
        ),
    )
)
PROMISE: Final = "guardianConsent"
_CHILD_DAYS: Final = 365 * 3  # before the age at which nobody has to consent


def _child(play: Play, person: str | None = None) -> Attempt:
    birth_date = born.turning(play, play.policy.least_age, days=_CHILD_DAYS)
    return play.attempt(person=person or play.someone(), customer={"birthDate": birth_date})


def _guardian(play: Play, child: Attempt, **order: Any) -> Attempt:
    """The guardian's verification, in the session of the child."""
    guardian = play.issued(child.session)
    play.put(guardian, **order)
    return guardian


def _submitted(play: Play, child: Attempt, consent: Any) -> Answer:
    return play.submit(child, extra={str(play.policy.get(PROMISE)): consent})


@CASES.case(
    "법정대리인이 인증으로 동의한 어린이는 받아들인다",
    "a child with a guardian's verification is accepted",
    Severity.USER_HARM,
    promise=PROMISE,
)
def with_consent(play: Play) -> None:
    child = _child(play)
    play.expect(_submitted(play, child, _guardian(play, child).id), "accepted")


@CASES.case("동의가 없는 어린이는 거절한다", "a child without consent is refused", promise=PROMISE)
def alone(play: Play) -> None:
    play.expect(play.submit(_child(play)), "refused")


@CASES.case("체크박스는 동의가 아니다", "a ticked box is no consent", promise=PROMISE)
def ticked(play: Play) -> None:
    for consent in (True, "true", "yes"):
        play.expect(_submitted(play, _child(play), consent), "refused")


@CASES.case(
    "끝나지 않았거나 실패한 인증은 동의가 아니다",
    "a guardian's verification that is READY or FAILED is no consent",
    promise=PROMISE,
)
def not_verified(play: Play) -> None:
    for status in ("READY", "FAILED"):
        child = _child(play)
        play.expect(_submitted(play, child, _guardian(play, child, status=status).id), "refused", "later")


@CASES.case("어린이가 스스로 동의할 수 없다", "nobody is their own guardian", promise=PROMISE)
def own(play: Play) -> None:
    child = _child(play)
    play.expect(_submitted(play, child, child.id), "refused")
    person = play.someone()
    child = _child(play, person)
    young = {"birthDate": born.turning(play, play.policy.least_age, days=_CHILD_DAYS)}
    play.expect(_submitted(play, child, _guardian(play, child, person=person, customer=young).id), "refused")


@CASES.case("다른 어린이는 법정대리인이 아니다", "another child is no guardian", promise=PROMISE)
def another_child(play: Play) -> None:
    child = _child(play)
    young = {"birthDate": born.turning(play, play.policy.least_age, days=-366)}
    play.expect(_submitted(play, child, _guardian(play, child, customer=young).id), "refused")


@CASES.case("동의 한 번으로 두 어린이를 들이지 않는다", "a consent counts once", promise=PROMISE)
def twice(play: Play) -> None:
    if not play.policy.get("once"):
        play.not_judged("정책이 once를 약속하지 않습니다", "the policy does not promise once")
    child = _child(play)
    guardian = _guardian(play, child)
    play.must_accept(child, {str(play.policy.get(PROMISE)): guardian.id})
    play.expect(_submitted(play, _child(play), guardian.id), "refused")


@CASES.case(
    "약속한 시간이 지난 법정대리인의 인증은 동의가 아니다",
    "a guardian's verification past the promised time is no consent",
    promise=PROMISE,
)
def stale(play: Play) -> None:
    if not play.policy.get("freshMinutes"):
        play.not_judged("정책이 freshMinutes를 약속하지 않습니다", "the policy does not promise freshMinutes")
    child, minutes = _child(play), int(play.policy.get("freshMinutes")) + 3
    guardian = _guardian(play, child, requestedAt=f"-{minutes + 1}m", verifiedAt=f"-{minutes}m")
    play.expect(_submitted(play, child, guardian.id), "refused")
