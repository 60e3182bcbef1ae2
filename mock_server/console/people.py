"""The section of people: who can be verified, why they are here, and everything a provider could say about them.

Lives here: the list, one person, and making a fresh one. May not: what a person is (domain/people.py).
"""

from typing import Any, Final
from urllib.parse import quote

from ..control.people import post_person, shown_person
from ..domain.birth_dates import full_age
from ..domain.names import OPERATOR_NAMES
from ..domain.order import Order
from ..domain.people import Person
from ..domain.providers import PROFILES, withheld
from ..domain.text import Text
from ..domain.timestamps import seoul_date
from .html import Html, html
from .section import Moved, Page, Section, Visit
from .snippets import READ_WITH_CURL, base_url, curl_of
from .widgets import copy_button, cut, facts, page_of, pager, snippet, tag

ROWS: Final = 50
KEY: Final = "people"
TITLE: Final = Text("인물", "People")
_ABOUT: Final = Text(
    "시험에 쓸 수 있는 사람들입니다. 모두 지어낸 인물이고, 저마다 있는 이유가 있습니다.",
    "Whom you can verify. Everyone is made up, and each is here for a reason.",
)
_SEARCH: Final = Text("이름, 설명, 키로 찾기", "Find by name, reason or key")
_FIND: Final = Text("찾기", "Find")
_NONE_FITS: Final = Text("찾는 사람이 없습니다.", "Nobody fits.")
_BACK: Final = Text("인물 목록", "All people")
_WHO: Final = Text("인물", "Person")
_BORN: Final = Text("생년월일", "Born")
_PHONE: Final = Text("휴대폰", "Phone")
_AGE: Final = Text("만 {age}세", "age {age}")
_NAME: Final = Text("이름", "Name")
_GENDER: Final = Text("성별", "Gender")
_FOREIGNER: Final = Text("외국인", "foreigner")
_KOREAN: Final = Text("내국인", "Korean")
_NATIONALITY: Final = Text("국적", "Nationality")
_OPERATOR: Final = Text("통신사", "Carrier")
_NUMBER: Final = Text("주민등록번호 앞 7자리", "First 7 digits of the resident number")
_IDENTITY: Final = Text("동일인 (identity)", "Identity")
_SAME: Final = Text("같은 사람: {others}", "The same human being as {others}")
_OUTCOME: Final = Text("늘 이런 결과", "Always ends in")
_DI: Final = Text("DI (채널마다 다릅니다)", "DI (differs by channel)")
_CHANNEL: Final = Text("채널", "Channel")
_FRESH: Final = Text("이 사람과 닮은 새 사람", "A fresh person like this one")
_FRESH_WHY: Final = Text(
    "나이·성별·국적은 같고 이름·번호·CI·DI는 다른, 아무도 쓰지 않은 사람을 만듭니다.",
    "Same age, sex and nationality; a name, phone, CI and DI that nobody has used.",
)
_MADE: Final = Text("새 사람을 만들었습니다.", "Here is somebody new.")
_VERIFY: Final = Text("이 사람으로 인증 내역 만들기", "Make a verification of this person")
_VERIFY_CURL: Final = Text("curl로 이 사람의 인증 내역 만들기", "Make a verification with curl")


async def show(visit: Visit) -> Page:
    """The list; `q` is part of a key, a name, a label or a reason."""
    wanted = visit.query.get("q", "").strip()
    base = visit.sandbox.clock.today()
    found = [each for each in visit.sandbox.people if wanted.casefold() in _text(visit, each, base)]
    page = page_of(visit, ROWS, len(found))
    body = html(
        '<h1>{title}</h1>\n<p class="about">{about}</p>\n{search}<div id="list">{list}{pager}</div>',
        title=visit.say(TITLE),
        about=visit.say(_ABOUT),
        search=_search(visit, wanted),
        list=_table(visit, found[(page - 1) * ROWS : page * ROWS])
        if found
        else html('<p class="empty">{}</p>', visit.say(_NONE_FITS)),
        pager=pager(visit, (KEY,), page, ROWS, len(found), q=wanted) if len(found) > ROWS else None,
    )
    return Page(visit.say(TITLE), body)


