"""Every documented outcome of every operation, as the official SDKs tell of it: Python both ways, and JavaScript."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final

import httpx
import jwt
import pytest

from portone_mock import MockPortOne
from tests.law.outcomes import DOCUMENTED, SUCCESS, Outcome
from tests.merchant import Merchant
from tests.sdk.last_calls import LATER_ID, SCENES
from tests.sdk.official import Told, by_javascript, by_python, by_python_asynchronously
from tests.sdk.shop import CODES, ID, LastCall, Shop

# Gone from PortOne's documents, and in no SDK.
LEGACY_LOGIN: Final = "loginViaApiKey"
OUTCOMES: Final = [outcome for outcome in DOCUMENTED if outcome[0] != LEGACY_LOGIN]
# Counted in PortOne's documents: seven successes and 34 errors.
COUNTED: Final = 41
# operation -> the type that the Python SDK has for its answer.
ANSWERS: Final = {
    "loginViaApiSecret": "LoginViaApiSecretResponse",
    "refreshToken": "RefreshTokenResponse",
    "getIdentityVerification": "VerifiedIdentityVerification",
    "getIdentityVerifications": "GetIdentityVerificationsResponse",
    "sendIdentityVerification": "SendIdentityVerificationResponse",
    "confirmIdentityVerification": "ConfirmIdentityVerificationResponse",
    "resendIdentityVerification": "ResendIdentityVerificationResponse",
}
# operation -> what its call has in the query; all else is in the path and the body.
QUERIES: Final = {
    "getIdentityVerification": "storeId",
    "getIdentityVerifications": "requestBody",
    "resendIdentityVerification": "storeId",
}
# Nothing in such a request is a credential of the shop's, so that its journal cannot know of it.
OF_NOBODY: Final = {
    *((operation, "UNAUTHORIZED") for operation in ANSWERS if operation != "refreshToken"),
    ("loginViaApiSecret", "INVALID_REQUEST"),
    ("refreshToken", "INVALID_REQUEST"),
}

each_outcome: Final = pytest.mark.parametrize(
    "outcome", [pytest.param(outcome, id="-".join(outcome)) for outcome in OUTCOMES]
)


@contextmanager
def shop_for(portone: MockPortOne, outcome: Outcome) -> Iterator[Shop]:
    """A sandbox of its own, as the scene of the outcome needs it."""
    scenario = {"stores": ["two"], "otp": {**SCENES[outcome].otp, "codes": dict(CODES.values())}}
    box = portone.sandbox(scenario)
    try:
        with httpx.Client(base_url=box.base_url, trust_env=False) as client:
            yield Shop(box, Merchant(client, box.api_secret, f"{box.store_id}-two"))
    finally:
        box.drop()


def last_call(shop: Shop, outcome: Outcome) -> LastCall:
    return SCENES[outcome].play(shop, outcome[0])


@pytest.fixture(scope="module")
def told_by_javascript(portone: MockPortOne, no_proxy: None) -> Iterator[dict[Outcome, tuple[Shop, Told, Any]]]:
    """All outcomes in one go, since starting Node.js takes longer than every call together."""
    with ExitStack() as open_shops:
        shops = {outcome: open_shops.enter_context(shop_for(portone, outcome)) for outcome in SCENES}
        calls = [last_call(shop, outcome) for outcome, shop in shops.items()]
        told = by_javascript(portone.base_url, calls)
        yield {outcome: (shop, *each) for (outcome, shop), each in zip(shops.items(), told, strict=True)}


def test_every_documented_outcome_has_its_row() -> None:
    assert set(SCENES) == set(OUTCOMES)
    assert len(SCENES) == COUNTED


@each_outcome
@pytest.mark.parametrize("made", [by_python, by_python_asynchronously], ids=["sync", "async"])
def test_the_python_sdk_tells_it(portone: MockPortOne, outcome: Outcome, made: Callable[..., tuple[Told, Any]]) -> None:
    operation, type_ = outcome
    with shop_for(portone, outcome) as shop:
        told, answer = made(shop.box, last_call(shop, outcome))
        assert_told(shop, outcome, told)

    assert told.members == answer
    named = type_.replace("_", " ").title().replace(" ", "") + "Error"
    assert told.classes[0] == (ANSWERS[operation] if type_ == SUCCESS else named)


@pytest.mark.node
@each_outcome
def test_the_javascript_sdk_tells_it(
    told_by_javascript: dict[Outcome, tuple[Shop, Told, Any]], outcome: Outcome
) -> None:
    shop, told, answer = told_by_javascript[outcome]
    assert_told(shop, outcome, told)

    assert told.members == answer
    if outcome[1] != SUCCESS:
        assert told.classes[0] == error_of(outcome[0])
        assert "RestError" in told.classes


def error_of(operation: str) -> str:
    """What both SDKs call the errors of an operation."""
    return f"{operation[0].upper()}{operation[1:]}Error"


def assert_told(shop: Shop, outcome: Outcome, told: Told) -> None:
    """What both SDKs have to tell, and that it was this operation that the mock saw last."""
    operation, type_ = outcome
    assert told.failed == (type_ != SUCCESS), told
    assert_seen(shop, outcome)
    if told.failed:
        assert {error_of(operation), "PortOneError"} <= set(told.classes)
        codes = CODES[operation][1] if type_ == "PG_PROVIDER" else {}
        assert told.members == {"type": type_, "message": told.members["message"], **codes}
        assert told.members["message"].strip()
    else:
        SUCCESSES[operation](shop, told.members)


def assert_seen(shop: Shop, outcome: Outcome) -> None:
    """The shop's journal has the call as its last of this operation, in the way that SDKs make it."""
    operation, type_ = outcome
    seen = [(row["errorType"], row["query"].split("=")[0]) for row in shop.box.requests(operation=operation)[:1]]
    query = QUERIES.get(operation, "")
    assert seen == ([] if outcome in OF_NOBODY else [(None if type_ == SUCCESS else type_, query)])


