"""A record's answer has exactly the members that its state has in PortOne's document; what is absent is absent."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain.channels import CHANNELS
from mock_server.domain.outcomes import Failure
from mock_server.domain.record import Record, answer
from mock_server.domain.timestamps import rfc3339
from tests.domain.world import NOW, NOW_TEXT, answered, answered_in_2023, arranged
from tests.law.facts import MEMBERS

STATUSES = ("READY", "VERIFIED", "FAILED")
# Kept for the mock's own work, never part of an answer of PortOne's.
PRIVATE = {"storeId", "person", "agency", "state", "identityVerificationTxId", "method", "failedAt"}
OPTIONAL: dict[str, Any] = {"customData": "data", "pgTxId": "tx"}


@pytest.mark.parametrize("status", STATUSES)
def test_each_state_has_exactly_its_members(status: str) -> None:
    read = answered(status=status)
    assert set(read) == MEMBERS[status]
    assert read["status"] == status
    assert read["version"] == "V2"
    assert not PRIVATE & set(read)


@pytest.mark.parametrize("status", STATUSES)
def test_optional_members_are_there_when_they_have_a_value(status: str) -> None:
    read = answered(status=status, **OPTIONAL)
    assert set(read) == MEMBERS[status] | set(OPTIONAL)
    assert read.items() >= OPTIONAL.items()


@pytest.mark.parametrize("status", STATUSES)
def test_the_old_dialect_is_the_same_answer_with_a_copy_of_the_verified_customer(status: str) -> None:
    read, old = answered(status=status), answered_in_2023(status=status)
    assert old == read | ({"customer": read["verifiedCustomer"]} if status == "VERIFIED" else {})


@given(
    st.builds(
        Record,
        id=st.text(min_size=1),
        store_id=st.text(),
        state=st.sampled_from([arranged(status=status).state for status in STATUSES]),
        person=st.none() | st.text(),
        channel=st.sampled_from(CHANNELS),
        agency=st.none() | st.just("PASS"),
        requested_at=st.just(NOW),
        updated_at=st.just(NOW + 1),
        status_changed_at=st.just(NOW + 2),
        verified_at=st.none() | st.just(NOW + 3),
        requested_customer=st.dictionaries(st.sampled_from(["name", "phoneNumber"]), st.text()),
        verified_customer=st.dictionaries(st.sampled_from(["name", "ci"]), st.text()),
        failure=st.none() | st.just(Failure()) | st.just(Failure(reason="r")),
        pg_tx_id=st.none() | st.text(),
        pg_raw_response=st.none() | st.text(),
        custom_data=st.none() | st.text(),
    ),
    st.booleans(),
)
def test_nothing_is_ever_null_whatever_a_record_holds(record: Record, legacy: bool) -> None:
    read = json.loads(msgspec.json.encode(answer(record, legacy=legacy)))
    inner = [value for member in read.values() if isinstance(member, dict) for value in member.values()]
    assert None not in [*read.values(), *inner]
    assert ("verifiedCustomer" in read) != ("requestedCustomer" in read)
    assert ("verifiedCustomer" in read) == (read["status"] == "VERIFIED")
    assert ("customer" in read) == (legacy and read["status"] == "VERIFIED")


def test_a_customer_of_whom_nothing_is_known_is_an_empty_object_and_not_absent() -> None:
    read = answered(status="READY", customer={"name": None, "phoneNumber": None})
    assert read["requestedCustomer"] == {}


def test_an_empty_text_is_a_value() -> None:
    read = answered(status="READY", customData="", pgTxId="")
    assert (read["customData"], read["pgTxId"]) == ("", "")


def test_instants_are_written_as_texts_with_milliseconds() -> None:
    read = answered()
    assert read["verifiedAt"] == read["updatedAt"] == read["statusChangedAt"] == NOW_TEXT
    assert read["requestedAt"] == rfc3339(NOW - 30_000) == "2026-11-23T03:03:35.678Z"


def test_the_channel_is_the_one_it_went_through() -> None:
    assert answered(channel="kcp-test")["channel"] == {
        "type": "TEST",
        "id": "channel-id-kcp-test",
        "key": "channel-key-kcp-test",
        "name": "kcp-test",
        "pgProvider": "KCP_V2",
        "pgMerchantId": "MOCK9",
    }
