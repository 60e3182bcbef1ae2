"""The section of scenarios: what there is and why, loading one, and the present world as a file.

Lives here: the list. May not: the editor (scenario_editor.py), what a scenario means (scenario/).
"""

from typing import Any, Final

from ..answer import Answer
from ..control.sandboxes import reset_sandbox
from ..control.scenario_text import text_answer
from ..control.scenarios import list_scenarios, post_scenario
from ..domain.text import Text
from . import scenario_editor
from .html import Html, html
from .scenario_editor import DOWNLOAD, KEY, opener
from .section import Moved, Page, Section, Visit
from .widgets import asked, cut, tag

TITLE: Final = Text("시나리오", "Scenarios")
_ABOUT: Final = Text(
    "시나리오는 샌드박스의 처음 상태입니다. 불러오면 내역과 설정이 그 상태로 바뀌고, Secret과 토큰은 그대로입니다.",
    "A scenario is what a sandbox begins with. Loading one replaces records and settings; secrets and tokens stay.",
)
_NAME: Final = Text("이름", "Name")
_WHY: Final = Text("어떤 상황인지", "What it is for")
_NOW: Final = Text("지금", "loaded")
_LOAD: Final = Text("불러오기", "Load")
_EDIT: Final = Text("편집", "Edit")
_EDIT_PRESENT: Final = Text("지금 상태를 편집", "Edit the present state")
_RESET: Final = Text("처음 상태로", "Reset")
_LOADED: Final = Text("불러온 시나리오", "Loaded")
_NOTICES: Final = {
    "loaded": Text("시나리오를 불러왔습니다.", "The scenario is loaded."),
    "reset": Text("처음 상태로 되돌렸습니다.", "It is as it began."),
}


async def show(visit: Visit) -> Page:
    """The scenarios, and the ways to others."""
    listed = (await visit.act(list_scenarios))["scenarios"]
    current = visit.sandbox.scenario.name
    body = html(
        '<h1>{title}</h1>\n<p class="about">{about}</p>\n<p>{loaded}: <b><bdi>{current}</bdi></b></p>\n{buttons}\n'
        "{opener}\n{list}",
        title=visit.say(TITLE),
        about=visit.say(_ABOUT),
        loaded=visit.say(_LOADED),
        current=cut(current, 200),
        buttons=_buttons(visit),
        opener=opener(visit),
        list=_table(visit, listed, current),
    )
    done = _NOTICES.get(visit.query.get("done", ""))
    return Page(visit.say(TITLE), body, notice=visit.say(done) if done else None)


async def load(visit: Visit) -> Moved:
    """Load the one of that name, as POST /_mock/scenarios/{name} does."""
    await visit.act(post_scenario, name=visit.path["name"])
    return visit.to(KEY, done="loaded")


async def reset(visit: Visit) -> Moved:
    """Back to what is loaded."""
    await visit.act(reset_sandbox)
    return visit.to(KEY, done="reset")


async def download(visit: Visit) -> Answer:
    """The present world as a file, as GET /_mock/scenario gives it."""
    return await text_answer(visit.mock, visit.sandbox, visit.call)


def _buttons(visit: Visit) -> Html:
    return html(
        '<div class="buttons"><a class="button" href="{download}" download="scenario.yaml">{download_label}</a>'
        '<a class="button second" href="{edit}">{edit_label}</a><form method="post" action="{reset}"{asked}>'
        "<button>{reset_label}</button></form></div>",
        download=visit.link(KEY, "download"),
        download_label=visit.say(DOWNLOAD),
        edit=visit.link(KEY, "edit"),
        edit_label=visit.say(_EDIT_PRESENT),
        reset=visit.link(KEY, "reset"),
        asked=asked(visit, visit.sandbox),
        reset_label=visit.say(_RESET),
    )


def _table(visit: Visit, listed: list[dict[str, Any]], current: str) -> Html:
    return html(
        '<table class="rows"><thead><tr><th scope="col">{}</th><th scope="col">{}</th><th></th></tr></thead>'
        "<tbody>{}</tbody></table>",
        visit.say(_NAME),
        visit.say(_WHY),
        [_row(visit, each, is_current=each["name"] == current) for each in listed],
    )


def _row(visit: Visit, scenario: dict[str, Any], *, is_current: bool) -> Html:
    name, why = scenario["name"], scenario["description"] or {}
    return html(
        '<tr><td data-label="{name_label}"><b><bdi>{name}</bdi></b> {now}</td><td data-label="{why_label}">{why}</td>'
        '<td class="actions"><form method="post" action="{load}"{asked}><button aria-label="{load_label}: {name}">'
        '{load_label}</button></form><a href="{edit}" aria-label="{edit_label}: {name}">{edit_label}</a></td></tr>\n',
        name_label=visit.say(_NAME),
        name=name,
        now=tag(visit.say(_NOW), "good") if is_current else None,
        why_label=visit.say(_WHY),
        why=cut(why.get("ko" if visit.language == "ko" else "en", ""), 600),
        load=visit.link(KEY, "load", name),
        asked=asked(visit, visit.sandbox),
        load_label=visit.say(_LOAD),
        edit=visit.link(KEY, "edit", name=name),
        edit_label=visit.say(_EDIT),
    )


SECTION: Final = Section(
    KEY,
    TITLE,
    {
        "": {"GET": show},
        "edit": {"GET": scenario_editor.show, "POST": scenario_editor.send},
        "download": {"GET": download},
        "reset": {"POST": reset},
        "load/{name}": {"POST": load},
    },
)
