"""How each outcome of each operation comes about, over HTTP.

Lives here: one small scene an outcome; its docstring tells readers of the document what happened. May not: verdicts
(test_outcomes.py), the set of outcomes that there have to be (that stands in the law file).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

import httpx

from tests.in_process import bearer
from tests.law.ours import OPERATIONS
from tests.law.stage import CALLS, ID, KEY, SECOND_STORE, Stage, example
from tests.raw_socket import RawAnswer

Outcome: TypeAlias = tuple[str, str]
Answer: TypeAlias = httpx.Response | RawAnswer
Play: TypeAlias = Callable[[Stage, str], Answer]


class Scene(NamedTuple):
    """What brings an outcome about on a stage with these options, given the operationId."""

    play: Play
    options: Mapping[str, Any]


SUCCESS: Final = "SUCCESS"
EVERY: Final = "every"
# (operationId, SUCCESS or an error type) -> its scene: what PortOne documents; further looks of a success; what only
# this mock answers (EVERY: the same for all operations).
DOCUMENTED: Final[dict[Outcome, Scene]] = {}
VARIANTS: Final[dict[Outcome, Scene]] = {}
MOCK_ONLY: Final[dict[Outcome, Scene]] = {}

LOGINS: Final = ("loginViaApiKey", "loginViaApiSecret")
AUTHORISED: Final = tuple(row["operationId"] for row in OPERATIONS.values() if row["security"])
LOGGING_IN: Final = (*LOGINS, "refreshToken")
BY_API: Final = ("sendIdentityVerification", "confirmIdentityVerification", "resendIdentityVerification")


def brings(
    outcome: str, *operations: str, into: dict[Outcome, Scene] = DOCUMENTED, **options: Any
) -> Callable[[Play], Play]:
    """The decorated scene brings this outcome about for each of these operations."""

    def keep(play: Play) -> Play:
        for operation in operations:
            assert (operation, outcome) not in into, f"{operation} has {outcome} twice"
            into[operation, outcome] = Scene(play, options)
        return play

    return keep


# --- Successes --------------------------------------------------------------------------------------------------------


@brings(SUCCESS, *LOGINS)
def log_in(stage: Stage, operation: str) -> httpx.Response:
    """Logged in with the secret of the default sandbox."""
    return stage.ask(operation)


@brings(SUCCESS, "refreshToken")
def refresh(stage: Stage, _: str) -> httpx.Response:
    """The refresh token of the login just before."""
    assert stage.log_in()["refreshToken"] == example("RefreshTokenBody")["refreshToken"]
    return stage.ask("refreshToken")


@brings(SUCCESS, "getIdentityVerification")
def read_verified(stage: Stage, operation: str) -> httpx.Response:
    """Verified by SMS a minute and a half after it was asked for."""
    stage.verify()
    return stage.ask(operation)


@brings(SUCCESS, "getIdentityVerifications")
def list_verified(stage: Stage, operation: str) -> httpx.Response:
    """Of a verified, a sent and a failed one, those that the example of the request asks for."""
    stage.verify()
    stage.send_one("idv-sent")
    stage.control("PUT", "/verifications/idv-failed", {"outcome": "cancelled"})
    return stage.ask(operation)


@brings(SUCCESS, "sendIdentityVerification")
def send(stage: Stage, operation: str) -> httpx.Response:
    """The first attempt of a new id."""
    return stage.ask(operation)


@brings(SUCCESS, "confirmIdentityVerification")
def confirm(stage: Stage, _: str) -> httpx.Response:
    """The right OTP, a minute and a half after it was sent."""
    return stage.verify()


@brings(SUCCESS, "resendIdentityVerification")
def resend(stage: Stage, operation: str) -> httpx.Response:
    """An attempt is under way."""
    stage.send_one()
    return stage.ask(operation)


# --- Refusals of requests and credentials -----------------------------------------------------------------------------


@brings("INVALID_REQUEST", *LOGINS, "refreshToken", "sendIdentityVerification", "confirmIdentityVerification")
def not_an_object(stage: Stage, operation: str) -> httpx.Response:
    """The body is a list."""
    return stage.ask(operation, json=[])


@brings("INVALID_REQUEST", "getIdentityVerification", "resendIdentityVerification")
def store_twice(stage: Stage, operation: str) -> httpx.Response:
    """Two store ids."""
    return stage.ask(operation, params={"storeId": [SECOND_STORE, SECOND_STORE]})


@brings("INVALID_REQUEST", "getIdentityVerifications")
def unknown_status(stage: Stage, operation: str) -> httpx.Response:
    """A status that there is not."""
    return stage.ask(operation, json={"filter": {"statuses": ["COMPLETED"]}})


@brings("UNAUTHORIZED", "loginViaApiKey")
def unknown_key(stage: Stage, operation: str) -> httpx.Response:
    """A key that no sandbox has."""
    return stage.ask(operation, json={"apiKey": "unknown"})


@brings("UNAUTHORIZED", "loginViaApiSecret")
def unknown_secret(stage: Stage, operation: str) -> httpx.Response:
    """A secret that no sandbox has."""
    return stage.ask(operation, json={"apiSecret": "unknown"})


@brings("UNAUTHORIZED", "refreshToken")
def ended_token(stage: Stage, operation: str) -> httpx.Response:
    """A later login ended this refresh token."""
    earlier = stage.log_in()["refreshToken"]
    stage.log_in()
    return stage.ask(operation, json={"refreshToken": earlier})


@brings("UNAUTHORIZED", *AUTHORISED)
def expired(stage: Stage, operation: str) -> httpx.Response:
    """An access token half an hour later."""
    token = stage.log_in()["accessToken"]
    stage.later(30 * 60)
    return stage.ask(operation, headers=bearer(token))


@brings("FORBIDDEN", "getIdentityVerification", "resendIdentityVerification")
def foreign_store(stage: Stage, operation: str) -> httpx.Response:
    """Another merchant's store in the query."""
    return stage.ask(operation, params={"storeId": "store-of-somebody-else"})


