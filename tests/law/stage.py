"""A mock in this process on which outcomes are brought about: seeded, its clock standing still until it is told to go.

Lives here: Stage, the calls of all operations with what usually succeeds. May not: which outcome needs what
(outcomes.py), verdicts.
"""

import asyncio
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import httpx

from mock_server import Settings
from mock_server.app import Front
from mock_server.scenario import merge
from mock_server.serving import ServerThread, bind
from mock_server.wire import WireLimits
from tests.in_process import MockClient, portone
from tests.law.ours import SCHEMAS
from tests.raw_socket import RawAnswer, RawSocket

SECRET: Final = "mock-api-secret"
FROZEN: Final = "2026-03-02T01:00:00.000Z"
ID: Final = "idv-of-the-day"
RECORDS: Final = "/identity-verifications"
KEY: Final = "key-of-the-request-1"
STORE: Final = "store-00000000-0000-4000-8000-000000000001"
SECOND_STORE: Final = f"{STORE}-two"
# The limits of the wire but for its patience, which nobody wants to wait for.
HASTY: Final = WireLimits(first_header_seconds=0.2, body_seconds=0.2)


def example(schema: str) -> Any:
    """What our document gives as an example of a body."""
    return SCHEMAS[schema]["examples"][0]


class Call(NamedTuple):
    """How an operation is called where it is to succeed: httpx's options are `usual`."""

    method: str
    path: str
    usual: Mapping[str, Any] = {}


def _with(method: str, path: str, schema: str) -> Call:
    return Call(method, path, {"json": example(schema)})


CALLS: Final[Mapping[str, Call]] = {
    "loginViaApiKey": _with("POST", "/login/api-key", "LoginViaApiKeyBody"),
    "loginViaApiSecret": _with("POST", "/login/api-secret", "LoginViaApiSecretBody"),
    "refreshToken": _with("POST", "/token/refresh", "RefreshTokenBody"),
    "getIdentityVerification": Call("GET", f"{RECORDS}/{{}}"),
    "getIdentityVerifications": _with("GET", RECORDS, "GetIdentityVerificationsBody"),
    "sendIdentityVerification": _with("POST", f"{RECORDS}/{{}}/send", "SendIdentityVerificationBody"),
    "confirmIdentityVerification": _with("POST", f"{RECORDS}/{{}}/confirm", "ConfirmIdentityVerificationBody"),
    "resendIdentityVerification": Call("POST", f"{RECORDS}/{{}}/resend"),
}


class Stage(MockClient):
    """A client of a mock of its own, where the default sandbox has a second store.

    `otp` are members of a scenario's `otp`. Every call answers whatever the mock does, refusals included.
    """

    def __init__(self, *, otp: Mapping[str, Any] | None = None, most_sandboxes: int = 20_000) -> None:
        scenario = merge(["default", {"stores": ["two"], "otp": dict(otp or {})}])
        super().__init__(Settings(seed=1, most_sandboxes=most_sandboxes), scenario)
        self.control("PUT", "/clock", {"now": FROZEN, "frozen": True})

    def later(self, seconds: float) -> None:
        """Let time pass."""
        self.control("POST", "/clock/advance", {"seconds": seconds})

    def ask(self, operation: str, id_: str = ID, secret: str = SECRET, **options: Any) -> httpx.Response:
        """One operation with what usually succeeds; `options` are httpx's, in place of that."""
        call = CALLS[operation]
        headers = {**(portone(secret) if call.path.startswith(RECORDS) else {}), **options.pop("headers", {})}
        return self.request(call.method, call.path.format(id_), **{**call.usual, **options}, headers=headers)

    def send_one(self, id_: str = ID, **changes: Any) -> httpx.Response:
        """Send, with other members of the body."""
        return self.ask("sendIdentityVerification", id_, json={**example("SendIdentityVerificationBody"), **changes})

    def verify(self, id_: str = ID, **changes: Any) -> httpx.Response:
        """Send and confirm, a minute and a half apart."""
        assert self.send_one(id_, **changes).json() == {}
        self.later(90.5)
        return self.ask("confirmIdentityVerification", id_)

    @staticmethod
    def customer() -> dict[str, str]:
        """The customer of the example of `send`."""
        found: dict[str, str] = example("SendIdentityVerificationBody")["customer"]
        return found

    def open_window(self, id_: str = ID) -> None:
        """A record that was not begun by API."""
        opening = {"storeId": STORE, "identityVerificationId": id_}
        assert self.post("/browser/attempts", json=opening).status_code == 201

    def meanwhile(self, operation: str) -> httpx.Response:
        """The answer to a request whose key is that of another one, which still runs (a fault holds it up)."""
        self.log_in()
        self.control("POST", "/faults", {"fault": "delay", "seconds": 600, "match": {"operation": operation}})
        return asyncio.run(self._meanwhile(CALLS[operation]))

    async def _meanwhile(self, call: Call) -> httpx.Response:
        headers = {"Idempotency-Key": KEY, **(portone(SECRET) if call.path.startswith(RECORDS) else {})}
        transport = httpx.ASGITransport(Front(self.mock))
        async with httpx.AsyncClient(transport=transport, base_url=self.base_url, headers=headers) as client:
            first = asyncio.create_task(client.request(call.method, call.path.format(ID), **call.usual))
            # It is under way once its key has a slot, of which nobody is told.
            while not self.mock.sandboxes.default.idempotency:  # noqa: ASYNC110
                await asyncio.sleep(0)
            second = await client.request(call.method, call.path.format(ID), **call.usual)
            first.cancel()
        return second

    def over_the_wire(self, request: bytes) -> RawAnswer:
        """The answer to these bytes on a socket."""
        sockets = bind("127.0.0.1", 0)
        server = ServerThread(Front(self.mock), sockets, HASTY, "0.1.0")
        server.start()
        try:
            with RawSocket(sockets[0].getsockname()[1]) as client:
                return client.send(request).answer()
        finally:
            server.stop()
