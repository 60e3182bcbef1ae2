"""A sign-up that is right about dates, or wrong in the one way that BUG names; started by the probe as a process.

Lives here: the application, of the standard library alone. May not: which case catches what (test_fake_time.py).
"""

import json
import os
import urllib.error
import urllib.request
from datetime import UTC, date, datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote

BUG = os.environ.get("BUG", "")
LEAST = int(os.environ.get("LEAST_AGE", "14"))
SEOUL = timezone(timedelta(hours=9))


def today() -> date:
    if BUG == "UTC":
        return datetime.now(UTC).date()
    return date.today() if BUG == "server zone" else datetime.now(SEOUL).date()  # noqa: DTZ011 - it is the mistake


def is_old_enough(born: date) -> bool:
    now = today()
    if os.environ.get("YEAR_ALONE"):
        return now.year - born.year >= LEAST
    if BUG == "29 February is moved to a year that has none":
        return born <= now.replace(year=now.year - LEAST)
    if BUG == "29 February is 28 February" and (born.month, born.day) == (2, 29):
        born = born.replace(day=28)
    return (now.year - born.year) - ((now.month, now.day) < (born.month, born.day)) >= LEAST


def is_fresh(verified_at: str) -> bool:
    at = datetime.fromisoformat(verified_at)
    now = datetime.now(UTC)
    if BUG == "instants without their zone":
        at, now = at.replace(tzinfo=None), datetime.now()  # noqa: DTZ005 - it is the mistake
    return now - at <= timedelta(minutes=60)


def record_of(id_: str) -> Any:
    address = f"{os.environ['PORTONE_API_BASE']}/identity-verifications/{quote(id_, safe='')}"
    headers = {"Authorization": f"PortOne {os.environ['PORTONE_API_SECRET']}"}
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=5) as answer:
        return json.load(answer)


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        try:
            status = self.verdict(body["identityVerificationId"])
        except urllib.error.HTTPError:
            status = 422
        self.send_response(status)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def verdict(self, id_: str) -> int:
        record = record_of(id_)
        if record["status"] != "VERIFIED" or not is_fresh(record["verifiedAt"]):
            return 422
        try:
            return 200 if is_old_enough(date.fromisoformat(record["verifiedCustomer"]["birthDate"])) else 422
        except ValueError:
            return 500

    def log_message(self, *_: Any) -> None:
        """Nothing on stderr."""


ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
