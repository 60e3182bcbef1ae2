"""What an entry of the catalogue is, and the ways of bending that several entries share.

Lives here: BrokenServer, its decorator, and bends made of one change. May not: entries.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.contracts.wrong_server import Ask, Asked, Bend, Told, tell

Record = dict[str, Any]


@dataclass(frozen=True)
class BrokenServer:
    """A server with one law broken: that of the contract `law`; `breaks` are the numbers of all contracts that tell."""

    name: str
    law: str
    breaks: frozenset[str]
    bend: Bend


def breaking(law: str, *also: str) -> Callable[[Bend], BrokenServer]:
    """Makes an entry of `async (asked, ask, memory) -> told`, named after it."""

    def make(bend: Bend) -> BrokenServer:
        return BrokenServer(getattr(bend, "__name__", ""), law, frozenset((law, *also)), bend)

    return make


def every_record(change: Callable[[Record], None]) -> Bend:
    """Changes each record wherever it is answered: read, list and confirm."""

    async def bend(asked: Asked, ask: Ask, _: dict[str, Any]) -> Told:
        told = await ask(asked)
        if told.status != 200 or asked.operation not in ("read", "list", "confirm"):
            return told
        body = told.json
        for record in body.get("items", [body.get("identityVerification", body)]):
            change(record)
        return tell(200, body)

    return bend


def every_verified_customer(change: Callable[[Record, Record], None]) -> Bend:
    """Changes each verified customer, given the customer and its record."""

    def of(record: Record) -> None:
        if "verifiedCustomer" in record:
            change(record["verifiedCustomer"], record)
        if "customer" in record:
            # What legacy tokens read is a copy, in a wrong server too.
            record["customer"] = record["verifiedCustomer"]

    return every_record(of)


def recordwise(law: str, *also: str) -> Callable[[Callable[[Record], None]], BrokenServer]:
    """An entry made of a change of every record."""

    def make(change: Callable[[Record], None]) -> BrokenServer:
        return BrokenServer(getattr(change, "__name__", ""), law, frozenset((law, *also)), every_record(change))

    return make


def customerwise(law: str, *also: str) -> Callable[[Callable[[Record, Record], None]], BrokenServer]:
    """An entry made of a change of every verified customer."""

    def make(change: Callable[[Record, Record], None]) -> BrokenServer:
        return BrokenServer(
            getattr(change, "__name__", ""), law, frozenset((law, *also)), every_verified_customer(change)
        )

    return make
