"""Logging in and refreshing: the two logins, rotation, and what a bad body is told."""

from typing import Any

import jwt
import pytest

from mock_server import clock
from mock_server.tokens import LIFETIMES

from ..in_process import ClientFactory, MockClient, bearer
from ..refusals import assert_refused

READ = "/identity-verifications/idv-adult"
PATHS = [("/login/api-secret", "apiSecret"), ("/login/api-key", "apiKey"), ("/token/refresh", "refreshToken")]


def why(client: MockClient) -> str:
    sentence: str = client.journal()[0]["why"]
    return sentence


def test_a_login_by_secret_gives_exactly_two_tokens(client: ClientFactory) -> None:
    assert client().log_in().keys() == {"accessToken", "refreshToken"}


def test_a_login_by_key_gives_them_in_snake_case_too(client: ClientFactory) -> None:
    tokens = client().log_in(legacy=True)
    assert tokens.keys() == {"accessToken", "refreshToken", "access_token", "refresh_token"}
    assert (tokens["access_token"], tokens["refresh_token"]) == (tokens["accessToken"], tokens["refreshToken"])


@pytest.mark.parametrize("legacy", [False, True])
def test_a_client_can_read_when_the_access_token_ends(
    client: ClientFactory, monkeypatch: pytest.MonkeyPatch, legacy: bool
) -> None:
    monkeypatch.setattr(clock, "wall", lambda: 1_795_400_000_500)
    token = client().log_in("sandbox-a", legacy=legacy)["accessToken"]
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["exp"] == 1_795_400_000 + LIFETIMES["api-key" if legacy else "api-secret"].access
    assert claims["sub"] == "store-sandbox-a"


@pytest.mark.parametrize("legacy", [False, True])
def test_a_refresh_gives_a_new_pair_in_the_dialect_of_its_login(client: ClientFactory, legacy: bool) -> None:
    mock = client()
    first = mock.log_in(legacy=legacy)
    second = mock.refresh(first["refreshToken"]).json()
    assert second.keys() == {"accessToken", "refreshToken"}
    assert not set(second.values()) & set(first.values())
    third = mock.refresh(second["refreshToken"]).json()
    for tokens in (first, second, third):
        body = mock.get(READ, headers=bearer(tokens["accessToken"])).json()
        assert ("customer" in body) is legacy


def test_a_login_ends_the_refresh_token_before_it_and_the_journal_says_so(client: ClientFactory) -> None:
    mock = client()
    first, second = mock.log_in(), mock.log_in()
    assert_refused(mock.refresh(first["refreshToken"]), "UNAUTHORIZED", "다시 로그인해서")
    assert "ended by a later login" in why(mock)
    assert mock.refresh(second["refreshToken"]).status_code == 200


def test_a_refresh_ends_the_token_it_was_given_and_the_journal_says_so(client: ClientFactory) -> None:
    mock = client()
    first = mock.log_in()
    mock.refresh(first["refreshToken"])
    mock.log_in()
    assert_refused(mock.refresh(first["refreshToken"]), "UNAUTHORIZED", "재발급에 이미 쓰였습니다")
    assert "ended by a refresh" in why(mock)


def test_using_an_ended_token_ends_nothing(client: ClientFactory) -> None:
    mock = client()
    first = mock.log_in()["refreshToken"]
    second = mock.refresh(first).json()["refreshToken"]
    for _ in range(3):
        assert mock.refresh(first).status_code == 401
    assert mock.refresh(second).status_code == 200


def test_the_two_kinds_of_login_and_two_sandboxes_leave_each_other_alone(client: ClientFactory) -> None:
    mock = client()
    tokens = [mock.log_in(), mock.log_in(legacy=True), mock.log_in("sandbox-a"), mock.log_in("sandbox-a", legacy=True)]
    assert [mock.refresh(each["refreshToken"]).status_code for each in tokens] == [200] * 4


def test_access_tokens_outlive_logins_refreshes_and_resets(client: ClientFactory) -> None:
    mock = client()
    tokens = mock.log_in()
    mock.refresh(tokens["refreshToken"])
    mock.log_in()
    mock.control("POST", "/reset")
    assert mock.get(READ, headers=bearer(tokens["accessToken"])).status_code == 200


@pytest.mark.parametrize("legacy", [False, True])
def test_a_refresh_token_lives_as_long_as_its_login_says(
    client: ClientFactory, monkeypatch: pytest.MonkeyPatch, legacy: bool
) -> None:
    mock, start = client(), 1_795_400_000_999
    monkeypatch.setattr(clock, "wall", lambda: start)
    token = mock.log_in(legacy=legacy)["refreshToken"]
    end = start + LIFETIMES["api-key" if legacy else "api-secret"].refresh * 1000
    monkeypatch.setattr(clock, "wall", lambda: end)
    assert_refused(mock.refresh(token), "UNAUTHORIZED", "만료")
    monkeypatch.setattr(clock, "wall", lambda: end - 1)
    assert mock.refresh(token).status_code == 200


