"""One server for all answers of a module.

Lives here: the server and what it hands out once. May not: documents (ours.py, yardstick.py).
"""

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from mock_server import create_app
from tests.law.server import Server


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with asyncio.Runner() as runner:
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app=create_app()), base_url="http://localhost")
        yield Server(runner, client)
        runner.run(client.aclose())


@pytest.fixture(scope="module")
def legacy_token(server: Server) -> str:
    """An access token of the login of 2023."""
    return str(server.log_in("api-key")["access_token"])
