"""What is chosen in a window: the outcome, and a person of the list or one who was typed.

Lives here: reading it, and the record with it. May not: what comes of it (completion.py).
"""

from typing import Any, Final

import msgspec

from ..control.endpoint import ControlCall
from ..domain.arrangement import World, full_customer
from ..domain.completion import with_choice
from ..domain.errors import Refusal
from ..domain.moves import with_attempt
from ..domain.order import Order
from ..domain.outcomes import OUTCOMES
from ..domain.people import Person
from ..domain.record import Record
from ..domain.timestamps import seoul_date
from ..domain.typed_person import Typed, read_typed
from ..domain.wording import require_known, wrong
from .windows import Window

MEMBERS: Final = ("outcome", "person", "agency", "typed", "otp")


class Choice(msgspec.Struct, frozen=True):
    """`typed` is the person who was typed instead of chosen, `otp` the one that was typed, if any was."""

    order: Order
    typed: Typed | None
    otp: str | None


class Chosen(msgspec.Struct, frozen=True):
    """The record with the choice in it, and who is verified, where the sandbox or what was typed tells."""

    record: Record
    person: Person | None


async def read_choice(control: ControlCall, window: Window) -> Choice:
    """The body `{outcome?, person? | typed?, agency?, otp?}`; Refusal for what cannot be chosen in this window."""
    members: dict[str, Any] = await control.members(*MEMBERS)
    typed, otp = members.pop("typed", None), members.pop("otp", None)
    order = Order(**members)
    order.check_members()
    if order.outcome is not None:
        require_known(order.outcome, OUTCOMES, at="outcome", what="outcome")
    if otp is not None and not isinstance(otp, str):
        raise wrong("otp", type(otp).__name__, "a string, which keeps its leading zeros")
    if typed is None:
        return Choice(order, None, otp)
    if not control.mock.settings.takes_typed_people:
        raise Refusal(
            "INVALID_REQUEST",
            "이 모의 서버에서는 사람을 직접 입력할 수 없습니다. 목록에서 고르세요(--no-people-only로 켤 수 있습니다).",
            why="People cannot be typed into this mock's window; choose one of the list (--no-people-only lets them).",
            at="typed",
        )
    if order.person is not None:
        raise wrong("person", order.person, "left out where a person is typed")
    return Choice(order, read_typed(typed, window.rules, seoul_date(window.sandbox.clock.now())), otp)


def carrier_note(choice: Choice, window: Window) -> str | None:
    """For the journal: that somebody known has another carrier than was typed, which changes nothing (`assumed`)."""
    if choice.typed is None:
        return None
    who, typed = choice.typed.claim(window.sandbox.people, window.sandbox.clock.today()), choice.typed.operator
    if not who.known or who.fate == "identity-mismatch" or who.person.operator == typed:
        return None
    return (
        f"The carrier that was typed is {typed}, and {who.person.key} has {who.person.operator}: that one is answered "
        "(assumed)."
    )


def with_chosen(record: Record, at: int, choice: Choice, world: World) -> Chosen:
    """The record with the person and agency in that attempt; Refusal for one whom the sandbox does not have."""
    chosen = with_choice(record, at, choice.order, world)
    if choice.typed is None:
        return Chosen(chosen, world.people.get(chosen.attempts[at].person or ""))
    who, attempt = choice.typed.claim(world.people, world.today), chosen.attempts[at]
    typed = with_attempt(
        chosen,
        at,
        person=who.person.key if who.known else None,
        customer=full_customer(who.person, attempt.channel, world, site=attempt.site),
        fate=who.fate,
    )
    return Chosen(typed, who.person)
