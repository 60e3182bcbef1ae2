"""Any order of calls keeps the server beside the model."""

import httpx
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from mock_server import Settings
from portone_mock import MockPortOne

from ..in_process import MockClient
from ..merchant import Merchant
from .attempts import Attempts
from .boxes import Boxes
from .tokens import Tokens

# A busy machine is no failure, and a server is too much to print.
UNHURRIED = settings(deadline=None, suppress_health_check=list(HealthCheck), print_blob=False)


class Life(Attempts, Tokens):
    """Everything in between everything else."""


def run(machine: type[Boxes], client: httpx.Client, *, examples: int, steps: int) -> None:
    people = Merchant(client).people()
    run_state_machine_as_test(
        # Whatever makes one will do, though its annotation asks for the class.
        lambda: machine(client, people),  # type: ignore[arg-type]
        settings=settings(UNHURRIED, max_examples=examples, stateful_step_count=steps),
    )


@pytest.mark.parametrize(("machine", "examples"), [(Attempts, 80), (Life, 40)])
def test_in_process(machine: type[Boxes], examples: int) -> None:
    with MockClient(Settings()) as client:
        run(machine, client, examples=examples, steps=50)


def test_over_a_socket(portone: MockPortOne) -> None:
    with httpx.Client(base_url=portone.base_url) as client:
        run(Life, client, examples=10, steps=50)
