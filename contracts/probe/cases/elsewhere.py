"""Another host for a redirect to lead to: the mock itself under another name, so that its journal sees who comes.

Lives here: that name, and what may not come along. May not: a case.
"""

import socket
from collections.abc import Sequence
from urllib.parse import urlsplit

from ...text import Text
from ..mock import Row, shown_row
from ..play import Play


def address_of(play: Play) -> str:
    """The mock's address with another host: an IP address for a name, localhost for a loopback address."""
    parts = urlsplit(play.mock.base_url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    other = "localhost" if host.startswith("127.") or host == "::1" else _ip_of(host, port)
    if other is None:
        play.not_judged(
            f"{host}에는 다른 이름이 없어 다른 곳으로 보낼 수 없습니다",
            f"{host} has no other name under which the mock could be elsewhere; start it at a name or on loopback",
        )
    return f"{parts.scheme}://{other}:{port}"


def _ip_of(name: str, port: int) -> str | None:
    try:
        found = str(socket.getaddrinfo(name, port, socket.AF_INET)[0][4][0])
    except OSError:
        return None
    return None if found == name else found


def no_secret_went(play: Play, rows: Sequence[Row]) -> None:
    """Broken if one of these requests, which only a redirect leads to, brought a credential."""
    brought = [row for row in rows if row["credential"] != "none"]
    if brought:
        play.evidence += [f"journal: {shown_row(row)} with a {row['credential']}" for row in brought]
        play.broken(
            Text("다른 주소로 Secret이나 토큰을 보냄", "a secret or a token went to the other host"),
            Text("따라가지 않고 503", "not followed, and 503"),
        )
