"""PortOne slow, gone, cut off or out of its mind: never a verdict on the customer.

Lives here: TRANSPORT cases; each fault meets one id only. May not: what touches the credential (credentials.py).
"""

from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from ...text import Text
from ..case import Cases, Family
from ..play import Play
from ..verdicts import Severity
from .elsewhere import address_of, no_secret_went

CASES: Final = Cases(
    Family(
        "TRANSPORT",
        Text(
            "포트원에 묻지 못한 것은 인증 실패가 아닙니다. 이용자에게 인증에 실패했다고 하면 고객을 잃습니다",
            "That PortOne could not be asked is no failed verification; who is told so goes away",
        ),
        Text("RFC 9110 15.6, RFC 6585 4", "RFC 9110 section 15.6, RFC 6585 section 4"),
        Text(
            "제한 시간을 두고, 한두 번만 다시 묻고, 그래도 안 되면 503과 다시 시도 안내로 답하세요",
            "Set a timeout, repeat once or twice, then answer 503 and say that it can be tried again",
        ),
    )
)
HARM: Final = Severity.USER_HARM
# More calls than this for one request of a user make an outage worse.
MOST_CALLS: Final = 6

# What happens on every call, whether it can happen to have no answer at all, and what is true.
_LASTING: Final[tuple[tuple[str, dict[str, Any], str, str], ...]] = (
    (
        "status",
        {"status": 500},
        "500이 계속되면 나중에 다시 하라고 한다",
        "while PortOne answers 500, it is: try again later",
    ),
    (
        "status",
        {"status": 503},
        "503이 계속되면 나중에 다시 하라고 한다",
        "while PortOne answers 503, it is: try again later",
    ),
    (
        "reset-before",
        {},
        "연결이 끊기면 나중에 다시 하라고 한다",
        "while connections are reset, it is: try again later",
    ),
    (
        "truncate",
        {"bytes": 40},
        "본문이 잘리면 나중에 다시 하라고 한다",
        "while bodies are cut, it is: try again later",
    ),
    (
        "html",
        {},
        "HTML 오류 페이지가 오면 나중에 다시 하라고 한다",
        "while a gateway answers in HTML, it is: try again later",
    ),
    (
        "malformed-json",
        {},
        "깨진 JSON이 오면 나중에 다시 하라고 한다",
        "while the JSON is broken, it is: try again later",
    ),
    (
        "rate-limit",
        {"retryAfter": 1},
        "429가 계속되면 나중에 다시 하라고 한다",
        "while PortOne says 429, it is: try again later",
    ),
)


def _lasting(fault: str, parameters: dict[str, Any], ko: str, en: str) -> None:
    @CASES.case(ko, en)
    def lasting(play: Play) -> None:
        attempt = play.attempt()
        play.fault(attempt, fault, **parameters)
        play.expect(play.submit(attempt), "later")


for _one in _LASTING:
    _lasting(*_one)

_ONCE: Final[tuple[tuple[str, dict[str, Any], str, str], ...]] = (
    (
        "status",
        {"status": 500},
        "한 번의 500 뒤에는 받아들인다",
        "after one 500 the customer gets in, at the latest by trying again",
    ),
    (
        "reset-after",
        {},
        "응답을 한 번 잃어도 받아들인다",
        "after one lost answer the customer gets in, at the latest by trying again",
    ),
    (
        "not-found",
        {},
        "한 번 404였던 아이디도 나중에는 받아들인다",
        "after one 404 an id that is there gets in by trying again",
    ),
    (
        "delay",
        {"seconds": 2},
        "2초 늦은 응답도 받아들인다",
        "an answer that takes 2 seconds lets the customer in, at the latest by trying again",
    ),
)


def _once(fault: str, parameters: dict[str, Any], ko: str, en: str) -> None:
    @CASES.case(ko, en, HARM)
    def once(play: Play) -> None:
        attempt = play.attempt()
        play.fault(attempt, fault, times=1, **parameters)
        answer = play.submit(attempt)
        if answer.meaning != "accepted":
            # A refusal of what is not there is right; one of what could not be asked is not.
            play.expect(answer, "later", *(("refused",) if fault == "not-found" else ()))
            play.expect_at_last(play.submit(attempt))


for _one in _ONCE:
    _once(*_one)


