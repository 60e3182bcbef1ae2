"""Rows of the journal as they come: server-sent events, in batches that a busy journal cannot make too large.

Lives here: the stream and its bounds. May not: which rows (journal.py), their markup (journal_rows.py).
It ends when the page is left, the sandbox is dropped or the server stops, or after a while, when the browser comes back
by itself.
"""

import asyncio
import re
from collections.abc import Callable
from itertools import islice
from typing import Final

from starlette.types import Send

from ..domain.errors import Refusal
from ..journal import Row, rows_of
from .frame_headers import SAFE
from .html import Html
from .section import Stream, Visit

# Of one server; a page in the background holds none (console.js).
MOST_STREAMS: Final = 50
# Rows of one event, and seconds between two: of more only the newest are sent, since no page shows more.
MOST_ROWS: Final = 50
BETWEEN: Final = 0.25
# Seconds until a line that says nothing shows whether the page is still there.
QUIET: Final = 15.0
LONGEST: Final = 600.0
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_HEADERS: Final = (
    *SAFE,
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
)


def stream_of(visit: Visit, fits: Callable[[Row], bool], shown: Callable[[Row], Html]) -> Stream:
    """The rows after `Last-Event-ID` (or `?after=`) that fit; 503 where too many streams are open.

    The id of an event is how many rows and clearings the sandbox had had by then.
    """
    if len(visit.streams) >= MOST_STREAMS:
        raise Refusal("MOCK_UNAVAILABLE", f"At most {MOST_STREAMS} live journals may be open; close some.")

    async def write(send: Send) -> None:
        me = object()
        visit.streams.add(me)
        try:
            await send({"type": "http.response.start", "status": 200, "headers": list(_HEADERS)})
            await _send(send, "retry: 1000\n\n")
            async with visit.mock.patience.at_most(LONGEST, visit.call.receive):
                await _go_on(visit, fits, shown, send)
            await send({"type": "http.response.body", "body": b""})
        finally:
            visit.streams.discard(me)

    return Stream(_HEADERS, write)


async def _go_on(visit: Visit, fits: Callable[[Row], bool], shown: Callable[[Row], Html], send: Send) -> None:
    sandbox, seen = visit.sandbox, _seen(visit)
    while visit.mock.store.holds(sandbox):
        count = sandbox.journalled
        if count == seen:
            try:
                async with asyncio.timeout(QUIET):
                    await sandbox.news()
            except TimeoutError:
                await _send(send, ":\n\n")
            continue
        cleared = not sandbox.cleared <= seen <= count
        new = count - (sandbox.cleared if cleared else seen)
        rows = list(islice(filter(fits, islice(rows_of(sandbox), new)), MOST_ROWS))
        seen = count
        if rows or cleared:
            await _send(send, _event("cleared" if cleared else "rows", count, "".join(map(shown, rows))))
            # So often and no oftener, whatever comes in the meantime.
            await asyncio.sleep(BETWEEN)


def _seen(visit: Visit) -> int:
    """How much of the journal the page has seen; all there are, where it does not say."""
    text = visit.call.headers.get(b"last-event-id", b"").decode("latin-1") or visit.query.get("after", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else visit.sandbox.journalled


def _event(name: str, id_: int, text: str) -> str:
    # A browser ends a line at a carriage return, too, and what was asked for may hold one.
    lines = _LINE_END.split(text)
    return f"event: {name}\nid: {id_}\n" + "".join(f"data: {line}\n" for line in lines) + "\n"


async def _send(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(errors="replace"), "more_body": True})
