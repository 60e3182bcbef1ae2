"""What a case says of itself where its family's text says something else.

Lives here: the form. May not: a text.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from ...text import Text


class Own(NamedTuple):
    """Why a case matters, how it is put right, what it rests on, what has to be true; None where others say it."""

    why: Text | None = None
    fix: Text | None = None
    source: Text | None = None
    title: Text | None = None


OwnTexts = Mapping[str, Own]
PORTONE_READ: Final = Text("포트원 API 문서: 본인인증 단건 조회", "PortOne's API: reading a verification")


def each(texts: OwnTexts) -> OwnTexts:
    """The same by one number each: a key may name several cases that one mistake breaks."""
    return {number: own for numbers, own in texts.items() for number in numbers.split()}
