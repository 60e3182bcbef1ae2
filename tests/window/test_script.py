"""The SDK's script on a page: settings, results without a click, redirects, the npm package, and what is refused."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from mock_server.domain.outcomes import OUTCOMES
from tests.docs.pages import ROOT, blocks
from tests.node import FOLDER

from .conftest import Console
from .readers import PLATFORMS, read_by_react_native, read_on_the_web
from .shop import KEEP, TAG, Shop, finish
from .site import Site
from .test_windows import expected

pytestmark = pytest.mark.browser

FUNCTIONS: Final = {
    "requestPayment",
    "requestIdentityVerification",
    "requestIssueBillingKey",
    "requestIssueBillingKeyAndPay",
    "loadPaymentUI",
    "loadIssueBillingKeyUI",
    "updateLoadPaymentUIRequest",
    "updateLoadIssueBillingKeyUIRequest",
}
HOSTILE: Final = ("<img src=x onerror=alert(1)>", "\u202egnirts\u202c \"'&", "x" * 10_000)
PHONE: Final = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
)


def told_to_go(shop: Shop, call: Any) -> str:
    """Where the page is told to go by what `call` does, other than to the window."""
    with shop.navigation() as told:
        call()
        for _ in range(50):
            targets = [url for url in told if "/browser/window/" not in url]
            if targets:
                return targets[0]
            shop.page.wait_for_timeout(100)
    raise AssertionError(f"not told to go anywhere: {told}")


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
    url = told_to_go(shop, lambda: shop.press(id_, redirectUrl=target, customData=custom))
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
    url = told_to_go(shop, lambda: shop.page.evaluate("(request) => void verify(request)", request))
    assert read_by_react_native(url)["pgCode"] == "MOCK-MISMATCH"


def test_the_window_itself_goes_to_an_app_too(shop: Shop) -> None:
    window = shop.open().left_for(redirectUrl="portone://blank?keep=1")
    url = told_to_go(shop, lambda: finish(window))
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


def test_the_other_seven_functions_reject_and_say_that_they_are_not_here(shop: Shop) -> None:
    shop.open()
    assert set(shop.page.evaluate("Object.keys(PortOne)")) == FUNCTIONS
    for name in FUNCTIONS - {"requestIdentityVerification"}:
        shop.page.evaluate(f"() => ask(() => PortOne.{name}({{}}, {{}}))")
        error = shop.error
        assert (error["__portOneErrorType"], error["code"]) == ("ModuleError", "Unimplemented")
        assert name in error["message"]
        assert "not part of this mock" in error["message"]
        assert "?others=real" in error["message"]


REAL: Final = "https://cdn.portone.io/v2/browser-sdk.esm.js"
OTHERS: Final = FUNCTIONS - {"requestIdentityVerification"}


def real_script(context: BrowserContext, *, shape: str) -> list[str]:
    """PortOne's module as this test has it, in one of two shapes: each function says its name. Who asked for it."""
    bodies = [f"{name}: async (...given) => ({{ from: '{name}', given }})" for name in sorted(FUNCTIONS)]
    whole = f"const PortOne = {{ {', '.join(bodies)} }};"
    names = ", ".join(sorted(FUNCTIONS))
    text = f"{whole} {'export default PortOne' if shape == 'default' else f'export const {{ {names} }} = PortOne'};"
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        headers = {"Access-Control-Allow-Origin": "*"}
        route.fulfill(body=text, content_type="text/javascript", headers=headers)

    context.route("https://cdn.portone.io/**", answer)
    return asked


@pytest.mark.parametrize("shape", ["default", "names"])
def test_the_other_seven_functions_are_portones_own_where_the_page_wants_them(
    shop: Shop, context: BrowserContext, shape: str
) -> None:
    asked = real_script(context, shape=shape)
    shop.open("?others=real&auto=verified:adult")
    ours = shop.page.evaluate_handle("PortOne")
    assert asked == []
    for name in sorted(OTHERS):
        shop.page.evaluate(f"() => ask(() => PortOne.{name}({{ a: 1 }}, 2))")
        assert shop.value == {"from": name, "given": [{"a": 1}, 2]}
    assert asked == [REAL]
    # Identity verification stays here.
    assert shop.page.evaluate("(before) => window.PortOne === before", ours)
    shop.press()
    assert shop.value["transactionType"] == "IDENTITY_VERIFICATION"


