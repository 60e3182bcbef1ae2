"""Sandboxes: making, showing, resetting and dropping them.

Lives here: /_mock/sandboxes, /_mock/sandbox and /_mock/reset. May not: who may have one (sandboxes.py).
"""

from typing import Any

from ..answer import Answer, of_json
from ..domain.errors import Refusal
from ..domain.timestamps import rfc3339
from ..store.sandbox import Sandbox
from .chosen_scenario import channels_refused, scenario_of
from .endpoint import ControlCall, done, refuse_unknown
from .paging import DEFAULT_LIMIT, LARGEST_LIMIT, number


def shown_sandbox(sandbox: Sandbox) -> dict[str, Any]:
    """A sandbox as these paths show it."""
    return {
        "apiSecret": sandbox.secret,
        "apiSecrets": sandbox.credentials.secrets,
        "storeId": sandbox.store_id,
        "storeIds": sandbox.credentials.store_ids,
        "scenario": sandbox.scenario.name,
        "seed": sandbox.seed,
        "channels": [
            {
                "name": channel.name,
                "key": channel.key,
                "type": channel.type,
                "pgProvider": channel.pg_provider,
                "pgMerchantId": channel.pg_merchant_id,
                "profile": channel.profile,
                **({"windowType": channel.window_type} if channel.window_type else {}),
            }
            for channel in sandbox.channels
        ],
        "clock": {"now": rfc3339(sandbox.clock.now()), "frozen": sandbox.clock.frozen_at is not None},
        "counts": {
            "verifications": sandbox.record_count,
            "people": len(sandbox.people.keys()),
            "requests": len(sandbox.journal or ()),
            "tokens": len(sandbox.tokens or ()),
        },
    }


async def list_sandboxes(control: ControlCall) -> Answer:
    """`?limit&offset` -> `{"sandboxes": […], "total"}`, oldest first."""
    parameters = control.parameters("limit", "offset")
    limit = number(parameters, "limit", DEFAULT_LIMIT, LARGEST_LIMIT)
    offset = number(parameters, "offset", 0, None)
    every = control.mock.store.all()
    return of_json({"sandboxes": [shown_sandbox(each) for each in every[offset : offset + limit]], "total": len(every)})


async def create_sandbox(control: ControlCall) -> Answer:
    """201 and a new sandbox with random credentials; `{"scenario"?: name | [names] | {inline}}`."""
    control.parameters()
    members = await control.members("scenario")
    scenario = scenario_of(control, members["scenario"]) if members.get("scenario") is not None else None
    try:
        sandbox = await control.mock.sandboxes.create(scenario)
    except ValueError as error:
        raise channels_refused(error) from None
    return of_json(shown_sandbox(sandbox), 201)


async def get_sandbox(control: ControlCall) -> Answer:
    """The sandbox of this call."""
    return of_json(shown_sandbox(await control.sandbox()))


async def delete_sandbox(control: ControlCall) -> Answer:
    """Drop the sandbox of this call; the default one stays (409 MOCK_CONFLICT)."""
    sandbox = await control.sandbox()
    if sandbox is control.mock.sandboxes.default:
        raise Refusal(
            "MOCK_CONFLICT",
            "The default sandbox exists as long as the server; POST /_mock/reset puts it back to its scenario.",
        )
    await control.mock.store.drop(sandbox)
    return done()


async def reset_sandbox(control: ControlCall) -> Answer:
    """Put the sandbox of this call back to its scenario; secrets, ids, keys and tokens stay valid."""
    sandbox = await control.sandbox()
    refuse_unknown(await control.members(), ())
    await control.mock.store.reset(sandbox)
    return of_json(shown_sandbox(sandbox))
