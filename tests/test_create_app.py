"""The mock in the process of the tests: an application for httpx, and handles that call it directly."""

import asyncio
from pathlib import Path

import httpx
import pytest

from portone_mock import ControlError, ScenarioError, Settings, create_app


def reading(box_secret: str, app: object) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
    headers = {"Authorization": f"PortOne {box_secret}"}
    return httpx.AsyncClient(transport=transport, base_url="http://portone-mock.test", headers=headers)


async def send(client: httpx.AsyncClient, id_: str) -> None:
    customer = {"name": "김모의", "phoneNumber": "01000000001", "ipAddress": "1.1.1.1", "identityNumber": "9005151"}
    order = {"channelKey": "channel-key-danal", "operator": "SKT", "method": "SMS", "customer": customer}
    answer = await client.post(f"/identity-verifications/{id_}/send", json=order)
    assert answer.status_code == 200, answer.text


def test_what_a_handle_arranges_is_what_the_application_answers() -> None:
    app = create_app()

    async def read() -> httpx.Response:
        async with reading(box.api_secret, app) as client:
            return await client.get("/identity-verifications/a%2Fb")

    with app.sandbox() as box:
        put = box.put_verification("a/b", person="adult-woman")
        answer = asyncio.run(read())
        assert (answer.status_code, answer.json()) == (200, put)
        assert [row["status"] for row in box.requests(operation="getIdentityVerification")] == [200]
        assert box.base_url == str(answer.request.url.copy_with(path="")).rstrip("/")
    with pytest.raises(ControlError, match="401 UNAUTHORIZED"):
        box.describe()


def test_it_may_be_used_where_a_loop_runs_and_where_none_does() -> None:
    app = create_app()
    app.sandbox().drop()

    async def in_a_loop() -> None:
        app.sandbox().drop()

    asyncio.run(in_a_loop())


def test_scenarios_refusals_and_the_default_one_are_as_over_http() -> None:
    app = create_app(Settings(host="0.0.0.0", admin_token="t"))
    assert app.default.api_secret == "mock-api-secret"
    assert app.sandbox("default").verification("idv-adult")["person"] == "adult"
    with pytest.raises(ControlError, match=r"400 INVALID_REQUEST: .*did you mean 'default'"):
        app.sandbox("defualt")


def test_a_scenario_may_be_a_file(tmp_path: Path) -> None:
    file = tmp_path / "my.yaml"
    file.write_text("extends: default\nverifications:\n  mine: {person: foreigner}\n", encoding="utf-8")
    app = create_app()
    for given in (file, str(file)):
        with app.sandbox(given) as box:
            assert [box.verification(id_)["person"] for id_ in ("mine", "idv-adult")] == ["foreigner", "adult"]
    file.write_text("verifications:\n  mine: {person: foriegner}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"my\.yaml:2:18: .*'foriegner' .*'foreigner'") as flaw:
        app.sandbox(file)
    assert flaw.value.nearest == "foreigner"
    assert app.default.describe()["counts"]["verifications"] == 0


def test_what_is_there_is_not_waited_for_and_nothing_else_can_come() -> None:
    app = create_app()
    with app.sandbox() as box:
        with pytest.raises(TimeoutError, match="0 requests, not 1"):
            box.wait_for_requests(1, timeout=60)

        async def read() -> None:
            async with reading(box.api_secret, app) as client:
                await client.get("/identity-verifications/mine")

        asyncio.run(read())
        assert [row["status"] for row in box.wait_for_requests(1)] == [404]
        assert box.wait_for_messages(0) == []


def test_what_is_left_for_later_needs_a_loop_and_comes_to_pass_in_one() -> None:
    app = create_app()
    box = app.sandbox()

    async def complete() -> None:
        async with reading(box.api_secret, app) as client:
            await send(client, "mine")
            await send(client, "other")
        box.complete("mine", "verified", afterSeconds=0.01)
        await asyncio.wait_for(asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()}), 10)

    asyncio.run(complete())
    assert box.verification("mine")["answer"]["status"] == "VERIFIED"
    with pytest.raises(RuntimeError, match="complete leaves something for later: call it where an event loop runs"):
        box.complete("other", "verified", afterSeconds=1)
