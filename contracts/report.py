"""What a run has come to, as lines for a terminal.

Lives here: the words and lines, in both languages. May not: printing, judging. Verdicts are masked already.
"""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .runner import BROKEN, KEPT, NOT_APPLICABLE, Verdict
from .text import Lang, Said, Text, said

WORDS: Final = {
    KEPT: Text("지킴", "kept"),
    BROKEN: Text("어김", "broken"),
    NOT_APPLICABLE: Text("판정 불가", "not applicable"),
}
RECEIVED: Final = Text("받은 것", "Received")
DOCUMENTED: Final = Text("문서", "Documented")
OUR_CHOICE: Final = Text("우리의 선택", "Our choice")
LAW: Final = Text("규칙", "Law")
EXAMPLE: Final = Text("예", "Example")
REPRODUCE: Final = Text("재현", "Reproduce")
EXPECTED: Final = Text("예상한 어김", "expected")
_WIDTH: Final = 15


@dataclass(frozen=True)
class Run:
    """What was asked for. `again` are the options that a failure is reproduced with; no secret is among them.

    `ended` says why a run could not go on to its end.
    """

    base_url: str
    seed: int
    examples: int
    again: tuple[str, ...] = ()
    ended: Said | None = None

    def reproduce(self, number: str) -> str:
        """The command that judges one contract as this run did; its secret comes from PORTONE_API_SECRET."""
        options = ("--base-url", self.base_url, "--only", number, "--seed", str(self.seed))
        return shlex.join(("portone-contracts", "verify", *options, "--max-examples", str(self.examples), *self.again))


def heading(run: Run, number: int, lang: Lang, rounds: int = 1) -> str:
    """The first line of a run; `rounds` is how often what is about verifications of a file is asked."""
    ko = f"계약 {number}개, 서버 {run.base_url}, 시드 {run.seed}, 예제 {run.examples}개씩"
    contracts = "1 contract" if number == 1 else f"{number} contracts"
    en = f"{contracts} against {run.base_url}, seed {run.seed}, {run.examples} examples each"
    ko += f", 파일의 내역에 관한 계약은 {rounds}번씩" if rounds > 1 else ""
    en += f", {rounds} times each where it is about verifications of the file" if rounds > 1 else ""
    return said(Text(ko, en), lang)


def line(verdict: Verdict, lang: Lang = "en", run: Run | None = None, why_expected: str | None = None) -> str:
    """Number, verdict and law of one contract; below it what a broken one received, or why one is not applicable."""
    one = verdict.contract
    word = said(WORDS[verdict.word] if why_expected is None else EXPECTED, lang)
    first = f"{padded(word, _WIDTH)}{one.number:<16}{said(one.law, lang)}"
    if verdict.broken is None:
        reason = said(verdict.reason, lang)
        return f"{first}\n{'':<{_WIDTH}}{reason}" if reason else first
    details = [
        (RECEIVED, said(verdict.broken.received, lang)),
        (documented(verdict), said(verdict.broken.documented, lang)),
        (LAW, f"{one.number} ({one.fidelity}: {said(one.source, lang)})"),
    ]
    if verdict.example:
        details.append((EXAMPLE, verdict.example))
    if run is not None:
        details.append((REPRODUCE, run.reproduce(one.number)))
    if why_expected:
        details.append((EXPECTED, why_expected))
    return "\n".join([first, *(f"{'':<{_WIDTH}}{padded(said(name, lang) + ':', 12)}{text}" for name, text in details)])


def documented(verdict: Verdict) -> Text:
    """What to call what was expected: no document stands behind an assumed law."""
    return OUR_CHOICE if verdict.contract.fidelity == "assumed" else DOCUMENTED


def padded(text: str, width: int) -> str:
    """Padded to a width on a terminal, where a syllable of Hangul takes two columns."""
    wide = sum(2 if "\u1100" <= one <= "\uffdc" else 1 for one in text)
    return text + " " * max(1, width - wide)


def counts(verdicts: Sequence[Verdict]) -> dict[str, int]:
    """How many came to each word."""
    return {word: sum(one.word == word for one in verdicts) for word in (KEPT, BROKEN, NOT_APPLICABLE)}


def assumed(verdicts: Sequence[Verdict]) -> int:
    """How many are broken by a law that is documented nowhere."""
    return sum(one.word == BROKEN and one.contract.fidelity == "assumed" for one in verdicts)


def summary(verdicts: Sequence[Verdict], lang: Lang = "en") -> str:
    """The counts in one line."""
    found, ours = counts(verdicts), assumed(verdicts)
    if lang == "ko":
        told = {word: f"{said(WORDS[word], lang)} {number}" for word, number in found.items()}
        told[BROKEN] += f"(그중 {ours}개는 문서에 없는 우리의 선택)" if ours else ""
    else:
        told = {word: f"{number} {word}" for word, number in found.items()}
        told[BROKEN] += f" ({ours} of them by our choice only, documented nowhere)" if ours else ""
    return ", ".join(told.values())
