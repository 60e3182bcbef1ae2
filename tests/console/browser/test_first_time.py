"""What somebody does who has never seen the console, by its visible Korean labels only; and by keyboard only."""

import re

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.in_process import portone
from tests.merchant import Merchant
from tests.window.conftest import Console

from .conftest import Desk

pytestmark = pytest.mark.browser


def read(desk: Desk, id_: str, secret: str | None = None) -> httpx.Response:
    """What an application does."""
    address = f"{desk.box.base_url}/identity-verifications/{id_}"
    return httpx.get(address, headers=portone(secret or desk.box.api_secret))


def test_makes_a_verified_record(desk: Desk) -> None:
    page = desk.open()
    page.get_by_text("새 인증 내역 만들기").click()
    page.get_by_label("본인인증 아이디").fill("signup-1")
    page.get_by_role("combobox", name="인물", exact=True).select_option(label="만 18세 미성년자 (minor-18)")
    page.get_by_role("button", name="만들기").click()
    expect(page.get_by_role("status").first).to_have_text("인증 내역을 만들었습니다.")
    expect(page.locator("dl")).to_contain_text("VERIFIED")
    assert read(desk, "signup-1").json()["status"] == "VERIFIED"


def test_finds_why_a_404_came_back(desk: Desk) -> None:
    desk.box.put_verification("signup-1")
    assert read(desk, "sginup-1").status_code == 404
    page = desk.open()
    page.get_by_role("link", name="요청 기록").click()
    page.get_by_label("상태 코드").select_option(label="거절한 것만")
    row = page.get_by_role("listitem").filter(has_text="sginup-1")
    expect(row).to_contain_text("IDENTITY_VERIFICATION_NOT_FOUND")
    expect(row).to_contain_text("가장 비슷한 아이디: signup-1")


def test_is_told_what_is_wrong_with_a_form_and_keeps_what_was_typed(desk: Desk, console: Console) -> None:
    page = desk.open("/_mock/?person=adult")
    page.get_by_label("본인인증 아이디").fill("x")
    page.get_by_text("더 정하기").click()
    page.get_by_label("인증사").fill("KAKA")
    page.get_by_role("combobox", name="채널", exact=True).select_option("inicis")
    page.get_by_role("button", name="만들기").click()
    expect(page.get_by_role("alert")).to_contain_text("KAKAO")
    expect(page.get_by_label("인증사")).to_have_value("KAKA")
    console.expect("400")


def test_reads_the_otp_and_finishes_an_attempt(desk: Desk) -> None:
    with httpx.Client(base_url=desk.box.base_url) as client:
        Merchant(client, desk.box.api_secret).send("s1")
    page = desk.open()
    page.get_by_role("link", name="문자함").click()
    expect(page.get_by_role("main")).to_contain_text("인증번호 000000")
    page.get_by_role("link", name="s1").click()
    page.get_by_role("combobox", name="결과", exact=True).select_option(
        label="입력한 정보가 명의자와 다릅니다 (identity-mismatch)"
    )
    page.get_by_role("button", name="끝내기").click()
    expect(page.locator("dl")).to_contain_text("FAILED")


def test_finds_a_person_makes_a_fresh_one_and_copies_their_ci(desk: Desk, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = desk.open()
    page.get_by_role("link", name="인물", exact=True).click()
    page.get_by_label("이름, 설명, 키로 찾기").press_sequentially("turns-19-today")
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("row").nth(1).get_by_role("link").click()
    page.get_by_role("button", name="이 사람과 닮은 새 사람").click()
    expect(page.get_by_role("status").first).to_have_text("새 사람을 만들었습니다.")
    page.get_by_role("button", name="복사: CI").click()
    assert re.fullmatch(r"MOCKCI.{82}", page.evaluate("navigator.clipboard.readText()"))
    expect(page.get_by_role("button", name="복사: CI")).to_have_text("복사했습니다")


def test_looks_for_an_id_while_typing_and_comes_back(desk: Desk) -> None:
    for id_ in ("one", "two"):
        desk.box.put_verification(id_)
    page = desk.open()
    page.get_by_label("아이디로 찾기").press_sequentially("tw")
    expect(page.get_by_role("link", name="one", exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name="two")).to_be_visible()
    expect(page).to_have_url(re.compile("q=tw"))
    # Leaving the field must not put another list under a mouse that is pressed already.
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("아이디로 찾기").blur()
    page.wait_for_timeout(400)  # nothing tells that nothing was asked
    assert asked == []
    page.get_by_role("link", name="two").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("two")
    page.go_back()
    expect(page.get_by_label("아이디로 찾기")).to_have_value("tw")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is there: a field by its name, anything else by its text."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if focused(page) == name:
            return
    raise AssertionError(f"the focus never comes to {name!r}")


def test_everything_works_by_keyboard(desk: Desk) -> None:
    page = desk.open()
    page.keyboard.press("Tab")
    assert focused(page) == "본문으로"
    page.keyboard.press("Enter")
    tab_to(page, "새 인증 내역 만들기")
    page.keyboard.press("Enter")
    tab_to(page, "id")
    page.keyboard.press("Control+A")
    page.keyboard.type("by-keyboard")
    tab_to(page, "person")
    while page.evaluate("document.activeElement.value") != "minor-18":
        page.keyboard.press("ArrowDown")
    tab_to(page, "만들기")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("by-keyboard")
    assert desk.box.verification("by-keyboard")["person"] == "minor-18"
    tab_to(page, "바꾸기")
    page.keyboard.press("Enter")
    tab_to(page, "이 내역 지우기")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_have_text("인증 내역을 지웠습니다.")


def test_the_other_language_is_one_click_away_and_stays(desk: Desk) -> None:
    page = desk.open()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Verifications")
    page.get_by_role("link", name="Requests").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Requests")
