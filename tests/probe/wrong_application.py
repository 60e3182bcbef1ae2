"""A small sign-up application with a switch for each mistake; without one it is right.

Lives here: the application, `serving` it. May not: which case catches what (test_wrong_applications.py).
"""

import re
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from time import sleep
from typing import Any, Final
from urllib.parse import quote

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

SEOUL: Final = timezone(timedelta(hours=9))
LEAST: Final = 14
NAMES: Final = r"[가-힣]{2,20}"  # too narrow on purpose


class Told(Exception):  # noqa: N818 - an answer
    """How a call ends early: status and reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


class Shop:
    """`bug` names the one thing that is wrong with it; `returning` lets the same person in again."""

    def __init__(self, base_url: str, secret: str) -> None:
        self.base_url, self.secret, self.bug, self.returning = base_url, secret, "", False
        self.issued: dict[str, str] = {}
        self.used: set[str] = set()
        self.burnt: set[str] = set()
        self.people: list[dict[str, Any]] = []
        self.lock = threading.Lock()
        self.http = httpx.Client(trust_env=False, timeout=10)
        self.token: tuple[str, str] | None = None

    def is_(self, *bugs: str) -> bool:
        return self.bug in bugs

    def sign_up(self, body: Any, session: str) -> None:
        """Told unless somebody gets in."""
        id_: Any = body.get("identityVerificationId") if isinstance(body, dict) else None
        if self.is_("an array is unpacked") and isinstance(id_, list):
            id_ = id_[0]
        self._check_id(id_, session)
        record = self._record(id_)
        if self.is_("status from the request") and body.get("status"):
            record = {**record, "status": body["status"]}
            record.setdefault("verifiedCustomer", {"name": "x", "birthDate": "1990-01-01", "ci": id_})
            record.setdefault("verifiedAt", datetime.now(UTC).isoformat())
        self._check_record(record, id_)
        customer = record["verifiedCustomer"]
        if self.is_("birth date from the request"):
            customer = {**customer, "birthDate": body.get("birthDate") or customer.get("birthDate")}
        self._check_customer(customer)
        self._check_age(customer)
        self._keep(id_, record, customer)

    def _check_id(self, id_: Any, session: str) -> None:
        if self.is_("an id that is no string crashes") and not isinstance(id_, str):
            raise TypeError("id")
        careless = self.is_("the id goes into the path as it is", "the id is escaped like encodeURIComponent")
        form = r"[A-Za-z0-9]{1,40}"
        if self.is_("an empty id is asked for"):
            form = r"[A-Za-z0-9]{0,40}"
        if not isinstance(id_, str) or not (careless or re.fullmatch(form, id_)):
            raise Told(400, "unreadable id")
        owner = self.issued.get(id_)
        if self.issued and not careless and owner != session and not self.is_("anybody's id will do"):
            raise Told(422, "not issued to this session")
        if id_ in self.burnt:
            raise Told(409, "burnt")

    def _record(self, id_: str) -> dict[str, Any]:  # noqa: C901 - a switch for each mistake
        try:
            answer = self._asked(id_)
        except httpx.HTTPError:
            self._failed(id_, "unreachable")
        if answer.status_code == 404:
            if self.is_("a 404 crashes"):
                raise KeyError("status")
            if self.is_("a 404 is asked again"):
                for _ in range(5):
                    self._asked(id_)
            if self.is_("a 404 burns the id"):
                self.burnt.add(id_)
            raise Told(422, "not found")
        if answer.status_code in (401, 403) and self.is_("a 401 is told as a failed verification"):
            raise Told(422, "verification failed")
        if answer.status_code == 429 and self.is_("a 429 is told as a failed verification"):
            raise Told(422, "verification failed")
        if answer.status_code != 200:
            self._failed(id_, f"status {answer.status_code}")
        try:
            found = answer.json()
        except ValueError:
            if self.is_("what is no JSON crashes"):
                raise
            self._failed(id_, "no JSON")
        if not isinstance(found, dict):
            raise Told(503, "no record")
        return found

    def _failed(self, id_: str, why: str) -> Any:
        if self.is_("an outage is told as a failed verification"):
            raise Told(422, "verification failed")
        if self.is_("an outage lets people in"):
            raise Told(200, "let in")
        if self.is_("an outage crashes"):
            raise RuntimeError(why)
        if self.is_("an outage burns the id"):
            self.burnt.add(id_)
        raise Told(503, why)

    def _asked(self, id_: str) -> httpx.Response:
        safe = "" if not self.is_("the id is escaped like encodeURIComponent") else "!~*'()"
        path = id_ if self.is_("the id goes into the path as it is") else quote(id_, safe=safe)
        url = f"{self.base_url}/identity-verifications/{path}"
        for turn in range(12 if self.is_("an outage is hammered") else 2):
            if self.token is None or self.is_("every request logs in"):
                self._log_in()
            token = self.token
            assert token
            try:
                answer = self.http.get(url, headers={"Authorization": f"Bearer {token[0]}"})
            except httpx.RemoteProtocolError:
                if turn:
                    raise
                continue
            if answer.status_code == 401 and turn == 0 and not self.is_("a token is never renewed"):
                self._refresh(token)
                continue
            if answer.status_code < 500 or (turn and not self.is_("an outage is hammered")):
                return answer
        return answer

    def _log_in(self) -> None:
        answer = self.http.post(f"{self.base_url}/login/api-secret", json={"apiSecret": self.secret})
        if answer.status_code != 200:
            if self.is_("a failed login is told as a failed verification"):
                raise Told(422, "verification failed")
            raise Told(503, "login")
        self.token = answer.json()["accessToken"], answer.json()["refreshToken"]

    def _refresh(self, token: tuple[str, str]) -> None:
        if self.is_("a failed login is told as a failed verification"):
            self.token = None
            return
        answer = self.http.post(f"{self.base_url}/token/refresh", json={"refreshToken": token[1]})
        if answer.status_code == 200:
            self.token = answer.json()["accessToken"], answer.json()["refreshToken"]
        elif self.is_("a dead refresh token is the end"):
            raise Told(422, "session over")
        else:
            self.token = None

    def _check_record(self, record: dict[str, Any], id_: str) -> None:  # noqa: C901 - likewise
        status = str(record.get("status"))
        fine = status == "VERIFIED"
        if self.is_("READY is let in"):
            fine = status in ("VERIFIED", "READY")
        if self.is_("FAILED is let in"):
            fine = status in ("VERIFIED", "FAILED")
        if self.is_("the status is matched loosely"):
            fine = re.search("verified", status, re.IGNORECASE) is not None
        if self.is_("whatever has not failed is let in"):
            fine = status not in ("READY", "FAILED", "None")
        if self.is_("READY burns the id") and status == "READY":
            self.burnt.add(id_)
        if not fine:
            raise Told(422, "not verified")
        if self.is_("READY is let in", "FAILED is let in") and "verifiedCustomer" not in record:
            raise Told(200, "let in")
        if not isinstance(record.get("verifiedCustomer"), dict):
            raise Told(200 if self.is_("nobody in it is somebody") else 422, "nobody")
        if record.get("version") != "V2" and not self.is_("V1 is let in"):
            raise Told(422, "not V2")
        channel = record["channel"] if self.is_("a channel has to be there") else record.get("channel") or {}
        if channel.get("type") == "TEST" and not self.is_("TEST is let in"):
            raise Told(422, "not live")
        self._check_fresh(record)
        known = {"status", "id", "channel", "verifiedCustomer", "requestedAt", "updatedAt", "statusChangedAt"}
        known |= {"verifiedAt", "pgTxId", "pgRawResponse", "version", "customData"}
        if self.is_("unknown members are refused") and set(record) - known:
            raise Told(422, "unknown members")

    def _check_fresh(self, record: dict[str, Any]) -> None:
        longest = timedelta(days=1) if self.is_("an hour is a day") else timedelta(minutes=60)
        verified_at = datetime.fromisoformat(record["verifiedAt"])
        if datetime.now(UTC) - verified_at > longest and not self.is_("any age of a verification will do"):
            raise Told(422, "not fresh")

    def _check_customer(self, customer: dict[str, Any]) -> None:
        for member in ("gender", "phoneNumber", "operator", "isForeigner"):
            if self.is_(f"{member} has to be there"):
                customer[member]
        if self.is_("a CI has to be there"):
            customer["ci"].upper()
        if self.is_("a DI has to be there") and not customer.get("di"):
            raise Told(422, "no DI")
        if self.is_("names are two to twenty syllables") and not re.fullmatch(NAMES, customer["name"]):
            raise Told(422, "name")
        if self.is_("foreigners are turned away") and customer.get("isForeigner"):
            raise Told(422, "foreigner")

    def _check_age(self, customer: dict[str, Any]) -> None:
        today, text = datetime.now(SEOUL).date(), customer.get("birthDate")
        if text is None and self.is_("no birth date is old enough"):
            return
        try:
            born = date.fromisoformat(text or "")
        except ValueError:
            if self.is_("an unreadable birth date is old enough") and text is not None:
                return
            raise Told(422, "no birth date") from None
        birthday = (today.month, today.day) >= (born.month, born.day)
        if self.is_("the birthday itself does not count"):
            birthday = (today.month, today.day) > (born.month, born.day)
        if self.is_("only years are subtracted"):
            birthday = True
        age = today.year - born.year - (not birthday)
        if self.is_("age is a number without a sign"):
            age = abs(today.year - born.year) * 20
        if self.is_("a fixed year is old enough") and born.year > 2006:
            raise Told(422, "too young")
        if age < LEAST and not self.is_("nobody is asked for their age"):
            raise Told(422, "too young")
        if born > today and not self.is_("age is a number without a sign"):
            raise Told(422, "too young")

    def _keep(self, id_: str, record: dict[str, Any], customer: dict[str, Any]) -> None:
        person = {**customer, "site": (record.get("channel") or {}).get("pgMerchantId")}
        if self.is_("two at once are both let in"):
            if not self._is_known(person):
                sleep(0.2)
                self.people.append(person)
                return
            raise Told(409, "a member")
        if self.is_("an id at once is used twice") and id_ not in self.used:
            sleep(0.2)
            self.used.add(id_)
            return
        with self.lock:
            if id_ in self.used and not self.is_("an id can be used again"):
                raise Told(409, "used")
            if not self.returning and self._is_known(person):
                raise Told(409, "a member")
            if self.is_("who comes back is turned away") and self._is_known(person):
                raise Told(409, "a member")
            self.used.add(id_)
            self.people.append(person)

    def _is_known(self, new: dict[str, Any]) -> bool:
        if self.is_("nobody is looked up"):
            return False
        return any(self._is_same(old, new) for old in self.people)

    def _is_same(self, old: dict[str, Any], new: dict[str, Any]) -> bool:
        def same(*members: str) -> bool:
            return all(old.get(it) and old.get(it) == new.get(it) for it in members)

        if self.is_("a phone is a person"):
            return same("phoneNumber")
        if self.is_("a name and a birth date are a person"):
            return same("name", "birthDate")
        if self.is_("no DI is a DI") and old.get("di") == new.get("di"):
            return True
        if self.is_("DI or else CI is one key"):
            return (old.get("di") or old.get("ci")) == (new.get("di") or new.get("ci"))
        if self.is_("the name has to be the same, too"):
            return same("ci", "name")
        return same("ci") or same("di", "site")


async def start(request: Request) -> Response:
    shop: Shop = request.app.state.shop
    id_, session = secrets.token_hex(10), request.cookies.get("session") or secrets.token_hex(8)
    shop.issued[id_] = session
    answer = JSONResponse({"identityVerificationId": id_})
    answer.set_cookie("session", session)
    return answer


async def finish(request: Request) -> Response:
    shop: Shop = request.app.state.shop
    try:
        body = await request.json()
        await run_in_threadpool(shop.sign_up, body, request.cookies.get("session", ""))
    except Told as told:
        return JSONResponse({"reason": told.reason}, told.status)
    except Exception as error:
        # What a framework does with a mistake, without its page.
        return JSONResponse({"reason": type(error).__name__}, 500)
    return JSONResponse({"reason": ""})


@contextmanager
def serving(shop: Shop) -> Iterator[str]:
    """The address of the application, until the block ends."""
    routes = [
        Route("/identity-verifications/start", start, methods=["POST"]),
        Route("/identity-verifications", finish, methods=["POST"]),
    ]
    app = Starlette(routes=routes)
    app.state.shop = shop
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
            shop.http.close()
