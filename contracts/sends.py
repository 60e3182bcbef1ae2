"""Sends that contracts are tried with: valid ones of every member, and ones that are wrong in one.

Lives here: strategies, each shrinking to something that a person can read. May not: calls, expectations.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import strategies as st

from .law import Strategy
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


def mistyped_sends(_: Target) -> Strategy:
    """One member of a send with a value of another type, or a word that is none of its own."""
    texts = ["channelKey", "customData", "storeId", "operator", "method"]
    texts += [f"customer.{name}" for name in ("id", "name", "phoneNumber", "identityNumber", "ipAddress")]
    no_text: Strategy = st.one_of(st.integers(-9, 10**7), st.booleans(), st.just([]), st.just({}), st.just(["text"]))
    no_object: Strategy = st.one_of(st.integers(-9, 9), st.just(""), st.just([]), st.just("{}"))
    word = st.sampled_from(["", "sms", "SMS ", "SKT_LTE", "KAKAO"])
    return st.one_of(
        st.builds(Change, st.sampled_from(texts), no_text),
        st.builds(Change, st.sampled_from(["customer", "bypass"]), no_object),
        st.builds(Change, st.sampled_from(["operator", "method"]), word),
    )


def misshapen_sends(_: Target) -> Strategy:
    """One member of a send with a text of its type that cannot be meant."""
    phones = [
        "010-5555-0001",
        "+821055550001",
        "0105555",
        "010555500012",
        "０１０５５５５０００１",
        "0105555000a",
        " 01055550001",
    ]
    addresses = ["", "localhost", "256.0.0.1", "127.0.0", "::g"]
    return st.one_of(
        st.sampled_from([Change("customer.phoneNumber", text) for text in phones]),
        st.sampled_from([Change("customer.ipAddress", text) for text in addresses]),
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
OPERATORS: Final = ("SKT", "KT", "LGU", "SKT_MVNO", "KT_MVNO", "LGU_MVNO")


def orders(_: Target, methods: Sequence[str] = ("SMS", "APP")) -> Strategy:
    """Sends of every member that are valid; the phone numbers begin with 0105555, which no operator gives out."""
    return st.builds(
        Order,
        name=st.text(NAMES, min_size=1, max_size=12).filter(lambda text: text == text.strip() and bool(text)),
        phone=st.integers(0, 9999).map("0105555{:04}".format),
        holder=holders(_),
        operator=st.sampled_from(OPERATORS),
        method=st.sampled_from(methods),
        customer_id=st.none() | st.text(PLAIN, min_size=1, max_size=30),
        custom_data=st.none() | st.text(max_size=30),
    )


def orders_by_sms(target: Target) -> Strategy:
    """Likewise, by SMS only."""
    return orders(target, ("SMS",))


def _with(body: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    head, _, rest = path.partition(".")
    return {**body, head: _with(body[head], rest, value) if rest else value}
