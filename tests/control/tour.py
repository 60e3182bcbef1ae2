"""One call of every control operation that succeeds, in an order in which each has something to show.

Lives here: the tour and what it gives for the examples in fixtures/law/control.yaml. May not: verdicts
(test_openapi.py). `python -m tests.law` writes the examples.
"""

import re
from collections.abc import Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from mock_server import clock
from tests.law.examples import yaml_of
from tests.law.stage import FROZEN, SECRET, Stage
from tests.merchant import Merchant
from tests.yardstick import LAW

CONTROL: Final[Path] = LAW.with_name("control.yaml")
# As many items of a list as are worth reading.
_SHOWN: Final = 2
_EXAMPLES: Final = re.compile(r"(?<=\n)  examples:.*\Z", re.DOTALL)
# Whose call it is where the default sandbox is not the one: a state is shown of a sandbox that holds nothing yet.
_SECRETS: Final = {"getState": "sandbox-fresh", "putState": "sandbox-copy", "deleteSandbox": "sandbox-gone"}
# Answers that are documents on their own, and too long for an example.
_DOCUMENTS: Final = ("getControlOpenapi", "getScenarioSchema", "getScenarioText")
# What differs from machine to machine, or between two runs.
_STEADY: Final = {"durationMs": 0.25, "source": "scenarios/default.yaml"}


def document() -> dict[str, Any]:
    """The law of the tester's paths."""
    loaded: dict[str, Any] = yaml.load(
        CONTROL.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    return loaded


# operationId -> method, path and body. What stands in braces is taken from an earlier answer (see `_filled`).
TOUR: Final[Mapping[str, tuple[str, str, Any]]] = {
    "getHealth": ("GET", "/health", None),
    "getControlOpenapi": ("GET", "/openapi.json", None),
    "listSandboxes": ("GET", "/sandboxes", None),
    "createSandbox": ("POST", "/sandboxes", {"scenario": "empty"}),
    "getSandbox": ("GET", "/sandbox", None),
    "putVerification": (
        "PUT",
        "/verifications/order-1",
        {"person": "adult-woman", "channel": "inicis", "agency": "KAKAO"},
    ),
    "getVerification": ("GET", "/verifications/order-1", None),
    "listVerifications": ("GET", "/verifications", None),
    "completeVerification": ("POST", "/verifications/order-2/complete", {"outcome": "verified"}),
    "deleteVerification": ("DELETE", "/verifications/order-1", None),
    "listOutcomes": ("GET", "/outcomes", None),
    "postNext": ("POST", "/next", {"outcome": "identity-mismatch", "match": {"idPrefix": "signup-"}, "times": 2}),
    "getNext": ("GET", "/next", None),
    "listPeople": ("GET", "/people", None),
    "postPerson": ("POST", "/people", {"like": "turns-19-today"}),
    "putPerson": ("PUT", "/people/adult", {"name": "박바뀜"}),
    "getClock": ("GET", "/clock", None),
    "putClock": ("PUT", "/clock", {"now": FROZEN, "frozen": True}),
    "advanceClock": ("POST", "/clock/advance", {"seconds": 60}),
    "postFault": ("POST", "/faults", {"fault": "status", "status": 503, "match": {"operation": "refreshToken"}}),
    "listFaults": ("GET", "/faults", None),
    "getEffects": ("GET", "/effects", None),
    "listRequests": ("GET", "/requests", None),
    "getRequest": ("GET", "/requests/{n}", None),
    "listMessages": ("GET", "/messages", None),
    "getState": ("GET", "/state", None),
    "putState": ("PUT", "/state", None),
    "deleteFault": ("DELETE", "/faults/{faultId}", None),
    "deleteFaults": ("DELETE", "/faults", None),
    "deleteNext": ("DELETE", "/next", None),
    "deleteMessages": ("DELETE", "/messages", None),
    "deleteRequests": ("DELETE", "/requests", None),
    "deleteClock": ("DELETE", "/clock", None),
    "deleteEffects": ("DELETE", "/effects", None),
    "listScenarios": ("GET", "/scenarios", None),
    "postScenario": ("POST", "/scenarios/empty", None),
    "getScenarioText": ("GET", "/scenario", None),
    "checkScenarioText": ("POST", "/scenario/check", {"text": "people:\n  adult: {nmae: 김모의}\n", "name": "mine"}),
    "putScenarioText": ("PUT", "/scenario", {"text": "people:\n  adult: {name: 박바뀜}\n", "name": "mine"}),
    "getScenarioSchema": ("GET", "/scenario.schema.json", None),
    "resetSandbox": ("POST", "/reset", {}),
    "deleteSandbox": ("DELETE", "/sandbox", None),
}


@cache
def taken() -> Mapping[str, tuple[int, Any, str]]:
    """Status, body and content type of each call, made once on a seeded mock whose time stands still."""
    given: dict[str, tuple[int, Any, str]] = {}
    real, clock.wall = clock.wall, lambda: 1_772_413_200_000
    try:
        with closing(Stage()) as stage:
            _prepare(stage)
            for operation, (method, path, body) in TOUR.items():
                secret = _SECRETS.get(operation, SECRET)
                headers = {"Authorization": f"PortOne {secret}"}
                sent = given["getState"][1] if operation == "putState" else body
                answer = stage.request(method, f"/_mock{_filled(path, given)}", json=sent, headers=headers)
                kind = answer.headers.get("content-type", "")
                content = (answer.json() if "json" in kind else answer.text) if answer.content else None
                given[operation] = (answer.status_code, content, kind)
    finally:
        clock.wall = real
    return given


def _filled(path: str, given: Mapping[str, tuple[int, Any, str]]) -> str:
    if "{n}" in path:
        return path.format(n=given["listRequests"][1]["requests"][0]["n"])
    return path.format(faultId=given["postFault"][1]["faultId"]) if "{faultId}" in path else path


def _prepare(stage: Stage) -> None:
    """What the calls find: an attempt under way with its SMS, and a refused call in the journal."""
    Merchant(stage).send("order-2")
    stage.read("idv-adlut")


def examples() -> dict[str, Any]:
    """`components/examples` as it has to be: the answers, long lists cut."""
    return {
        operation: {"value": _steady(body)}
        for operation, (_, body, _type) in taken().items()
        if body is not None and operation not in _DOCUMENTS
    }


def _steady(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _STEADY.get(name, _steady(inner)) for name, inner in value.items()}
    return [_steady(inner) for inner in value[:_SHOWN]] if isinstance(value, list) else value


def written(text: str) -> str:
    """The text of the law with what the server answers today."""
    return _EXAMPLES.sub(lambda _: yaml_of({"examples": examples()}, 2), text)
