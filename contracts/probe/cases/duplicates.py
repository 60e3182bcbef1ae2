"""One account per person, and who is a person.

Lives here: PERSON cases. May not: anything else.
"""

import secrets
from collections.abc import Callable
from typing import Any, Final

from ...text import Text
from ..application import Answer, members
from ..case import Cases, Family, Playing
from ..play import Play
from ..verdicts import Severity
from .at_once import ROUNDS, one_of

CASES: Final = Cases(
    Family(
        "PERSON",
        Text(
            "같은 사람이 두 번 가입하면 쿠폰과 제재가 무너지고, 다른 사람을 같은 사람으로 보면 남의 계정이 열립니다",
            "One person with two accounts gets every coupon twice and outlives every ban; two people taken for one "
            "share an account",
        ),
        Text("포트원 문서: CI와 DI. 없을 수 있는 값입니다", "PortOne's documents on CI and DI, which may be absent"),
        Text(
            "DI(사이트별)와 CI에 각각 유니크 인덱스를 두세요. 없는 값은 키가 아니며, "
            "이름이나 전화번호로는 사람을 가리지 못합니다",
            "A unique index for each of DI (by site) and CI; an absent one is no key; a name or a phone is nobody",
        ),
    )
)
MONEY, HARM = Severity.MONEY, Severity.USER_HARM


def _case(ko: str, en: str, severity: Severity, promise: str = "oneAccount") -> Callable[[Playing], Playing]:
    return CASES.case(ko, en, severity, promise=promise)


# New ones each time: whoever takes them for a person would otherwise know them from an earlier run.
def _new_name() -> str:
    return "새" + "".join(chr(ord("가") + secrets.randbelow(11_000)) for _ in range(2))


def _new_phone() -> str:
    return f"0105{secrets.randbelow(10**7):07}"


def _again(play: Play, first: dict[str, Any], second: dict[str, Any]) -> None:
    """The same person twice."""
    person = play.someone()
    play.must_accept(play.attempt(person=person, **first))
    play.expect(play.submit(play.attempt(person=person, **second)), "refused")


@_case("같은 사람(같은 DI와 CI)은 두 번 가입하지 못한다", "the same person (DI and CI) gets no second account", MONEY)
def same(play: Play) -> None:
    _again(play, {}, {})


@_case("번호를 바꿔도 같은 사람이다", "the same person with a new phone gets no second account", MONEY)
def new_phone(play: Play) -> None:
    _again(play, {}, {"customer": {"phoneNumber": _new_phone()}})


@_case("이름을 바꿔도 같은 사람이다", "the same person under a new name gets no second account", MONEY)
def new_name(play: Play) -> None:
    _again(play, {}, {"customer": {"name": _new_name()}})


@_case("CI가 같으면 DI가 달라도 같은 사람이다", "the same CI with another DI is the same person", MONEY)
def same_ci(play: Play) -> None:
    if not play.policy.tells_apart_by("ci"):
        play.not_judged("CI로 사람을 가린다고 약속하지 않았습니다", "the policy tells nobody apart by CI")
    _again(play, {"channel": "danal-contract"}, {"channel": "kcp"})


@_case("DI가 같으면 CI가 없어도 같은 사람이다", "the same DI without CI is the same person", MONEY)
def same_di(play: Play) -> None:
    if not play.policy.tells_apart_by("di"):
        play.not_judged("DI로 사람을 가린다고 약속하지 않았습니다", "the policy tells nobody apart by DI")
    _again(play, {}, {"customer": {"ci": None}})


@_case("동시에 두 번 가입해도 하나만 된다", "of two sign-ups of one person at the same moment one succeeds", MONEY)
def at_once(play: Play) -> None:
    for _ in range(ROUNDS):
        person = play.someone()
        one_of(play, [play.attempt(person=person) for _ in range(4)])


def _both(play: Play, first: dict[str, Any], second: dict[str, Any]) -> None:
    """Two people: if the first gets in, so does the second."""
    answer = play.submit(play.attempt(**first))
    if answer.meaning != "accepted":
        _is_no_duplicate(play, answer)
        play.not_judged("첫 사람부터 받아들이지 않습니다", "already the first of the two is not accepted")
    answer = play.submit(play.attempt(**second))
    if answer.meaning != "accepted":
        play.broken(
            Text("두 번째 사람을 받아들이지 않음", f"the second of two people: {answer.meaning}"),
            Text("다른 사람으로 받아들임", "accepted, as somebody else"),
        )


