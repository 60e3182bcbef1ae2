"""A server that gives one answer to everything keeps no contract, not even the one that asks for just that answer.

Lives here: the servers with one answer. May not: servers that bend one law (broken_servers/).
"""

from typing import Final

import pytest

from contracts.runner import KEPT
from tests.contracts.judging import right_server, verdicts_of
from tests.contracts.wrong_server import Ask, Asked, Told, WrongServer, error, tell

ANSWERS: Final = {
    "braces": tell(200, {}),
    "brackets": tell(200, []),
    "400": error(400, "INVALID_REQUEST"),
    "401": error(401, "UNAUTHORIZED"),
    "403": error(403, "FORBIDDEN"),
    "404": error(404, "IDENTITY_VERIFICATION_NOT_FOUND"),
    "409": error(409, "IDENTITY_VERIFICATION_ALREADY_VERIFIED"),
    "500": error(500, "INTERNAL"),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_one_answer_to_everything_keeps_no_contract(answer: str) -> None:
    async def constant(asked: Asked, ask: Ask, _: dict[str, object]) -> Told:
        # Windows are the arrangement's, like the tester's paths.
        return await ask(asked) if asked.path.startswith("/browser/") else ANSWERS[answer]

    verdicts = verdicts_of(WrongServer(right_server(), constant))
    assert [number for number, verdict in verdicts.items() if verdict.word == KEPT] == []
