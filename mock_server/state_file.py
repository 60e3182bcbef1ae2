"""The file that `--state` keeps: read at the start, written within a second of a change and at the end.

Lives here: StateKeeper, which locks, reads and replaces the file. May not: what stands in it (snapshot.py), printing:
what goes wrong at the start is raised, later it is logged. A write is a rename, so that nobody ever sees half a file.
"""

import asyncio
import logging
import os
import stat
import sys
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from .domain.errors import Refusal
from .mock import Mock
from .sandboxes import NAMED
from .snapshot import (
    FORMAT,
    KeptToken,
    Lasting,
    Named,
    SandboxState,
    SnapshotError,
    StateFile,
    decode,
    encode,
    kept_answers,
    kept_scenario,
    slot_of,
    take,
)
from .snapshot_checks import check_lasting, check_state
from .store.sandbox import Sandbox
from .version import VERSION

if sys.platform != "win32":
    import fcntl

# Seconds from a change until it is written; whatever changes meanwhile is written with it.
DELAY: Final = 0.25
# Seconds until a write that failed is tried again.
RETRY: Final = 5.0
_log: Final = logging.getLogger(__name__)
Done = TypeVar("Done")


class StateError(Exception):
    """Why a state file cannot be used, in one line."""


class StateKeeper:
    """Keeps the default sandbox and those with names in a file. It holds secrets: only its owner may read it."""

    def __init__(self, path: str, mock: Mock) -> None:
        # A link stays a link: what is replaced is the file behind it.
        self._path = os.path.realpath(path)
        self._shown = path
        self._mock = mock
        # Of the file in place; whoever holds the lock on it is the only one to write.
        self._lock: int | None = None
        self._writing = threading.Lock()
        self._is_open = False
        self._is_failing = False
        self._dirty = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._running: asyncio.Future[None] | None = None

    # --- the start

    def open(self) -> None:
        """Lock the file (made where there is none), take over what it holds, and see that it can be written."""
        try:
            self._lock = _locked(self._path)
            text = _read(self._lock)
            if sys.platform == "win32":
                # There is no replacing of a file that is open, so that no lock can be kept either.
                os.close(self._lock)
                self._lock = None
            self._load(text)
            self._write(self._document())
        except BlockingIOError:
            raise self._unusable(
                "another portone-mock keeps its state in it; give each server a file of its own"
            ) from None
        except OSError as error:
            self.close()
            raise self._unusable(_explained(error)) from None
        except (SnapshotError, Refusal) as error:
            self.close()
            raise self._unusable(f"{error}; nothing of it was loaded (move it away to start afresh)") from None
        self._is_open = True
        self._mock.store.on_change = self._changed

    def _unusable(self, why: str) -> StateError:
        return StateError(f"the state file {self._shown} cannot be used: {why}")

    def _load(self, text: bytes) -> None:
        if not text.strip():
            return
        document = decode(text, StateFile)
        check_state(document.sandbox, wired=True)
        check_lasting(document.lasting, "lasting")
        self._check_names(document)
        for number, named in enumerate(document.named):
            check_state(named.sandbox, wired=True, at=f"named[{number}].sandbox")
            check_lasting(named.lasting, f"named[{number}].lasting")
        self._restore(self._mock.sandboxes.default, document.sandbox, document.lasting)
        for named in document.named:
            self._restore(_at_once(self._mock.sandboxes.of_secret(named.name)), named.sandbox, named.lasting)

    def _check_names(self, document: StateFile) -> None:
        taken = {self._mock.sandboxes.default.secret}
        for number, named in enumerate(document.named):
            if not NAMED.fullmatch(named.name) or named.name in taken:
                raise SnapshotError(f"named[{number}].name", "expected sandbox-NAME, each once, and not --api-secret")
            taken.add(named.name)

    def _restore(self, sandbox: Sandbox, world: SandboxState, lasting: Lasting) -> None:
        _at_once(self._mock.sandboxes.restore(sandbox, self._with_present_scenario(world)))
        tokens = [(kept.text, msgspec.structs.replace(kept.token, sandbox=sandbox.key)) for kept in lasting.tokens]
        _at_once(self._mock.store.keep_tokens(sandbox, tokens))
        sandbox.logins = dict(lasting.logins) or None
        sandbox.lasting_drawn = lasting.drawn
        if lasting.answers:
            slots = {kept.key: slot_of(kept, holds_tokens=True) for kept in lasting.answers}
            sandbox.idempotency = {**(sandbox.idempotency or {}), **slots}

    def _with_present_scenario(self, world: SandboxState) -> SandboxState:
        """Where the server's scenario is the same file, edited meanwhile, a reset leads to what it says now."""
        present, kept = self._mock.sandboxes.scenario, world.scenario
        if present.source != kept.source or present.stores != kept.load().stores:
            return world
        return msgspec.structs.replace(world, scenario=kept_scenario(present))

    # --- while it runs

    def _changed(self) -> None:
        """Write soon. Called in the server's thread for every change, so it does next to nothing."""
        self._dirty = True
        if self._timer is None and self._running is None:
            self._write_in(DELAY)

    def _write_in(self, seconds: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._timer = self._loop.call_later(seconds, self._begin)

    def _begin(self) -> None:
        self._timer, self._dirty = None, False
        assert self._loop is not None
        self._running = self._loop.run_in_executor(None, self._write_or_say, self._document())
        self._running.add_done_callback(self._ended)

    def _ended(self, _: object) -> None:
        self._running = None
        if self._dirty:
            self._write_in(RETRY if self._is_failing else DELAY)

    def _document(self) -> StateFile:
        """What the file is to hold; nothing in it changes any more."""
        default = self._mock.sandboxes.default
        named = [
            Named(name=each.secret, sandbox=take(each), lasting=self._lasting(each))
            for each in self._mock.store.all()
            if each is not default and each.remakable and each.changed
        ]
        return StateFile(
            format=FORMAT,
            portone_mock=VERSION,
            sandbox=take(default),
            lasting=self._lasting(default),
            named=tuple(named),
        )

    def _lasting(self, sandbox: Sandbox) -> Lasting:
        tokens = tuple(
            KeptToken(text=text, token=msgspec.structs.replace(token, sandbox=b""))
            for text, token in self._mock.store.tokens_of(sandbox)
        )
        answers = tuple(kept_answers(sandbox, with_tokens=True))
        return Lasting(drawn=sandbox.lasting_drawn, logins=dict(sandbox.logins or {}), tokens=tokens, answers=answers)

    def _write_or_say(self, document: StateFile) -> None:
        """Replace the file; the first failure of several is logged in one line, and so is the end of them."""
        try:
            self._write(document)
        except Exception as error:  # whatever it is, it is told, and tried again
            self._dirty = True
            if not self._is_failing:
                _log.warning("the state file %s cannot be written: %s", self._shown, _explained(error))
            self._is_failing = True
            return
        if self._is_failing:
            _log.warning("the state file %s is written again", self._shown)
        self._is_failing = False

    def _write(self, document: StateFile) -> None:
        text = encode(document)
        with self._writing:
            new = _opened(f"{self._path}.tmp", os.O_RDWR | os.O_CREAT | os.O_TRUNC)
            try:
                _fill(new, text)
                if sys.platform == "win32":
                    os.close(new)
                Path(f"{self._path}.tmp").replace(self._path)
            except OSError:
                if sys.platform != "win32":
                    os.close(new)
                raise
            if sys.platform != "win32":
                # The lock goes with the file: the new one was locked before it took its place.
                new, self._lock = self._lock or new, new
                os.close(new)

    # --- the end

    def close(self) -> None:
        """Write what is not written yet, and let the file go; closing twice is harmless."""
        self._mock.store.on_change = None
        if self._timer is not None:
            self._timer.cancel()
        if self._is_open and self._dirty:
            self._dirty = False
            self._write_or_say(self._document())
        self._is_open = False
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


@contextmanager
def state_kept_in(path: str | None, mock: Mock) -> Iterator[None]:
    """Keep the mock's state in that file, if there is one, until the end of the block; StateError if it cannot be."""
    if path is None:
        yield
        return
    keeper = StateKeeper(path, mock)
    keeper.open()
    try:
        yield
    finally:
        keeper.close()


def _opened(path: str, flags: int) -> int:
    """A regular file of its owner's only, locked; BlockingIOError where somebody else has the lock."""
    file = os.open(path, flags | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError(0, "it is no regular file")
        if sys.platform != "win32":
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.fchmod(file, 0o600)
    except OSError:
        os.close(file)
        raise
    return file


def _locked(path: str) -> int:
    """The file in place, locked: another server may have replaced it between opening and locking."""
    while True:
        file = _opened(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NONBLOCK", 0))
        if sys.platform == "win32" or os.path.samestat(os.fstat(file), Path(path).stat()):
            return file
        os.close(file)


def _read(file: int) -> bytes:
    with os.fdopen(os.dup(file), "rb") as reading:
        reading.seek(0)
        return reading.read()


def _fill(file: int, text: bytes) -> None:
    rest = memoryview(text)
    while rest:
        rest = rest[os.write(file, rest) :]
    os.fsync(file)


def _explained(error: Exception) -> str:
    if not isinstance(error, OSError):
        return f"{type(error).__name__}: {error}"
    if isinstance(error, FileNotFoundError):
        return "its directory does not exist"
    if isinstance(error, IsADirectoryError):
        return "it is a directory; name a file in it"
    return error.strerror or str(error)


def _at_once(work: Coroutine[Any, Any, Done]) -> Done:
    """What comes of work on the store in memory, which awaits nothing, before there is a loop."""
    try:
        work.send(None)
    except StopIteration as stopped:
        done: Done = stopped.value
        return done
    raise RuntimeError("this store cannot be filled before the server runs")
