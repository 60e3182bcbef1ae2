"""What the sections build their pages of: fields, choices, refusals, pages of a list, things to copy.

Lives here: markup that more than one section uses. May not: any text of a single section.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from ..domain.errors import Refusal
from ..domain.text import Text
from ..domain.timestamps import in_seoul
from ..store.sandbox import Sandbox
from .html import Html, html
from .section import Visit

Choice = tuple[str, str]

_KNOWN: Final = Text("쓸 수 있는 값", "Known")
_NEAREST: Final = Text("혹시", "Did you mean")
_COPY: Final = Text("복사", "Copy")
_COPIED: Final = Text("복사했습니다", "Copied")
_PAGES: Final = Text("페이지", "Pages")
_NEWER: Final = Text("이전", "Previous")
_OLDER: Final = Text("다음", "Next")
_NOTHING: Final = Text("0건", "none")
_LOST: Final = Text(
    "이 샌드박스의 인증 내역 {count}건이 사라집니다. 계속할까요?",
    "This drops the {count} verifications of the sandbox. Go on?",
)
LONGEST: Final = 300


def refusal_said(language: str, refusal: Refusal) -> Html:
    """What a control path refuses with: its own sentence, in Korean too where it has one, and what would do."""
    said = html('<p lang="en"><bdi>{}</bdi></p>', cut(refusal.why))
    if language == "ko" and refusal.ko != refusal.why:
        said = html("<p><bdi>{}</bdi></p>{}", cut(refusal.ko), said)
    near, known = refusal.details.get("nearest"), refusal.details.get("known")
    korean = language == "ko"
    hints = html(
        "{}{}",
        html("<p>{}: <code>{}</code></p>", _NEAREST.ko if korean else _NEAREST.en, near) if near else None,
        html("<p>{}: <code>{}</code></p>", _KNOWN.ko if korean else _KNOWN.en, cut(", ".join(map(str, known))))
        if known
        else None,
    )
    return html('<div class="refusal" role="alert"><b>{} {}</b>{}{}</div>', refusal.status, refusal.type, said, hints)


def refused(visit: Visit, refusal: Refusal | None) -> Html | None:
    """The same beside a form, where there is one to tell of."""
    return refusal_said(visit.language, refusal) if refusal is not None else None


def field(
    label: str,
    name: str,
    value: str | None = None,
    *,
    hint: str | None = None,
    required: bool = False,
    options: Iterable[Choice] = (),
) -> Html:
    """A line of text with its label; `options` are values to propose, with what they mean."""
    listed = list(options)
    return html(
        '<label class="field">{label}<input name="{name}" value="{value}" autocomplete="off" '
        'spellcheck="false"{list}{required}{hinted}>{hint}{options}</label>',
        label=label,
        name=name,
        value=value,
        list=html(' list="list-{}"', name) if listed else None,
        required=html(" required") if required else None,
        hinted=_hinted(label, name, hint),
        hint=_hint(name, hint),
        options=html('<datalist id="list-{}">{}</datalist>', name, _options(listed, None)) if listed else None,
    )


def area(label: str, name: str, value: str | None = None, *, hint: str | None = None, rows: int = 3) -> Html:
    """Several lines of text with their label."""
    return html(
        '<label class="field">{}<textarea name="{}" rows="{}" autocomplete="off" spellcheck="false"{}>'
        "\n{}</textarea>{}</label>",
        label,
        name,
        rows,
        _hinted(label, name, hint),
        value,
        _hint(name, hint),
    )


def choice(
    label: str, name: str, options: Iterable[Choice], value: str | None = None, *, hint: str | None = None
) -> Html:
    """One of several, by value and what it says."""
    return html(
        '<label class="field">{}<select name="{}"{}>{}</select>{}</label>',
        label,
        name,
        _hinted(label, name, hint),
        _options(options, value),
        _hint(name, hint),
    )


def _hinted(label: str, name: str, hint: str | None) -> Html | None:
    """A hint describes a field; it is no part of its name, although it stands in its label."""
    return html(' aria-label="{}" aria-describedby="hint-{}"', label, name) if hint else None


def _hint(name: str, hint: str | None) -> Html | None:
    return html('<small id="hint-{}">{}</small>', name, hint) if hint else None


def asked(visit: Visit, sandbox: Sandbox) -> Html | None:
    """For a form that drops what is in a sandbox: what the page asks first, where there is something to lose."""
    count = sandbox.record_count
    return html(' data-ask="{}"', visit.say(_LOST).format(count=count)) if count else None


def grouped(label: str, name: str, groups: Iterable[tuple[str, Sequence[Choice]]], value: str | None = None) -> Html:
    """One of several that stand in groups."""
    return html(
        '<label class="field">{}<select name="{}">{}</select></label>',
        label,
        name,
        [html('<optgroup label="{}">{}</optgroup>', group, _options(options, value)) for group, options in groups],
    )


def _options(options: Iterable[Choice], value: str | None) -> list[Html]:
    return [
        html('<option value="{}"{}>{}</option>', key, html(" selected") if key == value else None, cut(said, 120))
        for key, said in options
    ]


def tag(text: str, kind: str = "") -> Html:
    """A short word of state; `kind` is good, bad or waiting."""
    return html('<span class="tag {}">{}</span>', kind, text)


def snippet(visit: Visit, label: str, text: str) -> Html:
    """Text to copy with one click."""
    return html(
        '<figure class="snippet"><figcaption>{label}</figcaption><pre tabindex="0" '
        'aria-label="{label}">{text}</pre>{button}</figure>',
        label=label,
        text=text,
        button=copy_button(visit, text, label),
    )


def copy_button(visit: Visit, text: str, what: str) -> Html:
    """A button that copies this text; `what` is said to whoever cannot see beside what it stands."""
    return html(
        '<button type="button" class="copy" data-copy="{}" data-copied="{}" aria-label="{}: {}">{}</button>',
        text,
        visit.say(_COPIED),
        visit.say(_COPY),
        what,
        visit.say(_COPY),
    )


def facts(pairs: Iterable[tuple[str, object]]) -> Html:
    """Names with their values; those that are None are left out."""
    return html(
        '<dl class="facts">{}</dl>',
        [html("<dt>{}</dt><dd><bdi>{}</bdi></dd>", name, value) for name, value in pairs if value is not None],
    )


def pager(visit: Visit, path: Sequence[str], page: int, size: int, total: int, **kept: str | None) -> Html:
    """Which part of a list is shown, with links to the parts beside it. Pages count from 1."""
    first, last = (page - 1) * size + 1, min(page * size, total)
    shown = f"{first:,}–{last:,} / {total:,}" if last >= first else visit.say(_NOTHING)
    return html(
        '<nav class="pager" aria-label="{}">{}<span>{}</span>{}</nav>',
        visit.say(_PAGES),
        html('<a rel="prev" href="{}">{}</a>', visit.link(*path, **kept, page=page - 1), visit.say(_NEWER))
        if page > 1
        else None,
        shown,
        html('<a rel="next" href="{}">{}</a>', visit.link(*path, **kept, page=page + 1), visit.say(_OLDER))
        if last < total
        else None,
    )


def page_of(visit: Visit, size: int, total: int) -> int:
    """The page that the query asks for, within what there is."""
    text = visit.query.get("page", "1")
    asked = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
    return max(1, min(asked, -(-total // size)))


def moment(millis: int) -> Html:
    """An instant as Seoul's clocks show it."""
    shown = in_seoul(millis)
    return html('<time datetime="{}">{}</time>', shown.isoformat(), f"{shown:%Y-%m-%d %H:%M:%S}")


def cut(text: str, longest: int = LONGEST) -> str:
    """At most so many characters of a text: a page stays a page, whatever was stored."""
    return text if len(text) <= longest else text[:longest] + "…"
