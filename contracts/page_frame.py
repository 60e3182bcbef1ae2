"""What every report page is made in: one HTML file that needs nothing else, in Korean and English with a switch.

Lives here: the frame, and a text in both languages. May not: what a page says. What comes from outside goes through
`escape` first.
"""

from collections.abc import Iterable
from html import escape
from typing import Final

from .page_style import SCRIPT, STYLE
from .text import LANGS, Lang, Said, Text

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def framed(title: Text, body: Iterable[str], lang: Lang) -> str:
    """The whole page, opened in `lang`."""
    parts = (
        f'<!doctype html>\n<html lang="{lang}" data-lang="{lang}">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title.ko)} · {escape(title.en)}</title>\n<style>{STYLE}</style>\n</head>\n<body>",
        '<nav><button type="button" data-to="ko">한국어</button>',
        '<button type="button" data-to="en">English</button></nav>',
        f"<main>\n<h1>{both(title)}</h1>",
        *body,
        f"</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
    )
    return "\n".join(parts)


def both(what: Said) -> str:
    """Both languages; the style shows one."""
    if not isinstance(what, Text):
        return escape(what)
    return "".join(f'<span lang="{lang}" class="{lang}">{escape(getattr(what, lang))}</span>' for lang in LANGS)
