"""Logging in and refreshing: POST /login/api-secret, /login/api-key and /token/refresh.

Lives here: the three handlers. May not: what tokens are (tokens.py), which secrets are known (sandboxes.py).
An Authorization header is ignored here, as SDKs send one.
"""

from collections.abc import Callable, Mapping
from typing import Any

from ..answer import Answer, of_json
from ..domain.arrangement import Ids
from ..domain.errors import Refusal
from ..domain.wording import shown
from ..store.sandbox import Sandbox
from ..tokens import LIFETIMES, Ending, Issued, Login, LoginKind, Token, log_in, refresh
from .credentials import Kind, unauthorized
from .exchange import Exchange
from .idempotency import once_in


async def login_via_api_secret(exchange: Exchange) -> Answer:
    """`{apiSecret}` -> `{accessToken, refreshToken}`; 400 INVALID_REQUEST, 401 UNAUTHORIZED."""
    return await _log_in(exchange, "apiSecret", "api-secret", of_json)


async def login_via_api_key(exchange: Exchange) -> Answer:
    """`{apiKey}` -> `{accessToken, refreshToken}` and the same two in snake case, as the pages of 2023 read them."""
    return await _log_in(exchange, "apiKey", "api-key", _in_both_cases)


async def refresh_token(exchange: Exchange) -> Answer:
    """`{refreshToken}` -> `{accessToken, refreshToken}`; the token sent is no longer live afterwards."""
    text = await _required_string(exchange, "refreshToken")
    exchange.credential = "unknown"
    store = exchange.sandboxes.store
    found = await store.by_token(text)
    if found is None:
        raise unauthorized(
            "알 수 없는 리프레시 토큰입니다. 다시 로그인하세요.",
            "No refresh token like this was issued here; log in again.",
        )
    sandbox, token = found
    credential: Kind = "legacy-token" if token.legacy else "token"

    def transition(login: Login, now: int, ids: Ids) -> tuple[Login, Issued | None]:
        return refresh(login, text, sandbox.holder, token.kind, now, ids)

    async def work() -> Answer:
        await exchange.enter(sandbox, credential)
        _check_refreshable(token, sandbox)
        issued = await store.change_login(sandbox, token.kind, transition)
        if issued is None:
            raise _ended(token.ended_by)
        await _keep(exchange, sandbox, token.kind, issued)
        return of_json(issued)

    return await once_in(exchange, sandbox, credential, work, holds_tokens=True)


async def _log_in(exchange: Exchange, member: str, kind: LoginKind, answer: Callable[[Issued], Answer]) -> Answer:
    secret = await _required_string(exchange, member)
    exchange.credential = "unknown"
    sandbox = await exchange.sandboxes.of_secret(secret)

    def transition(login: Login, now: int, ids: Ids) -> tuple[Login, Issued]:
        return log_in(login, sandbox.holder, kind, now, ids)

    async def work() -> Answer:
        await exchange.enter(sandbox, "secret")
        issued = await exchange.sandboxes.store.change_login(sandbox, kind, transition)
        await _keep(exchange, sandbox, kind, issued)
        return answer(issued)

    return await once_in(exchange, sandbox, "secret", work, holds_tokens=True)


def _in_both_cases(issued: Issued) -> Answer:
    return of_json(
        {
            "accessToken": issued.access_token,
            "refreshToken": issued.refresh_token,
            "access_token": issued.access_token,
            "refresh_token": issued.refresh_token,
        }
    )


async def _keep(exchange: Exchange, sandbox: Sandbox, kind: LoginKind, issued: Issued) -> None:
    now, lifetime = sandbox.clock.now(), LIFETIMES[kind]
    # An access token's `exp` is in whole seconds; the server ends it at that same instant.
    access_end = (now // 1000 + lifetime.access) * 1000
    await exchange.sandboxes.store.keep_tokens(
        sandbox,
        (
            (issued.access_token, Token(sandbox.key, kind, "access", access_end)),
            (issued.refresh_token, Token(sandbox.key, kind, "refresh", now + lifetime.refresh * 1000)),
        ),
    )


async def _required_string(exchange: Exchange, member: str) -> str:
    exchange.call.parameters(())
    members = await exchange.call.json_object()
    exchange.call.ignore_others(members, (member,))
    value = members.get(member)
    if isinstance(value, str):
        # An empty one is well formed, and simply nobody's.
        return value
    raise _not_a_string(members, member, value)


def _not_a_string(members: Mapping[str, Any], member: str, value: object) -> Refusal:
    if member not in members:
        others = ", ".join(shown(name) for name in list(members)[:3]) or "아무것도 없음"
        return Refusal(
            "INVALID_REQUEST",
            f'요청 본문에 {member} 값이 없습니다(받은 항목: {others}). {{"{member}": "…"}} 형식으로 보내세요.',
            why=f"The body has no member {member} (it has: {others}).",
        )
    return Refusal(
        "INVALID_REQUEST",
        f"{member} 값이 문자열이 아닙니다. 따옴표로 감싼 문자열이어야 합니다.",
        why=f"{member} must be a string, not a value of another type ({type(value).__name__}).",
    )


def _check_refreshable(token: Token, sandbox: Sandbox) -> None:
    if token.use == "access":
        raise unauthorized(
            "액세스 토큰으로는 재발급할 수 없습니다. refreshToken에는 리프레시 토큰을 넣으세요.",
            "This is an access token; refreshing takes the refresh token.",
        )
    if token.expires_at <= sandbox.clock.now():
        raise unauthorized(
            "리프레시 토큰이 만료되었습니다. 다시 로그인하세요.", "The refresh token has expired; log in again."
        )


def _ended(by_what: Ending | None) -> Refusal:
    if by_what == "login":
        return unauthorized(
            "다시 로그인해서 이 리프레시 토큰은 쓸 수 없게 되었습니다. 가장 최근에 받은 리프레시 토큰을 쓰세요.",
            "This refresh token was ended by a later login; only the newest one of a login is live.",
        )
    return unauthorized(
        "이 리프레시 토큰은 재발급에 이미 쓰였습니다. 그때 새로 받은 리프레시 토큰을 쓰세요.",
        "This refresh token was ended by a refresh; only the newest one of a login is live.",
    )
