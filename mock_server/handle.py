"""The tester's side in Python: a typed handle on one sandbox of a mock, over HTTP.

Lives here: ControlClient and SandboxHandle. May not: anything of the server, so that they work on a remote mock too;
dependencies beyond the standard library.
"""

import http.client
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import quote, urlencode, urlsplit


class ControlError(Exception):
    """A refused control call. `status`, `type` and `body` are the server's answer; the message is its message."""

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        super().__init__(f"{status} {body.get('type')}: {body.get('message')}")
        self.status = status
        self.type = body.get("type")
        self.body = body


@dataclass(frozen=True)
class ChannelHandle:
    """One channel of a sandbox, as the mock lists it."""

    name: str
    key: str
    type: str
    pg_provider: str
    pg_merchant_id: str


class ControlClient:
    """Calls of one mock's control paths, on a kept connection; safe to use from several threads."""

    def __init__(self, base_url: str, *, admin_token: str | None = None, timeout: float = 60.0) -> None:
        self.base_url = base_url.rstrip("/")
        self._parts = urlsplit(self.base_url)
        self._headers = {"Mock-Admin-Token": admin_token} if admin_token else {}
        self._timeout = timeout
        self._lock = threading.Lock()
        self._connection: http.client.HTTPConnection | None = None

    def call(self, method: str, path: str, body: Any = None, /, *, secret: str | None = None, **query: Any) -> Any:
        """The JSON answer of a control path (None for 204); ControlError for a refusal."""
        headers = dict(self._headers)
        if secret is not None:
            headers["Authorization"] = f"PortOne {secret}"
        given = {name: str(value) for name, value in query.items() if value is not None}
        target = f"/_mock{path}" + (f"?{urlencode(given)}" if given else "")
        payload = None if body is None else json.dumps(body).encode()
        with self._lock:
            status, text = self._send(method, target, payload, headers)
        answer = json.loads(text) if text else None
        if status >= 400:
            raise ControlError(status, answer or {})
        return answer

    def _send(self, method: str, target: str, payload: bytes | None, headers: Mapping[str, str]) -> tuple[int, bytes]:
        for fresh in (self._connection is None, True):
            connection = self._connection = self._connected(fresh=fresh)
            try:
                connection.request(method, target, payload, dict(headers))
                response = connection.getresponse()
                return response.status, response.read()
            except (http.client.HTTPException, OSError) as error:
                # Whatever went wrong, the next call needs another connection. A kept one may have been closed
                # meanwhile, which is worth a second try; anything else is a real failure.
                self.close()
                if fresh or not isinstance(error, ConnectionError):
                    raise
        raise AssertionError

    def _connected(self, *, fresh: bool) -> http.client.HTTPConnection:
        if not fresh and self._connection is not None:
            return self._connection
        kind = http.client.HTTPSConnection if self._parts.scheme == "https" else http.client.HTTPConnection
        return kind(self._parts.hostname or "", self._parts.port, timeout=self._timeout)

    def close(self) -> None:
        """Close the kept connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def create_sandbox(self, scenario: object = None) -> "SandboxHandle":
        """A new sandbox with random credentials."""
        body = {} if scenario is None else {"scenario": scenario}
        return SandboxHandle(self, self.call("POST", "/sandboxes", body))

    def default_sandbox(self) -> "SandboxHandle":
        """The default sandbox."""
        return SandboxHandle(self, self.call("GET", "/sandbox"))


class SandboxHandle:
    """One sandbox: its credentials, and the control calls that are about it."""

    def __init__(self, client: ControlClient, described: Mapping[str, Any]) -> None:
        self._client = client
        self.base_url = client.base_url
        self.api_secret: str = described["apiSecret"]
        self.store_id: str = described["storeId"]
        self.channels = {
            channel["name"]: ChannelHandle(
                channel["name"], channel["key"], channel["type"], channel["pgProvider"], channel["pgMerchantId"]
            )
            for channel in described["channels"]
        }

    def _call(self, method: str, path: str, body: Any = None, /, **query: Any) -> Any:
        return self._client.call(method, path, body, secret=self.api_secret, **query)

    def put_verification(self, id_: str, **order: Any) -> dict[str, Any]:
        """Make or replace a verification; members as in PUT /_mock/verifications/{id} (status, person, channel …)."""
        answer: dict[str, Any] = self._call("PUT", f"/verifications/{quote(id_, safe='')}", order)
        return answer

    def verification(self, id_: str) -> dict[str, Any]:
        """One verification with its state, what is withheld and why, and its attempts."""
        answer: dict[str, Any] = self._call("GET", f"/verifications/{quote(id_, safe='')}")
        return answer

    def verifications(self, *, limit: int | None = None, offset: int | None = None) -> dict[str, Any]:
        """`{"verifications": […], "total"}`, oldest first."""
        answer: dict[str, Any] = self._call("GET", "/verifications", limit=limit, offset=offset)
        return answer

    def delete_verification(self, id_: str) -> None:
        """Remove a verification; ControlError 404 when there is none."""
        self._call("DELETE", f"/verifications/{quote(id_, safe='')}")

    def people(self) -> list[dict[str, Any]]:
        """Everyone who can be verified here."""
        people: list[dict[str, Any]] = self._call("GET", "/people")["people"]
        return people

    def put_person(self, person: str, **members: Any) -> dict[str, Any]:
        """Change or add a person; members that are not given stay as they are."""
        answer: dict[str, Any] = self._call("PUT", f"/people/{quote(person, safe='')}", members)
        return answer

    def fresh_person(self, like: str = "adult") -> dict[str, Any]:
        """A human being like that person whom nobody has used before."""
        answer: dict[str, Any] = self._call("POST", "/people", {"like": like})
        return answer

    def requests(self, **filters: Any) -> list[dict[str, Any]]:
        """The journal, newest first; filters are members of a row (`status=401`, `operation="refreshToken"`)."""
        rows: list[dict[str, Any]] = self._call("GET", "/requests", **filters)["requests"]
        return rows

    def describe(self) -> dict[str, Any]:
        """The sandbox as the mock shows it."""
        answer: dict[str, Any] = self._call("GET", "/sandbox")
        return answer

    def reset(self) -> Self:
        """Put everything back to the scenario; credentials and tokens stay valid."""
        self._call("POST", "/reset")
        return self

    def drop(self) -> None:
        """Drop the sandbox with all that it holds."""
        self._call("DELETE", "/sandbox")
