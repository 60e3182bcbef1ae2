"""Ids that are none: what a stranger may put where an id belongs.

Lives here: ID cases; played alone, since a path made of such an id shows under no id in the journal. May not: others.
"""

from typing import Any, Final

from ...text import Text
from ..case import Cases, Family
from ..mock import shown_row
from ..play import Play
from ..verdicts import Severity

CASES: Final = Cases(
    Family(
        "ID",
        Text(
            "아이디를 그대로 URL에 넣으면 누구나 여러분의 Secret으로 다른 경로를 부를 수 있습니다. "
            "encodeURIComponent도 ..은 그대로 둡니다",
            "An id that goes into a URL as it is lets anybody call other paths with your secret; even "
            "encodeURIComponent leaves .. as it is",
        ),
        Text("RFC 3986 3.3, 5.2.4", "RFC 3986, sections 3.3 and 5.2.4"),
        Text(
            "여러분이 만든 아이디의 형식(예: 영문자와 숫자 1~40자)이 아니면 포트원을 부르기 전에 400으로 거절하세요",
            "Refuse with 400, before asking PortOne, whatever has not the form of your own ids (say 1 to 40 letters "
            "and digits)",
        ),
    )
)


def _good(play: Play) -> str:
    """A verified id that this session was not given."""
    id_ = f"probe{play.setting.run}n{next(play.setting.numbers)}"
    play.mock.put(id_, {"person": play.someone()})
    play.setting.ids.append(id_)
    return id_


def _trapped(play: Play, id_: Any) -> None:
    attempt, before = play.issued(), play.mock.newest()
    answer = play.submit(attempt, id_)
    rows = play.calls_since(before)
    play.evidence += [f"journal: {shown_row(row)}" for row in rows]
    astray = [row for row in rows if row["identityVerificationId"] != id_]
    if astray:
        play.broken(
            Text(f"포트원에 {shown_row(astray[0])}", f"PortOne was asked {shown_row(astray[0])}"),
            Text("그 아이디 하나를 인코딩해서 묻거나, 묻지 않음", "this id, encoded as one segment, or no call"),
        )
    play.expect(answer, "refused")


# The id (`{good}` stands for a verified one of somebody else), and what is true of it.
_TRAPS: Final[tuple[tuple[str, str, str], ...]] = (
    ("../identity-verifications/{good}", "../로 다른 경로를 부를 수 없다", "../ leads nowhere else"),
    ("..", "..은 아이디가 아니다", ".. is no id"),
    ("{good}/send", "/가 든 아이디로 다른 경로를 부를 수 없다", "a slash in an id leads to no other path"),
    ("{good}?storeId=x", "아이디 속 ?storeId=는 쿼리가 되지 않는다", "?storeId= in an id becomes no query"),
    ("{good}#x", "아이디 속 #은 아이디를 자르지 않는다", "# in an id cuts nothing off"),
    (
        "%2e%2e/identity-verifications/{good}",
        "%2e%2e로 다른 경로를 부를 수 없다",
        "%2e%2e leads nowhere else",
    ),
    ("x\r\nX-Probe: 1", "CRLF가 든 아이디로 헤더를 넣을 수 없다", "CRLF in an id makes no header"),
    ("", "빈 아이디로 목록을 부르지 않는다", "an empty id does not ask for the list"),
    ("   ", "공백뿐인 아이디는 거절한다", "a blank id is refused"),
    ("9" * 10_000, "10,000자 아이디는 거절한다", "an id of 10,000 characters is refused"),
)


def _register(sent: str, ko: str, en: str) -> None:
    @CASES.case(ko, en, alone=True)
    def trap(play: Play) -> None:
        _trapped(play, sent.replace("{good}", _good(play)) if "{good}" in sent else sent)


for _trap in _TRAPS:
    _register(*_trap)


def _in_json(play: Play, id_: Any) -> None:
    if play.setting.application.endpoint.body is None:
        play.not_judged("아이디를 경로나 쿼리로 받습니다", "this application takes the id in its path or query")
    _trapped(play, id_)


@CASES.case("문자열이 아닌 아이디는 거절한다", "an id that is a number is refused", Severity.ROBUSTNESS, alone=True)
def number(play: Play) -> None:
    _in_json(play, 12345)


@CASES.case("배열은 아이디가 아니다", "an array around an id is refused", Severity.ROBUSTNESS, alone=True)
def array(play: Play) -> None:
    _in_json(play, [_good(play)])


@CASES.case("객체는 아이디가 아니다", "an object instead of an id is refused", Severity.ROBUSTNESS, alone=True)
def an_object(play: Play) -> None:
    _in_json(play, {"$ne": None})


@CASES.case("null은 아이디가 아니다", "null instead of an id is refused", Severity.ROBUSTNESS, alone=True)
def null(play: Play) -> None:
    _in_json(play, None)


@CASES.case(
    "개발용 아이디(mock_, test_)로 검증을 건너뛸 수 없다",
    "ids for development (mock_, test_) skip nothing",
)
def for_development(play: Play) -> None:
    for prefix in ("mock_", "test_"):
        attempt = play.issued()
        play.expect(play.submit(attempt, f"{prefix}{attempt.id}"), "refused")
