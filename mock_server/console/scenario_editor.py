"""The editor of a scenario's text: opening, checking with the message at its line, loading.

Lives here: the page, and the form that opens a file. May not: reading a scenario (control/scenario_text.py). The files
themselves are read in the browser (editor.js): nothing is kept of a text that is only checked.
"""

import asyncio
from typing import Any, Final

from ..control.scenario_text import LARGEST, check_text, put_text
from ..domain.errors import Refusal
from ..domain.nearest import nearest
from ..domain.text import Text
from ..domain.wording import shown
from ..scenario import Scenario, shipped, source_of
from ..scenario_writing import written_scenario
from ..yaml_text import text_of
from .html import Html, html
from .section import BASE, Moved, Page, Visit, pairs_of
from .snippets import base_url
from .widgets import asked, cut, field, refused

KEY: Final = "scenarios"
TITLE: Final = Text("시나리오 편집", "Edit a scenario")
_BACK: Final = Text("시나리오 목록", "All scenarios")
_OPEN: Final = Text("시나리오 파일 열기", "Open a scenario file")
_DROP: Final = Text(
    "YAML 파일을 여기에 끌어다 놓거나 고르세요. 바로 불러오지 않고 먼저 검사합니다.",
    "Drop a YAML file here, or choose one. It is checked first and not loaded at once.",
)
_PASTE: Final = Text(
    "스크립트가 꺼져 있습니다. 파일의 내용을 편집기에 붙여 넣으세요.",
    "Scripts are off: paste what is in the file into the editor.",
)
_EDITOR: Final = Text("편집기 열기", "Open the editor")
_NAME: Final = Text("이름", "Name")
_TEXT: Final = Text("시나리오(YAML)", "Scenario (YAML)")
_CHECK: Final = Text("검사", "Check")
_LOAD: Final = Text("이 내용 불러오기", "Load this")
DOWNLOAD: Final = Text("지금 상태를 시나리오로 내려받기", "Download the present state as a scenario")
_TOO_LONG: Final = Text(
    "지금 상태는 {size} MB라서 여기에서 고치기에는 깁니다. 파일로 내려받아 고친 뒤 아래에서 여세요.",
    "The present state has {size} MB, too much to edit here. Download it, edit the file and open it below.",
)
_LONG_TEXT: Final = Text(
    "내용이 길어서 고치는 동안에는 검사하지 않습니다. 검사 단추를 누르세요.",
    "The text is long and not checked while you type: press the button to check it.",
)
_FINE: Final = Text("틀린 곳이 없습니다. 불러올 수 있습니다.", "Nothing is wrong: it can be loaded.")
_AT: Final = Text("{line}번째 줄 {column}번째 글자", "line {line}, column {column}")
# Lines that are shown before and after the one that is wrong.
_AROUND: Final = 2
_PRESENT: Final = "present"
# Characters of a text that is not edited here as the present state, nor checked while somebody types (editor.js).
LONG: Final = 256 << 10
_MOST_TYPED: Final = 100


async def show(visit: Visit) -> Page:
    """The text of the scenario `name`, else the present world."""
    name = visit.query.get("name", "")
    if name:
        text = await _text_of(visit, name)
        # What is loaded was checked then; a long text is checked when somebody asks for it.
        return _page(visit, name, text, await _checked(visit, name, text) if len(text) <= LONG else None, None)
    text = await written_scenario(visit.sandbox, _schema(visit))
    return _page(visit, _PRESENT, text, None, None) if len(text) <= LONG else _too_long(visit, text)


async def send(visit: Visit) -> Page | Moved:
    """`act` is load or check; what is wrong is shown with the text as it was sent."""
    sent = dict(await asyncio.to_thread(pairs_of, await visit.body(3 * LARGEST)))
    name, text = sent.get("name", "").strip() or _PRESENT, sent.get("text", "").replace("\r\n", "\n")
    members = {"name": name, **({"text": text} if "text" in sent else {})}
    try:
        checked = await visit.act(check_text, members)
        if sent.get("act") == "load" and checked["problem"] is None:
            await visit.act(put_text, members)
            return visit.to(KEY, done="loaded")
    except Refusal as refusal:
        return _page(visit, name, text, None, refusal)
    return _page(visit, name, text, checked, None)


async def _checked(visit: Visit, name: str, text: str) -> dict[str, Any]:
    checked: dict[str, Any] = await visit.act(check_text, {"name": name, "text": text})
    return checked


def _too_long(visit: Visit, text: str) -> Page:
    """The present world as a file in place of the editor: no browser edits megabytes well."""
    body = html(
        '<p class="back"><a href="{list}">← {back}</a></p>\n<h1>{title}</h1>\n<p>{said}</p>\n'
        '<p class="deed"><a class="button main" href="{download}" download="scenario.yaml">{label}</a></p>\n{opener}',
        list=visit.link(KEY),
        back=visit.say(_BACK),
        title=visit.say(TITLE),
        said=visit.say(_TOO_LONG).format(size=f"{len(text) / 2**20:.1f}"),
        download=visit.link(KEY, "download"),
        label=visit.say(DOWNLOAD),
        opener=opener(visit),
    )
    return Page(visit.say(TITLE), body)


