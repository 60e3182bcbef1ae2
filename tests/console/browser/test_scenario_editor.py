"""The editor of scenarios in a browser: what is wrong is in sight, at whatever size the window has."""

import pytest
from playwright.sync_api import expect

from mock_server.console.scenario_editor import LONG
from tests.window.conftest import Console

from .conftest import Desk

pytestmark = pytest.mark.browser
SIZES = [(1366, 768), (360, 740)]
WRONG = "".join(f"  p{number}: {{name: 김모의}}\n" for number in range(60))


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_message_and_what_can_be_done_are_in_sight(desk: Desk, width: int, height: int, console: Console) -> None:
    desk.page.set_viewport_size({"width": width, "height": height})
    page = desk.open("/_mock/console/scenarios/edit?name=empty")
    text = page.get_by_label("시나리오(YAML)")
    text.fill(f"people:\n{WRONG}  adult: {{nmae: 김모의}}\n")
    problem = page.locator("#problem")
    expect(problem).to_contain_text("혹시 name인가요")
    expect(problem).to_be_in_viewport(ratio=0.99)
    expect(page.get_by_role("button", name="이 내용 불러오기")).to_be_in_viewport(ratio=0.99)
    expect(text).to_be_in_viewport(ratio=0.3)
    page.get_by_role("button", name="이 내용 불러오기").click()
    expect(page).to_have_url(f"{desk.box.base_url}/_mock/console/scenarios/edit?sandbox={desk.box.store_id}")
    console.expect("400")
    expect(problem).to_be_in_viewport(ratio=0.99)
    expect(text).to_be_focused()
    expect(text).to_be_in_viewport(ratio=0.3)


def test_a_long_text_is_checked_by_the_button_only(desk: Desk, console: Console) -> None:
    page = desk.open("/_mock/console/scenarios/edit?name=empty")
    text = page.get_by_label("시나리오(YAML)")
    page.evaluate(
        "void (window.kept = new Promise((said) =>"
        " addEventListener('htmx:beforeRequest', (it) => said(it.defaultPrevented))))"
    )
    text.fill(f"verifications:\n  long: {{customData: '{'가' * LONG}'}}\npeopel: 1\n")
    expect(page.get_by_text("검사 단추를 누르세요.")).to_be_visible()
    assert page.evaluate("window.kept")
    page.get_by_role("button", name="검사", exact=True).click()
    expect(page.locator("#problem")).to_contain_text("'people'인가요")
    console.expect("400")
    text.fill("peopel: 1\n")
    expect(page.locator("#problem")).to_contain_text("1번째 줄")
