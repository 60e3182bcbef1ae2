"""The scenario that a call asks for: a name, several names, or a scenario itself.

Lives here: reading it, and the refusals. May not: what a scenario means (scenario/).
"""

from collections.abc import Mapping
from typing import Any, Final

from ..domain.errors import Refusal
from ..domain.faults import FAULTS
from ..domain.nearest import nearest
from ..domain.wording import shown
from ..scenario import Scenario, ScenarioError, merge, shipped
from ..scenario_files import is_file
from .endpoint import ControlCall

_NO_FILES: Final = (
    ": a call reads no files here; send what is in it as JSON, give it to sandbox() in Python, which reads it there, "
    "or start the server with --scenario FILE."
)


def scenario_of(control: ControlCall, value: Any, *, at: str = "scenario") -> Scenario:
    """What `{"scenario": …}` or a path names; Refusal (INVALID_REQUEST) for any flaw."""
    parts: list[Any] = value if isinstance(value, list) else [value]
    if not parts or not all(isinstance(part, str | Mapping) for part in parts):
        raise Refusal(
            "INVALID_REQUEST",
            f"scenario must be a name, a list of names or a scenario itself, not {shown(value)}.",
            at=at,
            received=shown(value),
        )
    for part in parts:
        _require_shipped(part, at)
    try:
        scenario = merge(parts, files=False)
    except ScenarioError as error:
        raise refused(error, at) from None
    require_wire(control, scenario)
    return scenario


def refused(error: ScenarioError, at: str) -> Refusal:
    """What it means that a scenario of a call cannot be loaded; `at` is where it stood in the call."""
    return Refusal(
        "INVALID_REQUEST",
        str(error),
        at=error.at or at,
        received=error.received,
        nearest=error.nearest,
        known=list(error.known) or None,
    )


def channels_refused(error: ValueError) -> Refusal:
    """What it means that a scenario's channels and the server's --channel-key cannot both be."""
    return Refusal("INVALID_REQUEST", f"The scenario and --channel-key contradict each other: {error}.", at="channels")


def _require_shipped(part: object, at: str) -> None:
    """A call may name what comes with the package; files are for the command line, which can read them anyway."""
    if isinstance(part, str) and part not in shipped():
        near = nearest(part, shipped())
        hint = f"; did you mean '{near}'?" if near else "."
        raise Refusal(
            "INVALID_REQUEST",
            f"There is no scenario {shown(part)}{_NO_FILES if is_file(part) else hint}",
            at=at,
            received=shown(part),
            nearest=near,
            known=list(shipped()),
        )


def require_wire(control: ControlCall, scenario: Scenario) -> None:
    """In process there is no connection to act on, and a fault that needs one is refused when it is set."""
    for index, fault in enumerate(scenario.faults):
        if FAULTS[fault.fault].needs_wire and not control.wired:
            raise Refusal(
                "INVALID_REQUEST",
                f"The fault {fault.fault} of this scenario acts on the connection, and in process there is none; "
                "serve the mock over a socket.",
                at=f"scenario.faults.{index}.fault",
                received=shown(fault.fault),
            )
