"""Markup in which nothing can be left unescaped by mistake.

Lives here: Html, and `html`, the one way to make it. May not: any page.
"""

import html as _standard
from collections.abc import Iterable
from string import Formatter
from typing import Any, LiteralString


class Html(str):
    """Text that is markup already; only this module makes it."""

    __slots__ = ()


class _Escaping(Formatter):
    def convert_field(self, value: Any, conversion: str | None) -> Any:
        assert conversion is None, "a value goes in as it is"
        return value

    def format_field(self, value: Any, format_spec: str) -> str:
        return value if isinstance(value, Html) else _markup(value)


def _markup(value: object) -> str:
    if value is None or value is False:
        return ""
    if isinstance(value, str):
        return _standard.escape(value)
    if isinstance(value, Iterable):
        return "".join(each if isinstance(each, Html) else _markup(each) for each in value)
    return _standard.escape(str(value))


_formatter = _Escaping()


def html(template: LiteralString, /, *values: object, **named: object) -> Html:
    """The template with each `{}` replaced by its value, escaped unless it is Html.

    None and False are nothing; of several values (a list, a generator) each is put in. Attributes stand in double
    quotes in a template.
    """
    return Html(_formatter.vformat(template, values, named))


def joined(parts: Iterable[Html | None]) -> Html:
    """Markup one after the other."""
    return Html("".join(part for part in parts if part))
