"""The sections of the clock, of faults and of ordered outcomes, and the bar: each does what its control path does."""

import re
from typing import Any, Final

import pytest

from mock_server.domain.faults import FAULTS
from tests.in_process import ClientFactory, MockClient

BASE: Final = "/_mock/console"
HOSTILE: Final = "<img src=x onerror=alert(1)>\u202e"


@pytest.fixture
def mock(client: ClientFactory) -> MockClient:
    return client(scenario="empty")


def posted(mock: MockClient, path: str, **fields: str) -> Any:
    return mock.post(f"{BASE}/{path}", data=fields)


def effects(mock: MockClient) -> Any:
    return mock.get("/_mock/effects").json()


# The bar


def test_the_bar_is_on_every_page_while_something_is_active(mock: MockClient) -> None:
    pages = ["/_mock/", *sorted(set(re.findall(r'<li><a href="([^"]+)"', mock.get("/_mock/").text)))]
    assert len(pages) > 4
    assert all('data-testid="effects"' not in mock.get(page).text for page in pages)
    mock.post("/_mock/faults", json={"fault": "html"})
    assert all("장애 1개(html)" in mock.get(page).text for page in pages)


def test_all_is_switched_off_and_one_is_back_where_one_was(mock: MockClient) -> None:
    mock.post("/_mock/faults", json={"fault": "html"})
    mock.post("/_mock/next", json={"outcome": "cancelled"})
    mock.put("/_mock/clock", json={"frozen": True})
    action = re.search(r'action="([^"]*/off[^"]*)"', mock.get(f"{BASE}/clock").text)
    assert action is not None
    answer = mock.post(action[1])
    assert (answer.status_code, answer.headers["location"]) == (303, f"{BASE}/clock?done=off")
    assert not effects(mock)["active"]
    assert "모두 껐습니다." in mock.get(answer.headers["location"]).text
    assert mock.post(f"{BASE}/faults/off?at=//evil.example").headers["location"] == f"{BASE}/faults?done=off"


def test_another_origins_page_switches_nothing_off(mock: MockClient) -> None:
    mock.post("/_mock/faults", json={"fault": "html"})
    for origin in ("https://evil.example", "http://localhost:3000", "null"):
        assert mock.post(f"{BASE}/faults/off", headers={"Origin": origin}).status_code == 403
    assert effects(mock)["active"]


# The clock


def test_a_hint_describes_a_field_and_is_no_part_of_its_name(mock: MockClient) -> None:
    page = mock.get(f"{BASE}/clock", headers={"accept-language": "ko"}).text
    assert 'aria-label="시각" aria-describedby="hint-now"' in page
    assert '<small id="hint-now">예: ' in page


def test_the_clock_is_set_held_advanced_and_given_back(mock: MockClient) -> None:
    assert "여러분의 앱의 시계는 바뀌지 않습니다." in mock.get(f"{BASE}/clock").text
    posted(mock, "clock", now="2027-01-01T00:00:00+09:00", hold="yes")
    assert effects(mock)["clock"] == {"now": "2026-12-31T15:00:00.000Z", "frozen": True}
    posted(mock, "clock/advance", seconds="86400")
    assert effects(mock)["clock"]["now"] == "2027-01-01T15:00:00.000Z"
    assert "2027-01-02 00:00:00" in mock.get(f"{BASE}/clock").text
    posted(mock, "clock", hold="no")
    assert effects(mock)["clock"]["frozen"] is False
    posted(mock, "clock/back")
    assert effects(mock)["clock"] is None


@pytest.mark.parametrize(("path", "fields"), [("clock", {"now": HOSTILE}), ("clock/advance", {"seconds": HOSTILE})])
def test_a_wrong_time_is_refused_beside_the_form(mock: MockClient, path: str, fields: dict[str, str]) -> None:
    answer = posted(mock, path, **fields)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert "<img" not in answer.text
    assert effects(mock)["clock"] is None


@pytest.mark.parametrize(
    ("path", "fields", "said"),
    [
        ("clock", {"now": "내일"}, "시각이 아닙니다. 시간대가 있는 RFC 3339"),
        ("clock", {"now": "2100-01-01T00:00:00Z"}, "1900년부터 2099년까지"),
        ("clock/advance", {"seconds": "x"}, "까지의 숫자"),
        ("clock/advance", {"seconds": "3155760000"}, "시계는 1900년부터 2099년까지만 맞출 수 있습니다."),
    ],
)
def test_a_wrong_time_is_refused_in_korean(mock: MockClient, path: str, fields: dict[str, str], said: str) -> None:
    answer = mock.post(f"{BASE}/{path}", data=fields, headers={"accept-language": "ko"})
    assert answer.status_code == 400
    assert said in answer.text


# Ordered outcomes


def test_the_next_outcome_is_ordered_and_forgotten(mock: MockClient) -> None:
    answer = posted(mock, "next", outcome="provider-error", times="2", idPrefix=HOSTILE, person="adult-woman")
    assert answer.status_code == 303
    assert effects(mock)["next"] == [
        {"outcome": "provider-error", "person": "adult-woman", "match": {"idPrefix": HOSTILE}, "times": 2}
    ]
    page = mock.get(f"{BASE}/next").text
    assert "&lt;img src=x" in page
    assert "<img" not in page
    posted(mock, "next/forget")
    assert effects(mock)["next"] == []