async def _text_of(visit: Visit, name: str) -> str:
    own: Scenario = visit.mock.sandboxes.scenario
    if name in shipped():
        return source_of(name)
    for scenario in (visit.sandbox.scenario, own):
        if scenario.name == name:
            return await asyncio.to_thread(text_of, scenario.document) + "\n"
    near = nearest(name, shipped())
    raise Refusal(
        "MOCK_NOT_FOUND",
        f"There is no scenario {shown(name)} here.",
        ko=f"{shown(name)}이라는 시나리오가 없습니다.",
        nearest=near,
    )


def _schema(visit: Visit) -> str:
    return f"{base_url(visit).rstrip('/')}/_mock/scenario.schema.json"


def opener(visit: Visit) -> Html:
    """The form that opens a file, by choosing or dropping it; it leads to the editor."""
    return html(
        '<form class="card drop" method="post" action="{action}" data-drop><h2>{open}</h2><noscript><p>{paste} '
        '<a href="{action}">{editor}</a></p></noscript><label class="field" hidden>{drop}'
        '<input type="file" accept=".yaml,.yml" data-file></label><input type="hidden" name="name">'
        '<textarea name="text" aria-label="{open}" hidden></textarea></form>{script}',
        action=visit.link(KEY, "edit"),
        open=visit.say(_OPEN),
        paste=visit.say(_PASTE),
        editor=visit.say(_EDITOR),
        drop=visit.say(_DROP),
        script=_script(),
    )


def _script() -> Html:
    return html('<script src="{}/assets/editor.js" type="module"></script>', BASE)


def _page(visit: Visit, name: str, text: str, checked: dict[str, Any] | None, refusal: Refusal | None) -> Page:
    problem = checked and checked["problem"]
    body = html(
        '<p class="back"><a href="{list}">← {back}</a></p>\n<h1>{title}</h1>\n<form method="post" action="{action}" '
        'class="stack" data-editor="{longest}">{refused}<div class="grid"><label class="field" hidden>{drop}'
        '<input type="file" accept=".yaml,.yml" data-file></label>{name}</div>'
        '<div class="verdict"><div class="buttons">'
        '<button class="main" name="act" value="load"{asked}>{load}</button>'
        '<button name="act" value="check">{check}</button>'
        "</div>\n<p data-long hidden>{long}</p>{problem}\n</div>"
        '<div class="editor"><pre class="numbers" aria-hidden="true"></pre><textarea '
        'name="text" aria-label="{text_label}" aria-describedby="problem" spellcheck="false" autocomplete="off" '
        'wrap="off" hx-post="{action}" hx-trigger="input changed delay:300ms" hx-include="closest form" '
        'hx-target="#problem" hx-select="#problem" hx-swap="outerHTML">\n{text}</textarea></div></form>{script}',
        list=visit.link(KEY),
        back=visit.say(_BACK),
        title=visit.say(TITLE),
        action=visit.link(KEY, "edit"),
        refused=refused(visit, refusal),
        longest=LONG,
        long=visit.say(_LONG_TEXT),
        drop=visit.say(_DROP),
        name=field(visit.say(_NAME), "name", name[:_MOST_TYPED]),
        text_label=visit.say(_TEXT),
        text=text,
        problem=_problem(visit, text, checked),
        asked=asked(visit, visit.sandbox),
        load=visit.say(_LOAD),
        check=visit.say(_CHECK),
        script=_script(),
    )
    status = refusal.status if refusal else 400 if problem and visit.call.headers.get(b"hx-request") is None else 200
    return Page(visit.say(TITLE), body, status)


def _problem(visit: Visit, text: str, checked: dict[str, Any] | None) -> Html:
    """What is wrong at its line, between the lines around it."""
    if checked is None:
        return html('<div id="problem"></div>')
    problem = checked["problem"]
    if problem is None:
        return html('<div id="problem" role="status"><p class="notice">{}</p></div>', visit.say(_FINE))
    message = cut(problem["message"]["ko" if visit.language == "ko" else "en"], 2_000)
    line, column = problem["line"], problem["column"]
    if line is None:
        return html('<div id="problem" class="problem" role="status"><p><bdi>{}</bdi></p></div>', message)
    lines = text.split("\n")
    first = max(1, line - _AROUND)
    return html(
        '<div id="problem" class="problem" role="status" data-line="{}" data-column="{}"><b>{}</b><ol start="{}">{}'
        "</ol></div>",
        line,
        column,
        visit.say(_AT).format(line=line, column=column),
        first,
        [
            html(
                "<li{}><code>{}</code>{}</li>",
                html(' class="wrong"') if number == line else None,
                cut(lines[number - 1], 200) or " ",
                html("<p><bdi>{}</bdi></p>", message) if number == line else None,
            )
            for number in range(first, min(len(lines), line + _AROUND) + 1)
        ],
    )
