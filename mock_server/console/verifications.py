"""The section of verifications: the list, looking for an id, and making a verification.

Lives here: the list and the form for a new one. May not: one verification (verification.py).
"""

import secrets
from typing import Any, Final

from ..control.verifications import put_verification
from ..domain.errors import Refusal
from ..domain.order import DEFAULT_PERSON, STATUSES
from ..domain.record import Record
from ..domain.text import Text
from . import verification
from .html import Html, html
from .people_choice import people_choices
from .section import Moved, Page, Section, Visit
from .verification import OUTCOME, READ, STATUS, channel_choices, outcome_choices, person_of, status_tag
from .widgets import area, choice, cut, field, grouped, moment, page_of, pager, refused

ROWS: Final = 50
KEY: Final = "verifications"

TITLE: Final = Text("인증 내역", "Verifications")
_ABOUT: Final = Text(
    "이 샌드박스의 본인인증 내역입니다. 새 것이 위에 있습니다.",
    "The identity verifications of this sandbox, newest first.",
)
_SEARCH: Final = Text("아이디로 찾기", "Find by id")
_STATUS_LABEL: Final = Text("상태", "Status")
_ALL: Final = Text("모두", "All")
_FIND: Final = Text("찾기", "Find")
_NEW: Final = Text("새 인증 내역 만들기", "Make a verification")
_ID: Final = Text("본인인증 아이디", "Verification id")
_RESULT: Final = Text("결과", "Result")
_OUTCOMES: Final = Text("결과(outcome)", "Outcome")
_PERSON: Final = Text("인물", "Person")
_CHANNEL: Final = Text("채널", "Channel")
_AGENCY: Final = Text("인증사", "Agency")
_AGENCY_HINT: Final = Text("KG이니시스 채널에서만. 예: KAKAO", "On channels of KG Inicis only, such as KAKAO")
_REQUESTED_AT: Final = Text("요청 시각", "Requested at")
_VERIFIED_AT: Final = Text("인증 시각", "Verified at")
_TIME_HINT: Final = Text(
    "비우면 지금. 예: -90d, 2026-11-23T09:00:00+09:00", "Now unless given; -90d or 2026-11-23T09:00:00+09:00"
)
_CUSTOM_DATA: Final = Text("customData", "customData")
_FURTHER: Final = Text("더 정하기", "More")
_MAKE: Final = Text("만들기", "Make")
_NOTHING: Final = Text("아직 인증 내역이 없습니다.", "There is no verification yet.")
_NONE_FITS: Final = Text("찾는 조건에 맞는 내역이 없습니다.", "No verification fits.")
_READY_MADE: Final = Text(
    "이 시나리오에서는 idv-adult 같은 아이디를 처음 읽을 때 내역이 생깁니다. 위에서 그 아이디를 찾아도 됩니다.",
    "In this scenario ids such as idv-adult come to be when they are first read; finding one above does it, too.",
)
_OPEN_ID: Final = Text("이 아이디의 내역 열기", "Open the verification of this id")
_COLUMNS: Final = (_ID, _STATUS_LABEL, _PERSON, _CHANNEL, _REQUESTED_AT)
_DELETED: Final = Text("인증 내역을 지웠습니다.", "The verification is deleted.")
# Members of an order that the form sends as they are typed.
_MEMBERS: Final = ("person", "channel", "agency", "requestedAt", "verifiedAt", "customData")


async def show(visit: Visit) -> Page:
    """The list; `q` is part of an id, `status` one of the three, `page` counts from 1."""
    return await _page(visit, {}, None)


async def create(visit: Visit) -> Page | Moved:
    """Make or replace a verification, as PUT /_mock/verifications/{id} does."""
    form = await visit.form()
    try:
        await visit.act(put_verification, _order(form), id=form.get("id", ""))
    except Refusal as refusal:
        return await _page(visit, form, refusal)
    return visit.to(KEY, form.get("id", ""), done="made")


def _order(form: dict[str, str]) -> dict[str, Any]:
    order: dict[str, Any] = {name: form[name] for name in _MEMBERS if name in form}
    kind, _, value = form.get("result", f"{STATUS}:VERIFIED").partition(":")
    return {**order, (OUTCOME if kind == OUTCOME else STATUS): value}


async def _page(visit: Visit, form: dict[str, str], refusal: Refusal | None) -> Page:
    wanted, status = visit.query.get("q", "").strip(), visit.query.get("status", "")
    records = [entry.record for entry in await visit.mock.store.entries(visit.sandbox)]
    found = [each for each in reversed(records) if wanted in each.id and status in ("", each.status)]
    page = page_of(visit, ROWS, len(found))
    body = html(
        '<h1>{title}</h1>\n<p class="about">{about}</p>\n{make}\n{search}\n<div id="list">{list}{pager}</div>',
        title=visit.say(TITLE),
        about=visit.say(_ABOUT),
        make=_maker(visit, form, refusal),
        search=_search(visit, wanted, status),
        list=_table(visit, found[(page - 1) * ROWS : page * ROWS]) if found else _empty(visit, wanted, bool(records)),
        pager=pager(visit, (KEY,), page, ROWS, len(found), q=wanted, status=status) if len(found) > ROWS else None,
    )
    notice = visit.say(_DELETED) if visit.query.get("done") == "deleted" else None
    return Page(visit.say(TITLE), body, refusal.status if refusal else 200, notice)


