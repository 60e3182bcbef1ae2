"""How a page comes by the script: npm package, module, preset, file; and what becomes of PortOne's other functions."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from tests.docs.pages import ROOT, blocks
from tests.node import FOLDER

from .conftest import Console
from .shop import KEEP, TAG, Shop, finish
from .site import Site

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
