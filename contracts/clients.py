"""Whether a client library makes of an answer what it must: it is run by a small adapter of its language.

Lives here: running an adapter and the verdict of each vector. May not: serving (client_server.py), printing.
An adapter is a command that takes `BASE_URL SECRET OPERATION ID` and prints one JSON line:
`{"outcome": "record", "record": {…}}` with PortOne's member names, absent ones left out, `{"outcome": "done"}` after a
send or resend, or `{"outcome": "error", "type": "UNAUTHORIZED" | null, "pgCode"?, "pgMessage"?, "again"?}`. For
`tokenStory` it reads the id twice.
"""

import json
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

from .client_server import SECRET, STORY, Asked, serving
from .text import Text
from .vectors import AUTHORIZATIONS, ID, Vector

SECONDS: Final = 30
_STORY_LAW: Final = Text(
    "액세스 토큰이 만료되면 새로 받아 다시 조회한다.",
    "When the access token has expired, a new one is had and the read repeated.",
)
_MISSING: Final = object()


@dataclass(frozen=True)
class Made:
    """What a client made of one vector: nothing wrong, or what was received and what is documented."""

    number: str
    law: Text
    received: str = ""
    documented: str = ""
    # Whether it is an error of which the client does not tell if the same call may be sent again.
    is_untold: bool = False

    @property
    def is_right(self) -> bool:
        """Whether it is what a client must make of it."""
        return not self.received


def judged(command: Sequence[str], vectors: Iterable[Vector]) -> Iterator[Made]:
    """Each vector and at last the story of tokens, as many at a time as there are processors."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        yield from pool.map(lambda one: _made(command, one), [*vectors, None])


def _made(command: Sequence[str], vector: Vector | None) -> Made:
    number, law = (vector.number, vector.law) if vector is not None else ("TOKEN-01", _STORY_LAW)
    operation, id_ = (vector.operation, vector.id) if vector is not None else (STORY, ID)
    with serving(vector) as (base_url, asked):
        told = _ran([*command, base_url, SECRET, operation, id_])
    expected: Mapping[str, Any] = vector.expected if vector else {"outcome": "record", "members": {"status": "READY"}}
    wrong = _wrong(told, expected) or (_wrong_call(asked, vector) if vector is not None else None)
    return Made(number, law, *wrong) if wrong else Made(number, law, is_untold=_is_untold(told, expected))


def _ran(command: Sequence[str]) -> Any:
    """What the adapter printed, or a text that says why that is nothing."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS, check=False)  # noqa: S603 - it is the user's command
    except subprocess.TimeoutExpired:
        return f"nothing within {SECONDS} s"
    except OSError as error:
        return f"it cannot be run: {error.strerror}"
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    try:
        return (
            json.loads(lines[-1]) if lines else f"no line, exit status {done.returncode}: {done.stderr.strip()[-200:]}"
        )
    except ValueError:
        return f"no JSON: {lines[-1][:200]}"


def _wrong(told: Any, expected: Mapping[str, Any]) -> tuple[str, str] | None:
    """What is wrong with it, and what it should have been; None for nothing."""
    if not isinstance(told, dict):
        return str(told), "one JSON line"
    if told.get("outcome") != expected["outcome"]:
        return json.dumps(told, ensure_ascii=False)[:300], f"outcome {expected['outcome']}"
    if expected["outcome"] == "error":
        return _wrong_error(told, expected)
    if expected["outcome"] == "done":
        return None
    for path, value in expected["members"].items():
        found = _at(told.get("record"), path)
        if found != value:
            return (
                f"{path}: {'absent' if found is _MISSING else json.dumps(found, ensure_ascii=False)}",
                f"{path}: {value}",
            )
    for path in expected.get("absent", ()):
        if (found := _at(told.get("record"), path)) is not _MISSING:
            return f"{path}: {json.dumps(found, ensure_ascii=False)}", f"{path}: absent"
    return None


def _wrong_error(told: Mapping[str, Any], expected: Mapping[str, Any]) -> tuple[str, str] | None:
    for name in ("type", "pgCode", "pgMessage", "again"):
        # No client has to say whether to send again, and one that does has to be right.
        if name in expected and (name in told or name != "again") and told.get(name) != expected[name]:
            return f"{name} {told.get(name)}", f"{name} {expected[name]}"
    return None


def _is_untold(told: Any, expected: Mapping[str, Any]) -> bool:
    return "again" in expected and "again" not in told


def _wrong_call(asked: Sequence[Asked], vector: Vector) -> tuple[str, str] | None:
    """The last call has to be the vector's own: its path byte for byte but for a query, credential and body."""
    if not asked:
        return "no call", f"{vector.method} {vector.path}"
    last, wanted = asked[-1], f"{vector.method} {vector.path}"
    line = last.line.partition("?")[0]
    if line.lower() != wanted.lower():
        return line, wanted
    if last.authorization not in (f"PortOne {SECRET}", "Bearer token-1"):
        return f"Authorization: {last.authorization or 'absent'}", f"Authorization: {' or '.join(AUTHORIZATIONS)}"
    return _wrong_body("", last.body, vector.request.get("body", {}))


def _wrong_body(at: str, body: Any, wanted: Mapping[str, Any]) -> tuple[str, str] | None:
    """The first member that is not sent as it has to be; further ones are the client's own."""
    for name, value in wanted.items():
        found = body.get(name, _MISSING) if isinstance(body, dict) else _MISSING
        if isinstance(value, dict) and isinstance(found, dict):
            if wrong := _wrong_body(f"{at}{name}.", found, value):
                return wrong
        elif found != value:
            sent = "absent" if found is _MISSING else json.dumps(found, ensure_ascii=False)
            return f"sent {at}{name}: {sent}", f"sent {at}{name}: {json.dumps(value, ensure_ascii=False)}"
    return None


def _at(value: Any, path: str) -> Any:
    for name in path.split("."):
        if not isinstance(value, dict) or name not in value:
            return _MISSING
        value = value[name]
    return value
