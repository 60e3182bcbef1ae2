"""A table for the terminal, in columns that stay straight with Korean in them.

Lives here: text and its width. May not: know what is shown, or print.
"""

from collections.abc import Sequence
from typing import Final
from unicodedata import combining, east_asian_width

GAP: Final = "  "


def width(text: str) -> int:
    """How many columns of a terminal the text takes: two for a wide character, none for a combining one."""
    return sum(0 if combining(it) else 2 if east_asian_width(it) in "WF" else 1 for it in text)


def table(heads: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]) -> str:
    """The lines of heading, a rule, and the rows."""
    widths = [max(map(width, column)) for column in zip(*heads, *rows, strict=True)]
    rule = ["-" * wide for wide in widths]
    return "\n".join(_line(cells, widths) for cells in (*heads, rule, *rows))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (wide - width(cell)) for cell, wide in zip(cells, widths, strict=True))
    return GAP.join(padded).rstrip()