def test_a_wrong_order_is_refused_with_what_was_typed(mock: MockClient) -> None:
    answer = posted(mock, "next", outcome="verifid", times="0", person="adlut")
    assert answer.status_code == 400
    assert "<code>verified</code>" in answer.text
    assert 'value="0"' in answer.text


# Faults


NEEDED: Final = {
    "delay": {"seconds": "0.5"},
    "status": {"status": "503", "body": '{"type": "X"}', "headers": '{"Retry-After": "1"}'},
    "truncate": {"bytes": "1"},
    "ready-first": {"reads": "2"},
    "omit-fields": {"fields": "ci, di"},
    "unknown-status": {"status": "LATER"},
}
ONLY_WIRED: Final = [name for name, row in FAULTS.items() if row.needs_wire]


@pytest.mark.parametrize("kind", [name for name in FAULTS if name not in ONLY_WIRED])
def test_each_kind_is_ordered_by_its_form(mock: MockClient, kind: str) -> None:
    form = mock.get(f"{BASE}/faults/new/{kind}").text
    needed = NEEDED.get(kind, {})
    names = set(re.findall(r'name="(\w+)"', form))
    assert needed.keys() <= names
    assert posted(mock, f"faults/new/{kind}", **needed, times="3").status_code == 303
    (fault,) = effects(mock)["faults"]
    assert (fault["fault"], fault["times"]) == (kind, 3)
    assert FAULTS[kind].label.ko in mock.get(f"{BASE}/faults").text


def test_what_is_typed_becomes_what_the_path_takes(mock: MockClient) -> None:
    fields = {**NEEDED["status"], "operation": "refreshToken", "nth": "2", "probability": "0.5", "forSeconds": "60"}
    posted(mock, "faults/new/status", **fields)
    (fault,) = effects(mock)["faults"]
    assert (fault["status"], fault["body"], fault["headers"]) == (503, {"type": "X"}, {"Retry-After": "1"})
    assert (fault["match"], fault["probability"]) == ({"operation": "refreshToken", "nth": 2}, 0.5)
    assert (fault["forSeconds"], fault["times"]) == (60, None)


@pytest.mark.parametrize("body", ['"\\ud800"', '["\\udfff"]', "[" * 500 + "]" * 500, "NaN", "Infinity"])
def test_a_body_that_no_answer_could_carry_is_the_text_that_was_typed(mock: MockClient, body: str) -> None:
    assert posted(mock, "faults/new/status", status="500", body=body).status_code == 303
    assert mock.get("/_mock/faults").json()["faults"][0]["body"] == body
    assert mock.get("/_mock/scenario").status_code == mock.get("/_mock/state").status_code == 200
    assert mock.read("idv-adult").text == body


@pytest.mark.parametrize("number", ["9" * 5_000, "9" * 16, "nan", "inf", "1e400", "1_000", "-", ".", "\u0661"])
@pytest.mark.parametrize(
    ("path", "name"),
    [("clock/advance", "seconds"), ("next", "times"), ("faults/new/html", "times"), ("faults/new/html", "nth"),
     ("faults/new/html", "forSeconds"), ("faults/new/html", "probability"), ("faults/new/delay", "seconds")],
)  # fmt: skip
def test_what_is_no_number_or_has_too_many_digits_is_refused_beside_the_form(
    mock: MockClient, path: str, name: str, number: str
) -> None:
    answer = posted(mock, path, **({"outcome": "cancelled"} if path == "next" else {}), **{name: number})
    assert (answer.status_code, 'role="alert"' in answer.text) == (400, True)
    assert not effects(mock)["active"]


@pytest.mark.parametrize("kind", ONLY_WIRED)
def test_what_needs_a_connection_is_refused_in_process(mock: MockClient, kind: str) -> None:
    assert posted(mock, f"faults/new/{kind}", **NEEDED.get(kind, {}), times="1").status_code == 400


def test_a_wrong_fault_is_refused_with_the_paths_own_message(mock: MockClient) -> None:
    answer = posted(mock, "faults/new/status", status="9999", body=HOSTILE)
    assert answer.status_code == 400
    assert "200부터 599까지의 상태 코드" in answer.text
    assert "<img" not in answer.text
    assert 'value="9999"' in answer.text
    assert effects(mock)["faults"] == []


def test_an_unknown_kind_is_no_page(mock: MockClient) -> None:
    answer = mock.get(f"{BASE}/faults/new/statsu")
    assert answer.status_code == 400
    assert "<code>status</code>" in answer.text


def test_the_list_counts_and_removes(mock: MockClient) -> None:
    posted(mock, "faults/new/status", status="503", body=f'"{HOSTILE}"', times="")
    posted(mock, "faults/new/html", times="1")
    assert (
        mock.get("/identity-verifications/a", headers={"Authorization": "PortOne mock-api-secret"}).status_code == 503
    )
    page = mock.get(f"{BASE}/faults").text
    assert "1번 걸림 · 1번 맞음" in page
    assert "<img" not in page
    remove = re.findall(r'action="([^"]*/remove)"', page)
    assert mock.post(remove[0]).status_code == 303
    assert [fault["fault"] for fault in effects(mock)["faults"]] == ["html"]
    posted(mock, "faults/remove")
    assert effects(mock)["faults"] == []
