"""What axe-core finds in every step of the window: nothing that is serious."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.node import FOLDER

from .shop import Shop
from .walking import fill, go_on

pytestmark = [pytest.mark.browser, pytest.mark.node]


def serious(window: Page, within: str = "html") -> list[str]:
    """The rules of axe-core that the window, or this part of a page, breaks seriously, and where."""
    # The window's own policy lets no script in: this one comes by the debugger, as Playwright's own do.
    window.evaluate((FOLDER / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = window.evaluate("async (within) => (await axe.run(within)).violations", within)
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_no_step_has_a_serious_flaw(shop: Shop, scheme: Any, lang: str) -> None:
    window = shop.open(f"?lang={lang}").popup(channel="inicis")
    window.emulate_media(color_scheme=scheme)
    assert serious(window) == []
    window.get_by_test_id("type-person").click()
    assert serious(window) == []
    go_on(window)
    assert serious(window) == []
    fill(window)
    go_on(window)
    window.get_by_test_id("step-terms").wait_for()
    assert serious(window) == []
    window.get_by_test_id("terms").check()
    go_on(window)
    window.get_by_test_id("otp").wait_for()
    go_on(window)
    window.get_by_test_id("notice").wait_for()
    assert serious(window) == []


def test_what_is_put_over_a_page_has_no_serious_flaw(shop: Shop) -> None:
    shop.open().frame()
    cover = shop.page.get_by_test_id("portone-mock-frame")
    cover.wait_for()
    assert serious(shop.page, "[data-testid=portone-mock-frame]") == []
    cover.get_by_role("button").evaluate("element => element.removeAttribute('aria-label')")
    cover.get_by_role("button").evaluate("element => element.textContent = ''")
    cover.locator("iframe").evaluate("element => element.removeAttribute('title')")
    broken = {each.partition(":")[0] for each in serious(shop.page, "[data-testid=portone-mock-frame]")}
    assert broken == {"button-name", "frame-title"}


def test_a_flaw_would_be_found(shop: Shop) -> None:
    window = shop.open().popup()
    window.evaluate("document.documentElement.removeAttribute('lang')")
    window.evaluate("document.querySelector('[data-testid=complete]').textContent = ''")
    assert {each.partition(":")[0] for each in serious(window)} == {"html-has-lang", "button-name"}
