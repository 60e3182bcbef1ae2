"""The sections of credentials and of sandboxes: values to copy, lines that run, and worlds made and deleted."""

import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any, Final

import pytest

from mock_server.console.sdk_snippets import SNIPPETS
from mock_server.env_formats import FORMATS, Connection, render
from portone_mock import MockPortOne
from tests.in_process import ClientFactory, MockClient

BASE: Final = "/_mock/console"
DEFAULTS: Final = Connection("http://localhost:8585", "mock-api-secret", "store-x", "channel-key-danal")
SDK_PAGE: Final = (Path(__file__).parents[2] / "docs" / "sdk.md").read_text(encoding="utf-8")


@pytest.fixture
def mock(client: ClientFactory) -> MockClient:
    return client(scenario="empty")


def copied(page: str) -> dict[str, str]:
    """What each button copies, by what it says it copies."""
    found = re.findall(r'data-copy="([^"]*)" data-copied="[^"]*" aria-label="복사: ([^"]*)"', page)
    return {unescape(name): unescape(text) for text, name in found}


def test_every_value_has_a_button(mock: MockClient) -> None:
    told: Any = mock.get("/_mock/sandbox?sandbox=store-sandbox-a").json()
    values = copied(mock.get(f"{BASE}/credentials?sandbox=store-sandbox-a").text)
    assert values["API Secret"] == told["apiSecret"] == "sandbox-a"
    assert values["상점 아이디"] == told["storeId"]
    for channel in told["channels"]:
        assert values[f"채널 키 {channel['name']}"] == channel["key"]


def test_the_settings_are_those_of_the_command_line(mock: MockClient) -> None:
    told: Any = mock.get("/_mock/sandbox").json()
    texts = set(copied(mock.get(f"{BASE}/credentials", headers={"Host": "localhost:1234"}).text).values())
    connection = Connection("http://localhost:1234", "mock-api-secret", told["storeId"], "channel-key-danal")
    assert {render(connection, form) for form in FORMATS} <= texts


def test_a_secret_that_was_given_is_not_shown(client: ClientFactory) -> None:
    page = client(api_secret="my-own-secret").get(f"{BASE}/credentials").text
    assert "my-own-secret" not in page
    assert "다시 보여 주지 않습니다" in page
    assert "API Secret" not in copied(page)


@pytest.mark.parametrize("name", ["Python", "Node.js", "Kotlin"])
def test_the_lines_are_those_of_the_documents(name: str) -> None:
    """Their constructor, with what the documents read from the environment as it stands."""
    page = re.sub(r'os\.environ\.get\("\w+", ("[^"]+")\)|process\.env\.\w+ \?\? ("[^"]+")', r"\1\2", SDK_PAGE)
    lines = SNIPPETS[name](DEFAULTS).splitlines()
    constructor = [
        line for line in lines if line.strip() and not line.startswith(("import", "from", "print", "console"))
    ]
    assert "\n".join(constructor) in page


def test_the_python_lines_run_as_they_are_copied() -> None:
    with MockPortOne() as portone:
        box = portone.default
        connection = Connection(box.base_url, box.api_secret, box.store_id, "channel-key-danal")
        code = SNIPPETS["Python"](connection)
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "VerifiedIdentityVerification" in ran.stdout


def test_a_sandbox_is_made_opened_and_deleted(mock: MockClient) -> None:
    made = mock.post(f"{BASE}/sandboxes", data={"scenario": "sign-up"})
    assert made.status_code == 303
    page = mock.get(made.headers["location"]).text
    store = re.search(r"sandbox=(store-[\w-]+)", made.headers["location"])
    assert store is not None
    assert f"<bdi>{store[1]}</bdi>" in page
    assert "sign-up" in page
    assert f'href="/_mock/console/verifications?sandbox={store[1]}"' in page
    gone = mock.post(f"{BASE}/sandboxes/delete?sandbox={store[1]}")
    assert (gone.status_code, gone.headers["location"]) == (303, f"{BASE}/sandboxes?done=deleted")
    assert store[1] not in mock.get(f"{BASE}/sandboxes").text


def test_the_default_one_stays_and_an_unknown_scenario_is_refused(mock: MockClient) -> None:
    assert mock.post(f"{BASE}/sandboxes/delete").status_code == 409
    assert "삭제</button>" not in mock.get(f"{BASE}/sandboxes").text
    answer = mock.post(f"{BASE}/sandboxes", data={"scenario": "sing-up"})
    assert answer.status_code == 400
    assert "<code>sign-up</code>" in answer.text


def test_many_are_paged(mock: MockClient) -> None:
    for number in range(60):
        mock.get(f"/_mock/sandbox?sandbox=store-sandbox-{number}")
    page = mock.get(f"{BASE}/sandboxes").text
    assert page.count('class="actions"') == 50
    assert "1–50 / 61" in page
