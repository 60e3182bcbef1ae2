"""The window's bar in a browser: what is active is told, and goes by its button; a stranger's page gets no button."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from portone_mock import MockPortOne

from .chromium import ARGUMENTS, WITHOUT, executable
from .conftest import Console
from .shop import Shop, finish
from .site import Site
from .test_accessibility import serious

pytestmark = pytest.mark.browser

NOTHING: Final = {"active": False, "faults": [], "clock": None, "next": []}


def test_all_is_switched_off_by_its_label(shop: Shop) -> None:
    shop.box.order_fault("html", times=None)
    shop.box.freeze("2027-01-01T00:00:00+09:00")
    shop.box.next("cancelled", idPrefix="another-")
    window = shop.open().popup()
    bar = window.get_by_role("region", name="켜져 있습니다")
    expect(bar).to_contain_text("장애 1개(html) · 시계가 2027-01-01 00:00:00에 멈춰 있음 · 다음 인증 1번(cancelled)")
    bar.get_by_role("button", name="모두 끄기").click()
    expect(bar).to_have_text("모두 껐습니다.")
    assert window.evaluate("document.activeElement.textContent") == "모두 껐습니다."
    assert shop.box.effects() == NOTHING
    finish(window, "verified")
    assert shop.value["identityVerificationId"] == "signup1"


@pytest.mark.node
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_has_no_serious_flaw_and_fits_a_phone(shop: Shop, scheme: Any) -> None:
    shop.box.order_fault("html", times=None)
    window = shop.open("?lang=en").popup()
    window.emulate_media(color_scheme=scheme)
    window.set_viewport_size({"width": 360, "height": 640})
    expect(window.get_by_role("button", name="Switch all off")).to_be_visible()
    assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious(window) == []


def test_it_is_reached_by_keyboard_only(shop: Shop) -> None:
    shop.box.next("cancelled", idPrefix="another-")
    window = shop.open().popup()
    for _ in range(10):
        if window.evaluate("document.activeElement.dataset.testid") == "switch-off":
            break
        window.keyboard.press("Tab")
    window.keyboard.press("Enter")
    expect(window.get_by_test_id("effects")).to_have_text("모두 껐습니다.")
    assert shop.box.effects() == NOTHING


def test_a_refusal_is_shown(shop: Shop, console: Console) -> None:
    shop.box.order_fault("html", times=None)
    window = shop.open().popup()
    shop.box.drop()
    window.get_by_role("button", name="모두 끄기").click()
    expect(window.get_by_test_id("notice")).to_contain_text("처리하지 못했습니다.")
    expect(window.get_by_role("button", name="모두 끄기")).to_be_visible()
    console.expect("401")


@pytest.fixture
def strangers(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser for which a stranger's name is this machine."""
    arguments = [*ARGUMENTS, "--host-resolver-rules=MAP evil.test 127.0.0.1"]
    browser = chromium.browser_type.launch(
        executable_path=executable(), args=arguments, ignore_default_args=list(WITHOUT)
    )
    yield browser.new_context()
    browser.close()


def test_a_strangers_page_that_frames_a_window_has_nothing_to_steal_a_click_with(
    strangers: BrowserContext, site: Site
) -> None:
    with MockPortOne() as mock:
        mock.default.order_fault("html", times=None)
        page: Page = strangers.new_page()
        page.goto(
            site.put("/", '<!doctype html><link rel="icon" href="data:,"><body></body>').replace(
                "127.0.0.1", "evil.test"
            )
        )
        page.evaluate(
            """async ([mock, storeId]) => {
              const asked = { storeId, identityVerificationId: "stolen", windowType: { pc: "IFRAME" } };
              const opened = await fetch(`${mock}/browser/attempts`, { method: "POST", body: JSON.stringify(asked) });
              const { attempt } = await opened.json();
              const frame = document.createElement("iframe");
              frame.src = `${mock}/browser/window/${attempt}`;
              document.body.append(frame);
              await new Promise((done) => (frame.onload = done));
            }""",
            [mock.base_url, mock.default.store_id],
        )
        framed = page.frame_locator("iframe")
        expect(framed.get_by_test_id("effects")).to_be_visible()
        expect(framed.get_by_role("button", name="모두 끄기")).to_have_count(0)
        assert mock.default.effects()["active"]
