"""A time in seconds as an option.

Lives here: which numbers are one. May not: what waits for so long.
"""

import math
from typing import Any, Final

import click

LEAST: Final = 0.1
MOST: Final = 86_400.0  # a day; no socket takes an endless one, and nobody waits for it


def is_one(value: float) -> bool:
    """Whether somebody can wait for so long: `nan` and `inf` are floats, too."""
    return math.isfinite(value) and LEAST <= value <= MOST


class Seconds(click.FloatRange):
    """click's range, which lets `nan` pass."""

    def __init__(self) -> None:
        super().__init__(LEAST, MOST)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        number = float(super().convert(value, param, ctx))
        return number if is_one(number) else self.fail(f"{value} is no number of seconds", param, ctx)
