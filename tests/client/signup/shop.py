"""The backend in this process, between a browser that is a function call and a PortOne that is a dictionary.

Lives here: Shop, and what it lets a test arrange. May not: what any call should answer.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any, Final
from urllib.parse import unquote

import httpx
import sqlalchemy as sa

from client import AsyncPortOneClient, KeyRing, Patience
from client.signup.accounts import Accounts
from client.signup.app import SignUp, create_app
from client.signup.shops import SHOPS
from tests.client.answers import SECRET, VERIFIED

RING: Final = KeyRing([("k1", b"1" * 32)])
OFFER: Final = {"storeId": "store-1", "channelKey": "channel-key"}


@dataclass
class PortOne:
    """Answers reads with what a test put there; anything else is what `trouble` says, or 404.

    `meanwhile` happens while it is being asked.
    """

    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    trouble: list[Any] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    meanwhile: Callable[[], None] | None = None

    def answer(self, request: httpx.Request) -> httpx.Response:
        id_ = unquote(request.url.path.rsplit("/", 1)[1])
        self.asked.append(id_)
        if self.meanwhile:
            self.meanwhile()
        if self.trouble:
            said = self.trouble.pop(0)
            if isinstance(said, type):
                raise said("gone", request=request)
            return said if isinstance(said, httpx.Response) else httpx.Response(said, json={"type": "UNKNOWN"})
        if id_ not in self.records:
            return httpx.Response(404, json={"type": "IDENTITY_VERIFICATION_NOT_FOUND", "message": "no"})
        return httpx.Response(200, json=self.records[id_])


@dataclass
class Shop:
    """`now` is what its clock shows."""

    engine: sa.Engine
    now: datetime = datetime(2026, 11, 23, 0, 1, tzinfo=UTC)
    portone: PortOne = field(default_factory=PortOne)
    shops: Any = field(default_factory=lambda: dict(SHOPS))
    https_only: bool = False

    def __post_init__(self) -> None:
        client = AsyncPortOneClient(
            "http://portone.test",
            SECRET,
            transport=httpx.MockTransport(self.portone.answer),
            patience=Patience(attempts=1),
        )
        signup = SignUp(
            client, Accounts(self.engine), RING, offer=OFFER, shops=self.shops, now=lambda: self.now,
            https_only=self.https_only,
        )  # fmt: skip
        self.app = create_app(signup, client)

    async def acall(self, path: str, *, session: str | None = None, **sent: Any) -> httpx.Response:
        headers = {"Cookie": session} if session else {}
        base = "https://shop.test" if self.https_only else "http://shop.test"
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=base) as browser:
            return await browser.post(path, headers=headers, **sent)

    def call(self, path: str, **sent: Any) -> httpx.Response:
        return asyncio.run(self.acall(path, **sent))

    def start(self, shop: str = "one-account", session: str | None = None) -> tuple[str, str]:
        """An id, and the session that it was issued to as a Cookie header."""
        answer = self.call("/identity-verifications/start", json={"shop": shop}, session=session)
        assert answer.status_code == 200, answer.text
        ((name, morsel),) = SimpleCookie(answer.headers["set-cookie"]).items()
        return answer.json()["identityVerificationId"], f"{name}={morsel.value}"

    def verified(self, id_: str, **changes: Any) -> None:
        """PortOne has this record from now on, verified a moment ago."""
        customer = VERIFIED["verifiedCustomer"] | changes.pop("customer", {})
        at = (self.now - timedelta(seconds=5)).isoformat()
        self.portone.records[id_] = VERIFIED | {"id": id_, "verifiedAt": at, "verifiedCustomer": customer} | changes

    def finish_in_spite(self, id_: str, session: str) -> httpx.Response:
        """As a server answers that goes on after an error of ours."""

        async def finish() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://shop.test") as browser:
                body = {"identityVerificationId": id_}
                return await browser.post("/identity-verifications", headers={"Cookie": session}, json=body)

        return asyncio.run(finish())

    def finish(self, id_: Any, session: str | None) -> httpx.Response:
        return self.call("/identity-verifications", json={"identityVerificationId": id_}, session=session)

    def sign_up(self, shop: str = "one-account", **changes: Any) -> httpx.Response:
        """All of it by one person."""
        id_, session = self.start(shop)
        self.verified(id_, **changes)
        return self.finish(id_, session)
