"""Which starts count. May not: start anything."""

import math

from .machine import Memory
from .startup import Run, Start, even_starts
from .subjects import STARLETTE_GET


def _run(cpu: float) -> Run:
    return {STARLETTE_GET: Start(wall=1.0, cpu=cpu, memory=Memory(1, 1))}


def test_runs_are_kept_while_the_bare_server_is_near_its_least_time() -> None:
    least, near, far = _run(1.0), _run(1.14), _run(1.16)
    assert even_starts([far, near, least]) == [near, least]


def test_every_run_is_kept_where_the_machine_does_not_tell_cpu_time() -> None:
    untold = [_run(math.nan), _run(math.nan)]
    assert even_starts(untold) == untold
