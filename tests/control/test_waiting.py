"""`?count=N&timeout=S` of the journal and the inbox: woken by what comes, and always answered."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from mock_server import Settings, create_app
from mock_server.mock import Mock
from mock_server.store.sandbox import Message

from ..in_process import ClientFactory, MockClient, portone
from ..merchant import Merchant
from ..refusals import assert_refused

# Longer than any test may take: a test that waits for it fails by the limit below.
LONG = 60
LIMIT = 10.0


class Waiting:
    """A mock in this loop, and one call that waits in it."""

    def __init__(self, client: httpx.AsyncClient, mock: Mock, task: asyncio.Task[httpx.Response]) -> None:
        self.client, self.mock, self.task = client, mock, task

    async def until_it_waits(self) -> None:
        while all(sandbox._news is None for sandbox in self.mock.store.all()):
            await asyncio.wait([self.task], timeout=0)
        assert not self.task.done()

    async def read(self, id_: str = "idv-adult", secret: str = "mock-api-secret") -> None:
        await self.client.get(f"/identity-verifications/{id_}", headers=portone(secret))

    async def answer(self) -> Any:
        came = await self.task
        assert came.status_code == 200
        return came.json()


@asynccontextmanager
async def waiting(path: str) -> AsyncIterator[Waiting]:
    app = create_app(Settings())
    async with asyncio.timeout(LIMIT), httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://localhost"
    ) as client:  # fmt: skip
        wait = Waiting(client, app.mock, asyncio.create_task(client.get(f"/_mock{path}")))
        await wait.until_it_waits()
        yield wait


def run(path: str, then: Callable[[Waiting], Awaitable[None]]) -> None:
    """Do that while a call to the path waits."""

    async def with_it() -> None:
        async with waiting(path) as wait:
            await then(wait)

    asyncio.run(with_it())


def test_a_row_that_comes_ends_the_wait() -> None:
    async def then(wait: Waiting) -> None:
        await wait.read()
        came = await wait.answer()
        assert (came["total"], came["reached"], came["evicted"]) == (1, True, 0)
        assert came["requests"][0]["identityVerificationId"] == "idv-adult"

    run(f"/requests?count=1&timeout={LONG}", then)


def test_it_waits_for_as_many_as_fit_the_filters() -> None:
    async def then(wait: Waiting) -> None:
        for id_ in ("idv-adult", "nobody", "idv-adult"):
            await wait.read(id_)
        await asyncio.wait([wait.task], timeout=0)
        assert not wait.task.done()
        await wait.read("nobody")
        came = await wait.answer()
        assert ([row["n"] for row in came["requests"]], came["total"], came["reached"]) == ([5, 3], 2, True)

    run(f"/requests?status=404&count=2&timeout={LONG}", then)


def test_rows_of_other_sandboxes_and_control_calls_do_not_end_it() -> None:
    async def then(wait: Waiting) -> None:
        await wait.read(secret="sandbox-other")
        await wait.client.get("/_mock/people")
        await asyncio.wait([wait.task], timeout=0.01)
        assert not wait.task.done()
        await wait.read()
        assert (await wait.answer())["total"] == 1

    run(f"/requests?count=1&timeout={LONG}", then)


def test_a_reset_does_not_end_it_and_what_comes_after_does() -> None:
    async def then(wait: Waiting) -> None:
        await wait.read()
        await wait.client.post("/_mock/reset")
        await wait.read()
        await asyncio.wait([wait.task], timeout=0.01)
        assert not wait.task.done()
        await wait.read()
        assert (await wait.answer())["total"] == 2

    run(f"/requests?count=2&timeout={LONG}", then)


def test_several_may_wait_for_the_same() -> None:
    async def then(wait: Waiting) -> None:
        second = asyncio.create_task(wait.client.get(f"/_mock/requests?count=2&timeout={LONG}"))
        await asyncio.wait([second], timeout=0)
        for _ in range(2):
            await wait.read()
        assert ((await wait.answer())["total"], (await second).json()["total"]) == (2, 2)

    run(f"/requests?count=2&timeout={LONG}", then)


def test_an_sms_ends_the_wait_for_one_and_a_row_alone_does_not() -> None:
    async def then(wait: Waiting) -> None:
        await wait.read()
        await asyncio.wait([wait.task], timeout=0.01)
        assert not wait.task.done()
        person = (await wait.client.get("/_mock/people")).json()["people"][0]
        customer = {name: person[name] for name in ("name", "phoneNumber", "identityNumber")}
        customer["ipAddress"] = "203.0.113.7"
        body = {"channelKey": "channel-key-danal", "operator": "SKT", "method": "SMS", "customer": customer}
        sent = await wait.client.post("/identity-verifications/b/send", json=body, headers=portone("mock-api-secret"))
        assert sent.status_code == 200, sent.text
        came = await wait.answer()
        assert (came["total"], came["reached"], came["messages"][0]["otp"]) == (1, True, "000000")

    run(f"/messages?count=1&timeout={LONG}", then)


def test_an_sms_is_news_before_the_row_of_its_call_is_written() -> None:
    async def then(wait: Waiting) -> None:
        wait.mock.sandboxes.default.deliver(Message(0, "a", "tx", "01000000001", "text", "000000", "danal"))
        assert (await wait.answer())["reached"] is True

    run(f"/messages?count=1&timeout={LONG}", then)


@pytest.fixture
def mock(client: ClientFactory) -> MockClient:
    made = client()
    made.read("idv-adult")
    Merchant(made).send("b")
    return made


@pytest.mark.parametrize(("path", "there"), [("/requests", 2), ("/messages", 1)])
def test_what_is_there_already_is_not_waited_for(mock: MockClient, path: str, there: int) -> None:
    for count in range(there + 1):
        came = mock.control("GET", path, count=count, timeout=LONG)
        assert (came["total"], came["reached"]) == (there, True)


@pytest.mark.parametrize(("path", "there"), [("/requests", 2), ("/messages", 1)])
def test_what_does_not_come_is_answered_with_what_there_is(mock: MockClient, path: str, there: int) -> None:
    began = time.monotonic()
    came = mock.control("GET", path, count=there + 1, timeout="0.05")
    assert (came["total"], came["reached"]) == (there, False)
    assert time.monotonic() - began >= 0.05
    assert mock.control("GET", path, count=there + 1, timeout=0)["reached"] is False


@pytest.mark.parametrize("path", ["/requests", "/messages"])
def test_without_a_count_nothing_is_said_of_reaching_it(mock: MockClient, path: str) -> None:
    assert "reached" not in mock.control("GET", path)


@pytest.mark.parametrize(
    ("query", "evidence"),
    [
        ("count=-1", {"at": "count", "received": "'-1'"}),
        ("count=two", {"at": "count", "received": "'two'"}),
        ("count=1.0", {"at": "count"}),
        ("count=1000000", {"at": "count"}),
        ("timeout=1", {"at": "timeout"}),
        ("count=1&timeout=61", {"at": "timeout", "received": "'61'"}),
        ("count=1&timeout=60.001", {"at": "timeout"}),
        ("count=1&timeout=-1", {"at": "timeout", "received": "'-1'"}),
        ("count=1&timeout=1s", {"at": "timeout", "received": "'1s'"}),
        ("count=1&timeout=inf", {"at": "timeout"}),
        ("count=1&count=1", {}),
        ("cuont=1", {"at": "cuont", "nearest": "count"}),
    ],
)
@pytest.mark.parametrize("path", ["/requests", "/messages"])
def test_a_wait_that_cannot_be_is_refused(mock: MockClient, path: str, query: str, evidence: dict[str, str]) -> None:
    refused = assert_refused(mock.get(f"/_mock{path}?{query}"), "INVALID_REQUEST")
    assert {name: refused.get(name) for name in evidence} == evidence
