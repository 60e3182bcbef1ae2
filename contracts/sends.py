"""Sends that contracts are tried with: valid ones of every member, and ones that are wrong in one.

Lives here: strategies, each shrinking to something that a person can read. May not: calls, expectations.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import strategies as st

from .law import Strategy
from .law_strategies import SEND, words_of, wrong_members
from .resident_number import Holder
from .strategies import PLAIN, holders
from .target import Target


@dataclass(frozen=True)
class Change:
    """A member of a send, by its path, and the value that takes its place."""

    path: str
    value: Any

    def told(self) -> str:
        """`customer.name = 1`."""
        return f"{self.path} = {self.value!r}"

    def applied(self, body: dict[str, Any]) -> dict[str, Any]:
        """The body with the other value."""
        return _with(body, self.path, self.value)


# Nobody's: no operator gives such numbers out.
_PHONE: Final = "01055550001"


def mistyped_sends(_: Target) -> Strategy:
    """One member of a send with a value of another type, or a word that is none of its own."""
    return wrong_members(SEND).map(lambda one: Change(*one))


def _no_phones() -> Strategy:
    """Too few digits, too many, or another character in the place of one or between them."""
    place, other = st.integers(0, len(_PHONE) - 1), st.sampled_from("- +().a０")
    return st.one_of(
        st.integers(0, 8).map(lambda length: _PHONE[:length]),
        st.integers(12, 20).map(lambda length: _PHONE.ljust(length, "0")),
        st.builds(lambda at, it: f"{_PHONE[:at]}{it}{_PHONE[at + 1 :]}", place, other),
        st.builds(lambda at, it: f"{_PHONE[:at]}{it}{_PHONE[at:]}", place, other),
    )


def _no_addresses() -> Strategy:
    """An octet too large, too few or too many of them, and words."""
    return st.one_of(
        st.integers(256, 9_999).map("203.0.113.{}".format),
        st.sampled_from([1, 2, 3, 5]).map(lambda count: ".".join(["7"] * count)),
        st.text("ghxyz-.", max_size=9),
        st.text("ghxyz", min_size=1, max_size=3).map("::{}".format),
    )


def misshapen_sends(_: Target) -> Strategy:
    """One member of a send with a text of its type that cannot be meant."""
    return st.one_of(
        _no_phones().map(lambda text: Change("customer.phoneNumber", text)),
        _no_addresses().map(lambda text: Change("customer.ipAddress", text)),
        st.just(Change("customer.name", "")),
        st.just(Change("channelKey", "")),
    )


@dataclass(frozen=True)
class Order:
    """A send that nothing is wrong with: the members that may differ."""

    name: str
    phone: str
    holder: Holder
    operator: str
    method: str
    customer_id: str | None
    custom_data: str | None

    def told(self) -> str:
        """Its members."""
        return f"{self.members()}"

    def members(self) -> dict[str, Any]:
        """Of the body, all but the channel."""
        customer = {
            "name": self.name,
            "phoneNumber": self.phone,
            "identityNumber": self.holder.digits,
            "ipAddress": "127.0.0.1",
        }
        customer |= {"id": self.customer_id} if self.customer_id is not None else {}
        more = {"customData": self.custom_data} if self.custom_data is not None else {}
        return {"customer": customer, "operator": self.operator, "method": self.method, **more}


NAMES: Final = "김이박가나다라모의ABZabz .-'é王"


def orders(_: Target, methods: Sequence[str] = ()) -> Strategy:
    """Sends of every member that are valid; the phone numbers begin with 0105555, which no operator gives out."""
    return st.builds(
        Order,
        name=st.text(NAMES, min_size=1, max_size=12).filter(lambda text: text == text.strip() and bool(text)),
        phone=st.integers(0, 9999).map("0105555{:04}".format),
        holder=holders(_),
        operator=st.sampled_from(words_of(SEND, "operator")),
        method=st.sampled_from(methods or words_of(SEND, "method")),
        customer_id=st.none() | st.text(PLAIN, min_size=1, max_size=30),
        custom_data=st.none() | st.text(max_size=30),
    )


def orders_by_sms(target: Target) -> Strategy:
    """Likewise, by SMS only."""
    return orders(target, ("SMS",))


def _with(body: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    head, _, rest = path.partition(".")
    return {**body, head: _with(body[head], rest, value) if rest else value}
