"""What a case is, and how one is told to the list of them.

Lives here: Family, Case, the decorator. May not: a case (cases/), running one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from ..text import Text
from .moments import Moments
from .verdicts import Severity

if TYPE_CHECKING:
    from .play import Play


Playing: TypeAlias = "Callable[[Play], None]"


@dataclass(frozen=True)
class Family:
    """Cases of one kind: why they matter, what that rests on, how they are put right."""

    prefix: str
    why: Text
    source: Text
    fix: Text


@dataclass(frozen=True)
class Case:
    """One situation. `promise` switches it on; `alone` are those that touch what all cases share; `slow` take long;
    `moments` are when a mistake shows, for a case that can be judged at no other time."""

    number: str
    title: Text
    severity: Severity
    family: Family
    play: Playing
    promise: str | None = None
    alone: bool = False
    slow: bool = False
    moments: Moments | None = None


class Cases:
    """The cases of one family, in order."""

    def __init__(self, family: Family) -> None:
        self.family: Final = family
        self.all: list[Case] = []

    def case(
        self,
        ko: str,
        en: str,
        severity: Severity = Severity.SECURITY,
        *,
        promise: str | None = None,
        alone: bool = False,
        slow: bool = False,
        moments: Moments | None = None,
        why: Text | None = None,
        fix: Text | None = None,
    ) -> Callable[[Playing], Playing]:
        """The next number of the family, for what the application has to do in it; `why` and `fix` where the family's
        own say too little of it."""
        family = replace(self.family, why=why or self.family.why, fix=fix or self.family.fix)

        def told(play: Playing) -> Playing:
            number = f"{self.family.prefix}-{len(self.all) + 1:02}"
            text = Text(ko, en)
            self.all.append(Case(number, text, severity, family, play, promise, alone, slow, moments))
            return play

        return told
