"""Text for people in the two languages of those who read it.

Lives here: Text and Flaw. May not: any text itself (that stands where its subject is).
"""

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
