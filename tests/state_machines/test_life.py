"""Any order of calls keeps the server beside the model."""

import httpx
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from mock_server import Settings
from portone_mock import MockPortOne

from ..in_process import MockClient
from ..merchant import Merchant
from .machine import Life

# A busy machine is no failure, and a server is too much to print.
UNHURRIED = settings(deadline=None, suppress_health_check=list(HealthCheck), print_blob=False)


def run(client: httpx.Client, *, examples: int, steps: int) -> None:
    people = Merchant(client).people()

    class LifeHere(Life):
        def __init__(self) -> None:
            super().__init__(client, people)

    run_state_machine_as_test(
        LifeHere,
        settings=settings(UNHURRIED, max_examples=examples, stateful_step_count=steps),
    )


def test_in_process() -> None:
    with MockClient(Settings()) as client:
        run(client, examples=60, steps=40)


def test_over_a_socket(portone: MockPortOne) -> None:
    with httpx.Client(base_url=portone.base_url) as client:
        run(client, examples=5, steps=25)
