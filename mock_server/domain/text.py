"""Text for people in the two languages of those who read it.

Lives here: Text, Flaw, and which particle a Korean word takes. May not: any text itself (that stands where its
subject is).
"""

import re
from typing import Final

import msgspec


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text in Korean and in English."""

    ko: str
    en: str


class Flaw(ValueError):  # noqa: N818 - what a reader found, which others put a place to
    """What is wrong with a value, in both languages; as a string it is English."""

    def __init__(self, ko: str, en: str) -> None:
        super().__init__(en)
        self.ko = ko


# The digits whose Korean names end in a consonant: 영, 일, 삼, 육, 칠, 팔 (and 십, 백, 천 after them).
_CLOSED_DIGITS: Final = "013678"
_ENDS_IN_L: Final = "178"
_L: Final = 8
_AFTER_A_WORD: Final = re.compile(r"(?:\s*\([^()]*\)|['\"\])}’”…])+$")


def particle(word: object, pair: str) -> str:
    """`word` with the one of two Korean particles (`을/를`, `이/가`, `은/는`, `으로/로`) that its last sound takes.

    What stands in brackets or quotes does not count. Both, as in `을(를)`, after a letter that has no one reading.
    """
    text = str(word)
    bare = _AFTER_A_WORD.sub("", text) or text
    consonant, vowel = pair.split("/")
    closed, is_l = _ending(bare[-1:])
    if closed is None:
        return (
            f"{text}{f'({consonant[: -len(vowel)]}){vowel}' if consonant.endswith(vowel) else f'{consonant}({vowel})'}"
        )
    return text + (consonant if closed and not (is_l and vowel == "로") else vowel)


def _ending(last: str) -> tuple[bool | None, bool]:
    """Whether it is said with a consonant at its end (None: who knows), and whether that is ㄹ."""
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        return final != 0, final == _L
    if last.isascii() and last.isdigit():
        return last in _CLOSED_DIGITS, last in _ENDS_IN_L
    return None, False
