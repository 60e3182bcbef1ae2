"""Playing the cases of a moment with the application started at it, and the mock's clock there, too.

Lives here: which cases at which moment, and what a case has come to over all of them. May not: a case, the library.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final, TypeAlias

from ..failures import NotJudgeable
from ..text import Text, said
from .application import Application
from .case import Case
from .clock import now
from .fake_time import environment, has_moved
from .moments import SEOUL, Moment
from .play import Play, Setting
from .policy import Policy
from .running import judged
from .verdicts import Result, Undecided, Word

Start: TypeAlias = "Callable[[Mapping[str, str]], AbstractContextManager[None]]"
"""Starts the application with more in its environment, until the block ends."""
# What counts of a case that was played at several moments: held is what was held at each of them.
_WORST: Final[Sequence[Word]] = ("broken", "flaky", "undecided", "not-judged", "held")


def by_moment(policy: Policy, cases: Sequence[Case], today: date) -> dict[Moment, list[Case]]:
    """The moments at which these cases can be judged, in order, each with its cases."""
    found: dict[Moment, list[Case]] = {}
    for case in cases:
        if case.moments is not None and policy.get(case.promise or "") is not None:
            for moment in case.moments(policy, today):
                found.setdefault(moment, []).append(case)
    return {moment: found[moment] for moment in sorted(found, key=lambda one: (one.at, one.zone))}


def play_at_moments(
    setting: Setting, results: Sequence[Result], library: Path, start: Start, told: Callable[[Moment], None]
) -> list[Result]:
    """What was not judged for its date, judged at every moment that there is for it; the others as they are."""
    plan = by_moment(setting.policy, [one.case for one in results], now().astimezone(SEOUL).date())
    found: dict[str, list[Result]] = {one.case.number: [] for one in results}
    for moment, cases in plan.items():
        told(moment)
        for result in _at(setting, moment, cases, library, start):
            found[result.case.number].append(result)
    return [_over_all(one, found[one.case.number]) for one in results]


def _over_all(present: Result, moments: Sequence[Result]) -> Result:
    """The worst; of two alike the later one, which says what came of the moment.

    What was held, or not judged, at the present hour tells nothing of the moments that were asked for.
    """
    told = moments if moments and present.word in ("held", "not-judged") else [present, *moments]
    worst = min(reversed(told), key=lambda it: _WORST.index(it.word))
    return replace(worst, seconds=sum(one.seconds for one in (present, *moments)))


def _at(setting: Setting, moment: Moment, cases: Sequence[Case], library: Path, start: Start) -> list[Result]:
    try:
        with _moved(setting, moment) as there, start(environment(library, moment)):
            unmoved = _unmoved(there, cases[0])
            if unmoved is not None:
                return [Result(case, "not-judged", reason=unmoved) for case in cases]
            return [judged(there, case) for case in cases]
    except NotJudgeable as error:
        why = Text(f"{moment.told()}: {said(error.reason, 'ko')}", f"{moment.told()}: {said(error.reason, 'en')}")
        return [Result(case, "undecided", reason=why) for case in cases]


@contextmanager
def _moved(setting: Setting, moment: Moment) -> Iterator[Setting]:
    # With connections of its own: those to the application that ran before are dead.
    application: Application = setting.application.afresh()
    try:
        setting.mock.set_clock(moment.at)
        yield replace(setting, application=application, moment=moment)
    except Undecided as error:
        raise NotJudgeable(error.reason) from None
    finally:
        application.close()
        setting.mock.reset_clock()


def _unmoved(setting: Setting, case: Case) -> Text | None:
    """Why nothing can be judged: the application's own clock did not go along, or nobody can tell."""
    assert setting.moment is not None
    play = Play(setting, case)
    answer = play.submit(play.attempt())
    if has_moved(answer.date, setting.moment):
        return None
    if answer.date is None:
        return Text(
            "애플리케이션의 응답에 Date가 없어 시계가 옮겨졌는지 알 수 없습니다",
            "no answer of the application has a Date, so that nobody can tell whether its clock was moved",
        )
    shown = f"{answer.date:%Y-%m-%d %H:%M %Z}"
    return Text(
        f"애플리케이션의 시계가 옮겨지지 않았습니다(Date: {shown}). "
        "정적으로 링크된 프로그램, 프록시 뒤, 컨테이너 안에는 libfaketime이 닿지 않습니다",
        f"the application's clock did not move (its answer's Date: {shown}); libfaketime reaches no program that is "
        "linked statically, nor one behind a proxy or in a container",
    )
