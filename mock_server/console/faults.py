"""The section of faults: what can go wrong, ordering it, what is ordered and how often it has hit.

Lives here: the pages. May not: a kind's form (fault_form.py), reading an order (domain/fault_order.py).
"""

from typing import Final

from ..control.faults import delete_fault, delete_faults, post_fault
from ..domain.errors import Refusal
from ..domain.faults import FAULTS, Fault
from ..domain.text import Text
from ..domain.wording import require_known
from .effects_off import OFF, switch_off
from .fault_form import fields_of, order_of
from .html import Html, html
from .section import Moved, Page, Section, Visit
from .widgets import cut, refused, tag

KEY: Final = "faults"
TITLE: Final = Text("장애", "Faults")
MOST_SHOWN: Final = 200
_ABOUT: Final = Text(
    "포트원이나 네트워크가 잘못되는 상황을 골라서 일으킵니다. 이 샌드박스의 요청에만 걸립니다.",
    "Make PortOne or the network go wrong, for the calls of this sandbox only.",
)
_ORDERED: Final = Text("예약한 장애", "Ordered")
_NOTHING: Final = Text("예약한 장애가 없습니다.", "No fault is ordered.")
_KINDS: Final = Text("일으킬 수 있는 장애", "What can go wrong")
_FAULT: Final = Text("장애", "Fault")
_WHICH: Final = Text("어느 요청에", "Which calls")
_FIRED: Final = Text("걸린 횟수", "Fired")
_OF: Final = Text("{fired}번 걸림 · {seen}번 맞음", "fired {fired} · seen {seen}")
_LASTS: Final = Text("계속", "lasts")
_LEFT: Final = Text("끝남", "used up")
_REMOVE: Final = Text("취소", "Remove")
_FORGET: Final = Text("장애 모두 취소", "Remove all of them")
_ORDER: Final = Text("예약", "Order")
_DO: Final = Text("이 장애 예약하기", "Order this fault")
_BACK: Final = Text("장애 목록", "All faults")
_NEEDS_WIRE: Final = Text("연결에 거는 장애", "acts on the connection")
_NOTICES: Final = {
    "ordered": Text("장애를 예약했습니다.", "The fault is ordered."),
    "removed": Text("장애를 취소했습니다.", "The fault is removed."),
}


async def show(visit: Visit) -> Page:
    """What is ordered, and the closed list."""
    body = html(
        '<h1>{title}</h1>\n<p class="about">{about}</p>\n<h2>{ordered}</h2>\n{list}\n<h2>{kinds}</h2>\n{all}',
        title=visit.say(TITLE),
        about=visit.say(_ABOUT),
        ordered=visit.say(_ORDERED),
        list=_ordered(visit),
        kinds=visit.say(_KINDS),
        all=_kinds(visit),
    )
    done = _NOTICES.get(visit.query.get("done", ""))
    return Page(visit.say(TITLE), body, notice=visit.say(done) if done else None)


async def new(visit: Visit) -> Page:
    """The form of one kind."""
    return _form(visit, {}, None)


async def order(visit: Visit) -> Page | Moved:
    """Order it, as POST /_mock/faults does."""
    form = await visit.form()
    try:
        await visit.act(post_fault, order_of(_kind(visit), form))
    except Refusal as refusal:
        return _form(visit, form, refusal)
    return visit.to(KEY, done="ordered")


async def remove(visit: Visit) -> Moved:
    """Remove one."""
    await visit.act(delete_fault, id=visit.path["id"])
    return visit.to(KEY, done="removed")


async def remove_all(visit: Visit) -> Moved:
    """Remove every one."""
    await visit.act(delete_faults)
    return visit.to(KEY, done="removed")


def _kind(visit: Visit) -> str:
    kind = visit.path["kind"]
    require_known(kind, FAULTS, at="fault", what=_FAULT)
    return kind


def _form(visit: Visit, form: dict[str, str], refusal: Refusal | None) -> Page:
    kind = _kind(visit)
    body = html(
        '<p class="back"><a href="{list}">← {back}</a></p>\n<h1>{kind}</h1>\n<p class="about">{label}</p>\n'
        '<form method="post" action="{action}" class="grid">{refused}{fields}<div class="wide">'
        '<button class="main">{order}</button></div></form>',
        list=visit.link(KEY),
        back=visit.say(_BACK),
        kind=kind,
        label=visit.say(FAULTS[kind].label),
        action=visit.link(KEY, "new", kind),
        refused=refused(visit, refusal),
        fields=fields_of(visit, kind, form),
        order=visit.say(_DO),
    )
    return Page(f"{visit.say(TITLE)}: {kind}", body, refusal.status if refusal else 200)


def _ordered(visit: Visit) -> Html:
    if not visit.sandbox.faults:
        return html('<p class="empty">{}</p>', visit.say(_NOTHING))
    columns = [visit.say(each) for each in (_FAULT, _WHICH, _FIRED)]
    now = visit.sandbox.clock.now()
    return html(
        '<table class="rows"><thead><tr>{}<th></th></tr></thead><tbody>{}</tbody></table>'
        '<form method="post" action="{}"><button class="danger">{}</button></form>',
        [html('<th scope="col">{}</th>', column) for column in columns],
        [_row(visit, columns, fault, now) for fault in visit.sandbox.faults[:MOST_SHOWN]],
        visit.link(KEY, "remove"),
        visit.say(_FORGET),
    )


def _row(visit: Visit, columns: list[str], fault: Fault, now: int) -> Html:
    parameters = ", ".join(f"{name}: {value}" for name, value in fault.parameters.items())
    match = ", ".join(f"{name}: {value}" for name, value in fault.match.items())
    counts = visit.say(_OF).format(fired=fault.fired, seen=fault.seen)
    state = _LEFT if fault.used_up or fault.over(now) else _LASTS if fault.times is None else None
    cells = (
        html(
            "<b>{}</b> <small><bdi>{}</bdi></small><br>{}",
            fault.fault,
            cut(parameters, 200),
            visit.say(FAULTS[fault.fault].label),
        ),
        html("<bdi>{}</bdi>", cut(match, 200) or "–"),
        html("{} {}", counts, tag(visit.say(state)) if state else None),
    )
    return html(
        '<tr>{}<td><form method="post" action="{}"><button aria-label="{}: {}">{}</button></form></td></tr>',
        [html('<td data-label="{}">{}</td>', name, cell) for name, cell in zip(columns, cells, strict=True)],
        visit.link(KEY, fault.fault_id, "remove"),
        visit.say(_REMOVE),
        fault.fault,
        visit.say(_REMOVE),
    )


def _kinds(visit: Visit) -> Html:
    return html(
        '<ul class="kinds">{}</ul>',
        [
            html(
                '<li><a href="{}">{}</a> {}<small>{}</small></li>',
                visit.link(KEY, "new", name),
                name,
                visit.say(row.label),
                html(" ({})", visit.say(_NEEDS_WIRE)) if row.needs_wire else None,
            )
            for name, row in FAULTS.items()
        ],
    )


SECTION: Final = Section(
    KEY,
    TITLE,
    {
        "": {"GET": show},
        "new/{kind}": {"GET": new, "POST": order},
        "remove": {"POST": remove_all},
        OFF: {"POST": switch_off},
        "{id}/remove": {"POST": remove},
    },
)
