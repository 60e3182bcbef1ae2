"""Which calls a fault is to hit, read strictly: a `match` that no call can fit would be a fault that never fires.

Lives here: reading `match`, and whether a call is left that fits it. May not: whose turn a call is (faults.py).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from .errors import Refusal
from .faults import LIST, MATCHES, Kind
from .nearest import nearest
from .operations import FROM_BROWSER, ID, IN_WINDOW, METHODS, PLACES, Place
from .text import Text
from .wording import contradiction, require_known, unknown, wrong

_FROM_ONE: Final = Text("1 이상의 정수", "a whole number from 1")
_PATH: Final = Text(
    "경로(이 장애가 걸릴 수 있는 요청의 경로, 퍼센트 인코딩된 그대로)",
    "path, percent-encoded as it is sent, of a call that this fault can hit",
)
_NO_FAULTS_THERE: Final = Text(
    "장애는 서버가 부르는 포트원의 REST 경로에만 걸립니다. 창에서 생기는 실패는 POST /_mock/next 의 결과나 "
    "스크립트의 auto 설정으로 만들고, 모의 서버에 닿지 않는 상황은 브라우저 테스트에서 요청을 막아서 만드세요",
    "faults hit PortOne's REST paths, which servers call; order what a window ends in with POST /_mock/next or the "
    "script's setting auto, and block the request in the browser's test for a mock that cannot be reached",
)
# What stands for an id in a path: one character and any more of them.
_ONE, _MORE = "one", "more"


def read_match(match: Any, name: str, kind: Kind) -> Mapping[str, Any]:
    """The `match` of an order of this fault; Refusal for one that cannot be, or that no call can fit."""
    if not isinstance(match, Mapping):
        listed = ", ".join(MATCHES)
        raise wrong("match", match, Text(f"{listed}를 담은 객체", f"an object with any of {listed}"))
    for member, value in match.items():
        at = f"match.{member}"
        require_known(member, MATCHES, at=at, what=Text("조건", "member to match"))
        if member == "nth":
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise wrong(at, value, _FROM_ONE)
        elif not isinstance(value, str) or not value:
            raise wrong(at, value, Text("빈 값이 아닌 문자열", "a string that is not empty"))
    if "method" in match:
        what = Text("포트원 경로의 메서드", "method of PortOne's paths")
        require_known(match["method"].upper(), METHODS, at="match.method", what=what)
    _require_a_call(match, _of_operation(match, name, kind))
    return dict(match)


def _of_operation(match: Mapping[str, Any], name: str, kind: Kind) -> dict[str, Place]:
    possible = {each: place for each, place in PLACES.items() if kind.operations is None or each in kind.operations}
    operation = match.get("operation")
    if operation is None:
        return possible
    if operation in (FROM_BROWSER, *IN_WINDOW.values()):
        raise Refusal(
            "INVALID_REQUEST",
            f"no fault hits {operation}: {_NO_FAULTS_THERE.en}",
            ko=f"{operation}에는 장애가 걸리지 않습니다. {_NO_FAULTS_THERE.ko}",
            at="match.operation",
            received=operation,
            known=list(possible),
        )
    require_known(operation, PLACES, at="match.operation", what=Text("오퍼레이션", "operation"))
    what = Text(f"오퍼레이션({name} 장애가 걸릴 수 있는 것)", f"operation that {name} can hit")
    require_known(operation, possible, at="match.operation", what=what)
    return {operation: possible[operation]}


def _require_a_call(match: Mapping[str, Any], places: dict[str, Place]) -> None:
    def narrow(member: str, fits: Callable[[Place], bool], why: Text) -> None:
        nonlocal places
        if member in match:
            left = {each: place for each, place in places.items() if fits(place)}
            if not left:
                raise contradiction(f"match.{member}", why)
            places = left

    methods = ", ".join(dict.fromkeys(place.method for place in places.values()))
    of_this = Text(f"걸릴 수 있는 요청의 메서드는 {methods}입니다", f"the calls that can be hit are {methods}")
    narrow("method", lambda place: place.method == match["method"].upper(), of_this)
    without = Text(
        "걸릴 수 있는 요청의 경로에는 아이디가 없습니다", "the calls that can be hit have no id in their path"
    )
    narrow("id", lambda place: ID in place.path, without)
    paths = [place.path for place in places.values()] + ([f"{PLACES[LIST].path}/"] if LIST in places else [])
    if "path" in match and not any(can_fit(match["path"], path) for path in paths):
        raise _no_path(match["path"], list(dict.fromkeys(place.path.replace(ID, "*") for place in places.values())))


def _no_path(path: str, known: list[str]) -> Exception:
    # Queries are matched with nothing.
    segments = path.partition("?")[0].split("/")
    if len(segments) > 2 and nearest(segments[1], ("identity-verifications",)):
        # An id is like no other, and would make the path unlike any.
        segments[2] = "*"
    near = nearest("/".join(segments), known)
    return unknown(path, known, at="match.path", what=_PATH, near=near)


def can_fit(pattern: str, path: str) -> bool:
    """Whether a call of this path, with any id where its id stands, fits the pattern, in which `*` is any text."""
    before, placeholder, after = path.partition(ID)
    expected = [*before, *((_ONE, _MORE) if placeholder else ()), *after]
    # How far into the path what was looked at of the pattern may reach.
    reached = _onward({0}, expected)
    for character in pattern:
        if character == "*":
            reached = set(range(min(reached), len(expected) + 1))
        else:
            fitting = (at for at in reached if at < len(expected) and _is(character, expected[at]))
            reached = _onward({at if expected[at] == _MORE else at + 1 for at in fitting}, expected)
        if not reached:
            return False
    return len(expected) in reached


def _is(character: str, expected: str) -> bool:
    if expected not in (_ONE, _MORE):
        return character == expected
    # As it is sent: braces are a placeholder that was left in, and other letters come percent-encoded.
    return character.isascii() and character.isprintable() and character not in "/{} "


def _onward(reached: set[int], expected: list[str]) -> set[int]:
    return reached | {at + 1 for at in reached if at < len(expected) and expected[at] == _MORE}
