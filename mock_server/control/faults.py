"""Ordering faults: /_mock/faults and /_mock/faults/{faultId}.

Lives here: reading an order strictly, listing, removing. May not: making faults happen (faults.py).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from ..answer import Answer, of_json
from ..api.routes import OPERATIONS
from ..domain.errors import Refusal
from ..domain.faults import FAULTS, MATCHES, Fault, Kind
from ..domain.nearest import nearest
from ..domain.tampering import FIELDS
from ..domain.wording import contradiction, require_known, shown, wrong
from ..faults import BODILESS, FRAMING, valid_header_name, valid_header_value
from .endpoint import ControlCall, done, refuse_unknown

MOST_FAULTS: Final = 1_000
LONGEST_DELAY: Final = 600
_METHODS: Final = tuple(dict.fromkeys(row.method for row in OPERATIONS))
_ORDER: Final = ("fault", "match", "times", "probability")


async def list_faults(control: ControlCall) -> Answer:
    """`{"faults": […]}`, oldest first, used-up ones too; `fired` 0 has hit nothing."""
    return of_json({"faults": [fault.shown() for fault in (await control.sandbox()).faults]})


async def post_fault(control: ControlCall) -> Answer:
    """201 and the fault: `{"fault", "match"?, "times"?, "probability"?, …its parameters}`."""
    sandbox = await control.sandbox()
    fault = read_fault(await control.members(), wired=control.wired)
    # Last, so that a refused order draws no identifier.
    fault.fault_id = f"fault-{sandbox.ids('fault')[:12]}"
    sandbox.faults = (*_with_room(sandbox.faults), fault)
    control.mock.store.touch(sandbox)
    return of_json(fault.shown(), 201)


def _with_room(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """Where there is no room the used-up ones go, oldest first."""
    if len(faults) < MOST_FAULTS:
        return faults
    used_up = next((fault for fault in faults if fault.used_up), None)
    if used_up is None:
        raise Refusal(
            "MOCK_UNAVAILABLE", f"A sandbox keeps at most {MOST_FAULTS} faults that wait; DELETE /_mock/faults."
        )
    return tuple(fault for fault in faults if fault is not used_up)


async def delete_faults(control: ControlCall) -> Answer:
    """Forget every fault of this sandbox."""
    sandbox = await control.sandbox()
    sandbox.faults = ()
    control.mock.store.touch(sandbox)
    return done()


async def delete_fault(control: ControlCall) -> Answer:
    """Forget one fault; 404 when there is none of that id."""
    sandbox, wanted = await control.sandbox(), control.path["id"]
    kept = tuple(fault for fault in sandbox.faults if fault.fault_id != wanted)
    if len(kept) == len(sandbox.faults):
        ids = [fault.fault_id for fault in kept]
        raise Refusal(
            "MOCK_NOT_FOUND",
            f"This sandbox has no fault {shown(wanted)}; GET /_mock/faults lists those that it has.",
            nearest=nearest(wanted, ids),
        )
    sandbox.faults = kept
    control.mock.store.touch(sandbox)
    return done()


def read_fault(order: Mapping[str, Any], *, wired: bool) -> Fault:
    """The fault that an order asks for, without an id yet; Refusal (INVALID_REQUEST) for anything wrong in it."""
    name = _name(order, wired=wired)
    kind = FAULTS[name]
    refuse_unknown(order, (*_ORDER, *kind.required, *kind.optional))
    parameters = _parameters(order, name, kind)
    match = _match(order.get("match", {}), name, kind)
    times = order.get("times", 1)
    if times is not None and (not _whole(times) or times < 1):
        raise wrong("times", times, "a whole number from 1, or null for a lasting fault")
    probability = order.get("probability", 1.0)
    if not _number(probability) or not 0 < probability <= 1:
        raise wrong("probability", probability, "a number above 0 and up to 1")
    fault = Fault(
        fault_id="",
        fault=name,
        match=match,
        parameters=parameters,
        times=times,
        probability=float(probability),
    )
    if "nth" in match and fault.most not in (1, None):
        raise contradiction("match.nth", f"it names one call, and this fault is to hit {fault.most}")
    return fault


def _name(order: Mapping[str, Any], *, wired: bool) -> str:
    if "fault" not in order:
        raise Refusal("INVALID_REQUEST", "fault is required.", at="fault", known=list(FAULTS))
    name = order["fault"]
    require_known(name, FAULTS, at="fault", what="fault")
    if FAULTS[name].needs_wire and not wired:
        raise Refusal(
            "INVALID_REQUEST",
            f"The fault {name} acts on the connection, and in process there is none; serve the mock over a socket.",
            at="fault",
            received=shown(name),
            known=[each for each, kind in FAULTS.items() if not kind.needs_wire],
        )
    return cast("str", name)


def _parameters(order: Mapping[str, Any], name: str, kind: Kind) -> dict[str, Any]:
    for parameter in kind.required:
        if parameter not in order:
            expected, _ = _PARAMETERS[parameter]
            raise Refusal("INVALID_REQUEST", f"The fault {name} needs {parameter}: {expected}.", at=parameter)
    parameters = {key: order[key] for key in (*kind.required, *kind.optional) if key in order}
    for key, value in parameters.items():
        expected, fits = _PARAMETERS[key if (name, key) != ("unknown-status", "status") else "status name"]
        if not fits(value):
            raise wrong(key, value, expected)
    _check_headers(parameters.get("headers", {}))
    for field in parameters.get("fields", ()):
        require_known(field, FIELDS, at="fields", what="member of a record")
    if "body" in parameters and parameters["status"] in BODILESS:
        raise contradiction("body", f"HTTP gives an answer with status {parameters['status']} no body")
    return parameters


def _check_headers(headers: Mapping[str, Any]) -> None:
    for name, value in headers.items():
        if not valid_header_name(name):
            raise wrong("headers", name, f"names of letters, digits and -, and none of {', '.join(FRAMING)}")
        if not valid_header_value(value):
            raise wrong(f"headers.{name}", value, "a string of printable Latin characters on one line")


def _match(match: Any, name: str, kind: Kind) -> Mapping[str, Any]:
    if not isinstance(match, Mapping):
        raise wrong("match", match, f"an object with any of {', '.join(MATCHES)}")
    for member, value in match.items():
        at = f"match.{member}"
        require_known(member, MATCHES, at=at, what="member to match")
        if member == "nth":
            if not _whole(value) or value < 1:
                raise wrong(at, value, "a whole number from 1")
        elif not isinstance(value, str) or not value:
            raise wrong(at, value, "a string that is not empty")
    if "method" in match:
        require_known(match["method"].upper(), _METHODS, at="match.method", what="method of PortOne's paths")
    if "operation" in match:
        _check_operation(match["operation"], name, kind)
    return dict(match)


def _check_operation(operation: str, name: str, kind: Kind) -> None:
    names = [row.name for row in OPERATIONS]
    require_known(operation, names, at="match.operation", what="operation")
    possible = [each for each in names if kind.operations is None or each in kind.operations]
    require_known(operation, possible, at="match.operation", what=f"operation that {name} can hit")


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _fields(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(name, str) and name for name in value)


# Parameter -> (what it must be, whether a value is that).
_PARAMETERS: Final[Mapping[str, tuple[str, Callable[[Any], bool]]]] = {
    "seconds": (f"a number of seconds from 0 to {LONGEST_DELAY}", lambda v: _number(v) and 0 <= v <= LONGEST_DELAY),
    "status": ("a status from 200 to 599", lambda v: _whole(v) and 200 <= v <= 599),
    "status name": ("a string that is not empty", lambda v: isinstance(v, str) and bool(v)),
    "body": ("any JSON value but null", lambda v: v is not None),
    "headers": ("an object of header names and values", lambda v: isinstance(v, Mapping)),
    "bytes": ("a whole number from 0", lambda v: _whole(v) and v >= 0),
    "retryAfter": ("a whole number of seconds from 0", lambda v: _whole(v) and v >= 0),
    "reads": ("a whole number from 1", lambda v: _whole(v) and v >= 1),
    "fields": ("a list of member names such as ci or verifiedCustomer.ci", _fields),
}
