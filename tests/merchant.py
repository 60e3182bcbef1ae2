"""A merchant's server and its tester in one: the calls of the API mode, of the window, and of the control paths.

Lives here: making those calls over any httpx client, on a socket or in process. May not: expectations.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from .in_process import portone

OTP = "000000"
WRONG_OTP = "999999"
LATE = 181


class Merchant:
    """One sandbox, by its secret; without `store_id` calls name no store. Nothing raises for a refusal."""

    def __init__(
        self,
        client: httpx.Client,
        secret: str = "mock-api-secret",
        store_id: str | None = None,
        people: dict[str, Any] | None = None,
    ) -> None:
        self.client = client
        self.secret = secret
        self.store_id = store_id
        self._people = people

    def at(self, store_id: str) -> Merchant:
        """The same sandbox, in another of its stores."""
        return Merchant(self.client, self.secret, store_id, self._people)

    def call(self, method: str, path: str, json: Any = None, **options: Any) -> httpx.Response:
        """A call of PortOne's with the secret."""
        headers = portone(self.secret) | options.pop("headers", {})
        return self.client.request(method, path, json=json, headers=headers, **options)

    def control(self, method: str, path: str, json: Any = None, **options: Any) -> httpx.Response:
        """A call of a control path."""
        return self.call(method, f"/_mock{path}", json, **options)

    def person(self, key: str) -> dict[str, Any]:
        """Someone of the roster, as the control path lists them."""
        person: dict[str, Any] = self.people()[key]
        return person

    def people(self) -> dict[str, Any]:
        """Everyone of the roster by key, as they were when first asked for."""
        if self._people is None:
            self._people = {each["person"]: each for each in self.control("GET", "/people").json()["people"]}
        return self._people

    def described(self, key: str = "adult", method: str = "SMS") -> dict[str, Any]:
        """That person as the `customer` of a send describes them."""
        members = ("name", "phoneNumber", "identityNumber") if method == "SMS" else ("name", "phoneNumber")
        return {name: self.person(key)[name] for name in members} | {"ipAddress": "203.0.113.7"}

    def body(self, person: str = "adult", method: str = "SMS", **members: Any) -> dict[str, Any]:
        """The body of a send, about that person unless it says otherwise; `customer` is merged."""
        customer = self.described(person, method) | members.pop("customer", {})
        store = {"storeId": self.store_id} if self.store_id else {}
        asked = {"channelKey": "channel-key-danal", "operator": "SKT", "method": method, **store, **members}
        return {**asked, "customer": {name: value for name, value in customer.items() if value is not None}}

    def post(self, id_: str, operation: str, body: Any = None, key: str = "") -> httpx.Response:
        """Any of the three calls, under that Idempotency-Key if it is one."""
        return self.call("POST", f"{_path(id_)}/{operation}", body, headers={"Idempotency-Key": key} if key else {})

    def send(self, id_: str, person: str = "adult", method: str = "SMS", **members: Any) -> httpx.Response:
        """POST …/send."""
        return self.call("POST", f"{_path(id_)}/send", self.body(person, method, **members))

    def resend(self, id_: str) -> httpx.Response:
        """POST …/resend."""
        return self.call("POST", f"{_path(id_)}/resend", params=self._store())

    def confirm(self, id_: str, otp: str | None = OTP, **options: Any) -> httpx.Response:
        """POST …/confirm."""
        body = self._store() if otp is None else {"otp": otp, **self._store()}
        return self.call("POST", f"{_path(id_)}/confirm", body, **options)

    def read(self, id_: str) -> httpx.Response:
        """PortOne's single read."""
        return self.call("GET", _path(id_), params=self._store())

    def list(self, **query: Any) -> httpx.Response:
        """PortOne's list, its query in the body."""
        return self.call("GET", "/identity-verifications", query)

    def open_window(self, id_: str, person: str = "adult", **members: Any) -> httpx.Response:
        """What the browser SDK does before it shows a window."""
        customer = {"fullName": self.person(person)["name"], "phoneNumber": self.person(person)["phoneNumber"]}
        store_id = self.store_id or self.control("GET", "/sandbox").json()["storeId"]
        begin = {"storeId": store_id, "identityVerificationId": id_, "customer": customer, **members}
        return self.client.post("/browser/attempts", json=begin)

    def complete(self, id_: str, outcome: str, **members: Any) -> httpx.Response:
        """End the attempt under way."""
        return self.control("POST", f"/verifications/{quote(id_, safe='')}/complete", {"outcome": outcome, **members})

    def shown(self, id_: str) -> httpx.Response:
        """The verification as a tester sees it."""
        return self.control("GET", f"/verifications/{quote(id_, safe='')}")

    def state(self, id_: str) -> str:
        """Where the verification stands in the life cycle."""
        answer = self.shown(id_)
        return str(answer.json()["state"]) if answer.status_code == 200 else "never-started"

    def advance(self, seconds: float) -> None:
        """Move the sandbox's clock on."""
        assert self.control("POST", "/clock/advance", {"seconds": seconds}).status_code == 200

    def messages(self) -> Any:
        """The inbox, newest first."""
        return self.control("GET", "/messages").json()["messages"]

    def _store(self) -> dict[str, str]:
        return {"storeId": self.store_id} if self.store_id else {}


def _path(id_: str) -> str:
    return f"/identity-verifications/{quote(id_, safe='')}"
