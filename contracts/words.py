"""What PortOne's document says of the members of a list's query, as the law file has it.

Lives here: the words that a member may hold, and the types of all members. May not: contracts.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from .openapi_facts import operations

_LIST: Final = "getIdentityVerifications"
_PREFIX: Final = "request."


@cache
def _facts() -> Mapping[str, str]:
    # Reading YAML is only paid for where the law is asked.
    from .drift import our_law

    found = operations(our_law())[_LIST]
    return {name.removeprefix(_PREFIX): told for name, told in found.items() if name.startswith(_PREFIX)}


def words_of(member: str) -> list[str]:
    """The words that a member of the query may hold: of `sort.order` DESC and ASC."""
    return [name.partition(" = ")[2] for name in _facts() if name.startswith(f"{member} = ")]


def types() -> dict[str, str]:
    """Member of the query → what it is: `page.size` → `integer (int32)`, `filter.statuses` → `list of string`."""
    return {name: told.partition(",")[0] for name, told in _facts().items() if " " not in name}


def query_with(member: str, value: Any) -> dict[str, Any]:
    """A query of one member, by its path."""
    for name in reversed(member.split(".")):
        value = {name: value}
    query: dict[str, Any] = value
    return query
