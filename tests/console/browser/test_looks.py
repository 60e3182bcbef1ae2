"""Every page of the console: nothing serious for axe-core, no sideways scrolling on a phone, whatever is stored."""

from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from mock_server.console.sections import SECTIONS
from tests.merchant import Merchant
from tests.window.test_accessibility import serious

from .conftest import Desk

pytestmark = pytest.mark.browser
PAGES = [f"/_mock/console/{section.key}" for section in SECTIONS]
OF_ONE = ["/_mock/console/verifications/s1", "/_mock/console/verifications/v1", "/_mock/console/people/vicious"]
IMAGE = "<img src=x onerror=document.body.textContent='hurt'>"
RIGHT_TO_LEFT = "\u202eevil\u2066"


@pytest.fixture
def full(desk: Desk) -> Desk:
    """A desk whose sandbox holds something on every page, some of it meant to hurt."""
    box, long = desk.box, "가" * 400 + "w" * 500
    box.put_person(
        "vicious", name=IMAGE[:50], label={"ko": IMAGE, "en": long}, why={"ko": RIGHT_TO_LEFT + long, "en": IMAGE}
    )
    box.put_verification("v1", person="vicious", customData=IMAGE + long * 10)
    box.put_verification(IMAGE, person="adult")
    box.put_verification("w" * 200, outcome="identity-mismatch", customer={"name": RIGHT_TO_LEFT})
    with httpx.Client(base_url=box.base_url) as client:
        merchant = Merchant(client, box.api_secret)
        merchant.send("s1")
        merchant.call("GET", f"/identity-verifications/{'w' * 180}x")
        client.get("/identity-verifications/v1", headers={"authorization": f"PortOne {IMAGE}"})
    return desk


def opened(desk: Desk, path: str) -> Page:
    """The page with everything that can be unfolded."""
    page = desk.open(path)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    return page


@pytest.mark.node
@pytest.mark.parametrize(("scheme", "lang"), [("light", "ko"), ("dark", "en")])
def test_no_page_has_a_serious_flaw(full: Desk, scheme: Any, lang: str) -> None:
    full.page.emulate_media(color_scheme=scheme)
    assert {path: found for path in PAGES + OF_ONE if (found := serious(opened(full, f"{path}?lang={lang}")))} == {}


@pytest.mark.node
def test_a_flaw_would_be_found(desk: Desk) -> None:
    page = desk.open()
    page.evaluate(
        "document.querySelector('.filter label').replaceWith(document.querySelector('.filter input[type=search]'))"
    )
    assert {each.partition(":")[0] for each in serious(page)} == {"label"}


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_is_wider_than_the_screen(full: Desk, width: int) -> None:
    full.page.set_viewport_size({"width": width, "height": 740})
    for path in PAGES + OF_ONE:
        page = opened(full, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.locator("body").inner_text() != "hurt"
        assert page.locator("img").count() == 0, path


def test_a_phone_shows_where_one_is(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 360, "height": 740})
    for path in PAGES:
        expect(desk.open(path).locator("nav [aria-current]")).to_be_in_viewport(ratio=0.99)
