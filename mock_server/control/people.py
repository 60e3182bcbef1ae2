"""The people of a sandbox: /_mock/people and /_mock/people/{person}.

Lives here: showing, changing and adding people. May not: what a person is (domain/people.py).
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from ..answer import Answer, of_json
from ..domain.arrangement import World, full_customer
from ..domain.errors import Refusal
from ..domain.order import DEFAULT_PERSON, Order
from ..domain.people import Person
from ..domain.wording import shown, wrong
from ..roster import OPTIONAL, REQUIRED, PersonError, changed_person
from ..store.sandbox import Sandbox
from .endpoint import ControlCall, refuse_unknown

MOST_PEOPLE: Final = 5_000


def shown_person(person: Person, world: World) -> dict[str, Any]:
    """A person with everything that any provider could give, and DI by channel."""
    customers = {channel.name: full_customer(person, channel, world) for channel in world.channels}
    some = next(iter(customers.values()))
    return {
        "person": person.key,
        "identity": person.identity,
        "name": person.name,
        "birthDate": some["birthDate"],
        "gender": person.gender,
        "isForeigner": person.is_foreigner,
        "phoneNumber": person.phone_number,
        "operator": person.operator,
        "identityNumber": person.identity_number(world.today),
        "ci": some["ci"],
        "di": {name: customer["di"] for name, customer in customers.items()},
        "outcome": person.outcome,
        "label": msgspec.to_builtins(person.label),
        "why": msgspec.to_builtins(person.reason(world.today)),
    }


async def list_people(control: ControlCall) -> Answer:
    """`{"people": […]}`, as this sandbox sees them today."""
    sandbox = await control.sandbox()
    world = sandbox.world()
    return of_json({"people": [shown_person(person, world) for person in world.people]})


async def put_person(control: ControlCall) -> Answer:
    """Change a person, or add one: members that are not sent stay as they are (for a new person: as `adult`'s)."""
    sandbox = await control.sandbox()
    key = control.path["person"]
    members = await control.members()
    refuse_unknown(members, [name for name in (*REQUIRED, *OPTIONAL) if name != "person"])
    return await _keep(control, sandbox, key, members)


async def post_person(control: ControlCall) -> Answer:
    """`{"like": person}` -> a fresh human being like that person, one that no call has named before."""
    sandbox = await control.sandbox()
    members = await control.members("like")
    like = members.get("like", DEFAULT_PERSON)
    if not isinstance(like, str):
        raise wrong("like", like, "the key of a person")
    base = _required(sandbox, like)
    key = base.key if "~" not in base.key else base.key.partition("~")[0]
    fresh = _required(sandbox, f"{key}~{sandbox.lasting_ids('person')[:12]}")
    return await _keep(control, sandbox, fresh.key, {})


def _required(sandbox: Sandbox, key: str) -> Person:
    return Order(person=key).chosen_person(sandbox.people)


async def _keep(control: ControlCall, sandbox: Sandbox, key: str, changes: Mapping[str, Any]) -> Answer:
    try:
        person = changed_person(key, changes, sandbox.people, _place)
    except PersonError as error:
        raise Refusal(
            "INVALID_REQUEST",
            error.message,
            at=error.at,
            received=shown(error.received) if error.received is not None else None,
            nearest=error.nearest,
            known=list(error.known) or None,
        ) from None
    if person.key not in sandbox.people.keys() and len(sandbox.people.keys()) >= MOST_PEOPLE:  # noqa: SIM118 - no dict
        raise Refusal(
            "MOCK_UNAVAILABLE",
            f"This sandbox holds {MOST_PEOPLE} people, the most it may; POST /_mock/reset starts it anew. "
            "A variant such as adult~42 needs no place of its own.",
        )
    sandbox.people = sandbox.people.with_person(person)
    control.mock.store.touch(sandbox)
    return of_json(shown_person(person, sandbox.world()))


def _place(path: tuple[str | int, ...]) -> str:
    return ".".join(map(str, path))
