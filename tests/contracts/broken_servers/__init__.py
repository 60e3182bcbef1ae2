"""The catalogue of servers that are wrong on purpose, and the contracts that each of them breaks.

Lives here: CATALOGUE. May not: a server itself.
"""

from collections.abc import Iterable
from types import ModuleType
from typing import Final

from . import (
    at_once,
    bypasses,
    credentials,
    customers,
    descriptions,
    endings,
    filters,
    keys,
    lists,
    old_ways,
    people,
    queries,
    records,
    sending,
    tokens,
    transport,
)
from .catalogue import BrokenServer


def _of(families: Iterable[ModuleType]) -> dict[str, BrokenServer]:
    found = (one for family in families for one in vars(family).values() if isinstance(one, BrokenServer))
    return {one.name: one for one in found}


CATALOGUE: Final = _of(
    (
        tokens,
        credentials,
        records,
        lists,
        filters,
        queries,
        sending,
        bypasses,
        keys,
        customers,
        people,
        descriptions,
        old_ways,
        transport,
        at_once,
        endings,
    )
)
