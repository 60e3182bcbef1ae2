"""What happens to a window besides its outcome (test_matrix.py): people, rules, closing, reload, back, two of them."""

import json
import re

import pytest
from playwright.sync_api import expect

from mock_server.domain.outcomes import OUTCOMES
from mock_server.handle import SandboxHandle

from .conftest import Console
from .readers import read_on_the_web
from .shop import Shop, finish, may_close

pytestmark = pytest.mark.browser


def expected(shop: Shop, outcome: str, id_: str = "signup1") -> dict[str, str]:
    """The result of an outcome in the shop's sandbox, as the tables have it."""
    return expected_of(shop.box, outcome, id_)


def expected_of(box: SandboxHandle, outcome: str, id_: str) -> dict[str, str]:
    """The same for any sandbox."""
    tx_id = box.verification(id_)["attempts"][-1]["identityVerificationTxId"]
    result = {
        "transactionType": "IDENTITY_VERIFICATION",
        "identityVerificationId": id_,
        "identityVerificationTxId": tx_id,
    }
    row = OUTCOMES[outcome]
    if row.browser is not None:
        result |= {"code": row.browser.code, "message": row.browser.message}
    if row.browser is not None and row.failure is not None and row.browser.code != "Cancelled":
        result |= {"pgCode": row.failure.pg_code or "", "pgMessage": row.failure.pg_message or ""}
    return result


def test_a_redirection_keeps_what_is_in_the_query_already(shop: Shop) -> None:
    finish(shop.open().left_for(redirectUrl=f"{shop.done}?cart=7&x=%2F"), "provider-error")
    url = shop.sent_to()
    assert url.startswith(f"{shop.done}?cart=7&x=%2F&transactionType=IDENTITY_VERIFICATION&")
    assert read_on_the_web(url) == {"cart": "7", "x": "/", **expected(shop, "provider-error")}


@pytest.mark.parametrize("channel", ["danal", "danal-contract", "kcp", "inicis"])
def test_the_person_who_is_chosen_is_the_one_the_server_reads(shop: Shop, channel: str) -> None:
    finish(shop.open().popup(channel=channel), person="turns-19-tomorrow")
    assert "code" not in shop.value
    record = shop.box.verification("signup1")
    assert record["person"] == "turns-19-tomorrow"
    assert record["answer"]["verifiedCustomer"]["name"] == "윤내일"
    assert ("phoneNumber" in record["answer"]["verifiedCustomer"]) is (channel != "danal")


def test_at_kg_inicis_the_agency_is_chosen_unless_the_page_names_it(shop: Shop) -> None:
    window = shop.open().popup(channel="inicis")
    window.get_by_test_id("agency").select_option("KAKAO")
    finish(window)
    assert "code" not in shop.value
    assert "ci" not in shop.box.verification("signup1")["answer"]["verifiedCustomer"]
    named = shop.popup(
        "signup2", channel="inicis", bypass={"inicisUnified": {"flgFixedUser": "N", "directAgency": "KAKAO"}}
    )
    expect(named.get_by_test_id("agency")).to_have_count(0)
    finish(named)
    assert shop.value["identityVerificationId"] == "signup2"
    assert "ci" not in shop.box.verification("signup2")["answer"]["verifiedCustomer"]


@pytest.mark.parametrize("outcome", ["wrong-otp", "otp-expired"])
def test_after_a_wrong_otp_the_window_is_still_there_to_try_again(shop: Shop, outcome: str) -> None:
    window = shop.open().popup()
    finish(window, outcome)
    expect(window.get_by_test_id("notice")).to_have_text(OUTCOMES[outcome].label.ko)
    assert shop.is_pending()
    assert shop.status() == "READY"
    finish(window)
    assert shop.value == expected(shop, "verified")


@pytest.mark.parametrize("by", ["button", "x"])
def test_under_the_age_limit_the_window_says_so_and_the_page_sees_a_cancel(shop: Shop, by: str) -> None:
    """Danal's AGELIMIT: whoever reads of it in the window can only close it, which looks like a cancel."""
    window = shop.open().popup(bypass={"danal": {"AGELIMIT": 19}})
    finish(window, person="minor-18")
    expect(window.get_by_test_id("notice")).to_have_text(OUTCOMES["age-limit"].label.ko)
    assert shop.is_pending()
    if by == "button":
        with may_close():
            window.get_by_role("button", name="창 닫기").click()
    else:
        window.close()
    assert shop.value == expected(shop, "cancelled")
    assert shop.box.verification("signup1")["answer"]["failure"]["pgCode"] == "MOCK-AGE-LIMIT"