@brings("FORBIDDEN", "getIdentityVerifications")
def foreign_store_in_filter(stage: Stage, operation: str) -> httpx.Response:
    """Another merchant's store in the filter."""
    return stage.ask(operation, json={"filter": {"storeId": "store-of-somebody-else"}})


@brings("FORBIDDEN", "sendIdentityVerification", "confirmIdentityVerification")
def foreign_store_in_body(stage: Stage, operation: str) -> httpx.Response:
    """Another merchant's store in the body."""
    usual = CALLS[operation].usual["json"]
    return stage.ask(operation, json={**usual, "storeId": "store-of-somebody-else"})


# --- Refusals of what the verification is or is not -------------------------------------------------------------------


@brings("IDENTITY_VERIFICATION_NOT_FOUND", "getIdentityVerification", *BY_API[1:])
def nobodys_id(stage: Stage, operation: str) -> httpx.Response:
    """An id that was never used."""
    return stage.ask(operation)


@brings("IDENTITY_VERIFICATION_NOT_FOUND", "sendIdentityVerification")
def id_of_another_store(stage: Stage, _: str) -> httpx.Response:
    """The id is in use at another store of this merchant."""
    stage.send_one(storeId=SECOND_STORE)
    return stage.send_one()


@brings("CHANNEL_NOT_FOUND", "sendIdentityVerification")
def unknown_channel(stage: Stage, _: str) -> httpx.Response:
    """A channel key that there is not."""
    return stage.send_one(channelKey="channel-key-unknown")


@brings("IDENTITY_VERIFICATION_NOT_SENT", *BY_API[1:])
def window_opened(stage: Stage, operation: str) -> httpx.Response:
    """A window was opened for this id, and nothing sent."""
    stage.open_window()
    return stage.ask(operation)


@brings("IDENTITY_VERIFICATION_ALREADY_SENT", "sendIdentityVerification")
def send_twice(stage: Stage, operation: str) -> httpx.Response:
    """The same id a second time."""
    stage.send_one()
    return stage.ask(operation)


@brings("IDENTITY_VERIFICATION_ALREADY_VERIFIED", *BY_API)
def verified_before(stage: Stage, operation: str) -> httpx.Response:
    """The id is verified."""
    stage.verify()
    return stage.ask(operation)


@brings("MAX_TRANSACTION_COUNT_REACHED", "sendIdentityVerification", otp={"attempts": 1})
def attempts_used_up(stage: Stage, _: str) -> httpx.Response:
    """The only attempt that the scenario allows has failed."""
    assert stage.verify(customer={**stage.customer(), "name": "박다름"}).status_code == 502
    return stage.send_one()


@brings("PG_PROVIDER", "sendIdentityVerification")
def provider_out_of_order(stage: Stage, operation: str) -> httpx.Response:
    """The tester ordered an error of the provider."""
    stage.control("POST", "/next", {"outcome": "provider-error"})
    return stage.ask(operation)


@brings("PG_PROVIDER", "confirmIdentityVerification")
def wrong_otp(stage: Stage, operation: str) -> httpx.Response:
    """A wrong OTP."""
    stage.send_one()
    return stage.ask(operation, json={"otp": "999999"})


@brings("PG_PROVIDER", "resendIdentityVerification", otp={"resends": 1})
def resent_too_often(stage: Stage, operation: str) -> httpx.Response:
    """Sent again once more than the scenario allows."""
    stage.send_one()
    assert stage.ask(operation).json() == {}
    return stage.ask(operation)


# --- Further looks of a success ---------------------------------------------------------------------------------------


