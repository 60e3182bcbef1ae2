"""The console of a sandbox with ten thousand records and a full journal, on a real server that has others to answer."""

import threading
from collections.abc import Iterator

import httpx
import pytest

from mock_server.console.sections import SECTIONS
from portone_mock import MockPortOne
from tests.in_process import portone as as_merchant

RECORDS = 10_000
EDITOR = "/_mock/console/scenarios/edit"
TEXT = "readyMade: true\nverifications:\n" + "".join(f"  v-{n}: {{customData: c}}\n" for n in range(RECORDS))
# A page that grew with what is stored would have megabytes.
LARGEST_PAGE = 150_000


@pytest.fixture(scope="module")
def full() -> Iterator[httpx.Client]:
    """A client of the server."""
    with MockPortOne() as mock, httpx.Client(base_url=mock.base_url, timeout=60) as client:
        client.put("/_mock/scenario", json={"name": "full", "text": TEXT}).raise_for_status()
        for n in range(1_100):
            client.get(f"/identity-verifications/v-{n}", headers=as_merchant("mock-api-secret"))
        yield client


def reads_during(client: httpx.Client, method: str, path: str, **sent: object) -> tuple[int, httpx.Response]:
    """How many reads are answered while that call is under way, and what it answers."""
    came: list[httpx.Response] = []
    call = threading.Thread(target=lambda: came.append(client.request(method, path, **sent)))  # type: ignore[arg-type]
    count = 0
    call.start()
    with httpx.Client(base_url=client.base_url, headers=as_merchant("mock-api-secret")) as merchant:
        while call.is_alive():
            assert merchant.get("/identity-verifications/v-1").status_code == 200
            count += call.is_alive()
    return count, came[0]


@pytest.mark.parametrize("key", [section.key for section in SECTIONS])
def test_every_section_stays_a_page(full: httpx.Client, key: str) -> None:
    page = full.get(f"/_mock/console/{key}")
    assert page.status_code == 200
    assert len(page.content) < LARGEST_PAGE


def test_others_are_answered_while_the_present_state_is_written(full: httpx.Client) -> None:
    count, page = reads_during(full, "GET", EDITOR)
    assert "/_mock/console/scenarios/download" in page.text
    assert '<textarea name="text" aria-label="시나리오(YAML)"' not in page.text
    assert len(page.content) < LARGEST_PAGE
    assert count > 5


def test_others_are_answered_while_a_long_text_is_checked(full: httpx.Client) -> None:
    count, page = reads_during(full, "POST", EDITOR, data={"name": "full", "text": TEXT, "act": "check"})
    assert "불러올 수 있습니다." in page.text
    assert count > 5
