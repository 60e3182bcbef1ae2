"""Resident memory: its growth under a mix of requests, and what one sandbox takes.

Lives here: filling a server and reading its memory before and after. May not: time anything.
"""

import json
from collections.abc import Callable, Sequence
from typing import Final

from .exchange import Connection, Request
from .generators import CONNECTIONS, carry_out
from .load import COUNTER, Plan
from .machine import Memory
from .processes import Server, serving
from .report import Section, number, with_range
from .rounds import Spread, spread
from .sandboxes import make
from .subjects import READ, login, read

_FIRST_READ: Final = read(f"PortOne sandbox-bench-{COUNTER}")
# Half reads, a quarter logins, a quarter first reads with a new secret.
_MIX: Final = (READ, login(), READ, _FIRST_READ)
_READINGS: Final = 4
JUDGED_FROM: Final = 200_000
CROWD: Final = 10_000
_KINDS: Final = {
    "untouched_kb": ("untouched (POST /_mock/sandboxes)", make()),
    "ready_made_kb": ("with one ready-made record (first read with a new secret)", _FIRST_READ),
}


def measure_growth(command: Sequence[str], total: int, note: Callable[[str], None]) -> Section:
    """Memory along so many requests of the mix; judged is what the second half adds."""
    with serving(command) as mock:
        readings = [(0, mock.memory())]
        for step in range(_READINGS):
            count = total // _READINGS
            _fill(mock, _MIX, count, first=step * count)
            readings.append((readings[-1][0] + count, mock.memory()))
            note(f"growth: {readings[-1][0]:,} requests, {readings[-1][1].rss / 1e6:,.1f} MB resident")
    halfway, after = readings[_READINGS // 2][1], readings[-1][1]
    rows = [(f"{done:,}", number(each.rss / 1e6, 1), number(each.uss / 1e6, 1)) for done, each in readings]
    rows.append(("second half adds", *_difference(halfway, after)))
    return Section(
        "Memory under load",
        ("requests", "resident, MB", "of it unshared, MB"),
        rows,
        # Fewer requests do not fill the sandboxes, and would say nothing about the target.
        {"growth_mb": (after.rss - halfway.rss) / 1e6} if total >= JUDGED_FROM else {},
        ["The mix: half reads, a quarter logins, a quarter first reads with new `sandbox-` secrets."],
    )


def _difference(before: Memory, after: Memory) -> tuple[str, str]:
    return number((after.rss - before.rss) / 1e6), number((after.uss - before.uss) / 1e6)


def measure_footprint(command: Sequence[str], many: int, runs: int, note: Callable[[str], None]) -> Section:
    """Memory of so many sandboxes divided by their number, each run in a new server."""
    figures: dict[str, float] = {}
    rows: list[tuple[str, ...]] = []
    for key, (name, request) in _KINDS.items():
        each = [_of_one(command, request, many) for _ in range(runs)]
        resident, unshared = (_kilobytes(kind) for kind in zip(*((one.rss, one.uss) for one in each), strict=True))
        figures[key] = resident.median
        rows.append((name, with_range(resident), with_range(unshared)))
        note(f"footprint: {many:,} sandboxes {name}, {resident.median:,.2f} KB each")
    return Section(
        "Memory of a sandbox", ("sandbox", "resident, KB", "of it unshared, KB"), rows, figures,
        [f"{many:,} of each in a new server, the difference divided by their number."],
    )  # fmt: skip


def measure_crowd(command: Sequence[str], many: int, note: Callable[[str], None]) -> Section:
    """So many sandboxes side by side, each as a test leaves it: a verification, tokens, rows in the journal."""
    with serving(command) as mock, Connection(mock.host, mock.port) as connection:
        empty = mock.memory().rss
        for n in range(many):
            _use_a_sandbox(connection, n)
        full = mock.memory().rss
    note(f"crowd: {many:,} sandboxes, {full / 1e6:,.1f} MB resident")
    rows = [(f"{many:,}", number(full / 1e6, 1), number((full - empty) / many / 1e3))]
    return Section(
        "Sandboxes side by side",
        ("sandboxes", "resident, the whole server, MB", "each of them, KB"),
        rows,
        {"side_by_side_mb": full / 1e6} if many >= CROWD else {},
        ["Each was made over HTTP, given a verification, logged in to, and read from with the token."],
    )


def _use_a_sandbox(connection: Connection, n: int) -> None:
    secret = json.loads(connection.expect(201, make()).body)["apiSecret"]
    own = ("Authorization", f"PortOne {secret}")
    connection.expect(200, Request("PUT", "/_mock/verifications/idv-adult", (own,), f'{{"person": "adult~{n}"}}'))
    token = json.loads(connection.expect(200, login(secret)).body)["accessToken"]
    connection.expect(200, read(f"Bearer {token}"))


def _kilobytes(values: Sequence[float]) -> Spread:
    return spread(value / 1e3 for value in values)


def _of_one(command: Sequence[str], request: Request, many: int) -> Memory:
    """After a hundredth as many, so that what a server allocates once is not shared out among them."""
    with serving(command) as mock:
        _fill(mock, [request], many // 100, first=many)
        before = mock.memory()
        _fill(mock, [request], many)
        after = mock.memory()
    return Memory((after.rss - before.rss) / many, (after.uss - before.uss) / many)


def _fill(server: Server, requests: Sequence[Request], total: int, first: int = 0) -> None:
    """Exactly so many requests, in turn, over the usual connections."""
    texts = tuple(each.encoded(f"{server.host}:{server.port}").decode() for each in requests)
    carry_out(Plan(server.host, server.port, texts, CONNECTIONS, total=total, first=first))
