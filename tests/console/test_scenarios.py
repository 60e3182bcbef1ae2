"""The section of scenarios: listed with reasons, loaded, written, edited with the message at its line."""

import re
from typing import Any, Final

import pytest

from mock_server.scenario import shipped
from tests.in_process import ClientFactory, MockClient

BASE: Final = "/_mock/console/scenarios"
HOSTILE: Final = "<img src=x onerror=alert(1)>"
WRONG: Final = "people:\n  adult:\n    nmae: 김모의\n"


@pytest.fixture
def mock(client: ClientFactory) -> MockClient:
    return client(scenario="empty")


def sent(mock: MockClient, **fields: str) -> Any:
    return mock.post(f"{BASE}/edit", data=fields)


def loaded(mock: MockClient) -> str:
    return str(mock.get("/_mock/sandbox").json()["scenario"])


def test_each_is_listed_with_its_reason_and_the_loaded_one_is_marked(mock: MockClient) -> None:
    page = mock.get(BASE).text
    for scenario in mock.get("/_mock/scenarios").json()["scenarios"]:
        assert f"<b><bdi>{scenario['name']}</bdi></b>" in page
        assert scenario["description"]["ko"][:20] in page.replace("&quot;", '"')
    marked = re.findall(r"<b><bdi>([\w-]+)</bdi></b> <span", page)
    assert marked == ["empty"]
    assert len(re.findall("<tr>", page)) == len(shipped()) + 1


def test_one_is_loaded_and_the_sandbox_reset(mock: MockClient) -> None:
    assert mock.post(f"{BASE}/load/sign-up").status_code == 303
    assert loaded(mock) == "sign-up"
    mock.put("/_mock/verifications/more", json={})
    assert mock.post(f"{BASE}/reset").status_code == 303
    assert mock.get("/_mock/verifications").json()["total"] == 0
    assert mock.post(f"{BASE}/load/sing-up").status_code == 400


def test_the_present_world_is_a_download(mock: MockClient) -> None:
    mock.put("/_mock/clock", json={"frozen": True})
    mock.put("/_mock/verifications/kept", json={"person": "adult-woman"})
    answer = mock.get(f"{BASE}/download")
    assert answer.headers["content-disposition"] == 'attachment; filename="scenario.yaml"'
    assert "x-content-type-options" in answer.headers
    assert answer.text == mock.get("/_mock/scenario").text
    assert "kept:" in answer.text


def test_the_editor_begins_with_the_present_or_a_scenario_by_name(mock: MockClient) -> None:
    mock.put("/_mock/verifications/kept", json={})
    assert "kept:" in mock.get(f"{BASE}/edit").text
    page = mock.get(f"{BASE}/edit?name=adult-shop").text
    assert "minimumAge" in page
    assert "불러올 수 있습니다." in page
    missing = mock.get(f"{BASE}/edit?name=adlut-shop")
    assert missing.status_code == 404
    assert "<code>adult-shop</code>" in missing.text


def test_the_message_stands_at_its_line(mock: MockClient) -> None:
    answer = sent(mock, name="mine", text=WRONG, act="load")
    assert answer.status_code == 400
    assert 'data-line="3" data-column="5"' in answer.text
    assert "3번째 줄 5번째 글자" in answer.text
    at = re.search(r'<li class="wrong"><code>(.*?)</code><p><bdi>(.*?)</bdi></p></li>', answer.text)
    assert at is not None
    assert at[1] == "    nmae: 김모의"
    assert "혹시 name인가요" in at[2]
    assert WRONG.strip() in answer.text
    assert loaded(mock) == "empty"


def test_a_check_loads_nothing_and_a_load_does(mock: MockClient) -> None:
    text = "people:\n  adult: {name: 박바뀜}\n"
    answer = sent(mock, name="mine", text=text, act="check")
    assert answer.status_code == 200
    assert "불러올 수 있습니다." in answer.text
    assert loaded(mock) == "empty"
    assert sent(mock, name="mine", text=text, act="load").status_code == 303
    assert loaded(mock) == "mine"
    assert "adult: {name" not in mock.get(f"{BASE}/edit?name=mine").text
    assert "박바뀜" in mock.get(f"{BASE}/edit?name=mine").text


def test_a_load_without_a_text_is_no_load_of_an_empty_world(mock: MockClient) -> None:
    answer = sent(mock, act="load")
    assert (answer.status_code, "시나리오 파일의 내용(YAML)" in answer.text) == (400, True)
    assert loaded(mock) == "empty"


def test_a_text_keeps_its_first_lines(mock: MockClient) -> None:
    answer = sent(mock, name="mine", text="\n\r\n people: [\n", act="check")
    assert 'data-line="4"' in answer.text or 'data-line="3"' in answer.text
    assert "\n\n\n people: [" in answer.text


@pytest.mark.parametrize(
    "text", [HOSTILE, f"people:\n  {HOSTILE}: {{a: 1}}\n", f"'{HOSTILE}\u202e': 1\n", "\x00", "a: *x\n"]
)
def test_hostile_texts_and_names_are_text(mock: MockClient, text: str) -> None:
    for name in (HOSTILE, "</textarea><script>", "a" * 300, "\u202e"):
        answer = sent(mock, name=name, text=text, act="load")
        assert answer.status_code == 400
        assert "<img" not in answer.text
        assert answer.text.count("<script") == 3
    assert loaded(mock) == "empty"


def test_a_hostile_name_that_is_loaded_is_text_on_every_page(mock: MockClient) -> None:
    assert sent(mock, name=HOSTILE, text="description: {ko: '<b>x</b>', en: x}\n", act="load").status_code == 303
    for page in (BASE, f"{BASE}/edit", "/_mock/"):
        assert "<img" not in mock.get(page).text


def test_a_long_text_is_taken(mock: MockClient) -> None:
    lines = "".join(f"  many-{number}: {{customData: {'가' * 100}}}\n" for number in range(2_000))
    assert sent(mock, name="long", text=f"verifications:\n{lines}", act="load").status_code == 303
    assert mock.get("/_mock/verifications?limit=1").json()["total"] == 2_000
