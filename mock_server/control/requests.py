"""The journal as a tester reads it: /_mock/requests and /_mock/requests/{n}.

Lives here: filtering and showing rows. May not: writing them (journal.py).
"""

import re
from collections.abc import Mapping
from typing import Any, Final, get_args

from ..answer import Answer, encode, of_json
from ..api.credentials import Kind
from ..api.routes import OPERATIONS
from ..domain import timestamps
from ..domain.errors import Refusal
from ..domain.faults import FAULTS
from ..domain.operations import FROM_BROWSER, IN_WINDOW
from ..domain.wording import require_known, wrong
from ..journal import FILTERS, evicted, masked, rendered, rows_of
from .endpoint import ControlCall, done
from .waiting import PARAMETERS, reached, read_wait, wait_for

SINCE: Final = "since"
FORMAT: Final = "format"
FORMATS: Final = ("json", "jsonl")
# Filters whose values come from closed lists, and what their values are called.
_CLOSED: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "operation": ((*(row.name for row in OPERATIONS), FROM_BROWSER, *IN_WINDOW.values()), "operation"),
    "credential": (get_args(Kind), "kind of credential"),
    "fault": (tuple(FAULTS), "fault"),
}
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
    _refuse_what_no_row_has(wanted)
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
        "Authorization), have made room for newer ones or gone with a reset; calls of /_mock, the window's "
        "own page and those refused at the door (Host, Origin) are not kept.",
    )


async def delete_requests(control: ControlCall) -> Answer:
    """Forget every row of this sandbox."""
    control.mock.journal.forget(await control.sandbox())
    return done()


def _refuse_what_no_row_has(wanted: Mapping[str, str]) -> None:
    """A mistyped value of a closed list would find nothing, and be waited for in vain."""
    for name, (known, what) in _CLOSED.items():
        for value in wanted.get(name, "").split(", ") if name in wanted else ():
            require_known(value, known, at=name, what=what)
    if "status" in wanted and not re.fullmatch(r"[1-5]\d\d", wanted["status"], re.ASCII):
        raise wrong("status", wanted["status"], "a status from 100 to 599")


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
