"""Off loopback a token opens the console once; and no other site's page gets anything done with it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from mock_server import Settings
from portone_mock import MockPortOne
from tests.window.conftest import Console
from tests.window.site import Site

pytestmark = pytest.mark.browser
TOKEN = "let-me-in"
FORM = """<!doctype html><link rel="icon" href="data:,"><title>elsewhere</title>
<form method="post" action="{action}" target="{target}"><input name="id" value="forged"></form>
<iframe name="inside" src="about:blank"></iframe><script>document.forms[0].submit()</script>"""


@pytest.fixture(scope="module")
def guarded() -> Iterator[MockPortOne]:
    """A mock that wants a token."""
    with MockPortOne(Settings(port=0, admin_token=TOKEN)) as running:
        yield running


@pytest.fixture
def page(context: BrowserContext, console: Console) -> Page:
    return context.new_page()


def entered(page: Page, guarded: MockPortOne) -> Page:
    page.goto(f"{guarded.base_url}/_mock/?token={TOKEN}")
    expect(page.get_by_role("heading", level=1)).to_have_text("인증 내역")
    return page


def test_the_token_leaves_the_address_and_opens_every_page(page: Page, guarded: MockPortOne) -> None:
    entered(page, guarded)
    assert page.url == f"{guarded.base_url}/_mock/"
    page.get_by_text("새 인증 내역 만들기").click()
    page.get_by_label("본인인증 아이디").fill("mine")
    page.get_by_role("button", name="만들기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("mine")
    (cookie,) = page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Strict", "/_mock/")
    assert TOKEN not in cookie["value"]
    assert page.evaluate("document.cookie") == ""
    assert TOKEN not in page.evaluate("performance.getEntries().map((it) => it.name).join()")


def test_whoever_has_none_is_asked_for_it(page: Page, guarded: MockPortOne, console: Console) -> None:
    page.goto(f"{guarded.base_url}/_mock/")
    console.expect("401")
    page.get_by_label("관리자 토큰").fill(TOKEN)
    page.get_by_role("button", name="들어가기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("인증 내역")
    assert page.url == f"{guarded.base_url}/_mock/"


@pytest.mark.parametrize("target", ["_self", "inside"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_form_of_another_page_is_refused(
    page: Page, guarded: MockPortOne, site: Site, console: Console, target: str, host: str
) -> None:
    entered(page, guarded)
    action = f"{guarded.base_url}/_mock/console/verifications"
    address = site.put("/forging", FORM.format(action=action, target=target)).replace("127.0.0.1", host)
    with page.expect_response(lambda it: it.url == action) as answered:
        page.goto(address)
    assert answered.value.status == 403
    page.wait_for_load_state()
    page.goto(f"{guarded.base_url}/_mock/?q=forged")
    expect(page.get_by_text("찾는 조건에 맞는 내역이 없습니다.")).to_be_visible()
    # Where a frame was aimed at, it is blocked besides, and the browser says so, a moment later.
    console.errors = [error for error in console.errors if not re.search("403|Framing|chromewebdata", error)]


def test_no_page_can_frame_it_or_read_it(page: Page, guarded: MockPortOne, site: Site, console: Console) -> None:
    entered(page, guarded)
    address = f"{guarded.base_url}/_mock/console/verifications"
    page.goto(
        site.put(
            "/framing", f"<!doctype html><link rel=icon href='data:,'><title>x</title><iframe src='{address}'></iframe>"
        )
    )
    console.expect("403")
    read = "(url) => fetch(url, {credentials: 'include'}).then((it) => it.text(), () => 'refused')"
    assert page.evaluate(read, address) == "refused"
    console.errors = [error for error in console.errors if "CORS" not in error and "net::ERR_FAILED" not in error]
