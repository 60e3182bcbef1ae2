"""Verifying without a window: POST …/send, …/resend and …/confirm.

Lives here: the three handlers. May not: what they do to a record (domain/transitions.py), reading of `send`'s body
(domain/send_request.py).
"""

from typing import Final

import msgspec

from ..answer import Answer, of_json
from ..domain import timestamps
from ..domain.arrangement import Ids
from ..domain.customers import Claim, Next, below_age_limit, claim, first_match
from ..domain.errors import Refusal
from ..domain.moves import Moment
from ..domain.nearest import nearest
from ..domain.record import Record, answer
from ..domain.send_request import (
    BYPASS,
    CUSTOMER_MEMBERS,
    MEMBERS,
    SendRequest,
    bypass_of,
    chosen_channel,
    read_send,
    refuse_unborn,
    with_provider_rules,
)
from ..domain.timestamps import seoul_date
from ..domain.transitions import Confirmed, Sent, Start, confirm, resend, start
from ..records import NOT_FOUND, check_id
from ..store.sandbox import Message, Sandbox
from .exchange import Exchange

_CONFIRM_MEMBERS: Final = ("storeId", "otp")


async def send_identity_verification(exchange: Exchange) -> Answer:
    """Start an attempt by SMS or APP -> `{}`; errors as in FACTS, "Operations"."""
    access = await exchange.authorise()
    sandbox, id_ = access.sandbox, exchange.id or ""
    members = await exchange.call.json_object()
    exchange.call.ignore_others(members, MEMBERS)
    if isinstance(members.get("customer"), dict):
        # Before it is read: a member with another name is why the one that is wanted is not there.
        exchange.call.ignore_others(members["customer"], CUSTOMER_MEMBERS)
    request = read_send(members)
    refuse_unborn(request, timestamps.seoul_date(sandbox.clock.now()))
    store_id = exchange.store_of(access, request.store_id)
    check_id(id_, NOT_FOUND)
    channel = chosen_channel(request, sandbox.channels)
    request = with_provider_rules(request, id_, channel)
    parts, known = BYPASS[channel.pg_provider]
    exchange.call.ignore_others(request.bypass, parts)
    exchange.call.ignore_others(bypass_of(request, channel.pg_provider), known)
    who, ordered = _claim(request, sandbox, id_, channel.name)
    if who.known and who.person.operator != request.operator:
        exchange.call.notes.append(
            f"The operator sent is {request.operator}, the known person's is {who.person.operator}; here they are "
            "verified all the same (assumed), a real provider may refuse."
        )
    begin = Start(
        method=request.method,
        channel=channel,
        agency=None,
        claim=who,
        requested_customer=_requested_customer(request),
        customer_id=request.customer_id,
        custom_data=request.custom_data,
        operator=request.operator,
        site=request.site,
        sms_template=request.sms_template,
    )

    def transition(before: Record | None, now: int, ids: Ids) -> tuple[Record, Sent]:
        return start(before, id_, begin, _moment(sandbox, store_id, now, ids))

    sent = await exchange.sandboxes.store.change(sandbox, id_, transition)
    if ordered is not None:
        sandbox.use_next(ordered)
    return _answer_sent(sandbox, id_, sent)


async def resend_identity_verification(exchange: Exchange) -> Answer:
    """Send the attempt under way again -> `{}`; a body is not looked at."""
    access = await exchange.authorise()
    sandbox, id_ = access.sandbox, exchange.id or ""
    store_id = exchange.store_of(access, exchange.call.parameters(("storeId",)).get("storeId"))
    check_id(id_, NOT_FOUND)

    def transition(before: Record | None, now: int, ids: Ids) -> tuple[Record, Sent]:
        return resend(before, _moment(sandbox, store_id, now, ids))

    try:
        sent = await exchange.sandboxes.store.change(sandbox, id_, transition)
    except Refusal as refusal:
        raise _with_nearest(refusal, id_, sandbox) from None
    return _answer_sent(sandbox, id_, sent)


