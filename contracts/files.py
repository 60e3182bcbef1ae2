"""A run as a file for a program: JSON, and JUnit's XML.

Lives here: the two forms. May not: writing to disk, the page for people (page.py). Verdicts are masked already.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final
from xml.etree import ElementTree as Xml

from .exchange import Exchange
from .report import Run, counts, line
from .runner import BROKEN, NOT_APPLICABLE, Verdict
from .text import Lang, Said, said

# What XML 1.0 cannot hold.
_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_json(verdicts: Sequence[Verdict], run: Run, expected: Mapping[str, str], lang: Lang = "en") -> str:
    """The whole run as a JSON text; sentences in one language, laws in both."""
    whole = {
        "baseUrl": run.base_url,
        "seed": run.seed,
        "maxExamples": run.examples,
        "counts": counts(verdicts),
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
    unexpected = sum(one.word == BROKEN and one.contract.number not in expected for one in verdicts)
    skipped = sum(
        one.word == NOT_APPLICABLE or (one.word == BROKEN and one.contract.number in expected) for one in verdicts
    )
    totals = {"tests": str(len(verdicts)), "failures": str(unexpected), "errors": "0", "skipped": str(skipped)}
    root = Xml.Element("testsuites", {"name": "portone-contracts", **totals})
    suite = Xml.SubElement(root, "testsuite", {"name": f"portone-contracts {run.base_url}", **totals})
    for verdict in verdicts:
        suite.append(_case(verdict, run, expected, lang))
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _case(verdict: Verdict, run: Run, expected: Mapping[str, str], lang: Lang) -> Xml.Element:
    one = verdict.contract
    family = one.number.rpartition("-")[0]
    case = Xml.Element(
        "testcase", {"classname": f"portone.{family}", "name": _xml(f"{one.number} {said(one.law, lang)}"), "time": "0"}
    )
    if verdict.word == NOT_APPLICABLE:
        Xml.SubElement(case, "skipped", {"message": _xml(verdict.reason, lang)})
    elif verdict.broken is not None and one.number in expected:
        Xml.SubElement(case, "skipped", {"message": _xml(f"expected: {expected[one.number]}")})
    elif verdict.broken is not None:
        received = Xml.SubElement(case, "failure", {"message": _xml(verdict.broken.received, lang)})
        received.text = _xml(line(verdict, lang, run))
    return case


def _xml(what: Said, lang: Lang = "en") -> str:
    return _NOT_IN_XML.sub("�", said(what, lang))
