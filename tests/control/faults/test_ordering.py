"""/_mock/faults: what is ordered is listed with what came of it, and forgotten."""

import pytest

from mock_server.domain.fault_order import MOST_FAULTS

from ...merchant import Merchant
from ...refusals import assert_refused
from .ordering import listed, order, statuses


@pytest.mark.parametrize("operation", ["requestIdentityVerification", "completeInWindow"])
def test_a_fault_for_what_a_page_asks_is_refused_with_the_way_that_works(merchant: Merchant, operation: str) -> None:
    answer = merchant.control("POST", "/faults", {"fault": "status", "status": 503, "match": {"operation": operation}})
    body = assert_refused(answer, "INVALID_REQUEST", f"no fault hits {operation}: faults hit PortOne's REST paths")
    assert "POST /_mock/next" in body["message"]
    assert body["at"] == "match.operation"
    assert "getIdentityVerification" in body["known"]
    assert listed(merchant) == []


def test_an_order_is_answered_with_the_fault_and_listed_oldest_first(merchant: Merchant) -> None:
    first = order(merchant, "html")
    assert first.pop("faultId").startswith("fault-")
    assert first == {"fault": "html", "match": {}, "times": 1, "probability": 1.0, "seen": 0, "fired": 0}
    order(merchant, "status", status=503, match={"id": "a", "nth": 2}, times=None, probability=0.5)
    assert [each["fault"] for each in listed(merchant)] == ["html", "status"]
    assert listed(merchant)[1]["match"] == {"id": "a", "nth": 2}


def test_used_up_ones_stay_listed_and_one_that_never_fired_shows_it(merchant: Merchant) -> None:
    order(merchant, "html")
    order(merchant, "html", match={"id": "nobody"})
    statuses(merchant, 2)
    assert [(each["fired"], each["seen"]) for each in listed(merchant)] == [(1, 1), (0, 0)]


def test_one_is_forgotten_by_its_id_and_all_without(merchant: Merchant) -> None:
    first, _ = order(merchant, "html", times=None), order(merchant, "delay", seconds=0, times=None)
    assert merchant.control("DELETE", f"/faults/{first['faultId']}").status_code == 204
    assert statuses(merchant, 1) == [200]
    assert [each["fault"] for each in listed(merchant)] == ["delay"]
    assert merchant.control("DELETE", "/faults").status_code == 204
    assert listed(merchant) == []
    assert_refused(merchant.control("DELETE", f"/faults/{first['faultId']}"), "MOCK_NOT_FOUND", first["faultId"])


def test_an_unknown_id_is_answered_with_the_nearest(merchant: Merchant) -> None:
    there = order(merchant, "html")["faultId"]
    refused = assert_refused(merchant.control("DELETE", f"/faults/{there[:-1]}"), "MOCK_NOT_FOUND")
    assert refused["nearest"] == there


def test_a_reset_clears_them_and_a_sandbox_knows_its_own_only(merchant: Merchant) -> None:
    other = Merchant(merchant.client, "sandbox-other")
    order(merchant, "html", times=None)
    other.control("PUT", "/verifications/a", {})
    assert other.read("a").status_code == 200
    assert listed(other) == []
    assert merchant.read("a").status_code == 502
    merchant.control("POST", "/reset")
    assert listed(merchant) == []
    assert merchant.read("a").status_code == 404


def test_the_room_for_those_that_wait_is_bounded_and_used_up_ones_make_room(merchant: Merchant) -> None:
    used_up = order(merchant, "html")["faultId"]
    statuses(merchant, 1)
    for _ in range(MOST_FAULTS):
        order(merchant, "html", match={"id": "nobody"})
    assert used_up not in [each["faultId"] for each in listed(merchant)]
    assert_refused(merchant.control("POST", "/faults", {"fault": "html"}), "MOCK_UNAVAILABLE", str(MOST_FAULTS))
    assert len(listed(merchant)) == MOST_FAULTS
