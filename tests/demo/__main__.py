"""python -m tests.demo [MOMENT]: people who are ready-made in the mock, read by the client, in a table.

Lives here: the run from beginning to end. May not: decide anything.
"""

import io
import sys
from contextlib import closing
from datetime import UTC, datetime
from typing import Final

import httpx

from client import ApiSecretLogin, PortOneClient, seoul_date

from .mock_process import arrange, mock
from .shop import HEADS, LEGEND, Shop
from .table import table

# The mock's usual secret, and one that it does not know.
SECRET, WRONG_SECRET = "mock-api-secret", "a-wrong-secret"
READY_MADE: Final = (
    "idv-adult",
    "idv-adult-woman",
    "idv-turns-19-today",
    "idv-turns-19-tomorrow",
    "idv-youth-act-last",
    "idv-minor-18",
    "idv-child-13",
    "idv-leap-day",
    "idv-foreigner",
    "idv-namesake",
    "idv-renamed",
    "idv-always-cancelled",
    "idv-ready",
    "no-such-verification",
)
ARRANGED: Final = {
    "adult-at-inicis": {"person": "adult", "channel": "inicis"},
    "adult-at-test-channel": {"person": "adult~2", "channel": "kcp-test"},
}


def rows(base_url: str, now: datetime) -> list[list[str]]:
    """What the shop makes of everybody; the last row is asked for with a wrong secret."""
    # A transport of its own keeps the proxy settings of this machine out of it.
    with closing(PortOneClient(base_url, ApiSecretLogin(SECRET), transport=httpx.HTTPTransport())) as portone:
        shop = Shop(portone, now)
        shown = [shop.row(id_) for id_ in (*READY_MADE, *ARRANGED)]
    with closing(PortOneClient(base_url, ApiSecretLogin(WRONG_SECRET), transport=httpx.HTTPTransport())) as mistaken:
        return [*shown, Shop(mistaken, now).row("asked-with-wrong-secret")]


def main(at: str | None = None) -> None:
    """The demo, now or at another moment (RFC 3339): ages are of that day in Seoul."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without Korean shows question marks, not a traceback
    now = datetime.fromisoformat(at) if at else datetime.now(UTC)
    with mock() as base_url:
        arrange(base_url, now, ARRANGED)
        shown = rows(base_url, now)
    today = seoul_date(now)
    sys.stdout.write(f"서울 날짜 · today in Seoul: {today}\n{LEGEND}\n\n{table(HEADS, shown)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:2])