def test_portones_own_script_that_does_not_come_is_a_module_error(
    shop: Shop, context: BrowserContext, console: Console
) -> None:
    context.route("https://cdn.portone.io/**", lambda route: route.abort())
    shop.open("?others=real")
    shop.page.evaluate("() => ask(() => PortOne.requestPayment({}))")
    error = shop.error
    assert (error["__portOneErrorType"], error["code"]) == ("ModuleError", "Unavailable")
    assert "script-src" in error["message"]
    console.expect("ERR_FAILED")


def test_a_test_that_puts_the_mock_in_portones_place_is_told_so(shop: Shop, context: BrowserContext) -> None:
    def ours(route: Route) -> None:
        route.fulfill(response=route.fetch(url=f"{shop.box.base_url}/v2/browser-sdk.esm.js"))

    context.route("https://cdn.portone.io/**", ours)
    shop.open().page.evaluate("() => { window.__PORTONE_MOCK__ = { others: 'real' } }")
    shop.page.evaluate("() => ask(() => PortOne.requestPayment({}))")
    assert shop.error["code"] == "Unimplemented"
    assert REAL in shop.error["message"]


def test_the_module_has_portones_other_functions_too(shop: Shop, context: BrowserContext, page_of: Any) -> None:
    real_script(context, shape="default")
    page_of(
        f"""import {{ requestPayment }} from "{shop.box.base_url}/v2/browser-sdk.esm.js?others=real";
        window.pay = requestPayment;"""
    )
    shop.page.evaluate("() => ask(() => pay(1))")
    assert shop.value == {"from": "requestPayment", "given": [1]}


# Other ways in.


def npm_page(site: Site) -> str:
    """The official package, from its own files, on the site."""
    package = FOLDER / "node_modules" / "@portone" / "browser-sdk" / "dist" / "v2.js"
    return site.put("/portone-browser-sdk.js", package.read_text(encoding="utf-8"))


@pytest.mark.node
def test_the_official_npm_package_works_as_it_is(shop: Shop, page_of: Any, console: Console) -> None:
    page_of(
        f"""import * as sdk from "{npm_page(shop.site)}";
        sdk.__INTERNAL__setPortOneSdkUrl("{shop.box.base_url}/v2/browser-sdk.js?failures=reject");
        window.sdk = sdk;
        window.PortOneOfNpm = sdk.default;"""
    )
    with shop.page.expect_popup() as opened:
        shop.page.evaluate("(request) => ask(() => PortOneOfNpm.requestIdentityVerification(request))", shop.request())
    finish(opened.value, "identity-mismatch")
    assert shop.error["code"] == "PGProviderError"
    shop.page.evaluate(
        "(request) => { window.caught = PortOneOfNpm.requestIdentityVerification(request).catch((error) => error) }",
        shop.request(channel="inicis", windowType={"pc": "IFRAME"}),
    )
    kinds = shop.page.evaluate(
        """async () => {
          const error = await caught;
          const isInstance = error instanceof sdk.IdentityVerificationError;
          return [sdk.isIdentityVerificationError(error), isInstance, sdk.isModuleError(error)];
        }"""
    )
    assert kinds == [True, True, False]
    console.expect("400")


def test_the_module_exports_portones_functions_and_all_of_them_as_the_default(shop: Shop, page_of: Any) -> None:
    page_of(
        f"""import PortOne, * as named from "{shop.box.base_url}/v2/browser-sdk.esm.js?auto=verified:adult";
        window.module = {{ PortOne, named }};"""
    )
    assert set(shop.page.evaluate("Object.keys(module.PortOne)")) == FUNCTIONS
    assert set(shop.page.evaluate("Object.keys(module.named)")) == FUNCTIONS | {"default"}
    assert shop.page.evaluate("window.PortOne") is None
    shop.page.evaluate("(request) => ask(() => module.named.requestIdentityVerification(request))", shop.request())
    assert "code" not in shop.value


