"""The report page of a probe, for whoever has to decide what is mended first.

Lives here: what it says, the worst findings first. May not: its frame (page_frame), judging. Every text goes through
`escape`; evidence is masked already.
"""

import json
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from typing import Final

from ..page_frame import both, framed
from ..text import Lang, Text
from .report import EXPECTED, FIX, RECEIVED, REPRODUCE, SOURCE, WHY, Run, counts
from .verdicts import SEVERITIES, WORDS, Result, Word

_TITLE: Final = Text("본인인증 연동 점검", "How an application uses identity verification")
_CLASSES: Final[dict[Word, str]] = {
    "held": "kept",
    "broken": "broken",
    "flaky": "broken",
    "not-judged": "none",
    "undecided": "none",
}
_MARKS: Final = {"kept": "✓", "broken": "✗", "none": "–"}


def as_page(results: Sequence[Result], run: Run, lang: Lang) -> str:
    """The whole page, opened in `lang`."""
    found = sorted((one for one in results if one.is_finding), key=lambda one: -(one.severity or 0))
    body = (
        f"<p class=target><code>{escape(run.url)}</code></p>",
        _verdict(results, found),
        _promises(run),
        *((f"<h2>{both(Text('고칠 것', 'What to mend'))}</h2>",) if found else ()),
        *(_finding(one, run) for one in found),
        f"<h2>{both(Text('모든 사례', 'Every case'))}</h2>",
        *_families(results),
        "<footer>portone-contracts probe</footer>",
    )
    return framed(_TITLE, body, lang)


def _verdict(results: Sequence[Result], found: Sequence[Result]) -> str:
    judged = len(found) + sum(one.word == "held" for one in results)
    if found:
        said = Text(
            f"판정한 사례 {judged}개 가운데 {len(found)}개에서 잘못이 보였습니다.",
            f"Of {judged} cases that were judged, {len(found)} show a mistake.",
        )
    else:
        said = Text(f"판정한 사례 {judged}개를 모두 지켰습니다.", f"All {judged} cases that were judged are held.")
    number = counts(results)
    boxes = "".join(
        f'<li class="{_CLASSES[word]}"><b>{number[word]}</b> {both(told)}</li>' for word, told in WORDS.items()
    )
    return f'<p class="sum {"broken" if found else "kept"}">{both(said)}</p>\n<ul class=counts>{boxes}</ul>'


def _promises(run: Run) -> str:
    told = ", ".join(f"{name}={json.dumps(it, ensure_ascii=False)}" for name, it in run.policy.promises.items())
    text = Text(
        "모의 포트원에 상황을 만들고 애플리케이션에 아이디를 내어 하나씩 확인했습니다. "
        "약속하지 않은 것은 판정하지 않습니다. 약속한 것은 다음과 같습니다.",
        "Each situation was arranged in a mock of PortOne, and an id handed to the application. "
        "What is not promised is not judged. Promised is:",
    )
    return f"<p>{both(text)} <code>{escape(told)}</code></p>"


def _finding(result: Result, run: Run) -> str:
    case = result.case
    assert result.severity is not None
    rows = (
        (Text("심각도", "Severity"), f"{both(SEVERITIES[result.severity])} · {both(WORDS[result.word])}"),
        (RECEIVED, f"<b>{both(result.received)}</b>"),
        (EXPECTED, f"<b>{both(result.expected)}</b>"),
        (WHY, both(case.family.why)),
        (SOURCE, both(case.family.source)),
        (FIX, both(case.family.fix)),
        (REPRODUCE, f"<code>{escape(run.reproduce(case.number))}</code>"),
    )
    listed = "".join(f"<dt>{both(name)}</dt><dd>{value}</dd>" for name, value in rows)
    shown = escape("\n".join(result.evidence))
    evidence = both(Text("준비하고 주고받은 것(가려짐)", "What was arranged, sent and answered (masked)"))
    return (
        f'<section class="failure" id="{case.number}">'
        f"<h3><span class=number>{case.number}</span> {both(case.title)}</h3>"
        f"<dl>{listed}</dl><details open><summary>{evidence}</summary><pre>{shown}</pre></details></section>"
    )


def _families(results: Sequence[Result]) -> Iterable[str]:
    for prefix, group in groupby(results, lambda one: one.case.family.prefix):
        yield f"<h3>{prefix}</h3>\n<table>{''.join(map(_row, group))}</table>"


def _row(result: Result) -> str:
    number, kind = result.case.number, _CLASSES[result.word]
    linked = f'<a href="#{number}">{number}</a>' if result.is_finding else number
    reason = f"<br><small>{both(result.reason)}</small>" if result.reason else ""
    return (
        f'<tr class="{kind}"><td class=mark>{_MARKS[kind]} <span>{both(WORDS[result.word])}</span></td>'
        f"<td class=number>{linked}</td><td>{both(result.case.title)}{reason}</td></tr>\n"
    )
