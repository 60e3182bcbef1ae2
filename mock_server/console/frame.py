"""What surrounds every page of the console: head, navigation, the choice of sandbox and language.

Lives here: the frame, its headers, and the pages that only say no. May not: any section.
"""

from typing import Final
from urllib.parse import urlencode

from ..answer import Answer
from ..domain.errors import Refusal
from ..domain.text import Text
from ..store.sandbox import Sandbox
from . import effects_off, language
from .frame_headers import HEADERS
from .html import Html, html
from .section import BASE, SANDBOX, Page, Section, Visit
from .sections import SECTIONS
from .widgets import cut, refusal_said

# htmx runs no text and writes no style, asks this origin only, and keeps no page in the browser.
_HTMX: Final = (
    '{"allowEval":false,"includeIndicatorStyles":false,"selfRequestsOnly":true,'
    '"historyCacheSize":0,"refreshOnHistoryMiss":true}'
)
MOST_CHOICES: Final = 50

NAME: Final = Text("portone-mock 콘솔", "portone-mock console")
_SKIP: Final = Text("본문으로", "Skip to the page")
_SECTIONS: Final = Text("메뉴", "Sections")
_SANDBOX: Final = Text("샌드박스", "Sandbox")
_DEFAULT: Final = Text("기본", "default")
_OPEN: Final = Text("열기", "Open")
_OTHER: Final = Text("English", "한국어")
_MORE: Final = Text("그 밖에 {count}개", "and {count} more")
_MOCK: Final = Text(
    "모의 서버입니다. 포트원의 공식 제품이 아니며, 실제 개인정보와 운영 환경에 쓰지 마세요.",
    "A mock: not a product of PortOne's, never for real personal data or production.",
)
_UNANSWERED: Final = Text(
    "모의 서버가 답하지 않습니다. 서버가 켜져 있는지 확인하세요. 화면에 있는 것은 예전 내용일 수 있습니다.",
    "The mock does not answer. See whether it is running; what is shown may be old.",
)
_NO_ENTRY: Final = Text("들어올 수 없습니다", "No entry")
_TOKEN: Final = Text("관리자 토큰", "Admin token")
_HOW: Final = Text(
    "서버가 시작할 때 출력한 토큰(또는 --admin-token으로 준 값)을 넣으세요. 주소 /_mock/?token=… 으로 들어와도 됩니다.",
    "Type the token that the server printed at its start (or that was given as --admin-token). The address "
    "/_mock/?token=… does the same.",
)
_ENTER: Final = Text("들어가기", "Enter")
_FAILED: Final = Text("요청한 페이지를 보여 드릴 수 없습니다", "This page cannot be shown")


def answer(visit: Visit, section: Section | None, page: Page) -> Answer:
    """The whole document of a page."""
    spoken = language.chosen(visit.call)
    headers = HEADERS if spoken is None else (*HEADERS, (b"set-cookie", language.cookie(spoken)))
    body = _document(visit.language, page.title, _framed(visit, section, page))
    return Answer(page.status, body.encode(errors="replace"), headers=headers)


def refused(visit: Visit, refusal: Refusal) -> Page:
    """The page of what a whole page cannot be made for."""
    title = visit.say(_FAILED)
    return Page(title, html("<h1>{}</h1>{}", title, refusal_said(visit.language, refusal)), refusal.status)


def apology(spoken: str, refusal: Refusal) -> Answer:
    """A document for whoever may not come in, or asked for what is not there; with a form for the token on 401."""

    def say(text: Text) -> str:
        return text.ko if spoken == "ko" else text.en

    form = html(
        '<p>{how}</p><form action="/_mock/" method="get" class="stack"><label class="field">{label}'
        '<input type="password" name="token" autocomplete="off" required></label><button>{enter}</button></form>',
        how=say(_HOW),
        label=say(_TOKEN),
        enter=say(_ENTER),
    )
    title = say(_NO_ENTRY if refusal.status == 401 else _FAILED)
    body = html(
        '<main class="alone"><h1>{}</h1>{}{}</main>',
        title,
        refusal_said(spoken, refusal),
        form if refusal.status == 401 else None,
    )
    return Answer(refusal.status, _document(spoken, title, body).encode(errors="replace"), headers=HEADERS)


