"""A verified id that is handed in again: by the same visitor, by another, later.

Lives here: REPLAY cases. May not: anything else.
"""

from typing import Final

from ...text import Text
from ..application import Session
from ..case import Cases, Family
from ..play import Attempt, Play
from ..verdicts import Severity
from .at_once import ROUNDS, one_of

CASES: Final = Cases(
    Family(
        "REPLAY",
        Text(
            "인증된 아이디는 계속 VERIFIED로 조회됩니다. 주운 아이디로 남이 그 사람이 될 수 있습니다",
            "A verified id stays readable as VERIFIED: whoever finds one becomes that person, months later",
        ),
        Text(
            "포트원 문서: 단건 조회. 보존 기간은 문서에 없습니다",
            "PortOne's documents; they name no end",
        ),
        Text(
            "아이디를 서버에서 만들어 세션에 묶고, 쓴 아이디를 유니크 인덱스로 기억하고, "
            "verifiedAt이 오래되면 거절하세요",
            "Issue ids on the server and bind them to the session, remember used ones in a unique index, and refuse "
            "an old verifiedAt",
        ),
    )
)


@CASES.case("인증 한 번은 한 번만 쓴다", "a verification counts once", promise="once")
def twice(play: Play) -> None:
    attempt = play.attempt()
    play.must_accept(attempt)
    play.expect(play.submit(attempt), "refused")


@CASES.case("쓴 인증을 남이 다시 쓰지 못한다", "another session cannot use it again", promise="once")
def by_another(play: Play) -> None:
    attempt = play.attempt()
    play.must_accept(attempt)
    play.expect(play.submit(Attempt(attempt.id, _stranger(play))), "refused")


@CASES.case("동시에 두 번 내도 한 번만 쓴다", "handed in several times at once it counts once", promise="once")
def at_once(play: Play) -> None:
    for _ in range(ROUNDS):
        one_of(play, [play.attempt()] * 4)


@CASES.case(
    "남에게 내준 아이디는, 아직 쓰지 않았어도 거절한다",
    "an id that was issued to another session is refused, unused as it is",
)
def stolen(play: Play) -> None:
    if play.setting.application.start is None:
        play.not_judged(
            "애플리케이션이 아이디를 내주지 않습니다(--start)", "only for applications that issue the id (--start)"
        )
    attempt = play.attempt()
    play.expect(play.submit(Attempt(attempt.id, _stranger(play))), "refused")


@CASES.case("석 달 전의 인증은 거절한다", "a verification of three months ago is refused", promise="freshMinutes")
def months_later(play: Play) -> None:
    play.expect(play.submit(play.attempt(requestedAt="-90d", verifiedAt="-90d")), "refused")


@CASES.case(
    "약속한 시간이 막 지난 인증은 거절한다",
    "a verification just past the promised time is refused",
    promise="freshMinutes",
)
def just_stale(play: Play) -> None:
    minutes = int(play.policy.get("freshMinutes")) + 3
    play.expect(play.submit(play.attempt(requestedAt=f"-{minutes + 1}m", verifiedAt=f"-{minutes}m")), "refused")


@CASES.case(
    "약속한 시간 안의 인증은 받아들인다",
    "a verification that is not yet past the promised time is accepted",
    Severity.USER_HARM,
    promise="freshMinutes",
)
def still_fresh(play: Play) -> None:
    if play.setting.application.start is not None:
        # Whoever knows when the id was issued rightly refuses a verification from before.
        play.not_judged(
            "애플리케이션이 방금 내준 아이디입니다(--start)", "the application has issued the id just now (--start)"
        )
    minutes = int(play.policy.get("freshMinutes")) - 3
    if minutes < 1:
        play.not_judged("약속한 시간이 너무 짧습니다", "the promised time is too short for that")
    play.expect(play.submit(play.attempt(requestedAt=f"-{minutes + 1}m", verifiedAt=f"-{minutes}m")), "accepted")


def _stranger(play: Play) -> Session:
    """Another visitor, with a session of their own where the application gives them one."""
    session = Session()
    if play.setting.application.start is not None:
        play.issued(session)
    return session
