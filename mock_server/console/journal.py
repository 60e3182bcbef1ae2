"""The section of requests: the journal of the sandbox, live, with the reason of each refusal.

Lives here: the list, its filters, and clearing it. May not: how rows come by themselves (stream.py), their markup.
"""

from collections.abc import Callable, Iterator
from typing import Final

from ..control.requests import delete_requests
from ..domain.text import Text
from ..journal import Row, evicted, rows_of
from .html import Html, html
from .journal_rows import request_item
from .section import Moved, Page, Section, Stream, Visit
from .stream import stream_of
from .widgets import Choice, choice, field, page_of, pager

ROWS: Final = 100
KEY: Final = "requests"
REFUSED: Final = "refused"
FILTERS: Final = ("id", "status", "errorType", "n")

TITLE: Final = Text("요청 기록", "Requests")
_ABOUT: Final = Text(
    "애플리케이션이 보낸 요청과 그 응답입니다. 거절한 요청에는 이유와 고치는 방법이 있습니다. "
    "새 요청은 저절로 나타납니다.",
    "What your application asked and how it was answered; refusals say why and what would have worked. New ones appear "
    "by themselves.",
)
_ID: Final = Text("본인인증 아이디", "Verification id")
_STATUS: Final = Text("상태 코드", "Status")
_TYPE: Final = Text("오류 종류", "Error type")
_ALL: Final = Text("모두", "All")
_REFUSED: Final = Text("거절한 것만", "Refused only")
_FIND: Final = Text("찾기", "Find")
_NUMBER: Final = Text("요청 #{n}만 보는 중입니다.", "Showing request #{n} only.")
_SHOW_ALL: Final = Text("모두 보기", "Show all")
_NOTHING: Final = Text(
    "아직 요청이 없습니다. 애플리케이션이 이 서버를 부르면 여기에 나타납니다.",
    "No request yet. Once your application calls this server, it appears here.",
)
_NONE_FITS: Final = Text("찾는 조건에 맞는 요청이 없습니다.", "No request fits.")
_GONE: Final = Text("오래된 {count}건은 자리를 내주고 사라졌습니다.", "{count} older ones had to make room.")
_CLEAR: Final = Text("기록 지우기", "Clear the journal")
_CLEARED: Final = Text("요청 기록을 지웠습니다.", "The journal is empty now.")
_LIVE: Final = Text("실시간", "Live")
_PAUSED: Final = Text("멈춤", "Paused")
_PAUSE: Final = Text("멈추기", "Pause")
_GO_ON: Final = Text("계속", "Go on")
_BEGIN: Final = Text("연결하는 중", "Connecting")
_AGAIN: Final = Text(
    "연결이 끊겨 다시 연결하는 중입니다. 서버가 켜져 있는지 확인하세요.",
    "The connection is gone; connecting again. See whether the server is running.",
)
_OFF: Final = Text("실시간 연결이 끊겼습니다. 페이지를 새로 고치세요.", "The live connection is gone. Reload the page.")


def fitting(visit: Visit) -> Callable[[Row], bool]:
    """Whether a row fits the filters of the query: `id`, `status` (or `refused`), `errorType`, `n`."""
    wanted = {name: visit.query[name].strip() for name in FILTERS if visit.query.get(name, "").strip()}
    status, id_, type_, n = (wanted.get(name) for name in ("status", "id", "errorType", "n"))

    def fits(row: Row) -> bool:
        return (
            (status is None or (row.status >= 400 if status == REFUSED else str(row.status) == status))
            and (id_ is None or id_ in (row.identity_verification_id or ""))
            and (type_ is None or row.error_type == type_)
            and (n is None or str(row.n) == n)
        )

    return fits


async def show(visit: Visit) -> Page:
    """The list, newest first; its first page is live."""
    rows = list(rows_of(visit.sandbox))
    fits = fitting(visit)
    found = [row for row in rows if fits(row)]
    page = page_of(visit, ROWS, len(found))
    kept = {name: visit.query.get(name) for name in FILTERS}
    body = html(
        '<h1>{title}</h1>\n<p class="about">{about}</p>\n{search}\n'
        '<div id="list">{number}{bar}{list}{empty}{pager}{gone}'
        '</div>\n<form method="post" action="{clear}"><button class="danger">{clear_label}</button></form>',
        title=visit.say(TITLE),
        about=visit.say(_ABOUT),
        search=_search(visit, rows),
        number=_only(visit),
        bar=_live_bar(visit) if page == 1 else None,
        list=_list(visit, found[(page - 1) * ROWS : page * ROWS], live=page == 1),
        empty=html('<p class="empty">{}</p>', visit.say(_NONE_FITS if rows else _NOTHING)) if not found else None,
        pager=pager(visit, (KEY,), page, ROWS, len(found), **kept) if len(found) > ROWS else None,
        gone=_gone(visit),
        clear=visit.link(KEY, "clear"),
        clear_label=visit.say(_CLEAR),
    )
    notice = visit.say(_CLEARED) if visit.query.get("done") == "cleared" else None
    return Page(visit.say(TITLE), body, notice=notice)


