"""Being broken off: Ctrl-C, SIGTERM, a terminal that is closed.

Lives here: which signals that is, and hearing of it once. May not: what has to be ended or written then.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def broken_off_once() -> Iterator[None]:
    """SIGTERM and a terminal that is closed are as Ctrl-C, and whoever presses that again waits until all has ended
    that the block has to end."""

    def break_off(*_: object) -> None:
        for one in before:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {one: signal.signal(one, break_off) for one in _breaking_off()}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _breaking_off() -> list[signal.Signals]:
    """Windows has no SIGHUP, and `nohup` asks that it be ignored."""
    hung_up: signal.Signals | None = getattr(signal, "SIGHUP", None)
    heard = hung_up is not None and signal.getsignal(hung_up) is not signal.SIG_IGN
    return [signal.SIGINT, signal.SIGTERM, *([hung_up] if hung_up is not None and heard else [])]
