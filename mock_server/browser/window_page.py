"""The window: GET /browser/window/{attempt}, a page on which a person and an outcome are chosen.

Lives here: making the page from the tables of people and outcomes. May not: what a choice does (completion.py).
Everything that came from outside is escaped, nothing is loaded but the mock's own script and style.
"""

from datetime import date
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Final
from urllib.parse import quote

from ..answer import Answer, Headers
from ..control.endpoint import ControlCall
from ..domain.attempts import Attempt
from ..domain.birth_dates import full_age
from ..domain.errors import Refusal
from ..domain.identity_number import encode
from ..domain.names import OPERATOR_NAMES, agency_name
from ..domain.outcomes import OUTCOMES
from ..domain.people import Person
from ..domain.providers import PROFILES
from ..domain.timestamps import seoul_date
from ..domain.wording import shortened
from ..effects import effects_of
from ..effects_bar import SWITCH_OFF, bar
from .window_steps import data_of, details_of, options, prefill, steps
from .window_texts import TEXTS
from .windows import Language, Window

# Of very many people only the first are listed: the page stays small, and nobody reads on.
MOST_LISTED: Final = 80
# So many people are not read through: they can be looked for.
FILTER_FROM: Final = 8
_POLICY: Final = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    b"base-uri 'none'; form-action 'none'"
)
_HEADERS: Final[Headers] = (
    (b"content-type", b"text/html; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", _POLICY),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-robots-tag", b"noindex"),
)


async def get_window(control: ControlCall) -> Answer:
    """The page; `?lang=ko|en` chooses its language. 404 for an unknown window, 409 for one that has ended."""
    lang = control.call.parameters(("lang",)).get("lang")
    try:
        window = control.mock.windows.get(control.path["id"])
        attempt = await _attempt(control, window)
    except Refusal as refusal:
        return _apology(refusal)
    is_open = control.mock.settings.takes_typed_people
    language: Language = "en" if (lang or window.language) == "en" else "ko"
    page = _page(window, attempt, language, takes_typed=is_open, effects=_effects(control, window, language))
    return Answer(200, page.encode(), headers=_HEADERS)


async def _attempt(control: ControlCall, window: Window) -> Attempt:
    """The attempt of the window; Refusal for one that has ended or went away."""
    entry = None
    if control.mock.store.holds(window.sandbox):
        entry = await control.mock.store.entry(window.sandbox, window.identity_verification_id)
    attempts = () if entry is None or window.answer is not None else entry.record.attempts
    found = next((it for it in attempts if it.identity_verification_tx_id == window.tx_id), None)
    if found is None:
        raise Refusal(
            "MOCK_CONFLICT",
            "이 인증창은 이미 끝났습니다. 페이지에서 인증을 다시 시작하세요.",
            why="This window has ended. Start again from the page.",
        )
    return found


def _apology(refusal: Refusal) -> Answer:
    title = escape(TEXTS["title"].ko)
    said = f"<p>{escape(refusal.message)}</p><p lang='en'>{escape(refusal.why)}</p>"
    page = (
        f"<!doctype html><html lang='ko'><meta charset='utf-8'><meta name='robots' content='noindex'>"
        f"<meta name='viewport' content='width=device-width, initial-scale=1'><link rel='icon' href='data:,'>"
        f"<link rel='stylesheet' href='../window.css'><title>{title}</title><main><h1>{title}</h1>{said}</main></html>"
    )
    return Answer(refusal.status, page.encode(), headers=_HEADERS)


@cache
def _template() -> Template:
    return Template((Path(__file__).parent / "window.html").read_text(encoding="utf-8"))


def _effects(control: ControlCall, window: Window, lang: Language) -> str:
    """What is active; the button only where the page that opened this window could switch things off itself."""
    button = ""
    if control.mock.guard.may_drive(window.origin, control.call, control.listening):
        store, text = escape(quote(window.store_id, safe="")), escape(getattr(SWITCH_OFF, lang))
        button = f'<button type="button" class="second" data-testid="switch-off" data-store="{store}">{text}</button>'
    return bar(effects_of(window.sandbox), lang, button)


