"""For each status PortOne refuses with, the journal names the rule and the nearest thing that would have worked."""

from collections.abc import Callable
from typing import Any, Final

import httpx
import pytest

from mock_server.domain.outcomes import OUTCOMES
from mock_server.domain.remedies import REMEDIES

from ..in_process import ClientFactory, MockClient, bearer, portone
from ..merchant import Merchant

SECRET: Final = "mock-api-secret"
STORE: Final = "store-00000000-0000-4000-8000-000000000001"
Call = Callable[[MockClient, Merchant], httpx.Response]


def get(authorization: str) -> Call:
    return lambda mock, _: mock.get("/identity-verifications/idv-adult", headers={"Authorization": authorization})


def with_token(scheme: str, member: str = "accessToken", seconds: int = 0) -> Call:
    def call(mock: MockClient, _: Merchant) -> httpx.Response:
        token = mock.log_in()[member]
        mock.control("POST", "/clock/advance", {"seconds": seconds})
        return mock.get("/identity-verifications/idv-adult", headers={"Authorization": f"{scheme}{token}"})

    return call


def refreshed(mock: MockClient, _: Merchant) -> httpx.Response:
    first = mock.log_in()
    mock.log_in()
    return mock.refresh(first["refreshToken"])


def twice_refreshed(mock: MockClient, _: Merchant) -> httpx.Response:
    token = mock.log_in()["refreshToken"]
    mock.refresh(token)
    return mock.refresh(token)


def sent(**members: Any) -> Call:
    return lambda _, shop: shop.send("a", **members)


def after_send(then: Call, **members: Any) -> Call:
    def call(mock: MockClient, shop: Merchant) -> httpx.Response:
        shop.send("Signup-1", **members)
        return then(mock, shop)

    return call


def of_another_store(call: str) -> Call:
    def calls(mock: MockClient, _: Merchant) -> httpx.Response:
        made = mock.control("POST", "/sandboxes", {"scenario": {"stores": ["b"]}})
        shop = Merchant(mock, made["apiSecret"])
        shop.send("a")
        answer: httpx.Response = getattr(shop.at(f"{made['storeId']}-b"), call)("a")
        return answer

    return calls


def known(outcome: str) -> Call:
    """Someone who carries that outcome."""

    def call(mock: MockClient, shop: Merchant) -> httpx.Response:
        mock.control("POST", "/next", {"outcome": outcome})
        answer = shop.send("a", method="APP" if outcome == "abandoned" else "SMS")
        return shop.confirm("a", None if outcome == "abandoned" else "000000") if answer.status_code == 200 else answer

    return call


def worn_out(mock: MockClient, shop: Merchant) -> httpx.Response:
    shop.send("a")
    for _ in range(5):
        shop.resend("a")
    return shop.resend("a")


def used_up(mock: MockClient, shop: Merchant) -> httpx.Response:
    mock.control("PUT", "/verifications/a", {"outcome": "attempts-exhausted"})
    return shop.send("a")


def keyed(first: Any, second: Any) -> Call:
    def call(mock: MockClient, shop: Merchant) -> httpx.Response:
        shop.post("a", "send", first, key="0123456789abcdef")
        return shop.post("a", "send", second, key="0123456789abcdef")

    return call


