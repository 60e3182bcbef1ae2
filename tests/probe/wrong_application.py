"""A small sign-up application with a switch for each mistake; without one it is right.

Lives here: the application, `serving` it. May not: which case catches what (test_wrong_applications.py).
"""

import json
import re
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from time import sleep
from typing import Any, Final

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.probe.wrong_asking import Asking, Told

SEOUL: Final = timezone(timedelta(hours=9))
LEAST: Final = 14
NAMES: Final = r"[가-힣]{2,20}"  # too narrow on purpose


class Shop(Asking):
    """`bug` names the one thing that is wrong with it; `returning` lets the same person in again."""

    def __init__(self, base_url: str, secret: str) -> None:
        super().__init__(base_url, secret)
        self.bug, self.returning, self.least = "", False, LEAST
        self.issued: dict[str, str] = {}
        self.used: set[str] = set()
        self.people: list[dict[str, Any]] = []
        self.lock = threading.Lock()

    def sign_up(self, body: Any, session: str) -> dict[str, Any]:
        """Who got in; Told where nobody did."""
        id_: Any = body.get("identityVerificationId") if isinstance(body, dict) else None
        if self.is_("an array is unpacked") and isinstance(id_, list):
            id_ = id_[0]
        if self.is_("whatever came is made a string"):
            id_ = str(id_)
        id_ = self._checked_id(id_, session)
        record = self._believed(self._record(id_, body), body, id_)
        self._check_record(record, id_)
        customer = record["verifiedCustomer"]
        if self.is_("birth date from the request"):
            customer = {**customer, "birthDate": body.get("birthDate") or customer.get("birthDate")}
        if self.is_("CI and DI from the request"):
            customer = {**customer, **{it: body[it] for it in ("ci", "di") if it in body}}
        self._check_customer(customer)
        self._check_age(customer)
        self._keep(id_, record, customer)
        return dict(customer)

    def _believed(self, record: dict[str, Any], body: dict[str, Any], id_: str) -> dict[str, Any]:
        """The record, and what else this application believes."""
        told: dict[str, Any] = {}
        if self.is_("status from the request") and body.get("status"):
            told = {"status": body["status"]}
        if self.is_("customData has to be JSON", "customData is believed") and "customData" in record:
            told = json.loads(record["customData"]).copy() if self.is_("customData is believed") else {}
            json.loads(record["customData"]).get("userId")
        if self.is_("a record in a record is what counts") and "identityVerification" in record:
            return dict(record["identityVerification"])
        if told:
            nobody = {"name": "x", "birthDate": "1990-01-01", "ci": id_}
            record = {"verifiedCustomer": nobody, "verifiedAt": datetime.now(UTC).isoformat()} | record
            record |= {"status": told["status"]}
            record["verifiedCustomer"] |= {it: told[it] for it in ("birthDate",) if it in told}
        return record

    def _checked_id(self, id_: Any, session: str) -> str:
        if self.is_("an id that is no string crashes") and not isinstance(id_, str):
            raise TypeError("id")
        careless = self.is_("the id goes into the path as it is", "the id is escaped like encodeURIComponent")
        if self.is_("ids for development are let in") and re.match("mock_|test_", str(id_)):
            raise Told(200, "let in")
        form = r"[A-Za-z0-9]{1,40}"
        if self.is_("an empty id is asked for"):
            form = r"[A-Za-z0-9]{0,40}"
        if self.is_("blanks around an id are cut off"):
            id_, form = str(id_).strip(), r"[A-Za-z0-9]{0,40}"
        if self.is_("two dots are all that an id may not have"):
            form = r"(?!.*\.\.)[^?#\s]{1,90}"
        if not isinstance(id_, str) or not (careless or re.fullmatch(form, id_)):
            raise Told(400, "unreadable id")
        owner = self.issued.get(id_)
        if self.issued and not careless and owner != session and not self.is_("anybody's id will do"):
            raise Told(422, "not issued to this session")
        if id_ in self.burnt:
            raise Told(409, "burnt")
        return id_

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
        if self.is_("the customer is looked at, not the status"):
            fine = "verifiedCustomer" in record
        if self.is_("SUCCESS and COMPLETED are let in"):
            fine = status in ("VERIFIED", "SUCCESS", "COMPLETED")
        if self.is_("READY burns the id") and status == "READY":
            self.burnt.add(id_)
        if not fine:
            raise Told(422, "not verified")
        if status in ("READY", "FAILED"):
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
        if self.is_("ten minutes are all that a verification counts"):
            longest = timedelta(minutes=10)
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

    def _check_age(self, customer: dict[str, Any]) -> None:  # noqa: C901 - likewise
        today, text = datetime.now(SEOUL).date(), customer.get("birthDate")
        if self.is_("the birth date is read under another name"):
            text = customer.get("birthday")
        unread = "no birth date is old enough", "the birth date is read under another name"
        if text is None and self.is_(*unread):
            return
        try:
            born = date.fromisoformat(text or "")
        except ValueError:
            if self.is_("an unreadable birth date is old enough") and text is not None:
                return
            raise Told(422, "no birth date") from None
        if self.is_("29 February is looked for in every year"):
            born.replace(year=born.year + self.least)
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
        if age < self.least and not self.is_("nobody is asked for their age"):
            raise Told(422, "too young")
        if born > today and not self.is_("age is a number without a sign"):
            raise Told(422, "too young")

    def _keep(self, id_: str, record: dict[str, Any], customer: dict[str, Any]) -> None:  # noqa: C901 - likewise
        person = {**customer, "site": (record.get("channel") or {}).get("pgMerchantId")}
        if self.is_("an absent DI is the text None"):
            person["di"] = str(person.get("di"))
        if self.is_("a DI is cut to 64 characters") and person.get("di"):
            person["di"] = person["di"][:64]
        if self.is_("who loses a race crashes"):
            self._crash_late(id_, person)
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
            if self.is_("who comes back has to have the phone they had") and self._has_another_phone(person):
                raise Told(409, "another phone")
            self.used.add(id_)
            self.people.append(person)

    def _crash_late(self, id_: str, person: dict[str, Any]) -> None:
        """As a unique index does whose error nobody catches."""
        if id_ not in self.used and not self._is_known(person):
            sleep(0.2)
            if id_ in self.used or self._is_known(person):
                raise RuntimeError("unique")

    def _has_another_phone(self, new: dict[str, Any]) -> bool:
        return any(self._is_same(it, new) and it.get("phoneNumber") != new.get("phoneNumber") for it in self.people)

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
        if self.is_("who has changed name and phone is somebody new"):
            return same("ci", "name") or same("ci", "phoneNumber") or same("di", "name") or same("di", "phoneNumber")
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
        customer = await run_in_threadpool(shop.sign_up, body, request.cookies.get("session", ""))
    except Told as told:
        return JSONResponse({"reason": told.reason}, told.status)
    except Exception as error:
        # What a framework does with a mistake, without its page.
        return JSONResponse({"reason": type(error).__name__}, 500)
    shown = {"customer": customer} if shop.is_("the whole customer is answered to the browser") else {}
    return JSONResponse({"reason": "", **shown})


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
