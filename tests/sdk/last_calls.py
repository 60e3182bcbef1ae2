"""How each documented outcome comes about for an official SDK: everything but the last call, which is the SDK's.

Lives here: one small scene an outcome, which ends in a LastCall. May not: the SDKs (official.py), verdicts.
"""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, TypeAlias

from tests.law.outcomes import AUTHORISED, BY_API, SUCCESS, Outcome
from tests.merchant import WRONG_OTP
from tests.sdk.shop import ID, LastCall, Shop

LATER_ID: Final = "idv-of-the-next-minute"
UNKNOWN: Final = "nobody-has-this"
NOT_THE_OWNER: Final = {"name": "박다름"}

Play: TypeAlias = Callable[[Shop, str], LastCall]


class Scene(NamedTuple):
    """What leads to an outcome in a shop whose scenario has these limits of one-time passwords."""

    play: Play
    otp: Mapping[str, int]


SCENES: Final[dict[Outcome, Scene]] = {}


def brings(outcome: str, *operations: str, **otp: int) -> Callable[[Play], Play]:
    """The decorated scene leads to this outcome for each of these operations."""

    def keep(play: Play) -> Play:
        for operation in operations:
            assert (operation, outcome) not in SCENES, f"{operation} has {outcome} twice"
            SCENES[operation, outcome] = Scene(play, otp)
        return play

    return keep


# --- Successes --------------------------------------------------------------------------------------------------------


@brings(SUCCESS, "loginViaApiSecret", "sendIdentityVerification")
def nothing_before(shop: Shop, operation: str) -> LastCall:
    return shop.ask(operation)


@brings(SUCCESS, "refreshToken")
def after_a_login(shop: Shop, operation: str) -> LastCall:
    return shop.ask(operation, refreshToken=shop.log_in()["refreshToken"])


@brings(SUCCESS, "confirmIdentityVerification", "resendIdentityVerification")
def after_a_send(shop: Shop, operation: str) -> LastCall:
    shop.send()
    return shop.ask(operation)


@brings(SUCCESS, "getIdentityVerification")
def after_a_confirm(shop: Shop, operation: str) -> LastCall:
    shop.verify()
    return shop.ask(operation)


@brings(SUCCESS, "getIdentityVerifications")
def second_page_of_one(shop: Shop, operation: str) -> LastCall:
    """Two match, the earlier one first; another status, another customer and another store do not."""
    shop.verify()
    shop.merchant.advance(60)
    shop.verify(LATER_ID)
    shop.send("only-sent")
    shop.box.put_verification("of-somebody-else", person="adult-woman")
    shop.box.put_verification("of-the-first-store")
    shop.merchant.advance(60)
    wanted = {
        "storeId": shop.merchant.store_id,
        "timeRangeField": "REQUESTED_AT",
        "from": "2020-01-01T00:00:00Z",
        "statuses": ["VERIFIED"],
        "customer": {"name": shop.merchant.person("adult")["name"]},
    }
    sort = {"by": "REQUESTED_AT", "order": "ASC"}
    return shop.ask(operation, page={"number": 1, "size": 1}, sort=sort, filter=wanted)


# --- Refusals of requests and credentials: wrong values that the SDKs let through -------------------------------------


@brings("INVALID_REQUEST", "loginViaApiSecret")
def secret_is_a_number(shop: Shop, operation: str) -> LastCall:
    return shop.ask(operation, apiSecret=7)


@brings("INVALID_REQUEST", "refreshToken")
def token_is_a_number(shop: Shop, operation: str) -> LastCall:
    return shop.ask(operation, refreshToken=7)


@brings("INVALID_REQUEST", "confirmIdentityVerification")
def otp_is_a_number(shop: Shop, operation: str) -> LastCall:
    return shop.ask(operation, otp=0)


@brings("INVALID_REQUEST", "getIdentityVerification", "resendIdentityVerification")
def refusal_that_no_sdk_can_bring_about(shop: Shop, operation: str) -> LastCall:
    """What these two refuse with 400 (a repeated storeId, an id that is no UTF-8) no SDK can send: it is ordered."""
    refused = {"type": "INVALID_REQUEST", "message": "Ordered."}
    shop.box.order_fault("status", status=400, body=refused, match={"operation": operation})
    return shop.ask(operation)


