"""Scenarios that a tester may load: /_mock/scenarios, /_mock/scenarios/{name} and /_mock/scenario.schema.json.

Lives here: listing and loading. May not: reading one that a call asks for (chosen_scenario.py), what one means.
"""

from typing import Any

import msgspec

from ..answer import Answer, of_json
from ..scenario import Scenario, json_schema, load_scenario, shipped
from .chosen_scenario import channels_refused, scenario_of
from .endpoint import ControlCall, refuse_unknown
from .sandboxes import shown_sandbox


async def list_scenarios(control: ControlCall) -> Answer:
    """`{"scenarios": [{"name", "description", "source"}]}`: what ships, and what the server was started with."""
    control.parameters()
    known = {name: load_scenario(name) for name in shipped()} | _of_the_server(control)
    return of_json({"scenarios": [_shown(scenario) for scenario in known.values()]})


def _shown(scenario: Scenario) -> dict[str, Any]:
    description = msgspec.to_builtins(scenario.description)
    return {"name": scenario.name, "description": description, "source": scenario.source}


def _of_the_server(control: ControlCall) -> dict[str, Scenario]:
    scenario = control.mock.sandboxes.scenario
    return {} if scenario.name in shipped() else {scenario.name: scenario}


async def post_scenario(control: ControlCall) -> Answer:
    """Load a scenario into the sandbox of this call; a reset then returns to it. The sandbox, as it is now."""
    sandbox = await control.sandbox()
    refuse_unknown(await control.members(), ())
    name = control.path["name"]
    scenario = _of_the_server(control).get(name) or scenario_of(control, name, at="name")
    try:
        await control.mock.sandboxes.load(sandbox, scenario)
    except ValueError as error:
        raise channels_refused(error) from None
    return of_json(shown_sandbox(sandbox))


async def get_schema(control: ControlCall) -> Answer:
    """The JSON Schema of scenarios, for editors."""
    control.parameters()
    return of_json(json_schema())