def _document(spoken: str, title: str, body: Html) -> Html:
    return html(
        '<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="robots" content="noindex">\n'
        '<title>{title} · {name}</title>\n<link rel="icon" href="data:,">\n'
        '<meta name="htmx-config" content="{htmx}">\n'
        '<link rel="stylesheet" href="{base}/assets/console.css">\n'
        '<script src="{base}/assets/htmx.min.js" defer></script>\n'
        '<script src="{base}/assets/console.js" type="module"></script>\n</head>\n<body>\n{body}\n</body>\n</html>\n',
        lang=spoken,
        title=title[:200],
        name=NAME.ko if spoken == "ko" else NAME.en,
        htmx=_HTMX,
        base=BASE,
        body=body,
    )


def _framed(visit: Visit, section: Section | None, page: Page) -> Html:
    return html(
        '<a class="skip" href="#page">{skip}</a>\n<header>\n<div class="top">\n'
        '<a class="name" href="{home}">{name}</a>\n{sandboxes}\n'
        '<a class="language" href="{other_link}" lang="{other_lang}" hreflang="{other_lang}">{other}</a>\n'
        '</div>\n<p class="mock">{mock}</p>\n</header>\n'
        '<nav aria-label="{sections}">\n<ul>\n{entries}\n</ul>\n</nav>\n'
        '<main id="page" tabindex="-1">\n<p class="warning" role="alert" data-unanswered hidden>{unanswered}</p>'
        "{effects}{above}{body}\n</main>",
        skip=visit.say(_SKIP),
        home=_home(visit),
        name=visit.say(NAME),
        sandboxes=_sandboxes(visit, section),
        other=visit.say(_OTHER),
        other_lang="en" if visit.language == "ko" else "ko",
        other_link=_in_other_language(visit),
        mock=visit.say(_MOCK),
        sections=visit.say(_SECTIONS),
        entries=_entries(visit, section),
        unanswered=visit.say(_UNANSWERED),
        effects=effects_off.bar(visit, section.key if section else None),
        above=_above(page, effects_off.notice(visit)),
        body=page.body,
    )


def _above(page: Page, notice: str | None) -> Html | None:
    """What is said before the page itself."""
    said = page.notice or notice
    return html('<p class="notice" role="status">{}</p>\n', said) if said else None


def _home(visit: Visit) -> str:
    chosen = visit.query.get(SANDBOX)
    return f"/_mock/?{urlencode({SANDBOX: chosen})}" if chosen else "/_mock/"


def _entries(visit: Visit, section: Section | None) -> list[Html]:
    return [
        html(
            '<li><a href="{}"{}>{}</a></li>\n',
            visit.link(each.key),
            html(' aria-current="page"') if each is section else None,
            visit.say(each.name),
        )
        for each in SECTIONS
    ]


def _sandboxes(visit: Visit, section: Section | None) -> Html:
    """The sandboxes of the server to choose from: the first ones, and always the one that is shown."""
    default, every = visit.mock.sandboxes.default, visit.mock.store.all()
    listed = list(dict.fromkeys((default, visit.sandbox, *every)))[:MOST_CHOICES]
    left = len(every) - len(listed)
    return html(
        '<form class="sandbox" method="get" action="{action}">\n<label>{label}\n<select name="sandbox" data-submit>\n'
        "{options}</select></label>\n<button>{open}</button>\n</form>",
        action=f"{BASE}/{section.key}" if section else "/_mock/",
        label=visit.say(_SANDBOX),
        open=visit.say(_OPEN),
        options=[
            *(_choice(visit, each, default) for each in listed),
            html("<option disabled>{}</option>\n", visit.say(_MORE).format(count=left)) if left > 0 else None,
        ],
    )


def _choice(visit: Visit, sandbox: Sandbox, default: Sandbox) -> Html:
    return html(
        '<option value="{}"{}>{}</option>\n',
        "" if sandbox is default else sandbox.store_id,
        html(" selected") if sandbox is visit.sandbox else None,
        visit.say(_DEFAULT) if sandbox is default else _short(sandbox),
    )


def _short(sandbox: Sandbox) -> str:
    """The beginning of its store id, and the scenario, by which people know it."""
    return f"{sandbox.store_id.removeprefix('store-')[:8]} · {cut(sandbox.scenario.name, 40)}"


def _in_other_language(visit: Visit) -> str:
    kept = {name: value for name, value in visit.query.items() if name not in (language.PARAMETER, "done")}
    return "?" + urlencode({**kept, language.PARAMETER: "en" if visit.language == "ko" else "ko"})
