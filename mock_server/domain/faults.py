"""What can be made to go wrong: the closed list of faults, and whose turn a call is.

Lives here: the table FAULTS, Fault and matching. May not: what a fault does (faults.py, and tampering.py for records).
"""

import fnmatch
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Literal, NamedTuple

import msgspec

from .text import Text

LIST: Final = "getIdentityVerifications"
CONFIRM: Final = "confirmIdentityVerification"
WITH_ID: Final = frozenset(
    ("getIdentityVerification", "sendIdentityVerification", CONFIRM, "resendIdentityVerification")
)
# Operations whose answers hold records, and those that an access token opens.
READS: Final = frozenset(("getIdentityVerification", LIST, CONFIRM))
AUTHORISED: Final = WITH_ID | {LIST}
EVERY: Final[frozenset[str] | None] = None
MATCHES: Final = ("method", "path", "operation", "id", "nth")

# In a path only `*` stands for something else.
_LITERALLY: Final = str.maketrans({"?": "[?]", "[": "[[]"})

# When a fault acts: before the work, in its place, on what it answered, or on the records in that.
Moment = Literal["before", "instead", "answer", "record"]


class Kind(NamedTuple):
    """One row: when it acts, its parameters, which calls it can hit, and whether the wire has to do it."""

    moment: Moment
    label: Text
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    operations: frozenset[str] | None = EVERY
    needs_wire: bool = False
    # Only calls that carry an access token.
    tokens_only: bool = False


FAULTS: Final[Mapping[str, Kind]] = {
    "delay": Kind(
        "before",
        Text("정한 시간만큼 기다린 뒤 처리합니다.", "The call waits before its work begins; others do not wait."),
        ("seconds",),
    ),
    "status": Kind(
        "instead",
        Text("정한 상태 코드와 본문, 헤더로 응답합니다.", "Answered with this status, body and headers."),
        ("status",),
        ("body", "headers"),
    ),
    "reset-before": Kind(
        "instead",
        Text("아무것도 하지 않고 연결을 끊습니다(RST).", "The connection is reset and nothing was done."),
        needs_wire=True,
    ),
    "reset-after": Kind(
        "answer",
        Text("처리는 끝났지만 응답 대신 연결을 끊습니다(RST).", "The work is done, then the connection is reset."),
        needs_wire=True,
    ),
    "truncate": Kind(
        "answer",
        Text("본문을 앞의 몇 바이트만 보내고 연결을 닫습니다.", "Only so many bytes of the announced body are sent."),
        ("bytes",),
        needs_wire=True,
    ),
    "html": Kind(
        "instead", Text("502와 HTML 오류 페이지로 응답합니다.", "Answered by a gateway's error page, 502 in HTML.")
    ),
    "malformed-json": Kind("answer", Text("JSON이 중간에서 끝납니다.", "The JSON ends in the middle.")),
    "rate-limit": Kind(
        "instead",
        Text("429로 거절합니다(형식은 assumed).", "Refused with 429 (its shape is assumed)."),
        (),
        ("retryAfter",),
    ),
    "token-expired": Kind(
        "instead",
        Text("액세스 토큰이 만료된 것으로 봅니다.", "The access token counts as expired for this call."),
        operations=AUTHORISED,
        tokens_only=True,
    ),
    "refresh-dead": Kind(
        "instead",
        Text("리프레시 토큰이 끝난 것으로 봅니다.", "The refresh token counts as ended for this call."),
        operations=frozenset(("refreshToken",)),
    ),
    "not-found": Kind(
        "instead",
        Text("그 아이디가 없는 것으로 봅니다.", "The id counts as unknown for this call."),
        operations=WITH_ID,
    ),
    "ready-first": Kind(
        "record",
        Text("처음 몇 번의 조회에는 아직 READY입니다.", "The first reads still show READY."),
        ("reads",),
        operations=frozenset(("getIdentityVerification",)),
    ),
    "unknown-status": Kind(
        "record", Text("아직 없는 status 값이 옵니다.", "A status that nobody knows yet."), (), ("status",), READS
    ),
    "extra-fields": Kind(
        "record", Text("아직 없는 필드가 더 옵니다.", "Members that nobody knows yet."), operations=READS
    ),
    "omit-fields": Kind("record", Text("정한 필드가 빠집니다.", "Without these members."), ("fields",), (), READS),
    "no-custom-data": Kind("record", Text("customData가 빠집니다.", "Without customData."), operations=READS),
}


