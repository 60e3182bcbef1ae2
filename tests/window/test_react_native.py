"""PortOne's own React Native SDK: the page that it puts into its WebView, on a phone, up to what the app is told.

cdn.portone.io is answered by the mock, as by a proxy with https in front of it. The SDK's code runs in Node.js and is
called as React would call it (tests/node/react-native.mjs); the WebView is Chromium.
"""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route, expect

from mock_server.domain.outcomes import OUTCOMES
from mock_server.handle import SandboxHandle
from tests.node import run_driver

from .conftest import Console
from .shop import Shop, finish
from .site import Site
from .test_windows import expected

pytestmark = [pytest.mark.browser, pytest.mark.node]

CDN: Final = "https://cdn.portone.io"
PHONE: Final = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36"
# What React Native's WebView gives a page to talk to the app with.
BRIDGE: Final = "window.ReactNativeWebView = { postMessage: (text) => (window.messages ??= []).push(text) };"


def sdk(request: dict[str, Any], **met: list[str]) -> Any:
    """What the SDK gives the WebView for this request, and tells the app about these navigations and messages."""
    return run_driver("react-native.mjs", {"request": request, **met})


@pytest.fixture
def phone(chromium: Browser, site: Site, box: SandboxHandle) -> Iterator[Shop]:
    """A WebView of a phone, in which cdn.portone.io is the mock."""
    context = chromium.new_context(locale="ko-KR", user_agent=PHONE, viewport={"width": 412, "height": 800})
    context.add_init_script(BRIDGE)

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        # The window waits there for a tester, which Playwright would wait for, too.
        if not path.endswith("/answer"):
            route.fulfill(response=route.fetch(url=f"{box.base_url}{path}"))

    context.route(f"{CDN}/**", answer)
    yield Shop(context.new_page(), site, box)
    context.close()


def show(phone: Shop, request: dict[str, Any]) -> None:
    """The page of the SDK for this request, at its own address."""
    source = sdk(request)["source"]
    assert f'src="{CDN}/v2/browser-sdk.js"' in source["html"]
    # A WebView asks nobody for its page, and for no icon either.
    html = source["html"].replace("<head>", '<head><link rel="icon" href="data:,">')
    phone.page.context.route(
        f"{source['baseUrl']}**", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8")
    )
    phone.page.goto(source["baseUrl"])


@pytest.mark.parametrize("outcome", ["verified", "cancelled", "identity-mismatch"])
def test_its_page_leads_to_the_window_and_the_app_is_told_the_result(phone: Shop, outcome: str) -> None:
    id_ = "a=b?c&d#e%f 가"
    request = phone.request(id_)
    console = Console(phone.page.context)
    show(phone, request)
    phone.page.wait_for_url(f"{CDN}/browser/window/*")
    expect(phone.page.get_by_test_id("mock-banner")).to_be_visible()
    url = phone.told_to_go(lambda: finish(phone.page, outcome, "turns-19-tomorrow"))
    assert url.startswith("portone://blank?")
    told = sdk(request, navigations=[url])
    assert (told["loads"], told["completed"]) == ([False], [expected(phone, outcome, id_)])
    record = phone.box.verification(id_)
    assert (record["person"], record["answer"]["status"]) == ("turns-19-tomorrow", OUTCOMES[outcome].status)
    assert console.errors == []


def test_what_is_refused_before_any_window_reaches_the_app_as_an_error(phone: Shop) -> None:
    phone.box.put_verification("signup1")
    request = phone.request()
    show(phone, request)
    phone.page.wait_for_function("window.messages")
    messages = phone.page.evaluate("messages")
    assert '"code":"IdentityVerificationAlreadyVerified"' in messages[0]
    told = sdk(request, messages=messages)
    assert told["completed"] == []
    (message,) = told["failed"]
    assert "이미 인증" in message