def _text(visit: Visit, person: Person, base: Any) -> str:
    parts = (person.key, person.name, visit.say(person.label), visit.say(person.reason(base)), person.phone_number)
    return "\n".join(parts).casefold()


def _search(visit: Visit, wanted: str) -> Html:
    return html(
        '<form class="filter" method="get" action="{action}" role="search" hx-get="{action}" hx-target="#list" '
        'hx-select="#list" hx-swap="outerHTML" hx-push-url="true" hx-trigger="submit, input changed delay:250ms">'
        '{sandbox}<label class="field">{search}<input type="search" name="q" value="{q}" autocomplete="off"></label>'
        "<button>{find}</button></form>\n",
        action=visit.link(KEY).partition("?")[0],
        sandbox=visit.hidden_sandbox(),
        search=visit.say(_SEARCH),
        q=wanted,
        find=visit.say(_FIND),
    )


def _table(visit: Visit, people: list[Person]) -> Html:
    heads = [visit.say(text) for text in (_WHO, _NAME, _BORN, _PHONE)]
    return html(
        '<table class="rows"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>',
        [html('<th scope="col">{}</th>', head) for head in heads],
        [_row(visit, person, heads) for person in people],
    )


def _row(visit: Visit, person: Person, heads: list[str]) -> Html:
    base = visit.sandbox.clock.today()
    who = html(
        '<a href="{}"><bdi>{}</bdi></a> <small><bdi>{}</bdi></small><span class="why"><bdi>{}</bdi></span>',
        visit.link(KEY, person.key),
        cut(visit.say(person.label), 100),
        cut(person.key, 80),
        cut(visit.say(person.reason(base))),
    )
    cells = (
        who,
        html("<bdi>{}</bdi>", cut(person.name, 60)),
        html("{} <small>{}</small>", person.born(base).isoformat(), _age(visit, person)),
        html("<span>{}</span> <small>{}</small>", person.phone_number, visit.say(OPERATOR_NAMES[person.operator])),
    )
    return html(
        "<tr>{}</tr>\n",
        [html('<td data-label="{}">{}</td>', head, cell) for head, cell in zip(heads, cells, strict=True)],
    )


def _age(visit: Visit, person: Person) -> str:
    clock = visit.sandbox.clock
    return visit.say(_AGE).format(age=full_age(person.born(clock.today()), seoul_date(clock.now())))


async def show_person(visit: Visit) -> Page:
    """One person, or a variant such as adult~42; a refusal names the nearest key."""
    person = Order(person=visit.path["person"]).chosen_person(visit.sandbox.people)
    shown = shown_person(person, visit.sandbox.world())
    body = html(
        '<p class="back"><a href="{list}">← {back}</a></p>\n<h1><bdi>{label}</bdi> <small><bdi>{key}</bdi></small></h1>'
        '<p class="about"><bdi>{why}</bdi></p>\n{facts}\n'
        '<p class="deed"><a class="button main" href="{verify}">{verify_label}</a></p>'
        '<form method="post" action="{fresh}" class="deed"><input type="hidden" name="like" value="{key}">'
        "<button>{fresh_label}</button> <small>{fresh_why}</small></form>\n"
        "<h2>CI</h2>\n<p><code>{ci}</code> {copy}</p>\n<h2>{di_label}</h2>\n{di}{curl}",
        list=visit.link(KEY),
        back=visit.say(_BACK),
        label=cut(visit.say(person.label), 200),
        key=person.key,
        why=cut(shown["why"][visit.language], 1_000),
        facts=_facts(visit, person, shown),
        verify=visit.link("verifications", person=person.key),
        verify_label=visit.say(_VERIFY),
        fresh=visit.link(KEY),
        fresh_label=visit.say(_FRESH),
        fresh_why=visit.say(_FRESH_WHY),
        ci=shown["ci"],
        copy=copy_button(visit, shown["ci"], "CI"),
        di_label=visit.say(_DI),
        di=_dis(visit, shown["di"]),
        curl=_curl(visit, person),
    )
    notice = visit.say(_MADE) if visit.query.get("done") == "made" else None
    return Page(cut(visit.say(person.label), 80), body, notice=notice)