# Status, type, call, and what `why` has to say: the rule first, then what would have worked.
CASES: Final[dict[str, tuple[int, str, Call, tuple[str, ...]]]] = {
    "no JSON": (
        400,
        "INVALID_REQUEST",
        lambda mock, _: mock.post("/login/api-secret", content=b"apiSecret=x"),
        ("not JSON in UTF-8",),
    ),
    "another member": (
        400,
        "INVALID_REQUEST",
        lambda mock, _: mock.post("/login/api-secret", json={"api_secret": "x"}),
        ("no member apiSecret", "did you mean 'apiSecret'?"),
    ),
    "another member of the customer": (
        400,
        "INVALID_REQUEST",
        sent(customer={"phoneNumber": None, "phone_number": "01000000001"}),
        ("customer.phoneNumber is required", "did you mean 'phoneNumber'?"),
    ),
    "another operator": (
        400,
        "INVALID_REQUEST",
        sent(operator="LGU+"),
        ("operator must be one of SKT, KT, LGU", "did you mean LGU?"),
    ),
    "hyphens": (
        400,
        "INVALID_REQUEST",
        sent(customer={"phoneNumber": "010-0000-0001"}),
        ("9 to 11 digits without hyphens",),
    ),
    "SMS without identityNumber": (
        400,
        "INVALID_REQUEST",
        sent(customer={"identityNumber": None}),
        ("needs identityNumber", "first seven digits"),
    ),
    "KCP's ids": (
        400,
        "INVALID_REQUEST",
        lambda _, shop: shop.send("a-b", channelKey="channel-key-kcp"),
        ("NHN KCP", "letters and digits only, at most 40"),
    ),
    "an OTP as a number": (
        400,
        "INVALID_REQUEST",
        lambda _, shop: shop.post("a", "confirm", {"otp": 0}),
        ("otp must be a string", "leading zeros"),
    ),
    "a repeated storeId": (
        400,
        "INVALID_REQUEST",
        lambda mock, _: mock.get("/identity-verifications/a?storeId=x&storeId=x", headers=portone(SECRET)),
        ("storeId is repeated", "send it once"),
    ),
    "a time without a zone": (
        400,
        "INVALID_REQUEST",
        lambda _, shop: shop.list(filter={"from": "2026-01-01T00:00:00"}),
        ("filter.from", "RFC 3339 time with a zone (2026-11-23T09:00:00+09:00)"),
    ),
    "a status of V1": (
        400,
        "INVALID_REQUEST",
        lambda _, shop: shop.list(filter={"statuses": ["SUCCESS"]}),
        ("filter.statuses", "one of FAILED, READY, VERIFIED"),
    ),
    "a long id": (
        404,
        "IDENTITY_VERIFICATION_NOT_FOUND",
        lambda _, shop: shop.read("a" * 201),
        ("201 characters", "at most 200"),
    ),
    "all attempts used": (
        400,
        "MAX_TRANSACTION_COUNT_REACHED",
        used_up,
        ("All attempts of this id are used up", "a new id"),
    ),
    "no header": (
        401,
        "UNAUTHORIZED",
        lambda mock, _: mock.get("/identity-verifications/idv-adult"),
        ("no Authorization header", "send 'PortOne <API secret>' or 'Bearer <access token>'"),
    ),
    "no scheme": (401, "UNAUTHORIZED", get(SECRET), ("without its scheme", "write 'PortOne ' before it")),
    "a token without scheme": (
        401,
        "UNAUTHORIZED",
        with_token(""),
        ("without its scheme", "write 'Bearer ' before it"),
    ),
    "another scheme": (
        401,
        "UNAUTHORIZED",
        get("Basic abc"),
        ("The scheme 'Basic' is not one of PortOne's", "send 'PortOne <API secret>'"),
    ),
    "a secret as Bearer": (
        401,
        "UNAUTHORIZED",
        get(f"Bearer {SECRET}"),
        ("An API secret goes with 'PortOne'", "an access token with 'Bearer'"),
    ),
    "a token as PortOne": (401, "UNAUTHORIZED", with_token("PortOne "), ("A token goes with 'Bearer'",)),
    "nothing behind the scheme": (
        401,
        "UNAUTHORIZED",
        get("PortOne"),
        ("nothing after 'PortOne'", "the API secret belongs"),
    ),
    "an unknown secret": (
        401,
        "UNAUTHORIZED",
        get("PortOne mine"),
        ("No sandbox here has this secret", "mock-api-secret", "sandbox-NAME"),
    ),
    "a secret in another case": (401, "UNAUTHORIZED", get("PortOne Mock-API-Secret"), ("No sandbox", "Case counts")),
    "a secret in quotes": (401, "UNAUTHORIZED", get('PortOne "mock-api-secret"'), ("No sandbox", "without the quotes")),
    "a sandbox's name with a space": (
        401,
        "UNAUTHORIZED",
        get("PortOne sandbox_my test"),
        ("No sandbox", "begins with sandbox-"),
    ),
    "an unknown token": (
        401,
        "UNAUTHORIZED",
        get("Bearer mine"),
        ("No token like this was issued here", "log in again"),
    ),
    "an expired token": (
        401,
        "UNAUTHORIZED",
        with_token("Bearer ", seconds=1_800),
        ("access token has expired", "POST /token/refresh"),
    ),
    "a refresh token": (
        401,
        "UNAUTHORIZED",
        with_token("Bearer ", "refreshToken"),
        ("This is a refresh token", "takes the access token"),
    ),
    "ended by a login": (401, "UNAUTHORIZED", refreshed, ("ended by a later login", "only the newest one")),
    "ended by a refresh": (401, "UNAUTHORIZED", twice_refreshed, ("ended by a refresh", "only the newest one")),
    "an access token to refresh": (
        401,
        "UNAUTHORIZED",
        lambda mock, _: mock.refresh(mock.log_in()["accessToken"]),
        ("This is an access token", "takes the refresh token"),
    ),
    "an unknown refresh token": (
        401,
        "UNAUTHORIZED",
        lambda mock, _: mock.refresh("x"),
        ("No refresh token like this", "log in again"),
    ),
    "another store": (
        403,
        "FORBIDDEN",
        lambda mock, _: mock.read("idv-adult", storeId="store-sandbox-x"),
        ("may not use this storeId", f"only {STORE}", "leave storeId out"),
    ),
    "another store in the list": (
        403,
        "FORBIDDEN",
        lambda _, shop: shop.list(filter={"storeId": "x"}),
        ("may not use this storeId", STORE),
    ),
    "an unknown id": (
        404,
        "IDENTITY_VERIFICATION_NOT_FOUND",
        lambda mock, _: mock.read("idv-adlut"),
        ("has no verification 'idv-adlut'", "nearest is idv-adult"),
    ),
    "an id in another case": (
        404,
        "IDENTITY_VERIFICATION_NOT_FOUND",
        after_send(lambda _, shop: shop.read("signup-1")),
        ("has no verification 'signup-1'", "nearest is Signup-1, and case counts"),
    ),
    "an id in another case, confirmed": (
        404,
        "IDENTITY_VERIFICATION_NOT_FOUND",
        after_send(lambda _, shop: shop.confirm("signup-1")),
        ("Nothing has begun under this id", "send first", "Signup-1, and case counts"),
    ),
    "resent before it was sent": (
        404,
        "IDENTITY_VERIFICATION_NOT_FOUND",
        lambda _, shop: shop.resend("a"),
        ("Nothing has begun", "send first"),
    ),
    "in a scenario without ready-made ids": (
        404,
        "IDENTITY_VERIFICATION_NOT_FOUND",
        lambda mock, _: mock.read("idv-adult", mock.control("POST", "/sandboxes", {"scenario": "empty"})["apiSecret"]),
        ("scenario empty has nothing ready", "PUT /_mock/verifications/{id}"),
    ),
    **{
        f"{call} in another store": (
            404,
            "IDENTITY_VERIFICATION_NOT_FOUND",
            of_another_store(call),
            ("belongs to the store", "as storeId"),
        )
        for call in ("read", "send", "resend", "confirm")
    },
    "a channel's name": (
        404,
        "CHANNEL_NOT_FOUND",
        sent(channelKey="kcp"),
        ("no channel with the key 'kcp'", "its key is channel-key-kcp"),
    ),
    "a channel's key with a slip": (
        404,
        "CHANNEL_NOT_FOUND",
        sent(channelKey="channel-key-dnal"),
        ("no channel", "the nearest is channel-key-danal"),
    ),
    "a channel without API mode": (
        404,
        "CHANNEL_NOT_FOUND",
        sent(channelKey="channel-key-inicis"),
        ("inicis has no API mode", "nearest that has one is channel-key-danal"),
    ),
    "a window is open": (
        404,
        "IDENTITY_VERIFICATION_NOT_SENT",
        lambda _, shop: (shop.open_window("a"), shop.confirm("a"))[1],
        ("not under way by API", "send first"),
    ),
    "sent twice": (
        409,
        "IDENTITY_VERIFICATION_ALREADY_SENT",
        lambda _, shop: (shop.send("a"), shop.send("a"))[1],
        ("requested by API already", "POST …/resend sends again", "new id"),
    ),
    "verified already": (
        409,
        "IDENTITY_VERIFICATION_ALREADY_VERIFIED",
        lambda mock, shop: (mock.read("idv-adult"), shop.send("idv-adult"))[1],
        ("verified already", "needs a new id"),
    ),
    "resent too often": (502, "PG_PROVIDER", worn_out, ("sent again as often as it may be", "under a new id")),
    "a fault": (
        404,
        "IDENTITY_VERIFICATION_NOT_FOUND",
        lambda mock, _: (mock.control("POST", "/faults", {"fault": "not-found"}), mock.read("idv-adult"))[1],
        ("The fault not-found", "DELETE /_mock/faults/fault-"),
    ),
}
# What the provider tells of each outcome that it tells of.
TOLD: Final = {name: row for name, row in OUTCOMES.items() if row.api is not None}


