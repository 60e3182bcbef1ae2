"""The nearest known name to a name that is not known, for every error that can offer one.

Lives here: one function on top of difflib. May not: wording, knowledge of what the names are for.
"""

import difflib
from collections.abc import Iterable

# Longer input is nobody's slip of the pen, and comparing costs the square of its length.
LONGEST = 100
MOST = 2_000


def nearest(name: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """The known name most like `name` (case does not count), or None when nothing is near."""
    if len(name) > LONGEST:
        return None
    by_folded = {candidate.casefold(): candidate for _, candidate in zip(range(MOST), known, strict=False)}
    found = difflib.get_close_matches(name.casefold(), by_folded, n=1, cutoff=cutoff)
    return by_folded[found[0]] if found else None
