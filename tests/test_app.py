"""The application as a whole: what every answer has, and what it does with what is not HTTP."""

import asyncio
from typing import Any

import pytest

from mock_server import Settings, create_app
from mock_server.scenario import ScenarioError
from mock_server.version import VERSION

from .in_process import ClientFactory, portone


@pytest.mark.parametrize(
    "path",
    ["/", "/openapi.json", "/_mock/health", "/_mock/x", "/identity-verifications/idv-adult", "/x", "/payments/1"],
)
@pytest.mark.parametrize(
    "headers", [{}, {"Host": "evil.example.com"}, {"Origin": "https://evil.example.com"}, portone("x")]
)
def test_every_answer_names_the_version_and_its_number(
    client: ClientFactory, path: str, headers: dict[str, str]
) -> None:
    mock = client()
    numbers = []
    for _ in range(2):
        answer = mock.get(path, headers=headers)
        assert answer.headers["x-portone-mock"] == VERSION
        assert answer.headers["content-length"] == str(len(answer.content))
        numbers.append(answer.headers["x-portone-mock-request"])
    assert numbers == ["1", "2"]


def test_two_applications_share_nothing(client: ClientFactory) -> None:
    one, other = client(), client()
    one.control("PUT", "/verifications/a", {})
    assert other.read("a").status_code == 404
    assert other.read("a").headers["x-portone-mock-request"] == "2"


def test_a_scenario_that_is_not_there_is_said_at_once() -> None:
    with pytest.raises(ScenarioError, match="defualt"):
        create_app(Settings(scenario="defualt"))


def test_channels_that_cannot_be_are_said_at_once() -> None:
    with pytest.raises(ValueError, match="there is no channel 'dnaal'"):
        create_app(Settings(channel_keys={"dnaal": "x"}))
    with pytest.raises(ValueError, match="names one channel"):
        create_app(Settings(channel_keys={"danal": "x", "kcp": "x"}))


def messages_for(scope: dict[str, Any], *received: dict[str, Any]) -> list[dict[str, Any]]:
    waiting, sent = list(received), []

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(create_app()(scope, receive, send))
    return sent


def test_lifespan_is_acknowledged_though_nothing_needs_it() -> None:
    sent = messages_for({"type": "lifespan"}, {"type": "lifespan.startup"}, {"type": "lifespan.shutdown"})
    assert [message["type"] for message in sent] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_a_websocket_is_closed() -> None:
    sent = messages_for({"type": "websocket"}, {"type": "websocket.connect"})
    assert [message["type"] for message in sent] == ["websocket.close"]
