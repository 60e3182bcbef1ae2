"""What people read in the window's steps: languages, names, notes, the banner, and finding somebody."""

import pytest
from playwright.sync_api import expect

from .shop import Shop, finish
from .test_windows import expected
from .walking import TYPED, confirm, details, fill, go_on, to_otp

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("kind", ["popup", "frame", "left_for"])
def test_another_language_keeps_the_step_and_what_was_typed(shop: Shop, kind: str) -> None:
    window = getattr(shop.open(), kind)(channel="kcp", bypass={"kcpV2": {"cp_sms_msg": "모의상점 [000000] 입력"}})
    window.get_by_test_id("type-person").click()
    fill(window, operator="LGU_MVNO")
    window.get_by_test_id("language").click()
    expect(window.get_by_role("heading", name="Check your details")).to_be_visible()
    expect(window.get_by_text("Do not type a real name")).to_be_visible()
    expect(window.get_by_test_id("operator-LGU_MVNO")).to_be_checked()
    assert details(window) == TYPED
    go_on(window)
    window.get_by_test_id("terms").check()
    window.get_by_test_id("language").click()
    expect(window.get_by_role("heading", name="약관에 동의하세요")).to_be_visible()
    expect(window.get_by_test_id("terms")).to_be_checked()
    go_on(window)
    expect(window.get_by_test_id("sms")).to_have_text("모의상점 [000000] 입력")
    window.get_by_test_id("otp").fill("000")
    window.get_by_test_id("language").click()
    expect(window.get_by_role("heading", name="Type the OTP")).to_be_visible()
    expect(window.get_by_test_id("sms")).to_have_text("모의상점 [000000] 입력")
    expect(window.get_by_test_id("sms-to")).to_have_text("01099991234")
    expect(window.get_by_test_id("otp")).to_have_value("000")
    confirm(window)
    if kind == "left_for":
        assert "code=" not in shop.sent_to()
    else:
        assert shop.value == expected(shop, "verified")
    customer = shop.box.verification("signup1")["answer"]["verifiedCustomer"]
    assert (customer["name"], customer["operator"]) == ("홍모의", "LGU_MVNO")
    assert len(shop.box.messages()) == 1


def test_another_language_keeps_the_person_and_the_outcome_that_were_chosen(shop: Shop) -> None:
    window = shop.open().popup(channel="inicis")
    window.get_by_test_id("person-foreigner").check()
    window.get_by_test_id("agency").select_option("NAVER")
    window.get_by_test_id("outcome").select_option("provider-error")
    window.get_by_test_id("language").click()
    expect(window.get_by_role("heading", name="Who is being verified?")).to_be_visible()
    expect(window.get_by_test_id("person-foreigner")).to_be_checked()
    expect(window.get_by_test_id("agency")).to_have_value("NAVER")
    # Chosen by the tester, so it stays whoever is chosen.
    expect(window.get_by_test_id("outcome")).to_have_value("provider-error")
    window.reload()
    expect(window.get_by_role("heading", name="Who is being verified?")).to_be_visible()
    expect(window.get_by_test_id("person-adult")).to_be_checked()
    window.close()
    assert shop.value == expected(shop, "cancelled")


def test_what_is_known_of_an_agencys_screens_is_told_where_it_is_chosen(shop: Shop) -> None:
    window = shop.open().popup(channel="inicis")
    window.get_by_test_id("walk").click()
    note = window.get_by_test_id("agency-note").filter(visible=True)
    for agency, says in (("KAKAO", "성별과 내·외국인"), ("NAVER", "내·외국인"), ("SMS", "별도 계약"), ("PASS", None)):
        window.get_by_test_id(f"agency-tile-{agency}").check()
        go_on(window)
        expect(window.get_by_test_id("step-details")).to_be_visible()
        expect(note).to_have_count(0 if says is None else 1)
        if says is not None:
            expect(note).to_contain_text(says)
        window.get_by_test_id("back").click()
    window.close()
    assert shop.value == expected(shop, "cancelled")
    bypass = {"inicisUnified": {"flgFixedUser": "N", "directAgency": "KAKAO", "FRGNDInfo": "N"}}
    named = shop.popup("signup2", channel="inicis", bypass=bypass)
    named.get_by_test_id("walk").click()
    expect(named.get_by_test_id("agency-note")).to_contain_text("FRGNDInfo")
    to_otp(named)
    confirm(named)
    assert shop.value == expected(shop, "verified", "signup2")
    assert "gender" not in shop.box.verification("signup2")["answer"]["verifiedCustomer"]


def test_people_read_the_same_names_of_carriers_and_agencies_everywhere(shop: Shop) -> None:
    window = shop.open().popup(channel="inicis")
    people = " ".join(window.locator(".facts").all_inner_texts())
    assert "LG U+ 알뜰폰" in people
    assert "LGU" not in people
    expect(window.get_by_test_id("agency").locator("option")).to_contain_text(
        ["PASS", "토스 (TOSS)", "금융인증서 (KFTC)"]
    )
    window.get_by_test_id("walk").click()
    expect(window.get_by_role("radio", name="금융인증서 (KFTC)")).to_be_visible()
    go_on(window)
    expect(window.get_by_role("radio", name="LG U+ 알뜰폰")).to_be_visible()


def test_the_banner_says_at_each_step_what_is_true_there(shop: Shop) -> None:
    window = shop.open().popup()
    people, sms = (
        window.get_by_text("아래 사람들은 모두 지어낸 인물입니다."),
        window.get_by_text("문자는 실제로 보내지"),
    )
    expect(people).to_be_visible()
    expect(sms).to_be_hidden()
    window.get_by_test_id("walk").click()
    expect(people).to_be_hidden()
    to_otp(window)
    expect(sms).to_be_visible()
    expect(people).to_be_hidden()


def test_people_are_found_by_what_is_written_of_them(shop: Shop) -> None:
    window = shop.open().popup()
    shown = window.locator(".person:visible input")
    everybody = shown.count()
    field = window.get_by_label("사람 찾기")
    field.fill("윤내일")
    expect(shown).to_have_count(2)  # with the one who is chosen
    expect(window.get_by_role("status")).to_have_text("1명")
    field.press("Enter")
    expect(window.get_by_test_id("person-turns-19-tomorrow")).to_be_focused()
    assert shop.is_pending()
    window.keyboard.press("Space")
    field.fill("nobody has this")
    expect(window.get_by_role("status")).to_contain_text("찾는 사람이 없습니다")
    expect(shown).to_have_count(1)
    field.fill("")
    expect(shown).to_have_count(everybody)
    finish(window)
    assert shop.value == expected(shop, "verified")
    assert shop.box.verification("signup1")["person"] == "turns-19-tomorrow"
