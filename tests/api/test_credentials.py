"""The Authorization header: what opens a sandbox, and why anything else does not."""

import base64

import pytest

from mock_server import clock
from mock_server.tokens import LIFETIMES

from ..in_process import ClientFactory, MockClient, bearer, portone
from ..refusals import assert_refused

READ = "/identity-verifications/idv-adult"
SECRET = "mock-api-secret"


def why(client: MockClient) -> str:
    """The journal's sentence about the newest call."""
    sentence: str = client.journal()[0]["why"]
    return sentence


@pytest.mark.parametrize("header", ["PortOne {}", "portone {}", "PORTONE {}", "PortOne  {}", "PortOne {} "])
def test_a_secret_opens_its_sandbox_in_any_case_of_the_scheme(client: ClientFactory, header: str) -> None:
    mock = client()
    assert mock.get(READ, headers={"Authorization": header.format(SECRET)}).status_code == 200
    assert mock.journal()[0]["credential"] == "secret"


@pytest.mark.parametrize("header", ["Bearer {}", "bearer {}", "BEARER {}", "Bearer   {}"])
@pytest.mark.parametrize(("legacy", "credential"), [(False, "token"), (True, "legacy-token")])
def test_a_token_opens_its_sandbox(client: ClientFactory, header: str, legacy: bool, credential: str) -> None:
    mock = client()
    token = mock.log_in("sandbox-a", legacy=legacy)["accessToken"]
    assert mock.get(READ, headers={"Authorization": header.format(token)}).status_code == 200
    assert mock.journal("sandbox-a")[0]["credential"] == credential
    assert mock.journal() == []


@pytest.mark.parametrize(
    ("header", "credential", "says"),
    [
        (None, "none", "There is no Authorization header"),
        ("", "none", "There is no Authorization header"),
        ("PortOne", "unknown", "nothing after 'PortOne'"),
        ("Bearer", "unknown", "No token like this was issued"),
        ("Bearer something", "unknown", "No token like this was issued"),
        (f"Bearer {SECRET}", "unknown", "An API secret goes with 'PortOne'"),
        ("Bearer sandbox-a", "unknown", "An API secret goes with 'PortOne'"),
        (SECRET, "unknown", "without its scheme"),
        ("sandbox-a", "unknown", "without its scheme"),
        ("Basic dXNlcjpwYXNz", "unknown", "The scheme 'Basic'"),
        (f"Bearer: {SECRET}", "unknown", "not one of PortOne's"),
        ("PortOne wrong", "unknown", "No sandbox here has this secret"),
    ],
)
def test_every_other_header_is_refused_and_the_journal_says_why(
    client: ClientFactory, header: str | None, credential: str, says: str
) -> None:
    mock = client()
    assert_refused(mock.get(READ, headers={} if header is None else {"Authorization": header}), "UNAUTHORIZED")
    assert says in why(mock)
    assert mock.journal()[0]["credential"] == credential


def test_a_token_after_portone_is_told_where_it_belongs(client: ClientFactory) -> None:
    mock = client()
    token = mock.log_in()["accessToken"]
    assert_refused(mock.get(READ, headers={"Authorization": f"PortOne {token}"}), "UNAUTHORIZED", "Bearer")
    assert "A token goes with 'Bearer'" in why(mock)


def test_a_refresh_token_opens_nothing(client: ClientFactory) -> None:
    mock = client()
    assert_refused(mock.get(READ, headers=bearer(mock.log_in()["refreshToken"])), "UNAUTHORIZED", "accessToken")
    assert "This is a refresh token" in why(mock)


@pytest.mark.parametrize("legacy", [False, True])
def test_an_access_token_lives_until_its_exp_and_no_longer(
    client: ClientFactory, monkeypatch: pytest.MonkeyPatch, legacy: bool
) -> None:
    mock, start = client(), 1_795_400_000_999
    monkeypatch.setattr(clock, "wall", lambda: start)
    token = mock.log_in(legacy=legacy)["accessToken"]
    exp = (start // 1000 + LIFETIMES["api-key" if legacy else "api-secret"].access) * 1000
    monkeypatch.setattr(clock, "wall", lambda: exp - 1)
    assert mock.get(READ, headers=bearer(token)).status_code == 200
    monkeypatch.setattr(clock, "wall", lambda: exp)
    assert_refused(mock.get(READ, headers=bearer(token)), "UNAUTHORIZED", "만료", "/token/refresh")
    assert "has expired" in why(mock)


def test_a_tampered_token_is_no_token(client: ClientFactory) -> None:
    """Tokens are found, not believed: another claim or signature makes another text."""
    mock = client()
    head, claims, signature = mock.log_in()["accessToken"].split(".")
    for text in (f"{head}.{claims}.", f"{head}.{claims}A.{signature}", f"{head}.{claims}.{signature}".lower()):
        assert_refused(mock.get(READ, headers=bearer(text)), "UNAUTHORIZED")


def test_a_token_that_is_refused_is_journalled_where_it_belongs(client: ClientFactory) -> None:
    """An expired one, a refresh token and one after the wrong word: their sandbox is known, so its journal has them."""
    mock = client()
    tokens = mock.log_in("sandbox-own")
    mock.read("idv-adult", "sandbox-own")
    refused = [bearer(tokens["refreshToken"]), {"Authorization": f"PortOne {tokens['accessToken']}"}]
    for header in refused:
        assert mock.get("/identity-verifications/idv-adult", headers=header).status_code == 401
    mock.post("/_mock/clock/advance", json={"seconds": 3600}, headers=portone("sandbox-own"))
    assert mock.get("/identity-verifications/idv-adult", headers=bearer(tokens["accessToken"])).status_code == 401
    rows = mock.get("/_mock/requests?status=401", headers=portone("sandbox-own")).json()["requests"]
    assert [row["credential"] for row in rows] == ["token"] * 3
    assert mock.get("/_mock/requests?status=401").json()["requests"] == []


def test_a_token_that_a_loop_of_logins_pushed_out_is_told_so_and_journalled_where_it_belongs(
    client: ClientFactory,
) -> None:
    mock = client()
    mock.control("PUT", "/clock", {"frozen": True}, secret="sandbox-a")
    first = mock.log_in("sandbox-a", legacy=True)["accessToken"]
    for number in range(500):
        if number == 499:
            assert mock.get(READ, headers=bearer(first)).status_code == 200
            mock.control("POST", "/clock/advance", {"seconds": 7}, secret="sandbox-a")
        mock.log_in("sandbox-a")
    assert_refused(mock.get(READ, headers=bearer(first)), "UNAUTHORIZED", "1000개", "7초", "되풀이")
    row = mock.journal("sandbox-a")[0]
    assert (row["credential"], "again and again" in row["why"]) == ("legacy-token", True)


def test_a_token_of_before_a_restart_is_told_so_and_another_signature_is_not_believed(client: ClientFactory) -> None:
    token = client().log_in("sandbox-a")["accessToken"]
    started_again = client()
    assert started_again.read("idv-adult", "sandbox-a").status_code == 200
    assert_refused(started_again.get(READ, headers=bearer(token)), "UNAUTHORIZED", "다시 시작")
    nested = base64.urlsafe_b64encode(b'{"x":' + b"[" * 20_000).decode()
    changed = f"{token[:-1]}{'A' if token[-1] != 'A' else 'E'}"
    for forged in (changed, f"a.{token}", "a.!.c", "a.e30.c", "..", f"a.{nested}.c"):
        refused = started_again.get(READ, headers=bearer(forged))
        assert_refused(refused, "UNAUTHORIZED", "알 수 없는")