@brings("READY", "getIdentityVerification", into=VARIANTS)
def read_ready(stage: Stage, operation: str) -> httpx.Response:
    """Sent, not confirmed yet."""
    stage.send_one(customer={"id": "customer-1", **stage.customer()})
    return stage.ask(operation)


@brings("FAILED", "getIdentityVerification", into=VARIANTS)
def read_failed(stage: Stage, operation: str) -> httpx.Response:
    """The name is not that of the phone's owner."""
    stage.verify(customer={**stage.customer(), "name": "박다름"})
    return stage.ask(operation)


@brings("KCP_V2", "getIdentityVerification", into=VARIANTS)
def read_of_kcp(stage: Stage, operation: str) -> httpx.Response:
    """NHN KCP gives every member."""
    stage.verify("idvOfTheDay", channelKey="channel-key-kcp", customer={"id": "customer-1", **stage.customer()})
    return stage.ask(operation, "idvOfTheDay")


@brings("INICIS_UNIFIED", "getIdentityVerification", into=VARIANTS)
def read_of_inicis(stage: Stage, operation: str) -> httpx.Response:
    """KG Inicis gives no `di`."""
    stage.control("PUT", f"/verifications/{ID}", {"channel": "inicis"})
    return stage.ask(operation)


@brings("LEGACY", "getIdentityVerification", into=VARIANTS)
def read_as_in_2023(stage: Stage, operation: str) -> httpx.Response:
    """With a token of the login of 2023, which adds `customer`."""
    stage.verify()
    return stage.ask(operation, headers=bearer(stage.log_in(legacy=True)["access_token"]))


@brings("LEGACY", "refreshToken", into=VARIANTS)
def refresh_as_in_2023(stage: Stage, operation: str) -> httpx.Response:
    """Of a login of 2023: the new token lives for a day again."""
    return stage.ask(operation, json={"refreshToken": stage.log_in(legacy=True)["refresh_token"]})


# --- The mock alone ---------------------------------------------------------------------------------------------------


@brings("IDEMPOTENCY_OUTSTANDING_REQUEST", *BY_API, *LOGGING_IN, into=MOCK_ONLY)
def meanwhile(stage: Stage, operation: str) -> httpx.Response:
    """A request under the same key is still under way."""
    return stage.meanwhile(operation)


@brings("MOCK_IDEMPOTENCY_KEY_REUSED", *LOGGING_IN, into=MOCK_ONLY)
def key_of_another_call(stage: Stage, operation: str) -> httpx.Response:
    """The key of a request to send."""
    stage.log_in()
    stage.ask("sendIdentityVerification", headers={"Idempotency-Key": KEY})
    return stage.ask(operation, headers={"Idempotency-Key": KEY})


@brings("MOCK_IDEMPOTENCY_KEY_REUSED", *BY_API, into=MOCK_ONLY)
def key_of_another_request(stage: Stage, operation: str) -> httpx.Response:
    """The key of a request about another id."""
    stage.ask(operation, "another-id", headers={"Idempotency-Key": KEY})
    return stage.ask(operation, headers={"Idempotency-Key": KEY})


@brings("FORBIDDEN", EVERY, into=MOCK_ONLY)
def another_origin(stage: Stage, _: str) -> httpx.Response:
    """Sent by a browser for somebody's website."""
    return stage.ask("loginViaApiSecret", headers={"Origin": "https://shop.example"})


@brings("MOCK_HOST_NOT_ALLOWED", EVERY, into=MOCK_ONLY)
def another_host(stage: Stage, _: str) -> httpx.Response:
    """A public name."""
    return stage.ask("loginViaApiSecret", headers={"Host": "shop.example"})


@brings("MOCK_TOO_LARGE", EVERY, into=MOCK_ONLY)
def too_large(stage: Stage, _: str) -> httpx.Response:
    """A body of 2 MiB."""
    return stage.ask("loginViaApiSecret", json={"apiSecret": "x" * 2 * 1024 * 1024})


@brings("MOCK_UNAVAILABLE", EVERY, into=MOCK_ONLY, most_sandboxes=2)
def no_room(stage: Stage, _: str) -> httpx.Response:
    """Every sandbox that the server may have is in use."""
    stage.control("POST", "/sandboxes", {})
    return stage.ask("loginViaApiSecret", json={"apiSecret": "sandbox-one-too-many"})


@brings("MOCK_HEADERS_TOO_LARGE", EVERY, into=MOCK_ONLY)
def headers_too_large(stage: Stage, _: str) -> RawAnswer:
    """Headers of 40 KiB."""
    return stage.over_the_wire(b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: " + b"x" * 40_960 + b"\r\n\r\n")


@brings("MOCK_REQUEST_TIMEOUT", EVERY, into=MOCK_ONLY)
def too_slow(stage: Stage, _: str) -> RawAnswer:
    """The head never ends; the limit was set to 0.2 seconds here."""
    return stage.over_the_wire(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
