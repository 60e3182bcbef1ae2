"""Every outcome in every kind of window at every provider: what the page gets, and what is in the record.

All 117 cells are walked by the calls of the window and the script, over a socket. In Chromium are all pairs of the
three: each outcome in each kind of window, the providers taking turns so that each meets every outcome and every kind.
The rest would take a minute of the suite for the same screens.
"""

from contextlib import nullcontext
from itertools import product
from typing import Any, Final

import httpx
import pytest
from playwright.sync_api import FrameLocator, Page, expect

from mock_server.domain.outcomes import OUTCOMES
from mock_server.handle import SandboxHandle

from .readers import read_on_the_web
from .shop import Shop, finish, may_close
from .test_windows import expected, expected_of

KINDS: Final = ("POPUP", "IFRAME", "REDIRECTION")
CHANNELS: Final = ("danal", "kcp", "inicis")
# KG Inicis shows no IFRAME on a PC, so there the device is a phone.
CELLS: Final = [
    (kind, outcome, CHANNELS[(number + turn) % len(CHANNELS)])
    for (number, outcome), (turn, kind) in product(enumerate(OUTCOMES), enumerate(KINDS))
]
STAY_OPEN: Final = ("wrong-otp", "otp-expired")
LOST: Final = ("abandoned", "verified-not-returned")
DONE: Final = "https://shop.example/done"


def test_all_pairs_are_there() -> None:
    assert {cell[:2] for cell in CELLS} == set(product(KINDS, OUTCOMES))
    assert {cell[1:] for cell in CELLS} == set(product(OUTCOMES, CHANNELS))
    assert {(cell[0], cell[2]) for cell in CELLS} == set(product(KINDS, CHANNELS))


def opened(shop: Shop, kind: str, channel: str) -> Page | FrameLocator:
    """The window of this kind that pressing the button opens."""
    shop.open("?device=mobile" if (kind, channel) == ("IFRAME", "inicis") else "")
    if kind == "POPUP":
        return shop.popup(channel=channel)
    return shop.frame(channel=channel) if kind == "IFRAME" else shop.left_for(channel=channel)


def result(shop: Shop, kind: str) -> dict[str, str]:
    """What the page is told: by the promise, or in the address that it was sent to."""
    return read_on_the_web(shop.sent_to()) if kind == "REDIRECTION" else shop.value


@pytest.mark.browser
@pytest.mark.parametrize(("kind", "outcome", "channel"), CELLS)
def test_the_page_gets_what_the_outcome_gives(shop: Shop, kind: str, outcome: str, channel: str) -> None:
    window = opened(shop, kind, channel)
    notice, told = window.get_by_test_id("notice"), outcome
    is_silent = outcome in LOST and kind != "REDIRECTION"
    with shop.page.expect_console_message(lambda it: outcome in it.text) if is_silent else nullcontext():
        finish(window, outcome)
    if outcome == "age-limit" or outcome in STAY_OPEN:
        expect(notice).to_have_text(OUTCOMES[outcome].label.ko)
        told = "cancelled"
    if outcome == "age-limit":
        with may_close():
            window.get_by_role("button", name="창 닫기").click()
    elif outcome in STAY_OPEN:
        assert shop.status() == "READY"
        finish(window, told)
    if outcome not in LOST:
        assert result(shop, kind) == expected(shop, told)
    elif kind == "REDIRECTION":
        expect(notice).to_be_visible()
        assert "/browser/window/" in shop.page.url
    else:
        assert shop.is_pending()
    if kind != "REDIRECTION":
        shop.wait_until_alone()
        expect(shop.page.get_by_test_id("portone-mock-frame")).to_have_count(0)
    assert shop.status() == ("FAILED" if outcome in STAY_OPEN else OUTCOMES[outcome].status)


class Calls:
    """A window without a browser: the calls of the script and of the window's page."""

    def __init__(self, box: SandboxHandle, kind: str, channel: str, id_: str) -> None:
        is_mobile = (kind, channel) == ("IFRAME", "inicis")
        request = {
            "storeId": box.store_id,
            "identityVerificationId": id_,
            "channelKey": box.channels[channel].key,
            "windowType": {"pc": kind, "mobile": kind},
            "portoneMock": {"device": "mobile" if is_mobile else "pc"},
        }
        self._base = box.base_url
        self.opened = self._post("attempts", request | ({"redirectUrl": DONE} if kind == "REDIRECTION" else {}))

    def complete(self, outcome: str) -> dict[str, Any]:
        return self._post(f"window/{self.opened['attempt']}/complete", {"outcome": outcome})

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = httpx.post(f"{self._base}/browser/{path}", json=body).raise_for_status().json()
        return answer


@pytest.mark.parametrize(("kind", "outcome", "channel"), list(product(KINDS, OUTCOMES, CHANNELS)))
def test_every_cell_by_the_calls_of_the_window(box: SandboxHandle, kind: str, outcome: str, channel: str) -> None:
    window = Calls(box, kind, channel, "signup1")
    assert window.opened["windowType"] == kind
    answer = window.complete(outcome)
    assert (answer["outcome"], answer["label"]["ko"]) == (outcome, OUTCOMES[outcome].label.ko)
    assert (answer["staysOpen"], answer["isReadFirst"]) == (outcome in STAY_OPEN, outcome == "age-limit")
    if outcome in STAY_OPEN:
        assert (answer["result"], box.verification("signup1")["answer"]["status"]) == (None, "READY")
        answer = window.complete("cancelled")
    told = "cancelled" if outcome in (*STAY_OPEN, "age-limit") else outcome
    came = None if outcome in LOST else expected_of(box, told, "signup1")
    assert answer["result"] == came
    goes = answer["redirectTo"]
    assert (None if goes is None else read_on_the_web(goes)) == (came if kind == "REDIRECTION" else None)
    record = box.verification("signup1")
    assert record["answer"]["status"] == ("FAILED" if outcome in STAY_OPEN else OUTCOMES[outcome].status)
    assert record["attempts"][-1]["channel"] == channel
