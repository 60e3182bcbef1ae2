"""PortOne's JavaScript SDK, unmodified but for its base URL, logs in, refreshes and reads."""

from typing import Any, Final

import jwt
import pytest

from mock_server.handle import SandboxHandle
from portone_mock import MockPortOne
from tests.node import run_driver
from tests.sdk.awkward_ids import AWKWARD_IDS, DOTS, TOO_LONG
from tests.sdk.test_python_sdk_providers import AGENCIES, CHANNELS

pytestmark = pytest.mark.node

READ: Final = ("identityVerification", "getIdentityVerification")
LOGIN: Final = ("auth", "loginViaApiSecret")
REFRESH: Final = ("auth", "refreshToken")
UNKNOWN_SECRET: Final = "nobody-has-this-secret"

Call = dict[str, Any]


def call(box: SandboxHandle, what: tuple[str, str], options: dict[str, Any], **client: Any) -> Call:
    return {"secret": box.api_secret, "call": what, "options": options, **client}


def read(box: SandboxHandle, id_: str, store_id: str | None = None, **client: Any) -> Call:
    options = {"identityVerificationId": id_} | ({} if store_id is None else {"storeId": store_id})
    return call(box, READ, options, **client)


def run(box: SandboxHandle, *calls: Call, build: str = "import") -> list[dict[str, Any]]:
    outcomes: list[dict[str, Any]] = run_driver("sdk.mjs", {"build": build, "baseUrl": box.base_url, "calls": calls})
    assert len(outcomes) == len(calls)
    return outcomes


def values(box: SandboxHandle, *calls: Call, build: str = "import") -> list[Any]:
    """What the calls gave; none may have failed."""
    outcomes = run(box, *calls, build=build)
    assert [outcome for outcome in outcomes if "value" not in outcome] == []
    return [outcome["value"] for outcome in outcomes]


def assert_error(outcome: dict[str, Any], name: str, type_: str) -> None:
    """The SDK threw its own error of that operation, with PortOne's type and our message in it."""
    assert "error" in outcome, outcome
    error = outcome["error"]
    assert error["names"][0] == name
    assert {"RestError", "PortOneError", "Error"} <= set(error["names"])
    assert error["data"]["type"] == type_
    assert error["message"] == error["data"]["message"]
    assert error["message"]


@pytest.mark.parametrize("build", ["import", "require"])
def test_both_builds_of_the_sdk_log_in_refresh_and_read(box: SandboxHandle, build: str) -> None:
    put = box.put_verification("read")
    login, record = values(box, call(box, LOGIN, {"apiSecret": box.api_secret}), read(box, "read"), build=build)
    (refreshed,) = values(box, call(box, REFRESH, {"refreshToken": login["refreshToken"]}), build=build)

    assert record == put
    assert set(login) == set(refreshed) == {"accessToken", "refreshToken"}
    claims = jwt.decode(refreshed["accessToken"], options={"verify_signature": False})
    assert (claims["sub"], claims["exp"] - claims["iat"]) == (box.store_id, 30 * 60)


def test_each_status_is_read_with_every_member(box: SandboxHandle) -> None:
    puts = [
        box.put_verification(status, status=status, customData="모의", pgTxId="MOCK-1")
        for status in ("READY", "VERIFIED", "FAILED")
    ]
    assert values(box, *(read(box, put["status"]) for put in puts)) == puts


def test_every_channel_and_agency_is_read(box: SandboxHandle) -> None:
    puts = [box.put_verification(f"channel-{name}", channel=name) for name in CHANNELS]
    puts += [box.put_verification(f"agency-{name}", channel="inicis", agency=name) for name in AGENCIES]
    records = values(box, *(read(box, put["id"]) for put in puts))

    assert records == puts
    by_channel = {record["channel"]["name"]: record for record in records[: len(CHANNELS)]}
    assert {name: set(record["verifiedCustomer"]) for name, record in by_channel.items()} == {
        name: members for name, (_, _, members) in CHANNELS.items()
    }


def test_every_awkward_id_is_read_back_unchanged(box: SandboxHandle) -> None:
    puts = [box.put_verification(id_) for id_ in AWKWARD_IDS]
    assert [put["id"] for put in puts] == list(AWKWARD_IDS)
    assert values(box, *(read(box, id_) for id_ in AWKWARD_IDS)) == puts


