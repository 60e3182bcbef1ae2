"""The nearest known name to a name that is not known, for every error that can offer one.

Lives here: one function on top of difflib. May not: wording, knowledge of what the names are for.
"""

from collections.abc import Iterable, Iterator

# Longer input is nobody's slip of the pen.
LONGEST = 100
# Pairs of characters compared at most, because an answer waits for it: comparing costs their number, and a sandbox may
# hold 20,000 ids.
MOST_PAIRS = 100_000


def nearest(name: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """The known name most like `name` (case does not count), or None when nothing is near.

    Of very many known names only the first are looked at.
    """
    if not 0 < len(name) <= LONGEST:
        return None
    import difflib  # only errors need it

    by_folded = {candidate.casefold(): candidate for candidate in _affordable(name, known)}
    found = difflib.get_close_matches(name.casefold(), by_folded, n=1, cutoff=cutoff)
    return by_folded[found[0]] if found else None


def _affordable(name: str, known: Iterable[str]) -> Iterator[str]:
    left = MOST_PAIRS
    for candidate in known:
        left -= len(name) * max(1, len(candidate))
        if left < 0:
            return
        yield candidate