def test_whoever_is_old_enough_passes_the_age_limit(shop: Shop) -> None:
    finish(shop.open().popup(bypass={"danal": {"AGELIMIT": 19, "IsCarrier": "SKT;KTF"}}), person="adult")
    assert shop.value == expected(shop, "verified")


def test_a_carrier_that_is_not_offered_is_turned_down(shop: Shop) -> None:
    finish(shop.open().popup(bypass={"danal": {"IsCarrier": "SKT;MVNO"}}), person="adult-woman")
    assert shop.value == expected(shop, "carrier-not-allowed")


def test_someone_who_carries_an_outcome_has_it_chosen(shop: Shop) -> None:
    window = shop.open().popup()
    window.get_by_test_id("person-always-cancelled").check()
    expect(window.get_by_test_id("outcome")).to_have_value("cancelled")
    window.get_by_test_id("person-adult").check()
    expect(window.get_by_test_id("outcome")).to_have_value("verified")
    window.close()
    assert shop.value == expected(shop, "cancelled")


def test_the_holder_of_the_phone_is_chosen_beforehand(shop: Shop) -> None:
    window = shop.open().popup(customer={"phoneNumber": "010-0000-0002"})
    expect(window.get_by_test_id("person-adult-woman")).to_be_checked()
    assert window.get_by_role("radio").first.get_attribute("value") == "adult-woman"
    finish(window)
    assert "code" not in shop.value
    assert shop.box.verification("signup1")["person"] == "adult-woman"


def test_closing_a_popup_is_a_cancel(shop: Shop) -> None:
    shop.open().popup().close()
    assert shop.value == expected(shop, "cancelled")
    assert shop.status() == "FAILED"


def test_closing_an_iframe_is_a_cancel_and_gives_the_focus_back(shop: Shop) -> None:
    shop.open().frame()
    shop.page.get_by_test_id("portone-mock-close").click()
    assert shop.value == expected(shop, "cancelled")
    expect(shop.page.get_by_role("button", name="인증하기")).to_be_focused()


def test_a_popup_that_is_blocked_rejects_and_says_what_would_work(shop: Shop) -> None:
    # Without a click of the user's, Chromium lets no popup through.
    shop.open(after=f"ask(() => PortOne.requestIdentityVerification({json.dumps(shop.request())}))")
    error = shop.error
    assert (error["__portOneErrorType"], error["code"]) == ("IdentityVerificationError", "FailedPrecondition")
    assert "팝업" in error["message"]
    assert error["identityVerificationTxId"] == expected(shop, "verified")["identityVerificationTxId"]


def test_a_second_attempt_after_a_failure_succeeds_with_its_own_transaction(shop: Shop) -> None:
    finish(shop.open().popup(), "identity-mismatch")
    first = shop.value
    finish(shop.popup())
    assert shop.value == expected(shop, "verified")
    assert first["identityVerificationTxId"] != shop.value["identityVerificationTxId"]
    assert [it["state"] for it in shop.box.verification("signup1")["attempts"]] == ["failed", "verified"]


def test_a_verified_id_opens_no_window(shop: Shop, console: Console) -> None:
    shop.box.put_verification("signup1")
    shop.open().press()
    assert shop.error["code"] == "IdentityVerificationAlreadyVerified"
    assert len(shop.page.context.pages) == 1
    console.expect("409")


def test_a_reload_of_the_window_changes_nothing(shop: Shop) -> None:
    window = shop.open().popup()
    window.reload()
    finish(window)
    assert shop.value == expected(shop, "verified")


def test_submitting_twice_ends_the_attempt_once(shop: Shop) -> None:
    window = shop.open().popup()
    window.evaluate("() => [1, 2].forEach(() => document.querySelector('form').requestSubmit())")
    assert shop.value == expected(shop, "verified")


