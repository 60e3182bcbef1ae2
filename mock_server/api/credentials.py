"""The Authorization header: reading it, and finding the sandbox that it opens.

Lives here: both schemes and every refusal of a credential. May not: which secrets have sandboxes (sandboxes.py).
"""

from typing import Final, Literal, NamedTuple

from ..domain.errors import Refusal
from ..sandboxes import NAMED, REAL_LOOKING, Sandboxes
from ..store.memory import MOST_TOKENS
from ..store.sandbox import Sandbox
from ..tokens import LIFETIMES, Token, claims_of, is_signed, issued_at

Kind = Literal["secret", "token", "legacy-token", "none", "unknown"]
HEADER: Final = b"authorization"
_MISSING: Final = (
    "인증 정보가 없습니다. Authorization 헤더에 'PortOne <API Secret>' 또는 'Bearer <액세스 토큰>'을 넣으세요.",
    "There is no Authorization header; send 'PortOne <API secret>' or 'Bearer <access token>'.",
)


class Access(NamedTuple):
    """The sandbox of a call, and how it was opened."""

    sandbox: Sandbox
    kind: Kind

    @property
    def legacy(self) -> bool:
        """Whether answers speak the dialect of the pages of 2023."""
        return self.kind == "legacy-token"


async def authorise(header: bytes | None, sandboxes: Sandboxes) -> Access:
    """The sandbox that this Authorization header opens; Refusal (UNAUTHORIZED) for any other."""
    if not header:
        raise unauthorized(*_MISSING)
    scheme, _, value = header.decode("latin-1").partition(" ")
    # The usual spellings first, each with one look-up; everything else is looked into below.
    if scheme == "PortOne" and (sandbox := await sandboxes.store.by_secret(value)) is not None:
        return Access(sandbox, "secret")
    if scheme == "Bearer" and (found := await sandboxes.store.by_token(value)) is not None:
        return opened(*found)
    scheme, value = scheme.lower(), value.strip()
    if scheme == "bearer":
        return await _by_token(value, sandboxes)
    if scheme == "portone":
        return await _by_secret(value, sandboxes)
    raise await _wrong_scheme(header.decode("latin-1").strip(), sandboxes)


async def _by_token(text: str, sandboxes: Sandboxes) -> Access:
    found = await sandboxes.store.by_token(text)
    if found is None:
        raise await _unknown_token(text, sandboxes)
    return opened(*found)


def opened(sandbox: Sandbox, token: Token) -> Access:
    """What an access token opens; Refusal (UNAUTHORIZED) for one that has expired, or is for refreshing."""
    access = Access(sandbox, "legacy-token" if token.legacy else "token")
    if token.use == "refresh":
        raise _refused_to(
            access,
            "리프레시 토큰으로는 조회할 수 없습니다. 액세스 토큰(accessToken)을 쓰세요.",
            "This is a refresh token; the Authorization header takes the access token.",
        )
    if token.expires_at <= sandbox.clock.now():
        raise _refused_to(
            access,
            "액세스 토큰이 만료되었습니다. POST /token/refresh 로 새로 받으세요.",
            "The access token has expired; get a new one with POST /token/refresh or by logging in.",
        )
    return access


def _refused_to(access: Access, ko: str, en: str) -> Refusal:
    """A refusal that belongs into the journal of the sandbox whose token it was."""
    refusal = unauthorized(ko, en)
    refusal.whose = access
    return refusal


async def _by_secret(secret: str, sandboxes: Sandboxes) -> Access:
    if not secret:
        raise unauthorized(
            "'PortOne' 뒤에 API Secret이 없습니다. 'PortOne <API Secret>' 형식으로 보내세요.",
            "There is nothing after 'PortOne'; the API secret belongs there.",
        )
    if (found := await sandboxes.store.by_token(secret)) is not None:
        sandbox, token = found
        raise _refused_to(
            Access(sandbox, "legacy-token" if token.legacy else "token"),
            "토큰은 'PortOne'이 아니라 'Bearer'와 함께 보내세요.",
            "A token goes with 'Bearer', the API secret with 'PortOne'.",
        )
    return Access(await sandboxes.of_secret(secret), "secret")


