"""The cases, a module for each family.

Lives here: CASES, all of them in order. May not: a case itself.
"""

from typing import Final

from ..case import Case
from . import ages, credentials, dates, duplicates, forged, guardians, ids, members, replay, status, transport

_FAMILIES: Final = (status, ids, forged, ages, dates, guardians, duplicates, replay, members, transport, credentials)
CASES: Final[tuple[Case, ...]] = tuple(one for family in _FAMILIES for one in family.CASES.all)
