"""An HTTP client whose server is an application in this process: no sockets, no threads, no event loop in the tests.

Lives here: MockClient. May not: expectations. Requests are httpx's, so that a test reads as a client is written.
"""

from __future__ import annotations

import asyncio
import threading
from typing import Any, Protocol
from urllib.parse import quote

import httpx

from mock_server import Settings, create_app
from mock_server.mock import Mock
from mock_server.scenario import Scenario
from mock_server.store.sandbox import Sandbox, key_of


class InProcess(httpx.BaseTransport):
    """httpx's transport for ASGI applications, run to its end on a loop of its own for each request."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._runner = asyncio.Runner()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._runner.run(self._answer(request))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        if not isinstance(request.stream, httpx.AsyncByteStream):
            # A body that comes in chunks: httpx's transport for applications wants it whole.
            request = httpx.Request(request.method, request.url, headers=request.headers, content=request.read())
        answer = await httpx.ASGITransport(self._told(request.url)).handle_async_request(request)
        return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())

    def _told(self, url: httpx.URL) -> Any:
        """The application, told the target as it was written, which the scope does not hold."""

        async def told(scope: Any, receive: Any, send: Any) -> None:
            extensions = {**scope.get("extensions", {}), "target": url.raw_path.decode("ascii")}
            await self._app({**scope, "extensions": extensions}, receive, send)

        return told

    def close(self) -> None:
        self._runner.close()


class AtOnce(InProcess):
    """The same for a client that asks from several threads at once: the loop has a thread of its own."""

    def __init__(self, app: Any) -> None:
        super().__init__(app)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return asyncio.run_coroutine_threadsafe(self._answer(request), self._loop).result()

    def close(self) -> None:
        super().close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class MockClient(httpx.Client):
    """A client of a mock of its own; `mock` are the parts of that mock. Without `secret` it presents nothing."""

    def __init__(self, settings: Settings, scenario: Scenario | None = None, *, base_url: str = "http://localhost"):
        app = create_app(settings, scenario=scenario)
        super().__init__(transport=InProcess(app), base_url=base_url)
        self.app = app
        self.mock: Mock = app.mock

    def read(self, id_: str, secret: str = "mock-api-secret", **query: str) -> httpx.Response:
        """PortOne's single read with an API secret."""
        return self.get(f"/identity-verifications/{quote(id_, safe='')}", headers=portone(secret), params=query)

    def raw(self, method: str, path: str, **options: Any) -> httpx.Response:
        """A request whose path goes out as it is written."""
        url = self.base_url.copy_with(raw_path=path.encode())
        return self.send(self.build_request(method, url, **options))

    def log_in(self, secret: str = "mock-api-secret", *, legacy: bool = False) -> dict[str, str]:
        """The tokens of a login that succeeds."""
        member, path = ("apiKey", "/login/api-key") if legacy else ("apiSecret", "/login/api-secret")
        answer = self.post(path, json={member: secret})
        assert answer.status_code == 200, answer.text
        tokens: dict[str, str] = answer.json()
        return tokens

    def refresh(self, token: str) -> httpx.Response:
        """A refresh."""
        return self.post("/token/refresh", json={"refreshToken": token})

    def control(self, method: str, path: str, json: Any = None, /, *, secret: str | None = None, **query: Any) -> Any:
        """The JSON answer of a control path that succeeds; None for 204."""
        headers = portone(secret) if secret else {}
        answer = self.request(method, f"/_mock{path}", json=json, headers=headers, params=query)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def journal(self, secret: str | None = None, **filters: Any) -> list[dict[str, Any]]:
        """The rows of a sandbox, newest first."""
        rows: list[dict[str, Any]] = self.control("GET", "/requests", secret=secret, **filters)["requests"]
        return rows

    def sandbox(self, secret: str) -> Sandbox:
        """What the store keeps under this secret."""
        return next(box for box in self.mock.store.all() if box.key == key_of(secret))


class ClientFactory(Protocol):
    """What the fixture `client` is: makes a mock in this process with these settings, and a client of it."""

    def __call__(self, loaded: Scenario | None = None, /, **settings: Any) -> MockClient: ...


def portone(secret: str) -> dict[str, str]:
    """The header that presents an API secret."""
    return {"Authorization": f"PortOne {secret}"}


def bearer(token: str) -> dict[str, str]:
    """The header that presents an access token."""
    return {"Authorization": f"Bearer {token}"}