class Fault(msgspec.Struct, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One ordered fault. `times` None lasts; `seen` counts matching calls, `fired` those that it hit."""

    fault_id: str
    fault: str
    match: Mapping[str, Any]
    parameters: Mapping[str, Any]
    times: int | None = 1
    probability: float = 1.0
    # How long it lasts, in seconds of the sandbox's clock, and the millisecond at which it ends.
    for_seconds: float | None = None
    ends_at: int | None = None
    seen: int = 0
    fired: int = 0

    def shown(self) -> dict[str, Any]:
        """The fault as the control paths show it; `fired` 0 is one that has not hit anything yet."""
        return {
            "faultId": self.fault_id,
            "fault": self.fault,
            "match": dict(self.match),
            "times": self.times,
            "probability": self.probability,
            "seen": self.seen,
            "fired": self.fired,
            **({} if self.for_seconds is None else {"forSeconds": self.for_seconds}),
            **self.parameters,
        }

    @property
    def most(self) -> int | None:
        """How many calls it hits: `times`, and of ready-first so often `reads`."""
        reads: int = self.parameters.get("reads", 1)
        return None if self.times is None else self.times * reads

    def over(self, now: int) -> bool:
        """Whether its spell has ended."""
        return self.ends_at is not None and now >= self.ends_at

    @property
    def used_up(self) -> bool:
        """Whether it has hit as many calls as it was to hit; there is only one nth."""
        if "nth" in self.match:
            return self.fired > 0
        return self.most is not None and self.fired >= self.most


class Target(NamedTuple):
    """What a fault may be matched with."""

    method: str
    path: str
    operation: str
    id: str | None
    with_token: bool


# Draws from 0 up to 1 for a fault and the call that it sees.
Chance = Callable[[Fault], float]


class Hits(NamedTuple):
    """The faults that hit a call, and those that will if its answer holds a record."""

    now: list[Fault]
    with_record: list[Fault]


def hits(faults: Iterable[Fault], target: Target, chance: Chance, at: int) -> Hits:
    """Whose turn that call is, at that time of the sandbox's clock.

    Of those that answer in place of the work the first goes alone; the rest wait for the next call that matches, also
    where this one was their nth.
    """
    due = [fault for fault in faults if not fault.over(at) and _is_due(fault, target, chance)]

    def acting(moment: Moment) -> list[Fault]:
        return [fault for fault in due if FAULTS[fault.fault].moment == moment]

    instead = acting("instead")[:1]
    now = [*acting("before"), *(instead or acting("answer"))]
    for fault in now:
        fault.fired += 1
    return Hits(now, [] if instead else acting("record"))


def _is_due(fault: Fault, target: Target, chance: Chance) -> bool:
    """Whether it is this fault's turn; counts the call as seen when it matches."""
    if fault.used_up or not _can_hit(FAULTS[fault.fault], target) or not _matches(fault.match, target):
        return False
    fault.seen += 1
    nth = fault.match.get("nth")
    # Not only at the nth: another fault may answer that call in its place.
    has_come = nth is None or (fault.seen >= nth and not fault.fired)
    return has_come and (fault.probability >= 1 or chance(fault) < fault.probability)


def _can_hit(kind: Kind, target: Target) -> bool:
    return (kind.operations is None or target.operation in kind.operations) and (
        target.with_token or not kind.tokens_only
    )


def _matches(match: Mapping[str, Any], target: Target) -> bool:
    if match.get("method", target.method).upper() != target.method:
        return False
    if not fnmatch.fnmatchcase(target.path, match.get("path", "*").translate(_LITERALLY)):
        return False
    wanted = (match.get("operation", target.operation), match.get("id", target.id))
    return wanted == (target.operation, target.id)