def why_of(mock: MockClient, answer: httpx.Response) -> str:
    """The `why` in whichever sandbox's journal the call is."""
    number = answer.headers["x-portone-mock-request"]
    for box in mock.control("GET", "/sandboxes")["sandboxes"]:
        row = mock.get(f"/_mock/requests/{number}", headers=portone(box["apiSecret"]))
        if row.status_code == 200:
            why: str = row.json()["why"]
            return why
    raise AssertionError(number)


@pytest.mark.parametrize("name", CASES)
def test_it_names_the_rule_and_what_would_have_worked(client: ClientFactory, name: str) -> None:
    status, type_, call, says = CASES[name]
    mock = client()
    answer = call(mock, Merchant(mock))
    assert (answer.status_code, answer.json()["type"]) == (status, type_), answer.text
    why = why_of(mock, answer)
    assert [part for part in says if part not in why] == [], why


@pytest.mark.parametrize("outcome", TOLD)
def test_of_a_provider_it_names_the_outcome_and_a_way_on(client: ClientFactory, outcome: str) -> None:
    mock = client()
    answer = known(outcome)(mock, Merchant(mock))
    assert answer.status_code == 502, answer.text
    why = why_of(mock, answer)
    assert f"(outcome {outcome})" in why
    assert REMEDIES[outcome] in why


