"""What sending, confirming and listing cost over HTTP, one call after the other.

Lives here: the calls on one keep-alive connection and their times. May not: full load (throughput.py), memory.
"""

import json
from collections.abc import Callable, Sequence
from statistics import median
from typing import Final, cast
from urllib.parse import urlencode

from .exchange import AnswerError, Connection, Request
from .machine import cores, pinned
from .processes import serving
from .report import Section
from .sandboxes import row, timed

_LIST: Final = "/identity-verifications"
_JSON: Final = ("Content-Type", "application/json")
_CUSTOMER: Final = {
    "name": "김모의",
    "phoneNumber": "01000000001",
    "identityNumber": "9005151",
    "ipAddress": "127.0.0.1",
}
_SEND: Final = {"channelKey": "channel-key-danal", "customer": _CUSTOMER, "operator": "SKT", "method": "SMS"}
# The most records that a sandbox holds are 20,000; a list of half as many is what the design names.
LISTED: Final = 10_000
_PAGES: Final[tuple[tuple[str, dict[str, object]], ...]] = (
    ("list: the first page", {}),
    ("list: the last page", {"page": {"number": LISTED // 10 - 1}}),
    ("list: 100 verified ones by name", {"page": {"size": 100}, "filter": {"customer": {"name": "김모의"}}}),
)
# Nobody pages like this; it stands beside the pages to show what they spare, and no target is on it.
_WHOLE: Final[tuple[str, dict[str, object]]] = ("list: all on one page", {"page": {"size": LISTED}})
_TIMES: Final = 30


def measure_operations(command: Sequence[str], calls: int, note: Callable[[str], None]) -> Section:
    """So many sends and confirms of new ids, then lists of a sandbox that holds LISTED verifications."""
    with serving(command) as mock, pinned(cores().load), Connection(mock.host, mock.port) as connection:
        sandbox = json.loads(connection.expect(201, Request("POST", "/_mock/sandboxes")).body)
        credential = ("Authorization", f"PortOne {sandbox['apiSecret']}")
        sent = [timed(connection, 200, _call(credential, n, "send", _SEND)) for n in range(calls)]
        confirmed = [timed(connection, 200, _call(credential, n, "confirm", {"otp": "000000"})) for n in range(calls)]
        for n in range(calls, LISTED):
            connection.expect(200, _put(credential, n))
        listed = {label: _list(connection, credential, query) for label, query in (*_PAGES, _WHOLE)}
    note(f"operations: {calls} sends and confirms, {len(listed)} lists of {LISTED}")
    warm = calls // 10
    rows = [row("send", sent[warm:]), row("confirm", confirmed[warm:])]
    rows += [row(label, times) for label, times in listed.items()]
    slowest = max(median(listed[label]) for label, _ in _PAGES)
    notes = (f"Lists are of {LISTED:,}; the target is on the slowest of the pages of 10 and 100.",)
    return Section("Send, confirm, list", ("call", "median µs", "p99 µs"), rows, {"list_page_ms": slowest * 1e3}, notes)


def _list(connection: Connection, credential: tuple[str, str], query: dict[str, object]) -> list[float]:
    """The seconds of each of several same lists, of a query that all LISTED answer to."""
    size = cast("dict[str, int]", query.get("page", {})).get("size", 10)
    answer = json.loads(connection.expect(200, _listing(credential, query)).body)
    if (len(answer["items"]), answer["page"]["totalCount"]) != (size, LISTED):
        raise AnswerError(f"a list of {LISTED} has pages of {size}, but got {len(answer['items'])} of {answer['page']}")
    return [timed(connection, 200, _listing(credential, query)) for _ in range(_TIMES)]


def _call(credential: tuple[str, str], n: int, what: str, body: object) -> Request:
    return Request("POST", f"{_LIST}/bench{n}/{what}", (credential, _JSON), json.dumps(body))


def _put(credential: tuple[str, str], n: int) -> Request:
    return Request("PUT", f"/_mock/verifications/bench{n}", (credential, _JSON), "{}")


def _listing(credential: tuple[str, str], query: object) -> Request:
    return Request("GET", f"{_LIST}?{urlencode({'requestBody': json.dumps(query)})}", (credential,))
