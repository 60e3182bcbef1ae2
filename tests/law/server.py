"""The mock in this process, called as its users call it.

Lives here: calls over HTTP that several tests make. May not: verdicts beyond "this was answered by the mock".
"""

import asyncio
from typing import Any, Final

import httpx

SECRET: Final = "mock-api-secret"


class Server:
    """The server in this process, read through plain HTTP calls."""

    def __init__(self, runner: asyncio.Runner, client: httpx.AsyncClient) -> None:
        self._runner = runner
        self._client = client

    def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        response = self._runner.run(self._client.request(method, path, **options))
        assert response.headers["x-portone-mock"]
        assert int(response.headers["x-portone-mock-request"]) > 0
        return response

    def put(self, id_: str, **order: Any) -> Any:
        return self._good(self.call("PUT", f"/_mock/verifications/{id_}", json=order))

    def explain(self, id_: str) -> Any:
        return self._good(self.call("GET", f"/_mock/verifications/{id_}"))

    def read(self, id_: str, token: str | None = None) -> Any:
        """The single read with a token, else with the secret as it is."""
        credential = f"Bearer {token}" if token else f"PortOne {SECRET}"
        return self._good(self.call("GET", f"/identity-verifications/{id_}", headers={"Authorization": credential}))

    def log_in(self, kind: str) -> Any:
        """`kind` is api-secret or api-key."""
        member = {"api-secret": "apiSecret", "api-key": "apiKey"}[kind]
        return self._good(self.call("POST", f"/login/{kind}", json={member: SECRET}))

    @staticmethod
    def _good(response: httpx.Response) -> Any:
        assert response.status_code == 200, response.text
        assert response.headers["content-type"] == "application/json; charset=utf-8"
        return response.json()
