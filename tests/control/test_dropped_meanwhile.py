"""A sandbox that is dropped while what it is to load still comes in: it stays dropped."""

import asyncio
import json
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import httpx
import pytest

from mock_server import Settings, create_app

from ..in_process import portone

LIMIT = 10.0
TEXT = "readyMade: true\nstores: [branch]\n"
SCENARIO = json.dumps({"text": TEXT}).encode()
FORM = urlencode({"name": "x", "text": TEXT, "act": "load"}).encode()
# What the sandbox gives itself.
STATE = b""
FORM_HEADERS = {"content-type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/_mock/scenario", SCENARIO),
        ("POST", "/_mock/console/scenarios/edit", FORM),
        ("PUT", "/_mock/state", STATE),
    ],
    ids=["text", "console", "state"],
)
def test_a_sandbox_that_was_dropped_while_its_world_came_in_stays_dropped(method: str, path: str, body: bytes) -> None:
    async def do() -> None:
        transport = httpx.ASGITransport(create_app(Settings()))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            made = (await client.post("/_mock/sandboxes")).json()
            secret, whose = portone(made["apiSecret"]), {"sandbox": made["storeId"]}
            whole = body or (await client.get("/_mock/state", headers=secret)).content
            has_begun, may_end = asyncio.Event(), asyncio.Event()

            async def slowly() -> AsyncIterator[bytes]:
                yield whole[:10]
                has_begun.set()
                await may_end.wait()
                yield whole[10:]

            loading = asyncio.create_task(
                client.request(method, path, params=whose, content=slowly(), headers=FORM_HEADERS)
            )
            await has_begun.wait()
            assert (await client.delete("/_mock/sandbox", headers=secret)).status_code == 204
            may_end.set()
            answer = await loading
            assert answer.status_code == 409
            assert "MOCK_CONFLICT" in answer.text
            for store in (made["storeId"], f"{made['storeId']}-branch"):
                assert (await client.get("/_mock/sandbox", params={"sandbox": store})).status_code == 401
            assert (await client.get("/_mock/sandboxes")).json()["total"] == 1

    asyncio.run(asyncio.wait_for(do(), LIMIT))


def test_a_call_of_a_sandbox_that_was_dropped_while_it_came_in_leaves_no_row() -> None:
    async def do() -> None:
        app = create_app(Settings())
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
            secret = portone((await client.post("/_mock/sandboxes")).json()["apiSecret"])
            has_begun, may_end = asyncio.Event(), asyncio.Event()

            async def slowly() -> AsyncIterator[bytes]:
                has_begun.set()
                await may_end.wait()
                yield b"{}"

            sending = asyncio.create_task(
                client.post("/identity-verifications/x/send", content=slowly(), headers=secret)
            )
            await has_begun.wait()
            assert (await client.delete("/_mock/sandbox", headers=secret)).status_code == 204
            may_end.set()
            assert (await sending).status_code == 400
            assert app.mock.journal.held == 0

    asyncio.run(asyncio.wait_for(do(), LIMIT))
