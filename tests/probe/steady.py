"""Whether a probe says the same ten times over while the machine has other work.

Lives here: the load, the runs, their comparison, as `python -m tests.probe steady` prints it. May not: an application.
"""

import multiprocessing
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from mock_server.handle import SandboxHandle
from portone_mock import MockPortOne
from tests.client.signup.backend import serving, settings_for
from tests.probe.catalogue import PROMISES
from tests.probe.express import in_express
from tests.probe.probing import START, probed

RUNS: Final = 10
# As many as there are cores: whatever the probe waits for, it waits at least twice as long.
BURNERS: Final = os.cpu_count() or 1
WRONG: Final = "accounts are looked up, awaited and then added"
Verdicts = dict[str, str]


def _burn() -> None:
    while True:
        pass


@contextmanager
def under_load() -> Iterator[None]:
    """Processes that do nothing but use a core each."""
    burners = [multiprocessing.Process(target=_burn, daemon=True) for _ in range(BURNERS)]
    for one in burners:
        one.start()
    try:
        yield
    finally:
        for one in burners:
            one.kill()
            one.join()


def of_the_backend(box: SandboxHandle, folder: Path) -> Verdicts:
    """The reference backend, with nothing wrong."""
    settings = settings_for(box, f"sqlite:///{folder}/signup.db", SIGNUP_MODE="development")
    with serving(folder, **settings) as backend:
        promises = {"v2Only": True, "freshMinutes": 30}
        results = probed(box, backend.base_url, start=f'{START} {{"shop": "from-14"}}', promises=promises)
    return {one.case.number: one.word for one in results}


def of_a_race(box: SandboxHandle, _: Path) -> Verdicts:
    """An application in Express that loses a race: what most depends on who comes first."""
    with in_express(box, WRONG) as url:
        return {one.case.number: one.word for one in probed(box, url, promises=PROMISES)}


APPLICATIONS: Final = {"the sign-up backend of client": of_the_backend, f"Express: {WRONG}": of_a_race}


def runs() -> Iterator[tuple[str, int, float, Verdicts]]:
    """Name, number, seconds and verdicts of each run, as it comes."""
    with under_load(), MockPortOne() as portone, tempfile.TemporaryDirectory() as folder:
        for name, verdicts_of in APPLICATIONS.items():
            for number in range(RUNS):
                box, own = portone.sandbox(), Path(folder, f"{number}")
                own.mkdir(exist_ok=True)
                began = time.monotonic()
                verdicts = verdicts_of(box, own)
                yield name, number, time.monotonic() - began, verdicts
                box.drop()
