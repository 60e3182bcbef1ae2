"""What a failing test shows of its sandbox.

Lives here: the lines. May not: asking more than the control paths tell, or being loaded before a test fails.
"""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from mock_server.handle import SandboxHandle

SHOWN_ROWS: Final = 20


def lines(box: "SandboxHandle") -> Iterator[str]:
    """The newest rows of the journal, oldest first, then the outcomes not used and the faults that hit nothing."""
    rows = box.requests()
    asked = f"{len(rows)} request{'' if len(rows) == 1 else 's'}"
    yield asked + (f", the newest {SHOWN_ROWS} of them:" if len(rows) > SHOWN_ROWS else "")
    for row in reversed(rows[:SHOWN_ROWS]):
        yield _row(row)
    for entry in box.ordered():
        times = f" ({entry['times']} times)" if entry["times"] > 1 else ""
        yield f"ordered and not used: {entry['outcome']}{times}{_for(entry['match'])}"
    for fault in box.faults():
        if fault["fired"] == 0:
            yield f"never fired: {fault['fault']}{_for(fault['match'])}"


def _row(row: Mapping[str, Any]) -> str:
    query = f"?{row['query']}" if row["query"] else ""
    told = [f"{row['n']} {row['method']} {row['path']}{query} -> {row['status']}"]
    told += [row["errorType"]] if row["errorType"] else []
    told += [f"[fault: {row['fault']}]"] if row["fault"] else []
    return " ".join(told) + (f"\n    {row['why']}" if row["why"] else "")


def _for(match: Mapping[str, Any] | None) -> str:
    return f" for {json.dumps(match, ensure_ascii=False)}" if match else ""
