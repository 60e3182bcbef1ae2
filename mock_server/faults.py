"""Making ordered faults happen: before the work is done, in its place, and to the answer afterwards.

Lives here: the moments at which a fault acts. May not: the list of faults and matching (domain/faults.py), orders
(domain/fault_order.py). A sandbox without faults never comes here.
"""

import asyncio
from typing import Any, Final

import msgspec

from .answer import JSON, Answer, Headers, encode, of_refusal
from .domain.errors import Refusal
from .domain.fault_order import BODILESS
from .domain.faults import FAULTS, Fault, Target, hits
from .domain.ids import IdSource
from .domain.tampering import tampered
from .store.sandbox import Sandbox

_HTML: Final = (
    b"<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1>"
    b"<p>portone-mock: the fault html</p></body></html>"
)
_HTML_TYPE: Final = (b"content-type", b"text/html; charset=utf-8")
_TEXT_TYPE: Final = (b"content-type", b"text/plain; charset=utf-8")


class Replaced(Exception):  # noqa: N818 - an answer, not a malfunction
    """A fault answers in place of the operation."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


class Effects:
    """The faults that hit one call, and what the wire is to do with its answer."""

    __slots__ = ("_hits", "cut_at", "fired", "operation", "reset", "sandbox")

    def __init__(self, sandbox: Sandbox, target: Target) -> None:
        self._hits = hits(sandbox.faults, target, lambda fault: _chance(sandbox, fault), sandbox.clock.now())
        self.fired = self._hits.now
        self.sandbox = sandbox
        self.operation = target.operation
        self.reset = False
        self.cut_at: int | None = None

    @property
    def names(self) -> str | None:
        """The faults for the journal."""
        return ", ".join(fault.fault for fault in self.fired) or None

    async def before(self) -> None:
        """What happens before any work: waiting, or an answer in place of the work (Replaced)."""
        for fault in self.fired:
            if fault.fault == "delay":
                await asyncio.sleep(fault.parameters["seconds"])
        for fault in self.fired:
            if FAULTS[fault.fault].moment == "instead":
                self.reset = fault.fault == "reset-before"
                raise Replaced(_instead(fault))

    def after(self, answer: Answer) -> Answer:
        """The answer as the faults leave it, once the work is done or refused."""
        if answer.status == 200 and self._hits.with_record:
            body, hit = tampered(self._hits.with_record, msgspec.json.decode(answer.body), self.operation)
            self.fired = [*self.fired, *hit]
            answer = Answer(200, encode(body), why=answer.why)
        for fault in self.fired:
            if fault.fault == "malformed-json":
                # Half of it, announced as if it were all: only a JSON parser can tell.
                answer = answer.with_body(answer.body[: len(answer.body) // 2])
            elif fault.fault == "reset-after":
                self.reset = True
            elif fault.fault == "truncate":
                self.cut_at = fault.parameters["bytes"]
        return answer


def _chance(sandbox: Sandbox, fault: Fault) -> float:
    """The same for the same seed, fault and count of calls, whatever else goes on in the sandbox."""
    draw = IdSource(sandbox.seed, f"{fault.fault_id} {fault.seen}".encode())
    return int(draw("chance")[:8], 16) / 2**32


def _instead(fault: Fault) -> Answer:
    match fault.fault:
        case "reset-before":
            return Answer(502, b"", headers=(), why="The connection was reset before any work was done.")
        case "status":
            return _of_status(fault.parameters, f"The fault status. {_taken_back(fault)}")
        case "html":
            return Answer(502, _HTML, headers=(_HTML_TYPE,), why=f"The fault html. {_taken_back(fault)}")
        case "rate-limit":
            return _rate_limited(fault.parameters.get("retryAfter"), f"The fault rate-limit. {_taken_back(fault)}")
    error_type, message, why = _REFUSALS[fault.fault]
    return of_refusal(Refusal(error_type, message, why=f"{why} {_taken_back(fault)}"))


def _taken_back(fault: Fault) -> str:
    return f"DELETE /_mock/faults/{fault.fault_id} takes it back."


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


def _of_status(parameters: Any, why: str) -> Answer:
    status, body = parameters["status"], parameters.get("body", {"type": "MOCK_FAULT", "message": "The fault status."})
    headers: Headers = tuple(
        (name.lower().encode("latin-1"), value.encode("latin-1"))
        for name, value in parameters.get("headers", {}).items()
    )
    if status in BODILESS:
        return Answer(status, b"", headers=headers, why=why)
    if not any(name == b"content-type" for name, _ in headers):
        headers = (_TEXT_TYPE if isinstance(body, str) else JSON, *headers)
    content = body.encode() if isinstance(body, str) else encode(body)
    error_type = body.get("type") if isinstance(body, dict) else None
    shown_type = error_type if isinstance(error_type, str) else None
    return Answer(status, content, headers=headers, error_type=shown_type, why=why)


def _rate_limited(retry_after: int | None, why: str) -> Answer:
    """429 as nobody documents it: type, message and Retry-After are `assumed`."""
    headers: Headers = () if retry_after is None else ((b"retry-after", str(retry_after).encode()),)
    refused = {"type": "TOO_MANY_REQUESTS", "message": "요청이 너무 많습니다. 잠시 뒤 다시 시도하세요."}
    return Answer(429, encode(refused), headers=(JSON, *headers), error_type="TOO_MANY_REQUESTS", why=why)
