"""A small world for tests of the domain: the ready-made people, the usual channels, one fixed moment.

Lives here: what several tests build the same way. May not: verdicts beyond the shape of a refusal.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import msgspec
import pytest

from mock_server.domain.arrangement import World, arrange
from mock_server.domain.channels import Channels
from mock_server.domain.errors import Refusal
from mock_server.domain.ids import IdSource
from mock_server.domain.order import Order
from mock_server.domain.record import Record, answer
from mock_server.roster import load_people

NOW: Final = 1_795_403_045_678
NOW_TEXT: Final = "2026-11-23T03:04:05.678Z"
STORE: Final = "store-1"
WORLD: Final = World(STORE, load_people(), Channels(), date(2026, 11, 23), STORE)


def arranged(world: World = WORLD, /, **members: Any) -> Record:
    """The record that an order with these members makes."""
    return arrange("idv-test", Order.read(members), world, NOW, IdSource(1))


def answered(**members: Any) -> dict[str, Any]:
    """What PortOne's read answers for such a record, as JSON has it."""
    body: dict[str, Any] = msgspec.to_builtins(answer(arranged(**members)))
    return body


def answered_in_2023(**members: Any) -> dict[str, Any]:
    """The same in the dialect of a legacy token."""
    body: dict[str, Any] = msgspec.to_builtins(answer(arranged(**members), legacy=True))
    return body


def refusal_of(call: Callable[[], object]) -> Refusal:
    """The refusal that a call ends in: an INVALID_REQUEST that says something."""
    with pytest.raises(Refusal) as caught:
        call()
    refusal = caught.value
    assert refusal.type == "INVALID_REQUEST"
    assert 0 < len(refusal.message) < 700
    assert all(len(str(detail)) < 200 for name, detail in refusal.details.items() if name != "known")
    return refusal
