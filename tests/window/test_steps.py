"""The window's steps after the list of people: agency, details, terms and OTP, for one who was chosen or is typed."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from mock_server import Settings
from mock_server.domain.outcomes import OUTCOMES
from portone_mock import MockPortOne

from .conftest import Console
from .shop import Shop, may_close
from .site import Site
from .test_windows import expected
from .walking import FIXED, SENTENCE, TYPED, confirm, details, fill, go_on, to_otp

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("kind", ["popup", "frame", "left_for"])
def test_a_chosen_person_walks_through_with_the_details_filled_in(shop: Shop, kind: str) -> None:
    window = getattr(shop.open(), kind)(channel="kcp")
    window.get_by_test_id("person-turns-19-tomorrow").check()
    window.get_by_test_id("walk").click()
    person = next(it for it in shop.box.people() if it["person"] == "turns-19-tomorrow")
    expect(window.get_by_test_id("step-details")).to_be_visible()
    expect(window.get_by_test_id("step-people")).to_be_hidden()
    expect(window.get_by_test_id("typing-warning")).to_be_hidden()
    expect(window.get_by_test_id(f"operator-{person['operator']}")).to_be_checked()
    assert details(window) == {
        "name": person["name"],
        "birth-date": person["identityNumber"][:6],
        "sex-digit": person["identityNumber"][6],
        "phone": person["phoneNumber"],
    }
    to_otp(window)
    expect(window.get_by_test_id("sms-to")).to_have_text(person["phoneNumber"])
    (message,) = shop.box.messages()
    assert message["to"] == person["phoneNumber"]
    confirm(window)
    if kind == "left_for":
        assert "code=" not in shop.sent_to()
    else:
        assert shop.value == expected(shop, "verified")
    assert shop.box.verification("signup1")["person"] == "turns-19-tomorrow"


def test_a_person_is_typed_one_click_further_under_the_sentence(shop: Shop) -> None:
    window = shop.open().popup(channel="kcp")
    expect(window.get_by_text(SENTENCE)).to_be_hidden()
    window.get_by_role("button", name="직접 입력").click()
    expect(window.get_by_text(SENTENCE)).to_be_visible()
    assert set(details(window).values()) == {""}
    fill(window)
    to_otp(window)
    confirm(window)
    assert shop.value == expected(shop, "verified")
    customer = shop.box.verification("signup1")["answer"]["verifiedCustomer"]
    assert (customer["name"], customer["birthDate"], customer["gender"]) == ("홍모의", "1999-02-21", "MALE")
    assert (customer["phoneNumber"], customer["operator"]) == ("01099991234", "KT")


def test_what_cannot_be_is_said_beside_the_details_and_can_be_put_right(shop: Shop, console: Console) -> None:
    window = shop.open().popup()
    window.get_by_test_id("type-person").click()
    fill(window, **{"birth-date": "990231"})
    go_on(window)
    expect(window.get_by_test_id("notice")).to_contain_text("있을 수 없는 값")
    expect(window.get_by_test_id("birth-date")).to_be_focused()
    expect(window.get_by_test_id("birth-date")).to_have_attribute("aria-invalid", "true")
    window.get_by_test_id("birth-date").fill("990221")
    window.get_by_test_id("phone").fill("1")
    go_on(window)
    expect(window.get_by_test_id("phone")).to_be_focused()
    window.get_by_test_id("phone").fill(TYPED["phone"])
    to_otp(window)
    confirm(window)
    assert shop.value == expected(shop, "verified")
    console.expect("400")


def test_the_details_begin_with_what_the_page_told_of_its_customer(shop: Shop) -> None:
    customer = {"fullName": "홍모의", "phoneNumber": "010-9999-1234", "birthYear": "1999", "birthMonth": "2"}
    window = shop.open().popup(customer=customer | {"birthDay": "21"})
    window.get_by_test_id("type-person").click()
    assert details(window) == {"name": "홍모의", "birth-date": "990221", "sex-digit": "", "phone": "01099991234"}


def test_details_that_the_request_fixes_cannot_be_changed(shop: Shop) -> None:
    window = shop.open().popup(**FIXED)
    expect(window.get_by_test_id("person-requested")).to_be_checked()
    window.get_by_test_id("walk").click()
    for name in ("name", "birth-date", "phone"):
        expect(window.get_by_test_id(name)).not_to_be_editable()
    expect(window.get_by_test_id("name")).to_have_value("홍모의")
    window.get_by_test_id("sex-digit").fill("2")
    to_otp(window)
    confirm(window)
    assert shop.value == expected(shop, "verified")
    customer = shop.box.verification("signup1")["answer"]["verifiedCustomer"]
    assert (customer["name"], customer["gender"]) == ("홍모의", "FEMALE")


def test_at_kg_inicis_the_agency_comes_first_unless_the_page_names_it(shop: Shop) -> None:
    window = shop.open().popup(channel="inicis")
    window.get_by_test_id("walk").click()
    expect(window.get_by_test_id("step-agency")).to_be_visible()
    window.get_by_test_id("agency-tile-KAKAO").check()
    go_on(window)
    to_otp(window)
    confirm(window)
    assert shop.value == expected(shop, "verified")
    assert shop.box.verification("signup1")["agency"] == "KAKAO"
    named = shop.popup("signup2", **FIXED)
    named.get_by_test_id("walk").click()
    expect(named.get_by_test_id("step-details")).to_be_visible()
    expect(named.get_by_test_id("step-agency")).to_have_count(0)


def test_changed_details_are_somebody_elses(shop: Shop) -> None:
    """As for a send: the phone of another one with a name that is not theirs is an identity mismatch."""
    window = shop.open().popup()
    window.get_by_test_id("walk").click()
    window.get_by_test_id("name").fill("다른이름")
    expect(window.get_by_test_id("outcome")).to_have_value("")
    to_otp(window)
    confirm(window)
    assert shop.value == expected(shop, "identity-mismatch")


def test_danals_carriers_are_the_ones_that_are_offered_and_its_age_limit_looks_like_a_cancel(shop: Shop) -> None:
    window = shop.open().popup(bypass={"danal": {"IsCarrier": "KTF", "AGELIMIT": 19}})
    window.get_by_test_id("type-person").click()
    expect(window.get_by_test_id("step-details").get_by_role("radio")).to_have_count(1)
    fill(window, **{"birth-date": "150221", "sex-digit": "3"})
    to_otp(window)
    confirm(window)
    expect(window.get_by_test_id("notice")).to_have_text(OUTCOMES["age-limit"].label.ko)
    assert shop.is_pending()
    with may_close():
        window.get_by_role("button", name="창 닫기").click()
    assert shop.value == expected(shop, "cancelled")


def test_a_wrong_otp_can_be_typed_again_and_sent_again(shop: Shop) -> None:
    window = shop.open().popup()
    window.get_by_test_id("walk").click()
    to_otp(window)
    go_on(window)
    expect(window.get_by_test_id("notice")).to_have_text("인증번호를 입력하세요.")
    confirm(window, "111111")
    expect(window.get_by_test_id("notice")).to_have_text(OUTCOMES["wrong-otp"].label.ko)
    assert shop.is_pending()
    window.get_by_test_id("resend").click()
    shop.box.wait_for_messages(2)
    confirm(window)
    assert shop.value == expected(shop, "verified")


def test_the_terms_have_to_be_agreed_to(shop: Shop) -> None:
    window = shop.open().popup()
    window.get_by_test_id("walk").click()
    go_on(window)
    go_on(window)
    expect(window.get_by_test_id("notice")).to_contain_text("약관")
    expect(window.get_by_test_id("step-terms")).to_be_visible()
    assert shop.box.messages() == []


@pytest.mark.parametrize("clicks", [1, 2, 3])
def test_at_any_step_the_tester_may_decide(shop: Shop, clicks: int, console: Console) -> None:
    window = shop.open().popup()
    window.get_by_test_id("type-person").click()
    if clicks > 1:
        fill(window)
        go_on(window)
    if clicks > 2:
        window.get_by_test_id("terms").check()
        go_on(window)
        expect(window.get_by_test_id("otp")).to_be_visible()
    if clicks == 1:
        # Nobody was typed yet, so nobody can be verified.
        window.get_by_test_id("complete").click()
        expect(window.get_by_test_id("notice")).to_contain_text("이름")
        console.expect("400")
    window.get_by_test_id("outcome").select_option("provider-error")
    with may_close():
        window.get_by_test_id("complete").click()
    assert shop.value == expected(shop, "provider-error")


def test_back_leads_to_the_list_where_another_one_can_be_chosen(shop: Shop) -> None:
    window = shop.open().popup()
    window.get_by_test_id("type-person").click()
    fill(window)
    window.get_by_test_id("back").click()
    expect(window.get_by_test_id("step-people")).to_be_visible()
    expect(window.get_by_test_id("outcome")).to_have_value("verified")
    window.get_by_test_id("person-adult-woman").check()
    with may_close():
        window.get_by_test_id("complete").click()
    assert shop.value == expected(shop, "verified")
    assert shop.box.verification("signup1")["person"] == "adult-woman"


def test_the_steps_work_by_keyboard_alone_in_english(shop: Shop) -> None:
    window = shop.open("?lang=en").popup()
    window.get_by_test_id("complete").focus()
    for key in ("Tab", "Tab", "Enter"):
        window.keyboard.press(key)
    expect(window.get_by_text("Do not type a real name")).to_be_visible()
    expect(window.get_by_test_id("operator-SKT")).to_be_focused()
    window.keyboard.press("Space")
    for text in ("Hong Mock", "990221", "1", "01099991234"):
        window.keyboard.press("Tab")
        window.keyboard.type(text)
    window.keyboard.press("Enter")
    expect(window.get_by_test_id("terms")).to_be_focused()
    window.keyboard.press("Space")
    window.keyboard.press("Enter")
    expect(window.get_by_test_id("otp")).to_be_focused()
    window.keyboard.type("000000")
    with may_close():
        window.keyboard.press("Enter")
    assert shop.value == expected(shop, "verified")
    assert shop.box.verification("signup1")["answer"]["verifiedCustomer"]["name"] == "Hong Mock"


def test_hostile_text_stays_text_on_the_way_back(shop: Shop) -> None:
    window = shop.open().popup()
    window.get_by_test_id("type-person").click()
    fill(window, name="<img src=x onerror=alert(1)>")
    to_otp(window)
    window.reload()
    expect(window.get_by_test_id("person-requested")).to_be_checked()
    expect(window.locator("img")).to_have_count(0)
    with may_close():
        window.get_by_test_id("complete").click()
    assert shop.value == expected(shop, "verified")


def test_with_people_only_nobody_can_be_typed_and_the_details_are_only_shown(
    context: BrowserContext, console: Console, site: Site
) -> None:
    with MockPortOne(Settings(port=0, people_only=True)) as mock, mock.sandbox() as box:
        shop = Shop(context.new_page(), site, box)
        window = shop.open().popup()
        expect(window.get_by_test_id("type-person")).to_have_count(0)
        window.get_by_test_id("walk").click()
        expect(window.get_by_test_id("name")).not_to_be_editable()
        expect(window.get_by_test_id("operator-SKT")).to_be_disabled()
        to_otp(window)
        confirm(window)
        assert shop.value == expected(shop, "verified")
        assert shop.box.verification("signup1")["person"] == "adult"


def test_nothing_stands_out_on_a_phone(shop: Shop) -> None:
    window = shop.open().popup(channel="inicis")
    window.set_viewport_size({"width": 320, "height": 560})
    window.get_by_test_id("type-person").click()
    go_on(window)

    def fits() -> Any:
        return window.evaluate("document.documentElement.scrollWidth <= innerWidth")

    assert fits()
    fill(window)
    to_otp(window)
    assert fits()


def test_after_an_age_refusal_nothing_can_be_changed(shop: Shop) -> None:
    window = shop.open().popup(bypass={"danal": {"AGELIMIT": 19}})
    window.get_by_test_id("person-turns-19-tomorrow").check()
    window.get_by_test_id("walk").click()
    to_otp(window)
    confirm(window)
    expect(window.get_by_role("button", name="창 닫기")).to_be_focused()
    for name in ("otp", "resend", "outcome"):
        expect(window.get_by_test_id(name)).to_be_disabled()
    panel, resend = window.locator(".decide").bounding_box(), window.get_by_test_id("resend").bounding_box()
    assert panel is not None
    assert resend is not None
    assert panel["y"] - (resend["y"] + resend["height"]) >= 12
