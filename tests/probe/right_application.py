"""A right application of another make: WSGI without a framework, `sqlite3`, and every answer a 200 whose JSON decides.

Lives here: the application, `serving` it. May not: a mistake (wrong_application.py has those).
"""

import json
import re
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any, Final
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from tests.served import served

SEOUL: Final = timezone(timedelta(hours=9))
LEAST: Final = 19
LONGEST_BODY: Final = 20_000
PATIENCE_SECONDS: Final = 5
# How its verdicts are read: `--accepted` and `--later`.
ACCEPTED: Final = (("verdict.word", "WELCOME"),)
LATER: Final = (("verdict.word", "RETRY"),)


class Verdict(Exception):  # noqa: N818 - an answer
    """What the page is told."""


class Desk:
    """Lets adults by the Youth Protection Act in, as often as they come, with a verification each time."""

    def __init__(self, base_url: str, secret: str, database: Path) -> None:
        self.base_url, self.secret, self.database = base_url, secret, database
        with self._open() as db:
            db.execute("CREATE TABLE used (id TEXT PRIMARY KEY)")

    def __call__(self, environ: dict[str, Any], answer: Callable[..., Any]) -> list[bytes]:
        """WSGI."""
        length = int(environ.get("CONTENT_LENGTH") or 0)
        sent = environ["wsgi.input"].read(length) if length <= LONGEST_BODY else b""
        try:
            self._let_in(sent)
            word = "WELCOME"
        except Verdict as verdict:
            word = str(verdict)
        body = json.dumps({"verdict": {"word": word}}).encode()
        answer("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    def _let_in(self, sent: bytes) -> None:
        try:
            id_ = json.loads(sent)["identityVerificationId"]
        except (ValueError, KeyError, TypeError):
            raise Verdict("REFUSED") from None
        if not isinstance(id_, str) or not re.fullmatch("[A-Za-z0-9]{1,40}", id_):
            raise Verdict("REFUSED")
        record = self._read(id_)
        if record.get("status") != "VERIFIED" or record.get("version") != "V2":
            raise Verdict("REFUSED")
        if (record.get("channel") or {}).get("type") == "TEST":
            raise Verdict("REFUSED")
        self._check(record)
        self._use(id_)

    def _read(self, id_: str) -> dict[str, Any]:
        request = urllib.request.Request(
            f"{self.base_url}/identity-verifications/{id_}", headers={"Authorization": f"PortOne {self.secret}"}
        )
        # No redirect is followed: urllib would take the header along.
        opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=PATIENCE_SECONDS) as answer:
                found = json.loads(answer.read())
        except urllib.error.HTTPError as error:
            with closing(error):
                raise Verdict("REFUSED" if error.code == 404 else "RETRY") from None
        except (OSError, ValueError, urllib.error.URLError):
            raise Verdict("RETRY") from None
        except Exception as error:
            # http.client.IncompleteRead and its like are no OSError.
            raise Verdict("RETRY") from error
        if not isinstance(found, dict):
            raise Verdict("RETRY")
        return found

    def _check(self, record: dict[str, Any]) -> None:
        try:
            born = date.fromisoformat(record["verifiedCustomer"]["birthDate"])
            verified = datetime.fromisoformat(record["verifiedAt"])
        except (KeyError, TypeError, ValueError):
            raise Verdict("REFUSED") from None
        now = datetime.now(SEOUL)
        if now - verified > timedelta(minutes=10) or now.year - born.year < LEAST:
            raise Verdict("REFUSED")

    def _use(self, id_: str) -> None:
        try:
            with self._open() as db:
                db.execute("INSERT INTO used VALUES (?)", (id_,))
        except sqlite3.IntegrityError:
            raise Verdict("REFUSED") from None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.database, timeout=PATIENCE_SECONDS)) as connection, connection:
            yield connection


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Not followed: the answer stays an error."""


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nothing on stderr."""


@contextmanager
def serving(desk: Desk) -> Iterator[str]:
    """Its address, until the block ends."""
    with served(make_server("127.0.0.1", 0, desk, _Threads, _Silent)) as url:
        yield url
