"""Access and refresh tokens: what they look like, how long they live, how one login replaces another.

Lives here: signing, the lifetimes and the pure transitions of a login. May not: looking tokens up (store), HTTP.
Access tokens are JWTs because clients read `exp`; the server never trusts their content.
"""

import binascii
import hashlib
import hmac
from collections.abc import Callable, Mapping
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


class Token(msgspec.Struct, frozen=True, gc=False, rename="camel", forbid_unknown_fields=True):
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

    @property
    def is_live_refresh(self) -> bool:
        """Whether it is the one refresh token of its login that still works (until it expires)."""
        return self.use == "refresh" and self.ended_by is None

    def replaced(self, by: "Ending | None") -> "Token":
        """This token once another has taken its place."""
        return Token(self.sandbox, self.kind, self.use, self.expires_at, by)


def issued_at(token: Token) -> int:
    """When it was issued, in milliseconds since 1970 (to the second)."""
    lifetime = LIFETIMES[token.kind]
    return token.expires_at - (lifetime.access if token.use == "access" else lifetime.refresh) * 1000


class Issued(msgspec.Struct, frozen=True, rename="camel", gc=False):
    """The two tokens that a login or a refresh answers with."""

    access_token: str
    refresh_token: str


class Login(msgspec.Struct, frozen=True, gc=False, rename="camel", forbid_unknown_fields=True):
    """The one live refresh token of a sandbox and login kind, and what ended the one before it."""

    refresh_token: str | None = None
    replaced_by: Ending | None = None


class Holder(msgspec.Struct, frozen=True):
    """Whom tokens are issued to: the store id in `sub`, and what signs."""

    store_id: str
    sign: Callable[[bytes], bytes]


class Claims(msgspec.Struct, gc=False):
    """The claims of an access token (RFC 7519); times are seconds since 1970."""

    iss: str
    sub: str
    iat: int
    exp: int
    jti: str


def signer(key: bytes) -> Callable[[bytes], bytes]:
    """HMAC-SHA256 (RFC 2104) by this key of at most 64 bytes, whose two blocks are hashed once, not for each token."""
    inner, outer = (hashlib.sha256(bytes(byte ^ pad for byte in key.ljust(64, b"\0"))) for pad in (0x36, 0x5C))

    def sign(message: bytes) -> bytes:
        of_message = inner.copy()
        of_message.update(message)
        of_key = outer.copy()
        of_key.update(of_message.digest())
        return of_key.digest()

    return sign


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
    jti = ids("jti")
    claims = Claims(ISSUER, holder.store_id, seconds, seconds + LIFETIMES[kind].access, jti)
    # One draw for both tokens: the signature keeps the refresh token from being read off the access token.
    return Issued(_signed(claims, holder.sign), f"refresh-{holder.sign(jti.encode()).hex()[:32]}")


def _base64(data: bytes) -> bytes:
    return binascii.b2a_base64(data, newline=False).translate(_URL_SAFE).rstrip(b"=")


_URL_SAFE: Final = bytes.maketrans(b"+/", b"-_")


_HEADER: Final = _base64(b'{"alg":"HS256","typ":"JWT"}')


def _signed(claims: Claims, sign: Callable[[bytes], bytes]) -> str:
    head_and_claims = _HEADER + b"." + _base64(msgspec.json.encode(claims))
    return (head_and_claims + b"." + _base64(sign(head_and_claims))).decode("ascii")


def claims_of(text: str) -> Claims | None:
    """What a text that looks like an access token of this server says, for wording a refusal; unchecked."""
    try:
        _, payload, _ = text.split(".")
        claims = msgspec.json.decode(binascii.a2b_base64(payload.translate(_FROM_URL) + "=="), type=Claims)
    except (ValueError, msgspec.DecodeError, RecursionError):
        return None
    return claims if claims.iss == ISSUER else None


def is_signed(text: str, sign: Callable[[bytes], bytes]) -> bool:
    """Whether an access token was signed with that key."""
    head_and_claims, _, signature = text.rpartition(".")
    return hmac.compare_digest(_base64(sign(head_and_claims.encode())), signature.encode())


_FROM_URL: Final = str.maketrans("-_", "+/")
