"""Text for people in the two languages of those who read it.

Lives here: Text. May not: any text itself (that stands where its subject is).
"""

import msgspec


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text in Korean and in English."""

    ko: str
    en: str
