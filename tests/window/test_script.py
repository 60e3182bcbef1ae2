"""The SDK's script on a page: settings, results without a click, redirects, and what is refused."""

import json
from typing import Any, Final

import pytest
from playwright.sync_api import BrowserContext, expect

from mock_server.domain.outcomes import OUTCOMES

from .conftest import Console
from .readers import PLATFORMS, read_by_react_native, read_on_the_web
from .shop import Shop, finish
from .test_windows import expected

pytestmark = pytest.mark.browser

PHONE: Final = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
)


# Without a click.


@pytest.mark.parametrize("way", ["query", "global", "next", "next before query"])
def test_a_test_decides_and_no_window_opens(shop: Shop, way: str) -> None:
    queries = {"query": "?auto=verified:turns-19-tomorrow", "next": ""}
    shop.open(queries.get(way, "?auto=provider-error"))
    if way == "global":
        shop.page.evaluate("() => { window.__PORTONE_MOCK__ = { auto: 'verified:turns-19-tomorrow' } }")
    if way.startswith("next"):
        shop.box.next("verified", person="turns-19-tomorrow", customerId="c")
    shop.press(windowType={"pc": "IFRAME"}, customer={"customerId": "c"})
    assert "code" not in shop.value
    record = shop.box.verification("signup1")
    assert (record["person"], record["answer"]["status"]) == ("turns-19-tomorrow", "VERIFIED")
    assert len(shop.page.context.pages) == 1
    expect(shop.page.get_by_test_id("portone-mock-frame")).to_have_count(0)


def test_what_is_decided_is_read_at_every_call(shop: Shop) -> None:
    shop.open()
    for number, outcome in enumerate(("cancelled", "identity-mismatch", "verified", "age-limit")):
        shop.page.evaluate("(auto) => { window.__PORTONE_MOCK__ = { auto } }", outcome)
        shop.press(f"signup{number}")
        row = OUTCOMES[outcome]
        assert shop.value.get("code") == (row.browser and row.browser.code)
        assert shop.status(f"signup{number}") == row.status


@pytest.mark.parametrize("outcome", ["abandoned", "verified-not-returned", "wrong-otp", "otp-expired"])
def test_where_nothing_comes_back_the_promise_stays_pending_and_the_console_says_why(shop: Shop, outcome: str) -> None:
    shop.open(f"?auto={outcome}")
    with shop.page.expect_console_message(lambda message: outcome in message.text):
        shop.press()
    assert shop.is_pending()
    assert shop.status() == OUTCOMES[outcome].status


@pytest.mark.parametrize("redirect", [{"windowType": {"pc": "REDIRECTION"}}, {"forceRedirect": True}])
def test_what_is_decided_still_redirects_where_the_real_thing_would(shop: Shop, redirect: dict[str, Any]) -> None:
    shop.open("?auto=cancelled").press(redirectUrl=shop.done, **redirect)
    assert read_on_the_web(shop.sent_to())["code"] == "Cancelled"


# Where the result goes.


def test_force_redirect_takes_the_page_away_where_a_popup_would_have_resolved(shop: Shop) -> None:
    window = shop.open().popup(redirectUrl=shop.done, forceRedirect=True)
    finish(window)
    read = read_on_the_web(shop.sent_to())
    assert (read["identityVerificationId"], "code" in read) == ("signup1", False)
    shop.wait_until_alone()


def test_on_a_pc_a_redirect_url_alone_changes_nothing(shop: Shop) -> None:
    finish(shop.open().popup(redirectUrl=shop.done))
    assert "code" not in shop.value


@pytest.mark.parametrize("device", ["setting", "user agent"])
def test_on_a_mobile_device_the_page_is_left_and_comes_back(shop: Shop, context: BrowserContext, device: str) -> None:
    if device == "user agent":
        context.add_init_script(f"Object.defineProperty(navigator, 'userAgent', {{ value: {json.dumps(PHONE)} }})")
    shop.open("?device=mobile" if device == "setting" else "").press(redirectUrl=shop.done)
    shop.page.wait_for_url("**/browser/window/*")
    finish(shop.page, "identity-mismatch")
    assert read_on_the_web(shop.sent_to())["pgCode"] == "MOCK-MISMATCH"


def test_on_a_mobile_device_without_a_redirect_url_the_promise_resolves(shop: Shop) -> None:
    finish(shop.open("?device=mobile").popup())
    assert "code" not in shop.value


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("outcome", ["verified", "identity-mismatch"])
def test_every_platform_reads_its_own_redirect(
    shop: Shop, context: BrowserContext, platform: str, outcome: str
) -> None:
    """None of these resolves: apps intercept the navigation."""
    target, read = PLATFORMS[platform]
    id_, custom = "a=b?c&d#e%f 가", "x"
    if target.startswith("https:"):
        context.route(f"{target}*", lambda route: route.fulfill(body="intercepted"))
    shop.open(f"?auto={outcome}&device=mobile")
    url = shop.told_to_go(lambda: shop.press(id_, redirectUrl=target, customData=custom))
    assert url.startswith(f"{target}?")
    assert not set(" #+") & set(url)
    told, result = read(url), expected(shop, outcome, id_)
    assert told.items() <= result.items()
    assert told["identityVerificationTxId"] == result["identityVerificationTxId"]
    assert told.get("code") == result.get("code")