@CASES.case("장애가 끝나면 같은 아이디로 가입된다", "once an outage is over the same id gets in", HARM)
def recovery(play: Play) -> None:
    attempt = play.attempt()
    play.fault(attempt, "status", status=503)
    if play.submit(attempt).meaning == "accepted":
        play.not_judged("장애 중에 받아들였습니다(TRANSPORT-02)", "it was accepted during the outage (TRANSPORT-02)")
    play.end_faults()
    play.expect_at_last(play.submit(attempt))


@CASES.case("포트원에 물을 수 없을 때 몰아치지 않는다", "an outage is not hammered", Severity.ROBUSTNESS)
def no_storm(play: Play) -> None:
    attempt = play.attempt()
    play.fault(attempt, "status", status=503)
    play.submit(attempt)
    _at_most(play, len(play.calls(attempt)), MOST_CALLS)


@CASES.case("없다는 답을 거듭 묻지 않는다", "a refusal (404) is not asked again and again", Severity.ROBUSTNESS)
def no_repeated_refusal(play: Play) -> None:
    attempt = play.issued()
    play.fault(attempt, "not-found")
    play.submit(attempt)
    _at_most(play, len(play.calls(attempt)), 3)


def _at_most(play: Play, calls: int, most: int) -> None:
    if calls > most:
        play.broken(
            Text(f"요청 한 번에 포트원을 {calls}번 부름", f"{calls} calls to PortOne for one request"),
            Text(f"많아야 {most}번", f"at most {most}"),
        )


def _answered(body: Any, ko: str, en: str) -> None:
    @CASES.case(ko, en)
    def strange(play: Play) -> None:
        attempt = play.attempt()
        play.answered(attempt, body)
        play.expect(play.submit(attempt), "later", "refused")


_answered({}, "빈 객체는 인증이 아니다", "an empty object is no verification")
_answered([], "배열은 인증이 아니다", "an array is no verification")
_answered(
    {"status": "VERIFIED"}, "고객이 없는 VERIFIED는 인증이 아니다", "VERIFIED without anybody in it is no verification"
)


# 60 seconds, as PortOne's SDKs wait for an answer, and what an application does besides.
LONGEST_SECONDS: Final = 70.0


@CASES.case(
    f"포트원이 답하지 않아도 {LONGEST_SECONDS:g}초 안에 답한다",
    f"while PortOne gives no answer an application gives one within {LONGEST_SECONDS:g} seconds",
    slow=True,
)
def hanging(play: Play) -> None:
    attempt = play.attempt()
    play.fault(attempt, "delay", seconds=90)
    play.expect(play.submit(attempt, seconds=LONGEST_SECONDS), "later")


# A family grows at its end, so that numbers stay.
_once(
    "reset-before",
    {},
    "연결이 한 번 끊겨도 받아들인다",
    "after one reset connection the customer gets in, at the latest by trying again",
)
_once(
    "rate-limit",
    {"retryAfter": 1},
    "한 번의 429 뒤에는 받아들인다",
    "after one 429 the customer gets in, at the latest by trying again",
)


@CASES.case(
    "Retry-After보다 먼저 다시 묻지 않는다", "nobody asks again before Retry-After is over", Severity.ROBUSTNESS
)
def retry_after(play: Play) -> None:
    seconds = 2
    attempt = play.attempt()
    play.fault(attempt, "rate-limit", retryAfter=seconds)
    play.submit(attempt)
    asked = [datetime.fromisoformat(row["at"]) for row in play.calls(attempt)]
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(asked)]
    # The journal counts in milliseconds, and a clock may be a little ahead of another.
    if gaps and min(gaps) < seconds - 0.1:
        play.broken(
            Text(f"{min(gaps):.2f}초 뒤에 다시 물음", f"asked again after {min(gaps):.2f} s"),
            Text(f"{seconds}초 뒤에 묻거나, 묻지 않고 503", f"after {seconds} s, or not at all (503)"),
        )


@CASES.case(
    "다른 주소로 보내는 응답을 따라가며 Secret을 보내지 않는다",
    "no secret goes along where a redirect leads elsewhere",
)
def redirected(play: Play) -> None:
    attempt, elsewhere = play.attempt(), play.attempt()
    target = f"{address_of(play)}/identity-verifications/{elsewhere.id}"
    play.fault(attempt, "status", status=302, headers={"location": target})
    answer = play.submit(attempt)
    no_secret_went(play, play.calls(elsewhere))
    play.expect(answer, "later", "refused")
