"""Playing what a scenario expects of the API: every step over HTTP, and what came compared with what was expected.

Lives here: the player of the API's half. May not: what a correct integration decides, which is for an integration to
show; reading scenarios (scenario/), printing.
"""

import http.client
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from .clock import monotonic
from .domain.text import Text, particle
from .domain.wording import shown
from .handle import ControlError, SandboxHandle
from .scenario import Scenario, steps_of
from .scenario.expectations import CALLS

# Longer than any fault delays.
_TIMEOUT: Final = 700.0
_SUCCEEDED: Final = 200
_MISSING: Final = object()


class Came(NamedTuple):
    """What came of a step: no `status` where no whole answer did, no `body` where it is no JSON."""

    status: int | None
    body: Any
    seconds: float


class Difference(NamedTuple):
    """A step (counted from 1) that came out otherwise than expected."""

    step: int
    call: str
    text: Text

    def line(self, language: str) -> str:
        """The difference in `ko` or `en`."""
        if language == "ko":
            return f"{self.step}단계 {self.call}: {self.text.ko}"
        return f"step {self.step}, {self.call}: {self.text.en}"


def play(scenario: Scenario, box: SandboxHandle) -> list[Difference]:
    """Every difference from what the scenario expects of the API, played in a sandbox that stands at it."""
    player = Player(box)
    found = []
    for number, step in enumerate(steps_of(scenario), 1):
        call = next(name for name in CALLS if name in step)
        came = player.do(call, step[call])
        found += [Difference(number, call, text) for text in _differences(step, came)]
    return found


class Player:
    """One merchant's server: the calls of PortOne's API, and the tester's clock and completions."""

    def __init__(self, box: SandboxHandle) -> None:
        self._box = box
        self._address = urlsplit(box.base_url)
        self._authorization = f"PortOne {box.api_secret}"
        self._refresh_token = ""
        self._people = {person["person"]: person for person in box.people()}

    def do(self, call: str, value: Any) -> Came:
        """One step's call."""
        by_call: Mapping[str, Callable[[Any], Came]] = {
            "read": lambda id_: self._ask("GET", _path(id_)),
            "send": self._send,
            "confirm": lambda it: self._ask(
                "POST", f"{_path(it['id'])}/confirm", {"otp": it["otp"]} if "otp" in it else {}
            ),
            "resend": lambda id_: self._ask("POST", f"{_path(id_)}/resend"),
            "list": self._list,
            "login": self._login,
            "refresh": lambda _: self._kept(self._ask("POST", "/token/refresh", {"refreshToken": self._refresh_token})),
            "advance": self._advance,
            "complete": self._complete,
        }
        return by_call[call](value)

    def _send(self, it: Mapping[str, Any]) -> Came:
        person = self._people.get(it.get("person", "adult")) or self._variant(it["person"])
        method = it.get("method", "SMS")
        members = ("name", "phoneNumber", "identityNumber") if method == "SMS" else ("name", "phoneNumber")
        body = {
            "channelKey": self._box.channels[it.get("channel", "danal")].key,
            "customer": {name: person[name] for name in members} | {"ipAddress": "127.0.0.1"},
            "operator": it.get("operator", person["operator"]),
            "method": method,
        }
        custom = {"customData": it["customData"]} if "customData" in it else {}
        return self._ask("POST", f"{_path(it['id'])}/send", body | custom)

    def _variant(self, key: str) -> Mapping[str, Any]:
        """Someone such as adult~42, whom no list has: putting no change tells who that is."""
        self._people[key] = self._box.put_person(key)
        return self._people[key]

    def _list(self, wanted: Mapping[str, Any]) -> Came:
        query = urlencode({"requestBody": json.dumps({"filter": wanted})})
        return self._ask("GET", f"/identity-verifications?{query}")

    def _login(self, kind: str) -> Came:
        member = {"api-secret": "apiSecret", "api-key": "apiKey"}[kind]
        return self._kept(self._ask("POST", f"/login/{kind}", {member: self._box.api_secret}))

    def _kept(self, came: Came) -> Came:
        if came.status == _SUCCEEDED:
            self._refresh_token = came.body["refreshToken"]
            self._authorization = f"Bearer {came.body['accessToken']}"
        return came

    def _advance(self, seconds: float) -> Came:
        self._box.advance(seconds)
        return Came(_SUCCEEDED, None, 0.0)

    def _complete(self, it: Mapping[str, Any]) -> Came:
        person = {"person": it["person"]} if "person" in it else {}
        try:
            return Came(_SUCCEEDED, self._box.complete(it["id"], it["outcome"], **person), 0.0)
        except ControlError as error:
            return Came(error.status, error.body, 0.0)

    def _ask(self, method: str, target: str, body: Any = None) -> Came:
        """One call on a connection of its own, which a fault may cut."""
        started = monotonic()
        connection = http.client.HTTPConnection(self._address.hostname or "", self._address.port, timeout=_TIMEOUT)
        sent = None if body is None else json.dumps(body)
        try:
            connection.request(method, target, sent, {"Authorization": self._authorization})
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            return Came(None, None, monotonic() - started)
        finally:
            connection.close()
        return Came(answer.status, _json(text), monotonic() - started)


