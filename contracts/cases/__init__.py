"""The contracts, a module for each family of numbers (LIST has five, FIELDS three, SEND two;
at_once has some of three families, endings, limits and windows some of READ, SEND, CONFIRM and RESEND).

Lives here: CONTRACTS, all of them in order. May not: a contract itself.
"""

from collections.abc import Iterable
from types import ModuleType
from typing import Final

from ..law import Contract
from . import (
    agencies,
    ages,
    at_once,
    auth,
    bypasses,
    compat,
    confirm,
    customer_filters,
    digits,
    endings,
    fields,
    filters,
    idempotency,
    known,
    limits,
    listing,
    providers,
    read,
    resend,
    send,
    shapes,
    times,
    token,
    transport,
    windows,
    words,
)

_FAMILIES: Final = (
    token,
    auth,
    read,
    listing,
    filters,
    customer_filters,
    times,
    words,
    send,
    bypasses,
    shapes,
    confirm,
    resend,
    idempotency,
    fields,
    providers,
    agencies,
    ages,
    known,
    digits,
    compat,
    transport,
    at_once,
    endings,
    limits,
    windows,
)


def _of(families: Iterable[ModuleType]) -> tuple[Contract, ...]:
    """In the order of the families, and of the numbers in each."""
    found = [one for family in families for one in vars(family).values() if isinstance(one, Contract)]
    order = list(dict.fromkeys(_family(one) for one in found))
    return tuple(sorted(found, key=lambda one: (order.index(_family(one)), one.number)))


def _family(one: Contract) -> str:
    return one.number.rpartition("-")[0]


CONTRACTS: Final = _of(_FAMILIES)
