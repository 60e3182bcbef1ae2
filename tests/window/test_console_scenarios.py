"""As a first-time user, by visible Korean labels: load a scenario, drop a file, read what is wrong at its line."""

from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from mock_server.handle import SandboxHandle

from .conftest import Console
from .test_accessibility import serious
from .test_console_orders import go_to

pytestmark = pytest.mark.browser

WRONG: Final = "people:\n  adult:\n    nmae: 김모의\n"
RIGHT: Final = "people:\n  adult:\n    name: 박바뀜\n"
HOSTILE: Final = "<img src=x onerror=alert(1)>\u202e"
# A file that is dropped from the desktop: what a browser tells the page of it.
DROP: Final = """(element, [name, text]) => {
  const dropped = new DataTransfer();
  dropped.items.add(new File([text], name, { type: "application/yaml" }));
  for (const type of ["dragover", "drop"])
    element.dispatchEvent(new DragEvent(type, { dataTransfer: dropped, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def page(context: BrowserContext, console: Console, box: SandboxHandle) -> Page:
    """The section of scenarios, reached by its name, in the sandbox of the test."""
    page = context.new_page()
    page.goto(f"{box.base_url}/_mock/?sandbox={box.store_id}")
    go_to(page, "시나리오")
    return page


def drop(page: Page, name: str, text: str) -> None:
    page.locator("form", has=page.locator("[data-file]")).evaluate(DROP, [name, text])


def test_a_scenario_is_loaded_by_its_name(page: Page, box: SandboxHandle) -> None:
    row = page.get_by_role("row", name="under-14")
    expect(row).to_contain_text("만 14세 미만은 법정대리인의 동의를 받아야 하는")
    row.get_by_role("button", name="불러오기").click()
    expect(page.get_by_text("시나리오를 불러왔습니다.")).to_be_visible()
    assert box.describe()["scenario"] == "under-14"


def test_what_drops_records_is_asked_about_first(page: Page, box: SandboxHandle) -> None:
    box.put_verification("kept")
    page.reload()
    button = page.get_by_role("row", name="under-14").get_by_role("button", name="불러오기")
    questions: list[str] = []

    def answer(dialog: Dialog) -> None:
        questions.append(dialog.message)
        if len(questions) > 1:
            dialog.accept()
        else:
            dialog.dismiss()

    page.on("dialog", answer)
    button.click()
    assert box.describe()["scenario"] != "under-14"
    assert box.verification("kept")["state"]
    button.click()
    expect(page.get_by_text("시나리오를 불러왔습니다.")).to_be_visible()
    assert box.describe()["scenario"] == "under-14"
    assert questions == ["이 샌드박스의 인증 내역 1건이 사라집니다. 계속할까요?"] * 2


def test_a_wrong_file_that_is_dropped_shows_the_message_at_its_line(
    page: Page, box: SandboxHandle, console: Console
) -> None:
    drop(page, f"{HOSTILE}.yaml", WRONG)
    expect(page.get_by_role("heading", name="시나리오 편집")).to_be_visible()
    wrong = page.get_by_role("listitem").filter(has_text="nmae: 김모의")
    expect(wrong).to_contain_text("혹시 name인가요?")
    expect(page.get_by_role("status")).to_contain_text("3번째 줄 5번째 글자")
    expect(page.locator(".numbers .wrong")).to_have_text("3\n")
    assert page.evaluate("document.activeElement.selectionStart") == WRONG.index("nmae")
    expect(page.locator("img")).to_have_count(0)
    console.expect("400")
    # Mended, it is found right while it is typed, and loaded.
    page.get_by_role("textbox", name="시나리오(YAML)").fill(RIGHT)
    expect(page.get_by_text("틀린 곳이 없습니다.")).to_be_visible()
    expect(page.locator(".numbers .wrong")).to_have_count(0)
    page.get_by_role("button", name="이 내용 불러오기").click()
    expect(page.get_by_text("시나리오를 불러왔습니다.")).to_be_visible()
    assert [each["name"] for each in box.people() if each["person"] == "adult"] == ["박바뀜"]
    expect(page.locator("img")).to_have_count(0)


def test_a_file_is_chosen_and_one_dropped_into_the_editor_is_checked(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "내 시나리오.yaml"
    file.write_text(RIGHT, encoding="utf-8")
    page.locator("[data-file]").set_input_files(file)
    expect(page.get_by_label("이름")).to_have_value("내 시나리오")
    expect(page.get_by_role("textbox", name="시나리오(YAML)")).to_have_value(RIGHT)
    drop(page, "other.yml", WRONG)
    expect(page.get_by_label("이름")).to_have_value("other")
    expect(page.get_by_role("listitem").filter(has_text="nmae: 김모의")).to_contain_text("혹시 name인가요?")
    expect(page.locator(".numbers .wrong")).to_have_text("3\n")


def test_the_present_state_is_downloaded_and_dropped_in_again(page: Page, box: SandboxHandle, tmp_path: Path) -> None:
    box.put_verification("kept", person="adult-woman", customData=HOSTILE)
    before = box.verification("kept")["answer"]
    with page.expect_download() as download:
        page.get_by_role("link", name="지금 상태를 시나리오로 내려받기").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    box.delete_verification("kept")
    page.locator("[data-file]").set_input_files(file)
    page.get_by_role("button", name="이 내용 불러오기").click()
    expect(page.get_by_text("시나리오를 불러왔습니다.")).to_be_visible()
    assert box.verification("kept")["answer"] == before


def test_a_text_is_edited_and_loaded_by_keyboard_only(page: Page, box: SandboxHandle) -> None:
    page.get_by_role("link", name="지금 상태를 편집").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="시나리오 편집").wait_for()
    page.get_by_role("textbox", name="시나리오(YAML)").focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(RIGHT)
    # The buttons stand above the text.
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.textContent") == "이 내용 불러오기"
    page.keyboard.press("Enter")
    expect(page.get_by_text("시나리오를 불러왔습니다.")).to_be_visible()
    assert box.describe()["scenario"] == "present"


@pytest.mark.node
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_neither_page_has_a_serious_flaw_or_is_too_wide_for_a_phone(page: Page, console: Console, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 360, "height": 640})
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    drop(page, "wrong.yaml", WRONG + "x" * 500)
    page.get_by_role("status").wait_for()
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    console.expect("400")
