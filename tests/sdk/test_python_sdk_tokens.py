"""Tokens through PortOne's Python SDK: what they say, how long they live, how one login replaces another."""

import time
from typing import Any, Final

import httpx
import jwt
import pytest
from portone_server_sdk import errors
from portone_server_sdk.auth import LoginViaApiSecretError, RefreshTokenError

from mock_server.handle import SandboxHandle
from tests.sdk.conftest import MakeAuth

MINUTES: Final = 60
DAYS: Final = 24 * 60 * MINUTES


def claims(access_token: str) -> dict[str, Any]:
    """What a client reads out of an access token; the key that signs it is nobody's business but the server's."""
    assert jwt.get_unverified_header(access_token) == {"alg": "HS256", "typ": "JWT"}
    return dict(jwt.decode(access_token, options={"verify_signature": False, "verify_exp": True}))


def log_in_by_key(box: SandboxHandle) -> dict[str, str]:
    answer = httpx.post(f"{box.base_url}/login/api-key", json={"apiKey": box.api_secret})
    assert answer.status_code == 200
    return dict(answer.json())


def read(box: SandboxHandle, access_token: str) -> httpx.Response:
    return httpx.get(
        f"{box.base_url}/identity-verifications/adult",
        params={"storeId": box.store_id},
        headers={"Authorization": f"Bearer {access_token}"},
    )


def test_an_access_token_names_the_store_and_lives_half_an_hour(box: SandboxHandle, auth: MakeAuth) -> None:
    before = int(time.time())
    login = auth(box.api_secret).login_via_api_secret(api_secret=box.api_secret)
    after = int(time.time())

    read_claims = claims(login.access_token)
    assert set(read_claims) == {"iss", "sub", "iat", "exp", "jti"}
    assert read_claims["sub"] == box.store_id
    assert before <= read_claims["iat"] <= after
    assert read_claims["exp"] - read_claims["iat"] == 30 * MINUTES
    assert "." not in login.refresh_token


def test_an_access_token_of_the_legacy_login_lives_a_day_and_so_does_a_refreshed_one(
    box: SandboxHandle, auth: MakeAuth
) -> None:
    login = log_in_by_key(box)
    refreshed = auth(box.api_secret).refresh_token(refresh_token=login["refreshToken"])

    for access_token in (login["accessToken"], refreshed.access_token):
        assert claims(access_token)["exp"] - claims(access_token)["iat"] == 1 * DAYS


def test_no_two_tokens_are_alike(box: SandboxHandle, auth: MakeAuth) -> None:
    client = auth(box.api_secret)
    logins = [client.login_via_api_secret(api_secret=box.api_secret) for _ in range(5)]
    assert len({token for login in logins for token in (login.access_token, login.refresh_token)}) == 10
    assert len({claims(login.access_token)["jti"] for login in logins}) == 5


def test_access_tokens_of_earlier_logins_and_refreshes_still_read(box: SandboxHandle, auth: MakeAuth) -> None:
    box.put_verification("adult")
    client = auth(box.api_secret)
    first = client.login_via_api_secret(api_secret=box.api_secret)
    second = client.login_via_api_secret(api_secret=box.api_secret)
    third = client.refresh_token(refresh_token=second.refresh_token)

    assert [read(box, login.access_token).status_code for login in (first, second, third)] == [200, 200, 200]


def test_a_refresh_ends_the_refresh_token_it_used(box: SandboxHandle, auth: MakeAuth) -> None:
    client = auth(box.api_secret)
    login = client.login_via_api_secret(api_secret=box.api_secret)
    refreshed = client.refresh_token(refresh_token=login.refresh_token)

    with pytest.raises(errors.UnauthorizedError) as raised:
        client.refresh_token(refresh_token=login.refresh_token)
    assert isinstance(raised.value, RefreshTokenError)
    # An attempt with a dead token ends nothing.
    assert client.refresh_token(refresh_token=refreshed.refresh_token).access_token


