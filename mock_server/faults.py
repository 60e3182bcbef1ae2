"""Making ordered faults happen: before the work is done, and to the answer afterwards.

Lives here: the two moments at which a fault acts. May not: the list of faults and matching (domain/faults.py), orders
(control/faults.py). A sandbox without faults never comes here.
"""

import asyncio
import re
from typing import Any, Final

import msgspec

from .answer import Answer, Headers, encode, of_refusal
from .domain.errors import Refusal
from .domain.faults import CHANGES, Fault, Target, hits
from .domain.faults import changed as changed_json
from .store.sandbox import Sandbox

_HTML: Final = (
    b"<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1>"
    b"<p>portone-mock: the fault html</p></body></html>"
)
_HEADER_NAME: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}", re.ASCII)


class Replaced(Exception):  # noqa: N818 - an answer, not a malfunction
    """A fault answers in place of the operation."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


class Effects:
    """The faults that hit one call, and what the wire is to do with its answer."""

    __slots__ = ("cut_at", "fired", "reset")

    def __init__(self, fired: list[Fault]) -> None:
        self.fired = fired
        self.reset = False
        self.cut_at: int | None = None

    @property
    def names(self) -> str:
        """The faults for the journal."""
        return ", ".join(fault.fault for fault in self.fired)


def hit_by(sandbox: Sandbox, target: Target) -> Effects | None:
    """The faults of this sandbox that hit that call."""
    fired = [fault for fault in sandbox.faults if hits(fault, target, lambda: _chance(sandbox))]
    return Effects(fired) if fired else None


def _chance(sandbox: Sandbox) -> float:
    return int(sandbox.ids("chance")[:8], 16) / 2**32


async def before(effects: Effects) -> None:
    """What happens before any work: waiting, or an answer in place of the work (Replaced)."""
    for fault in effects.fired:
        if fault.fault == "delay":
            await asyncio.sleep(fault.parameters["seconds"])
    for fault in effects.fired:
        answer = _instead(fault)
        if answer is not None:
            raise Replaced(answer)
        if fault.fault == "reset-before":
            effects.reset = True
            raise Replaced(Answer(502, b"", headers=(), why="The connection was reset before any work was done."))


def _instead(fault: Fault) -> Answer | None:
    if fault.fault == "status":
        return _of_status(fault.parameters)
    if fault.fault == "html":
        return Answer(502, _HTML, headers=((b"content-type", b"text/html; charset=utf-8"),), why="The fault html.")
    if fault.fault == "rate-limit":
        return _rate_limited(fault.parameters.get("retryAfter"))
    refusal = _REFUSALS.get(fault.fault)
    return of_refusal(Refusal(refusal[0], refusal[1], why=refusal[2])) if refusal else None


_REFUSALS: Final = {
    "token-expired": (
        "UNAUTHORIZED",
        "액세스 토큰이 만료되었습니다. POST /token/refresh 로 새로 받으세요.",
        "The fault token-expired: the token counts as expired for this call.",
    ),
    "refresh-dead": (
        "UNAUTHORIZED",
        "리프레시 토큰을 더 이상 쓸 수 없습니다. 다시 로그인하세요.",
        "The fault refresh-dead: the refresh token counts as ended for this call.",
    ),
    "not-found": (
        "IDENTITY_VERIFICATION_NOT_FOUND",
        "본인인증 내역을 찾을 수 없습니다.",
        "The fault not-found: the id counts as unknown for this call.",
    ),
}


def _of_status(parameters: Any) -> Answer:
    body = parameters.get("body", {"type": "MOCK_FAULT", "message": "The fault status."})
    given: Headers = tuple(
        (name.lower().encode("latin-1"), value.encode("latin-1"))
        for name, value in parameters.get("headers", {}).items()
    )
    if isinstance(body, str):
        headers: Headers = ((b"content-type", b"text/plain; charset=utf-8"),)
        content = body.encode()
    else:
        headers = ((b"content-type", b"application/json; charset=utf-8"),)
        content = encode(body)
    if any(name == b"content-type" for name, _ in given):
        headers = ()
    error_type = body.get("type") if isinstance(body, dict) else None
    return Answer(
        parameters["status"],
        content,
        headers=(*headers, *given),
        error_type=error_type if isinstance(error_type, str) else None,
        why="The fault status.",
    )


def _rate_limited(retry_after: int | None) -> Answer:
    """429 as nobody documents it: type, message and Retry-After are `assumed`."""
    headers: Headers = () if retry_after is None else ((b"retry-after", str(retry_after).encode()),)
    refused = {"type": "TOO_MANY_REQUESTS", "message": "요청이 너무 많습니다. 잠시 뒤 다시 시도하세요."}
    return Answer(
        429,
        encode(refused),
        headers=((b"content-type", b"application/json; charset=utf-8"), *headers),
        error_type="TOO_MANY_REQUESTS",
        why="The fault rate-limit.",
    )


def after(effects: Effects, answer: Answer, operation: str) -> Answer:
    """The answer as the faults leave it, once the work is done."""
    for fault in effects.fired:
        if fault.fault in CHANGES and answer.status == 200:
            body = changed_json(fault, msgspec.json.decode(answer.body), operation)
            answer = Answer(200, encode(body), why=answer.why)
        elif fault.fault == "malformed-json":
            # Half of it, announced as if it were all: only a JSON parser can tell.
            answer = Answer(answer.status, answer.body[: len(answer.body) // 2] or b"{", why=answer.why)
        elif fault.fault == "reset-after":
            effects.reset = True
        elif fault.fault == "truncate":
            effects.cut_at = fault.parameters["bytes"]
    return answer


def valid_header(name: str, value: object) -> bool:
    """Whether a header may be sent as it is."""
    framing = ("content-length", "transfer-encoding", "connection")
    return (
        _HEADER_NAME.fullmatch(name) is not None
        and name.lower() not in framing
        and isinstance(value, str)
        and value.isprintable()
        and all(ord(character) < 256 for character in value)
    )
