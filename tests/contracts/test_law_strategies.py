"""What the contracts make of the law file: right values satisfy its schema, wrong ones do not, no member is missed."""

from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.law_strategies import CONFIRM, LIST, SEND, members, required, right_members, words_of, wrong_members
from contracts.sends import Change
from contracts.words import query_with
from tests.law.ours import OURS
from tests.yardstick import validator

SCHEMAS: Final = {
    LIST: "GetIdentityVerificationsBody",
    SEND: "SendIdentityVerificationBody",
    CONFIRM: "ConfirmIdentityVerificationBody",
}
CUSTOMER: Final = {"name": "x", "phoneNumber": "01055550001", "identityNumber": "9001011", "ipAddress": "127.0.0.1"}
WHOLE: Final[dict[str, Any]] = {"channelKey": "x", "customer": CUSTOMER, "operator": "SKT", "method": "SMS"}


def is_right(operation: str, path: str, value: Any) -> bool:
    body = Change(path, value).applied(WHOLE) if operation == SEND else query_with(path, value)
    return validator(OURS, SCHEMAS[operation]).is_valid(body)


@pytest.mark.parametrize("operation", SCHEMAS)
@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_wrong_values_are_wrong(operation: str, data: st.DataObject) -> None:
    path, value = data.draw(wrong_members(operation))
    assert not is_right(operation, path, value)


# The law holds phones, resident numbers and texts of a send to more than their type: sends.py makes those.
@pytest.mark.parametrize("operation", [LIST, CONFIRM])
@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_right_values_are_right(operation: str, data: st.DataObject) -> None:
    path, value = data.draw(right_members(operation))
    assert is_right(operation, path, value)


def test_every_member_of_the_law_has_values_and_its_own_words() -> None:
    for operation in SCHEMAS:
        for one in members(operation):
            assert one.wrong() is not None
            assert one.right() is not None
    assert {"filter.customer.gender", "page.size", "sort"} <= {one.path for one in members(LIST)}
    assert words_of(SEND, "method") == ("SMS", "APP")
    assert set(required(SEND)) == {"channelKey", "customer", "operator", "method"} | {
        f"customer.{name}" for name in ("name", "phoneNumber", "ipAddress")
    }
