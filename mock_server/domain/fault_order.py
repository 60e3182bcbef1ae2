"""What a tester may order to go wrong, read strictly: from a control call and from a scenario alike.

Lives here: reading an order, and making a sandbox's fault of it. May not: the list of faults (faults.py), which calls
it hits (fault_match.py), HTTP.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

import msgspec

from .errors import Refusal
from .fault_match import read_match
from .faults import FAULTS, Fault, Kind
from .tampering import FIELDS
from .text import Text
from .wording import contradiction, require_known, shown, wrong

MOST_FAULTS: Final = 1_000
LONGEST_DELAY: Final = 600
# A hundred years, in seconds.
LONGEST_SPELL: Final = 3_155_760_000
# Answers that HTTP gives no body.
BODILESS: Final = (204, 205, 304)
# Headers that say how long an answer is; a wrong one would put the connection out of step.
FRAMING: Final = ("content-length", "transfer-encoding", "connection")
ORDER: Final = ("fault", "match", "times", "probability", "forSeconds")
MEMBER: Final = Text("항목", "member")
_HEADER_NAME: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}", re.ASCII)
_FROM_ONE: Final = Text("1 이상의 정수", "a whole number from 1")
_TIMES: Final = Text("1 이상의 정수, 계속 걸리게 하려면 null", "a whole number from 1, or null for a lasting fault")
_PROBABILITY: Final = Text("0보다 크고 1 이하인 수", "a number above 0 and up to 1")
_SPELL: Final = Text(f"0보다 큰 초 수({LONGEST_SPELL}까지)", f"a number of seconds above 0, up to {LONGEST_SPELL}")


def read_fault(order: Mapping[str, Any], *, wired: bool) -> Fault:
    """The fault that an order describes, still without an id; Refusal for an order that cannot be.

    `wired`: whether there is a connection to act on.
    """
    name = _name(order, wired=wired)
    kind = FAULTS[name]
    for member in order:
        require_known(member, (*ORDER, *kind.required, *kind.optional), at=member, what=MEMBER)
    parameters = _parameters(order, name, kind)
    match = read_match(order.get("match", {}), name, kind)
    for_seconds = _spell(order.get("forSeconds"))
    fault = Fault(
        fault_id="",
        fault=name,
        match=match,
        parameters=parameters,
        times=_times(order, lasting=for_seconds is not None),
        probability=_probability(order),
        for_seconds=for_seconds,
    )
    if "nth" in match and fault.most not in (1, None):
        raise contradiction(
            "match.nth",
            Text(
                f"한 번의 호출을 가리키는데 이 장애는 {fault.most}번 걸려야 합니다",
                f"it names one call, and this fault is to hit {fault.most}",
            ),
        )
    return fault


def ordered(fault: Fault, ids: Callable[[str], str], now: int) -> Fault:
    """The fault as one sandbox has it from now on: with an id of its own, and the end of its spell."""
    ends_at = None if fault.for_seconds is None else now + round(fault.for_seconds * 1000)
    return msgspec.structs.replace(fault, fault_id=f"fault-{ids('fault')[:12]}", ends_at=ends_at)


def _times(order: Mapping[str, Any], *, lasting: bool) -> int | None:
    times = order.get("times", None if lasting else 1)
    if times is not None and (not _whole(times) or times < 1):
        raise wrong("times", times, _TIMES)
    return cast("int | None", times)


def _probability(order: Mapping[str, Any]) -> float:
    probability = order.get("probability", 1.0)
    if not _number(probability) or not 0 < probability <= 1:
        raise wrong("probability", probability, _PROBABILITY)
    return float(probability)


def _spell(value: object) -> float | None:
    if value is None:
        return None
    if not _number(value) or not 0 < cast("float", value) <= LONGEST_SPELL:
        raise wrong("forSeconds", value, _SPELL)
    return float(cast("float", value))


def _name(order: Mapping[str, Any], *, wired: bool) -> str:
    if "fault" not in order:
        raise Refusal("INVALID_REQUEST", "fault is required.", ko="fault가 없습니다", at="fault", known=list(FAULTS))
    name = order["fault"]
    require_known(name, FAULTS, at="fault", what=Text("장애", "fault"))
    if FAULTS[name].needs_wire and not wired:
        raise Refusal(
            "INVALID_REQUEST",
            f"The fault {name} acts on the connection, and in process there is none; serve the mock over a socket.",
            at="fault",
            received=shown(name),
            known=[each for each, kind in FAULTS.items() if not kind.needs_wire],
        )
    return cast("str", name)


def _parameters(order: Mapping[str, Any], name: str, kind: Kind) -> dict[str, Any]:
    for parameter in kind.required:
        if parameter not in order:
            expected, _ = PARAMETERS[parameter]
            raise Refusal(
                "INVALID_REQUEST",
                f"The fault {name} needs {parameter}: {expected.en}.",
                ko=f"장애 {name}에는 {parameter}이(가) 필요합니다: {expected.ko}",
                at=parameter,
            )
    parameters = {key: order[key] for key in (*kind.required, *kind.optional) if key in order}
    for key, value in parameters.items():
        expected, fits = PARAMETERS[parameter_of(name, key)]
        if not fits(value):
            raise wrong(key, value, expected)
    _check_headers(parameters.get("headers", {}))
    for field in parameters.get("fields", ()):
        require_known(field, FIELDS, at="fields", what=Text("내역의 항목", "member of a record"))
    if "body" in parameters and parameters["status"] in BODILESS:
        status = parameters["status"]
        raise contradiction(
            "body",
            Text(
                f"HTTP는 상태 {status}인 응답에 본문을 두지 않습니다",
                f"HTTP gives an answer with status {status} no body",
            ),
        )
    return parameters


def parameter_of(fault: str, key: str) -> str:
    """The row of PARAMETERS for a fault's parameter: a status is a number, but a name for `unknown-status`."""
    return "status name" if (fault, key) == ("unknown-status", "status") else key


