"""Every outcome in every kind of window at every provider: what the page gets, and what is in the record.

All pairs of the three are there: each outcome in each kind of window, and the providers take turns so that each meets
every outcome and every kind. The third changes nothing about the other two (browser/completion.py asks no provider), so
that the 117 cells would take three times as long and tell nothing more.
"""

from contextlib import nullcontext
from itertools import product
from typing import Final

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from mock_server.domain.outcomes import OUTCOMES

from .readers import read_on_the_web
from .shop import Shop, finish, may_close
from .test_windows import expected

pytestmark = pytest.mark.browser

KINDS: Final = ("POPUP", "IFRAME", "REDIRECTION")
CHANNELS: Final = ("danal", "kcp", "inicis")
# KG Inicis shows no IFRAME on a PC, so there the device is a phone.
CELLS: Final = [
    (kind, outcome, CHANNELS[(number + turn) % len(CHANNELS)])
    for (number, outcome), (turn, kind) in product(enumerate(OUTCOMES), enumerate(KINDS))
]
STAY_OPEN: Final = ("wrong-otp", "otp-expired")
LOST: Final = ("abandoned", "verified-not-returned")


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
