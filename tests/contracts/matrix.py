"""Which wrong server breaks which contract: `python -m tests.contracts` prints it, the documents keep it.

Lives here: the matrix, and what it may not show (two contracts that nothing tells apart). May not: a server itself.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from typing import Final

from contracts.cases import CONTRACTS
from contracts.runner import BROKEN
from tests.contracts.broken_servers import CATALOGUE
from tests.contracts.judging import right_server, verdicts_of
from tests.contracts.wrong_server import WrongServer
from tests.docs.markdown import table

# Contracts that are broken by the same servers, and why that is as it should be.
ALIKE: Final[Mapping[frozenset[str], str]] = {}


def broken_by(name: str) -> frozenset[str]:
    """The contracts that a server of the catalogue breaks, of all there are."""
    server = CATALOGUE[name]
    verdicts = verdicts_of(WrongServer(right_server(), server.bend), suspected=server.breaks)
    return frozenset(number for number, verdict in verdicts.items() if verdict.word == BROKEN)


def whole_matrix() -> Iterator[tuple[str, frozenset[str]]]:
    """Each server with what it breaks, as it comes; two at a time."""
    with ProcessPoolExecutor(2) as pool:
        yield from zip(CATALOGUE, pool.map(broken_by, CATALOGUE), strict=True)


def servers_of(number: str) -> frozenset[str]:
    """The servers that break a contract, as the catalogue says."""
    return frozenset(name for name, server in CATALOGUE.items() if number in server.breaks)


def alike() -> dict[frozenset[str], list[str]]:
    """Contracts that are broken by exactly the same servers, by those servers."""
    groups: dict[frozenset[str], list[str]] = {}
    for one in CONTRACTS:
        groups.setdefault(servers_of(one.number), []).append(one.number)
    return {servers: numbers for servers, numbers in groups.items() if len(numbers) > 1}


def as_table() -> str:
    """A row for each server: what it does wrong, the contract about that, and the others that tell."""
    rows = (
        (name.replace("_", " "), server.law, ", ".join(sorted(server.breaks - {server.law})) or "–")
        for name, server in CATALOGUE.items()
    )
    return table(("틀린 서버 · wrong server", "어긴 규칙 · law", "함께 드러나는 곳 · shows in, besides"), rows)