def _check_headers(headers: Mapping[str, Any]) -> None:
    for name, value in headers.items():
        if not _valid_header_name(name):
            barred = ", ".join(FRAMING)
            raise wrong(
                "headers",
                name,
                Text(
                    f"영문자, 숫자, -로 된 이름({barred} 제외)", f"names of letters, digits and -, and none of {barred}"
                ),
            )
        if not _valid_header_value(value):
            raise wrong(
                f"headers.{name}",
                value,
                Text("한 줄의 라틴 문자열", "a string of printable Latin characters on one line"),
            )


def _valid_header_name(name: str) -> bool:
    """Whether a header of this name may be sent: nothing that frames the answer."""
    return _HEADER_NAME.fullmatch(name) is not None and name.lower() not in FRAMING


def _valid_header_value(value: object) -> bool:
    """Whether a header may have this value: one line of what a header can hold."""
    return isinstance(value, str) and value.isprintable() and all(ord(character) < 256 for character in value)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _fields(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(name, str) and name for name in value)


# Parameter -> (what it must be, whether a value is that).
PARAMETERS: Final[Mapping[str, tuple[Text, Callable[[Any], bool]]]] = {
    "seconds": (
        Text(f"0부터 {LONGEST_DELAY}까지의 초 수", f"a number of seconds from 0 to {LONGEST_DELAY}"),
        lambda v: _number(v) and 0 <= v <= LONGEST_DELAY,
    ),
    "status": (
        Text("200부터 599까지의 상태 코드", "a status from 200 to 599"),
        lambda v: _whole(v) and 200 <= v <= 599,
    ),
    "status name": (
        Text("빈 값이 아닌 문자열", "a string that is not empty"),
        lambda v: isinstance(v, str) and bool(v),
    ),
    "body": (Text("null이 아닌 JSON 값", "any JSON value but null"), lambda v: v is not None),
    "headers": (
        Text("헤더의 이름과 값을 담은 객체", "an object of header names and values"),
        lambda v: isinstance(v, Mapping),
    ),
    "bytes": (Text("0 이상의 정수", "a whole number from 0"), lambda v: _whole(v) and v >= 0),
    "retryAfter": (Text("0 이상의 초 수(정수)", "a whole number of seconds from 0"), lambda v: _whole(v) and v >= 0),
    "reads": (_FROM_ONE, lambda v: _whole(v) and v >= 1),
    "fields": (
        Text(
            "ci, verifiedCustomer.ci 같은 항목 이름의 목록", "a list of member names such as ci or verifiedCustomer.ci"
        ),
        _fields,
    ),
}
