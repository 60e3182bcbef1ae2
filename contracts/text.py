"""A sentence in Korean and English.

Lives here: Text, and choosing a language. May not: sentences.
"""

from collections.abc import Callable
from typing import Final, Literal, NamedTuple, TypeAlias

Lang = Literal["ko", "en"]
LANGS: Final[tuple[Lang, ...]] = ("ko", "en")


class Text(NamedTuple):
    """One sentence, written in both languages."""

    ko: str
    en: str

    def and_(self, ko: str, en: str) -> "Text":
        """Both sentences, one after the other."""
        return Text(f"{self.ko}. {ko}", f"{self.en}; {en}")


Said: TypeAlias = str | Text
"""What is the same in every language (`GET /x → 404`), or a Text."""


def said(what: Said, lang: Lang) -> str:
    """It in one language."""
    return getattr(what, lang) if isinstance(what, Text) else what


def mapped(what: Said, change: Callable[[str], str]) -> Said:
    """It with every language changed alike."""
    return Text(change(what.ko), change(what.en)) if isinstance(what, Text) else change(what)