async def clear(visit: Visit) -> Moved:
    """Forget every row, as DELETE /_mock/requests does."""
    await visit.act(delete_requests)
    return visit.to(KEY, done="cleared")


async def live(visit: Visit) -> Stream:
    """The rows to come that fit the filters, as server-sent events."""
    return stream_of(visit, fitting(visit), lambda row: request_item(visit, row))


def _list(visit: Visit, rows: list[Row], *, live: bool) -> Html:
    kept = {name: visit.query.get(name) for name in FILTERS}
    source = visit.link(KEY, "live", **kept, after=visit.sandbox.journalled)
    return html(
        '<ol id="requests" class="requests"{}>{}</ol>',
        html(' data-live="{}" data-most="{}"', source, ROWS) if live else None,
        (request_item(visit, row) for row in rows),
    )


def _live_bar(visit: Visit) -> Html:
    return html(
        '<p class="live" data-state="again" hidden><span role="status" data-live-state data-on="{live}" '
        'data-paused="{paused}" data-begin="{begin}" data-again="{again}" data-off="{off}">{begin}</span> '
        '<button type="button" class="copy" data-live-switch data-on="{pause}" data-paused="{go_on}">'
        "{pause}</button></p>",
        live=visit.say(_LIVE),
        paused=visit.say(_PAUSED),
        begin=visit.say(_BEGIN),
        again=visit.say(_AGAIN),
        off=visit.say(_OFF),
        pause=visit.say(_PAUSE),
        go_on=visit.say(_GO_ON),
    )


def _only(visit: Visit) -> Html | None:
    if not visit.query.get("n"):
        return None
    said = visit.say(_NUMBER).format(n=visit.query["n"][:20])
    return html('<p>{} <a href="{}">{}</a></p>', said, visit.link(KEY), visit.say(_SHOW_ALL))


def _gone(visit: Visit) -> Html | None:
    count = evicted(visit.sandbox)
    return html('<p class="about">{}</p>', visit.say(_GONE).format(count=f"{count:,}")) if count else None


def _search(visit: Visit, rows: list[Row]) -> Html:
    action, query = visit.link(KEY).partition("?")[0], visit.query
    return html(
        '<form class="filter" method="get" action="{action}" role="search" hx-get="{action}" hx-target="#list" '
        'hx-select="#list" hx-swap="outerHTML" hx-push-url="true" '
        'hx-trigger="submit, input changed delay:250ms">{sandbox}{fields}<button>{find}</button></form>',
        action=action,
        sandbox=visit.hidden_sandbox(),
        fields=[
            field(visit.say(_ID), "id", query.get("id")),
            choice(visit.say(_STATUS), "status", [*_statuses(visit, rows)], query.get("status")),
            choice(visit.say(_TYPE), "errorType", [*_types(visit, rows)], query.get("errorType")),
        ],
        find=visit.say(_FIND),
    )


def _statuses(visit: Visit, rows: list[Row]) -> Iterator[Choice]:
    yield "", visit.say(_ALL)
    yield REFUSED, visit.say(_REFUSED)
    chosen = visit.query.get("status", "")
    for status in sorted({*(str(row.status) for row in rows), *([chosen[:3]] if chosen[:3].isdigit() else [])}):
        yield status, status


def _types(visit: Visit, rows: list[Row]) -> Iterator[Choice]:
    yield "", visit.say(_ALL)
    chosen = visit.query.get("errorType", "")[:100]
    for name in sorted({*(row.error_type for row in rows if row.error_type), *([chosen] if chosen else [])}):
        yield name, name


SECTION: Final = Section(KEY, TITLE, {"": {"GET": show}, "clear": {"POST": clear}, "live": {"GET": live}})