def _is_no_duplicate(play: Play, refusal: Answer) -> None:
    """Broken where somebody new is answered like who has an account, and unlike who merely failed: another case or an
    earlier run has brought the one whom they are taken for."""
    person = play.someone()
    play.must_accept(play.attempt(person=person))
    known, failed = play.submit(play.attempt(person=person)), play.submit(play.attempt(status="FAILED"))
    if _words(refusal) == _words(known) != _words(failed):
        play.broken(
            Text("처음 온 사람을 이미 가입한 사람처럼 거절함", "somebody new is answered like who has an account"),
            Text("다른 사람으로 받아들이거나, 다른 까닭으로 거절", "accepted as somebody else, or another refusal"),
        )


def _words(answer: Answer) -> tuple[int | None, Any]:
    return answer.status, members(answer.body) or answer.body


@_case("DI가 없는 두 사람은 다른 사람이다", "two people without DI are two people", HARM)
def no_di(play: Play) -> None:
    if play.policy.get("oneAccount") == "di" or "di" in (play.policy.get("needs") or ()):
        play.not_judged("DI가 없는 사람은 받지 않는다고 약속했습니다", "the policy lets nobody in without DI")
    without = {"customer": {"di": None}}
    # Who takes all of them for one person refuses the first, too, after anybody without DI of another case or run.
    play.expect(play.submit(play.attempt(**without)), "accepted")
    play.expect(play.submit(play.attempt(**without)), "accepted")


@_case("DI도 CI도 없는 두 사람은 다른 사람이다", "two people with neither DI nor CI are two people", HARM)
def neither(play: Play) -> None:
    _both(play, {"customer": {"di": None, "ci": None}}, {"customer": {"di": None, "ci": None}})


@_case("이름과 생년월일이 같은 다른 사람은 받아들인다", "a namesake with the same birth date is somebody else", HARM)
def namesake(play: Play) -> None:
    same_name = {"name": _new_name(), "birthDate": "1985-03-04"}
    _both(play, {"customer": same_name}, {"customer": same_name})


@_case("전화를 함께 쓰는 두 사람은 다른 사람이다", "two people who share a phone are two people", HARM)
def one_phone(play: Play) -> None:
    shared = {"customer": {"phoneNumber": _new_phone()}}
    _both(play, shared, shared)


@_case("돌아온 사람은 다시 받아들인다", "somebody who comes back with a new verification is let in", HARM, "returning")
def returning(play: Play) -> None:
    person = play.someone()
    play.must_accept(play.attempt(person=person))
    play.expect(play.submit(play.attempt(person=person)), "accepted")


def _changed(play: Play) -> dict[str, Any]:
    """What of a person may be another after some months; the identity is not."""
    changed: dict[str, Any] = {"customer": {"name": _new_name(), "phoneNumber": _new_phone(), "operator": "LGU_MVNO"}}
    return changed | ({"channel": "kcp"} if play.policy.tells_apart_by("ci") else {})


@_case(
    "몇 달 뒤 이름, 번호, 통신사를 모두 바꿔 와도 같은 사람이다",
    "months later, with another name, phone and operator, it is the same person",
    MONEY,
)
def months_later(play: Play) -> None:
    _again(play, {"channel": "danal-contract"}, {"channel": "danal-contract"} | _changed(play))


@_case(
    "몇 달 뒤 이름, 번호, 통신사를 바꿔 돌아온 사람도 받아들인다",
    "who comes back months later with another name, phone and operator is let in",
    HARM,
    "returning",
)
def returning_changed(play: Play) -> None:
    person = play.someone()
    play.must_accept(play.attempt(person=person))
    play.expect(play.submit(play.attempt(person=person, **_changed(play))), "accepted")


_DI_LENGTH: Final = 66
_ALIKE: Final = 64


@_case(
    "DI가 끝에서만 다른 두 사람은 다른 사람이다",
    "two people whose DI differ in their last two characters only are two people",
    HARM,
)
def cut(play: Play) -> None:
    if not play.policy.tells_apart_by("di"):
        play.not_judged("DI로 사람을 가린다고 약속하지 않았습니다", "the policy tells nobody apart by DI")
    alike = f"MC0{secrets.token_hex(_DI_LENGTH)}"[:_ALIKE]
    # Without CI, by which they would be told apart, where nobody needs it.
    without = {} if "ci" in (play.policy.get("needs") or ()) else {"ci": None}
    _both(play, *({"customer": {"di": f"{alike}{end}", **without}} for end in ("A=", "B=")))
