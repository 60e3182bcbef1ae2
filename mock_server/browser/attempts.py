"""Opening a window: POST /browser/attempts, which the browser SDK's script calls before it shows anything.

Lives here: that call. May not: the window. The path is this mock's own (PortOne's is undocumented); a page knows its
store id and channel key only, so these are all the credentials it has.
"""

from collections.abc import Mapping
from typing import Any, Final

from ..answer import Answer, of_json
from ..control.endpoint import ControlCall
from ..domain.arrangement import Ids
from ..domain.channels import DEFAULT_CHANNEL, Channel
from ..domain.customers import Claim, Next, first_match
from ..domain.errors import Refusal
from ..domain.moves import Moment
from ..domain.order import DEFAULT_PERSON, LONGEST_CUSTOM_DATA
from ..domain.people import Person
from ..domain.providers import PROFILES
from ..domain.record import Record
from ..domain.transitions import Sent, Start, start
from ..domain.wording import shown, wrong
from ..records import check_id
from ..store.sandbox import Sandbox

# The customer's members, as the browser SDK names them, and PortOne's names for them in a record.
_CUSTOMER: Final[Mapping[str, str]] = {
    "customerId": "id",
    "phoneNumber": "phoneNumber",
    "birthYear": "birthYear",
    "birthMonth": "birthMonth",
    "birthDay": "birthDay",
}


async def open_window(control: ControlCall) -> Answer:
    """`{storeId, identityVerificationId, channelKey?, customer?, customData?}` -> `{identityVerificationTxId}`."""
    members = await control.members()
    sandbox, store_id = await _store(control, _text(members, "storeId"))
    id_ = _text(members, "identityVerificationId")
    check_id(id_)
    channel = _channel(sandbox, members.get("channelKey"))
    begin, ordered = _start(sandbox, id_, channel, members)

    def transition(before: Record | None, now: int, ids: Ids) -> tuple[Record, Sent]:
        moment = Moment(now=now, ids=ids, world=sandbox.world(store_id), otp=sandbox.scenario.otp)
        return start(before, id_, begin, moment)

    sent = await control.mock.store.change(sandbox, id_, transition)
    if ordered is not None:
        sandbox.use_next(ordered)
    return of_json({"identityVerificationTxId": sent.attempt.identity_verification_tx_id}, 201)


async def _store(control: ControlCall, store_id: str) -> tuple[Sandbox, str]:
    sandbox = await control.mock.sandboxes.of_store(store_id)
    if sandbox is None:
        raise Refusal("UNAUTHORIZED", f"No sandbox has the store id {shown(store_id)}.", at="storeId")
    return sandbox, store_id


def _channel(sandbox: Sandbox, key: object) -> Channel:
    if key is not None and not isinstance(key, str):
        raise wrong("channelKey", key, "a string")
    channel = sandbox.channels.get(DEFAULT_CHANNEL) if key is None else sandbox.channels.by_key(key)
    if channel is None:
        raise Refusal("CHANNEL_NOT_FOUND", f"There is no channel with the key {shown(key)}.", at="channelKey")
    return channel


def _start(sandbox: Sandbox, id_: str, channel: Channel, members: Mapping[str, Any]) -> tuple[Start, Next | None]:
    customer = members.get("customer", {})
    if not isinstance(customer, dict):
        raise wrong("customer", customer, "an object")
    requested = {ours: str(customer[theirs]) for theirs, ours in _CUSTOMER.items() if customer.get(theirs) is not None}
    name = customer.get("fullName") or "".join(str(customer.get(part, "")) for part in ("lastName", "firstName"))
    if name:
        requested["name"] = str(name)
    custom_data = members.get("customData")
    if custom_data is not None and (not isinstance(custom_data, str) or len(custom_data) > LONGEST_CUSTOM_DATA):
        raise wrong("customData", custom_data, f"a string of at most {LONGEST_CUSTOM_DATA} characters")
    who, ordered = _claim(sandbox, id_, channel, requested, custom_data)
    begin = Start(
        method="WINDOW",
        channel=channel,
        agency=PROFILES[channel.profile].default_agency,
        claim=who,
        requested_customer=requested,
        customer_id=requested.get("id"),
        custom_data=custom_data,
    )
    return begin, ordered


def _claim(
    sandbox: Sandbox, id_: str, channel: Channel, requested: Mapping[str, str], custom_data: str | None
) -> tuple[Claim, Next | None]:
    """Who will be verified unless the window or the tester says otherwise: the holder of the phone, else `adult`.

    And the order of the tester's that decided it, if one did.
    """
    people = sandbox.people
    person: Person = next(iter(people.with_phone(requested.get("phoneNumber", ""))), _adult(sandbox))
    facts = {
        "id": id_,
        "idPrefix": id_,
        "customerId": requested.get("id"),
        "phoneNumber": requested.get("phoneNumber"),
        "customData": custom_data,
        "channel": channel.name,
    }
    ordered = first_match(sandbox.next, facts)
    if ordered is None:
        return Claim(person, known=True, fate=person.outcome or "verified"), None
    named = people.get(ordered.person) if ordered.person is not None else None
    return Claim(named or person, known=True, fate=ordered.outcome), ordered


def _adult(sandbox: Sandbox) -> Person:
    adult = sandbox.people.get(DEFAULT_PERSON)
    assert adult is not None
    return adult


def _text(members: Mapping[str, Any], name: str) -> str:
    value = members.get(name)
    if not isinstance(value, str) or not value:
        raise wrong(name, value, "a string that is not empty")
    return value
