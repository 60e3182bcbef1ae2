"""What a probe has come to, as lines for a terminal.

Lives here: the words and lines, in both languages. May not: printing, judging.
"""

import json
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..report import padded
from ..text import Lang, Text, said
from .case import Case
from .policy import PROMISES, Policy
from .verdicts import SEVERITIES, WORDS, Result

RECEIVED: Final = Text("받은 것", "Received")
EXPECTED: Final = Text("기대", "Expected")
WHY: Final = Text("이유", "Why")
SOURCE: Final = Text("근거", "Source")
FIX: Final = Text("고치기", "Fix")
REPRODUCE: Final = Text("재현", "Reproduce")
_WIDTH: Final = 14
_MOST_EVIDENCE: Final = 20
# Promises that say how another one is meant, or that more is refused; no case waits for them.
_NOT_MISSED: Final = ("ageRule", "needs")


@dataclass(frozen=True)
class Run:
    """What was probed, and the options to probe it so again; no secret is among them."""

    url: str
    mock: str
    policy: Policy
    again: tuple[str, ...] = ()

    def reproduce(self, number: str) -> str:
        """The command that plays one case as this run did."""
        return shlex.join(("portone-contracts", "probe", self.url, "--only", number, *self.again))


def heading(run: Run, number: int, lang: Lang) -> str:
    """The first line of a run."""
    promises = ", ".join(f"{name}={json.dumps(it, ensure_ascii=False)}" for name, it in run.policy.promises.items())
    told = Text(
        f"사례 {number}개, 애플리케이션 {run.url}, 모의 서버 {run.mock}, 정책 {run.policy.name} ({promises})",
        f"{number} cases against {run.url}, mock {run.mock}, policy {run.policy.name} ({promises})",
    )
    return said(told, lang)


def line(result: Result, run: Run, lang: Lang) -> str:
    """One case; below it why it is not judged, or what a broken one received, with the evidence."""
    case = result.case
    word = said(WORDS[result.word], lang)
    severity = f" [{said(SEVERITIES[result.severity], lang)}]" if result.severity else ""
    first = f"{padded(word, _WIDTH)}{case.number:<15}{said(case.title, lang)}{severity}"
    indent = " " * _WIDTH
    if not result.is_finding:
        reason = said(result.reason, lang)
        shown = [f"{indent}{it}" for it in result.evidence[:_MOST_EVIDENCE]] if result.word == "undecided" else []
        return "\n".join([first, *([indent + reason] if reason else []), *shown])
    details = [
        f"{said(RECEIVED, lang)}: {said(result.received, lang)}",
        f"{said(EXPECTED, lang)}: {said(result.expected, lang)}",
        *result.evidence[:_MOST_EVIDENCE],
        f"{said(FIX, lang)}: {said(case.family.fix, lang)}",
        f"{said(REPRODUCE, lang)}: {run.reproduce(case.number)}",
    ]
    return "\n".join([first, *(indent + one for one in details)])


def counts(results: Sequence[Result]) -> dict[str, int]:
    """How many came to each word."""
    return {word: sum(one.word == word for one in results) for word in WORDS}


def summary(results: Sequence[Result], lang: Lang) -> str:
    """The counts in one line."""
    found = counts(results)
    if lang == "ko":
        return ", ".join(f"{WORDS[word].ko} {found[word]}" for word in WORDS)
    return ", ".join(f"{found[word]} {WORDS[word].en}" for word in WORDS)


def unpromised(policy: Policy, lang: Lang) -> str:
    """What is not judged since nobody promised it, in one line; nothing where all is promised."""
    # Who comes back either is let in or has an account already: nobody promises both.
    other = {"oneAccount": "returning", "returning": "oneAccount"}
    left_out = {*_NOT_MISSED, *(other[one] for one in other if policy.get(one) is not None)}
    names = ", ".join(name for name in PROMISES if policy.get(name) is None and name not in left_out)
    text = Text(f"약속하지 않아 판정하지 않은 것: {names}", f"not promised, so not judged: {names}")
    return said(text, lang) if names else ""


def explained(case: Case, lang: Lang) -> str:
    """Why a case matters, what it rests on, how to fix it, and what switches it on."""
    always = Text("언제나 판정합니다", "always judged")
    when = Text(f"정책에 {case.promise}가 있을 때", f"the policy promises {case.promise}") if case.promise else always
    if case.slow:
        when = Text("--slow를 줄 때", "--slow is given")
    if case.moments is not None:
        when = when.and_("그때에만, 또는 --run과 --fake-time으로", "at its moments only, or by --run with --fake-time")
    rows = (
        (Text("심각도", "Severity"), SEVERITIES[case.severity]),
        (WHY, case.family.why),
        (SOURCE, case.family.source),
        (FIX, case.family.fix),
        (Text("판정 조건", "Judged when"), when),
    )
    told = (f"  {padded(said(name, lang) + ':', _WIDTH)}{said(text, lang)}" for name, text in rows)
    return "\n".join([f"{case.number}  {said(case.title, lang)}", *told])
