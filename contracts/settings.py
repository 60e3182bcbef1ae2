"""What the environment says about a run.

Lives here: the only reading of environment variables. May not: options of the command line (verify_command.py).
"""

import os
from collections.abc import Mapping
from typing import Final

SECRET: Final = "PORTONE_API_SECRET"  # noqa: S105 - a variable's name
PREFIX: Final = "PORTONE_CONTRACTS_"


def variable(option: str) -> str:
    """The variable of an option, `base-url` → PORTONE_CONTRACTS_BASE_URL; the secret's is PortOne's own."""
    return SECRET if option == "api-secret" else PREFIX + option.upper().replace("-", "_")


def from_environment(option: str) -> str | None:
    """What the environment says for an option; an empty value counts as none."""
    return os.environ.get(variable(option)) or None


def own_variables() -> dict[str, str]:
    """Those that are options."""
    return {name: value for name, value in os.environ.items() if name == SECRET or name.startswith(PREFIX)}


def environment_with(more: Mapping[str, str]) -> dict[str, str]:
    """What a process that is started gets: this one's environment, and more."""
    return {**os.environ, **more}
