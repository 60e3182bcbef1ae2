"""A sandbox's present world as a scenario file: what a tester arranged by hand becomes a file to keep.

Lives here: the file, and its parts but for records (written_records.py). May not: reading one (scenario/), YAML itself
(yaml_text.py), HTTP. A sandbox that loads it answers PortOne's calls as this one does; where not, a comment says so.
"""

import asyncio
import math
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

import msgspec

from .domain.arrangement import World
from .domain.attempts import OtpSettings
from .domain.birth_dates import Turns
from .domain.channels import Channel, Channels
from .domain.faults import Fault
from .domain.order import DEFAULT_PERSON
from .domain.people import People, Person
from .domain.record import Record
from .domain.text import Text
from .domain.timestamps import rfc3339, seoul_date
from .effects import Effects, effects_of
from .roster import described, load_people
from .scenario import Scenario
from .store.sandbox import Sandbox
from .written_records import WrittenRecords
from .yaml_text import text_of

# Notes that a file begins with; the rest are counted.
_MOST_NOTES: Final = 30
_ALWAYS: Final = (
    Text(
        "문자함, 요청 기록, 토큰, Idempotency-Key의 응답은 담지 않습니다.",
        "No inbox, journal, tokens or answers kept under an Idempotency-Key.",
    ),
    Text(
        "DI는 상점 아이디로 만듭니다. 상점 아이디가 다른 샌드박스에서는 DI가 다릅니다.",
        "DIs are made from the store id: in a sandbox of another one they differ.",
    ),
)
_OTP: Final = {"lifetime": "lifetimeSeconds", "tries": "tries", "attempts": "attempts", "resends": "resends"}


async def written_scenario(sandbox: Sandbox, schema: str) -> str:
    """The world of a sandbox now, as the text of a scenario file; `schema` is the address for its first line.

    It is written in a thread: a full sandbox takes seconds, and other calls are answered meanwhile.
    """
    return await asyncio.to_thread(_writer(sandbox, schema))


def _writer(sandbox: Sandbox, schema: str) -> Callable[[], str]:
    """What writes the file of the sandbox as it is when this is called, whatever becomes of it meanwhile."""
    people, effects, now = _people_of(sandbox), effects_of(sandbox), sandbox.clock.now()
    # Of what is kept of a sandbox only faults count on in place.
    effects = effects._replace(faults=tuple(map(msgspec.structs.replace, effects.faults)))
    # A clock that was moved starts again at this moment; the machine's has gone on by then.
    world = World(sandbox.store_id, people, sandbox.channels, seoul_date(now), sandbox.store_id)
    records = [entry.record for entry in sandbox.entries.values()]
    return partial(_text, world, effects, sandbox.scenario, records, now, schema)


def _text(world: World, effects: Effects, scenario: Scenario, records: list[Record], now: int, schema: str) -> str:
    written = WrittenRecords(world, now, later=effects.clock is None, codes=scenario.otp.codes)
    members = {
        "description": {"ko": f"{rfc3339(now)}의 상태", "en": f"The state at {rfc3339(now)}"},
        "readyMade": scenario.ready_made,
        "clock": None
        if effects.clock is None
        else {"now": rfc3339(now), "frozen": effects.clock.frozen_at is not None},
        "stores": list(scenario.stores),
        "channels": _channels(world.channels),
        "people": {person.key: _person(person) for person in world.people.beyond(load_people())},
        "verifications": {record.id: written.members(record) for record in records},
        "next": [_order(entry.outcome, entry.person, entry.match, entry.times) for entry in effects.next],
        "faults": [_fault(fault, now) for fault in effects.faults],
        "otp": _otp(scenario.otp),
    }
    notes = [*_ALWAYS, *_notes_of_faults(effects), *written.notes]
    head = [f"# yaml-language-server: $schema={schema}", "#", "# 담지 못하는 것 · What is not carried:", *_told(notes)]
    return "\n".join([*head, text_of({name: value for name, value in members.items() if value})]) + "\n"


