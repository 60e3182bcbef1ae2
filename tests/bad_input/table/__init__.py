"""The table of wrong requests, as data: each with its exact status, type and message."""

from typing import Final

from ..request import Row
from .bodies import BODIES
from .control import CALLS, ORDERS
from .door import HOSTS, PAGES, WIRE
from .paths import PATHS
from .tokens import TOKENS

TABLE: Final[tuple[Row, ...]] = (*BODIES, *TOKENS, *PATHS, *HOSTS, *PAGES, *WIRE, *ORDERS, *CALLS)
# The rows that any mock can be asked, whoever holds its clock.
ASKABLE: Final = tuple(row for row in TABLE if "expired" not in row.name)
