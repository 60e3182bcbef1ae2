"""The backend as people run it: a process, a real socket, a real database, and a mock where PortOne would be."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from client.signup.database import accounts, connect
from mock_server.handle import SandboxHandle
from tests.client.signup.backend import ROOT, Backend, environment, serving, settings_for
from tests.client.signup.killing import POINTS, Point

DEVELOPMENT = {"SIGNUP_MODE": "development"}


@pytest.fixture
def backend(box: SandboxHandle, tmp_path: Path, sqlite_url: str) -> Iterator[Backend]:
    with serving(tmp_path, **settings_for(box, sqlite_url, **DEVELOPMENT)) as running:
        yield running


def said(answer: httpx.Response) -> tuple[int, list[str]]:
    return answer.status_code, answer.json()["reasons"]


def count(url: str) -> int:
    engine = connect(url)
    with engine.connect() as db:
        found = db.execute(sa.select(sa.func.count()).select_from(accounts)).scalar_one()
    engine.dispose()
    return int(found)


def test_a_person_signs_up_once_and_a_verification_counts_once(
    box: SandboxHandle, database_url: str, tmp_path: Path
) -> None:
    with serving(tmp_path, **settings_for(box, database_url, **DEVELOPMENT)) as backend:
        ids = [backend.start() for _ in range(3)]
        for (id_, _), person in zip(ids, ("adult", "renamed", "adult~2"), strict=True):
            box.put_verification(id_, person=person)
        assert [said(backend.finish(*issued)) for issued in ids] == [(200, []), (409, ["already-a-member"]), (200, [])]
        assert said(backend.finish(*ids[0])) == (409, ["used-before"])
    assert count(database_url) == 2
    shown = backend.log
    assert box.api_secret not in shown
    assert "MOCKCI" not in shown
    assert "already-a-member" in shown


def test_accounts_are_there_after_a_restart(box: SandboxHandle, sqlite_url: str, tmp_path: Path) -> None:
    for expected in (200, 409):
        with serving(tmp_path, **settings_for(box, sqlite_url, **DEVELOPMENT)) as backend:
            id_, session = backend.start()
            box.put_verification(id_)
            assert backend.finish(id_, session).status_code == expected


def test_in_production_a_mocks_people_and_test_channels_do_not_pass(
    box: SandboxHandle, sqlite_url: str, tmp_path: Path
) -> None:
    with serving(tmp_path, **settings_for(box, sqlite_url)) as backend:
        id_, session = backend.start()
        box.put_verification(id_)
        assert said(backend.finish(id_, session)) == (422, ["forbidden-identity"])
        box.put_verification(id_, channel="kcp-test")
        assert said(backend.finish(id_, session)) == (422, ["not-live", "forbidden-identity"])


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"fault": "status", "status": 503, "times": 9}, (503, ["portone-cannot-be-asked"])),
        ({"fault": "reset-before", "times": 9}, (503, ["portone-cannot-be-asked"])),
        ({"fault": "html", "times": 9}, (503, ["portone-cannot-be-asked"])),
        ({"fault": "malformed-json", "times": 9}, (503, ["portone-cannot-be-asked"])),
        ({"fault": "status", "status": 503}, (200, [])),
        ({"fault": "reset-before"}, (200, [])),
        ({"fault": "reset-after"}, (200, [])),
        ({"fault": "truncate", "bytes": 20}, (200, [])),
        ({"fault": "rate-limit", "retryAfter": 0}, (200, [])),
        ({"fault": "rate-limit", "retryAfter": 60}, (503, ["portone-cannot-be-asked"])),
        ({"fault": "extra-fields"}, (200, [])),
        ({"fault": "unknown-status", "status": "REVOKED"}, (422, ["not-verified"])),
        ({"fault": "not-found"}, (422, ["not-found"])),
    ],
    ids=str,
)
def test_trouble_of_portones_is_got_over_or_said_to_be_portones(
    box: SandboxHandle, backend: Backend, fault: dict[str, Any], expected: tuple[int, list[str]]
) -> None:
    id_, session = backend.start()
    box.put_verification(id_)
    box._call("POST", "/faults", {"match": {"operation": "getIdentityVerification"}, **fault})
    assert said(backend.finish(id_, session)) == expected


def test_a_wrong_secret_is_nobodys_failure_but_ours(box: SandboxHandle, sqlite_url: str, tmp_path: Path) -> None:
    settings = settings_for(box, sqlite_url, **DEVELOPMENT) | {"PORTONE_API_SECRET": "wrong"}
    with serving(tmp_path, **settings) as backend:
        assert said(backend.finish(*backend.start())) == (503, ["portone-cannot-be-asked"])
    assert "UNAUTHORIZED" in backend.log


@pytest.mark.parametrize("point", POINTS)
def test_a_backend_killed_while_it_writes_leaves_all_or_nothing_and_the_request_sent_again_is_answered(
    box: SandboxHandle, database_url: str, tmp_path: Path, point: Point
) -> None:
    settings = settings_for(box, database_url, **DEVELOPMENT)
    with serving(tmp_path, "tests.client.signup.dying_backend", **settings, DIES_AT=point) as backend:
        id_, session = backend.start()
        box.put_verification(id_)
        with pytest.raises(httpx.TransportError):
            backend.finish(id_, session)
        assert backend.process.wait() == -signal.SIGKILL
    written = point == "after-the-commit"
    assert count(database_url) == written
    with serving(tmp_path, **settings) as backend:
        assert said(backend.finish(id_, session)) == ((409, ["used-before"]) if written else (200, []))
        assert said(backend.finish(id_, session)) == (409, ["used-before"])
        id_, session = backend.start()
        box.put_verification(id_)
        assert said(backend.finish(id_, session)) == (409, ["already-a-member"])
    assert count(database_url) == 1


@contextmanager
def accounts_locked(url: str) -> Iterator[sa.Connection]:
    """Nobody can write an account until the block ends; the connection can look on."""
    engine = sa.create_engine(sa.make_url(url).set(drivername="postgresql+psycopg"))
    with engine.connect() as db, db.begin():
        db.execute(sa.text("LOCK TABLE signup_accounts IN SHARE MODE"))
        yield db
    engine.dispose()


def wait_for_a_writer(db: sa.Connection) -> None:
    """Until somebody stands at that lock; PostgreSQL has no event for it, so it is asked without a pause."""
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'signup_accounts'::regclass"
    while not db.execute(sa.text(waiting)).scalar_one():
        pass


@pytest.mark.postgresql
class TestBetweenTheCallAndTheCommit:
    """PortOne has answered, the account is not written yet."""

    def test_a_crash_leaves_nothing_and_a_retry_opens_the_account(
        self, box: SandboxHandle, postgresql_url: str, tmp_path: Path
    ) -> None:
        settings = settings_for(box, postgresql_url, **DEVELOPMENT)
        with serving(tmp_path, **settings) as backend, ThreadPoolExecutor(1) as elsewhere:
            id_, session = backend.start()
            box.put_verification(id_)
            with accounts_locked(postgresql_url) as db:
                answer = elsewhere.submit(backend.finish, id_, session)
                wait_for_a_writer(db)
                backend.kill()
            with pytest.raises(httpx.TransportError):
                answer.result()
        # Whatever the dead process had begun ends before or after the retry; there is one account in either case.
        with serving(tmp_path, **settings) as backend:
            assert said(backend.finish(id_, session)) in [(200, []), (409, ["used-before"])]
            assert said(backend.finish(id_, session)) == (409, ["used-before"])
        assert count(postgresql_url) == 1

    def test_an_answer_that_nobody_waits_for_is_one_account_and_the_retry_hears_so(
        self, box: SandboxHandle, postgresql_url: str, tmp_path: Path
    ) -> None:
        with serving(tmp_path, **settings_for(box, postgresql_url, **DEVELOPMENT)) as backend:
            id_, session = backend.start()
            box.put_verification(id_)
            with accounts_locked(postgresql_url) as db:
                hang_up = send_only(backend, id_, session)
                wait_for_a_writer(db)
                hang_up.close()
            assert said(backend.finish(id_, session)) in [(200, []), (409, ["used-before"])]
            assert said(backend.finish(id_, session)) == (409, ["used-before"])
        assert count(postgresql_url) == 1


def send_only(backend: Backend, id_: str, session: str) -> socket.socket:
    """A browser that sends its request and never reads the answer."""
    host, _, port = backend.base_url.removeprefix("http://").partition(":")
    body = f'{{"identityVerificationId": "{id_}"}}'
    head = f"POST /identity-verifications HTTP/1.1\r\nHost: {host}\r\nCookie: {session}\r\n"
    head += f"Content-Length: {len(body)}\r\n\r\n"
    browser = socket.create_connection((host, int(port)))
    browser.sendall((head + body).encode())
    return browser


USABLE = {"PORTONE_API_SECRET": "x", "PORTONE_STORE_ID": "store-1", "PORTONE_CHANNEL_KEY": "key"}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"PORTONE_API_SECRET": "x"}, "PORTONE_STORE_ID"),
        ({**USABLE, "DATABASE_URL": "nonsense-hunter2"}, "DATABASE_URL is sqlite:///FILE"),
        ({**USABLE, "DATABASE_URL": "mysql://a:hunter2@localhost/b"}, "not mysql"),
        ({**USABLE, "DATABASE_URL": "postgresql://a:hunter2@127.0.0.1:1/b"}, "DATABASE_URL cannot be used"),
        ({**USABLE, "DATABASE_URL": "sqlite:////nowhere/at/all.db"}, "DATABASE_URL cannot be used"),
        ({**USABLE, "PORTONE_API_SECRET": "x y", "DATABASE_URL": "sqlite://"}, "a credential has to be"),
        ({**USABLE, "PORTONE_API_BASE": "localhost"}, "PORTONE_API_BASE is scheme and host"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(settings: dict[str, str], said: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "client.signup"],
        cwd=ROOT,
        env=environment(**settings),
        capture_output=True,
        encoding="utf-8",
        timeout=30,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.count("\n") == 1
    assert said in ran.stderr
    assert "hunter2" not in ran.stderr