def test_a_script_without_an_address_is_told_it_by_a_setting(shop: Shop, context: BrowserContext) -> None:
    """`window.PortOne` preset by a test, before any script of the page runs."""
    with shop.page.context.expect_page() as other:
        shop.page.evaluate("() => { window.open('about:blank') }")
    source = other.value.request.get(f"{shop.box.base_url}/v2/browser-sdk.js").text()
    other.value.close()
    context.add_init_script(source)
    shop.open(sdk="data:text/javascript,").press()
    assert "__PORTONE_MOCK__" in shop.error["message"]
    shop.page.evaluate(
        "(url) => { window.__PORTONE_MOCK__ = { url, auto: 'verified:adult' } }", f"{shop.box.base_url}/"
    )
    shop.press()
    assert "code" not in shop.value


@pytest.mark.node
def test_the_npm_package_takes_what_a_test_put_there_and_asks_no_cdn(
    shop: Shop, context: BrowserContext, page_of: Any
) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    source = context.request.get(f"{shop.box.base_url}/v2/browser-sdk.js").text()
    settings = {"url": shop.box.base_url, "auto": "verified:foreigner"}
    context.add_init_script(f"{source}\nwindow.__PORTONE_MOCK__ = {json.dumps(settings)};")
    page_of(f'import * as sdk from "{npm_page(shop.site)}"; window.PortOneOfNpm = sdk.default;')
    shop.page.evaluate("(request) => ask(() => PortOneOfNpm.requestIdentityVerification(request))", shop.request())
    assert "code" not in shop.value
    assert shop.box.verification("signup1")["person"] == "foreigner"
    assert [url for url in asked if "cdn.portone.io" in url] == []


def test_a_page_that_is_a_file_gets_the_result_of_a_popup_and_no_iframe(
    shop: Shop, console: Console, tmp_path: Path
) -> None:
    """Such a page has no origin that could be told anything: it asks for the result once the popup is closed."""
    file = tmp_path / "shop.html"
    file.write_text(TAG.format(before="", sdk=f"{shop.box.base_url}/v2/browser-sdk.js", keep=KEEP, after=""))
    shop.page.goto(file.as_uri())
    finish(shop.popup(), "identity-mismatch")
    assert shop.value["code"] == "PGProviderError"
    shop.press(windowType="IFRAME")
    assert "IFRAME" in shop.error["message"]
    console.expect("400")


@pytest.fixture
def page_of(shop: Shop) -> Any:
    """`page_of(module)`: the shop's page with this module, once it has run."""

    def open_page(module: str) -> None:
        text = f"""<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
        <script>{KEEP}</script><script type="module">{module} window.isReady = true;</script>"""
        shop.page.goto(shop.site.put("/module", text))
        shop.page.wait_for_function("window.isReady")

    return open_page


def test_the_page_in_the_document_works_under_the_policy_in_the_document(shop: Shop) -> None:
    shown = blocks(ROOT / "docs" / "browser.md")
    (html,) = (block.text for block in shown if block.language == "html")
    (policy,) = (block.text.strip() for block in shown if block.text.startswith("default-src"))
    here, store = shop.box.base_url, "store-00000000-0000-4000-8000-000000000001"
    assert store in html
    page = html.replace("http://localhost:8585", here).replace(store, shop.box.store_id)
    icon = '<link rel="icon" href="data:,">'
    headers = {"Content-Security-Policy": policy.replace("http://localhost:8585", here)}
    shop.page.goto(shop.site.put("/documented", f"<!doctype html>{icon}{page}", **headers))
    with shop.page.expect_popup() as opened:
        shop.page.get_by_role("button", name="본인인증").click()
    finish(opened.value)
    expect(shop.page).to_have_title("verified")
    shop.open(**headers)
    finish(shop.frame())
    assert "code" not in shop.value


# Several at once, and strangers.


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
        template = f"{text} [000000]"
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
