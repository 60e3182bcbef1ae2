"""In which language the console speaks.

Lives here: `?lang=`, the cookie that keeps it, Accept-Language. May not: texts.
"""

import re
from typing import Final, Literal

from ..call import Call
from ..domain.errors import Refusal
from .section import pairs_of

Language = Literal["ko", "en"]
PARAMETER: Final = "lang"
COOKIE: Final = "portone-mock-lang"
_KEPT: Final = re.compile(rf"(?:^|;\s*){COOKIE}=(ko|en)(?:;|$)", re.ASCII)
_RANGE: Final = re.compile(r"\s*(ko|en)\b[^;,]*(?:;\s*q=([01](?:\.\d{1,3})?))?\s*", re.ASCII | re.IGNORECASE)


def of(call: Call) -> Language:
    """What was asked for, else what was chosen before, else what the browser prefers; Korean where it says nothing."""
    asked = chosen(call)
    if asked is not None:
        return asked
    if kept := _KEPT.search(call.headers.get(b"cookie", b"").decode("latin-1")):
        return "en" if kept[1] == "en" else "ko"
    return _preferred(call.headers.get(b"accept-language", b"").decode("latin-1"))


def chosen(call: Call) -> Language | None:
    """The language that `?lang=` names; none where no page takes the query, which that page says."""
    try:
        named = next((value for name, value in reversed(pairs_of(call.query)) if name == PARAMETER), None)
    except Refusal:
        return None
    if named == "ko":
        return "ko"
    return "en" if named == "en" else None


def _preferred(header: str) -> Language:
    if not header.strip():
        return "ko"
    ranges = [match for part in header[:500].split(",") if (match := _RANGE.fullmatch(part))]
    best = max(ranges, key=lambda match: float(match[2] or 1), default=None)
    return "ko" if best is not None and best[1].lower() == "ko" else "en"


def cookie(language: Language) -> bytes:
    """Set-Cookie that keeps the choice for a year, for the console's pages only."""
    return f"{COOKIE}={language}; Path=/_mock/; Max-Age=31536000; HttpOnly; SameSite=Strict".encode("ascii")
