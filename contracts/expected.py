"""The failures that a server is known for: a file of contract numbers, each with a reason.

Lives here: reading the file, and what a run comes to in its light. May not: judging.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from .arrangement_file import BadFile
from .runner import BROKEN, KEPT, Verdict

# `READ-05`, `READ-05: reason`, `READ-05 reason`, `- READ-05 # reason`
_LINE: Final = re.compile(r"(?:-\s+)?[\"']?([A-Z]+-\d+)[\"']?\s*:?\s*(.*)")


@dataclass(frozen=True)
class Outcome:
    """Broken contracts that nobody expected, and expected ones that are kept after all."""

    unexpected: tuple[Verdict, ...]
    stale: tuple[Verdict, ...]

    @property
    def is_fine(self) -> bool:
        """Whether everything came as expected."""
        return not self.unexpected and not self.stale


def outcome(verdicts: Sequence[Verdict], expected: Mapping[str, str]) -> Outcome:
    """What a run comes to. One that is not applicable tells nothing about what was expected of it."""
    return Outcome(
        tuple(one for one in verdicts if one.word == BROKEN and one.contract.number not in expected),
        tuple(one for one in verdicts if one.word == KEPT and one.contract.number in expected),
    )


def read_expected(path: Path, known: Iterable[str]) -> dict[str, str]:
    """Number → reason; BadFile where a line names no contract."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"{path}: 읽을 수 없습니다({error})", f"{path} cannot be read: {error}") from None
    numbers, found = list(known), dict[str, str]()
    for at, whole in enumerate(lines, 1):
        text, _, comment = whole.partition("#")
        if not text.strip():
            continue
        match = _LINE.fullmatch(text.strip())
        if match is None or match[1] not in numbers:
            # READ-1 is likelier to mean READ-01 than READ-11.
            padded = re.sub(r"-(\d)$", r"-0\1", text.strip().upper())
            near = get_close_matches(padded, numbers, n=1, cutoff=0.3)
            hint = f"; {near[0]}?" if near else ""
            raise BadFile(
                f"{path}:{at}: 계약 번호가 아닙니다: {text.strip()}{hint}",
                f"{path}:{at}: no contract has the number {text.strip()}{hint}",
            )
        if match[1] in found:
            raise BadFile(f"{path}:{at}: {match[1]}이(가) 두 번 나옵니다", f"{path}:{at}: {match[1]} is there twice")
        found[match[1]] = match[2].strip(" \"'") or comment.strip()
    return found
