"""`python -m tests.benchmarks.embedded PROGRAM [N]`: runs one of the programs and prints a JSON list of seconds.

Lives here: the programs. May not: import the server before the clock runs.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any, Final

WARM_UP: Final = 50


def start(times: int) -> list[float]:
    """Importing MockPortOne, then starting and stopping one, and another …"""
    seconds = []
    begun = time.perf_counter()
    from portone_mock import MockPortOne

    seconds.append(time.perf_counter() - begun)
    for _ in range(times):
        begun = time.perf_counter()
        with MockPortOne():
            pass
        seconds.append(time.perf_counter() - begun)
    return seconds


def over_http(times: int) -> list[float]:
    """A sandbox made and dropped by the handle of a mock in a thread."""
    from portone_mock import MockPortOne

    with MockPortOne() as portone:
        return _each(times, portone.sandbox)


def in_process(times: int) -> list[float]:
    """A sandbox made and dropped by the handle of an application in this process."""
    from portone_mock import create_app

    return _each(times, create_app().sandbox)


def _each(times: int, make: Callable[[], Any]) -> list[float]:
    seconds = []
    for _ in range(WARM_UP + times):
        begun = time.perf_counter()
        make().drop()
        seconds.append(time.perf_counter() - begun)
    return seconds[WARM_UP:]


PROGRAMS: Final = {program.__name__: program for program in (start, over_http, in_process)}

if __name__ == "__main__":
    print(json.dumps(PROGRAMS[sys.argv[1]](int(sys.argv[2]))))
