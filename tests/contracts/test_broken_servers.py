"""Servers that are wrong on purpose: each is caught by the contracts that are about what it does wrong.

Here a server meets the contracts that the catalogue names and, of the others, those that the seed of the day draws; all
against all is `python -m tests.contracts`.
"""

import pytest

from contracts.cases import CONTRACTS
from contracts.runner import BROKEN, KEPT
from tests.contracts.broken_servers import CATALOGUE
from tests.contracts.judging import right_server, verdicts_of
from tests.contracts.matrix import ALIKE, alike, servers_of
from tests.contracts.wrong_server import Ask, Asked, Told, WrongServer

NUMBERS = [one.number for one in CONTRACTS]
# So many contracts that a server should keep, beside those that it breaks: different ones for each server.
OTHERS = 6


def others(name: str) -> set[str]:
    """Contracts that this server has to keep, spread over all of them."""
    place = list(CATALOGUE).index(name)
    kept = [number for number in NUMBERS if number not in CATALOGUE[name].breaks]
    return {kept[(place * OTHERS + step) % len(kept)] for step in range(OTHERS)}


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_wrong_server_is_caught_by_the_contracts_about_it_and_not_by_others(name: str) -> None:
    server = CATALOGUE[name]
    judged = server.breaks | others(name)
    verdicts = verdicts_of(WrongServer(right_server(), server.bend), suspected=server.breaks, only=judged)
    assert {number for number, verdict in verdicts.items() if verdict.word == BROKEN} == server.breaks


def test_there_are_at_least_sixty_and_each_breaks_a_law_of_its_own() -> None:
    assert len(CATALOGUE) >= 60
    assert all(server.law in server.breaks for server in CATALOGUE.values())


def test_every_contract_has_a_server_that_was_written_for_it() -> None:
    assert {server.law for server in CATALOGUE.values()} == set(NUMBERS)
    assert {number for server in CATALOGUE.values() for number in server.breaks} == set(NUMBERS)


def test_no_two_contracts_are_broken_by_the_same_servers_without_a_reason() -> None:
    assert {frozenset(numbers) for numbers in alike().values()} == set(ALIKE)
    assert all(servers_of(number) for number in NUMBERS)


def test_what_the_servers_are_made_of_bends_nothing_by_itself() -> None:
    async def straight(asked: Asked, ask: Ask, _: dict[str, object]) -> Told:
        return await ask(asked)

    verdicts = verdicts_of(WrongServer(right_server(), straight), suspected=NUMBERS)
    assert {number for number, verdict in verdicts.items() if verdict.word != KEPT} == set()