# What a success leaves and tells, besides its type


def tokens_of_the_store(shop: Shop, value: Any) -> None:
    assert set(value) == {"accessToken", "refreshToken"}
    assert jwt.decode(value["accessToken"], options={"verify_signature": False})["sub"] == shop.box.store_id


def verified_at_the_second_store(shop: Shop, value: Any) -> None:
    assert (value["id"], value["status"]) == (ID, "VERIFIED")
    assert value == shop.merchant.read(ID).json()
    assert not known_at_the_first_store(shop)


def known_at_the_first_store(shop: Shop) -> bool:
    """Whether a call without the second store's id would have done as well."""
    return shop.merchant.at(shop.box.store_id).read(ID).status_code != 404


def second_page(shop: Shop, value: Any) -> None:
    assert value == {"items": [shop.merchant.read(LATER_ID).json()], "page": {"number": 1, "size": 1, "totalCount": 2}}


def sent_at_the_second_store(shop: Shop, value: Any) -> None:
    assert value == {}
    assert (len(shop.merchant.messages()), shop.merchant.state(ID)) == (1, "sent-sms")
    assert not known_at_the_first_store(shop)


def sent_again(shop: Shop, value: Any) -> None:
    assert value == {}
    assert len(shop.merchant.messages()) == 2


SUCCESSES: Final[dict[str, Callable[[Shop, Any], None]]] = {
    "loginViaApiSecret": tokens_of_the_store,
    "refreshToken": tokens_of_the_store,
    "getIdentityVerification": verified_at_the_second_store,
    "getIdentityVerifications": second_page,
    "sendIdentityVerification": sent_at_the_second_store,
    "confirmIdentityVerification": lambda shop, value: verified_at_the_second_store(
        shop, value["identityVerification"]
    ),
    "resendIdentityVerification": sent_again,
}