@brings("INVALID_REQUEST", "getIdentityVerifications")
def from_is_no_date(shop: Shop, operation: str) -> LastCall:
    return shop.ask(operation, filter={"from": "yesterday"})


@brings("INVALID_REQUEST", "sendIdentityVerification")
def phone_with_hyphens(shop: Shop, operation: str) -> LastCall:
    return shop.ask(operation, customer=shop.body(phoneNumber="010-0000-0001")["customer"])


@brings("UNAUTHORIZED", "loginViaApiSecret")
def login_with_unknown_secret(shop: Shop, operation: str) -> LastCall:
    return shop.ask(operation, apiSecret=UNKNOWN)


@brings("UNAUTHORIZED", "refreshToken")
def token_ended_by_a_login(shop: Shop, operation: str) -> LastCall:
    earlier = shop.log_in()["refreshToken"]
    shop.log_in()
    return shop.ask(operation, refreshToken=earlier)


@brings("UNAUTHORIZED", *AUTHORISED)
def client_of_unknown_secret(shop: Shop, operation: str) -> LastCall:
    return shop.ask(operation, secret=UNKNOWN)


@brings("FORBIDDEN", "getIdentityVerification", *BY_API)
def foreign_store(shop: Shop, operation: str) -> LastCall:
    return shop.ask(operation, store_id="store-of-somebody-else")


@brings("FORBIDDEN", "getIdentityVerifications")
def foreign_store_in_filter(shop: Shop, operation: str) -> LastCall:
    return shop.ask(operation, filter={"storeId": "store-of-somebody-else"})


# --- Refusals of what the verification is or is not -------------------------------------------------------------------


@brings("IDENTITY_VERIFICATION_NOT_FOUND", "getIdentityVerification", *BY_API[1:])
def nobodys_id(shop: Shop, operation: str) -> LastCall:
    return shop.ask(operation)


@brings("IDENTITY_VERIFICATION_NOT_FOUND", "sendIdentityVerification")
def id_of_the_other_store(shop: Shop, operation: str) -> LastCall:
    shop.send()
    return shop.ask(operation, store_id=shop.box.store_id)


@brings("CHANNEL_NOT_FOUND", "sendIdentityVerification")
def unknown_channel(shop: Shop, operation: str) -> LastCall:
    return shop.ask(operation, channelKey="channel-key-unknown")


@brings("IDENTITY_VERIFICATION_NOT_SENT", *BY_API[1:])
def window_opened(shop: Shop, operation: str) -> LastCall:
    assert shop.merchant.open_window(ID).status_code == 201
    return shop.ask(operation)


@brings("IDENTITY_VERIFICATION_ALREADY_SENT", "sendIdentityVerification")
def sent_before(shop: Shop, operation: str) -> LastCall:
    shop.send()
    return shop.ask(operation)


@brings("IDENTITY_VERIFICATION_ALREADY_VERIFIED", *BY_API)
def verified_before(shop: Shop, operation: str) -> LastCall:
    shop.verify()
    return shop.ask(operation)


@brings("MAX_TRANSACTION_COUNT_REACHED", "sendIdentityVerification", attempts=1)
def attempts_used_up(shop: Shop, operation: str) -> LastCall:
    shop.send(customer=NOT_THE_OWNER)
    assert shop.merchant.confirm(ID).status_code == 502
    return shop.ask(operation)


@brings("PG_PROVIDER", "sendIdentityVerification")
def provider_out_of_order(shop: Shop, operation: str) -> LastCall:
    shop.box.next("provider-error")
    return shop.ask(operation)


@brings("PG_PROVIDER", "confirmIdentityVerification")
def wrong_otp(shop: Shop, operation: str) -> LastCall:
    shop.send()
    return shop.ask(operation, otp=WRONG_OTP)


@brings("PG_PROVIDER", "resendIdentityVerification", resends=1)
def resent_before(shop: Shop, operation: str) -> LastCall:
    shop.send()
    assert shop.merchant.resend(ID).json() == {}
    return shop.ask(operation)