def _page(window: Window, attempt: Attempt, lang: Language, *, takes_typed: bool, effects: str) -> str:
    def text(name: str) -> str:
        return escape(getattr(TEXTS[name], lang))

    people, left = _listed(window, attempt)
    now = window.sandbox.clock.now()
    return _template().substitute(
        {name: text(name) for name in TEXTS},
        lang=lang,
        other_lang="en" if lang == "ko" else "ko",
        attempt=window.id,
        origin=escape(window.origin or ""),
        window_type=window.shown.window_type,
        effects=effects,
        request=_request(window, attempt),
        filter_hidden="" if len(people) >= FILTER_FROM else " hidden",
        people="\n".join(
            [
                *([_requested(attempt, lang)] if attempt.person is None else ()),
                *(_person(each, window, attempt, seoul_date(now), lang) for each in people),
            ]
        ),
        steps=steps(window, attempt, lang, takes_typed=takes_typed),
        typing_button=_typing_button(window, attempt, text("type_person")) if takes_typed else "",
        more=f'<p class="request">{text("more").format(count=left)}</p>' if left else "",
        agency=_agencies(window, attempt, lang),
        outcomes=options(((name, getattr(row.label, lang)) for name, row in OUTCOMES.items()), attempt.fate),
    )


def _listed(window: Window, attempt: Attempt) -> tuple[list[Person], int]:
    """Who can be chosen, whoever the attempt is about first, and how many are left out."""
    people = window.sandbox.people
    about = people.get(attempt.person or "")
    others = [person for person in people if person != about]
    listed = ([] if about is None else [about]) + others[:MOST_LISTED]
    return listed, max(0, len(others) - MOST_LISTED)


def _request(window: Window, attempt: Attempt) -> str:
    channel = attempt.channel
    parts = (f"{channel.name} ({channel.pg_provider})", shortened(window.identity_verification_id))
    return " · ".join(f"<bdi>{escape(part)}</bdi>" for part in parts)


def _person(person: Person, window: Window, attempt: Attempt, today: date, lang: Language) -> str:
    base = window.sandbox.clock.today()
    born = person.born(base)
    facts = [
        shortened(person.name),
        f"{born.isoformat()} ({getattr(TEXTS['age'], lang).format(age=full_age(born, today))})",
        _hyphenated(person.phone_number),
        getattr(OPERATOR_NAMES[person.operator], lang),
        *([getattr(TEXTS["foreigner"], lang)] if person.is_foreigner else ()),
    ]
    key, checked = escape(person.key), " checked" if person.key == attempt.person else ""
    fate = escape(person.outcome or "verified")
    details = details_of(person.name, born, person.identity_number(base)[6], person.phone_number, person.operator)
    return (
        f'<label class="person"><input type="radio" name="person" value="{key}" data-outcome="{fate}" '
        f'{data_of(details)} data-testid="person-{key}" aria-describedby="why-{key}"{checked}><span>'
        f"<b><bdi>{escape(_cut(getattr(person.label, lang)))}</bdi></b>"
        f'<span class="facts">{" · ".join(f"<bdi>{escape(fact)}</bdi>" for fact in facts)}</span>'
        f'<span class="why" id="why-{key}"><bdi>{escape(_cut(getattr(person.reason(base), lang)))}</bdi></span>'
        "</span></label>"
    )


def _requested(attempt: Attempt, lang: Language) -> str:
    """Whoever the attempt is about without being of the list: as the request fixes it, or as typed before."""
    customer = attempt.customer
    born = date.fromisoformat(customer["birthDate"])
    digit = encode(born, customer["gender"], customer["isForeigner"])[6]
    details = details_of(customer["name"], born, digit, customer["phoneNumber"], customer["operator"])
    facts = (shortened(customer["name"]), born.isoformat(), _hyphenated(customer["phoneNumber"]))
    return (
        f'<label class="person"><input type="radio" name="person" value="" data-outcome="{escape(attempt.fate)}" '
        f'{data_of(details)} data-testid="person-requested" checked><span>'
        f"<b>{escape(getattr(TEXTS['requested'], lang))}</b>"
        f'<span class="facts">{" · ".join(f"<bdi>{escape(fact)}</bdi>" for fact in facts)}</span></span></label>'
    )


def _typing_button(window: Window, attempt: Attempt, text: str) -> str:
    told = data_of(prefill(attempt.requested_customer))
    return f'<button type="button" class="second" data-testid="type-person" {told}>{text}</button>'


def _cut(text: str, longest: int = 300) -> str:
    return text if len(text) <= longest else text[:longest] + "…"


def _hyphenated(number: str) -> str:
    return f"{number[:3]}-{number[3:7]}-{number[7:]}" if len(number) == 11 else number


def _agencies(window: Window, attempt: Attempt, lang: Language) -> str:
    """The choice of an agency, where the provider has several and the page did not name one."""
    agencies = PROFILES[attempt.channel.profile].agencies
    if not agencies or window.rules.agency is not None:
        return ""
    rows = ((code, getattr(agency_name(code), lang)) for code in agencies)
    listed, label = options(rows, attempt.agency or agencies[0]), escape(getattr(TEXTS["agency_label"], lang))
    return f'<label>{label}\n<select name="agency" data-testid="agency">\n{listed}\n</select>\n</label>'
