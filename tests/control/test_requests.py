"""/_mock/requests: the journal as a tester reads it."""

import json
from typing import Any

import pytest

from mock_server import clock
from mock_server.journal import FILTERS

from ..in_process import ClientFactory, MockClient, portone
from ..refusals import assert_refused

MEMBERS = {
    "n", "at", "method", "path", "query", "operation", "identityVerificationId", "credential", "status", "errorType",
    "fault", "why", "durationMs",
}  # fmt: skip


def busy(mock: MockClient) -> MockClient:
    """A mock whose default sandbox was asked five things."""
    mock.read("idv-adult")
    mock.read("nothing")
    mock.log_in()
    mock.get("/identity-verifications/idv-adult")
    mock.post("/token/refresh", json={})
    return mock


def test_rows_come_newest_first_with_these_members(client: ClientFactory) -> None:
    listed = busy(client()).control("GET", "/requests")
    assert listed.keys() == {"requests", "total", "evicted"}
    assert (listed["total"], listed["evicted"]) == (5, 0)
    assert [row["n"] for row in listed["requests"]] == [5, 4, 3, 2, 1]
    assert all(row.keys() == MEMBERS for row in listed["requests"])
    assert all(row["durationMs"] >= 0 for row in listed["requests"])


def test_control_calls_leave_no_rows(client: ClientFactory) -> None:
    mock = client()
    mock.control("GET", "/people")
    mock.get("/_mock/nothing")
    mock.get("/openapi.json")
    assert mock.journal() == []


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ({"status": 200}, [3, 1]),
        ({"status": 401}, [4]),
        ({"errorType": "INVALID_REQUEST"}, [5]),
        ({"operation": "getIdentityVerification"}, [4, 2, 1]),
        ({"operation": "getIdentityVerification", "credential": "secret"}, [2, 1]),
        ({"identityVerificationId": "idv-adult"}, [4, 1]),
        ({"method": "POST"}, [5, 3]),
        ({"path": "/token/refresh"}, [5]),
        ({"n": 2}, [2]),
        ({"credential": "none"}, [5, 4]),
        ({"status": 418}, []),
        ({"fault": "delay"}, []),
    ],
)
def test_filters_are_members_of_a_row(client: ClientFactory, filters: dict[str, Any], numbers: list[int]) -> None:
    mock = busy(client())
    listed = mock.control("GET", "/requests", **filters)
    assert [row["n"] for row in listed["requests"]] == numbers
    assert listed["total"] == len(numbers)


def test_every_member_is_a_filter_that_finds_its_row(client: ClientFactory) -> None:
    mock = busy(client())
    assert set(FILTERS) == MEMBERS
    for row in mock.journal():
        for name, value in row.items():
            if value not in (None, ""):
                assert row in mock.journal(**{name: value})


def test_an_id_that_is_masked_is_still_found(client: ClientFactory) -> None:
    mock = client()
    mock.read("user-01012345678")
    rows = mock.journal(identityVerificationId="user-01012345678")
    assert [row["identityVerificationId"] for row in rows] == ["user-…"]


def test_an_unknown_filter_is_refused_with_the_known_ones(client: ClientFactory) -> None:
    body = assert_refused(client().get("/_mock/requests?statuss=200"), "INVALID_REQUEST", "status")
    assert {*FILTERS, "since"} <= {*body["known"]}


