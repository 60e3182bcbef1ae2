"""Idempotency-Key: the first answer for every repeat of a POST.

Lives here: reading the header, and running a handler once for each key. May not: any single operation. Source: FACTS,
"Hosts and transport"; the status of another request under one key, and the number of keys kept, are `assumed`.
"""

import hashlib
import re
from collections.abc import Awaitable, Callable
from typing import Final

from ..answer import Answer, of_refusal
from ..domain.errors import Refusal
from ..store.sandbox import Sandbox, Slot
from .credentials import Kind
from .exchange import Exchange

HEADER: Final = b"idempotency-key"
SHORTEST, LONGEST = 16, 256
KEPT_FOR: Final = 3 * 3_600_000
MOST_KEYS: Final = 1_000
_ESCAPED: Final = re.compile(r'\\(["\\])')


async def once(exchange: Exchange, handler: Callable[[Exchange], Awaitable[Answer]]) -> Answer:
    """The handler's answer, or the kept one when this key was used before; 409 while its first use still runs."""
    if HEADER not in exchange.call.headers:
        return await handler(exchange)
    access = await exchange.authorise(with_faults=False)
    return await once_in(exchange, *access, lambda: handler(exchange))


async def once_in(
    exchange: Exchange,
    sandbox: Sandbox,
    credential: Kind,
    work: Callable[[], Awaitable[Answer]],
    *,
    holds_tokens: bool = False,
) -> Answer:
    """The same for a call whose sandbox is known already; `holds_tokens` where its answer is nobody else's to see."""
    header = exchange.call.headers.get(HEADER)
    if header is None:
        return await work()
    exchange.sandbox, exchange.credential = sandbox, credential
    key = read_key(header)
    slot = _kept(sandbox, key)
    if slot is None:
        # The work lets the faults act: a delayed call is one that is still running.
        return await _first(exchange, work, _new_slot(sandbox, key, holds_tokens=holds_tokens), key)
    await exchange.enter(sandbox, credential)
    if slot.answer is None:
        raise Refusal(
            "IDEMPOTENCY_OUTSTANDING_REQUEST",
            "같은 Idempotency-Key의 요청이 아직 처리되고 있습니다. 잠시 뒤 같은 요청을 다시 보내세요.",
            why="The first request under this Idempotency-Key is still running; repeat it when it is done.",
        )
    if slot.fingerprint != _fingerprint(exchange, await exchange.call.body()):
        raise Refusal(
            "MOCK_IDEMPOTENCY_KEY_REUSED",
            "같은 Idempotency-Key를 다른 요청에 쓸 수 없습니다. 요청마다 새 키를 만드세요.",
            why="This Idempotency-Key was used for another request (422: assumed); make a new key for each request.",
        )
    of_tokens = " Its tokens may have ended since." if holds_tokens else ""
    exchange.call.notes.append(f"A repeat under its Idempotency-Key: the first answer was given again.{of_tokens}")
    return slot.answer


async def _first(exchange: Exchange, work: Callable[[], Awaitable[Answer]], slot: Slot, key: str) -> Answer:
    sandbox = exchange.sandbox
    assert sandbox is not None
    try:
        slot.fingerprint = _fingerprint(exchange, await exchange.call.body())
        try:
            slot.answer = await work()
        except Refusal as refusal:
            slot.answer = of_refusal(refusal)
    finally:
        # A reset may have forgotten the key meanwhile, and somebody else may have it again.
        kept = sandbox.idempotency or {}
        if slot.answer is None and kept.get(key) is slot:
            del kept[key]
    return slot.answer


def _kept(sandbox: Sandbox, key: str) -> Slot | None:
    """What is kept under this key, unless its time is over."""
    slot = (sandbox.idempotency or {}).get(key)
    if slot is None or (slot.answer is not None and sandbox.clock.now() - slot.at >= KEPT_FOR):
        return None
    return slot


def _new_slot(sandbox: Sandbox, key: str, *, holds_tokens: bool) -> Slot:
    """A slot for this key; where there is no room the oldest goes that has its answer (a running one must not)."""
    kept = sandbox.idempotency
    if kept is None:
        kept = sandbox.idempotency = {}
    kept.pop(key, None)
    if len(kept) >= MOST_KEYS:
        oldest = next((other for other, slot in kept.items() if slot.answer is not None), None)
        if oldest is None:
            raise Refusal("MOCK_UNAVAILABLE", f"{MOST_KEYS} requests with an Idempotency-Key are running already.")
        del kept[oldest]
    slot = kept[key] = Slot(sandbox.clock.now(), holds_tokens=holds_tokens)
    return slot


def _fingerprint(exchange: Exchange, body: bytes) -> bytes:
    call = exchange.call
    return hashlib.blake2b(b"\0".join((call.method.encode(), call.path, call.query, body)), digest_size=16).digest()


def read_key(header: bytes) -> str:
    """The key, quoted as in RFC 8941 or raw; Refusal (INVALID_REQUEST) outside 16 to 256 printable ASCII characters."""
    text = header.decode("latin-1").strip()
    if len(text) >= 2 and text[0] == text[-1] == '"':
        text = _ESCAPED.sub(r"\1", text[1:-1])
    if not SHORTEST <= len(text) <= LONGEST or not text.isascii() or not text.isprintable():
        raise Refusal(
            "INVALID_REQUEST",
            f"Idempotency-Key는 ASCII {SHORTEST}~{LONGEST}자여야 합니다(받은 길이: {len(text)}).",
            why=f"The Idempotency-Key must have {SHORTEST} to {LONGEST} printable ASCII characters, not {len(text)}.",
        )
    return text
