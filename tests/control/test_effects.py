"""/_mock/effects: what can still act is listed, what cannot is not, and all of it goes at once."""

from collections.abc import Iterator
from typing import Any, Final

import pytest

from mock_server import Settings

from ..in_process import MockClient
from ..merchant import Merchant
from ..refusals import assert_refused

NOTHING: Final = {"active": False, "faults": [], "clock": None, "next": []}


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    with MockClient(Settings(scenario="empty", seed=7)) as client:
        yield Merchant(client)


def effects(merchant: Merchant) -> dict[str, Any]:
    answer = merchant.control("GET", "/effects")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_an_untouched_sandbox_has_none(merchant: Merchant) -> None:
    assert effects(merchant) == NOTHING


@pytest.mark.parametrize(
    ("method", "path", "body", "member"),
    [
        ("POST", "/faults", {"fault": "html"}, "faults"),
        ("POST", "/next", {"outcome": "cancelled"}, "next"),
        ("PUT", "/clock", {"frozen": True}, "clock"),
        ("PUT", "/clock", {"now": "+1d"}, "clock"),
        ("POST", "/clock/advance", {"seconds": 1}, "clock"),
    ],
)
def test_each_kind_is_told_and_switched_off(
    merchant: Merchant, method: str, path: str, body: dict[str, Any], member: str
) -> None:
    merchant.control(method, path, body)
    told = effects(merchant)
    assert told["active"]
    assert [name for name in ("faults", "clock", "next") if told[name]] == [member]
    if member == "clock":
        assert told["clock"]["frozen"] is merchant.control("GET", "/clock").json()["frozen"]
    else:
        assert told[member] == merchant.control("GET", f"/{member}").json()[member]
    assert merchant.control("DELETE", "/effects").status_code == 204
    assert effects(merchant) == NOTHING
    assert merchant.control("GET", "/faults").json()["faults"] == []


def test_a_fault_that_cannot_fire_any_more_is_none(merchant: Merchant) -> None:
    merchant.control("POST", "/faults", {"fault": "html"})
    merchant.control("PUT", "/clock", {"now": "2026-03-02T10:00:00+09:00", "frozen": True})
    merchant.control("POST", "/faults", {"fault": "html", "forSeconds": 60, "match": {"method": "POST"}})
    assert len(effects(merchant)["faults"]) == 2
    assert merchant.read("anything").status_code == 502
    assert [fault["forSeconds"] for fault in effects(merchant)["faults"]] == [60]
    merchant.control("POST", "/clock/advance", {"seconds": 60})
    assert effects(merchant)["faults"] == []


def test_switching_off_leaves_records_people_and_the_scenario(merchant: Merchant) -> None:
    merchant.control("PUT", "/verifications/kept", {})
    merchant.control("PUT", "/people/adult", {"name": "박남음"})
    before = merchant.read("kept").json()
    merchant.control("DELETE", "/effects")
    assert merchant.read("kept").json() == before
    assert "박남음" in merchant.control("GET", "/people").text


def test_a_scenarios_own_count_and_a_reset_brings_them_back() -> None:
    with MockClient(Settings(scenario="portone-down", seed=7)) as client:
        merchant = Merchant(client)
        assert effects(merchant)["active"]
        merchant.control("DELETE", "/effects")
        assert effects(merchant) == NOTHING
        merchant.control("POST", "/reset", {})
        assert effects(merchant)["active"]


def test_another_sandboxes_are_its_own(merchant: Merchant) -> None:
    merchant.control("POST", "/faults", {"fault": "html"})
    other = merchant.client.get("/_mock/effects", headers={"Authorization": "PortOne sandbox-other"})
    assert other.json() == NOTHING


def test_unknown_parameters_are_refused(merchant: Merchant) -> None:
    assert_refused(merchant.control("GET", "/effects?all=1"), "INVALID_REQUEST", "all")