def _told(notes: list[Text]) -> Iterator[str]:
    for note in notes[:_MOST_NOTES]:
        yield f"# - {note.ko} · {note.en}"
    if (left := len(notes) - _MOST_NOTES) > 0:
        yield f"# - 그 밖에 {left}가지 · and {left} more"


def _people_of(sandbox: Sandbox) -> People:
    """Everyone; promised birth dates that count from the day before an advance, which nothing carries, as dates."""
    today = sandbox.clock.today()
    if today == seoul_date(sandbox.clock.now()):
        return sandbox.people
    promised = (person for person in sandbox.people if isinstance(person.birth, Turns))
    return sandbox.people.with_all(msgspec.structs.replace(person, birth=person.born(today)) for person in promised)


def _person(person: Person) -> dict[str, Any]:
    """What of them differs from whoever has this key without the scenario, else from `adult`."""
    people = load_people()
    like = people.get(person.key) or people.get(DEFAULT_PERSON)
    assert like is not None
    base = described(like) if like.key == person.key else described(like) | {"identity": person.key}
    return {name: value for name, value in described(person).items() if value != base[name]}


def _channels(channels: Channels) -> dict[str, Any]:
    """The channels that differ from those that every sandbox has."""
    ready = {channel.name: channel for channel in Channels()}
    return {channel.name: _channel(channel) for channel in channels if channel != ready.get(channel.name)}


def _channel(channel: Channel) -> dict[str, Any]:
    members: dict[str, Any] = msgspec.to_builtins(channel)
    return {name: value for name, value in members.items() if name != "name" and value}


def _order(outcome: str, person: str | None, match: Mapping[str, str], times: int) -> dict[str, Any]:
    return {"outcome": outcome} | _given({"person": person, "match": dict(match)}) | {"times": times}


def _fault(fault: Fault, now: int) -> dict[str, Any]:
    """The fault as it would be ordered now for what is left of it."""
    left = None if fault.most is None else fault.most - fault.fired
    match = dict(fault.match)
    if "nth" in match:
        match["nth"] = max(1, match["nth"] - fault.seen)
    spell = None if fault.ends_at is None else (fault.ends_at - now) / 1000
    return {
        "fault": fault.fault,
        **_given({"match": match, "forSeconds": spell}),
        "times": None if left is None else math.ceil(left / fault.parameters.get("reads", 1)),
        **({} if fault.probability == 1 else {"probability": fault.probability}),
        **fault.parameters,
    }


def _notes_of_faults(effects: Effects) -> Iterator[Text]:
    for number, fault in enumerate(effects.faults, 1):
        which = f"faults[{number - 1}] ({fault.fault})"
        if fault.probability < 1:
            yield Text(
                f"{which}: 어느 요청에 걸릴지는 다시 정해집니다.", f"{which}: which calls it hits is drawn anew."
            )
        if fault.fired and fault.parameters.get("reads", 1) > 1:
            yield Text(f"{which}: 조회 횟수를 처음부터 셉니다.", f"{which}: its reads are counted anew.")
        if not _only_texts(fault.parameters.get("body", "")):
            yield Text(f"{which}: body 안의 값은 글이 됩니다.", f"{which}: values in its body become texts.")


def _only_texts(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(map(_only_texts, value.values()))
    return all(map(_only_texts, value)) if isinstance(value, list) else isinstance(value, str)


def _otp(settings: OtpSettings) -> dict[str, Any]:
    default = OtpSettings()
    numbers = {
        key: getattr(settings, name) for name, key in _OTP.items() if getattr(settings, name) != getattr(default, name)
    }
    codes = {name: {"pgCode": code, "pgMessage": message} for name, (code, message) in settings.codes.items()}
    code = {} if settings.code == default.code else {"code": settings.code or "random"}
    return code | numbers | _given({"codes": codes})


def _given(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value}