async def confirm_identity_verification(exchange: Exchange) -> Answer:
    """End the attempt under way -> `{"identityVerification": <the verified record>}`."""
    access = await exchange.authorise()
    sandbox, id_ = access.sandbox, exchange.id or ""
    members = await exchange.call.json_object()
    exchange.call.ignore_others(members, _CONFIRM_MEMBERS)
    for name in _CONFIRM_MEMBERS:
        if name in members and not isinstance(members[name], str):
            raise _not_a_string(name)
    store_id = exchange.store_of(access, members.get("storeId") or None)
    check_id(id_, NOT_FOUND)

    def transition(before: Record | None, now: int, ids: Ids) -> tuple[Record, tuple[Record, Confirmed]]:
        after, came = confirm(before, members.get("otp"), _moment(sandbox, store_id, now, ids))
        return after, (after, came)

    try:
        record, came = await exchange.sandboxes.store.change(sandbox, id_, transition)
    except Refusal as refusal:
        raise _with_nearest(refusal, id_, sandbox) from None
    if came.refusal is not None:
        raise came.refusal
    exchange.answer_is_lost = came.lost
    return of_json({"identityVerification": answer(record)})


def _with_nearest(refusal: Refusal, id_: str, sandbox: Sandbox) -> Refusal:
    """The table's refusal of an id that nothing is known of, with the nearest id of which something is."""
    near = nearest(id_, sandbox.entries) if refusal.type == "IDENTITY_VERIFICATION_NOT_FOUND" else None
    if near is not None and near != id_:
        refusal.why += f" The nearest id under way or over is {near}{_case(near, id_)}."
    return refusal


def _case(near: str, id_: str) -> str:
    return ", and case counts" if near.casefold() == id_.casefold() else ""


def _not_a_string(name: str) -> Refusal:
    hint = " 앞자리 0이 사라지지 않도록 따옴표로 감싸세요." if name == "otp" else ""
    return Refusal(
        "INVALID_REQUEST",
        f"{name} 값은 문자열이어야 합니다.{hint}",
        why=f"{name} must be a string" + (", or its leading zeros are lost." if name == "otp" else "."),
    )


def _claim(request: SendRequest, sandbox: Sandbox, id_: str, channel: str) -> tuple[Claim, Next | None]:
    """Who it is and what will come of it, and the order of the tester's that decided it, if one did."""
    world = sandbox.world()
    who = claim(request.name, request.phone_number, request.operator, request.described, world.people, world.today)
    today = seoul_date(sandbox.clock.now())
    if who.fate == "verified" and below_age_limit(who.person, request.age_limit, world.today, today):
        who = msgspec.structs.replace(who, fate="age-limit")
    facts = {
        "id": id_,
        "idPrefix": id_,
        "customerId": request.customer_id,
        "phoneNumber": request.phone_number,
        "customData": request.custom_data,
        "channel": channel,
    }
    ordered = first_match(sandbox.next, facts)
    if ordered is None:
        return who, None
    person = world.people.get(ordered.person) if ordered.person is not None else None
    return Claim(person or who.person, known=person is not None or who.known, fate=ordered.outcome), ordered


def _requested_customer(request: SendRequest) -> dict[str, str]:
    customer = {"name": request.name, "phoneNumber": request.phone_number}
    if request.customer_id is not None:
        customer = {"id": request.customer_id, **customer}
    if request.described is not None:
        year, month, day = request.described.birth_date.isoformat().split("-")
        customer |= {"birthYear": year, "birthMonth": month, "birthDay": day}
    return customer


def _moment(sandbox: Sandbox, store_id: str, now: int, ids: Ids) -> Moment:
    return Moment(now=now, ids=ids, world=sandbox.world(store_id), otp=sandbox.scenario.otp)


def _answer_sent(sandbox: Sandbox, id_: str, sent: Sent) -> Answer:
    if sent.text is not None and sent.attempt.otp is not None:
        sandbox.deliver(
            Message(
                at=sandbox.clock.now(),
                identity_verification_id=id_,
                identity_verification_tx_id=sent.attempt.identity_verification_tx_id,
                to=sent.to,
                text=sent.text,
                otp=sent.attempt.otp.code,
                channel=sent.attempt.channel.name,
            )
        )
    if sent.refusal is not None:
        raise sent.refusal
    return of_json({})
