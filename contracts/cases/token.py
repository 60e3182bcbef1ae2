"""TOKEN: logging in, refreshing, and how long and how often a token may be used.

Lives here: contracts only.
"""

import base64
import json
from typing import Any

from ..expect import accepted, member, refused, same, with_
from ..failures import ContractBroken
from ..law import GUIDES, NOBODY, OPENAPI, OPENAPI_2023, SEEN, contract
from ..needs import Need
from ..steps import log_in, merchant, tokens_of
from ..strategies import not_strings, wrong_credentials
from ..target import Answer, Login, Target
from ..text import Text

MINUTE, HOUR, DAY = 60, 3_600, 86_400
LEGACY: Login = "/login/api-key"


@contract(
    "TOKEN-01",
    Text(
        "API Secret으로 로그인하면 200과 함께 액세스 토큰과 리프레시 토큰을 준다.",
        "A login with the API secret answers 200 with an access token and a refresh token.",
    ),
    "openapi",
    OPENAPI,
)
def login_gives_two_tokens(target: Target) -> None:
    _two_tokens(target.log_in())


@contract(
    "TOKEN-02",
    Text(
        "액세스 토큰은 Bearer 인증 수단으로 API를 쓸 수 있게 한다.",
        "An access token opens the API as a Bearer credential.",
    ),
    "openapi",
    OPENAPI,
)
def access_token_opens(target: Target) -> None:
    _opens(target, log_in(target).access)


@contract(
    "TOKEN-03",
    Text(
        "토큰을 재발급하면 200과 함께 토큰 두 개를 주는데 둘 다 이전 것과 다르고, 새 액세스 토큰은 바로 쓸 수 있다.",
        "A refresh answers 200 with two tokens, neither of them the old one, and the new access token works.",
    ),
    "openapi",
    OPENAPI,
)
def refresh_gives_two_tokens(target: Target) -> None:
    before = log_in(target)
    answer = target.refresh(before.refresh)
    _two_tokens(answer)
    after = tokens_of(answer)
    if before.refresh == after.refresh:
        raise ContractBroken(
            with_(answer.told(), Text("보낸 것과 같은 리프레시 토큰", "the refresh token that was sent")),
            Text("다른 리프레시 토큰", "another refresh token"),
        )
    _opens(target, after.access)


@contract(
    "TOKEN-04",
    Text("한 번 재발급에 쓴 리프레시 토큰은 다시 쓸 수 없다.", "A refresh ends the refresh token that it was given."),
    "openapi",
    OPENAPI,
)
def refresh_ends_the_one_before(target: Target) -> None:
    first = log_in(target)
    tokens_of(target.refresh(first.refresh), "TOKEN-03")
    refused(target.refresh(first.refresh), 401, "UNAUTHORIZED")


@contract(
    "TOKEN-05",
    Text("다시 로그인하면 앞서 받은 리프레시 토큰은 끝난다.", "A login ends the refresh token of the login before it."),
    "openapi",
    OPENAPI,
)
def login_ends_the_one_before(target: Target) -> None:
    first = log_in(target)
    log_in(target)
    refused(target.refresh(first.refresh), 401, "UNAUTHORIZED")


@contract(
    "TOKEN-06",
    Text(
        "재발급해도 앞서 받은 액세스 토큰은 만료될 때까지 쓸 수 있다.",
        "A refresh leaves the access tokens before it valid until they expire.",
    ),
    "assumed",
    NOBODY,
)
def access_tokens_outlive_a_refresh(target: Target) -> None:
    first = log_in(target)
    tokens_of(target.refresh(first.refresh), "TOKEN-03")
    _opens(target, first.access)


@contract(
    "TOKEN-07",
    Text(
        "API Secret이 아닌 글자로 로그인하면 401 UNAUTHORIZED이다.",
        "A login with another text than the API secret is 401 UNAUTHORIZED.",
    ),
    "openapi",
    OPENAPI,
    given=wrong_credentials,
)
def wrong_secret_logs_nobody_in(target: Target, secret: str) -> None:
    log_in(target)
    refused(target.log_in(secret), 401, "UNAUTHORIZED")
    refused(target.log_in(f"x{target.api_secret}"), 401, "UNAUTHORIZED")


@contract(
    "TOKEN-08",
    Text(
        "리프레시 토큰이 아닌 글자로 재발급하면 401 UNAUTHORIZED이다.",
        "A refresh with a text that is no refresh token is 401 UNAUTHORIZED.",
    ),
    "openapi",
    OPENAPI,
    given=wrong_credentials,
)
def wrong_refresh_token(target: Target, token: str) -> None:
    log_in(target)
    refused(target.refresh(token), 401, "UNAUTHORIZED")


@contract(
    "TOKEN-09",
    Text(
        "액세스 토큰으로는 재발급할 수 없다: 401 UNAUTHORIZED.", "An access token refreshes nothing: 401 UNAUTHORIZED."
    ),
    "openapi",
    OPENAPI,
)
def access_token_refreshes_nothing(target: Target) -> None:
    refused(target.refresh(log_in(target).access), 401, "UNAUTHORIZED")


@contract(
    "TOKEN-10",
    Text(
        "로그인이나 재발급의 필드가 없거나 문자열이 아니면 400 INVALID_REQUEST이다.",
        "A login or refresh whose member is missing or no string is 400 INVALID_REQUEST.",
    ),
    "openapi",
    OPENAPI,
    given=not_strings,
)
def malformed_logins(target: Target, value: Any) -> None:
    log_in(target)
    for path, name in (("/login/api-secret", "apiSecret"), ("/token/refresh", "refreshToken")):
        for body in ({}, {name: value}):
            refused(target.call("POST", path, authorization=None, body=body), 400, "INVALID_REQUEST")