def test_only_a_refresh_token_can_be_refreshed(client: ClientFactory) -> None:
    mock = client()
    tokens = mock.log_in()
    assert_refused(mock.refresh(tokens["accessToken"]), "UNAUTHORIZED", "refreshToken")
    assert "takes the refresh token" in why(mock)
    assert_refused(mock.refresh("something"), "UNAUTHORIZED")
    assert_refused(mock.refresh("mock-api-secret"), "UNAUTHORIZED")
    assert mock.refresh(tokens["refreshToken"]).status_code == 200


def test_tokens_are_bounded_and_the_live_ones_survive(client: ClientFactory) -> None:
    mock = client()
    legacy = mock.log_in(legacy=True)
    first = mock.log_in()
    for _ in range(520):
        last = mock.log_in()
    assert mock.control("GET", "/sandbox")["counts"]["tokens"] == 1_000
    assert mock.get(READ, headers=bearer(first["accessToken"])).status_code == 401
    assert mock.get(READ, headers=bearer(last["accessToken"])).status_code == 200
    assert mock.refresh(legacy["refreshToken"]).status_code == 200


@pytest.mark.parametrize(("path", "member"), PATHS)
@pytest.mark.parametrize("value", [None, 1, True, [], {}])
def test_the_member_must_be_a_string(client: ClientFactory, path: str, member: str, value: Any) -> None:
    assert_refused(client().post(path, json={member: value}), "INVALID_REQUEST", member)


@pytest.mark.parametrize(("path", "member"), PATHS)
def test_an_empty_string_is_a_credential_that_nobody_has(client: ClientFactory, path: str, member: str) -> None:
    assert_refused(client().post(path, json={member: ""}), "UNAUTHORIZED")


@pytest.mark.parametrize(("path", "member"), PATHS)
def test_a_missing_member_is_named_with_what_came_instead(client: ClientFactory, path: str, member: str) -> None:
    assert_refused(client().post(path, json={"api_secret": "x"}), "INVALID_REQUEST", member, "'api_secret'")
    assert_refused(client().post(path, json={}), "INVALID_REQUEST", member)
    assert_refused(client().post(path), "INVALID_REQUEST", "비어")


@pytest.mark.parametrize("content_type", ["text/plain;charset=UTF-8", "application/x-www-form-urlencoded", "", None])
def test_the_body_is_json_whatever_its_content_type(client: ClientFactory, content_type: str | None) -> None:
    headers = {} if content_type is None else {"Content-Type": content_type}
    assert client().post("/login/api-secret", content='{"apiSecret":"mock-api-secret"}', headers=headers).is_success


@pytest.mark.parametrize("header", ["PortOne wrong", "Bearer wrong", "Basic x"])
def test_an_authorization_header_is_ignored_here(client: ClientFactory, header: str) -> None:
    mock = client()
    headers = {"Authorization": header}
    tokens = mock.post("/login/api-secret", json={"apiSecret": "sandbox-a"}, headers=headers).json()
    assert mock.post("/token/refresh", json={"refreshToken": tokens["refreshToken"]}, headers=headers).is_success
    assert len(mock.journal("sandbox-a")) == 2


def test_what_is_not_known_is_ignored_and_noted_and_refused_when_strict(client: ClientFactory) -> None:
    body = {"apiSecret": "mock-api-secret", "apisecret": "x"}
    mock = client()
    assert mock.post("/login/api-secret?storeId=a", json=body).status_code == 200
    assert "unknown query parameter 'storeId'" in why(mock)
    assert "unknown member 'apisecret'; did you mean 'apiSecret'?" in why(mock)
    assert_refused(client(strict=True).post("/login/api-secret", json=body), "INVALID_REQUEST", "apisecret")


def test_neither_secret_nor_token_reaches_the_journal(client: ClientFactory) -> None:
    mock = client(api_secret="hunter-two")
    tokens = mock.log_in("hunter-two")
    mock.refresh(tokens["refreshToken"])
    mock.refresh(tokens["refreshToken"])
    mock.get(READ, headers=bearer(tokens["accessToken"]))
    mock.post("/login/api-secret", json="hunter-two")
    mock.post("/login/api-secret", json={"apiSecret": "wrong-one"})
    kept = repr([list(box.journal or ()) for box in mock.mock.store.all()])
    for secret in ("hunter-two", "wrong-one", *tokens.values()):
        assert secret not in kept
    assert [row["credential"] for row in mock.journal()] == ["unknown", "none", "token", "token", "token", "secret"]
