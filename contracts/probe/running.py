"""Playing the cases: those that disturb nobody side by side, the rest alone.

Lives here: choosing, running, asking again where a verdict may be chance. May not: talking to people.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Final

from ..text import Text
from .case import Case
from .cases import CASES
from .play import Play, Setting
from .verdicts import Broken, NotJudged, Result, Undecided

AT_ONCE: Final = 6


def chosen(patterns: Iterable[str]) -> tuple[Case, ...]:
    """The cases of these numbers (`AGE-*`, `STATUS-01`); all without any. ValueError names what fits nothing."""
    wanted = [one.strip().upper() for one in patterns if one.strip()]
    for pattern in wanted:
        if not any(fnmatchcase(one.number, pattern) for one in CASES):
            families = ", ".join(dict.fromkeys(f"{one.family.prefix}-*" for one in CASES))
            raise ValueError(f"{pattern} is no case; there are {families}")
    return tuple(one for one in CASES if not wanted or any(fnmatchcase(one.number, it) for it in wanted))


def play_all(
    setting: Setting, cases: Sequence[Case], told: Callable[[Result], None], *, slow: bool = False
) -> list[Result]:
    """Every case, in the order of `cases`; `told` hears of each as it ends."""
    results: dict[str, Result] = {}

    def ended(result: Result) -> None:
        results[result.case.number] = result
        told(result)

    together = [one for one in cases if not one.alone]
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        for future in as_completed([pool.submit(judged, setting, one, slow) for one in together]):
            ended(future.result())
    except BaseException:
        # Whoever breaks off is not to wait for answers.
        setting.over = True
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()
    for one in cases:
        if one.alone:
            ended(judged(setting, one, slow))
    return [results[one.number] for one in cases]


def judged(setting: Setting, case: Case, slow: bool = False) -> Result:
    """One case; what is broken is played once more, with others, and called flaky if it then holds; so is what could
    not be decided."""
    if case.promise is not None and setting.policy.get(case.promise) is None:
        ko, en = f"정책이 {case.promise}를 약속하지 않습니다", f"the policy does not promise {case.promise}"
        return Result(case, "not-judged", reason=Text(ko, en))
    if case.slow and not slow:
        return Result(case, "not-judged", reason=Text("오래 걸립니다(--slow)", "it takes long: --slow"))
    result = _played(setting, case)
    if result.word == "undecided":
        # A first step may fail once for a reason that has nothing to do with the case.
        result = _played(setting, case)
    if result.word != "broken":
        return result
    again = _played(setting, case)
    return replace(result, word="flaky") if again.word == "held" else result


def _played(setting: Setting, case: Case) -> Result:
    play = Play(setting, case)
    try:
        case.play(play)
    except Broken as broken:
        return Result(case, "broken", broken.severity, broken.received, broken.expected, evidence=_evidence(play))
    except Undecided as undecided:
        return Result(case, "undecided", reason=undecided.reason, evidence=_evidence(play))
    except NotJudged as not_judged:
        return Result(case, "not-judged", reason=not_judged.reason)
    finally:
        play.end_faults()
    return Result(case, "held", evidence=_evidence(play))


def _evidence(play: Play) -> list[str]:
    play.gather()
    return play.evidence
