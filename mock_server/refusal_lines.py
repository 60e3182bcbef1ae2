"""What a terminal is told of refused calls: one line each, and not more than somebody can read.

Lives here: RefusalLines. May not: printing (the lines are handed to whoever prints), why a call was refused.
"""

from collections.abc import Callable, Iterable
from typing import Final

from .clock import monotonic
from .journal import Row, rendered
from .sandboxes import NAMED
from .store.sandbox import Sandbox

# So many lines at once, and one more each so many seconds.
BURST: Final = 20
SECONDS_A_LINE: Final = 1.0
LONGEST: Final = 600


class RefusalLines:
    """Says a line for each refused call, as long as it is not too many; then how many it kept back.

    `all_sandboxes` is given where the terminal is of the machine that alone can reach the server: there a line also
    says when another sandbox has the id that was not found. Neither the answer nor the journal ever does.
    """

    def __init__(self, say: Callable[[str], None], all_sandboxes: Callable[[], Iterable[Sandbox]] | None) -> None:
        self._say = say
        self._all = all_sandboxes
        self._left = float(BURST)
        self._since = monotonic()
        self._kept_back = 0

    def __call__(self, row: Row, sandbox: Sandbox) -> None:
        """A call of this sandbox was refused."""
        now = monotonic()
        self._left = min(float(BURST), self._left + (now - self._since) / SECONDS_A_LINE)
        self._since = now
        if self._left < 1:
            self._kept_back += 1
            return
        self._left -= 1
        if self._kept_back:
            self._say(f"… {self._kept_back} more refused calls are in GET /_mock/requests")
            self._kept_back = 0
        self._say(_printable(f"{_line(row)}{self._elsewhere(row, sandbox)}"))

    def _elsewhere(self, row: Row, sandbox: Sandbox) -> str:
        id_ = row.identity_verification_id
        if self._all is None or id_ is None or row.error_type != "IDENTITY_VERIFICATION_NOT_FOUND":
            return ""
        holder = next((each for each in self._all() if each is not sandbox and id_ in each.entries), None)
        return "" if holder is None else f" Another sandbox has this id: {_named(holder)}; is the secret the right one?"


def _named(sandbox: Sandbox) -> str:
    """A sandbox by what is no secret: the store id of one with a name holds its secret."""
    if NAMED.fullmatch(sandbox.secret):
        return "one of a sandbox-… secret (GET /_mock/sandboxes)"
    return f"that of {sandbox.store_id}"


def _line(row: Row) -> str:
    shown = rendered(row)
    return f"#{row.n} {row.method} {shown['path']} -> {row.status} {row.error_type or row.fault or ''}: {shown['why']}"


def _printable(text: str) -> str:
    """One line, without what could move a cursor."""
    cut = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in cut)
