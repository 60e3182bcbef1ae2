"""One request of the journal as the console shows it, in a line and whole.

Lives here: the markup of rows. May not: which rows are shown (journal.py).
"""

import re
from typing import Any, Final

from ..domain.text import Text
from ..domain.timestamps import parse
from ..journal import Row, masked, rendered
from .html import Html, html
from .section import Visit
from .widgets import cut, moment, tag

LONGEST_WHY: Final = 500
_HANGUL: Final = re.compile("[가-힣]")
_CREDENTIALS: Final = {
    "secret": Text("API Secret", "API secret"),
    "token": Text("토큰", "token"),
    "legacy-token": Text("2023년 방식의 토큰", "token of 2023"),
    "none": Text("인증 정보 없음", "no credential"),
    "unknown": Text("모르는 인증 정보", "unknown credential"),
}
_FAULT: Final = Text("장애: {fault}", "fault: {fault}")


def _status(status: int) -> Html:
    return tag(str(status), "good" if status < 400 else "bad")


def request_line(visit: Visit, row: dict[str, Any]) -> Html:
    """Method, path and status, with the reason of a refusal; the number leads to the whole."""
    return html(
        '{status} <b>{method}</b> <a href="{link}"><bdi>{path}</bdi></a> {type}{why}',
        status=_status(row["status"]),
        method=row["method"],
        link=visit.link("requests", n=row["n"]),
        path=cut(row["path"], 200),
        type=html("<code>{}</code>", row["errorType"]) if row["errorType"] else None,
        why=_why(visit, row),
    )


def shown_row(row: Row) -> dict[str, Any]:
    """A row as the journal shows it, and what a refused caller was told."""
    return {**rendered(row), "message": row.message and masked(row.message)}


def request_item(visit: Visit, row: Row) -> Html:
    """A row of the list: what was asked, what was answered, why it was refused, and with which credential."""
    shown = shown_row(row)
    id_ = shown["identityVerificationId"]
    credential = _CREDENTIALS.get(shown["credential"])
    return html(
        '<li class="request"><div>{time} {line}</div><small>{id}{credential}{fault} · {ms} ms · #{n}</small></li>\n',
        time=moment(parse(shown["at"], 0)),
        line=request_line(visit, {**shown, "path": shown["path"] + (f"?{shown['query']}" if shown["query"] else "")}),
        id=html('<a href="{}"><bdi>{}</bdi></a> · ', visit.link("verifications", id_), cut(id_, 100)) if id_ else None,
        credential=visit.say(credential) if credential else shown["credential"],
        fault=html(" · {}", visit.say(_FAULT).format(fault=shown["fault"])) if shown["fault"] else None,
        ms=shown["durationMs"],
        n=row.n,
    )


def _why(visit: Visit, row: dict[str, Any]) -> Html | None:
    """In Korean, where the caller was told so in Korean; the tester's own sentence, which may tell more, below it."""
    told = row["message"]
    korean = told if visit.language == "ko" and told and _HANGUL.search(told) else None
    return html(
        "{}{}",
        html('<span class="why"><bdi>{}</bdi></span>', cut(korean, LONGEST_WHY)) if korean else None,
        html('<span class="why" lang="en"><bdi>{}</bdi></span>', cut(row["why"], LONGEST_WHY)) if row["why"] else None,
    )
