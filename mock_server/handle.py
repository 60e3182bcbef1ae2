"""The tester's side in Python: a typed handle on one sandbox of a mock, over HTTP.

Lives here: ControlClient and SandboxHandle. May not: anything of a running server, so that they work on a
remote mock too; dependencies beyond the standard library (reading a scenario file has them and is loaded for one).
"""

import http.client
import json
import threading
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlencode, urlsplit

from .scenario_files import is_file, with_files_read


class ControlError(Exception):
    """A refused control call. `status`, `type` and `body` are the server's answer; the message is its message."""

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        super().__init__(f"{status} {body.get('type')}: {body.get('message')}")
        self.status = status
        self.type = body.get("type")
        self.body = body


@dataclass(frozen=True)
class ChannelHandle:
    """One channel of a sandbox, as the mock lists it."""

    name: str
    key: str
    type: str
    pg_provider: str
    pg_merchant_id: str


class ControlClient:
    """Calls of one mock's control paths, on a kept connection; safe to use from several threads."""

    def __init__(self, base_url: str, *, admin_token: str | None = None, timeout: float = 60.0) -> None:
        self.base_url = base_url.rstrip("/")
        self._parts = urlsplit(self.base_url)
        self._headers = {"Mock-Admin-Token": admin_token} if admin_token else {}
        self._timeout = timeout
        self._lock = threading.Lock()
        self._connection: http.client.HTTPConnection | None = None

    def call(self, method: str, path: str, body: Any = None, /, *, secret: str | None = None, **query: Any) -> Any:
        """The JSON answer of a control path (None for 204); ControlError for a refusal."""
        return _read(*self._asked(method, path, body, secret, query))

    def text(self, path: str, /, *, secret: str | None = None, **query: Any) -> str:
        """The answer of a control path that is no JSON, by GET; ControlError for a refusal."""
        return self._asked("GET", path, None, secret, query)[1].decode()

    def _asked(
        self, method: str, path: str, body: Any, secret: str | None, query: Mapping[str, Any]
    ) -> tuple[int, bytes]:
        headers = dict(self._headers)
        if secret is not None:
            headers["Authorization"] = f"PortOne {secret}"
        given = {name: str(value) for name, value in query.items() if value is not None}
        target = f"/_mock{path}" + (f"?{urlencode(given)}" if given else "")
        payload = None if body is None else json.dumps(body).encode()
        with self._lock:
            status, text = self._send(method, target, payload, headers)
        if status >= 400:
            refusal = _read(status, text)
            raise ControlError(status, refusal if isinstance(refusal, dict) else {})
        return status, text

    def _send(self, method: str, target: str, payload: bytes | None, headers: Mapping[str, str]) -> tuple[int, bytes]:
        for fresh in (self._connection is None, True):
            connection = self._connection = self._connected(fresh=fresh)
            try:
                connection.request(method, target, payload, dict(headers))
                response = connection.getresponse()
                return response.status, response.read()
            except (http.client.HTTPException, OSError) as error:
                # Whatever went wrong, the next call needs another connection. A kept one may have been closed
                # meanwhile, which is worth a second try; anything else is a real failure.
                self.close()
                if fresh or not isinstance(error, ConnectionError):
                    raise
        raise AssertionError

    def _connected(self, *, fresh: bool) -> http.client.HTTPConnection:
        if not fresh and self._connection is not None:
            return self._connection
        kind = http.client.HTTPSConnection if self._parts.scheme == "https" else http.client.HTTPConnection
        return kind(self._parts.hostname or "", self._parts.port, timeout=self._timeout)

    def wait(self, path: str, /, *, secret: str, count: int, timeout: float, **query: Any) -> Any:
        """The JSON answer of a path that waits, on a connection of its own: other calls need not wait for it."""
        with closing(ControlClient(self.base_url, timeout=self._timeout + timeout)) as apart:
            apart._headers = self._headers
            return apart.call("GET", path, secret=secret, count=count, timeout=f"{timeout:.3f}", **query)

    def close(self) -> None:
        """Close the kept connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def create_sandbox(self, scenario: object = None) -> "SandboxHandle":
        """A new sandbox with random credentials.

        `scenario` is a name, a file (its path, or a text with a dot or a slash in it), a scenario itself or a list of
        those; ScenarioError for a file that cannot be loaded.
        """
        body = {} if scenario is None else {"scenario": with_files_read(scenario)}
        return SandboxHandle(self, self.call("POST", "/sandboxes", body))

    def scenarios(self) -> list[dict[str, Any]]:
        """The scenarios that can be loaded by name: `{"name", "description", "source"}`."""
        scenarios: list[dict[str, Any]] = self.call("GET", "/scenarios")["scenarios"]
        return scenarios

    def default_sandbox(self) -> "SandboxHandle":
        """The default sandbox."""
        return SandboxHandle(self, self.call("GET", "/sandbox"))


def _read(status: int, text: bytes) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        shown = {"type": "no JSON", "message": f"{text[:60]!r} is no answer of portone-mock's"}
        raise ControlError(status, shown) from None


def _channels(described: Mapping[str, Any]) -> dict[str, ChannelHandle]:
    return {
        channel["name"]: ChannelHandle(
            channel["name"], channel["key"], channel["type"], channel["pgProvider"], channel["pgMerchantId"]
        )
        for channel in described["channels"]
    }


class SandboxHandle:
    """One sandbox: its credentials, and the control calls that are about it."""

    def __init__(self, client: ControlClient, described: Mapping[str, Any]) -> None:
        self._client = client
        self.base_url = client.base_url
        self.api_secret: str = described["apiSecret"]
        self.store_id: str = described["storeId"]
        self.channels = _channels(described)

    def _call(self, method: str, path: str, body: Any = None, /, **query: Any) -> Any:
        return self._client.call(method, path, body, secret=self.api_secret, **query)

    def put_verification(self, id_: str, **order: Any) -> dict[str, Any]:
        """Make or replace a verification; members as in PUT /_mock/verifications/{id} (status, person, channel …)."""
        answer: dict[str, Any] = self._call("PUT", f"/verifications/{quote(id_, safe='')}", order)
        return answer

    def verification(self, id_: str) -> dict[str, Any]:
        """One verification with its state, what is withheld and why, and its attempts."""
        answer: dict[str, Any] = self._call("GET", f"/verifications/{quote(id_, safe='')}")
        return answer

    def verifications(self, *, limit: int | None = None, offset: int | None = None) -> dict[str, Any]:
        """`{"verifications": […], "total"}`, oldest first."""
        answer: dict[str, Any] = self._call("GET", "/verifications", limit=limit, offset=offset)
        return answer

    def delete_verification(self, id_: str) -> None:
        """Remove a verification; ControlError 404 when there is none."""
        self._call("DELETE", f"/verifications/{quote(id_, safe='')}")

    def people(self) -> list[dict[str, Any]]:
        """Everyone who can be verified here."""
        people: list[dict[str, Any]] = self._call("GET", "/people")["people"]
        return people

    def put_person(self, person: str, **members: Any) -> dict[str, Any]:
        """Change or add a person; members that are not given stay as they are."""
        answer: dict[str, Any] = self._call("PUT", f"/people/{quote(person, safe='')}", members)
        return answer

    def fresh_person(self, like: str = "adult") -> dict[str, Any]:
        """A human being like that person whom nobody has used before."""
        answer: dict[str, Any] = self._call("POST", "/people", {"like": like})
        return answer

    def complete(self, id_: str, outcome: str, *, tx_id: str | None = None, **members: Any) -> dict[str, Any]:
        """End the newest attempt under way, or the one with that `identityVerificationTxId`.

        `{"verification", "browser"}`; takes person, customer, agency, afterSeconds. ControlError 409 when it is
        over, or when another attempt has succeeded.
        """
        named = {} if tx_id is None else {"identityVerificationTxId": tx_id}
        body = {"outcome": outcome, **named, **members}
        answer: dict[str, Any] = self._call("POST", f"/verifications/{quote(id_, safe='')}/complete", body)
        return answer

    def outcomes(self) -> list[dict[str, Any]]:
        """The closed list of outcomes, with what each leaves and what API and browser are told."""
        outcomes: list[dict[str, Any]] = self._call("GET", "/outcomes")["outcomes"]
        return outcomes

    def next(self, outcome: str, *, person: str | None = None, times: int = 1, **match: str) -> list[dict[str, Any]]:
        """Order an outcome for attempts to come, those that match (id, idPrefix, customerId, phoneNumber …) first.

        Everything that is ordered by then, in order.
        """
        order = {"outcome": outcome, "times": times, "match": match} | ({} if person is None else {"person": person})
        ordered: list[dict[str, Any]] = self._call("POST", "/next", order)["next"]
        return ordered

    def ordered(self) -> list[dict[str, Any]]:
        """What is ordered for attempts to come, in order."""
        ordered: list[dict[str, Any]] = self._call("GET", "/next")["next"]
        return ordered

    def forget_next(self) -> None:
        """Forget every ordered outcome."""
        self._call("DELETE", "/next")

    def clock(self) -> dict[str, Any]:
        """`{"now", "frozen"}`."""
        clock: dict[str, Any] = self._call("GET", "/clock")
        return clock

    def set_clock(self, now: str | None = None, *, frozen: bool | None = None) -> dict[str, Any]:
        """Set the clock (RFC 3339, or relative as `-90d`), and let it run or stand still; what is None stays."""
        given = {name: value for name, value in (("now", now), ("frozen", frozen)) if value is not None}
        clock: dict[str, Any] = self._call("PUT", "/clock", given)
        return clock

    def freeze(self, now: str | None = None) -> dict[str, Any]:
        """Let the clock stand still, now or at that time."""
        return self.set_clock(now, frozen=True)

    def advance(self, seconds: float) -> dict[str, Any]:
        """Move the clock on; birth dates go on counting from the day before."""
        clock: dict[str, Any] = self._call("POST", "/clock/advance", {"seconds": seconds})
        return clock

    def reset_clock(self) -> None:
        """Back to the machine's time."""
        self._call("DELETE", "/clock")

    def messages(self) -> list[dict[str, Any]]:
        """Every SMS that a customer got, newest first."""
        messages: list[dict[str, Any]] = self._call("GET", "/messages")["messages"]
        return messages

    def delete_messages(self) -> None:
        """Empty the inbox."""
        self._call("DELETE", "/messages")

    def requests(self, **filters: Any) -> list[dict[str, Any]]:
        """The journal, newest first; filters are members of a row (`status=401`, `operation="refreshToken"`)."""
        rows: list[dict[str, Any]] = self._call("GET", "/requests", **filters)["requests"]
        return rows

    def requests_as_lines(self, **filters: Any) -> str:
        """The journal as JSON Lines, oldest first: a row of `requests` in each line, for a file or a log."""
        return self._client.text("/requests", secret=self.api_secret, format="jsonl", **filters)

    def wait_for_requests(self, count: int = 1, timeout: float = 10.0, **filters: Any) -> list[dict[str, Any]]:
        """As `requests`, once there are so many; TimeoutError after so many seconds (at most 60)."""
        return self._waited("requests", count, timeout, filters)

    def wait_for_messages(self, count: int = 1, timeout: float = 10.0) -> list[dict[str, Any]]:
        """As `messages`, once there are so many; TimeoutError after so many seconds (at most 60)."""
        return self._waited("messages", count, timeout, {})

    def _waited(self, what: str, count: int, timeout: float, filters: Mapping[str, Any]) -> list[dict[str, Any]]:
        path = f"/{what}"
        answer = self._client.wait(path, secret=self.api_secret, count=count, timeout=timeout, **filters)
        rows: list[dict[str, Any]] = answer[what]
        if not answer["reached"]:
            raise TimeoutError(f"{len(rows)} {what}, not {count}, within {timeout:g} seconds: {rows}")
        return rows

    def order_fault(
        self,
        fault: str,
        *,
        match: Mapping[str, Any] | None = None,
        times: int | None = 1,
        probability: float = 1.0,
        **parameters: Any,
    ) -> dict[str, Any]:
        """Make something go wrong: `order_fault("status", status=503, match={"operation": "refreshToken"})`.

        The fault as the mock shows it (`faultId`, `fired` …); `times` None lasts.
        """
        order = {"fault": fault, "match": match or {}, "times": times, "probability": probability, **parameters}
        ordered: dict[str, Any] = self._call("POST", "/faults", order)
        return ordered

    def faults(self) -> list[dict[str, Any]]:
        """Every ordered fault, oldest first; `fired` 0 is one that has hit nothing."""
        faults: list[dict[str, Any]] = self._call("GET", "/faults")["faults"]
        return faults

    def forget_faults(self, fault_id: str | None = None) -> None:
        """Forget one fault, or all of them."""
        self._call("DELETE", "/faults" if fault_id is None else f"/faults/{quote(fault_id, safe='')}")

    def effects(self) -> dict[str, Any]:
        """`{"active", "faults", "clock", "next"}`: what can still act; `clock` None is the machine's time."""
        effects: dict[str, Any] = self._call("GET", "/effects")
        return effects

    def switch_off(self) -> None:
        """No fault, no ordered outcome, the machine's time; everything else stays as it is."""
        self._call("DELETE", "/effects")

    def describe(self) -> dict[str, Any]:
        """The sandbox as the mock shows it."""
        answer: dict[str, Any] = self._call("GET", "/sandbox")
        return answer

    def state(self) -> dict[str, Any]:
        """Everything that a reset would put back, but the journal, as a document for `put_state`."""
        document: dict[str, Any] = self._call("GET", "/state")
        return document

    def put_state(self, document: Mapping[str, Any]) -> Self:
        """Take over the world of a document, whole or (ControlError 400) not at all; credentials and tokens stay."""
        self._call("PUT", "/state", document)
        return self

    def load_scenario(self, name: str | PathLike[str]) -> Self:
        """Start anew from that scenario, to which `reset` returns from now on; its channels may be others.

        A name, or a file as in `create_sandbox`; ScenarioError for a file that cannot be loaded.
        """
        if is_file(name):
            file = Path(name)
            return self.load_scenario_text(json.dumps(with_files_read(file)), name=file.stem)
        self.channels = _channels(self._call("POST", f"/scenarios/{quote(str(name), safe='')}"))
        return self

    def scenario_text(self) -> str:
        """The sandbox's world as the text of a scenario file; its first lines say what that cannot carry."""
        return self._client.text("/scenario", secret=self.api_secret)

    def load_scenario_text(self, text: str, name: str | None = None) -> Self:
        """As `load_scenario`, of the text of a scenario file; ControlError 400, `at` with its line and column."""
        named = {} if name is None else {"name": name}
        self.channels = _channels(self._call("PUT", "/scenario", {"text": text, **named}))
        return self

    def check_scenario_text(self, text: str) -> dict[str, Any] | None:
        """What is wrong with the text of a scenario file: `{"line", "column", "message" …}`, or None. Loads nothing."""
        problem: dict[str, Any] | None = self._call("POST", "/scenario/check", {"text": text})["problem"]
        return problem

    def reset(self) -> Self:
        """Put everything back to the scenario; credentials and tokens stay valid."""
        self._call("POST", "/reset")
        return self

    def drop(self) -> None:
        """Drop the sandbox with all that it holds; dropping it again is harmless."""
        try:
            self._call("DELETE", "/sandbox")
        except ControlError as error:
            if error.status != HTTPStatus.UNAUTHORIZED:
                raise

    def __enter__(self) -> Self:
        """`with portone.sandbox() as box:` drops it at the end."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Drop it."""
        self.drop()
