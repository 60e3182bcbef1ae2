"""The section of sandboxes: all of them, making, opening and deleting one.

Lives here: the page. May not: who may have a sandbox (sandboxes.py of the server).
"""

from typing import Any, Final

from ..control.sandboxes import create_sandbox, delete_sandbox
from ..domain.errors import Refusal
from ..domain.text import Text
from ..scenario import shipped
from ..store.sandbox import Sandbox
from .html import Html, html
from .section import SANDBOX, Moved, Page, Section, Visit
from .widgets import asked, choice, cut, page_of, pager, refused, tag

KEY: Final = "sandboxes"
TITLE: Final = Text("샌드박스", "Sandboxes")
ROWS: Final = 50
_ABOUT: Final = Text(
    "샌드박스마다 내역, 인물, 시계, 장애가 따로입니다. API Secret으로 sandbox-이름을 쓰면 저절로 생깁니다.",
    "Each sandbox has records, people, clock and faults of its own. The API secret sandbox-NAME makes one by itself.",
)
_MAKE: Final = Text("새 샌드박스 만들기", "Make a sandbox")
_SCENARIO: Final = Text("시나리오", "Scenario")
_SERVERS: Final = Text("서버의 시나리오", "the server's")
_STORE: Final = Text("상점 아이디", "Store id")
_COUNTS: Final = Text("내역", "Verifications")
_DEFAULT: Final = Text("기본", "default")
_SHOWN: Final = Text("지금 보는 것", "shown")
_OPEN: Final = Text("열기", "Open")
_DELETE: Final = Text("삭제", "Delete")
_NOTICES: Final = {
    "made": Text("샌드박스를 만들었습니다. 이제 이것을 봅니다.", "The sandbox is made, and is the one shown."),
    "deleted": Text("샌드박스를 삭제했습니다.", "The sandbox is deleted."),
}


async def show(visit: Visit) -> Page:
    """The list, and the form for a new one."""
    return _page(visit, {}, None)


async def create(visit: Visit) -> Page | Moved:
    """Make one, as POST /_mock/sandboxes does, and show it."""
    form = await visit.form()
    try:
        made = await visit.act(create_sandbox, {"scenario": form["scenario"]} if "scenario" in form else {})
    except Refusal as refusal:
        return _page(visit, form, refusal)
    return visit.to(KEY, sandbox=made["storeId"], done="made")


async def delete(visit: Visit) -> Page | Moved:
    """Delete the one that the address names; the default one stays."""
    try:
        await visit.act(delete_sandbox)
    except Refusal as refusal:
        return _page(visit, {}, refusal)
    visit.query.pop(SANDBOX, None)
    return visit.to(KEY, done="deleted")


def _page(visit: Visit, form: dict[str, str], refusal: Refusal | None) -> Page:
    every: list[Sandbox] = list(visit.mock.store.all())
    page = page_of(visit, ROWS, len(every))
    body = html(
        '<h1>{title}</h1>\n<p class="about">{about}</p>\n{make}\n{list}{pager}',
        title=visit.say(TITLE),
        about=visit.say(_ABOUT),
        make=_maker(visit, form, refusal),
        list=_table(visit, every[(page - 1) * ROWS : page * ROWS]),
        pager=pager(visit, (KEY,), page, ROWS, len(every)) if len(every) > ROWS else None,
    )
    done = _NOTICES.get(visit.query.get("done", ""))
    return Page(visit.say(TITLE), body, refusal.status if refusal else 200, visit.say(done) if done else None)


def _maker(visit: Visit, form: dict[str, str], refusal: Refusal | None) -> Html:
    scenarios = [("", visit.say(_SERVERS)), *((name, name) for name in shipped())]
    return html(
        '<section class="card"><form class="filter" method="post" action="{action}">{refused}{scenario}'
        '<button class="main">{make}</button></form></section>',
        action=visit.link(KEY),
        refused=refused(visit, refusal),
        scenario=choice(visit.say(_SCENARIO), "scenario", scenarios, form.get("scenario", "")),
        make=visit.say(_MAKE),
    )


def _table(visit: Visit, listed: list[Sandbox]) -> Html:
    columns = [visit.say(each) for each in (_STORE, _SCENARIO, _COUNTS)]
    return html(
        '<table class="rows"><thead><tr>{}<th></th></tr></thead><tbody>{}</tbody></table>',
        [html('<th scope="col">{}</th>', column) for column in columns],
        [_row(visit, columns, sandbox) for sandbox in listed],
    )


def _row(visit: Visit, columns: list[str], sandbox: Sandbox) -> Html:
    is_default = sandbox is visit.mock.sandboxes.default
    tags = [
        tag(visit.say(_DEFAULT)) if is_default else None,
        tag(visit.say(_SHOWN), "good") if sandbox is visit.sandbox else None,
    ]
    cells: tuple[Any, ...] = (
        html("<bdi>{}</bdi> {}", sandbox.store_id, tags),
        html("<bdi>{}</bdi>", cut(sandbox.scenario.name, 100)),
        sandbox.record_count,
    )
    store = sandbox.store_id
    return html(
        '<tr>{}<td class="actions"><a class="button second" href="{}" aria-label="{}: {}">{}</a> {}</td></tr>\n',
        [html('<td data-label="{}">{}</td>', name, cell) for name, cell in zip(columns, cells, strict=True)],
        visit.link("verifications", sandbox=store),
        visit.say(_OPEN),
        store,
        visit.say(_OPEN),
        None if is_default else _deleter(visit, sandbox),
    )


def _deleter(visit: Visit, sandbox: Sandbox) -> Html:
    store = sandbox.store_id
    return html(
        '<form method="post" action="{}"{}><button class="danger" aria-label="{}: {}">{}</button></form>',
        visit.link(KEY, "delete", sandbox=store),
        asked(visit, sandbox),
        visit.say(_DELETE),
        store,
        visit.say(_DELETE),
    )


SECTION: Final = Section(KEY, TITLE, {"": {"GET": show, "POST": create}, "delete": {"POST": delete}})
