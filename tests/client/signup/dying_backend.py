"""The sign-up backend, which dies by SIGKILL at a point of the first account that it writes: for test_process.

Lives here: that. May not: what should come of it. DIES_AT is the point.
"""

import os
import signal
from collections.abc import Iterator
from typing import Any, cast

from client import AsyncPortOneClient
from client.signup import clock
from client.signup.__main__ import serve
from client.signup.accounts import Accounts
from client.signup.app import SignUp, create_app
from client.signup.database import connect
from client.signup.settings import read_settings
from client.signup.shops import SHOPS, in_development
from tests.client.signup.killing import Killer, Point


class Suicide(Killer):
    """Not the connection dies, but the process."""

    def _kill(self, connection: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    settings, point = read_settings(), cast(Point, os.environ["DIES_AT"])
    portone = AsyncPortOneClient(settings.api_base, settings.api_secret, store_id=settings.store_id)
    engine = connect(settings.database_url)
    transactions: Iterator[Point] = iter(("never", point))  # an id is issued first
    Suicide(engine, lambda: next(transactions))
    signup = SignUp(
        portone, Accounts(engine), settings.hash_keys, offer={}, shops=in_development(SHOPS), now=clock.now,
        https_only=False,
    )  # fmt: skip
    serve(create_app(signup, portone), settings)


if __name__ == "__main__":
    main()