def _search(visit: Visit, wanted: str, status: str) -> Html:
    return html(
        '<form class="filter" method="get" action="{action}" role="search" hx-get="{action}" hx-target="#list" '
        'hx-select="#list" hx-swap="outerHTML" hx-push-url="true" '
        'hx-trigger="submit, input changed delay:250ms">{sandbox}'
        '<label class="field">{search}<input type="search" name="q" value="{q}" autocomplete="off"></label>{status}'
        "<button>{find}</button></form>",
        action=visit.link(KEY).partition("?")[0],
        sandbox=visit.hidden_sandbox(),
        search=visit.say(_SEARCH),
        q=wanted,
        status=choice(
            visit.say(_STATUS_LABEL), "status", [("", visit.say(_ALL)), *((it, it) for it in STATUSES)], status
        ),
        find=visit.say(_FIND),
    )


def _table(visit: Visit, records: list[Record]) -> Html:
    return html(
        '<table class="rows"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>',
        [html('<th scope="col">{}</th>', visit.say(column)) for column in _COLUMNS],
        [_row(visit, record) for record in records],
    )


def _row(visit: Visit, record: Record) -> Html:
    cells = (
        html('<a href="{}"><bdi>{}</bdi></a>', visit.link(KEY, record.id), cut(record.id, 200)),
        status_tag(visit, record),
        person_of(visit, record),
        html("<bdi>{}</bdi> <small>{}</small>", cut(record.channel.name, 80), record.channel.pg_provider),
        moment(record.requested_at),
    )
    return html(
        "<tr>{}</tr>\n",
        [
            html('<td data-label="{}">{}</td>', visit.say(column), cell)
            for column, cell in zip(_COLUMNS, cells, strict=True)
        ],
    )


def _empty(visit: Visit, wanted: str, has_any: bool) -> Html:
    if wanted:
        return html(
            '<p class="empty">{}</p><p><a href="{}">{}: <bdi>{}</bdi></a></p>',
            visit.say(_NONE_FITS),
            visit.link(KEY, wanted),
            visit.say(_OPEN_ID),
            cut(wanted, 200),
        )
    said = html('<p class="empty">{}</p>', visit.say(_NONE_FITS if has_any else _NOTHING))
    return (
        html("{}<p>{}</p>", said, visit.say(_READY_MADE)) if visit.sandbox.scenario.ready_made and not has_any else said
    )


def _maker(visit: Visit, form: dict[str, str], refusal: Refusal | None) -> Html:
    """The form for a new verification; open where it was refused, or where a person was chosen elsewhere."""
    person = form.get("person") or visit.query.get("person") or DEFAULT_PERSON
    is_open = refusal is not None or "person" in visit.query
    return html(
        '<details class="card"{open}><summary>{new}</summary><form method="post" action="{action}" class="grid">'
        '{refused}{fields}<details class="wide"{further_open}><summary>{further}</summary><div class="grid">'
        '{more}</div></details><div class="wide"><button class="main">{make}</button></div></form></details>',
        open=html(" open") if is_open else None,
        new=visit.say(_NEW),
        action=visit.link(KEY),
        refused=refused(visit, refusal),
        fields=[
            field(visit.say(_ID), "id", form.get("id") or f"mine-{secrets.token_hex(3)}", required=True),
            grouped(visit.say(_RESULT), "result", _results(visit), form.get("result") or f"{STATUS}:VERIFIED"),
            choice(visit.say(_PERSON), "person", people_choices(visit, person), person),
            choice(visit.say(_CHANNEL), "channel", channel_choices(visit), form.get("channel") or "danal"),
        ],
        further_open=html(" open") if refusal is not None else None,
        further=visit.say(_FURTHER),
        more=[
            field(visit.say(_AGENCY), "agency", form.get("agency"), hint=visit.say(_AGENCY_HINT)),
            field(visit.say(_REQUESTED_AT), "requestedAt", form.get("requestedAt"), hint=visit.say(_TIME_HINT)),
            field(visit.say(_VERIFIED_AT), "verifiedAt", form.get("verifiedAt"), hint=visit.say(_TIME_HINT)),
            area(visit.say(_CUSTOM_DATA), "customData", form.get("customData"), rows=2),
        ],
        make=visit.say(_MAKE),
    )


def _results(visit: Visit) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (
            visit.say(_STATUS_LABEL),
            [(f"{STATUS}:{name}", f"{name} · {visit.say(READ[name])}") for name in ("VERIFIED", "READY", "FAILED")],
        ),
        (visit.say(_OUTCOMES), [(f"{OUTCOME}:{name}", said) for name, said in outcome_choices(visit)]),
    ]


SECTION: Final = Section(
    KEY,
    TITLE,
    {
        "": {"GET": show, "POST": create},
        "{id}": {"GET": verification.show},
        "{id}/complete": {"POST": verification.finish},
        "{id}/delete": {"POST": verification.delete},
    },
)
