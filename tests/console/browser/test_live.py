"""The journal in a browser: rows appear, a busy one stays small, a pause pauses, a background tab lets go."""

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from mock_server import Settings
from portone_mock import MockPortOne
from tests.in_process import portone
from tests.window.conftest import Console

from .conftest import Desk

pytestmark = pytest.mark.browser
MOST = 100


def read(desk: Desk, times: int = 1, id_: str = "nobody") -> None:
    with httpx.Client(base_url=desk.box.base_url, headers=portone(desk.box.api_secret)) as client:
        for _ in range(times):
            client.get(f"/identity-verifications/{id_}")


def listening(desk: Desk, query: str = "") -> Page:
    """The page, once its stream is open."""
    page = desk.page
    with page.expect_response(lambda it: "/requests/live" in it.url):
        desk.open(f"/_mock/console/requests{query}")
    return page


def test_a_request_appears_by_itself_with_the_reason(desk: Desk) -> None:
    page = listening(desk)
    expect(page.get_by_text("아직 요청이 없습니다.")).to_be_visible()
    read(desk)
    expect(page.locator(".request")).to_contain_text("This sandbox has no verification")
    expect(page.get_by_text("아직 요청이 없습니다.")).to_have_count(0)


def test_a_busy_journal_leaves_a_page_that_can_be_used(desk: Desk) -> None:
    page = listening(desk)
    read(desk, 1_200)
    expect(page.locator(".request").first).to_contain_text("nobody")
    newest = desk.box.requests()[0]["n"]
    expect(page.locator(".request").first).to_contain_text(f"#{newest}")
    assert page.locator(".request").count() <= MOST
    page.get_by_label("본인인증 아이디").press_sequentially("some")
    expect(page.get_by_text("찾는 조건에 맞는 요청이 없습니다.")).to_be_visible()


def test_a_filter_holds_for_what_comes_too(desk: Desk) -> None:
    desk.box.put_verification("there")
    page = listening(desk)
    with page.expect_response(lambda it: "/requests/live" in it.url and "status=refused" in it.url):
        page.get_by_label("상태 코드").select_option("refused")
    read(desk, id_="there")
    read(desk)
    expect(page.locator(".request")).to_have_count(1)
    expect(page.locator(".request")).to_contain_text("404")


def test_a_pause_pauses_and_going_on_brings_what_was_missed(desk: Desk) -> None:
    page = listening(desk)
    page.get_by_role("button", name="멈추기").click()
    read(desk, 2)
    expect(page.get_by_text("멈춤")).to_be_visible()
    expect(page.locator(".request")).to_have_count(0)
    page.get_by_role("button", name="계속").click()
    expect(page.locator(".request")).to_have_count(2)


def test_a_journal_that_was_cleared_elsewhere_is_empty_here_too(desk: Desk) -> None:
    read(desk)
    page = listening(desk)
    expect(page.locator(".request")).to_have_count(1)
    httpx.delete(f"{desk.box.base_url}/_mock/requests", headers=portone(desk.box.api_secret)).raise_for_status()
    expect(page.locator(".request")).to_have_count(0)
    read(desk)
    expect(page.locator(".request")).to_have_count(1)


def test_a_journal_that_was_cleared_begins_anew(desk: Desk) -> None:
    read(desk, 2)
    page = listening(desk)
    expect(page.locator(".request")).to_have_count(2)
    page.get_by_role("button", name="기록 지우기").click()
    expect(page.get_by_role("status").first).to_have_text("요청 기록을 지웠습니다.")
    expect(page.locator(".request")).to_have_count(0)


def test_a_server_that_is_gone_is_told_and_so_is_one_that_is_back(desk: Desk, console: Console) -> None:
    page = desk.page
    with MockPortOne() as gone:
        page.goto(f"{gone.base_url}/_mock/console/requests")
        port = int(gone.base_url.rpartition(":")[2])
        state = page.locator("[data-live-state]")
        expect(state).to_have_text("실시간")
    expect(state).to_contain_text("다시 연결하는 중")
    unanswered = page.get_by_text("모의 서버가 답하지 않습니다.")
    expect(unanswered).to_be_hidden()
    page.get_by_label("본인인증 아이디").press_sequentially("x")
    expect(unanswered).to_be_visible()
    with MockPortOne(Settings(port=port)):
        expect(state).to_have_text("실시간")
        page.get_by_label("본인인증 아이디").press_sequentially("y")
        expect(unanswered).to_be_hidden()
        page.goto("about:blank")
    console.errors = [error for error in console.errors if "net::ERR_" not in error and "htmx:" not in error]


def test_nothing_pretends_to_be_live_without_scripts(chromium: Browser, desk: Desk) -> None:
    context = chromium.new_context(locale="ko-KR", java_script_enabled=False)
    page = Desk(context.new_page(), desk.box).open("/_mock/console/requests")
    expect(page.get_by_role("button", name="기록 지우기")).to_be_visible()
    expect(page.get_by_text("연결하는 중")).to_be_hidden()
    expect(page.get_by_role("button", name="멈추기")).to_be_hidden()
    page.get_by_role("link", name="시나리오", exact=True).click()
    expect(page.get_by_text("YAML 파일을 여기에 끌어다 놓거나")).to_be_hidden()
    page.get_by_role("link", name="편집기 열기").click()
    page.get_by_label("시나리오(YAML)").fill("people:\n  adult: {nmae: 김모의}\n")
    page.get_by_role("button", name="검사").click()
    expect(page.locator("#problem")).to_contain_text("혹시 name인가요")
    context.close()
