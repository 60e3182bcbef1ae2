"""Every scenario's integration half, played through the sign-up backend over real sockets."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
import yaml

from client.signup.accounts import Accounts
from client.signup.database import connect
from mock_server.handle import SandboxHandle
from mock_server.playing import Player
from mock_server.scenario import load_scenario, shipped, steps_of
from mock_server.scenario.expectations import CALLS
from portone_mock import MockPortOne
from tests.client.signup.backend import Backend, serving, settings_for

SESSION: Final = "x" * 43
# Calls that the backend makes for itself, so that nobody else's may come in between.
ITS_OWN: Final = {"login", "refresh", "read"}
# An id that was used is refused without asking PortOne: whatever else speaks against it is not known then.
WITHOUT_ASKING: Final = {"used-before"}

# What a scenario is about, as the journal shows that the backend met it.
MET: Final = {
    "token-expiring": [
        ("loginViaApiSecret", 200),
        ("getIdentityVerification", 200),
        ("getIdentityVerification", 401),
        ("refreshToken", 200),
        ("getIdentityVerification", 200),
    ]
}


def decision(answer: httpx.Response) -> tuple[str, set[str]]:
    """What the backend answered, in the words of scenarios."""
    reasons = set(answer.json()["reasons"])
    if answer.status_code == 422 or reasons == {"used-before"}:
        return "refused", reasons
    return {200: "accepted", 409: "duplicate", 503: "retry-later"}[answer.status_code], set()


def expected(step: dict[str, Any]) -> tuple[str, set[str]]:
    reasons = set(step.get("reason", ()))
    return step["integration"], reasons & WITHOUT_ASKING or reasons


def hand_in(box: SandboxHandle, backend: Backend, accounts: Accounts, id_: str) -> httpx.Response:
    """What becomes of somebody of that id, which their session was given some time before."""
    now = datetime.fromisoformat(box._call("GET", "/clock")["now"])
    accounts.issue(id_, SESSION, "scenario", now - timedelta(hours=12))
    return backend.finish(id_, f"signup={SESSION}")


@pytest.mark.parametrize("name", list(shipped()))
def test_the_backend_decides_what_the_scenario_says(
    portone: MockPortOne, tmp_path: Path, sqlite_url: str, name: str
) -> None:
    scenario = load_scenario(name)
    told = scenario.document["expect"].get("policy", {})
    policy = json.dumps({key: yaml.safe_load(str(value)) for key, value in told.items()})
    engine = connect(sqlite_url)
    accounts, module = Accounts(engine), "tests.client.signup.scenario_backend"
    with portone.sandbox(name) as box:
        # An outage of a minute lasts a minute of the scenario's, however long starting and retrying take here.
        box._call("PUT", "/clock", {"now": box._call("GET", "/clock")["now"], "frozen": True})
        with serving(tmp_path, module, POLICY=policy, **settings_for(box, sqlite_url)) as backend:
            others = Player(box)
            for number, step in enumerate(steps_of(scenario), 1):
                call = next(call for call in CALLS if call in step)
                if "integration" in step:
                    answer = hand_in(box, backend, accounts, step[call])
                    assert decision(answer) == expected(step), f"step {number}: {answer.text}"
                elif call not in ITS_OWN:
                    others.do(call, step[call])
        asked = [(row["operation"], row["status"]) for row in reversed(box.requests())]
    engine.dispose()
    assert asked == MET.get(name, asked)


def test_every_decision_is_among_them() -> None:
    """A walk through no steps would pass."""
    steps = [step for name in shipped() for step in steps_of(load_scenario(name))]
    said = {step["integration"] for step in steps if "integration" in step}
    assert said == {"accepted", "refused", "duplicate", "retry-later"}
