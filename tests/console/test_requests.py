"""The journal on a page: the rows with their reasons, filters, and the stream of those to come."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from mock_server import Settings, create_app
from mock_server.app import Front
from mock_server.console import stream
from mock_server.journal import Row
from portone_mock import MockPortOne
from tests.in_process import ClientFactory

PAGE = "/_mock/console/requests"
LIVE = "/_mock/console/requests/live"
LIMIT = 10.0


def test_every_request_is_there_with_the_reason_of_its_refusal(client: ClientFactory) -> None:
    mock = client()
    mock.read("idv-adult")
    mock.read("idv-adutl")
    row = mock.journal()[0]
    text = mock.get(PAGE).text
    assert text.count('<li class="request">') == 2
    assert row["errorType"] in text
    assert row["why"].replace("'", "&#x27;") in text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("status=404", 1), ("status=refused", 2), ("status=200", 1), ("errorType=UNAUTHORIZED", 1), ("id=adut", 1),
        ("id=adu&status=200", 1), ("id=nobody", 0), ("status=teapot", 0), ("n=1", 1), ("", 3),
    ],
)  # fmt: skip
def test_rows_are_found_by_status_error_type_and_id(client: ClientFactory, query: str, count: int) -> None:
    mock = client()
    mock.read("idv-adult")
    mock.read("idv-adutl")
    mock.read("idv-adult", "wrong")
    assert mock.get(f"{PAGE}?{query}").text.count('<li class="request">') == count


def test_the_journal_is_cleared(client: ClientFactory) -> None:
    mock = client()
    mock.read("idv-adult")
    assert mock.post(f"{PAGE}/clear").headers["location"] == f"{PAGE}?done=cleared"
    assert mock.journal() == []


class Listener:
    """A page that listens in this loop; its events come as text."""

    def __init__(self, app: Front, path: str, **headers: str) -> None:
        self.app = app
        self.status = 0
        self.text = ""
        self.gone = asyncio.Event()
        self._more = asyncio.Event()
        path, _, query = path.partition("?")
        pairs = {"host": "localhost", **{name.replace("_", "-"): value for name, value in headers.items()}}
        scope = {
            "type": "http", "method": "GET", "http_version": "1.1", "path": path, "raw_path": path.encode(),
            "query_string": query.encode(), "headers": [(k.encode(), v.encode()) for k, v in pairs.items()],
        }  # fmt: skip
        self.task = asyncio.create_task(app(scope, self._receive, self._send))

    async def _receive(self) -> Any:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.status = message.get("status", self.status)
        self.text += message.get("body", b"").decode()
        self._more.set()

    async def until(self, true: Callable[[str], bool]) -> None:
        async with asyncio.timeout(LIMIT):
            while not true(self.text):
                self._more.clear()
                await self._more.wait()

    def events(self) -> list[tuple[str, str, int]]:
        """Name, id and number of rows of each."""
        found = re.findall(r"event: (\w+)\nid: (\d+)\n((?:data: .*\n)+)", self.text)
        return [(name, id_, data.count('<li class="request">')) for name, id_, data in found]


def in_a_loop(do: Callable[[Front], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(do(create_app(Settings())), LIMIT))


async def read(app: Front, id_: str = "idv-adult") -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        await client.get(f"/identity-verifications/{id_}", headers={"authorization": "PortOne mock-api-secret"})


def test_what_comes_is_told_with_the_reason() -> None:
    async def do(app: Front) -> None:
        page = Listener(app, LIVE)
        await page.until(lambda text: "retry:" in text)
        await read(app, "idv-adutl")
        await page.until(lambda text: "idv-adult" in text)
        assert page.events() == [("rows", "1", 1)]
        assert "The nearest is" in page.text
        page.gone.set()
        await page.task

    in_a_loop(do)


def test_whoever_comes_back_gets_what_was_missed() -> None:
    async def do(app: Front) -> None:
        for _ in range(3):
            await read(app)
        page = Listener(app, f"{LIVE}?after=0", last_event_id="1")
        await page.until(lambda text: "event:" in text)
        assert page.events() == [("rows", "3", 2)]
        page.gone.set()
        await page.task

    in_a_loop(do)


def test_rows_that_do_not_fit_the_filter_do_not_come() -> None:
    async def do(app: Front) -> None:
        page = Listener(app, f"{LIVE}?status=refused&after=0")
        await read(app)
        await read(app, "nobody")
        await page.until(lambda text: "event:" in text)
        assert [count for _, _, count in page.events()] == [1]
        page.gone.set()
        await page.task

    in_a_loop(do)


def test_a_page_is_told_that_the_journal_was_cleared() -> None:
    async def do(app: Front) -> None:
        await read(app)
        await read(app)
        page = Listener(app, LIVE)
        await page.until(lambda text: "retry:" in text)
        app.mock.journal.forget(app.mock.sandboxes.default)
        await page.until(lambda text: "event: cleared" in text)
        await read(app)
        await page.until(lambda text: "event: rows" in text)
        assert page.events() == [("cleared", "3", 0), ("rows", "4", 1)]
        page.gone.set()
        await page.task

    in_a_loop(do)


@pytest.mark.parametrize(("seen", "came"), [(1, ("cleared", "3", 1)), (2, ("rows", "3", 1)), (9, ("cleared", "3", 1))])
def test_whoever_comes_back_after_a_clearing_is_told_of_it(seen: int, came: tuple[str, str, int]) -> None:
    async def do(app: Front) -> None:
        await read(app)
        app.mock.journal.forget(app.mock.sandboxes.default)
        await read(app)
        page = Listener(app, f"{LIVE}?after={seen}")
        await page.until(lambda text: "event:" in text)
        assert page.events() == [came]
        page.gone.set()
        await page.task

    in_a_loop(do)


def test_a_page_of_a_sandbox_that_is_dropped_is_let_go() -> None:
    async def do(app: Front) -> None:
        sandbox = await app.mock.sandboxes.create()
        page = Listener(app, f"{LIVE}?sandbox={sandbox.store_id}")
        await page.until(lambda text: "retry:" in text)
        await app.mock.store.drop(sandbox)
        await page.task
        assert page.events() == []

    in_a_loop(do)


def test_what_was_asked_for_cannot_write_lines_of_the_stream() -> None:
    async def do(app: Front) -> None:
        page = Listener(app, LIVE)
        await page.until(lambda text: "retry:" in text)
        await read(app, "x%0Devent:%20cleared%0D%0Adata:%20evil%0Aid:%207")
        await page.until(lambda text: text.endswith("\n\n") and "event:" in text)
        names = [line.partition(":")[0] for line in re.split(r"\r\n|\r|\n", page.text) if line]
        assert [name for name in names if name != "data"] == ["retry", "event", "id"]
        page.gone.set()
        await page.task

    in_a_loop(do)


def test_a_head_of_the_stream_ends_at_once_and_keeps_nobody_out() -> None:
    async def do(app: Front) -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
            for _ in range(stream.MOST_STREAMS + 1):
                answer = await client.head(LIVE)
                assert (answer.status_code, answer.content) == (200, b"")
        assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"

    in_a_loop(do)


def test_a_busy_journal_comes_in_batches_of_bounded_size() -> None:
    async def do(app: Front) -> None:
        sandbox = app.mock.sandboxes.default
        page = Listener(app, LIVE)
        await page.until(lambda text: "retry:" in text)
        for n in range(5_000):
            row = Row(n, 0, "GET", b"/x", b"", None, None, "none", 200, None, None, None, 1)
            app.mock.journal.append(sandbox, row)
        await page.until(lambda text: "event:" in text)
        assert page.events() == [("rows", "5000", stream.MOST_ROWS)]
        assert "#4999<" in page.text
        page.gone.set()
        await page.task

    in_a_loop(do)


def test_a_page_that_is_left_leaves_nothing_behind() -> None:
    async def do(app: Front) -> None:
        before = asyncio.all_tasks()
        page = Listener(app, LIVE)
        await page.until(lambda text: "retry:" in text)
        page.gone.set()
        await page.task
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == before
        again = [Listener(app, LIVE) for _ in range(stream.MOST_STREAMS)]
        for each in again:
            await each.until(lambda text: "retry:" in text)
        one_more = Listener(app, LIVE)
        await one_more.task
        assert (one_more.status, "MOCK_UNAVAILABLE" in one_more.text) == (503, True)
        for each in again:
            each.gone.set()
            await each.task

    in_a_loop(do)


def test_a_server_stops_at_once_with_pages_listening() -> None:
    with MockPortOne() as portone, httpx.stream("GET", f"{portone.base_url}{LIVE}") as answer:
        lines = answer.iter_lines()
        assert next(lines) == "retry: 1000"
        started = time.perf_counter()
        portone.stop()
        assert time.perf_counter() - started < 1
        assert list(lines) == [""]
