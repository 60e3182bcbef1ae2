"""Access and refresh tokens: what they look like, how long they live, how one login replaces another.

Lives here: signing, the lifetimes and the pure transitions of a login. May not: looking tokens up (store), HTTP.
Access tokens are JWTs because clients read `exp`; the server never trusts their content.
"""

import binascii
import hmac
from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from .domain.arrangement import Ids

LoginKind = Literal["api-secret", "api-key"]
Ending = Literal["login", "refresh"]
ISSUER: Final = "portone-mock"


class Lifetime(msgspec.Struct, frozen=True):
    """Seconds that the two tokens of a login live (FACTS, "Authentication")."""

    access: int
    refresh: int


LIFETIMES: Final[Mapping[LoginKind, Lifetime]] = {
    "api-secret": Lifetime(access=30 * 60, refresh=24 * 3600),
    "api-key": Lifetime(access=24 * 3600, refresh=7 * 24 * 3600),
}


class Token(msgspec.Struct, frozen=True):
    """What the server knows of a token that it issued. `expires_at` is in milliseconds since 1970.

    `ended_by` is what took the place of a refresh token; None for the live one.
    """

    sandbox: bytes
    kind: LoginKind
    use: Literal["access", "refresh"]
    expires_at: int
    ended_by: Ending | None = None

    @property
    def legacy(self) -> bool:
        """Whether it speaks the dialect of the pages of 2023."""
        return self.kind == "api-key"


class Issued(msgspec.Struct, frozen=True, rename="camel"):
    """The two tokens that a login or a refresh answers with."""

    access_token: str
    refresh_token: str


class Login(msgspec.Struct, frozen=True):
    """The one live refresh token of a sandbox and login kind, and what ended the one before it."""

    refresh_token: str | None = None
    replaced_by: Ending | None = None


class Holder(msgspec.Struct, frozen=True):
    """Whom tokens are issued to: the store id in `sub` and the key that signs."""

    store_id: str
    signing_key: bytes


def log_in(login: Login, holder: Holder, kind: LoginKind, now: int, ids: Ids) -> tuple[Login, Issued]:
    """A new pair of tokens; the refresh token before it is no longer live."""
    issued = _issue(holder, kind, now, ids)
    return Login(issued.refresh_token, "login" if login.refresh_token else None), issued


def refresh(
    login: Login, presented: str, holder: Holder, kind: LoginKind, now: int, ids: Ids
) -> tuple[Login, Issued | None]:
    """A new pair for the live refresh token; nothing changes for one that is no longer live."""
    if login.refresh_token != presented:
        return login, None
    issued = _issue(holder, kind, now, ids)
    return Login(issued.refresh_token, "refresh"), issued


def _issue(holder: Holder, kind: LoginKind, now: int, ids: Ids) -> Issued:
    seconds = now // 1000
    claims = {
        "iss": ISSUER,
        "sub": holder.store_id,
        "iat": seconds,
        "exp": seconds + LIFETIMES[kind].access,
        "jti": ids("jti"),
    }
    return Issued(_signed(claims, holder.signing_key), f"refresh-{ids('refresh')}")


def _base64(data: bytes) -> bytes:
    return binascii.b2a_base64(data, newline=False).translate(_URL_SAFE).rstrip(b"=")


_URL_SAFE: Final = bytes.maketrans(b"+/", b"-_")


_HEADER: Final = _base64(b'{"alg":"HS256","typ":"JWT"}')


def _signed(claims: Mapping[str, object], key: bytes) -> str:
    head_and_claims = _HEADER + b"." + _base64(msgspec.json.encode(claims))
    return (head_and_claims + b"." + _base64(hmac.digest(key, head_and_claims, "sha256"))).decode("ascii")
