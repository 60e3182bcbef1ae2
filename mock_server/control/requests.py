"""The journal as a tester reads it: /_mock/requests and /_mock/requests/{n}.

Lives here: filtering and showing rows. May not: writing them (journal.py).
"""

from typing import Any, Final

from ..answer import Answer, encode, of_json
from ..domain import timestamps
from ..domain.errors import Refusal
from ..domain.wording import require_known
from ..journal import FILTERS, evicted, masked, rendered, rows_of
from .endpoint import ControlCall, done
from .waiting import PARAMETERS, reached, read_wait, wait_for

SINCE: Final = "since"
FORMAT: Final = "format"
FORMATS: Final = ("json", "jsonl")
JSON_LINES: Final = (b"content-type", b"application/jsonl; charset=utf-8")


async def list_requests(control: ControlCall) -> Answer:
    """`{"requests": […], "total", "evicted", "reached"?}`, newest first; filtered by members of a row and `since`.

    With `?count=N&timeout=S` it waits until so many fit, and answers 200 in either case. `?format=jsonl` gives the same
    rows as JSON Lines, one a line and oldest first, as a log is read.
    """
    names = (*FILTERS, SINCE, FORMAT, *PARAMETERS)
    sandbox = await control.sandbox(*names)
    wanted = {name: value for name, value in control.parameters(*names).items() if name != "sandbox"}
    wait = read_wait(wanted)
    as_lines = _as_lines(wanted.pop(FORMAT, "json"))
    since = wanted.pop(SINCE, None)
    earliest = _time(since, sandbox.clock.now()) if since is not None else timestamps.EARLIEST

    def chosen() -> list[dict[str, Any]]:
        rows = (rendered(row) for row in rows_of(sandbox) if row.at >= earliest)
        return [row for row in rows if _fits(row, wanted)]

    waited = await wait_for(control, sandbox, wait, lambda: len(chosen())) if wait is not None else None
    found = chosen()
    if as_lines:
        return Answer(200, b"".join(encode(row) + b"\n" for row in reversed(found)), headers=(JSON_LINES,))
    return of_json({"requests": found, "total": len(found), "evicted": evicted(sandbox), **reached(waited)})


async def get_request(control: ControlCall) -> Answer:
    """One row, by the number that its answer carried in x-portone-mock-request."""
    sandbox = await control.sandbox()
    wanted = control.path["n"]
    for row in rows_of(sandbox):
        if str(row.n) == wanted:
            return of_json(rendered(row))
    raise Refusal(
        "MOCK_NOT_FOUND",
        f"Request {wanted[:20]} is not in this sandbox's journal: it may belong to another sandbox (send that one's "
        "Authorization), have made room for newer ones or gone with a reset; calls of /_mock and those refused at the "
        "door (Host, Origin) are not kept.",
    )


async def delete_requests(control: ControlCall) -> Answer:
    """Forget every row of this sandbox."""
    control.mock.journal.forget(await control.sandbox())
    return done()


def _as_lines(name: str) -> bool:
    require_known(name, FORMATS, at=FORMAT, what="format")
    return name == "jsonl"


def _fits(row: dict[str, Any], wanted: dict[str, str]) -> bool:
    # What is compared is what is shown, so a value that would be masked finds the rows in which it was.
    return all(row[name] is not None and masked(value) in _values(row, name) for name, value in wanted.items())


def _values(row: dict[str, Any], name: str) -> list[str]:
    """What a filter may say to find this row: of several faults each one, too."""
    text = str(row[name])
    return [text, *text.split(", ")] if name == "fault" else [text]


def _time(text: str, now: int) -> int:
    try:
        # In a query an unescaped + has become a space.
        return timestamps.parse(text.replace(" ", "+"), now)
    except ValueError as error:
        raise Refusal("INVALID_REQUEST", f"{SINCE}: {error}", at=SINCE) from None