def test_a_login_ends_the_refresh_token_before_it_but_not_that_of_the_other_kind(
    box: SandboxHandle, auth: MakeAuth
) -> None:
    client = auth(box.api_secret)
    first = client.login_via_api_secret(api_secret=box.api_secret)
    legacy = log_in_by_key(box)
    second = client.login_via_api_secret(api_secret=box.api_secret)

    with pytest.raises(errors.UnauthorizedError):
        client.refresh_token(refresh_token=first.refresh_token)
    assert client.refresh_token(refresh_token=second.refresh_token).access_token
    assert client.refresh_token(refresh_token=legacy["refreshToken"]).access_token


# The documented errors, each as the SDK's own exception


@pytest.mark.parametrize(
    ("api_secret", "error"),
    # None is what an environment variable that is not set becomes.
    [(None, errors.InvalidRequestError), ("nobody-has-this-secret", errors.UnauthorizedError)],
)
def test_a_refused_login_raises_the_documented_error(
    box: SandboxHandle, auth: MakeAuth, api_secret: Any, error: type[errors.PortOneError]
) -> None:
    with pytest.raises(error) as raised:
        auth(box.api_secret).login_via_api_secret(api_secret=api_secret)
    assert isinstance(raised.value, LoginViaApiSecretError)
    assert raised.value.message


@pytest.mark.parametrize(
    ("refresh_token", "error"),
    [(None, errors.InvalidRequestError), ("nobody-issued-this", errors.UnauthorizedError)],
)
def test_a_refused_refresh_raises_the_documented_error(
    box: SandboxHandle, auth: MakeAuth, refresh_token: Any, error: type[errors.PortOneError]
) -> None:
    with pytest.raises(error) as raised:
        auth(box.api_secret).refresh_token(refresh_token=refresh_token)
    assert isinstance(raised.value, RefreshTokenError)
    assert raised.value.message


def test_an_access_token_does_not_refresh_and_a_refresh_token_does_not_read(box: SandboxHandle, auth: MakeAuth) -> None:
    client = auth(box.api_secret)
    login = client.login_via_api_secret(api_secret=box.api_secret)

    with pytest.raises(errors.UnauthorizedError):
        client.refresh_token(refresh_token=login.access_token)
    assert read(box, login.refresh_token).status_code == 401


def test_the_sdk_may_hold_any_secret_while_it_logs_in(box: SandboxHandle, auth: MakeAuth) -> None:
    """It sends its own secret as Authorization with a login, where only the body counts."""
    assert auth("nobody-has-this-secret").login_via_api_secret(api_secret=box.api_secret).access_token


# The pages of 2023


def test_the_legacy_login_answers_in_both_spellings(box: SandboxHandle) -> None:
    login = log_in_by_key(box)

    assert set(login) == {"accessToken", "refreshToken", "access_token", "refresh_token"}
    assert (login["access_token"], login["refresh_token"]) == (login["accessToken"], login["refreshToken"])


def test_only_a_legacy_token_reads_customer_and_nothing_else_differs(box: SandboxHandle, auth: MakeAuth) -> None:
    put = box.put_verification("adult")
    client = auth(box.api_secret)
    legacy = log_in_by_key(box)
    legacy_refreshed = client.refresh_token(refresh_token=legacy["refreshToken"])
    current = client.login_via_api_secret(api_secret=box.api_secret)
    current_refreshed = client.refresh_token(refresh_token=current.refresh_token)

    for access_token in (legacy["access_token"], legacy_refreshed.access_token):
        assert read(box, access_token).json() == put | {"customer": put["verifiedCustomer"]}
    for access_token in (current.access_token, current_refreshed.access_token):
        assert read(box, access_token).json() == put


@pytest.mark.parametrize("status", ["READY", "FAILED"])
def test_a_legacy_token_reads_no_customer_before_there_is_one(box: SandboxHandle, status: str) -> None:
    put = box.put_verification("adult", status=status)
    assert read(box, log_in_by_key(box)["access_token"]).json() == put