def _path(id_: str) -> str:
    return f"/identity-verifications/{quote(id_, safe='')}"


def _json(text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return _MISSING


def _differences(step: Mapping[str, Any], came: Came) -> Iterator[Text]:
    least = step.get("takesAtLeast", 0.0)
    if came.seconds < least:
        yield Text(
            f"{least:g}초는 걸려야 하는데 {came.seconds:.3f}초 걸렸습니다",
            f"it took {came.seconds:.3f} s, not {least:g} s or more",
        )
    if step.get("lost", False) or came.status is None:
        if step.get("lost", False) != (came.status is None):
            yield _lost_or_not(came)
        return
    status = step.get("status", _SUCCEEDED)
    if came.status != status:
        yield _otherwise("status", came.status, status, came.body)
    is_broken = came.body is _MISSING
    if step.get("broken", False) != is_broken:
        yield Text("본문이 JSON이 아닙니다", "the body is no JSON") if is_broken else _not_broken(came)
    if not is_broken:
        yield from _in_body(step, came.body)


def _lost_or_not(came: Came) -> Text:
    if came.status is None:
        return Text("응답이 오지 않았습니다", "no answer came")
    return Text(
        f"응답이 오지 않아야 하는데 {particle(came.status, '이/가')} 왔습니다",
        f"{came.status} was answered, and no answer was expected",
    )


def _not_broken(came: Came) -> Text:
    return Text("본문이 깨져 있어야 하는데 JSON입니다", f"the body is JSON, and was to be broken: {shown(came.body)}")


def _in_body(step: Mapping[str, Any], body: Any) -> Iterator[Text]:
    wanted = {**({"type": step["type"]} if "type" in step else {}), **step.get("body", {})}
    for path, value in wanted.items():
        found = _at(body, path)
        if _written(found) != _written(value):
            yield _otherwise(path, found, value, body)
    for path in step.get("present", ()):
        if _at(body, path) is _MISSING:
            yield Text(f"{particle(path, '이/가')} 없습니다", f"{path} is not there")
    for path in step.get("absent", ()):
        if (found := _at(body, path)) is not _MISSING:
            yield Text(
                f"{particle(path, '이/가')} 없어야 하는데 {shown(found)}입니다", f"{path} is there: {shown(found)}"
            )


def _otherwise(path: str, found: Any, wanted: Any, body: Any) -> Text:
    told = "" if found is not _MISSING and path != "status" else f" ({shown(body)})" if body is not _MISSING else ""
    said = "–" if found is _MISSING else shown(found)
    return Text(
        f"{path}: {shown(wanted)}이어야 하는데 {said}입니다{told}", f"{path} is {said}, not {shown(wanted)}{told}"
    )


def _at(body: Any, path: str) -> Any:
    """What stands at a path with dots; items of lists have numbers from 0."""
    for part in path.split("."):
        if isinstance(body, Mapping) and part in body:
            body = body[part]
        elif isinstance(body, list) and part.isdigit() and int(part) < len(body):
            body = body[int(part)]
        else:
            return _MISSING
    return body


def _written(value: Any) -> Any:
    """A value as a scenario writes it: a text."""
    return value if isinstance(value, str) or value is _MISSING else json.dumps(value, ensure_ascii=False)
