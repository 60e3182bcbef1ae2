"""A probe as a file for a program: JSON, and JUnit's XML.

Lives here: the two forms. May not: writing to disk, the page for people (page.py). Evidence is masked already.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..junit import TestCase, as_xml
from ..text import Lang, said
from .report import Run, counts, line
from .verdicts import FINDINGS, Result


def as_json(results: Sequence[Result], run: Run, lang: Lang) -> str:
    """The whole run as a JSON text, as report.schema.json says; titles in both languages, sentences in one."""
    whole = {
        "application": run.url,
        "mock": run.mock,
        "policy": {"name": run.policy.name, "promises": dict(run.policy.promises)},
        "cases": [_row(one, run, lang) for one in results],
        "summary": {**counts(results), "findings": sum(one.word in FINDINGS for one in results)},
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _row(result: Result, run: Run, lang: Lang) -> dict[str, Any]:
    row = {
        "case": result.case.number,
        "title": result.case.title._asdict(),
        "verdict": result.word,
        "severity": result.severity.word if result.severity else None,
        "reason": said(result.reason, lang) or None,
        "received": said(result.received, lang) or None,
        "expected": said(result.expected, lang) or None,
        "evidence": list(result.evidence) or None,
        "fix": said(result.case.family.fix, lang) if result.is_finding else None,
        "reproduce": run.reproduce(result.case.number) if result.is_finding else None,
        "seconds": round(result.seconds, 3),
    }
    return {name: value for name, value in row.items() if value is not None}


def as_junit(results: Sequence[Result], run: Run, lang: Lang) -> str:
    """A test case for each case: findings of any severity fail, what came to no verdict is skipped."""
    return as_xml(f"portone-contracts probe {run.url}", [_case(one, run, lang) for one in results])


def _case(result: Result, run: Run, lang: Lang) -> TestCase:
    one = result.case
    case = TestCase(f"probe.{one.family.prefix}", f"{one.number} {said(one.title, lang)}", seconds=result.seconds)
    if result.is_finding:
        return replace(case, failed=said(result.received, lang), details=line(result, run, lang))
    return case if result.word == "held" else replace(case, skipped=said(result.reason, lang))
