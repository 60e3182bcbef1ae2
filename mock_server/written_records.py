"""Records as a scenario describes them: the order that makes each again, and what that would not bring back.

Lives here: both. Every order is carried out once on trial and its answer compared, so that nothing is lost unsaid. May
not: anything else of a scenario (scenario_writing.py).
"""

from collections.abc import Mapping
from typing import Any, Final

from .domain.arrangement import TAKES, Codes, World, arrange, verified_customer
from .domain.birth_dates import Turns
from .domain.errors import Refusal
from .domain.ids import IdSource
from .domain.lifecycle import State
from .domain.order import DEFAULT_PERSON, Order
from .domain.outcomes import OUTCOMES
from .domain.people import Person
from .domain.providers import PROFILES
from .domain.record import Record, answer
from .domain.text import Text
from .domain.timestamps import rfc3339
from .domain.wording import shortened
from .yaml_text import quoted

# Members of a description, by how often one of them may be refused before the record is given up.
_MOST_REFUSED: Final = 12


class WrittenRecords:
    """Describes the records of one sandbox; `notes` is what was lost so far.

    `world` and `now` are those of the sandbox that will load them, a good while `later` or at that very moment.
    """

    def __init__(self, world: World, now: int, *, later: bool, codes: Codes) -> None:
        self.notes: list[Text] = []
        self._world = world
        self._now = now + TAKES if later else now
        self._codes = codes
        self._ids = IdSource(0)

    def members(self, record: Record) -> dict[str, Any]:
        """The members of the record under `verifications`."""
        members = self._described(record)
        for _ in range(_MOST_REFUSED):
            try:
                made = arrange(record.id, Order.read(members), self._world, self._now, self._ids, self._codes)
            except Refusal as refusal:
                at = str(refusal.details.get("at"))
                members = _without(members, at)
                self._note(record, Text(f"{at} 값은 시나리오에 쓸 수 없습니다", f"no scenario may have its {at}"))
                continue
            self._compare(record, made)
            return members
        raise AssertionError(record.id)

    def _described(self, record: Record) -> dict[str, Any]:
        person = self._person(record)
        profile = PROFILES[record.channel.profile]
        given = {
            **_status(record),
            "person": person.key,
            "channel": record.channel.name,
            "agency": None if record.agency == profile.default_agency else record.agency,
            "requestedAt": rfc3339(record.requested_at),
            "verifiedAt": None if record.verified_at is None else rfc3339(record.verified_at),
            "failure": None if record.failure is None else _failure(record),
            "customer": self._customer(record, person) or None,
            "customData": record.custom_data,
            "pgTxId": record.pg_tx_id,
            "version": None if record.version == "V2" else record.version,
        }
        return {name: value for name, value in given.items() if value is not None}

    def _person(self, record: Record) -> Person:
        """Whoever it is about; of somebody that the sandbox does not have, `adult` with everything changed."""
        people = self._world.people
        person = people.get(record.person or DEFAULT_PERSON) or people.get(DEFAULT_PERSON)
        assert person is not None
        return person

    def _customer(self, record: Record, person: Person) -> dict[str, Any]:
        """What differs from what this person, channel and agency give; None for what is left out."""
        if record.status != "VERIFIED":
            return _changes({"name": person.name, "phoneNumber": person.phone_number}, record.requested_customer)
        channel = self._world.channels.get(record.channel.name) or record.channel
        base = verified_customer(person, channel, record.agency, self._world)
        # A promised birth date is another one on another day; the record's is what it was.
        steady = {name: value for name, value in base.items() if name != "birthDate"}
        promised = isinstance(person.birth, Turns) and "birthDate" in record.verified_customer
        return _changes(steady if promised else base, record.verified_customer)

    def _compare(self, record: Record, made: Record) -> None:
        before, after = answer(record), answer(made)
        lost = [name for name in before | after if before.get(name) != after.get(name)]
        if lost:
            self._note(record, Text(f"{', '.join(lost)} 값이 달라집니다", f"other values of {', '.join(lost)}"))
        if record.store_id != made.store_id:
            self._note(record, Text("첫 번째 상점의 내역이 됩니다", "becomes a record of the first store"))
        if record.status == "READY" and record.state is not State.WINDOW_OPEN:
            self._note(
                record,
                Text(
                    "인증번호를 기다리는 시도 대신 창이 열린 시도로 시작합니다",
                    "begins with an open window instead of the attempt under way and its OTP",
                ),
            )
        elif len(record.attempts) > 1:
            self._note(record, Text("마지막 시도만 남습니다", "only its last attempt is kept"))

    def _note(self, record: Record, text: Text) -> None:
        which = quoted(shortened(record.id))
        self.notes.append(Text(f"{which}: {text.ko}.", f"{which}: {text.en}."))


def _status(record: Record) -> dict[str, str]:
    if record.state is State.ATTEMPTS_USED_UP:
        return {"outcome": "attempts-exhausted"}
    fate = record.attempts[-1].fate if record.attempts else "verified"
    if record.status == "READY" and OUTCOMES[fate].status == "READY":
        return {"outcome": fate}
    return {"status": record.status}


def _failure(record: Record) -> dict[str, str]:
    assert record.failure is not None
    told = {"reason": record.failure.reason, "pgCode": record.failure.pg_code, "pgMessage": record.failure.pg_message}
    return {name: text for name, text in told.items() if text is not None}


def _changes(base: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    changed = {name: value for name, value in wanted.items() if base.get(name) != value}
    return changed | {name: None for name in base if name not in wanted}


def _without(members: dict[str, Any], at: str) -> dict[str, Any]:
    """The members but the one at that place, or the whole customer where no single one is meant."""
    name, _, inner = at.partition(".")
    if inner and isinstance(members.get(name), dict) and inner in members[name]:
        kept = {key: value for key, value in members[name].items() if key != inner}
        return members | {name: kept}
    return {key: value for key, value in members.items() if key != name}
