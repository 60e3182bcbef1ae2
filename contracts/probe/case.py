"""What a case is, and how one is told to the list of them.

Lives here: Family, Case, the decorator. May not: a case (cases/), running one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from ..text import Text
from .moments import Moments
from .policy import Policy
from .reasons import BY_YOUTH_ACT, OWN, Own
from .verdicts import Severity

if TYPE_CHECKING:
    from .play import Play


Playing: TypeAlias = "Callable[[Play], None]"


@dataclass(frozen=True)
class Family:
    """Cases of one kind: why they matter, what that rests on, how they are put right (reasons/: by case)."""

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

    def saying(self, own: Own) -> "Case":
        """The same case with these texts, where there are any, in place of its own."""
        family = self.family
        told = replace(family, why=own.why or family.why, source=own.source or family.source, fix=own.fix or family.fix)
        return replace(self, title=own.title or self.title, family=told)

    def under(self, policy: Policy) -> "Case":
        """The case as it is to who promises that: by the Youth Protection Act other people are old enough."""
        return self.saying(BY_YOUTH_ACT.get(self.number, Own())) if policy.by_youth_act else self


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
    ) -> Callable[[Playing], Playing]:
        """The next number of the family, for what the application has to do in it; what reasons/ has of that number
        stands in place of what the family says."""

        def told(play: Playing) -> Playing:
            number = f"{self.family.prefix}-{len(self.all) + 1:02}"
            case = Case(number, Text(ko, en), severity, self.family, play, promise, alone, slow, moments)
            self.all.append(case.saying(OWN.get(number, Own())))
            return play

        return told
