"""Tokens as pure transitions: their shape, their lifetimes, and how one login replaces another."""

import base64
import itertools
import string

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.tokens import ISSUER, LIFETIMES, Holder, Issued, Login, LoginKind, Token, log_in, refresh, signer

KEY = b"k" * 32
HOLDER = Holder("store-here", signer(KEY))
NOW = 1_790_000_000_999


class Ids:
    """Counts, so that every identifier is another."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def __call__(self, label: str) -> str:
        return f"{next(self._numbers):032x}"


def logged_in(kind: LoginKind = "api-secret") -> tuple[Login, Issued]:
    return log_in(Login(), HOLDER, kind, NOW, Ids())


def claims_of(token: str) -> dict[str, object]:
    claims: dict[str, object] = jwt.decode(
        token, KEY, algorithms=["HS256"], options={"verify_exp": False, "verify_iat": False}
    )
    return claims


@pytest.mark.parametrize(
    ("kind", "access", "refreshing"), [("api-secret", 1_800, 86_400), ("api-key", 86_400, 604_800)]
)
def test_the_lifetimes_are_those_of_the_two_logins(kind: LoginKind, access: int, refreshing: int) -> None:
    assert (LIFETIMES[kind].access, LIFETIMES[kind].refresh) == (access, refreshing)


@pytest.mark.parametrize("kind", LIFETIMES)
def test_an_access_token_is_a_signed_jwt_that_says_when_it_ends(kind: LoginKind) -> None:
    claims = claims_of(logged_in(kind)[1].access_token)
    assert claims.keys() == {"iss", "sub", "iat", "exp", "jti"}
    assert claims["iss"] == ISSUER
    assert claims["sub"] == HOLDER.store_id
    assert claims["iat"] == NOW // 1000
    assert claims["exp"] == NOW // 1000 + LIFETIMES[kind].access


def test_a_jwt_has_no_padding_and_names_its_algorithm() -> None:
    token = logged_in()[1].access_token
    assert "=" not in token
    assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "JWT"}


def test_another_key_does_not_verify_the_signature() -> None:
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(logged_in()[1].access_token, b"x" * 32, algorithms=["HS256"], options={"verify_exp": False})


def test_a_refresh_token_is_opaque() -> None:
    token = logged_in()[1].refresh_token
    assert "." not in token
    assert set(token) <= set(string.ascii_lowercase + string.digits + "-")


def test_no_two_logins_give_the_same_tokens() -> None:
    ids = Ids()
    issued = [log_in(Login(), HOLDER, "api-secret", NOW, ids)[1] for _ in range(50)]
    assert len({each.access_token for each in issued} | {each.refresh_token for each in issued}) == 100


def test_a_new_login_leaves_one_live_refresh_token_and_says_what_ended_the_earlier() -> None:
    ids = Ids()
    first, issued = log_in(Login(), HOLDER, "api-secret", NOW, ids)
    assert (first.refresh_token, first.replaced_by) == (issued.refresh_token, None)
    second, again = log_in(first, HOLDER, "api-secret", NOW, ids)
    assert (second.refresh_token, second.replaced_by) == (again.refresh_token, "login")


def test_a_refresh_issues_a_new_pair_and_ends_the_token_that_was_sent() -> None:
    ids = Ids()
    login, issued = log_in(Login(), HOLDER, "api-secret", NOW, ids)
    after, renewed = refresh(login, issued.refresh_token, HOLDER, "api-secret", NOW, ids)
    assert renewed is not None
    assert after == Login(renewed.refresh_token, "refresh")
    assert renewed.refresh_token != issued.refresh_token
    assert renewed.access_token != issued.access_token


@given(st.text())
def test_refreshing_with_anything_but_the_live_token_changes_nothing(presented: str) -> None:
    login, _ = logged_in()
    assert refresh(login, presented, HOLDER, "api-secret", NOW, Ids()) == (login, None)


def test_a_token_speaks_the_old_dialect_where_its_login_did() -> None:
    assert Token(b"", "api-key", "access", 0).legacy
    assert not Token(b"", "api-secret", "access", 0).legacy


def test_the_claims_are_json_that_any_reader_takes() -> None:
    middle = logged_in()[1].access_token.split(".")[1]
    assert base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)).startswith(b'{"iss":')
