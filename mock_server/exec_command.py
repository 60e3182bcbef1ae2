"""What `portone-mock exec -- COMMAND` does: a mock that lives as long as a command, and tells it where it is.

Lives here: the variables that the command gets, signals, its status. May not: options; what is said is handed back.
"""

import asyncio
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Final
from urllib.parse import urlsplit

from .banner import connection_of
from .embedding import MockPortOne
from .sandboxes import DEFAULT_SECRET
from .scenario import ScenarioError
from .serving import BindError
from .settings import Settings, environment_with, variable
from .state_file import StateError

# What a shell answers with for a command that is not there, and for one that cannot be run.
NOT_FOUND: Final = 127
NOT_RUN: Final = 126
_KILLED: Final = 128
_PASSED_ON: Final = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class ExecError(Exception):
    """Why the mock or the command cannot start, in one line, with the exit status."""

    def __init__(self, line: str, status: int = 2) -> None:
        super().__init__(line)
        self.status = status


def run_with_mock(settings: Settings, words: Sequence[str], say: Callable[[str], None]) -> int:
    """The exit status of the command; 128 and the signal's number where one ended it. ExecError if it did not run."""
    settings = settings.with_admin_token()
    try:
        mock = MockPortOne(settings).start()
    except (BindError, ScenarioError, StateError, ValueError) as error:
        raise ExecError(str(error)) from None
    try:
        say(f"listening on {mock.base_url}")
        status = asyncio.run(_status_of(words, environment_with(_told(settings, mock.base_url))))
    finally:
        mock.stop()
    return status if status >= 0 else _KILLED - status


def _told(settings: Settings, base_url: str) -> dict[str, str]:
    """The variables of `portone-mock env`, the secret itself among them, and the token of the control paths, if any."""
    connection = connection_of(settings, urlsplit(base_url).port or 0)
    told = connection._replace(api_secret=settings.api_secret or DEFAULT_SECRET).variables()
    return told | ({variable("admin-token"): settings.admin_token} if settings.admin_token else {})


async def _status_of(words: Sequence[str], environment: Mapping[str, str]) -> int:
    with _passing_signals_on() as to:
        try:
            child = await asyncio.create_subprocess_exec(*words, env=environment)
        except FileNotFoundError:
            raise ExecError(f"there is no command {words[0]!r}", NOT_FOUND) from None
        except OSError as error:
            raise ExecError(f"{words[0]!r} cannot be run: {error.strerror}", NOT_RUN) from None
        to(child)
        return await child.wait()


@contextmanager
def _passing_signals_on() -> Iterator[Callable[[Process], None]]:
    """While this lasts the command gets the signals that this process gets, those from before its start as well.

    By the event loop, which misses none: one that comes just before a plain wait is only seen when the wait is over.
    """
    children: list[Process] = []
    early: list[int] = []

    def pass_on(number: int) -> None:
        # A terminal sends Ctrl-C to both by itself, and a second one means "at once" to many a program.
        if number == signal.SIGINT and sys.__stdin__ is not None and sys.__stdin__.isatty():
            return
        if not children:
            early.append(number)
            return
        with suppress(ProcessLookupError):
            children[0].send_signal(number)

    def to(child: Process) -> None:
        children.append(child)
        for number in early:
            pass_on(number)

    loop = asyncio.get_running_loop()
    # Windows has no such handlers; its console tells both.
    with suppress(NotImplementedError):
        for number in _PASSED_ON:
            loop.add_signal_handler(number, pass_on, number)
    yield to
