"""The section of ordered outcomes: what comes of the next window or send, before anybody opens one.

Lives here: the page. May not: reading an order (control/outcomes.py).
"""

from typing import Any, Final

from ..control.outcomes import delete_next, post_next
from ..domain.customers import Next
from ..domain.errors import Refusal
from ..domain.outcomes import OUTCOMES
from ..domain.text import Text
from .html import Html, html
from .people_choice import people_choices
from .section import Moved, Page, Section, Visit, number_of
from .verification import outcome_choices
from .widgets import choice, cut, field, refused

KEY: Final = "next"
TITLE: Final = Text("다음 인증", "Next verification")
MOST_SHOWN: Final = 200
_ABOUT: Final = Text(
    "다음에 열릴 인증창이나 다음 인증 요청의 결과를 미리 정합니다. 인증창은 이 결과로 바로 끝납니다.",
    "Decide now what comes of the next window or send. A window then ends with it at once.",
)
_OUTCOME: Final = Text("결과", "Outcome")
_PERSON: Final = Text("인물", "Person")
_ANYBODY: Final = Text("요청한 사람 그대로", "whoever is asked for")
_TIMES: Final = Text("몇 번", "Times")
_PREFIX: Final = Text("아이디가 이렇게 시작할 때만", "Only ids that begin with")
_ORDER: Final = Text("다음 인증에 적용", "Apply to the next verification")
_WAITING: Final = Text("기다리는 예약", "Waiting")
_NOTHING: Final = Text("기다리는 예약이 없습니다.", "Nothing waits.")
_ONLY: Final = Text("조건", "Only where")
_FORGET: Final = Text("예약 모두 취소", "Forget all of them")
_FAIL: Final = "provider-error"
_NOTICES: Final = {
    "ordered": Text("다음 인증에 적용합니다.", "It will come of the next verification."),
    "forgotten": Text("예약을 모두 취소했습니다.", "All orders are forgotten."),
}


async def show(visit: Visit) -> Page:
    """What waits, and ordering."""
    return _page(visit, {}, None)


async def order(visit: Visit) -> Page | Moved:
    """Order an outcome, as POST /_mock/next does."""
    form = await visit.form()
    members: dict[str, Any] = {
        "outcome": form.get("outcome", ""),
        "times": number_of(form.get("times", "1")),
        "match": {"idPrefix": form["idPrefix"]} if "idPrefix" in form else {},
    }
    if "person" in form:
        members["person"] = form["person"]
    try:
        await visit.act(post_next, members)
    except Refusal as refusal:
        return _page(visit, form, refusal)
    return visit.to(KEY, done="ordered")


async def forget(visit: Visit) -> Moved:
    """Forget every order."""
    await visit.act(delete_next)
    return visit.to(KEY, done="forgotten")


def _page(visit: Visit, form: dict[str, str], refusal: Refusal | None) -> Page:
    body = html(
        '<h1>{title}</h1>\n<p class="about">{about}</p>\n{form}\n<h2>{waiting}</h2>\n{list}',
        title=visit.say(TITLE),
        about=visit.say(_ABOUT),
        form=_form(visit, form, refusal),
        waiting=visit.say(_WAITING),
        list=_list(visit),
    )
    done = _NOTICES.get(visit.query.get("done", ""))
    return Page(visit.say(TITLE), body, refusal.status if refusal else 200, visit.say(done) if done else None)


def _form(visit: Visit, form: dict[str, str], refusal: Refusal | None) -> Html:
    people = [("", visit.say(_ANYBODY)), *people_choices(visit, form.get("person"))]
    return html(
        '<section class="card"><form method="post" action="{action}" class="grid">{refused}{fields}'
        '<div class="wide"><button class="main">{order}</button></div></form></section>',
        action=visit.link(KEY),
        refused=refused(visit, refusal),
        fields=[
            choice(visit.say(_OUTCOME), "outcome", outcome_choices(visit), form.get("outcome") or _FAIL),
            choice(visit.say(_PERSON), "person", people, form.get("person")),
            field(visit.say(_TIMES), "times", form.get("times") or "1", required=True),
            field(visit.say(_PREFIX), "idPrefix", form.get("idPrefix")),
        ],
        order=visit.say(_ORDER),
    )


def _list(visit: Visit) -> Html:
    if not visit.sandbox.next:
        return html('<p class="empty">{}</p>', visit.say(_NOTHING))
    columns = [visit.say(each) for each in (_OUTCOME, _PERSON, _ONLY, _TIMES)]
    return html(
        '<table class="rows"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
        '<form method="post" action="{}"><button class="danger">{}</button></form>',
        [html('<th scope="col">{}</th>', column) for column in columns],
        [_row(visit, columns, entry) for entry in visit.sandbox.next[:MOST_SHOWN]],
        visit.link(KEY, "forget"),
        visit.say(_FORGET),
    )


def _row(visit: Visit, columns: list[str], entry: Next) -> Html:
    said = visit.say(OUTCOMES[entry.outcome].label).rstrip(".")
    match = [html("<code><bdi>{}: {}</bdi></code> ", name, cut(value, 100)) for name, value in entry.match.items()]
    cells = (html("{} <small>{}</small>", said, entry.outcome), cut(entry.person or "–"), match or "–", entry.times)
    return html(
        "<tr>{}</tr>",
        [html('<td data-label="{}">{}</td>', name, cell) for name, cell in zip(columns, cells, strict=True)],
    )


SECTION: Final = Section(KEY, TITLE, {"": {"GET": show, "POST": order}, "forget": {"POST": forget}})
