"""What a run has come to, for a reader and for a program.

Lives here: texts and the JSON report. May not: printing, judging. No credential is in any of it: verdicts are masked.
"""

import json
from collections.abc import Sequence
from typing import Any

from .runner import BROKEN, KEPT, NOT_APPLICABLE, Verdict


def line(verdict: Verdict) -> str:
    """Number, verdict and law of one contract; below it what a broken one received, or why one is not applicable."""
    one = verdict.contract
    first = f"{verdict.word:<15}{one.number:<16}{one.law}"
    if verdict.broken is not None:
        details = [
            ("Received", verdict.broken.received),
            ("Documented", verdict.broken.documented),
            ("Law", f"{one.number} ({one.fidelity}: {one.source})"),
        ]
        if verdict.example:
            details.append(("Example", verdict.example))
        return "\n".join([first, *(f"{'':<15}{name + ':':<12}{text}" for name, text in details)])
    return f"{first}\n{'':<15}{verdict.reason}" if verdict.reason else first


def counts(verdicts: Sequence[Verdict]) -> dict[str, int]:
    """How many came to each word."""
    return {word: sum(one.word == word for one in verdicts) for word in (KEPT, BROKEN, NOT_APPLICABLE)}


def summary(verdicts: Sequence[Verdict]) -> str:
    """The counts in one line."""
    return ", ".join(f"{number} {word}" for word, number in counts(verdicts).items())


def as_json(verdicts: Sequence[Verdict], base_url: str, seed: int, examples: int) -> str:
    """The whole run as a JSON text."""
    whole = {
        "baseUrl": base_url,
        "seed": seed,
        "maxExamples": examples,
        "counts": counts(verdicts),
        "contracts": [_row(one) for one in verdicts],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _row(verdict: Verdict) -> dict[str, Any]:
    one, broken = verdict.contract, verdict.broken
    row = {
        "number": one.number,
        "verdict": verdict.word,
        "law": one.law,
        "fidelity": one.fidelity,
        "source": one.source,
        "reason": verdict.reason or None,
        "received": broken and broken.received,
        "documented": broken and broken.documented,
        "example": verdict.example or None,
    }
    return {name: value for name, value in row.items() if value is not None}
