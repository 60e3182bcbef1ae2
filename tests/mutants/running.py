"""Running the contracts against a mock with one changed module, each in a process of its own.

Lives here: the child process and its verdict. May not: choosing mutants, printing. The parent has loaded everything
but the server, so that a child only has to load that.
"""

import ast
import importlib.abc
import importlib.machinery
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any, Final, Literal

import httpx

from contracts.cases import CONTRACTS
from contracts.control_paths import ControlPaths
from contracts.runner import BROKEN, KEPT, judge
from contracts.target import Target

from .mutators import Mutant, mutated

DOMAIN: Final = Path(__file__).resolve().parents[2] / "mock_server" / "domain"
PACKAGE: Final = "mock_server.domain"
SECONDS: Final = 5
PATIENCE: Final = 24 * SECONDS
SEED: Final = 20_240_101
EXAMPLES: Final = 4
Verdict = Literal["caught", "too slow", "unprepared", "survived"]
# How a child ends: no contract noticed; one is broken; none is, and one can no longer be prepared for.
_SURVIVED, _CAUGHT, _UNPREPARED = 0, 1, 2


def source_of(module: str) -> str:
    """The text of a module of the domain."""
    return (DOMAIN / f"{module}.py").read_text(encoding="utf-8")


class _Loader(importlib.abc.Loader):
    def __init__(self, tree: ast.Module, path: str) -> None:
        self._tree = tree
        self._path = path

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self._tree, self._path, "exec"), module.__dict__)


class _Finder(importlib.abc.MetaPathFinder):
    """Finds one module changed, and no other."""

    def __init__(self, mutant: Mutant) -> None:
        self._name = f"{PACKAGE}.{mutant.module}"
        self._loader = _Loader(mutated(source_of(mutant.module), mutant), str(DOMAIN / f"{mutant.module}.py"))

    def find_spec(self, name: str, *_: Any) -> importlib.machinery.ModuleSpec | None:
        return importlib.machinery.ModuleSpec(name, self._loader) if name == self._name else None


def start(mutant: Mutant) -> int:
    """The id of a process that judges this mutant; `verdict` reads what it ends with."""
    # A module that was loaded before would be judged instead of its mutant.
    assert not any(name.startswith("mock_server") for name in sys.modules), "the parent has loaded the server"
    child = os.fork()
    if child:
        return child
    # Beyond this a signal ends it: time of the processor, since on a busy machine the clock would call any mutant slow.
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    # One that waits for ever uses none.
    signal.alarm(PATIENCE)
    _be_quiet()
    try:
        sys.meta_path.insert(0, _Finder(mutant))
        came = judged()
    except BaseException:  # whatever a mutant throws, somebody has noticed it
        came = _CAUGHT
    os._exit(came)


def verdict(status: int) -> Verdict:
    """What became of a process, by what os.wait says of it."""
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGPROF, signal.SIGALRM):
        return "too slow"
    code = os.waitstatus_to_exitcode(status)
    return "survived" if code == _SURVIVED else "unprepared" if code == _UNPREPARED else "caught"


def judged() -> int:
    """What the contracts say of the server as it is now; the first one that is broken is enough.

    The right server keeps them all. So one that cannot be judged any more has noticed too: the control paths that
    prepare for it do something else. The suite fails on that, but it is told apart.
    """
    from tests.contracts.judging import BASE_URL, right_server
    from tests.contracts.wrong_server import SECRET
    from tests.in_process import AtOnce

    with httpx.Client(transport=AtOnce(right_server()), base_url=BASE_URL) as http:
        target = Target(http, BASE_URL, SECRET, arrangement=ControlPaths(http, BASE_URL, SECRET))
        came = _SURVIVED
        for one in CONTRACTS:
            word = judge(one, target, seed=SEED, examples=EXAMPLES).word
            if word == BROKEN:
                return _CAUGHT
            came = came if word == KEPT else _UNPREPARED
        return came


def lines_reached() -> set[tuple[str, int]]:
    """(module, line) of the domain that the contracts run: a change elsewhere cannot be noticed."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "w") as out:
            out.writelines(f"{module} {line}\n" for module, line in _traced())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as told:
        found = {(module, int(line)) for module, line in (each.split() for each in told)}
    os.waitpid(child, 0)
    return found


def _traced() -> Iterator[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    folder = str(DOMAIN)

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if not frame.f_code.co_filename.startswith(folder):
            return None
        if event == "line":
            found.add((Path(frame.f_code.co_filename).stem, frame.f_lineno))
        return trace

    # The server runs in a thread of its own, begun by judged.
    threading.settrace(trace)
    sys.settrace(trace)
    noticed = judged() != _SURVIVED
    sys.settrace(None)
    threading.settrace(None)
    if noticed:
        raise RuntimeError("the mock does not keep every contract as it is: there is nothing to learn from changing it")
    return iter(found)


def _be_quiet() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