def test_ids_of_201_characters_are_not_found(box: SandboxHandle) -> None:
    for outcome in run(box, *(read(box, id_) for id_ in TOO_LONG)):
        assert_error(outcome, "GetIdentityVerificationError", "IDENTITY_VERIFICATION_NOT_FOUND")


def test_ids_of_dots_never_leave_the_sdk_as_ids(box: SandboxHandle) -> None:
    """encodeURIComponent leaves them, `new URL` resolves them: the SDK asks for another path (the list, the root)."""
    for id_ in DOTS:
        box.put_verification(id_)
    outcomes = run(box, *(read(box, id_) for id_ in DOTS))
    assert [outcome.get("value", {}).get("id") for outcome in outcomes] == [None, None]


def test_every_documented_error_is_the_sdks_own(portone: MockPortOne, box: SandboxHandle) -> None:
    another = portone.sandbox()
    box.put_verification("made")
    login = values(box, call(box, LOGIN, {"apiSecret": box.api_secret}))[0]
    table: dict[tuple[str, str, int], Call] = {
        ("LoginViaApiSecretError", "INVALID_REQUEST", 1): call(box, LOGIN, {}),
        ("LoginViaApiSecretError", "INVALID_REQUEST", 2): call(box, LOGIN, {"apiSecret": 7}),
        ("LoginViaApiSecretError", "UNAUTHORIZED", 1): call(box, LOGIN, {"apiSecret": UNKNOWN_SECRET}),
        ("RefreshTokenError", "INVALID_REQUEST", 1): call(box, REFRESH, {}),
        ("RefreshTokenError", "UNAUTHORIZED", 1): call(box, REFRESH, {"refreshToken": UNKNOWN_SECRET}),
        ("RefreshTokenError", "UNAUTHORIZED", 2): call(box, REFRESH, {"refreshToken": login["accessToken"]}),
        ("GetIdentityVerificationError", "UNAUTHORIZED", 1): read(box, "made", secret=UNKNOWN_SECRET),
        ("GetIdentityVerificationError", "FORBIDDEN", 1): read(box, "made", another.store_id),
        ("GetIdentityVerificationError", "IDENTITY_VERIFICATION_NOT_FOUND", 1): read(box, "not-made"),
    }
    outcomes = run(box, *table.values())
    another.drop()

    for (name, type_, _), outcome in zip(table, outcomes, strict=True):
        assert_error(outcome, name, type_)


def test_a_refresh_ends_the_refresh_token_it_used(box: SandboxHandle) -> None:
    login = values(box, call(box, LOGIN, {"apiSecret": box.api_secret}))[0]
    once, again = run(box, *[call(box, REFRESH, {"refreshToken": login["refreshToken"]})] * 2)

    assert "value" in once
    assert_error(again, "RefreshTokenError", "UNAUTHORIZED")


def test_a_login_ends_the_refresh_token_before_it(box: SandboxHandle) -> None:
    first, second = values(box, *[call(box, LOGIN, {"apiSecret": box.api_secret})] * 2)
    tokens = (first["refreshToken"], second["refreshToken"])
    ended, live = run(box, *(call(box, REFRESH, {"refreshToken": token}) for token in tokens))

    assert_error(ended, "RefreshTokenError", "UNAUTHORIZED")
    assert "value" in live


def test_the_store_id_of_a_call_is_sent_and_that_of_construction_is_not(box: SandboxHandle) -> None:
    """As this SDK does it: its reads take the store id of the call alone, so a wrong one at construction is unseen."""
    put = box.put_verification("stored")
    calls = (read(box, "stored"), read(box, "stored", box.store_id), read(box, "stored", storeId="store-of-nobody"))

    assert values(box, *calls) == [put] * 3
    assert [row["query"] or "" for row in box.requests()[:3]] == ["", f"storeId={box.store_id}", ""]


@pytest.mark.parametrize("slashes", ["/", "//"])
def test_a_base_url_may_end_in_slashes(box: SandboxHandle, slashes: str) -> None:
    put = box.put_verification("read")
    job = {"build": "import", "baseUrl": box.base_url + slashes, "calls": [read(box, "read")]}
    assert run_driver("sdk.mjs", job) == [{"value": put}]
