"""The life cycle in the documents: a diagram and a table, made from the table that the server runs on.

Lives here: rendering. May not: any cell of its own.
"""

from collections.abc import Iterator
from itertools import product
from typing import Final

from mock_server.domain.lifecycle import STATUS_OF, TABLE, Cell, Event, Go, State, fidelity
from tests.docs.markdown import table

_CELLS: Final = [(state, event, TABLE[state][event]) for state, event in product(State, Event)]


def lifecycle_diagram() -> str:
    """Every legal event that leads to another state, as a diagram that GitHub draws."""
    ways: dict[tuple[State, State], list[Event]] = {}
    for state, event, found in _CELLS:
        if isinstance(found, Go) and found.to is not state:
            ways.setdefault((state, found.to), []).append(event)
    names = (f'    state "{state} · {STATUS_OF[state] or "404"}" as {_name(state)}' for state in State)
    arrows = (f"    {_name(start)} --> {_name(end)}: {', '.join(events)}" for (start, end), events in ways.items())
    first = f"    [*] --> {_name(State.NEVER_STARTED)}"
    return "\n".join(("```mermaid", "stateDiagram-v2", *names, first, *arrows, "```\n"))


def _name(state: State) -> str:
    return state.name.title().replace("_", "")


def lifecycle_table() -> str:
    """Every cell: events of one state that do the same stand in one row."""
    head = ("상태 · state", "status", "사건 · events", "다음 · leads to", "응답 · answers", "근거 · label")
    return table(head, _rows())


def _rows() -> Iterator[tuple[str, ...]]:
    groups: dict[tuple[State, Cell, str], list[Event]] = {}
    for state, event, found in _CELLS:
        groups.setdefault((state, found, fidelity(state, event)), []).append(event)
    for (state, found, label), events in groups.items():
        named = ", ".join(f"`{event}`" for event in events)
        yield f"`{state}`", STATUS_OF[state] or "–", named, *_came(found), label


def _came(found: Cell) -> tuple[str, str]:
    """Where a cell leads, and what is answered."""
    if isinstance(found, Go):
        return f"`{found.to}`", f"`{found.answers}`" if found.answers else "○"
    return "–", f"`{found.error}`"
