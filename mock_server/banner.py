"""What a server says at its start: where it is, what to put into .env, what to try.

Lives here: the texts. May not: printing.
"""

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from .domain.channels import DEFAULT_CHANNEL, Channels
from .env_formats import GIVEN_SECRET, Connection, render
from .sandboxes import DEFAULT_SECRET, DEFAULT_STORE
from .scenario import Scenario
from .serving import client_host
from .settings import Settings

TRY: Final = ("idv-adult", "idv-turns-19-tomorrow", "idv-failed")


def ids_to_try(scenario: Scenario) -> Sequence[str]:
    """A few ids that can be read in this scenario: of its own verifications, and ready-made ones where it has those."""
    own = [id_ for id_, _ in scenario.verifications]
    return [*own, *(TRY if scenario.ready_made else ())][: len(TRY)]


def connection_of(settings: Settings, port: int, channels: Channels | None = None) -> Connection:
    """How an application reaches the default sandbox, which has these channels (the usual ones unless given).

    A secret that was given is not repeated: whoever gave it has it, and this is printed.
    """
    channel = (channels or Channels().with_keys(settings.channel_keys)).get(DEFAULT_CHANNEL)
    assert channel is not None
    return Connection(
        base_url=settings.public_url or f"http://{client_host(settings.host)}:{port}",
        api_secret=GIVEN_SECRET if settings.api_secret else DEFAULT_SECRET,
        store_id=settings.store_id or DEFAULT_STORE,
        channel_key=channel.key,
    )


def banner(settings: Settings, port: int, channels: Channels | None = None, ids: Sequence[str] = TRY) -> str:
    """The first screen, in Korean and English, with ids that can be read. A secret that was given is not repeated."""
    connection = connection_of(settings, port, channels)
    lines = [
        "",
        "포트원 V2 본인인증 모의 서버입니다. 포트원의 공식 제품이 아니며, 운영 환경과 실제 개인정보에 쓰지 마세요.",
        "A mock of PortOne V2 identity verification; not PortOne's own, never for production or real personal data.",
        "",
        "# .env",
        render(connection, "dotenv"),
        "",
        *_to_try(settings, connection, ids),
        f"콘솔 · console: {_console(settings, connection)}",
        f"인물 · people: {connection.base_url}/_mock/people",
        f"요청 기록 · journal: {connection.base_url}/_mock/requests",
    ]
    return "\n".join([*lines, *_control_lines(settings), ""])


def _to_try(settings: Settings, connection: Connection, ids: Sequence[str]) -> list[str]:
    if not ids:
        return ["이 시나리오에는 아직 본인인증 내역이 없습니다 · this scenario holds no verification yet"]
    secret = "$PORTONE_API_SECRET" if settings.api_secret else connection.api_secret
    mark = '"' if settings.api_secret else "'"
    address = f"{connection.base_url}/identity-verifications/{quote(ids[0], safe='')}"
    return [
        "# 바로 해 보기 · try it",
        f"curl -H {mark}Authorization: PortOne {secret}{mark} {address}",
        "",
        *([f"다른 아이디 · other ids: {', '.join(ids[1:])}"] if len(ids) > 1 else []),
    ]


def _console(settings: Settings, connection: Connection) -> str:
    """Its address; the token in it is turned into a cookie by the first visit."""
    needs_token = settings.admin_token is not None and not settings.control_is_open
    return f"{connection.base_url}/_mock/" + (
        f"?token={quote(settings.admin_token or '', safe='')}" if needs_token else ""
    )


def _control_lines(settings: Settings) -> list[str]:
    if settings.loopback and settings.admin_token is None:
        return []
    if settings.open_control:
        return [
            "",
            "!! 제어 경로(/_mock)가 토큰 없이 열려 있습니다. 닫힌 네트워크에서만 쓰세요.",
            "!! The control paths are open to everyone who reaches this address (--open-control).",
        ]
    return [
        "",
        "제어 경로(/_mock)에는 이 헤더가 필요합니다 · control paths need this header:",
        f"Mock-Admin-Token: {settings.admin_token}",
    ]
