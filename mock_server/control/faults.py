"""Ordering faults: /_mock/faults and /_mock/faults/{faultId}.

Lives here: reading an order strictly, listing, removing. May not: making faults happen (faults.py).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ..answer import Answer, of_json
from ..api.routes import OPERATIONS
from ..domain.errors import Refusal
from ..domain.faults import FAULTS, MATCHES, Fault
from ..domain.wording import require_known, wrong
from ..faults import valid_header
from ..store.sandbox import Sandbox
from .endpoint import ControlCall, done, refuse_unknown

MOST_FAULTS: Final = 1_000
LONGEST_DELAY: Final = 600
_ORDER: Final = ("fault", "match", "times", "probability")


async def list_faults(control: ControlCall) -> Answer:
    """`{"faults": […]}`, oldest first, used-up ones too; `fired` 0 has hit nothing."""
    return of_json({"faults": [fault.shown() for fault in (await control.sandbox()).faults]})


async def post_fault(control: ControlCall) -> Answer:
    """201 and the fault: `{"fault", "match"?, "times"?, "probability"?, …its parameters}`."""
    sandbox = await control.sandbox()
    fault = _fault(await control.members(), sandbox, wired=control.wired)
    if len(sandbox.faults) >= MOST_FAULTS:
        raise Refusal("MOCK_UNAVAILABLE", f"A sandbox keeps at most {MOST_FAULTS} faults; DELETE /_mock/faults.")
    sandbox.faults = (*sandbox.faults, fault)
    control.mock.store.touch(sandbox)
    return of_json(fault.shown(), 201)


async def delete_faults(control: ControlCall) -> Answer:
    """Forget every fault of this sandbox."""
    (await control.sandbox()).faults = ()
    return done()


async def delete_fault(control: ControlCall) -> Answer:
    """Forget one fault; 404 when there is none of that id."""
    sandbox, wanted = await control.sandbox(), control.path["id"]
    kept = tuple(fault for fault in sandbox.faults if fault.fault_id != wanted)
    if len(kept) == len(sandbox.faults):
        raise Refusal("MOCK_NOT_FOUND", f"This sandbox has no fault {wanted[:60]!r}.", known=[f.fault_id for f in kept])
    sandbox.faults = kept
    return done()


def _fault(order: Mapping[str, Any], sandbox: Sandbox, *, wired: bool) -> Fault:
    if "fault" not in order:
        raise Refusal("INVALID_REQUEST", "fault is required.", at="fault", known=list(FAULTS))
    name = order["fault"]
    require_known(name, FAULTS, at="fault", what="fault")
    kind = FAULTS[name]
    if kind.needs_wire and not wired:
        raise Refusal(
            "INVALID_REQUEST",
            f"The fault {name} acts on the connection, and in process there is none; serve the mock over a socket.",
            at="fault",
        )
    refuse_unknown(order, (*_ORDER, *kind.required, *kind.optional))
    for parameter in kind.required:
        if parameter not in order:
            raise Refusal("INVALID_REQUEST", f"The fault {name} needs {parameter}.", at=parameter)
    parameters = {key: order[key] for key in (*kind.required, *kind.optional) if key in order}
    for key, value in parameters.items():
        expected, fits = _PARAMETERS[key if (name, key) != ("unknown-status", "status") else "status name"]
        if not fits(value):
            raise wrong(key, value, expected)
    times = order.get("times", parameters.get("reads", 1))
    if times is not None and (not _whole(times) or times < 1):
        raise wrong("times", times, "a whole number from 1, or null for a lasting fault")
    probability = order.get("probability", 1.0)
    if not _number(probability) or not 0 < probability <= 1:
        raise wrong("probability", probability, "a number above 0 and up to 1")
    return Fault(
        fault_id=f"fault-{sandbox.ids('fault')[:12]}",
        fault=name,
        match=_match(order.get("match", {})),
        parameters=parameters,
        times=times,
        probability=float(probability),
    )


def _match(match: Any) -> Mapping[str, Any]:
    if not isinstance(match, Mapping):
        raise wrong("match", match, f"an object with any of {', '.join(MATCHES)}")
    for name, value in match.items():
        require_known(name, MATCHES, at=f"match.{name}", what="member to match")
        if name == "nth":
            if not _whole(value) or value < 1:
                raise wrong("match.nth", value, "a whole number from 1")
        elif not isinstance(value, str) or not value:
            raise wrong(f"match.{name}", value, "a string that is not empty")
    if "operation" in match:
        require_known(match["operation"], [row.name for row in OPERATIONS], at="match.operation", what="operation")
    return dict(match)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _headers(value: object) -> bool:
    return isinstance(value, Mapping) and all(valid_header(str(name), text) for name, text in value.items())


def _fields(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(name, str) and name for name in value)


# Parameter -> (what it must be, whether a value is that).
_PARAMETERS: Final[Mapping[str, tuple[str, Callable[[Any], bool]]]] = {
    "seconds": (f"a number of seconds from 0 to {LONGEST_DELAY}", lambda v: _number(v) and 0 <= v <= LONGEST_DELAY),
    "status": ("a status from 200 to 599", lambda v: _whole(v) and 200 <= v <= 599),
    "status name": ("a string that is not empty", lambda v: isinstance(v, str) and bool(v)),
    "body": ("any JSON value but null", lambda v: v is not None),
    "headers": ("an object of header names and values, framing headers excepted", _headers),
    "bytes": ("a whole number from 0", lambda v: _whole(v) and v >= 0),
    "retryAfter": ("a whole number of seconds from 0", lambda v: _whole(v) and v >= 0),
    "reads": ("a whole number from 1", lambda v: _whole(v) and v >= 1),
    "fields": ("a list of member names such as ci or verifiedCustomer.ci", _fields),
}
