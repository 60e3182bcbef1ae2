"""`?limit&offset` of the lists that can be long.

Lives here: reading the two numbers. May not: the lists.
"""

from typing import Final

from ..domain.errors import Refusal

DEFAULT_LIMIT: Final = 100
LARGEST_LIMIT: Final = 1_000


def number(parameters: dict[str, str], name: str, default: int, largest: int | None) -> int:
    """A whole number from the query; Refusal (INVALID_REQUEST) for anything else."""
    text = parameters.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 9) or (largest is not None and int(text) > largest):
        upto = f" up to {largest}" if largest is not None else ""
        raise Refusal("INVALID_REQUEST", f"{name} must be a whole number from 0{upto}, not '{text[:60]}'.", at=name)
    return int(text)
