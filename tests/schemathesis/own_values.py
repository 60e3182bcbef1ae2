"""What Schemathesis is told beyond PortOne's document: what a merchant knows where a schema says "any text".

Lives here: the hooks, which `st` loads through SCHEMATHESIS_HOOKS, and the ids that a test has to arrange for them. May
not: checks, or anything that leaves cases out. Every second valid case gets an id that is new or under way, a channel,
a customer that can exist, the refresh token that was answered last; the others, and all invalid ones, stay as made up.
"""

import itertools
from collections.abc import Callable, Iterator
from typing import Any, Final

import schemathesis

STORE: Final = "your-store-id"
CHANNEL: Final = "channel-key-danal"
CUSTOMER: Final = {"phoneNumber": "01000000001", "identityNumber": "9005151", "ipAddress": "203.0.113.7"}
# Under way by API, by operation: half of them by app, where the customer has said yes, and half by SMS.
UNDER_WAY: Final = {
    operation: [f"{operation[:7]}{number}" for number in range(40)]
    for operation in ("confirmIdentityVerification", "resendIdentityVerification")
}
_TURNS: Final = {operation: itertools.cycle(ids) for operation, ids in UNDER_WAY.items()}
_new_ids: Final = (f"sent{number}" for number in itertools.count())
_calls: Final[dict[str, Iterator[int]]] = {}
_refresh_tokens: Final[list[str]] = []

Case = schemathesis.Case[Any]


@schemathesis.hook
def before_call(context: Any, case: Case, kwargs: dict[str, Any]) -> None:
    """Put the merchant's own values into every other valid case."""
    operation = case.operation.definition.raw["operationId"]
    if operation not in _FILL or case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if next(_calls.setdefault(operation, itertools.count())) % 2 == 0:
        _FILL[operation](case)


@schemathesis.hook
def after_call(context: Any, case: Case, response: Any) -> None:
    """Keep the refresh token of a login or a refresh, as a client does: it has ended the one before."""
    if response.status_code == 200 and case.path in ("/login/api-secret", "/token/refresh"):
        _refresh_tokens[:] = [response.json()["refreshToken"]]


def _send(case: Case) -> None:
    case.path_parameters["identityVerificationId"] = next(_new_ids)
    body: dict[str, Any] = _in_store(case.body)
    case.body = {**body, "channelKey": CHANNEL, "customer": {**body["customer"], **CUSTOMER}}


def _confirm(case: Case) -> None:
    case.path_parameters["identityVerificationId"] = next(_TURNS["confirmIdentityVerification"])
    case.body = _in_store(case.body)


def _resend(case: Case) -> None:
    case.path_parameters["identityVerificationId"] = next(_TURNS["resendIdentityVerification"])
    case.query = _in_store(case.query or {})


def _refresh(case: Case) -> None:
    if _refresh_tokens:
        case.body = {"refreshToken": _refresh_tokens[0]}


def _in_store(members: Any) -> dict[str, Any]:
    return {**members, **({"storeId": STORE} if "storeId" in members else {})}


_FILL: Final[dict[str, Callable[[Case], None]]] = {
    "sendIdentityVerification": _send,
    "confirmIdentityVerification": _confirm,
    "resendIdentityVerification": _resend,
    "refreshToken": _refresh,
}