def test_since_takes_a_time_or_one_relative_to_now(client: ClientFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    mock, now = client(), 1_795_400_000_000
    for second in range(3):
        monkeypatch.setattr(clock, "wall", lambda at=now + second * 1000: at)
        mock.read("idv-adult")
    at = mock.journal()[1]["at"]
    assert [row["n"] for row in mock.journal(since=at)] == [3, 2]
    assert [row["n"] for row in mock.journal(since=at.replace("Z", "+00:00"))] == [3, 2]
    assert [row["n"] for row in mock.journal(since="-1s")] == [3, 2]
    assert mock.journal(since="+1s") == []
    raw = at.replace("Z", "+00:00")
    assert [row["n"] for row in mock.get(f"/_mock/requests?since={raw}").json()["requests"]] == [3, 2]
    assert assert_refused(mock.get("/_mock/requests?since=yesterday"), "INVALID_REQUEST", "-90d")["at"] == "since"


def test_a_row_is_found_by_the_number_of_its_answer(client: ClientFactory) -> None:
    mock = busy(client())
    answer = mock.read("nothing", "sandbox-a")
    number = answer.headers["x-portone-mock-request"]
    row = mock.control("GET", f"/requests/{number}", secret="sandbox-a")
    assert (str(row["n"]), row["errorType"]) == (number, "IDENTITY_VERIFICATION_NOT_FOUND")
    assert_refused(mock.get(f"/_mock/requests/{number}"), "MOCK_NOT_FOUND", "another sandbox")
    for other in ("0", "999", "x", "-1", "١"):
        assert_refused(mock.get(f"/_mock/requests/{other}"), "MOCK_NOT_FOUND")


@pytest.mark.parametrize("id_", ["nothing", "idv-adlt"])
def test_every_refusal_says_why(client: ClientFactory, id_: str) -> None:
    mock = busy(client())
    mock.read(id_)
    mock.read(id_, storeId="store-other")
    mock.raw("GET", "/payments/x")
    for row in mock.journal():
        assert (row["why"] is None) is (row["status"] == 200)


def test_as_json_lines_the_rows_are_the_same_and_read_as_a_log(client: ClientFactory) -> None:
    mock = busy(client())
    answer = mock.get("/_mock/requests?format=jsonl")
    assert answer.headers["content-type"] == "application/jsonl; charset=utf-8"
    assert answer.text.endswith("}\n")
    assert [json.loads(line) for line in answer.text.splitlines()] == mock.journal()[::-1]
    assert mock.get("/_mock/requests?format=json").json() == mock.control("GET", "/requests")


def test_json_lines_take_filters_and_wait_and_mask(client: ClientFactory) -> None:
    mock = busy(client())
    mock.read("user-01012345678")
    lines = mock.get("/_mock/requests?format=jsonl&status=404&count=2&timeout=0.01").text.splitlines()
    assert [json.loads(line)["identityVerificationId"] for line in lines] == ["nothing", "user-…"]
    assert mock.get("/_mock/requests?format=jsonl&status=418").text == ""
    body = assert_refused(mock.get("/_mock/requests?format=jsonn"), "INVALID_REQUEST", "did you mean 'json'?")
    assert (body["at"], body["known"]) == ("format", ["json", "jsonl"])


def test_what_made_room_stays_counted(client: ClientFactory) -> None:
    """`evicted` counts rows that had to go, whatever is filtered; forgetting and a reset begin anew."""
    mock = client()
    for _ in range(1_003):
        mock.get("/x")
    for query in ("", "?status=200"):
        assert mock.get(f"/_mock/requests{query}").json()["evicted"] == 3
    mock.control("DELETE", "/requests")
    assert mock.control("GET", "/requests")["evicted"] == 0


def test_the_newest_thousand_are_kept(client: ClientFactory) -> None:
    mock = client()
    for _ in range(1_005):
        mock.get("/x")
    listed = mock.control("GET", "/requests")
    assert (listed["total"], listed["evicted"]) == (1_000, 5)
    assert listed["requests"][-1]["n"] == 6


def test_over_all_sandboxes_the_oldest_of_the_largest_go_first(client: ClientFactory) -> None:
    mock = client()
    mock.mock.journal.in_all = 40
    for secret, many in (("sandbox-small", 5), ("sandbox-large", 45)):
        for _ in range(many):
            mock.read("idv-adult", secret)
    assert len(mock.journal("sandbox-small")) == 5
    large = mock.control("GET", "/requests", secret="sandbox-large")
    assert large["total"] <= 35
    assert large["total"] + large["evicted"] == 45
    assert mock.mock.journal.held == 5 + large["total"] <= 40


def test_forgetting_is_for_one_sandbox(client: ClientFactory) -> None:
    mock = busy(client())
    mock.read("idv-adult", "sandbox-a")
    assert mock.delete("/_mock/requests", headers=portone("sandbox-a")).status_code == 204
    assert mock.journal("sandbox-a") == []
    assert len(mock.journal()) == 5


@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        ("status=40x", None),
        ("operation=getIdentityVerificaton", "getIdentityVerification"),
        ("credential=secrt", "secret"),
        ("fault=dealy", "delay"),
        ("fault=None", None),
    ],
)
def test_a_value_that_no_row_can_have_is_refused_at_once(
    client: ClientFactory, query: str, nearest: str | None
) -> None:
    answer = client().get(f"/_mock/requests?{query}&count=1&timeout=60")
    assert_refused(answer, "INVALID_REQUEST")
    assert answer.json().get("nearest") == nearest
