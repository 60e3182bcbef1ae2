"""The pages that belong to nobody's API: the server's own documents and the greeting at its root.

Lives here: /openapi.json, /_mock/openapi.json and /. May not: computing anything from the documents: they are data
that is handed out, but for the one pattern that has to know what day it is.
"""

from datetime import date
from functools import lru_cache
from typing import Final

from . import clock
from .answer import Answer, encode
from .control.endpoint import ControlCall
from .domain.identity_number import pattern
from .domain.timestamps import seoul_date
from .resources import fixture

PAGES: Final = frozenset((b"/", b"/openapi.json"))
_VARY: Final = (b"vary", b"Accept")
_TEXT: Final = ((b"content-type", b"text/plain; charset=utf-8"),)


@lru_cache(maxsize=2)
def openapi_document(name: str = "openapi.yaml", today: date | None = None) -> bytes:
    """A law file as JSON, read on the first request for it; `today` is the last birth date that it allows."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with fixture("law", name).open("rb") as file:
        document = yaml.load(file, loader)  # noqa: S506 - a safe loader, ours in C where it is built
    if today is not None:
        customer = document["components"]["schemas"]["SendIdentityVerificationBodyCustomer"]
        customer["properties"]["identityNumber"]["pattern"] = pattern(today)
    return encode(document)


async def get_openapi(control: ControlCall) -> Answer:
    """The OpenAPI document of what is served here."""
    return Answer(200, openapi_document(today=seoul_date(clock.wall())))


async def get_control_openapi(control: ControlCall) -> Answer:
    """The OpenAPI document of the tester's paths."""
    return Answer(200, openapi_document("control.yaml"))


async def get_root(control: ControlCall) -> Answer:
    """Who is speaking, and addresses to go on from; no secrets. A browser is led to the console."""
    if b"text/html" in control.call.headers.get(b"accept", b""):
        return Answer(303, b"", headers=((b"location", b"/_mock/"), _VARY))
    lines = (
        "portone-mock: 포트원 V2 본인인증 모의 서버 (a local mock of PortOne V2 identity verification)",
        "포트원의 공식 제품이 아닙니다. 운영 환경과 실제 개인정보에 쓰지 마세요.",
        "Not an official PortOne product. Never for production, never for real personal data.",
        "",
        "GET /openapi.json       무엇을 제공하는지 (what is served)",
        "GET /v2/browser-sdk.js  브라우저 SDK를 대신하는 스크립트 (in place of PortOne's browser SDK)",
        "GET /_mock/             무슨 일이 있었는지 보고 바꾸는 페이지 (the console)",
        "GET /_mock/people       시험에 쓸 수 있는 인물 (the people to verify)",
        "GET /_mock/requests     받은 요청과 거절 이유 (the journal, with reasons)",
        "",
    )
    return Answer(200, "\n".join(lines).encode(), headers=(*_TEXT, _VARY))
