"""The command line: `portone-contracts`.

Lives here: the group of commands and how their misuse is told. May not: a command (…_command.py).
"""

import sys
from typing import Any

import click

from .client_command import client
from .drift_command import drift
from .ending_command import fail
from .probe_command import probe
from .settings import own_variables
from .strict_yaml import is_whole
from .vectors_command import vectors
from .verify_command import verify


class Group(click.Group):
    """Commands whose misuse is answered in one line."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """As click does, but without the usage text around an error."""
        given = kwargs.get("args") or (args[0] if args else None) or sys.argv[1:]
        # Where bytes are no UTF-8 Python makes halves of characters of them. Any of it may be a secret.
        for place, text in {**{f"argument {at}": one for at, one in enumerate(given, 1)}, **own_variables()}.items():
            if not is_whole(text):
                fail(f"{place} is no text in UTF-8")
        try:
            return super().main(*args, **{**kwargs, "standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            sys.exit(2)
        except (click.Abort, KeyboardInterrupt):
            sys.exit(130)
        except click.ClickException as error:
            fail(error.format_message())


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The judge: whether a server keeps PortOne's identity verification law. PortOne 규칙을 지키는지 판정합니다."""


main.add_command(verify)
main.add_command(probe)
main.add_command(client)
main.add_command(drift)
main.add_command(vectors)
