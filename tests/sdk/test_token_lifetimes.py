"""How long each of the four tokens is good for, by moving the clock of a mock in this process to its last second."""

import asyncio
from typing import Final

import httpx
import pytest

from mock_server import create_app
from mock_server.clock import ClockSetting, wall

SECRET: Final = "mock-api-secret"
READ: Final = "/identity-verifications/idv-adult"
SECONDS: Final = 1_000
MINUTES: Final = 60 * SECONDS
DAYS: Final = 24 * 60 * MINUTES


class Shop:
    """The default sandbox of a mock in this process, its clock standing still."""

    def __init__(self) -> None:
        app = create_app()
        self._sandbox = app.mock.sandboxes.default
        # A whole second, because that is what `exp` can say.
        self._now = wall() // SECONDS * SECONDS
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost")
        self.advance(0)

    def advance(self, milliseconds: int) -> None:
        """Move the clock on."""
        self._now += milliseconds
        self._sandbox.clock = ClockSetting(frozen_at=self._now)

    async def log_in(self, path: str, member: str) -> dict[str, str]:
        """The tokens of a login."""
        answer = await self._client.post(path, json={member: SECRET})
        assert answer.status_code == 200
        return dict(answer.json())

    async def read(self, access_token: str) -> int:
        """The status of a read."""
        return (await self._client.get(READ, headers={"Authorization": f"Bearer {access_token}"})).status_code

    async def refresh(self, refresh_token: str) -> httpx.Response:
        """The answer to a refresh."""
        return await self._client.post("/token/refresh", json={"refreshToken": refresh_token})


LOGINS: Final = {
    "current": ("/login/api-secret", "apiSecret", 30 * MINUTES, 1 * DAYS),
    "legacy": ("/login/api-key", "apiKey", 1 * DAYS, 7 * DAYS),
}


@pytest.mark.parametrize(("path", "member", "access", "refresh"), LOGINS.values(), ids=LOGINS)
def test_an_access_token_reads_until_its_exp_and_not_at_it(path: str, member: str, access: int, refresh: int) -> None:
    async def statuses() -> list[int]:
        shop = Shop()
        tokens = await shop.log_in(path, member)
        shop.advance(access - 1)
        before = await shop.read(tokens["accessToken"])
        shop.advance(1)
        return [before, await shop.read(tokens["accessToken"])]

    assert asyncio.run(statuses()) == [200, 401]


@pytest.mark.parametrize(("path", "member", "access", "refresh"), LOGINS.values(), ids=LOGINS)
def test_a_refresh_token_works_to_its_end_and_gives_another_whole_life(
    path: str, member: str, access: int, refresh: int
) -> None:
    async def statuses() -> list[int]:
        shop = Shop()
        tokens = await shop.log_in(path, member)
        found = []
        for _ in range(3):
            shop.advance(refresh - 1)
            answer = await shop.refresh(tokens["refreshToken"])
            tokens = answer.json()
            found += [answer.status_code, await shop.read(tokens["accessToken"])]
        shop.advance(refresh)
        return [*found, (await shop.refresh(tokens["refreshToken"])).status_code]

    assert asyncio.run(statuses()) == [200] * 6 + [401]
