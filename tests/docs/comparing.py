"""Whether what a document shows is what really came.

Lives here: comparing. May not: running anything. What differs from run to run is recognised by its shape (times) or by
its member (`CHANGES`); `…` in a shown text stands for whatever was cut there, and a line `…` for any number of lines.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

# Members whose number counts or measures something of that one run.
CHANGES: Final = frozenset({"n", "durationMs", "seed"})
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)


def differences(shown: str, came: str, language: str) -> list[str]:
    """What a reader of `shown` would find different in `came`; nothing when the document is true."""
    if language == "json":
        return list(_values("", json.loads(shown), json.loads(came)))
    if _lines(shown).fullmatch(came.strip()):
        return []
    return [f"shown:\n{shown.strip()}\ncame:\n{came.strip()}"]


def _lines(shown: str) -> re.Pattern[str]:
    parts = [r"(?s:.*)" if line == "…" else _text(line) for line in shown.strip().split("\n")]
    return re.compile("\n".join(parts))


def _text(shown: str) -> str:
    """A pattern for one text: a shown time fits every time, `…` whatever it stands for."""
    parts = (part.replace("…", ".*") for part in map(re.escape, _TIME.split(shown)))
    return _TIME.pattern.join(parts)


def _values(at: str, shown: Any, came: Any) -> Iterator[str]:
    if isinstance(shown, dict) and isinstance(came, dict):
        yield from _members(at, shown, came)
    elif isinstance(shown, list) and isinstance(came, list) and len(shown) == len(came):
        for index, (one, other) in enumerate(zip(shown, came, strict=True)):
            yield from _values(f"{at}[{index}]", one, other)
    elif isinstance(shown, str) and isinstance(came, str):
        if not re.fullmatch(_text(shown), came, re.DOTALL):
            yield f"{at}: shown {shown!r}, came {came!r}"
    elif shown != came or type(shown) is not type(came):
        yield f"{at}: shown {shown!r}, came {came!r}"


def _members(at: str, shown: dict[str, Any], came: dict[str, Any]) -> Iterator[str]:
    if shown.keys() != came.keys():
        yield f"{at}: shown members {list(shown)}, came {list(came)}"
        return
    for name, value in shown.items():
        if name in CHANGES and isinstance(value, int | float) and isinstance(came[name], int | float):
            continue
        yield from _values(f"{at}.{name}", value, came[name])
