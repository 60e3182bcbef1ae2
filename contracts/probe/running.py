"""Playing the cases: those that disturb nobody side by side, the rest alone.

Lives here: choosing, running, asking again where a verdict may be chance. May not: talking to people.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
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
# Whatever may be chance, or another case's doing.
_DOUBTFUL: Final = ("broken", "undecided")
_MIXED_UP: Final = "STATUS-12"


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
    cases = [one.under(setting.policy) for one in cases]

    def ended(result: Result) -> None:
        results[result.case.number] = result
        told(result)

    doubtful: dict[str, Result] = {}
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        for future in as_completed([pool.submit(_once, setting, one, slow) for one in cases if not one.alone]):
            result = future.result()
            if result.word in _DOUBTFUL:
                doubtful[result.case.number] = result
            else:
                ended(result)
    except BaseException:
        # Whoever breaks off is not to wait for answers.
        setting.over = True
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()
    for one in cases:
        if one.alone:
            ended(judged(setting, one, slow))
        elif one.number in doubtful:
            ended(_again(setting, doubtful[one.number]))
    return [_explained(results[one.number], results) for one in cases]


def judged(setting: Setting, case: Case, slow: bool = False) -> Result:
    """One case by itself."""
    result = _once(setting, case, slow)
    return _again(setting, result) if result.word in _DOUBTFUL else result


def _once(setting: Setting, case: Case, slow: bool) -> Result:
    if case.promise is not None and setting.policy.get(case.promise) is None:
        ko, en = f"정책이 {case.promise}를 약속하지 않습니다", f"the policy does not promise {case.promise}"
        return Result(case, "not-judged", reason=Text(ko, en))
    if case.slow and not slow:
        return Result(case, "not-judged", reason=Text("오래 걸립니다(--slow)", "it takes long: --slow"))
    return _played(setting, case)


def _again(setting: Setting, result: Result) -> Result:
    """What is broken or undecided is played once more while nothing else is, with others; if the case then holds, the
    answers are flaky. All of it is the time that the case took."""
    again = _played(setting, result.case)
    again, result = (replace(one, seconds=result.seconds + again.seconds) for one in (again, result))
    if result.word == "undecided" and again.word == "broken":
        return _again(setting, again)
    if result.word == "undecided":
        return again
    if again.word == "held" and not result.put_off:
        return replace(result, word="flaky")
    # Who was told to try again later, by an application that was busy, has done so and got in.
    return again if again.word == "held" else result


def _explained(result: Result, results: Mapping[str, Result]) -> Result:
    """An application that mixes its customers up fails anywhere beside other requests: one mistake, not many."""
    cause = results.get(_MIXED_UP)
    if result.word != "flaky" or cause is None or not cause.is_finding or result is cause:
        return result
    reason = Text(
        f"다른 요청과 함께일 때만 어깁니다. {_MIXED_UP}부터 고치세요",
        f"it is held alone, and broken beside other requests only: mend {_MIXED_UP} first",
    )
    return Result(result.case, "undecided", reason=reason, evidence=result.evidence, seconds=result.seconds)


def _played(setting: Setting, case: Case) -> Result:
    began = time.perf_counter()
    result = _came_to(setting, case)
    return replace(result, seconds=time.perf_counter() - began)


def _came_to(setting: Setting, case: Case) -> Result:
    play = Play(setting, case)
    try:
        case.play(play)
    except Broken as broken:
        told = broken.severity, broken.received, broken.expected
        return Result(case, "broken", *told, evidence=_evidence(play), put_off=broken.put_off)
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
