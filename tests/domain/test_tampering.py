"""What faults make of records: each change alone, all of them together, and nothing else touched."""

import copy
import itertools
from typing import Any

from mock_server.domain.faults import Fault
from mock_server.domain.tampering import CHANGES, FIELDS, INNER, OUTER, tampered
from tests.yardstick import law

READ, LIST, CONFIRM = "getIdentityVerification", "getIdentityVerifications", "confirmIdentityVerification"
CUSTOMER = {"id": "customer-1", "name": "김모의", "phoneNumber": "01000000001", "ci": "MOCKCI", "di": "MOCKDI"}
VERIFIED: dict[str, Any] = {
    "status": "VERIFIED",
    "id": "a",
    "channel": {"type": "LIVE", "name": "danal", "pgProvider": "DANAL", "pgMerchantId": "MOCKDN0001"},
    "verifiedCustomer": CUSTOMER,
    "customer": CUSTOMER,
    "customData": "cart-7",
    "requestedAt": "2026-06-01T03:00:00.000Z",
    "updatedAt": "2026-06-01T03:00:30.000Z",
    "statusChangedAt": "2026-06-01T03:00:30.000Z",
    "verifiedAt": "2026-06-01T03:00:30.000Z",
    "pgTxId": "MOCK",
    "pgRawResponse": "{}",
    "version": "V2",
}
ALL = {"fields": ["requestedAt", "status", "customData", "channel", "verifiedCustomer"], "reads": 1}


def fault(name: str, **members: Any) -> Fault:
    return Fault(**{"fault_id": "f", "fault": name, "match": {}, "parameters": {}} | members)


def left(name: str, record: dict[str, Any] = VERIFIED, **parameters: Any) -> Any:
    """The record as that fault leaves it."""
    before = copy.deepcopy(record)
    body, hit = tampered([fault(name, parameters=parameters)], record, READ)
    assert [each.fired for each in hit] == [1]
    assert record == before
    return body


def without(record: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in names}


def test_a_late_read_shows_what_a_record_was_before_it_ended() -> None:
    assert left("ready-first") == {
        "status": "READY",
        "id": "a",
        "channel": VERIFIED["channel"],
        "requestedCustomer": {"id": "customer-1", "name": "김모의", "phoneNumber": "01000000001"},
        "customData": "cart-7",
        "requestedAt": VERIFIED["requestedAt"],
        "updatedAt": VERIFIED["requestedAt"],
        "statusChangedAt": VERIFIED["requestedAt"],
        "version": "V2",
    }


def test_a_late_read_of_a_failure_keeps_who_was_asked_about() -> None:
    failed = without(VERIFIED, "verifiedCustomer", "customer", "verifiedAt", "pgRawResponse")
    failed |= {
        "status": "FAILED",
        "requestedCustomer": {"name": "김모의", "birthYear": "1990"},
        "failure": {"reason": "x"},
    }
    ready = left("ready-first", failed)
    assert ready["requestedCustomer"] == failed["requestedCustomer"]
    assert not {"failure", "pgTxId", "verifiedAt"} & ready.keys()


def test_an_unknown_status_is_ours_or_the_one_given_and_nothing_else_changes() -> None:
    assert left("unknown-status") == {**VERIFIED, "status": "MOCK_FUTURE_STATUS"}
    assert left("unknown-status", status="EXPIRED") == {**VERIFIED, "status": "EXPIRED"}


def test_members_of_tomorrow_come_in_the_record_and_in_each_object_of_it() -> None:
    more = left("extra-fields")
    new = more.keys() - VERIFIED.keys()
    assert new
    for name in ("channel", "verifiedCustomer", "customer"):
        assert more[name].keys() - VERIFIED[name].keys() == new
        assert {key: more[name][key] for key in VERIFIED[name]} == VERIFIED[name]
    assert without(more, *new, *INNER) == without(VERIFIED, *INNER)


def test_a_member_is_left_out_wherever_it_stands_or_where_its_path_says() -> None:
    everywhere = left("omit-fields", fields=["ci", "id"])
    assert everywhere["verifiedCustomer"] == everywhere["customer"] == without(CUSTOMER, "ci", "id")
    assert "id" not in everywhere
    assert left("omit-fields", fields=["verifiedCustomer.ci"]) == {
        **VERIFIED,
        "verifiedCustomer": without(CUSTOMER, "ci"),
    }
    assert left("omit-fields", fields=["channel", "pgTxId"]) == without(VERIFIED, "channel", "pgTxId")


def test_custom_data_is_left_out_and_nothing_else() -> None:
    assert left("no-custom-data") == without(VERIFIED, "customData")


def test_every_record_of_a_list_is_changed_and_the_one_in_a_confirmation() -> None:
    page = {"items": [VERIFIED, {**VERIFIED, "id": "b"}], "page": {"number": 0, "size": 10, "totalCount": 2}}
    body, _ = tampered([fault("unknown-status")], page, LIST)
    assert [item["status"] for item in body["items"]] == ["MOCK_FUTURE_STATUS"] * 2
    assert body["page"] == page["page"]
    body, _ = tampered([fault("no-custom-data")], {"identityVerification": VERIFIED}, CONFIRM)
    assert body == {"identityVerification": without(VERIFIED, "customData")}


def test_an_empty_list_uses_nothing_up() -> None:
    ordered = fault("unknown-status")
    page: dict[str, Any] = {"items": [], "page": {}}
    assert tampered([ordered], page, LIST) == (page, [])
    assert ordered.fired == 0


def test_what_another_call_used_up_meanwhile_changes_nothing() -> None:
    assert tampered([fault("unknown-status", fired=1)], VERIFIED, READ) == (VERIFIED, [])


def test_together_they_come_to_the_same_in_every_order() -> None:
    names = {"id", "requestedCustomer", "updatedAt", "statusChangedAt", "version"}
    for order in itertools.permutations(CHANGES):
        body, hit = tampered([fault(name, parameters=ALL) for name in order], VERIFIED, READ)
        assert body.keys() == names | {"mockFutureMember", "mockFutureObject"}
        assert len(hit) == len(CHANGES)


def members(name: str) -> set[str]:
    """The members of a schema of ours."""
    return set(law()["components"]["schemas"][name]["properties"])


def test_what_may_be_left_out_is_what_our_document_has() -> None:
    states = [f"{state}IdentityVerification" for state in ("Ready", "Verified", "Failed")]
    assert set(OUTER) == set().union(*map(members, states))
    schemas = {
        "channel": "SelectedChannel",
        "verifiedCustomer": "IdentityVerificationVerifiedCustomer",
        "customer": "IdentityVerificationVerifiedCustomer",
        "requestedCustomer": "IdentityVerificationRequestedCustomer",
        "failure": "IdentityVerificationFailure",
    }
    assert {name: set(inner) for name, inner in INNER.items()} == {key: members(it) for key, it in schemas.items()}
    assert {"verifiedCustomer.ci", "ci", "customData"} <= set(FIELDS)
