"""The contracts, a module for each family of numbers (FIELDS has three).

Lives here: CONTRACTS, all of them in order. May not: a contract itself.
"""

from collections.abc import Iterable
from types import ModuleType
from typing import Final

from ..law import Contract
from . import ages, auth, compat, confirm, fields, idempotency, listing, providers, read, resend, send, token, transport

_FAMILIES: Final = (
    token,
    auth,
    read,
    listing,
    send,
    confirm,
    resend,
    idempotency,
    fields,
    providers,
    ages,
    compat,
    transport,
)


def _of(families: Iterable[ModuleType]) -> tuple[Contract, ...]:
    return tuple(one for family in families for one in vars(family).values() if isinstance(one, Contract))


CONTRACTS: Final = _of(_FAMILIES)
