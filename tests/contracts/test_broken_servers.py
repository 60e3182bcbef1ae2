"""Servers that are wrong on purpose: each is caught by exactly the contracts that are about what it does wrong."""

import pytest

from contracts.cases import CONTRACTS
from contracts.runner import BROKEN, KEPT
from tests.contracts.broken_servers import CATALOGUE
from tests.contracts.judging import right_server, verdicts_of
from tests.contracts.wrong_server import Ask, Asked, Told, WrongServer


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_wrong_server_breaks_the_contracts_about_it_and_no_others(name: str) -> None:
    server = CATALOGUE[name]
    verdicts = verdicts_of(WrongServer(right_server(), server.bend), suspected=server.breaks)
    assert {number for number, verdict in verdicts.items() if verdict.word == BROKEN} == server.breaks


def test_every_contract_is_broken_by_a_server() -> None:
    broken = {number for server in CATALOGUE.values() for number in server.breaks}
    assert {one.number for one in CONTRACTS} - broken == set()
    assert broken - {one.number for one in CONTRACTS} == set()


def test_what_the_servers_are_made_of_bends_nothing_by_itself() -> None:
    async def straight(asked: Asked, ask: Ask, _: dict[str, object]) -> Told:
        return await ask(asked)

    verdicts = verdicts_of(WrongServer(right_server(), straight))
    assert {number for number, verdict in verdicts.items() if verdict.word != KEPT} == set()
