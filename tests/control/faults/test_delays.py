"""A delay holds one call up and nobody else."""

import asyncio
import time
from typing import Any

import httpx
import pytest

from mock_server import Settings, create_app

from ...in_process import portone
from ...refusals import assert_refused


def client_of(app: Any) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=portone("sandbox-slow"))


async def until_hit(call: asyncio.Task[httpx.Response], client: httpx.AsyncClient) -> None:
    """Let that call go on until the fault has hit it."""
    while not (await client.get("/_mock/faults")).json()["faults"][0]["fired"]:
        await asyncio.wait([call], timeout=0)


async def ordered(client: httpx.AsyncClient, order: dict[str, Any]) -> None:
    assert (await client.post("/_mock/faults", json=order)).status_code == 201


def test_a_delay_is_waited_for_and_holds_nobody_else_up() -> None:
    async def run() -> None:
        async with client_of(create_app(Settings())) as client:
            await ordered(client, {"fault": "delay", "seconds": 0.3, "match": {"id": "idv-adult"}})
            began = time.monotonic()
            slow = asyncio.create_task(client.get("/identity-verifications/idv-adult"))
            await until_hit(slow, client)
            others = [await client.get("/identity-verifications/idv-adult") for _ in range(20)]
            assert not slow.done()
            assert {answer.status_code for answer in others} == {200}
            assert (await slow).status_code == 200
            assert time.monotonic() - began >= 0.3
            rows = (await client.get("/_mock/requests?fault=delay")).json()["requests"]
            assert [row["durationMs"] >= 300 for row in rows] == [True]

    asyncio.run(run())


def test_a_delayed_call_under_a_key_is_one_that_is_still_running() -> None:
    async def run() -> None:
        async with client_of(create_app(Settings())) as client:
            await ordered(client, {"fault": "delay", "seconds": 600})
            first = asyncio.create_task(
                client.post("/identity-verifications/b/resend", headers={"Idempotency-Key": "k" * 16})
            )
            await until_hit(first, client)
            again = await client.post("/identity-verifications/b/resend", headers={"Idempotency-Key": "k" * 16})
            assert_refused(again, "IDEMPOTENCY_OUTSTANDING_REQUEST")
            first.cancel()

    asyncio.run(run())


@pytest.mark.parametrize("path", ["/login/api-secret", "/identity-verifications/idv-adult"])
def test_a_sandbox_that_is_dropped_while_a_call_waits_is_gone_for_that_call(path: str) -> None:
    async def run() -> None:
        app = create_app(Settings())
        async with client_of(app) as client:
            secret = (await client.post("/_mock/sandboxes", json={}, headers={"Authorization": ""})).json()["apiSecret"]
            client.headers.update(portone(secret))
            await ordered(client, {"fault": "delay", "seconds": 0.2})
            body = {"apiSecret": secret} if "login" in path else None
            waiting = asyncio.create_task(client.request("POST" if body else "GET", path, json=body))
            await until_hit(waiting, client)
            assert (await client.delete("/_mock/sandbox")).status_code == 204
            assert_refused(await waiting, "UNAUTHORIZED", "샌드박스")
            assert app.mock.journal.held == sum(len(box.journal or ()) for box in app.mock.store.all())

    asyncio.run(run())
