"""How every command ends when it cannot go on.

Lives here: one line on stderr and exit status 2. May not: anything else.
"""

import sys
from typing import NoReturn

import click


def fail(line: str) -> NoReturn:
    """End with one line on stderr and exit status 2."""
    click.echo(f"portone-contracts: {line}", err=True)
    sys.exit(2)


def note(line: str) -> None:
    """One line on stderr that is no failure."""
    click.echo(f"portone-contracts: {line}", err=True)
