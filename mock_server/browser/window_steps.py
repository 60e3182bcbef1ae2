"""The steps of the window after a person was chosen or is typed: agency, details, terms, OTP.

Lives here: their HTML. May not: the list of people (window_page.py), walking from one to the next (window.js).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from html import escape

from ..domain.attempts import Attempt
from ..domain.browser_rules import Fixed, birth_date_of, digits_of
from ..domain.names import OPERATOR_NAMES, agency_name
from ..domain.providers import PROFILES
from .window_texts import AGENCY_NOTES, NOT_ASKED, TEXTS
from .windows import Language, Window


def steps(window: Window, attempt: Attempt, lang: Language, *, takes_typed: bool) -> str:
    """The steps of this window, hidden: without an agency to choose where the provider or the page leaves none."""
    parts = (
        _agencies(window, attempt, lang),
        _details(window, attempt, lang, takes_typed=takes_typed),
        _terms(lang),
        _otp(lang),
    )
    return "\n".join(part for part in parts if part)


def options(rows: Iterable[tuple[str, str]], chosen: str) -> str:
    """The options of a select, from values and texts."""
    return "\n".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(text)}</option>'
        for value, text in rows
    )


def details_of(name: str, born: date, digit: str, phone_number: str, operator: str) -> dict[str, str]:
    """What the fields of the details hold for somebody, by the fields' names."""
    return {"name": name, "birth": f"{born:%y%m%d}", "digit": digit, "phone": phone_number, "operator": operator}


def prefill(customer: Mapping[str, str]) -> dict[str, str]:
    """What the fields begin with where somebody is typed: as much as the page told of its customer."""
    born = birth_date_of(customer)
    known = {
        "name": customer.get("name", "")[:100],
        "birth": "" if born is None else f"{born:%y%m%d}",
        "phone": digits_of(customer.get("phoneNumber", ""))[:20],
    }
    return {name: value for name, value in known.items() if value}


def data_of(details: Mapping[str, str]) -> str:
    """The details as attributes, which the window's script reads."""
    return " ".join(f'data-{name}="{escape(value)}"' for name, value in details.items())


def _text(name: str, lang: Language) -> str:
    return escape(getattr(TEXTS[name], lang))


def _step(name: str, lang: Language, inside: str, onward: str = "next") -> str:
    return (
        f'<section data-step="{name}" data-testid="step-{name}" data-next="{_text(onward, lang)}" '
        f'aria-labelledby="head-{name}" hidden>\n'
        f'<h1 id="head-{name}" tabindex="-1">{_text(f"{name}_head", lang)}</h1>\n{inside}\n</section>'
    )


def _tiles(name: str, legend: str, rows: Iterable[tuple[str, str]], chosen: str | None, more: str = "") -> str:
    tiles = "\n".join(
        f'<label class="tile"><input type="radio" name="{name}" value="{escape(value)}" '
        f'data-testid="{name}-{escape(value)}"{" checked" if value == chosen else ""}{more}>'
        f"<span>{escape(text)}</span></label>"
        for value, text in rows
    )
    return f'<fieldset class="tiles"><legend>{legend}</legend>\n{tiles}\n</fieldset>'


def _agencies(window: Window, attempt: Attempt, lang: Language) -> str:
    agencies = PROFILES[attempt.channel.profile].agencies
    if not agencies or window.rules.agency is not None:
        return ""
    rows = ((code, getattr(agency_name(code), lang)) for code in agencies)
    return _step("agency", lang, _tiles("agency-tile", _text("agency_label", lang), rows, attempt.agency))


def _details(window: Window, attempt: Attempt, lang: Language, *, takes_typed: bool) -> str:
    offered = window.rules.operators or tuple(OPERATOR_NAMES)
    rows = ((code, getattr(name, lang)) for code, name in OPERATOR_NAMES.items() if code in offered)
    fixed = _fixed(window.rules.fixed)

    def field(name: str, text: str, testid: str, more: str) -> str:
        kept = f' readonly data-fixed value="{escape(fixed[name])}"' if name in fixed else ""
        kept = kept or ("" if takes_typed else " readonly")
        return (
            f'<label class="field {name}">{_text(text, lang)}<input name="{name}" data-testid="{testid}" {more} '
            f'autocomplete="off" spellcheck="false"{kept}></label>'
        )

    numeric = 'inputmode="numeric"'
    fields = (
        *_agency_notes(window, attempt, lang),
        _tiles("operator", _text("operator", lang), rows, None, "" if takes_typed else " disabled"),
        field("name", "name", "name", 'maxlength="100"'),
        '<div class="pair">',
        field("birth", "birth_date", "birth-date", f'{numeric} maxlength="6" placeholder="YYMMDD"'),
        field("digit", "sex_digit", "sex-digit", f'{numeric} maxlength="1"'),
        "</div>",
        field("phone", "phone", "phone", 'inputmode="tel" maxlength="20"'),
    )
    return _step("details", lang, "\n".join(fields))


def _agency_notes(window: Window, attempt: Attempt, lang: Language) -> Iterable[str]:
    """What is known of the screens of each agency that can be chosen; the script shows that of the one that is."""
    offered = PROFILES[attempt.channel.profile].agencies
    for agency, text in (AGENCY_NOTES | ({} if window.rules.has_foreigner_info else NOT_ASKED)).items():
        if agency in offered and window.rules.agency in (None, agency):
            chosen = f' data-agency="{agency}" hidden' if window.rules.agency is None else ""
            yield f'<p class="request" data-testid="agency-note"{chosen}>{escape(getattr(text, lang))}</p>'


def _fixed(fixed: Fixed | None) -> dict[str, str]:
    if fixed is None:
        return {}
    return {"name": fixed.name, "birth": f"{fixed.birth_date:%y%m%d}", "phone": fixed.phone_number}


def _terms(lang: Language) -> str:
    inside = (
        f'<p class="request">{_text("terms_note", lang)}</p>\n'
        f'<label class="tile"><input type="checkbox" name="terms" data-testid="terms">'
        f"<span>{_text('terms', lang)}</span></label>"
    )
    return _step("terms", lang, inside, "send_otp")


def _otp(lang: Language) -> str:
    inside = (
        '<p class="sms"><b><bdi data-testid="sms-to"></bdi></b><output data-testid="sms"></output></p>\n'
        f'<label class="field">{_text("otp", lang)}<input name="otp" data-testid="otp" inputmode="numeric" '
        'maxlength="20" autocomplete="off"></label>\n'
        f'<button type="button" class="second" data-testid="resend">{_text("resend", lang)}</button>'
    )
    return _step("otp", lang, inside, "confirm")
