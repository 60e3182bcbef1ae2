"""Options of a command as rows of a table: the option, its variable, its meaning.

Lives here: reading click's options. May not: which command they are of.
"""

import re
from collections.abc import Iterable

import click

_VARIABLE = re.compile(r"\s*\[([A-Z_]+)\]\s*$")


def option_rows(options: Iterable[click.Option]) -> list[tuple[str, str, str]]:
    """A row for each option; the variable stands in brackets at the end of its help text."""
    return [_row(option) for option in options]


def _row(option: click.Option) -> tuple[str, str, str]:
    text = option.help or ""
    variable = _VARIABLE.search(text)
    metavar = f" {option.metavar}" if option.metavar else ""
    name = f"`{option.opts[0]}{metavar}`"
    return (name, f"`{variable[1]}`" if variable else "–", _VARIABLE.sub("", text))