def test_there_is_a_way_on_for_every_outcome_that_the_api_tells_of() -> None:
    assert REMEDIES.keys() == TOLD.keys()


def test_every_status_that_is_asked_for_is_among_them() -> None:
    assert {status for status, *_ in CASES.values()} >= {400, 401, 403, 404, 409, 502}


def test_a_key_in_use_says_when_to_come_back(client: ClientFactory) -> None:
    """422 is assumed, and no status of the list above; of a key that still runs test_idempotency tells."""
    mock = client()
    shop = Merchant(mock)
    answer = keyed(shop.body(), shop.body(operator="KT"))(mock, shop)
    assert answer.status_code == 422
    assert "make a new key for each request" in why_of(mock, answer)


def test_no_why_repeats_a_credential(client: ClientFactory) -> None:
    mock = client(api_secret="the-given-secret")
    for header in (
        "PortOne The-Given-Secret",
        "PortOne <the-given-secret>",
        "Bearer the-given-secret",
        "the-given-secret",
    ):
        answer = mock.get("/identity-verifications/a", headers={"Authorization": header})
        assert answer.status_code == 401
        assert "given-secret" not in answer.text.lower() + why_of(mock, answer).lower()
    token = mock.log_in("the-given-secret")["accessToken"]
    for headers in ({"Authorization": token}, portone(token), bearer(token + "x")):
        assert token not in mock.get("/identity-verifications/a", headers=headers).text