async def _unknown_token(text: str, sandboxes: Sandboxes) -> Refusal:
    if REAL_LOOKING.fullmatch(text):
        return sandboxes.unknown(text)
    if NAMED.fullmatch(text) or await sandboxes.store.by_secret(text) is not None:
        return unauthorized(
            "API Secret은 'Bearer'가 아니라 'PortOne'과 함께 보내세요: Authorization: PortOne <API Secret>",
            "An API secret goes with 'PortOne', an access token with 'Bearer'.",
        )
    return await _forgotten_token(text, sandboxes) or unauthorized(
        "알 수 없는 액세스 토큰입니다. 이 서버에서 다시 로그인해 받은 토큰을 쓰세요.",
        "No token like this was issued here; log in again.",
    )


async def _forgotten_token(text: str, sandboxes: Sandboxes) -> Refusal | None:
    """The refusal of a token that a sandbox here did sign, which says why it is gone; None for any other."""
    claims = claims_of(text)
    sandbox = await sandboxes.store.by_store(claims.sub) if claims is not None else None
    if claims is None or sandbox is None or not is_signed(text, sandbox.holder.sign):
        return None
    is_legacy = claims.exp - claims.iat == LIFETIMES["api-key"].access
    access = Access(sandbox, "legacy-token" if is_legacy else "token")
    kept = [token for _, token in sandboxes.store.tokens_of(sandbox)]
    if len(kept) < MOST_TOKENS:
        return _refused_to(
            access,
            "서버를 다시 시작했거나 샌드박스가 지워져 더는 기억하지 않는 토큰입니다. 다시 로그인하세요.",
            "This sandbox signed the token, but it is forgotten: the server was started again, or the sandbox was made "
            "anew; log in again.",
        )
    seconds = max(0, sandbox.clock.now() - min(map(issued_at, kept))) // 1000
    return _refused_to(
        access,
        f"밀려난 토큰입니다. 샌드박스는 최근 토큰 {MOST_TOKENS}개만 기억하는데, 그만큼이 {seconds}초 사이에 "
        "발급되었습니다. 로그인을 되풀이하는 곳이 있는지 찾아보고, 받은 토큰은 만료될 때까지 다시 쓰세요.",
        f"The token was pushed out: a sandbox keeps its last {MOST_TOKENS}, and that many were issued within {seconds} "
        "seconds. Something logs in again and again; log in once and use the token until it expires.",
    )


async def _wrong_scheme(header: str, sandboxes: Sandboxes) -> Refusal:
    scheme, _, value = header.partition(" ")
    if not value and REAL_LOOKING.fullmatch(scheme):
        return sandboxes.unknown(scheme)
    bare = not value and (NAMED.fullmatch(scheme) or await sandboxes.store.by_secret(scheme) is not None)
    if bare:
        return unauthorized(
            "API Secret 앞에 'PortOne '이 빠졌습니다: Authorization: PortOne <API Secret>",
            "The header holds an API secret without its scheme; write 'PortOne ' before it.",
        )
    if not value and await sandboxes.store.by_token(scheme) is not None:
        return unauthorized(
            "액세스 토큰 앞에 'Bearer '가 빠졌습니다: Authorization: Bearer <액세스 토큰>",
            "The header holds a token without its scheme; write 'Bearer ' before it.",
        )
    named = f" '{scheme}'" if scheme.isalpha() and len(scheme) <= 10 else ""
    return unauthorized(
        f"지원하지 않는 인증 방식{named}입니다. 'PortOne <API Secret>' 또는 'Bearer <액세스 토큰>'을 쓰세요.",
        f"The scheme{named} is not one of PortOne's; send 'PortOne <API secret>' or 'Bearer <access token>'.",
    )


def unauthorized(ko: str, en: str) -> Refusal:
    """A refusal of type UNAUTHORIZED."""
    return Refusal("UNAUTHORIZED", ko, why=en)
