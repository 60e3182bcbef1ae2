"""A run as a file for a program: JSON, and JUnit's XML.

Lives here: the two forms. May not: writing to disk, the page for people (page.py). Verdicts are masked already.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .exchange import Exchange
from .junit import TestCase, as_xml
from .report import Run, counts, line
from .runner import NOT_APPLICABLE, Verdict
from .text import Lang, said


def as_json(verdicts: Sequence[Verdict], run: Run, expected: Mapping[str, str], lang: Lang = "en") -> str:
    """The whole run as a JSON text; sentences in one language, laws in both."""
    whole = {
        "baseUrl": run.base_url,
        "seed": run.seed,
        "maxExamples": run.examples,
        "counts": counts(verdicts),
        "ended": None if run.ended is None else said(run.ended, lang),
        "contracts": [_row(one, run, expected, lang) for one in verdicts],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _row(verdict: Verdict, run: Run, expected: Mapping[str, str], lang: Lang) -> dict[str, Any]:
    one, broken = verdict.contract, verdict.broken
    row = {
        "number": one.number,
        "verdict": verdict.word,
        "law": one.law._asdict(),
        "fidelity": one.fidelity,
        "source": said(one.source, lang),
        "reason": said(verdict.reason, lang) or None,
        "received": broken and said(broken.received, lang),
        "documented": broken and said(broken.documented, lang),
        "example": verdict.example or None,
        "expected": expected.get(one.number) if one.number in expected else None,
        "reproduce": run.reproduce(one.number) if broken else None,
        "exchanges": [_exchange(each, lang) for each in verdict.exchanges] or None,
    }
    return {name: value for name, value in row.items() if value is not None}


def _exchange(one: Exchange, lang: Lang) -> dict[str, Any]:
    return {
        "request": one.request,
        "headers": dict(one.headers),
        "body": one.body,
        "status": one.status,
        "answerHeaders": dict(one.answer_headers),
        "answer": said(one.answer, lang),
    }


def as_junit(verdicts: Sequence[Verdict], run: Run, expected: Mapping[str, str], lang: Lang = "en") -> str:
    """The run as JUnit's XML: a test case for each contract; expected failures count as skipped."""
    cases = [_case(one, run, expected, lang) for one in verdicts]
    if run.ended is not None:
        cases.append(TestCase("portone", "the run as a whole", error=said(run.ended, lang)))
    return as_xml(f"portone-contracts {run.base_url}", cases)


def _case(verdict: Verdict, run: Run, expected: Mapping[str, str], lang: Lang) -> TestCase:
    number, law = verdict.contract.number, said(verdict.contract.law, lang)
    case = TestCase(f"portone.{number.rpartition('-')[0]}", f"{number} {law}", seconds=verdict.seconds)
    if verdict.word == NOT_APPLICABLE:
        return replace(case, skipped=said(verdict.reason, lang))
    if verdict.broken is None:
        return case
    if number in expected:
        return replace(case, skipped=f"expected: {expected[number]}")
    return replace(case, failed=said(verdict.broken.received, lang), details=line(verdict, lang, run))
