"""How a case ends.

Lives here: severities, the exceptions that end a case early, Result. May not: a single case.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final, Literal

from ..text import Said, Text, said

if TYPE_CHECKING:
    from .case import Case

Word = Literal["held", "broken", "flaky", "not-judged", "undecided"]
WORDS: Final[dict[Word, Text]] = {
    "held": Text("지킴", "held"),
    "broken": Text("어김", "broken"),
    "flaky": Text("들쭉날쭉", "flaky"),
    "not-judged": Text("판정 안 함", "not judged"),
    "undecided": Text("미정", "undecided"),
}
# What counts as a finding.
FINDINGS: Final[tuple[Word, ...]] = ("broken", "flaky")


class Severity(IntEnum):
    """What a broken case costs, the worst last."""

    ADVICE = 1
    ROBUSTNESS = 2
    USER_HARM = 3
    MONEY = 4
    SECURITY = 5

    @property
    def word(self) -> str:
        """As written on the command line: `user-harm`."""
        return self.name.lower().replace("_", "-")


SEVERITIES: Final[dict[Severity, Text]] = {
    Severity.ADVICE: Text("권고", "advice"),
    Severity.ROBUSTNESS: Text("견고성", "robustness"),
    Severity.USER_HARM: Text("이용자 피해", "user harm"),
    Severity.MONEY: Text("금전", "money"),
    Severity.SECURITY: Text("보안", "security"),
}


class Broken(Exception):  # noqa: N818 - it is a verdict, not a malfunction
    """What the application did, what was expected of it, what that costs, and whether it was `put_off`: try again."""

    def __init__(self, received: Said, expected: Said, severity: Severity, *, put_off: bool = False) -> None:
        super().__init__(said(received, "en"), said(expected, "en"))
        self.received, self.expected, self.severity, self.put_off = received, expected, severity, put_off


class NotJudged(Exception):  # noqa: N818 - likewise
    """Why nothing can be said of this case here and now."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


class Undecided(NotJudged):
    """Something that the case rests on did not work: the mock, or the sign-up of somebody nothing is wrong with."""


@dataclass(frozen=True)
class Result:
    """One case as it ended, after `seconds`; `evidence` are the lines of what was arranged, answered and asked, in
    order."""

    case: "Case"
    word: Word
    severity: Severity | None = None
    received: Said = ""
    expected: Said = ""
    reason: Said = ""
    evidence: Sequence[str] = ()
    put_off: bool = False
    seconds: float = 0.0

    @property
    def is_finding(self) -> bool:
        """Whether the application is at fault."""
        return self.word in FINDINGS
