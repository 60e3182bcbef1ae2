"""The report page of `verify`, for a reader who never saw the code.

Lives here: what it says. May not: its frame (page_frame), writing to disk, judging. Every text goes through `escape`;
verdicts are masked already.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Final

from .exchange import Exchange
from .page_frame import both, framed
from .report import EXAMPLE, EXPECTED, RECEIVED, REPRODUCE, WORDS, Run, assumed, counts, documented
from .runner import BROKEN, KEPT, NOT_APPLICABLE, Verdict
from .text import Lang, Said, Text

FAMILIES: Final[Mapping[str, Text]] = {
    "TOKEN": Text("로그인과 토큰", "Logging in, and tokens"),
    "AUTH": Text("인증 수단과 권한", "Credentials, and what they open"),
    "READ": Text("단건 조회", "Reading one verification"),
    "LIST": Text("다건 조회", "Reading many"),
    "SEND": Text("인증 요청", "Asking for a verification"),
    "CONFIRM": Text("인증번호 확인", "Confirming"),
    "RESEND": Text("재전송", "Sending again"),
    "IDEMPOTENCY": Text("같은 요청을 두 번 보낼 때", "The same request twice"),
    "FIELDS": Text("고객 정보의 뜻과 오류의 형식", "What a customer's members mean, and the shape of errors"),
    "COMPAT": Text("2023년 방식과 앞으로의 변화", "The ways of 2023, and changes to come"),
    "TRANSPORT": Text("HTTP로 주고받는 방식", "How it travels over HTTP"),
}
LABELS: Final[Mapping[str, Text]] = {
    "openapi": Text("포트원이 공개한 OpenAPI 문서", "PortOne's published OpenAPI document"),
    "docs": Text(
        "포트원 가이드와 도움말, 또는 OpenAPI 문서의 설명 글",
        "a guide or help page, or the prose of PortOne's OpenAPI document",
    ),
    "sdk": Text("공식 SDK의 소스와 동작", "source or behaviour of an official SDK"),
    "observed": Text("실제 서비스에서 겪은 연동 사례", "reported by integrators of the real service"),
    "assumed": Text("근거가 없어 이 프로젝트가 정함", "undocumented; our choice"),
}
_MARKS: Final = {KEPT: "✓", BROKEN: "✗", NOT_APPLICABLE: "–"}
_CLASSES: Final = {KEPT: "kept", BROKEN: "broken", NOT_APPLICABLE: "none"}


def as_page(verdicts: Sequence[Verdict], run: Run, expected: Mapping[str, str], lang: Lang = "en") -> str:
    """The whole page, opened in `lang`."""
    title = Text("포트원 본인인증 계약 판정", "Does it keep PortOne's identity verification law?")
    broken = [one for one in verdicts if one.word == BROKEN]
    body = (
        f"<p class=target><code>{escape(run.base_url)}</code></p>",
        _verdict(verdicts, expected) if run.ended is None else _ended(run.ended),
        _how_to_read(),
        *((f"<h2>{both(Text('지켜지지 않은 규칙', 'Laws that do not hold'))}</h2>",) if broken else ()),
        *(_failure(one, run, expected.get(one.contract.number)) for one in broken),
        f"<h2>{both(Text('모든 규칙', 'Every law'))}</h2>",
        *_families(verdicts),
        _labels(),
        _foot(run),
    )
    return framed(title, body, lang)


def _verdict(verdicts: Sequence[Verdict], expected: Mapping[str, str]) -> str:
    found = counts(verdicts)
    known = sum(one.word == BROKEN and one.contract.number in expected for one in verdicts)
    judged = found[KEPT] + found[BROKEN]
    if found[BROKEN] == 0:
        said = Text(f"판정한 규칙 {judged}개를 모두 지켰습니다.", f"All {judged} laws that could be judged hold.")
    else:
        said = Text(
            f"판정한 규칙 {judged}개 가운데 {found[BROKEN]}개를 지키지 않았습니다.",
            f"Of {judged} laws that could be judged, {found[BROKEN]} do not hold.",
        )
    ours = assumed(verdicts)
    if ours:
        said = Text(
            f"{said.ko} 그중 {ours}개는 어느 문서에도 없이 이 프로젝트가 정한 것입니다.",
            f"{said.en} {ours} of them are our choice only and documented nowhere.",
        )
    if known:
        said = Text(f"{said.ko} 그중 {known}개는 미리 알려진 것입니다.", f"{said.en} {known} of them were expected.")
    boxes = "".join(
        f'<li class="{_CLASSES[word]}"><b>{number}</b> {both(WORDS[word])}</li>' for word, number in found.items()
    )
    return f'<p class="sum {"broken" if found[BROKEN] else "kept"}">{both(said)}</p>\n<ul class=counts>{boxes}</ul>'


def _ended(why: Said) -> str:
    text = Text(
        f"끝까지 판정하지 못했습니다: {why if isinstance(why, str) else why.ko}",
        f"The run could not go on to its end: {why if isinstance(why, str) else why.en}",
    )
    return f'<p class="sum broken">{both(text)}</p>'


def _how_to_read() -> str:
    text = Text(
        "이 페이지는 서버 하나에 실제로 요청을 보내, 포트원 본인인증 API의 규칙을 지키는지 하나씩 확인한 결과입니다. "
        "‘판정 불가’는 확인에 필요한 것(시험용 내역, 두 번째 가맹점 등)이 없다는 뜻이며, "
        "지켰다는 뜻이 아닙니다. "
        "Secret과 토큰, 사람의 정보는 모두 별표로 가렸습니다.",
        "This page tells how one server answered real requests, and whether it keeps the rules of PortOne's identity "
        "verification API, one by one. “Not applicable” means that something was missing to find out (verifications to "
        "look at, a second merchant); it does not mean that the law holds. Secrets, tokens and people's data "
        "are starred out.",
    )
    return f"<p>{both(text)}</p>"


def _failure(verdict: Verdict, run: Run, why_expected: str | None) -> str:
    one, broken = verdict.contract, verdict.broken
    assert broken is not None
    rows: list[tuple[Text, str]] = [
        (RECEIVED, f"<b>{both(broken.received)}</b>"),
        (documented(verdict), f"<b>{both(broken.documented)}</b>"),
        (Text("근거", "Known from"), f"{_label(one.fidelity)} {both(one.source)}"),
    ]
    if verdict.example:
        rows.append((EXAMPLE, f"<code>{escape(verdict.example)}</code>"))
    if why_expected is not None:
        rows.append((EXPECTED, escape(why_expected) or "–"))
    rows.append((REPRODUCE, f"<code>{escape(run.reproduce(one.number))}</code>"))
    listed = "".join(f"<dt>{both(name)}</dt><dd>{value}</dd>" for name, value in rows)
    return (
        f'<section class="failure" id="{one.number}"><h3><span class=number>{one.number}</span> {both(one.law)}</h3>'
        f"<dl>{listed}</dl>{_exchanges(verdict.exchanges)}</section>"
    )


def _exchanges(exchanges: Sequence[Exchange]) -> str:
    if not exchanges:
        return ""
    title = Text("주고받은 내용(가려짐)", "What was sent and answered (masked)")
    return f"<details open><summary>{both(title)}</summary>{''.join(map(_exchange, exchanges))}</details>"


def _exchange(one: Exchange) -> str:
    sent = "".join(f"\n{name}: {value}" for name, value in one.headers.items())
    asked = f"{one.request}{sent}" + (f"\n\n{one.body}" if one.body else "")
    if one.status is None:
        return f"<pre>{escape(asked)}</pre><pre class=answer>{both(one.answer)}</pre>"
    got = "".join(f"\n{name}: {value}" for name, value in one.answer_headers.items())
    answer = f"{one.status}{got}\n\n{one.answer}"
    return f"<pre>{escape(asked)}</pre><pre class=answer>{escape(answer)}</pre>"


def _families(verdicts: Sequence[Verdict]) -> Iterable[str]:
    for family, group in groupby(verdicts, lambda one: one.contract.number.rpartition("-")[0]):
        rows = "".join(map(_row, group))
        name = FAMILIES.get(family, Text(family, family))
        yield f"<h3>{both(name)}</h3>\n<table>{rows}</table>"


def _row(verdict: Verdict) -> str:
    one = verdict.contract
    number = f'<a href="#{one.number}">{one.number}</a>' if verdict.word == BROKEN else one.number
    reason = f"<br><small>{both(verdict.reason)}</small>" if verdict.reason else ""
    return (
        f'<tr class="{_CLASSES[verdict.word]}"><td class=mark>{_MARKS[verdict.word]} <span>{both(WORDS[verdict.word])}'
        f"</span></td><td class=number>{number}</td><td>{both(one.law)}{reason}</td>"
        f"<td>{_label(one.fidelity)}</td></tr>\n"
    )


def _label(fidelity: str) -> str:
    return f'<span class="label {fidelity}">{fidelity}</span>'


def _labels() -> str:
    rows = "".join(f"<dt>{_label(name)}</dt><dd>{both(text)}</dd>" for name, text in LABELS.items())
    return f"<h2>{both(Text('근거의 뜻', 'How each law is known'))}</h2><dl>{rows}</dl>"


def _foot(run: Run) -> str:
    ko, en = f"시드 {run.seed}, 예제 {run.examples}개씩", f"seed {run.seed}, {run.examples} examples each"
    return f"<footer>portone-contracts · {both(Text(ko, en))}</footer>"
