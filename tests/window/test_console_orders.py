"""As a first-time user, by visible Korean labels: the next window fails, a fault is ordered, all is switched off."""

from typing import Any, Final

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from mock_server.handle import SandboxHandle

from .conftest import Console
from .shop import Shop
from .test_accessibility import serious

pytestmark = pytest.mark.browser

HOSTILE: Final = "<img src=x onerror=alert(1)>\u202e"


@pytest.fixture
def page(context: BrowserContext, console: Console, box: SandboxHandle) -> Page:
    """The console's first page, in the sandbox of the test."""
    page = context.new_page()
    page.goto(f"{box.base_url}/_mock/?sandbox={box.store_id}")
    return page


def go_to(page: Page, section: str) -> None:
    page.get_by_role("navigation", name="메뉴").get_by_role("link", name=section, exact=True).click()
    page.get_by_role("heading", name=section, exact=True).wait_for()


def test_the_next_window_fails_by_what_is_read_on_the_page(page: Page, shop: Shop) -> None:
    go_to(page, "다음 인증")
    page.get_by_role("combobox", name="결과").select_option(label="본인확인기관에 오류가 발생했습니다 (provider-error)")
    page.get_by_role("button", name="다음 인증에 적용").click()
    expect(page.get_by_text("다음 인증에 적용합니다.")).to_be_visible()
    expect(page.get_by_role("region", name="켜져 있습니다")).to_contain_text("다음 인증 1번(provider-error)")
    shop.open().press("failing")
    assert shop.value["code"]
    assert shop.box.verification("failing")["answer"]["status"] == "FAILED"
    page.reload()
    expect(page.get_by_text("기다리는 예약이 없습니다.")).to_be_visible()


def test_a_fault_is_ordered_and_all_is_switched_off(page: Page, box: SandboxHandle) -> None:
    go_to(page, "장애")
    page.get_by_role("link", name="status", exact=True).click()
    page.get_by_label("status", exact=False).first.fill("503")
    page.get_by_label("body").fill(f'{{"type": "{HOSTILE}"}}')
    page.get_by_role("button", name="이 장애 예약하기").click()
    expect(page.get_by_text("장애를 예약했습니다.")).to_be_visible()
    assert box.faults()[0]["body"] == {"type": HOSTILE}
    expect(page.locator("img")).to_have_count(0)
    go_to(page, "시계")
    page.get_by_role("button", name="지금 멈추기").click()
    expect(page.get_by_text("여러분의 앱의 시계는 바뀌지 않습니다.")).to_be_visible()
    page.get_by_role("button", name="모두 끄기").click()
    expect(page.get_by_text("모두 껐습니다.")).to_be_visible()
    expect(page.get_by_role("heading", name="시계", exact=True)).to_be_visible()
    assert not box.effects()["active"]


def test_a_wrong_fault_is_told_beside_its_form(page: Page, console: Console) -> None:
    go_to(page, "장애")
    page.get_by_role("link", name="delay", exact=True).click()
    page.get_by_label("seconds").fill("1000")
    page.get_by_role("button", name="이 장애 예약하기").click()
    expect(page.get_by_role("alert")).to_contain_text("0부터 600까지의 초 수")
    expect(page.get_by_label("seconds")).to_have_value("1000")
    console.expect("400")


def test_the_clock_is_advanced_by_keyboard_only(page: Page, box: SandboxHandle) -> None:
    go_to(page, "시계")
    page.keyboard.press("Tab")
    for _ in range(30):
        if page.evaluate("document.activeElement.textContent.trim()") == "앞으로 돌리기":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("시계를 맞췄습니다.")).to_be_visible()
    assert box.effects()["clock"] is not None


@pytest.mark.node
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_flaw_or_is_too_wide_for_a_phone(page: Page, box: SandboxHandle, scheme: Any) -> None:
    box.order_fault("status", status=503, body={"a": HOSTILE + "x" * 300}, times=None)
    box.next("cancelled", idPrefix=HOSTILE + "y" * 300)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 360, "height": 640})
    for section in ("다음 인증", "장애", "시계"):
        go_to(page, section)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), section
        assert serious(page) == []
    go_to(page, "장애")
    page.get_by_role("link", name="status", exact=True).click()
    assert serious(page) == []
