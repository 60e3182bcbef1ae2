"""The sections of the console, in the order of its navigation.

Lives here: the list, one line a section. May not: anything of a section.
"""

from typing import Final

from . import clock, credentials, faults, journal, messages, next_orders, people, sandboxes, scenarios, verifications
from .section import Section

SECTIONS: Final[tuple[Section, ...]] = (
    verifications.SECTION,
    journal.SECTION,
    messages.SECTION,
    people.SECTION,
    next_orders.SECTION,
    faults.SECTION,
    clock.SECTION,
    scenarios.SECTION,
    credentials.SECTION,
    sandboxes.SECTION,
)
# What /_mock/ itself shows.
FIRST: Final = verifications.SECTION
