"""Short ways to write a row's request, and the sentences that many rows share.

Lives here: constructors and texts that two groups or more need. May not: rows.
"""

import json
from typing import Final

from mock_server.api.routes import OPERATIONS

from ..request import Request

SECRET: Final = b"PortOne mock-api-secret"
# What a real secret looks like: 80 letters and digits or more. It must not be found anywhere afterwards.
REAL: Final = b"Real0Looking1" * 8
ID: Final = b"/identity-verifications/idv-adult"
OWN_STORE: Final = "store-00000000-0000-4000-8000-000000000001"
READ_PATH: Final = OPERATIONS[0].path

UNKNOWN_SECRET: Final = (
    "알 수 없는 API Secret입니다. 기본값 mock-api-secret을(를) 쓰거나, sandbox- 로 시작하는 이름(예: sandbox-my-test)"
    "을 쓰면 샌드박스가 바로 만들어집니다."
)
UNKNOWN_SECRET_EN: Final = (
    "No sandbox here has this secret. The one sent begins with n and has 7 characters. Known is the default one, set "
    "with --api-secret or PORTONE_MOCK_API_SECRET (unless set: mock-api-secret); one of the form sandbox-NAME makes "
    "its sandbox on first use."
)
REAL_SECRET: Final = (
    "실제 포트원 API Secret으로 보이는 값이 모의 서버에 도착했습니다. 저장하지 않았습니다. 모의 서버에는 기본값 "
    "mock-api-secret을(를) 쓰고, 실제 Secret이 새어 나갈 곳이 없는지 확인하세요."
)
REAL_SECRET_EN: Final = (
    "What looks like a real PortOne secret (80 or more letters and digits: assumed) came here. It was neither kept nor "
    "logged. Use the mock's own secret, and check where the real one is set."
)
DROPPED_SECRET: Final = (
    "이 API Secret의 샌드박스는 삭제되었거나 오래 쓰이지 않아 사라졌습니다. POST /_mock/sandboxes 로 새로 만드세요."
)
DROPPED_SECRET_EN: Final = (
    "The sandbox of this secret was dropped (DELETE /_mock/sandbox, idle for too long, or to make room); make a new "
    "one with POST /_mock/sandboxes."
)
NO_JSON: Final = "요청 본문이 올바른 JSON(UTF-8)이 아닙니다. "
TOO_LARGE: Final = "The body is larger than 1048576 bytes (1 MiB), which nothing here needs; send a smaller one."
TWICE: Final = (
    "Host (a whole address as target counts as one), Authorization or Idempotency-Key came twice; "
    "send each of them once."
)


def post(target: bytes, body: bytes, *headers: tuple[bytes, bytes], chunked: bool = False) -> Request:
    """A POST with this body."""
    return Request("POST", target, headers, body, chunked=chunked)


def login(body: bytes, *headers: tuple[bytes, bytes], chunked: bool = False) -> Request:
    """A login by API secret."""
    return post(b"/login/api-secret", body, *headers, chunked=chunked)


def refresh(token: bytes) -> Request:
    """A refresh with this text as its token."""
    return post(b"/token/refresh", b'{"refreshToken":"%b"}' % token)


def read(
    target: bytes = ID, *headers: tuple[bytes, bytes], authorization: bytes | None = SECRET, method: str = "GET"
) -> Request:
    """A read as the SDKs send it."""
    own = () if authorization is None else ((b"Authorization", authorization),)
    return Request(method, target, (*own, *headers))


def control(method: str, target: bytes, body: object = None, *headers: tuple[bytes, bytes]) -> Request:
    """A tester's call; a body that is not bytes is sent as JSON."""
    if body is None or isinstance(body, bytes):
        return Request(method, target, headers, body or b"")
    return Request(method, target, headers, json.dumps(body).encode())


def at_host(host: bytes, *more: tuple[bytes, bytes]) -> Request:
    """A harmless request with exactly this Host."""
    return Request("GET", b"/_mock/health", ((b"Host", host), *more), host=False)
