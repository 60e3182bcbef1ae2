"""What axe-core finds in every step of the window: nothing that is serious."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.node import FOLDER

from .shop import Shop
from .test_steps import fill, go_on

pytestmark = [pytest.mark.browser, pytest.mark.node]


def serious(window: Page) -> list[str]:
    """The rules of axe-core that the window breaks seriously, and where."""
    # The window's own policy lets no script in: this one comes by the debugger, as Playwright's own do.
    window.evaluate((FOLDER / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = window.evaluate("async () => (await axe.run()).violations")
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


def test_a_flaw_would_be_found(shop: Shop) -> None:
    window = shop.open().popup()
    window.evaluate("document.documentElement.removeAttribute('lang')")
    window.evaluate("document.querySelector('[data-testid=complete]').textContent = ''")
    assert {each.partition(":")[0] for each in serious(window)} == {"html-has-lang", "button-name"}
