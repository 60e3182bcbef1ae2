"""The form of one kind of fault: its fields, and the order that they make.

Lives here: both. May not: judging an order (domain/fault_order.py), the list (faults.py).
"""

from typing import Any, Final

from ..call import json_value
from ..domain.errors import Refusal
from ..domain.fault_order import PARAMETERS, parameter_of
from ..domain.faults import FAULTS
from ..domain.operations import METHODS, PLACES
from ..domain.text import Text
from .html import Html
from .section import Visit, number_of
from .widgets import area, choice, field

# Parameters that are written as JSON, and those that are a list of names.
_JSON: Final = ("body", "headers")
_LISTS: Final = ("fields",)
_WHOLE: Final = ("bytes", "retryAfter", "reads", "nth")
_NUMBERS: Final = ("seconds", "forSeconds", "probability")
_MATCHES: Final = ("operation", "method", "path", "id", "nth")
_ANY: Final = Text("모두", "any")
_OPERATION: Final = Text("어떤 API에", "Of which operation")
_METHOD: Final = Text("메서드", "Method")
_PATH: Final = Text("경로", "Path")
_PATH_HINT: Final = Text("*를 쓸 수 있습니다", "with * if need be")
_ID: Final = Text("본인인증 아이디", "Verification id")
_NTH: Final = Text("몇 번째 요청에", "Only the nth call")
_TIMES: Final = Text("몇 번", "Times")
_TIMES_HINT: Final = Text("비우면 계속 걸립니다", "empty: it lasts")
_SECONDS: Final = Text("몇 초 동안(샌드박스의 시계)", "For so many seconds of the sandbox's clock")
_PROBABILITY: Final = Text("걸릴 확률(0~1)", "Probability, 0 to 1")


def fields_of(visit: Visit, kind: str, form: dict[str, str]) -> list[Html]:
    """The fields of a kind, its own parameters first."""
    row = FAULTS[kind]
    own = [
        _parameter(visit, kind, name, form.get(name), required=name in row.required)
        for name in (*row.required, *row.optional)
    ]
    operations = [("", visit.say(_ANY)), *((name, name) for name in PLACES)]
    methods = [("", visit.say(_ANY)), *((name, name) for name in METHODS)]
    return [
        *own,
        choice(visit.say(_OPERATION), "operation", operations, form.get("operation")),
        field(visit.say(_ID), "id", form.get("id")),
        field(visit.say(_TIMES), "times", form.get("times") or ("" if form else "1"), hint=visit.say(_TIMES_HINT)),
        choice(visit.say(_METHOD), "method", methods, form.get("method")),
        field(visit.say(_PATH), "path", form.get("path"), hint=visit.say(_PATH_HINT)),
        field(visit.say(_NTH), "nth", form.get("nth")),
        field(visit.say(_SECONDS), "forSeconds", form.get("forSeconds")),
        field(visit.say(_PROBABILITY), "probability", form.get("probability")),
    ]


def _parameter(visit: Visit, kind: str, name: str, value: str | None, *, required: bool) -> Html:
    hint = visit.say(PARAMETERS[parameter_of(kind, name)][0])
    if name in _JSON:
        return area(name, name, value, hint=hint, rows=2)
    return field(name, name, value, hint=hint, required=required)


def order_of(kind: str, form: dict[str, str]) -> dict[str, Any]:
    """The order as the control path takes it; what is no number or JSON goes there as it was typed, and is refused."""
    row = FAULTS[kind]
    order: dict[str, Any] = {"fault": kind, "times": number_of(form["times"]) if "times" in form else None}
    match = {name: _value(kind, name, form[name]) for name in _MATCHES if name in form}
    named = (*row.required, *row.optional, "forSeconds", "probability")
    return order | ({"match": match} if match else {}) | {n: _value(kind, n, form[n]) for n in named if n in form}


def _value(kind: str, name: str, text: str) -> Any:
    if name in _JSON:
        return _json(text)
    if name in _LISTS:
        return [part.strip() for part in text.split(",")]
    is_number = name in (*_WHOLE, *_NUMBERS) or (name, kind) == ("status", "status")
    return number_of(text) if is_number else text


def _json(text: str) -> Any:
    try:
        # As a body is read: what no answer could be written from, or nests too deep, is no JSON here either.
        return json_value(text.encode(errors="surrogatepass"))
    except Refusal:
        return text
