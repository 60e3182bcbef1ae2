"""Holding a server in this process to the contracts.

Lives here: verdicts_of. May not: expectations.
"""

from collections.abc import Container
from typing import Any, Final

import httpx

from contracts.cases import CONTRACTS
from contracts.control_paths import ControlPaths
from contracts.runner import Verdict, judge
from contracts.target import Target
from mock_server import Settings, create_app
from tests.contracts.wrong_server import SECRET
from tests.in_process import AtOnce

BASE_URL: Final = "http://localhost"
# Enough that a property meets each of its handful of ways to be broken; and what the others are tried with, for speed.
EXAMPLES: Final = 40
FEW: Final = 1


def right_server() -> Any:
    """A mock without ready-made records."""
    return create_app(Settings(scenario="empty"))


def verdicts_of(app: Any, suspected: Container[str] = (), only: Container[str] | None = None) -> dict[str, Verdict]:
    """Number → verdict, of all contracts or of `only` some; the suspected ones are tried with more examples.

    Nothing is tidied away: the server goes with the test.
    """
    with httpx.Client(transport=AtOnce(app), base_url=BASE_URL) as http:
        target = Target(http, BASE_URL, SECRET, arrangement=ControlPaths(http, BASE_URL, SECRET))
        return {
            one.number: judge(one, target, examples=EXAMPLES if one.number in suspected else FEW)
            for one in CONTRACTS
            if only is None or one.number in only
        }
