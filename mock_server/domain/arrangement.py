"""Records that a tester puts or that a scenario has ready: the one place where a person becomes a record.

Lives here: pure functions from a world (people, channels, date) and an order to a Record. May not: storing it,
life-cycle events, HTTP.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

import msgspec

from . import identity_keys
from .attempts import Attempt
from .channels import Channel, Channels
from .lifecycle import State
from .order import Order
from .outcomes import OUTCOMES, Failure, Status, with_code
from .people import People, Person
from .providers import withheld
from .record import Record

Ids = Callable[[str], str]
"""Draws the next identifier of a sandbox: a label in, 32 hexadecimal digits out."""

# How long before its end a verification was asked for, where nobody says (assumed).
TAKES: Final = 30_000
_STATE_OF: Final[Mapping[Status, State]] = {
    "READY": State.WINDOW_OPEN,
    "VERIFIED": State.VERIFIED,
    "FAILED": State.FAILED,
}
READY_MADE_PREFIX: Final = "idv-"
# The ready-made ids that name no person, with the outcome that they show.
READY_MADE: Final[Mapping[str, str]] = {"ready": "abandoned", "failed": "provider-error", "cancelled": "cancelled"}


class World(msgspec.Struct, frozen=True):
    """What a record is made from. `today` is the Seoul date that relative birth dates count from."""

    store_id: str
    people: People
    channels: Channels
    today: date
    # Part of every DI, so that two sandboxes never share one.
    di_salt: str


def full_customer(person: Person, channel: Channel, world: World, *, site: str | None = None) -> dict[str, Any]:
    """Every member that a provider could give about this person; DI is made for `site`, else the merchant id."""
    return {
        "name": person.name,
        "operator": person.operator,
        "phoneNumber": person.phone_number,
        "birthDate": person.born(world.today).isoformat(),
        "gender": person.gender,
        "isForeigner": person.is_foreigner,
        "ci": person.ci or identity_keys.ci(person.identity),
        "di": person.di or identity_keys.di(person.identity, site or channel.pg_merchant_id, world.di_salt),
    }


def verified_customer(person: Person, channel: Channel, agency: str | None, world: World) -> dict[str, Any]:
    """PortOne's `verifiedCustomer`: what this channel and agency give about this person."""
    customer = full_customer(person, channel, world)
    for name, _ in withheld(channel.profile, agency):
        del customer[name]
    return customer


Codes = Mapping[str, tuple[str, str]]
"""What a provider says instead of the table of outcomes: outcome -> (pgCode, pgMessage)."""


def ready_made(id_: str, world: World, now: int, ids: Ids, codes: Codes | None = None) -> Record | None:
    """The record that scenario `default` has ready under this id, or None when it has none."""
    if not id_.startswith(READY_MADE_PREFIX):
        return None
    rest = id_.removeprefix(READY_MADE_PREFIX)
    if outcome := READY_MADE.get(rest):
        return arrange(id_, Order(outcome=outcome), world, now, ids, codes)
    if person := world.people.ready_made(rest):
        return arrange(id_, Order(person=person.key, outcome=person.outcome), world, now, ids, codes)
    return None


def arrange(id_: str, order: Order, world: World, now: int, ids: Ids, codes: Codes | None = None) -> Record:
    """The record that an order asks for; Refusal (INVALID_REQUEST) when it contradicts itself or names the unknown."""
    order.check_members()
    status = order.final_status()
    person = order.chosen_person(world.people)
    channel = order.chosen_channel(world.channels)
    agency = order.chosen_agency(channel)
    requested_at, ended_at = order.times(now, status, TAKES)
    pg_tx_id = order.pg_tx_id
    if pg_tx_id is None and status != "READY":
        pg_tx_id = new_pg_tx_id(ids)
    asked_for = {"name": person.name, "phoneNumber": person.phone_number}
    requested = order.merged_customer(asked_for) if status != "VERIFIED" else {}
    state = State.ATTEMPTS_USED_UP if order.outcome == "attempts-exhausted" else _STATE_OF[status]
    attempt = Attempt(
        identity_verification_tx_id=new_tx_id(ids),
        channel=channel,
        agency=agency,
        method="WINDOW",
        state=state,
        started_at=requested_at,
        person=person.key,
        customer=full_customer(person, channel, world),
        fate=order.outcome or person.outcome or "verified",
        expires_at=requested_at,
        requested_customer=requested,
        custom_data=order.custom_data,
    )
    record = Record(
        id=id_,
        store_id=world.store_id,
        state=state,
        person=person.key,
        channel=channel,
        agency=agency,
        attempts=(attempt,),
        requested_at=requested_at,
        updated_at=ended_at,
        status_changed_at=ended_at,
        custom_data=order.custom_data,
        pg_tx_id=pg_tx_id,
        version=order.version or "V2",
    )
    if status == "VERIFIED":
        customer = order.merged_customer(verified_customer(person, channel, agency, world))
        raw = raw_response(channel, pg_tx_id or "")
        return msgspec.structs.replace(record, verified_at=ended_at, verified_customer=customer, pg_raw_response=raw)
    return msgspec.structs.replace(record, requested_customer=requested, failure=_failure(order, status, codes or {}))


def _failure(order: Order, status: Status, codes: Codes) -> Failure | None:
    if status != "FAILED":
        return None
    outcome = order.outcome or "provider-error"
    failure = OUTCOMES[outcome].failure
    assert failure is not None
    return order.failure or with_code(failure, outcome, codes)


def new_pg_tx_id(ids: Ids) -> str:
    """A provider's transaction id, shaped as no real one is."""
    return f"MOCK{ids('pgTxId')[:20].upper()}"


def new_tx_id(ids: Ids) -> str:
    """An `identityVerificationTxId`, shaped like a UUID (assumed)."""
    drawn = ids("identityVerificationTxId")
    return f"{drawn[:8]}-{drawn[8:12]}-{drawn[12:16]}-{drawn[16:20]}-{drawn[20:]}"


def raw_response(channel: Channel, pg_tx_id: str) -> str:
    """A JSON text in the provider's place; what the real ones hold is undocumented (assumed)."""
    raw = {"mock": "portone-mock", "pgProvider": channel.pg_provider, "pgTxId": pg_tx_id}
    return msgspec.json.encode(raw).decode()


def explain_withheld(record: Record) -> list[dict[str, str]]:
    """What the provider left out of a verified record and why; nothing for other states."""
    if record.status != "VERIFIED":
        return []
    asked = all(each.has_foreigner_info for each in record.attempts if each.state is State.VERIFIED)
    return [
        {"field": name, **msgspec.to_builtins(reason)}
        for name, reason in withheld(record.channel.profile, record.agency, has_foreigner_info=asked)
        if name not in record.verified_customer
    ]
