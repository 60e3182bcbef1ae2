"""As a first-time user, by visible Korean labels: copy the secret, make a sandbox, open another, delete one."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from mock_server.handle import SandboxHandle

from .conftest import Console
from .test_accessibility import serious
from .test_console_orders import go_to

pytestmark = pytest.mark.browser


@pytest.fixture
def page(context: BrowserContext, console: Console, box: SandboxHandle) -> Page:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{box.base_url}/_mock/?sandbox={box.store_id}")
    return page


def test_the_secret_is_copied(page: Page, box: SandboxHandle) -> None:
    go_to(page, "연동 정보")
    button = page.get_by_role("button", name="복사: API Secret")
    button.click()
    expect(button).to_have_text("복사했습니다")
    assert page.evaluate("navigator.clipboard.readText()") == box.api_secret
    page.get_by_role("button", name="복사: 환경 변수 (.env)").press("Enter")
    page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('PORTONE_API_SECRET')")


def test_a_sandbox_is_made_seen_and_deleted(page: Page) -> None:
    go_to(page, "샌드박스")
    page.get_by_role("main").get_by_label("시나리오").select_option("sign-up")
    page.get_by_role("button", name="새 샌드박스 만들기").click()
    expect(page.get_by_text("샌드박스를 만들었습니다.")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="지금 보는 것")
    expect(row).to_contain_text("sign-up")
    row.get_by_role("button", name="삭제").click()
    expect(page.get_by_text("샌드박스를 삭제했습니다.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="지금 보는 것")).to_contain_text("기본")


@pytest.mark.node
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_neither_page_has_a_serious_flaw_or_is_too_wide_for_a_phone(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 360, "height": 640})
    for section in ("연동 정보", "샌드박스"):
        go_to(page, section)
        assert serious(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), section