async def fresh(visit: Visit) -> Moved:
    """Somebody new like that person, as POST /_mock/people makes."""
    made = await visit.act(post_person, {"like": (await visit.form()).get("like", "adult")})
    return visit.to(KEY, made["person"], done="made")


def _facts(visit: Visit, person: Person, shown: dict[str, Any]) -> Html:
    return facts(
        (
            (visit.say(_NAME), cut(person.name, 200)),
            (visit.say(_BORN), f"{shown['birthDate']} ({_age(visit, person)})"),
            (visit.say(_GENDER), person.gender),
            (visit.say(_NATIONALITY), visit.say(_FOREIGNER if person.is_foreigner else _KOREAN)),
            (visit.say(_PHONE), person.phone_number),
            (visit.say(_OPERATOR), f"{visit.say(OPERATOR_NAMES[person.operator])} ({person.operator})"),
            (visit.say(_NUMBER), shown["identityNumber"]),
            (visit.say(_IDENTITY), _identity(visit, person)),
            (visit.say(_OUTCOME), tag(person.outcome, "bad") if person.outcome else None),
        )
    )


def _identity(visit: Visit, person: Person) -> Html:
    same = [it.key for it in visit.sandbox.people if it.identity == person.identity and it.key != person.key][:20]
    said = html(" <small>{}</small>", visit.say(_SAME).format(others=", ".join(same))) if same else None
    return html("<bdi>{}</bdi>{}", cut(person.identity, 100), said)


def _dis(visit: Visit, by_channel: dict[str, str]) -> Html:
    return html(
        '<table class="rows"><thead><tr><th scope="col">{}</th><th scope="col">DI</th></tr></thead>'
        "<tbody>{}</tbody></table>",
        visit.say(_CHANNEL),
        [
            html(
                '<tr><td data-label="{}"><bdi>{}</bdi></td><td data-label="DI">{}</td></tr>\n',
                visit.say(_CHANNEL),
                cut(channel, 80),
                _di(visit, channel, di),
            )
            for channel, di in by_channel.items()
        ],
    )


def _di(visit: Visit, channel: str, di: str) -> Html:
    """The DI at that channel, or why its provider keeps it to itself."""
    profile = next(one.profile for one in visit.sandbox.channels if one.name == channel)
    why = dict(withheld(profile, PROFILES[profile].default_agency)).get("di")
    if why is not None:
        return html("<small>{}</small>", visit.say(why))
    return html("<code>{}</code> {}", di, copy_button(visit, di, f"DI {channel}"))


def _curl(visit: Visit, person: Person) -> Html:
    """How to get a verification of this person: ready-made where the scenario has those, else by a control call."""
    if visit.sandbox.scenario.ready_made:
        return snippet(
            visit, visit.say(READ_WITH_CURL), curl_of(visit, f"/identity-verifications/{quote(f'idv-{person.key}')}")
        )
    store = visit.sandbox.store_id
    command = (
        f"curl -X PUT '{base_url(visit)}/_mock/verifications/my-{quote(person.key)}?sandbox={store}' "
        f"""-d '{{"person": "{person.key}"}}'"""
    )
    return snippet(visit, visit.say(_VERIFY_CURL), command)


SECTION: Final = Section(KEY, TITLE, {"": {"GET": show, "POST": fresh}, "{person}": {"GET": show_person}})
