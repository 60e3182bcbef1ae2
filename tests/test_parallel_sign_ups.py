"""A hundred sign-ups at once through one application with one API secret and one database: every `adult~n` is another.

The application is a small one of its own, on a real socket: it logs in, reads a verification, keeps accounts by DI.
"""

import http.client
import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from mock_server.handle import SandboxHandle
from portone_mock import MockPortOne

MANY = 100
PATIENCE_SECONDS = 60.0


def call(base_url: str, method: str, path: str, body: object = None, token: str = "") -> tuple[int, Any]:
    """Status and JSON of an answer, over a connection of its own."""
    with closing(http.client.HTTPConnection(base_url.removeprefix("http://"), timeout=PATIENCE_SECONDS)) as connection:
        connection.request(method, path, json.dumps(body), {"Authorization": f"Bearer {token}"} if token else {})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or "null")


class Shop(ThreadingHTTPServer):
    """`POST /<identityVerificationId>` -> 201 a new account, 409 somebody who has one, 422 nobody verified."""

    request_queue_size = 2 * MANY

    def __init__(self, box: SandboxHandle, database: Path) -> None:
        super().__init__(("127.0.0.1", 0), Door)
        self.portone, self.api_secret = box.base_url, box.api_secret
        self.database = database
        with closing(self.connect()) as accounts:
            accounts.execute(
                "CREATE TABLE account (di TEXT NOT NULL UNIQUE, ci TEXT NOT NULL UNIQUE, phone TEXT UNIQUE)"
            )

    def connect(self) -> sqlite3.Connection:
        accounts = sqlite3.connect(self.database, timeout=PATIENCE_SECONDS, isolation_level=None)
        accounts.execute("PRAGMA synchronous = OFF")  # nobody waits for the disk
        return accounts

    def sign_up(self, id_: str) -> int:
        _, tokens = call(self.portone, "POST", "/login/api-secret", {"apiSecret": self.api_secret})
        _, found = call(self.portone, "GET", f"/identity-verifications/{id_}", token=tokens["accessToken"])
        if found.get("status") != "VERIFIED":
            return 422
        customer = found["verifiedCustomer"]
        try:
            with closing(self.connect()) as accounts:
                account = (customer["di"], customer["ci"], customer.get("phoneNumber"))
                accounts.execute("INSERT INTO account VALUES (?, ?, ?)", account)
        except sqlite3.IntegrityError:
            return 409
        return 201

    def accounts(self) -> int:
        with closing(self.connect()) as accounts:
            return int(accounts.execute("SELECT count(*) FROM account").fetchone()[0])


class Door(BaseHTTPRequestHandler):
    server: Shop

    def do_POST(self) -> None:
        self.send_response(self.server.sign_up(self.path[1:]))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def world(portone: MockPortOne) -> Iterator[SandboxHandle]:
    with portone.sandbox("default") as box:
        yield box


@pytest.fixture
def shop(world: SandboxHandle, tmp_path: Path) -> Iterator[Shop]:
    with Shop(world, tmp_path / "accounts.db") as shop:
        serving = threading.Thread(target=shop.serve_forever, args=(0.02,))
        serving.start()
        yield shop
        shop.shutdown()
        serving.join()


def all_at_once(shop: Shop, id_of: Callable[[int], str]) -> Counter[int]:
    """How many sign-ups ended with which status; nobody begins before everybody is ready."""
    gate = threading.Barrier(MANY)

    def sign_up(n: int) -> int:
        id_ = id_of(n)
        gate.wait(PATIENCE_SECONDS)
        status, _ = call(f"http://127.0.0.1:{shop.server_port}", "POST", f"/{id_}")
        return status

    with ThreadPoolExecutor(MANY) as threads:
        return Counter(threads.map(sign_up, range(MANY)))


def test_a_hundred_people_at_once_have_a_hundred_accounts_and_no_more_another_time(shop: Shop) -> None:
    assert all_at_once(shop, lambda n: f"idv-adult~{n}-first") == {201: MANY}
    assert shop.accounts() == MANY
    # The same people, with the same verification and with another.
    assert all_at_once(shop, lambda n: f"idv-adult~{n}-first") == {409: MANY}
    assert all_at_once(shop, lambda n: f"idv-adult~{n}-second") == {409: MANY}
    assert shop.accounts() == MANY


def test_a_hundred_tests_at_once_that_arrange_their_own_do_not_meet(shop: Shop, world: SandboxHandle) -> None:
    def arranged(n: int) -> str:
        put = world.put_verification(f"sign-up-{n}", person=f"adult~{n}", channel="danal-contract")
        return str(put["id"])

    assert all_at_once(shop, arranged) == {201: MANY}
    assert all_at_once(shop, arranged) == {409: MANY}
    assert shop.accounts() == MANY


def test_one_person_a_hundred_times_at_once_has_one_account(shop: Shop) -> None:
    """What makes the other two able to fail."""
    assert all_at_once(shop, lambda n: f"idv-adult-{n}") == {201: 1, 409: MANY - 1}
    assert shop.accounts() == 1