def test_a_web_view_whose_page_names_the_cdn_is_served_where_the_mock_answers_it(
    shop: Shop, context: BrowserContext
) -> None:
    """A page from a text, without an origin, that imports the module. React Native's own: test_react_native.py."""
    cdn = "https://cdn.portone.io"
    context.route(
        f"{cdn}/**",
        lambda route: route.fulfill(response=route.fetch(url=route.request.url.replace(cdn, shop.box.base_url))),
    )
    shop.page.set_content(
        f"""<script type="module">import * as PortOne from "{cdn}/v2/browser-sdk.esm.js";
        window.__PORTONE_MOCK__ = {{ auto: "identity-mismatch", device: "mobile" }};
        window.verify = (request) => PortOne.requestIdentityVerification(request).catch((error) => error);</script>"""
    )
    shop.page.wait_for_function("window.verify")
    request = shop.request(redirectUrl="portone://blank")
    url = shop.told_to_go(lambda: shop.page.evaluate("(request) => void verify(request)", request))
    assert read_by_react_native(url)["pgCode"] == "MOCK-MISMATCH"


def test_the_window_itself_goes_to_an_app_too(shop: Shop) -> None:
    window = shop.open().left_for(redirectUrl="portone://blank?keep=1")
    url = shop.told_to_go(lambda: finish(window))
    assert read_by_react_native(url)["keep"] == "1"


def test_a_fragment_is_dropped_since_it_would_end_up_in_the_last_value(shop: Shop) -> None:
    shop.open("?auto=verified").press(redirectUrl=f"{shop.done}?a=1#top", forceRedirect=True)
    url = shop.sent_to()
    assert "#" not in url
    assert read_on_the_web(url)["a"] == "1"


# Errors.


def test_a_failure_rejects_where_that_is_set(shop: Shop) -> None:
    shop.open("?auto=provider-error&failures=reject").press()
    error = shop.error
    tx_id = shop.box.verification("signup1")["attempts"][0]["identityVerificationTxId"]
    row = OUTCOMES["provider-error"]
    assert error == {
        "__portOneErrorType": "IdentityVerificationError",
        "transactionType": "IDENTITY_VERIFICATION",
        "identityVerificationId": "signup1",
        "identityVerificationTxId": tx_id,
        "code": "PGProviderError",
        "message": row.label.ko,
        "pgCode": "MOCK-PROVIDER",
        "pgMessage": row.label.ko,
    }


def test_the_code_of_a_cancel_can_be_set(shop: Shop) -> None:
    shop.open("?auto=cancelled&cancelCode=FAILURE_TYPE_PG").press()
    assert shop.value["code"] == "FAILURE_TYPE_PG"


WRONG: Final[tuple[tuple[dict[str, Any], str, str], ...]] = (
    ({"storeId": ""}, "BadRequest", "storeId"),
    ({"storeId": "store-nobody"}, "StoreNotFound", "store-nobody"),
    ({"channelKey": "channel-key-dannal"}, "ChannelNotFound", "channel-key-danal"),
    ({"windowType": {"pc": "REDIRECTION"}}, "BadRequest", "redirectUrl"),
    ({"redirectUrl": "javascript:alert(1)"}, "BadRequest", "javascript"),
    ({"redirectUrl": " JavaScript:alert(1)"}, "BadRequest", "공백"),
    ({"redirectUrl": "java\tscript:alert(1)"}, "BadRequest", "제어 문자"),
    ({"redirectUrl": "data:text/html,x"}, "BadRequest", "data"),
    ({"redirectUrl": "/done"}, "BadRequest", "스킴"),
)


def test_a_request_that_is_wrong_is_rejected_before_any_window(shop: Shop, console: Console) -> None:
    shop.open()
    for members, code, says in WRONG:
        shop.press(**members)
        error = shop.error
        assert (error["__portOneErrorType"], error["code"]) == ("IdentityVerificationError", code)
        assert says in error["message"]
        assert "identityVerificationTxId" not in error
    assert len(shop.page.context.pages) == 1
    console.expect("the server responded with a status of 40")


def test_a_request_that_is_none_is_rejected(shop: Shop) -> None:
    shop.open()
    for request in ("undefined", "null", "'x'"):
        shop.page.evaluate(f"() => ask(() => PortOne.requestIdentityVerification({request}))")
        assert shop.error["code"] == "BadRequest"


def test_a_setting_that_is_none_is_rejected(shop: Shop) -> None:
    shop.open()
    for settings, says in (
        ({"atuo": "verified"}, "atuo"),
        ({"failures": "maybe"}, "resolve, reject"),
        ({"auto": 1}, "auto"),
        ({"windowType": "POPUP"}, "windowType"),
    ):
        shop.page.evaluate("(settings) => { window.__PORTONE_MOCK__ = settings }", settings)
        shop.press()
        error = shop.error
        assert (error["__portOneErrorType"], error["code"]) == ("ModuleError", "BadRequest")
        assert says in error["message"]
        assert "transactionType" not in error
    shop.open("?failures=maybe").press()
    assert "resolve, reject" in shop.error["message"]


def test_an_unknown_outcome_is_rejected_with_the_known_ones(shop: Shop, console: Console) -> None:
    shop.open("?auto=verifed:adult").press()
    assert "verified" in shop.error["message"]
    console.expect("400")


def test_a_mock_that_is_not_there_is_a_module_error(shop: Shop, context: BrowserContext, console: Console) -> None:
    context.route("**/browser/attempts", lambda route: route.abort())
    shop.open().press()
    error = shop.error
    assert (error["__portOneErrorType"], error["code"]) == ("ModuleError", "Unavailable")
    assert "connect-src" in error["message"]
    console.expect("ERR_FAILED")
