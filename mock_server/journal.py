"""The journal: what PortOne's paths were asked and how they answered, bounded.

Lives here: keeping rows, and rendering them when they are read. May not: credentials (they never get here), deciding
answers. A row is a tuple of references, because one is made for every request.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl

from .domain.timestamps import rfc3339
from .store.sandbox import Sandbox

LONGEST_PATH: Final = 300
# Query values that say nothing about anybody; all others are masked.
_SHOWN: Final = frozenset({"storeId"})
# What has no business in a path or a name but gets there by mistake: secrets and tokens of this mock, what looks like
# a real secret (also after an error cut it), phone numbers and resident numbers (a day of birth and seven digits). No
# resident number is looked for in bare digits that begin with 17 or 18: milliseconds since 1970 do until 2030, and of
# people only children. What must not precede stands after the first character, so that most texts are passed over.
_NOT_AMID: Final = r"(?:(?<!\d.)|(?<=%[0-9A-Fa-f]{2}.))(?<!%.)(?<!%[0-9A-Fa-f].)"
_HYPHEN: Final = "(?:-|%2[Dd])"
_TO_MASK: Final = re.compile(
    r"(?:mock|refresh)-[0-9a-f]{64,}|eyJ[\w-]{8,}(?:\.[\w-]+){0,2}|[A-Za-z0-9]{80,}|[A-Za-z0-9]{50,}…"
    # Found to be left as they are: the ids of programs, in which such numbers come about by chance.
    r"|(?P<kept>[0-9a-f](?<![0-9A-Za-z].)(?:[0-9a-f]{7}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{15,63})(?![0-9A-Za-z]))"
    rf"|0{_NOT_AMID}1(?:\d{{9}}|[16-9]\d{{7}}|\d{_HYPHEN}\d{{3,4}}{_HYPHEN}\d{{4}})(?!\d)"
    rf"|\d{_NOT_AMID}\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:{_HYPHEN}|(?<!1[78]....))[1-8]\d{{6}}(?!\d)",
    re.ASCII,
)


class Row(NamedTuple):
    """One request. `at` is the sandbox's time in milliseconds, `path` and `query` are as they came, cut.

    `message` is what a refused caller was told, in Korean at PortOne's paths; `why` says it to a tester.
    """

    n: int
    at: int
    method: str
    path: bytes
    query: bytes
    operation: str | None
    identity_verification_id: str | None
    credential: str
    status: int
    error_type: str | None
    fault: str | None
    why: str | None
    duration_ns: int
    message: str | None = None


class Journal:
    """The rows of all sandboxes of a server: at most `per_sandbox` each and `in_all` together."""

    def __init__(self, per_sandbox: int = 1_000, in_all: int = 200_000) -> None:
        self.per_sandbox = per_sandbox
        self.in_all = in_all
        self.held = 0

    def append(self, sandbox: Sandbox, row: tuple[object, ...]) -> None:
        """Keep a row (the members of Row in order); the oldest of its sandbox goes where there is no room."""
        rows = sandbox.journal
        if rows is None:
            rows = sandbox.journal = deque(maxlen=self.per_sandbox)
        if sandbox.note is not None:
            noted = Row._make(row)
            row = noted._replace(why=" ".join(filter(None, (sandbox.note, noted.why))))
            sandbox.note = None
        if len(rows) < self.per_sandbox:
            self.held += 1
        rows.append(row)
        sandbox.journalled += 1
        sandbox.tell()

    def make_room(self, sandboxes: Iterable[Sandbox]) -> None:
        """Drop the oldest rows of the largest journals until a twentieth of the server's room is free.

        Due when `held` is above `in_all`.
        """
        journals = sorted((box.journal for box in sandboxes if box.journal), key=len, reverse=True)
        surplus = self.held - self.in_all * 19 // 20
        for cut, rows in _level(journals, surplus):
            for _ in range(cut):
                rows.popleft()
            self.held -= cut

    def forget(self, sandbox: Sandbox) -> None:
        """Drop every row of a sandbox, and tell whoever looks at them."""
        self.held -= len(sandbox.journal or ())
        sandbox.journal = None
        # This counts, too: whoever has seen so many rows has not seen that they went.
        sandbox.journalled += 1
        sandbox.cleared = sandbox.journalled
        sandbox.tell()


def _level(journals: list[deque[Any]], surplus: int) -> Iterator[tuple[int, deque[Any]]]:
    """How much to cut from each journal, longest first, so that the longest end up equally long."""
    if surplus <= 0:
        return
    cut_from = 1
    while cut_from < len(journals):
        above = sum(map(len, journals[:cut_from])) - cut_from * len(journals[cut_from])
        if above >= surplus:
            break
        cut_from += 1
    keep = max(0, (sum(map(len, journals[:cut_from])) - surplus) // max(1, cut_from))
    for rows in journals[:cut_from]:
        yield max(0, len(rows) - keep), rows


def rows_of(sandbox: Sandbox) -> Iterator[Row]:
    """The rows of a sandbox, newest first."""
    return map(Row._make, reversed(sandbox.journal or ()))


def evicted(sandbox: Sandbox) -> int:
    """How many rows of this sandbox had to go."""
    return sandbox.journalled - sandbox.cleared - len(sandbox.journal or ())


def rendered(row: Row) -> dict[str, Any]:
    """A row as `GET /_mock/requests` shows it, with values that may be personal masked."""
    return {
        "n": row.n,
        "at": rfc3339(row.at),
        "method": row.method,
        "path": masked(row.path.decode("utf-8", "replace")),
        "query": masked_query(row.query),
        "operation": row.operation,
        "identityVerificationId": row.identity_verification_id and masked(row.identity_verification_id),
        "credential": row.credential,
        "status": row.status,
        "errorType": row.error_type,
        "fault": row.fault,
        "why": row.why and masked(row.why),
        "durationMs": round(row.duration_ns / 1e6, 3),
    }


def masked(text: str) -> str:
    """The text with `…` in place of whatever looks like a secret, a phone number or a resident number."""
    return _TO_MASK.sub(lambda found: found["kept"] or "…", text)


def masked_query(query: bytes) -> str:
    """The query with every value replaced by `…` but those known to say nothing about anybody."""
    pairs = parse_qsl(query.decode("ascii", "replace"), keep_blank_values=True)
    return "&".join(
        f"{masked(name)[:60]}={masked(value) if name in _SHOWN else '…' if value else ''}" for name, value in pairs
    )


# The members that rows may be filtered by.
FILTERS: Final = (
    "n", "at", "method", "path", "query", "operation", "identityVerificationId", "credential", "status", "errorType",
    "fault", "why", "durationMs",
)  # fmt: skip