def test_the_back_button_leads_from_the_window_to_the_shop(shop: Shop) -> None:
    shop.open().left_for()
    shop.page.go_back()
    expect(shop.page.get_by_role("button", name="인증하기")).to_be_visible()
    assert shop.status() == "READY"


def test_back_after_the_result_leads_to_the_shop_and_not_into_the_window(shop: Shop) -> None:
    finish(shop.open().left_for(), "cancelled")
    shop.sent_to()
    shop.page.go_back()
    expect(shop.page.get_by_role("button", name="인증하기")).to_be_visible()
    finish(shop.left_for())
    assert "code=" not in shop.sent_to()
    assert [it["state"] for it in shop.box.verification("signup1")["attempts"]] == ["failed", "verified"]


def test_a_button_that_is_pressed_twice_opens_two_windows_of_which_one_succeeds(shop: Shop) -> None:
    first, second = shop.open().popup(), shop.popup()
    finish(second)
    assert shop.value == expected(shop, "verified")
    finish(first)
    states = [it["state"] for it in shop.box.verification("signup1")["attempts"]]
    assert states == ["window-open", "verified"]


def test_a_window_that_has_ended_says_so(shop: Shop, console: Console) -> None:
    window = shop.open().left_for()
    address = window.url
    finish(window)
    shop.sent_to()
    answer = shop.page.goto(address)
    assert answer is not None
    assert answer.status == 409
    expect(shop.page.get_by_text("이미 끝났습니다")).to_be_visible()
    console.expect("409")


def test_the_window_works_by_keyboard_alone(shop: Shop) -> None:
    window = shop.open().popup()
    window.get_by_test_id("person-adult").focus()
    window.keyboard.press("ArrowDown")
    window.keyboard.press("Tab")
    window.keyboard.press("Tab")
    expect(window.get_by_test_id("complete")).to_be_focused()
    with may_close():
        window.keyboard.press("Enter")
    assert "code" not in shop.value
    assert shop.box.verification("signup1")["person"] == "adult-woman"


def test_a_window_over_the_page_is_reached_and_closed_by_keyboard_alone(shop: Shop) -> None:
    frame = shop.open().frame()
    expect(frame.get_by_test_id("complete")).to_be_visible()
    close = shop.page.get_by_test_id("portone-mock-close")
    seen: list[str] = []
    # The people are one stop, so that the way is short.
    for _ in range(9):
        shop.page.keyboard.press("Tab")
        if close.evaluate("element => element === document.activeElement"):
            break
        seen += frame.locator(":focus").evaluate_all("found => found.map(({ dataset }) => dataset.testid)")
    assert seen == ["language", "filter", "person-adult", "outcome", "complete", "walk", "type-person"]
    shop.page.keyboard.press("Enter")
    assert shop.value == expected(shop, "cancelled")


def test_the_window_is_plainly_a_mock_in_korean_and_in_english(shop: Shop) -> None:
    window = shop.open().popup()
    expect(window).to_have_title("모의 본인인증")
    expect(window.get_by_role("banner")).to_contain_text("실제 인증이 아니며")
    window.get_by_role("link", name="English").click()
    expect(window.get_by_role("banner")).to_contain_text("Nobody is really verified")
    expect(window.get_by_role("heading", name="Who is being verified?")).to_be_visible()
    expect(window.get_by_role("radio", name=re.compile("Adult man"))).to_be_checked()
    finish(window)
    assert shop.value == expected(shop, "verified")


@pytest.mark.parametrize(
    ("lang", "said"),
    [("ko", "portone-mock이 켜져 있는지 확인하고 다시"), ("en", "See whether portone-mock is running")],
)
def test_a_mock_that_does_not_answer_is_told_in_words_and_pressing_again_works(
    shop: Shop, console: Console, lang: str, said: str
) -> None:
    window = shop.open(f"?lang={lang}").popup()
    window.route("**/complete", lambda route: route.abort())
    finish(window)
    expect(window.get_by_test_id("notice")).to_contain_text(said)
    expect(window.get_by_test_id("notice")).not_to_contain_text("fetch")
    window.unroute("**/complete")
    finish(window)
    assert shop.value == expected(shop, "verified")
    console.expect("ERR_FAILED")
