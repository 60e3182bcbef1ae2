"""Which operation a path of PortOne's is.

Lives here: who answers each operation, and finding a row by method and raw path. May not: running it.
Ids are taken from the raw path, because decoding first would turn the id `a%2Fb` into two segments.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Final, NamedTuple

from ..answer import Answer
from ..call import decoded_segment
from ..domain.errors import Refusal
from ..domain.nearest import nearest
from ..domain.operations import ID, PLACES
from .api_mode import confirm_identity_verification, resend_identity_verification, send_identity_verification
from .exchange import Exchange
from .idempotency import once
from .identity_verifications import get_identity_verification
from .listing import get_identity_verifications
from .login import login_via_api_key, login_via_api_secret, refresh_token

Handler = Callable[[Exchange], Awaitable[Answer]]


class Operation(NamedTuple):
    """One operation of PortOne's: its operationId, where it is and what answers it."""

    name: str
    method: str
    path: str
    handler: Handler


def _once(handler: Handler) -> Handler:
    """The handler, run once for each Idempotency-Key."""

    async def run(exchange: Exchange) -> Answer:
        return await once(exchange, handler)

    return run


OPERATIONS: Final = tuple(
    Operation(name, *PLACES[name], handler)
    for name, handler in (
        ("getIdentityVerification", get_identity_verification),
        ("getIdentityVerifications", get_identity_verifications),
        ("sendIdentityVerification", _once(send_identity_verification)),
        ("confirmIdentityVerification", _once(confirm_identity_verification)),
        ("resendIdentityVerification", _once(resend_identity_verification)),
        ("loginViaApiSecret", login_via_api_secret),
        ("loginViaApiKey", login_via_api_key),
        ("refreshToken", refresh_token),
    )
)

# First segments of PortOne's paths that have nothing to do with identity verification, V1's among them.
ELSEWHERE: Final = frozenset(
    (
        "payments", "billing-keys", "payment-schedules", "cash-receipts", "platform", "b2b", "kakaopay", "promotions",
        "payment-reconciliations", "payment-events", "payments-by-cursor", "pg-specific", "users", "certifications",
        "otp", "subscribe", "v2",
    )
)  # fmt: skip
# Paths of ours that are not PortOne's, so that a slip towards them is recognised.
OTHERS: Final = ("/openapi.json", "/_mock/health", "/_mock/requests", "/_mock/sandbox", "/_mock/verifications/{id}")
# A base URL's own path is not longer; a longer one is not looked through.
DEEPEST_PREFIX: Final = 4
# A path may come without any slash, too: OPTIONS has the target "*".
_LEADING: Final = re.compile(rb"^/*")

_BY_SHAPE: Final[dict[tuple[str, ...], dict[str, Operation]]] = {}
for _operation in OPERATIONS:
    _BY_SHAPE.setdefault(tuple(_operation.path.split("/")[1:]), {})[_operation.method] = _operation
_PREFIX: Final = b"/identity-verifications/"
_READ: Final = OPERATIONS[0]
_LITERAL: Final = {(row.method, row.path.encode("ascii")): (row, None) for row in OPERATIONS if ID not in row.path}


def find(method: str, path: bytes) -> tuple[Operation, str | None]:
    """The operation and the id in its path; Refusal (501, 404 or 405) when there is none."""
    if method == "GET" and path.startswith(_PREFIX):
        segment = path[len(_PREFIX) :]
        # The usual case: one segment and nothing encoded in it.
        if segment and b"/" not in segment and b"%" not in segment and segment.isascii():
            return _READ, segment.decode("ascii")
    return _LITERAL.get((method, path)) or _find(method, path)


def _find(method: str, path: bytes) -> tuple[Operation, str | None]:
    raw = _LEADING.sub(b"/", path).split(b"/")[1:]
    segments = [decoded_segment(segment) for segment in raw]
    if segments == ["identity-verifications", ""]:
        # An empty id is none: the list (assumed).
        segments.pop()
    by_method, id_ = _by_shape(segments)
    if by_method is None:
        raise _no_such_path(segments)
    if method not in by_method:
        allowed = ", ".join(sorted(by_method))
        raise Refusal(
            "MOCK_METHOD_NOT_ALLOWED",
            f"{method} is not a method of this path; it takes {allowed}.",
            headers=((b"allow", allowed.encode("ascii")),),
        )
    return by_method[method], id_


def _by_shape(segments: list[str]) -> tuple[dict[str, Operation] | None, str | None]:
    """The operations at a path, and the id in it."""
    # An id that is spelled like the placeholder is an id.
    by_method = None if ID in segments else _BY_SHAPE.get(tuple(segments))
    if by_method is None and len(segments) >= 2 and segments[1]:
        return _BY_SHAPE.get((segments[0], ID, *segments[2:])), segments[1]
    return by_method, None


def _nearest_path(segments: list[str]) -> str | None:
    """The path that was probably meant: one behind a prefix (a base URL with a path in it), else the most alike."""
    for start in range(1, min(len(segments), DEEPEST_PREFIX + 1)):
        by_method, _ = _by_shape(segments[start:])
        if by_method is not None:
            return next(iter(by_method.values())).path
    if len(segments) >= 2 and nearest(segments[0], ("identity-verifications",)):
        segments = [segments[0], ID, *segments[2:]]
    return nearest("/" + "/".join(segments), [*(row.path for row in OPERATIONS), *OTHERS], cutoff=0.5)


def _no_such_path(segments: list[str]) -> Refusal:
    if segments[0] in ELSEWHERE:
        return Refusal(
            "MOCK_NOT_SUPPORTED",
            f"/{segments[0]} belongs to PortOne but not to identity verification, and this mock serves that "
            "only. Give the identity verification client this base URL and leave the other clients theirs.",
        )
    path = "/" + "/".join(segments)[:200]
    near = _nearest_path(segments)
    return Refusal(
        "MOCK_NOT_FOUND",
        f"There is nothing at {path}."
        + (f" The nearest path is {near}." if near else " /openapi.json lists the paths."),
        nearest=near,
    )
