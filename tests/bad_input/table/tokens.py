"""Tokens and secrets that are not, or no longer, good for what they are sent to."""

from typing import Final

from ..request import Request, Row
from .shapes import (
    DROPPED_SECRET,
    ID,
    REAL,
    REAL_SECRET,
    SECRET,
    TWICE,
    UNKNOWN_SECRET,
    login,
    post,
    read,
    refresh,
)

NONE: Final = (
    "인증 정보가 없습니다. Authorization 헤더에 'PortOne <API Secret>' 또는 'Bearer <액세스 토큰>'을 넣으세요."
)
UNKNOWN_ACCESS: Final = "알 수 없는 액세스 토큰입니다. 이 서버에서 다시 로그인해 받은 토큰을 쓰세요."
UNKNOWN_REFRESH: Final = "알 수 없는 리프레시 토큰입니다. 다시 로그인하세요."
NO_ACCESS: Final = "액세스 토큰으로는 재발급할 수 없습니다. refreshToken에는 리프레시 토큰을 넣으세요."
NO_REFRESH: Final = "리프레시 토큰으로는 조회할 수 없습니다. 액세스 토큰(accessToken)을 쓰세요."
EXPIRED_ACCESS: Final = "액세스 토큰이 만료되었습니다. POST /token/refresh 로 새로 받으세요."
ENDED_BY_LOGIN: Final = (
    "다시 로그인해서 이 리프레시 토큰은 쓸 수 없게 되었습니다. 가장 최근에 받은 리프레시 토큰을 쓰세요."
)
ENDED_BY_REFRESH: Final = "이 리프레시 토큰은 재발급에 이미 쓰였습니다. 그때 새로 받은 리프레시 토큰을 쓰세요."
SCHEMELESS_TOKEN: Final = "액세스 토큰 앞에 'Bearer '가 빠졌습니다: Authorization: Bearer <액세스 토큰>"
SCHEMELESS: Final = "API Secret 앞에 'PortOne '이 빠졌습니다: Authorization: PortOne <API Secret>"
NOT_BEARER: Final = "API Secret은 'Bearer'가 아니라 'PortOne'과 함께 보내세요: Authorization: PortOne <API Secret>"
NOT_PORTONE: Final = "토큰은 'PortOne'이 아니라 'Bearer'와 함께 보내세요."
NOTHING: Final = "'PortOne' 뒤에 API Secret이 없습니다. 'PortOne <API Secret>' 형식으로 보내세요."


def _scheme(named: str = "") -> str:
    return f"지원하지 않는 인증 방식{named}입니다. 'PortOne <API Secret>' 또는 'Bearer <액세스 토큰>'을 쓰세요."


def _sent(name: str, request: Request, message: str) -> Row:
    return Row(name, request, 401, "UNAUTHORIZED", message)


def _read(name: str, authorization: bytes | None, message: str) -> Row:
    return _sent(f"Authorization: {name}", read(authorization=authorization), message)


def _refresh(name: str, token: bytes, message: str) -> Row:
    return _sent(f"refresh with {name}", refresh(token), message)


TOKENS: Final = (
    _sent("login with a real-looking secret", login(b'{"apiSecret":"%b"}' % REAL), REAL_SECRET),
    _sent("login by key with a real-looking secret", post(b"/login/api-key", b'{"apiKey":"%b"}' % REAL), REAL_SECRET),
    _sent("login by key with an unknown one", post(b"/login/api-key", b'{"apiKey":"nobodys"}'), UNKNOWN_SECRET),
    _sent("login to a dropped sandbox", login(b'{"apiSecret":"<<dropped secret>>"}'), DROPPED_SECRET),
    _refresh("nothing", b"", UNKNOWN_REFRESH),
    _refresh("an unknown token", b"refresh-0", UNKNOWN_REFRESH),
    _refresh("a secret", b"mock-api-secret", UNKNOWN_REFRESH),
    _refresh("an access token", b"<<access>>", NO_ACCESS),
    _refresh("a token that a login ended", b"<<ended by login>>", ENDED_BY_LOGIN),
    _refresh("a token that a refresh ended", b"<<ended by refresh>>", ENDED_BY_REFRESH),
    _refresh("an expired token", b"<<expired refresh>>", "리프레시 토큰이 만료되었습니다. 다시 로그인하세요."),
    _refresh("a dropped sandbox's token", b"<<dropped refresh>>", UNKNOWN_REFRESH),
    _read("absent", None, NONE),
    _read("empty", b"", NONE),
    _read("PortOne alone", b"PortOne", NOTHING),
    _read("Bearer alone", b"Bearer", UNKNOWN_ACCESS),
    _read("no scheme", b"mock-api-secret", SCHEMELESS),
    _read("no scheme, a sandbox's name", b"sandbox-nobody-made-it", SCHEMELESS),
    _read("no scheme, a token", b"<<access>>", SCHEMELESS_TOKEN),
    _read("Basic", b"Basic bW9jazphcGk=", _scheme(" 'Basic'")),
    _read("Token", b"Token <<access>>", _scheme(" 'Token'")),
    _read("a tab after the scheme", b"PortOne\tmock-api-secret", _scheme()),
    _read("Bearer and a secret", b"Bearer mock-api-secret", NOT_BEARER),
    _read("PortOne and a token", b"PortOne <<access>>", NOT_PORTONE),
    _read("Bearer and a refresh token", b"Bearer <<refresh>>", NO_REFRESH),
    _read("an expired token", b"Bearer <<expired access>>", EXPIRED_ACCESS),
    _read("a dropped sandbox's token", b"Bearer <<dropped access>>", UNKNOWN_ACCESS),
    _read("a dropped sandbox's secret", b"PortOne <<dropped secret>>", DROPPED_SECRET),
    _read("an unsigned JWT", b"Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJzdG9yZSJ9.", UNKNOWN_ACCESS),
    _read("a changed signature", b"Bearer <<access>>x", UNKNOWN_ACCESS),
    _read("an unknown secret", b"PortOne nobodys", UNKNOWN_SECRET),
    _read("words after the secret", b"PortOne mock-api-secret and more", UNKNOWN_SECRET),
    _read("a sandbox's name of 65 letters", b"PortOne sandbox-" + b"a" * 65, UNKNOWN_SECRET),
    _read("30,000 bytes", b"PortOne " + b"a-" * 15_000, UNKNOWN_SECRET),
    _read("not ASCII", "PortOne 비밀".encode(), UNKNOWN_SECRET),
    _read("a real-looking secret", b"PortOne " + REAL, REAL_SECRET),
    _read("Bearer and a real-looking secret", b"Bearer " + REAL, REAL_SECRET),
    _read("a real-looking secret, no scheme", REAL, REAL_SECRET),
    _sent("no credential comes before an unknown id", read(b"/identity-verifications/none", authorization=None), NONE),
    Row("Authorization twice", read(ID, (b"Authorization", SECRET)), 400, "INVALID_REQUEST", TWICE),
    Row("Authorization twice, one is empty", read(ID, (b"authorization", b"")), 400, "INVALID_REQUEST", TWICE),
)
