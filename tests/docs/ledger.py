"""The ledger in the documents: what is assumed, and then everything that somebody has written down.

Lives here: rendering. May not: a sentence of its own, but for the titles of topics.
"""

from collections.abc import Iterator
from typing import Final

from tests.docs.markdown import table
from tests.law.ledger import LABELS, Entry, ledger

TOPICS: Final = {
    "reading": "인증과 요청 · Credentials and requests",
    "record": "내역 · The record",
    "lists": "다건 조회 · Lists",
    "sending": "창 없는 인증 · Without a window",
    "lifecycle": "생애 주기 · The life cycle",
    "outcomes": "결과 · Outcomes",
    "providers": "본인인증사와 고객 · Providers and customers",
    "errors": "오류 · Errors",
    "operations": "기능 · Operations",
    "faults": "장애 · Faults",
    "browser": "브라우저 · In the browser",
}


def ledger_assumed() -> str:
    """What is assumed, by topic."""
    return "".join(_lines("assumed"))


def _lines(label: str) -> Iterator[str]:
    for topic, title in TOPICS.items():
        found = [entry for entry in ledger().entries if (entry.topic, entry.label) == (topic, label)]
        if found:
            yield f"\n### {title}\n\n"
            yield from (f"- {entry.ko} · {entry.en}{_proof(entry)}\n" for entry in found)


def _proof(entry: Entry) -> str:
    return f" ({', '.join(entry.cases)})" if entry.cases else ""


def ledger_known() -> str:
    """Everything else, with label, source and contracts."""
    entries = [entry for entry in ledger().entries if entry.label != "assumed"]
    sources = ledger().sources
    rows = (
        (
            f"`{entry.label}`",
            f"{entry.ko}<br>{entry.en}",
            f"{sources[entry.source].ko}<br>{sources[entry.source].en}",
            ", ".join(entry.cases) or "–",
        )
        for topic in TOPICS
        for entry in entries
        if entry.topic == topic
    )
    return table(("근거 · label", "동작 · behaviour", "출처 · source", "계약 · contracts"), rows)


def ledger_counts() -> str:
    """How much is known how well."""
    rows = []
    for label in ("assumed", *(one for one in LABELS if one != "assumed")):
        found = [entry for entry in ledger().entries if entry.label == label]
        proved = sum(bool(entry.cases) for entry in found)
        rows.append((f"`{label}`", str(len(found)), str(proved), str(len(found) - proved)))
    head = ("근거 · label", "항목 · entries", "계약으로 · by contracts", "테스트로만 · by tests only")
    return table(head, rows)
