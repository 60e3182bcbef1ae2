"""The outcomes that a tester orders for attempts to come, read strictly: from a control call and a scenario alike.

Lives here: reading an order. May not: matching attempts with it (customers.py), HTTP.
"""

from collections.abc import Mapping
from typing import Any, Final

from .channels import Channels
from .customers import Next
from .errors import Refusal
from .order import Order
from .outcomes import OUTCOMES
from .people import People
from .text import Text
from .wording import require_known, wrong

MATCHES: Final = ("id", "idPrefix", "customerId", "phoneNumber", "customData", "channel")
MOST_NEXT: Final = 1_000
MOST_TIMES: Final = 1_000_000
_STRING: Final = Text("문자열", "a string")


def read_next(order: Any, people: People, channels: Channels) -> Next:
    """The ordered outcome that `{match?, outcome, person?, times?}` describes; Refusal for one that cannot be."""
    if not isinstance(order, Mapping):
        raise wrong("order", order, Text("outcome을 담은 객체", "an object with an outcome"))
    for name in order:
        require_known(name, Next.__struct_fields__, at=name, what=Text("항목", "member"))
    if "outcome" not in order:
        raise Refusal(
            "INVALID_REQUEST", "outcome is required.", ko="outcome이 없습니다", at="outcome", known=list(OUTCOMES)
        )
    require_known(order["outcome"], OUTCOMES, at="outcome", what=Text("결과", "outcome"))
    times = order.get("times", 1)
    if isinstance(times, bool) or not isinstance(times, int) or not 1 <= times <= MOST_TIMES:
        expected = Text(f"1부터 {MOST_TIMES}까지의 정수", f"a whole number from 1 to {MOST_TIMES}")
        raise wrong("times", times, expected)
    person = order.get("person")
    if person is not None:
        Order(person=_text(person, "person")).chosen_person(people)
    return Next(outcome=order["outcome"], person=person, match=_match(order.get("match", {}), channels), times=times)


def _match(match: Any, channels: Channels) -> Mapping[str, str]:
    if not isinstance(match, Mapping):
        listed = ", ".join(MATCHES)
        raise wrong("match", match, Text(f"{listed}를 담은 객체", f"an object with any of {listed}"))
    for name, value in match.items():
        require_known(name, MATCHES, at=f"match.{name}", what=Text("조건", "member to match"))
        _text(value, f"match.{name}")
    if "channel" not in match:
        return dict(match)
    # Attempts know their channel by its name.
    try:
        channel = Order(channel=match["channel"]).chosen_channel(channels)
    except Refusal as refusal:
        refusal.details["at"] = "match.channel"
        raise
    return {**match, "channel": channel.name}


def _text(value: object, at: str) -> str:
    if not isinstance(value, str):
        raise wrong(at, value, _STRING)
    return value
