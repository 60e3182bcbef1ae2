"""What the status of a record says, and what it does not.

Lives here: STATUS cases. May not: anything else.
"""

from typing import Final

from ...text import Text
from ..case import Cases, Family
from ..play import Play
from ..verdicts import Severity
from .at_once import ROUNDS, together

CASES: Final = Cases(
    Family(
        "STATUS",
        Text(
            "인증창이 닫혔다고 인증된 것은 아닙니다. 브라우저가 보낸 아이디는 누구의 어떤 상태일 수도 있습니다",
            "A closed window does not mean a verified person: an id from a browser may be in any state, and anybody's",
        ),
        Text("포트원 API 문서: 본인인증 단건 조회의 status", "PortOne's API: the status of a verification"),
        Text(
            'status === "VERIFIED"인 내역만 받아들이고, 나머지는 모두 받아들이지 마세요',
            'Accept status === "VERIFIED" (that word exactly), and nothing else',
        ),
    )
)
case = CASES.case


@case("READY(진행 중)인 내역은 받아들이지 않는다", "a verification that is still READY is not accepted")
def ready(play: Play) -> None:
    play.expect(play.submit(play.attempt(status="READY")), "refused", "later")


@case("FAILED인 내역은 받아들이지 않는다", "a FAILED verification is not accepted")
def failed(play: Play) -> None:
    play.expect(play.submit(play.attempt(status="FAILED")), "refused", "later")


@case("고객이 취소한 인증은 받아들이지 않는다", "a verification that the customer cancelled is not accepted")
def cancelled(play: Play) -> None:
    play.expect(play.submit(play.attempt(outcome="cancelled")), "refused", "later")


def _told(play: Play, status: str) -> None:
    attempt = play.attempt()
    play.fault(attempt, "unknown-status", status=status)
    play.expect(play.submit(attempt), "refused", "later")


@case("아직 없는 status 값은 받아들이지 않는다", "a status that nobody knows yet is not accepted")
def unknown(play: Play) -> None:
    _told(play, "EXPIRED")


@case("UNVERIFIED는 VERIFIED가 아니다", "UNVERIFIED is not taken for VERIFIED")
def unverified(play: Play) -> None:
    _told(play, "UNVERIFIED")


@case("포트원에 없는 아이디는 거절한다", "an id that PortOne does not know is refused")
def not_found(play: Play) -> None:
    attempt = play.issued()
    # Without this the mock might make a record on first read.
    play.fault(attempt, "not-found")
    play.expect(play.submit(attempt), "refused")


@case(
    "READY로 본 아이디도 인증이 끝나면 받아들인다",
    "an id that was READY at first is accepted once it is VERIFIED",
    Severity.ADVICE,
)
def ready_then_verified(play: Play) -> None:
    person = play.someone()
    attempt = play.attempt(status="READY", person=person)
    if play.submit(attempt).meaning == "accepted":
        play.not_judged("READY를 받아들였습니다(STATUS-01)", "READY itself was accepted (STATUS-01)")
    play.put(attempt, person=person)
    play.expect(play.submit(attempt), "accepted")


@case("V1이 남긴 내역은 거절한다", "what an earlier V1 integration has left is refused", promise="v2Only")
def v1(play: Play) -> None:
    play.expect(play.submit(play.attempt(version="V1")), "refused")


@case("테스트 채널의 인증은 거절한다", "a verification of a TEST channel is refused", promise="liveOnly")
def test_channel(play: Play) -> None:
    play.expect(play.submit(play.attempt(channel="kcp-test")), "refused")


# What other services call a success, and the same word otherwise written.
_OTHER_WORDS: Final = ("SUCCESS", "COMPLETED", "PENDING", "verified")


@case("다른 서비스의 status 값은 VERIFIED가 아니다", "words of other services, such as SUCCESS, are not VERIFIED")
def other_words(play: Play) -> None:
    for word in _OTHER_WORDS:
        _told(play, word)


@case("다른 상점에서 인증된 아이디는 거절한다", "an id that was verified at another store is refused")
def of_another_store(play: Play) -> None:
    attempt = play.issued()
    with play.mock.another_store() as store:
        store.put(attempt.id, {"person": play.someone()})
        play.evidence.append(f"mock: {attempt.id} is VERIFIED at another store")
        # Whoever sends it says so, too.
        play.expect(play.submit(attempt, extra={"storeId": store.store_id}), "refused", "later")


@case(
    "동시에 온 두 고객의 결과를 뒤바꾸지 않는다",
    "two customers at the same moment are not taken for one another",
)
def mixed_up(play: Play) -> None:
    refused = []
    for _ in range(2 * ROUNDS):
        # Who failed comes first and who passed last, whose record it then is that a shared variable holds.
        pairs = [(play.attempt(status="FAILED"), play.attempt()) for _ in range(3)]
        answers = together(play, [one for pair in pairs for one in pair])
        for failed, passed in zip(answers[::2], answers[1::2], strict=True):
            play.expect(failed, "refused", "later")
            refused += [passed] if passed.meaning == "refused" else []
    if refused:
        play.expect(refused[0], "accepted")