@contract(
    "TOKEN-11",
    Text(
        "액세스 토큰은 JWT이고 `exp`는 `iat`의 30분 뒤이며, 둘 다 초 단위이다.",
        "An access token is a JWT whose `exp` lies 30 minutes after its `iat`, both in seconds.",
    ),
    "observed",
    SEEN.and_("30분은 포트원 OpenAPI 문서", "the 30 minutes are in PortOne's OpenAPI document"),
)
def access_token_tells_its_expiry(target: Target) -> None:
    _lives(log_in(target).access, 30 * MINUTE)


@contract(
    "TOKEN-12",
    Text(
        "예전 API Key로 로그인하면 토큰 두 개를 주고, 액세스 토큰은 하루 동안 유효하다.",
        "A login with the legacy API key answers two tokens, and the access token lives one day.",
    ),
    "openapi",
    OPENAPI_2023,
    needs=[Need.LEGACY_KEY],
)
def legacy_login(target: Target) -> None:
    answer = target.log_in(door=LEGACY)
    _two_tokens(answer)
    _opens(target, tokens_of(answer).access)
    _lives(tokens_of(answer).access, DAY)


@contract(
    "TOKEN-13",
    Text(
        "API Key가 아닌 글자로 예전 방식 로그인을 하면 401 UNAUTHORIZED이다.",
        "A legacy login with another text than the API key is 401 UNAUTHORIZED.",
    ),
    "openapi",
    OPENAPI_2023,
    needs=[Need.LEGACY_KEY],
    given=wrong_credentials,
)
def wrong_key_logs_nobody_in(target: Target, key: str) -> None:
    log_in(target, LEGACY)
    refused(target.log_in(key, LEGACY), 401, "UNAUTHORIZED")


@contract(
    "TOKEN-14",
    Text(
        "예전 방식 로그인의 리프레시 토큰도 한 번만 재발급에 쓸 수 있다.",
        "The refresh token of a legacy login can be refreshed once.",
    ),
    "openapi",
    OPENAPI_2023,
    needs=[Need.LEGACY_KEY],
)
def legacy_refresh(target: Target) -> None:
    first = log_in(target, LEGACY)
    _two_tokens(target.refresh(first.refresh))
    refused(target.refresh(first.refresh), 401, "UNAUTHORIZED")


@contract(
    "TOKEN-15",
    Text(
        "액세스 토큰은 30분이 될 때까지 쓸 수 있고 그 뒤로는 401 UNAUTHORIZED이다.",
        "An access token works until it is 30 minutes old, and is 401 UNAUTHORIZED from then on.",
    ),
    "docs",
    GUIDES,
    needs=[Need.CLOCK],
)
def access_token_expires(target: Target) -> None:
    other = merchant(target)
    token = log_in(other).access
    _advance(other, 29 * MINUTE)
    _opens(other, token)
    _advance(other, MINUTE)
    refused(other.read(other.fresh_id(), authorization=f"Bearer {token}"), 401, "UNAUTHORIZED")


@contract(
    "TOKEN-16",
    Text(
        "리프레시 토큰은 하루가 될 때까지 쓸 수 있고 그 뒤로는 401 UNAUTHORIZED이다.",
        "A refresh token works until it is a day old, and is 401 UNAUTHORIZED from then on.",
    ),
    "docs",
    GUIDES,
    needs=[Need.CLOCK],
)
def refresh_token_expires(target: Target) -> None:
    other = merchant(target)
    token = log_in(other).refresh
    _advance(other, 23 * HOUR)
    again = other.refresh(token)
    if again.status == 401:
        raise ContractBroken(
            Text(f"23시간 뒤에 {again.told()}", f"{again.told()} after 23 hours"),
            Text("하루가 지날 때까지 200", "200 until a day has passed"),
        )
    _advance(other, DAY)
    refused(other.refresh(tokens_of(again, "TOKEN-03").refresh), 401, "UNAUTHORIZED")


def _two_tokens(answer: Answer) -> None:
    issued = accepted(answer)
    for name in ("accessToken", "refreshToken"):
        if not member(Text("응답", "the answer"), issued, name, str):
            raise ContractBroken(
                with_(answer.told(), Text(f"빈 {name}", f"an empty {name}")),
                Text(f"{name}은(는) 토큰", f"{name} is a token"),
            )


def _opens(target: Target, token: str) -> None:
    """Authorisation comes before existence: with a credential that opens, nothing but the id is unknown."""
    answer = target.read(target.fresh_id(), authorization=f"Bearer {token}")
    if answer.status == 401:
        raise ContractBroken(
            answer.told(), Text("유효한 액세스 토큰이므로 401이 아님", "anything but 401 with a valid access token")
        )


def _lives(token: str, seconds: int) -> None:
    claims = _claims(token)
    issued = member(Text("토큰의 클레임", "the token's claims"), claims, "iat", int)
    same(
        Text("토큰에 적힌 유효 기간", "the lifetime that the token tells"),
        member(Text("토큰의 클레임", "the token's claims"), claims, "exp", int) - issued,
        seconds,
    )


def _claims(token: str) -> dict[str, Any]:
    try:
        part = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, IndexError):
        claims = None
    if not isinstance(claims, dict):
        raise ContractBroken(
            Text("JWT가 아닌 액세스 토큰", "an access token that is no JWT"),
            Text("클레임을 읽을 수 있는 JWT", "a JWT, whose claims clients read"),
        )
    return claims


def _advance(target: Target, seconds: int) -> None:
    assert target.arrangement is not None
    target.arrangement.advance(seconds)
