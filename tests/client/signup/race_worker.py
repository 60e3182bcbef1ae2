"""python -m tests.client.signup.race_worker URL SEED: one of several processes that sign one person up at once.

For each line `PERSON COUNT` on stdin: issue COUNT ids, say `ready`, wait for a line, sign up under all of them at once,
say how often each status came. One sign-up in a few loses its connection, at a point that the seed chooses.
"""

import asyncio
import json
import logging
import random
import secrets
import sys
from collections import Counter
from typing import Final

import httpx
import sqlalchemy as sa

from client.signup.accounts import _hash
from client.signup.database import connect, issues
from tests.client.signup.killing import POINTS, Killer, Point
from tests.client.signup.shop import Shop

ONE_IN: Final = 20
SESSION: Final = "x" * 43


def issue(shop: Shop, engine: sa.Engine, person: str, count: int) -> list[str]:
    """As many ids of one session, all of which PortOne has as this person's."""
    ids = [secrets.token_hex(20) for _ in range(count)]
    row = {"session_hash": _hash(SESSION), "shop": "one-account", "issued_at": int(shop.now.timestamp())}
    with engine.begin() as db:
        db.execute(issues.insert(), [{"identity_verification_id": id_, **row} for id_ in ids])
    for id_ in ids:
        shop.verified(id_, customer={"ci": f"ci-{person}", "di": f"di-{person}"})
    return ids


async def sign_up_all(shop: Shop, ids: list[str]) -> Counter[int]:
    transport, session = httpx.ASGITransport(shop.app), {"Cookie": f"signup={SESSION}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://shop.test", headers=session) as browser:

        async def sign_up(id_: str) -> int:
            answer = await browser.post("/identity-verifications", json={"identityVerificationId": id_})
            return answer.status_code

        return Counter(await asyncio.gather(*map(sign_up, ids)))


def main(url: str, seed: str) -> None:
    logging.disable()  # a line for each of thousands
    chance, engine = random.Random(seed), connect(url)
    armed = [False]

    def choose() -> Point:
        return chance.choice(POINTS) if armed[0] and chance.randrange(ONE_IN) == 0 else "never"

    killer, shop = Killer(engine, choose), Shop(engine)
    with asyncio.Runner() as runner:
        for line in iter(sys.stdin.readline, ""):
            person, count = line.split()
            ids = issue(shop, engine, person, int(count))
            sys.stdout.write("ready\n")
            sys.stdout.flush()
            sys.stdin.readline()
            armed[0] = True
            statuses = runner.run(sign_up_all(shop, ids))
            armed[0] = False
            sys.stdout.write(json.dumps({"statuses": statuses, "killed": killer.killed}) + "\n")
            sys.stdout.flush()
    killer.stop()
    engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
