"""The window's bar: it tells what is active, and offers to switch it off to pages that could do so themselves."""

from typing import Final

import httpx
import pytest

from ..in_process import ClientFactory
from ..merchant import Merchant

BAR: Final = 'data-testid="effects"'
BUTTON: Final = 'data-testid="switch-off"'
OWN: Final = "http://localhost:3000"


def window(client: httpx.Client, origin: str | None, store_id: str, **headers: str) -> str:
    given = {} if origin is None else {"Origin": origin}
    begin = {"storeId": store_id, "identityVerificationId": "a", "windowType": {"pc": "POPUP"}}
    opened = client.post("/browser/attempts", json=begin, headers=given)
    assert opened.status_code == 201, opened.text
    return client.get(f"/browser/window/{opened.json()['attempt']}", headers=headers).text


def arranged(client: httpx.Client, **headers: str) -> str:
    """The store id of a sandbox in which a fault waits."""
    box = client.get("/_mock/sandbox", headers=headers).json()
    assert client.post("/_mock/faults", json={"fault": "html"}, headers=headers).status_code == 201
    return str(box["storeId"])


def test_there_is_no_bar_where_nothing_is_active(client: ClientFactory) -> None:
    mock = client(scenario="empty")
    assert BAR not in window(mock, OWN, mock.get("/_mock/sandbox").json()["storeId"])


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_it_tells_each_kind_in_either_language(client: ClientFactory, lang: str) -> None:
    mock = client(scenario="empty")
    merchant = Merchant(mock)
    store = arranged(mock)
    merchant.control("PUT", "/clock", {"now": "2027-01-01T00:00:00+09:00", "frozen": True})
    merchant.control("POST", "/next", {"outcome": "cancelled", "match": {"id": "b"}, "times": 2})
    begin = {"storeId": store, "identityVerificationId": "a", "portoneMock": {"lang": lang}}
    address = f"/browser/window/{mock.post('/browser/attempts', json=begin).json()['attempt']}"
    page = mock.get(address).text
    expected = {
        "ko": ("장애 1개(html)", "시계가 2027-01-01 00:00:00에 멈춰 있음", "다음 인증 2번(cancelled)"),
        "en": ("faults: 1 (html)", "clock held at 2027-01-01 00:00:00", "next verifications: 2 (cancelled)"),
    }
    assert all(text in page for text in expected[lang])
    merchant.control("PUT", "/clock", {"frozen": False})
    moved = {"ko": "시계를 옮김(지금 2027-01-01", "en": "clock moved (now 2027-01-01"}[lang]
    assert moved in mock.get(address).text


@pytest.mark.parametrize(
    ("origin", "offered"),
    [
        (OWN, True),
        ("https://shop.example", True),
        ("http://localhost", True),
        ("https://evil.example", False),
        ("null", False),
        (None, False),
    ],
)
def test_the_button_is_for_pages_that_could_switch_things_off_themselves(
    client: ClientFactory, origin: str | None, offered: bool
) -> None:
    mock = client(scenario="empty", allow_origins=("https://shop.example",))
    page = window(mock, origin, arranged(mock))
    assert BAR in page
    assert (BUTTON in page) is offered
    headers = {} if origin is None else {"Origin": origin}
    answer = mock.delete("/_mock/effects", headers=headers)
    assert (answer.status_code == 204) is (offered or origin is None)


def test_there_is_no_button_where_a_token_is_needed(client: ClientFactory) -> None:
    mock = client(scenario="empty", admin_token="secret")
    page = window(mock, OWN, arranged(mock, **{"Mock-Admin-Token": "secret"}))
    assert BAR in page
    assert BUTTON not in page
