"""Several windows at once, a tester beside the user, strangers and their texts: nobody hears what is not theirs."""

from typing import Final

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .readers import read_on_the_web
from .shop import Shop, finish
from .site import Site

pytestmark = pytest.mark.browser

HOSTILE: Final = ("<img src=x onerror=alert(1)>", "\u202egnirts\u202c \"'&", "x" * 10_000)


def test_two_tabs_are_two_attempts_of_which_one_succeeds(shop: Shop, context: BrowserContext) -> None:
    other = Shop(context.new_page(), shop.site, shop.box)
    first, second = shop.open().frame(), other.open().frame()
    shop.page.bring_to_front()
    finish(first, person="adult-woman")
    assert "code" not in shop.value
    other.page.bring_to_front()
    finish(second)
    assert other.value["code"] == "IdentityVerificationAlreadyVerified"
    assert shop.box.verification("signup1")["person"] == "adult-woman"


def test_the_older_tab_can_still_fail_and_the_newer_one_succeed(shop: Shop, context: BrowserContext) -> None:
    other = Shop(context.new_page(), shop.site, shop.box)
    first, second = shop.open().frame(), other.open().frame()
    shop.page.bring_to_front()
    finish(first, "provider-error")
    assert shop.value["code"] == "PGProviderError"
    other.page.bring_to_front()
    finish(second)
    assert "code" not in other.value
    assert shop.value["identityVerificationTxId"] != other.value["identityVerificationTxId"]
    assert shop.status() == "VERIFIED"


def test_what_a_tester_decides_meanwhile_reaches_the_page(shop: Shop) -> None:
    shop.open()
    for kind, id_ in ((Shop.popup, "popup"), (Shop.frame, "iframe")):
        # There is nothing to decide before the window is there.
        expect(kind(shop, id_).get_by_test_id("complete")).to_be_visible()
        shop.box.complete(id_, "verified", person="foreigner")
        assert (shop.value["identityVerificationId"], "code" in shop.value) == (id_, False)
        shop.wait_until_alone()
    shop.left_for("page")
    shop.box.complete("page", "provider-error")
    assert read_on_the_web(shop.sent_to())["code"] == "PGProviderError"


def test_a_tester_decides_after_a_wrong_otp_too(shop: Shop) -> None:
    window = shop.open().popup()
    finish(window, "wrong-otp")
    expect(window.get_by_test_id("notice")).to_be_visible()
    shop.box.complete("signup1", "cancelled")
    assert shop.value["code"] == "Cancelled"


def test_only_the_window_is_listened_to(shop: Shop) -> None:
    """Messages of the page itself, of other windows and with another attempt's id are nothing."""
    frame = shop.open().frame()
    expect(frame.get_by_test_id("complete")).to_be_visible()
    shop.page.evaluate(
        """() => {
          const { src } = document.querySelector("iframe");
          const answer = { result: { forged: true } };
          postMessage({ portoneMock: src.split("/").pop(), answer }, "*");
          document.querySelector("iframe").contentWindow.postMessage({ portoneMock: "x", answer }, "*");
        }"""
    )
    finish(frame)
    assert "forged" not in shop.value


def test_the_result_is_told_to_the_origin_that_asked_and_to_no_other(shop: Shop, context: BrowserContext) -> None:
    """A stranger who gets hold of a window's address and frames it hears nothing."""
    shop.open().frame()
    address = shop.page.locator("iframe").get_attribute("src")
    stranger: Page = context.new_page()
    with Site() as elsewhere:
        frame = f'<iframe src="{address}" width="500" height="800"></iframe>'
        text = f"""<!doctype html><link rel="icon" href="data:,">{frame}
        <script>window.heard = []; addEventListener("message", (event) => heard.push(event.data))</script>"""
        stranger.goto(elsewhere.put("/", text))
        inside = stranger.frame_locator("iframe")
        finish(inside)
        expect(inside.get_by_test_id("notice")).to_be_visible()
        # What is sent later arrives later.
        inside.locator("body").evaluate("parent.postMessage('the end', '*')")
        stranger.wait_for_function("heard.includes('the end')")
        assert stranger.evaluate("heard") == ["the end"]


def test_hostile_text_is_text(shop: Shop) -> None:
    shop.open()
    for text in HOSTILE:
        shop.box.put_person("adult-woman", name=text[:100], label={"ko": text[:100], "en": "x"})
        id_ = text[:200]
        window = shop.popup(id_, customer={"fullName": text, "phoneNumber": "01000000002"}, customData=text)
        expect(window.get_by_test_id("person-adult-woman")).to_be_checked()
        expect(window.locator("img")).to_have_count(0)
        assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")
        finish(window, "identity-mismatch")
        assert shop.value["identityVerificationId"] == id_


def test_a_hostile_text_of_the_sms_is_text(shop: Shop) -> None:
    shop.open()
    for number, text in enumerate(HOSTILE):
        template = f"{text[:1_900]} [000000]"
        window = shop.popup(f"signup{number}", channel="kcp", bypass={"kcpV2": {"cp_sms_msg": template}})
        window.get_by_test_id("walk").click()
        window.get_by_test_id("next").click()
        window.get_by_test_id("terms").check()
        window.get_by_test_id("next").click()
        expect(window.get_by_test_id("otp")).to_be_focused()
        assert window.get_by_test_id("sms").text_content() == template
        expect(window.locator("img")).to_have_count(0)
        assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")
        finish(window)
        assert "code" not in shop.value


# The window's page.


def test_the_window_is_light_and_shut(shop: Shop) -> None:
    """Under 60 KB with all it loads, nothing from elsewhere, nothing personal in its address."""
    window = shop.open().popup(customer={"fullName": "김모의", "phoneNumber": "01000000001"})
    loaded: dict[str, int] = window.evaluate(
        """() => Object.fromEntries(
          ["navigation", "resource"]
            .flatMap((kind) => performance.getEntriesByType(kind))
            .map((entry) => [entry.name, entry.encodedBodySize]),
        )"""
    )
    assert [url.rpartition("/")[2] for url in loaded][1:] == ["window.css", "window.js"]
    assert all(url.startswith(f"{shop.box.base_url}/browser/window") for url in loaded)
    assert 20_000 < sum(loaded.values()) < 60_000
    assert "signup1" not in window.url
    answer = window.request.get(window.url)
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
    assert answer.headers["x-robots-tag"] == "noindex"
