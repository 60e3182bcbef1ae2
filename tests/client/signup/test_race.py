"""100 sign-ups of one person, released together from two processes, with connections dying: one account, every time."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from client.signup.database import accounts, connect

ROOT: Final = Path(__file__).resolve().parents[3]
PROCESSES: Final = 2
SIGN_UPS: Final = 100
ROUNDS: Final = 50


class Worker:
    """One of the processes."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdin
        assert process.stdout
        self._stdin, self._stdout = process.stdin, process.stdout

    def say(self, line: str) -> None:
        self._stdin.write(f"{line}\n")
        self._stdin.flush()

    def hear(self) -> str:
        line = self._stdout.readline()
        assert line, "the worker ended"
        return line.strip()


@contextmanager
def worker(url: str, seed: int) -> Iterator[Worker]:
    command = [sys.executable, "-m", "tests.client.signup.race_worker", url, str(seed)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        try:
            yield Worker(process)
        finally:
            process.kill()


def one_round(workers: list[Worker], person: str) -> tuple[Counter[str], int]:
    """How often each status came, and how many connections have died so far."""
    for each in workers:
        each.say(f"{person} {SIGN_UPS // PROCESSES}")
    assert {each.hear() for each in workers} == {"ready"}
    for each in workers:
        each.say("go")
    said: list[dict[str, Any]] = [json.loads(each.hear()) for each in workers]
    return sum((Counter(it["statuses"]) for it in said), Counter()), sum(it["killed"] for it in said)


def test_one_person_gets_one_account_however_many_come_at_once(database_url: str) -> None:
    engine = connect(database_url)
    killed = 0
    with ExitStack() as opened:
        workers = [opened.enter_context(worker(database_url, seed)) for seed in range(PROCESSES)]
        for number in range(ROUNDS):
            statuses, killed = one_round(workers, f"person-{number}")
            assert sum(statuses.values()) == SIGN_UPS
            assert set(statuses) <= {"200", "409", "503"}, statuses
            with engine.connect() as db:
                opened_so_far = db.execute(sa.select(sa.func.count()).select_from(accounts)).scalar_one()
            assert opened_so_far == number + 1
            # Nobody is told "accepted" twice, and nobody who lost a connection is left without an answer.
            assert statuses["200"] == 1, statuses
            assert statuses["503"] <= SIGN_UPS // 20, statuses
    engine.dispose()
    assert killed > ROUNDS
