"""The sections of the console, in the order of its navigation.

Lives here: the list, one line a section. May not: anything of a section.
"""

from typing import Final

from . import verifications
from .section import Section

SECTIONS: Final[tuple[Section, ...]] = (verifications.SECTION,)
# What /_mock/ itself shows.
FIRST: Final = verifications.SECTION
