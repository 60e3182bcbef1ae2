"""A page of another site, open in the browser of a developer whose mock is running: it cannot drive or read the mock.

The site is a name of its own that leads to this machine, as in a network of one's own. What a page can do without being
asked is tried: fetch with and without CORS, beacons, forms, images, scripts, streams, frames.
"""

from collections.abc import Iterator
from typing import Any, Final

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response

from mock_server.handle import SandboxHandle
from portone_mock import MockPortOne

from .chromium import ARGUMENTS, WITHOUT, executable
from .site import Site

pytestmark = pytest.mark.browser

HOST: Final = "evil.test"
# Each call by its method, path and body; with a body that is no form's it needs no preflight as text/plain.
CALLS: Final[tuple[tuple[str, str, Any], ...]] = (
    ("POST", "/_mock/reset", {}),
    ("POST", "/_mock/next", {"outcome": "cancelled", "times": 9}),
    ("POST", "/_mock/faults", {"fault": "html", "times": None}),
    ("POST", "/_mock/clock/advance", {"seconds": 9_999_999}),
    ("POST", "/_mock/sandboxes", {}),
    ("POST", "/_mock/people", {"like": "adult"}),
    ("POST", "/_mock/scenarios/portone-down", {}),
    ("POST", "/_mock/verifications/kept/complete", {"outcome": "cancelled"}),
    ("PUT", "/_mock/verifications/kept", {"outcome": "cancelled"}),
    ("PUT", "/_mock/state", {}),
    ("DELETE", "/_mock/verifications/kept", None),
    ("DELETE", "/_mock/requests", None),
    ("DELETE", "/_mock/effects", None),
    ("GET", "/_mock/effects", None),
    ("GET", "/_mock/sandbox", None),
    ("GET", "/_mock/requests?count=1&timeout=1", None),
    ("POST", "/login/api-secret", {"apiSecret": "mock-api-secret"}),
    ("POST", "/login/api-key", {"apiKey": "mock-api-secret"}),
    ("POST", "/token/refresh", {"refreshToken": "x"}),
    ("GET", "/identity-verifications/kept", None),
    ("POST", "/identity-verifications/kept/send", {}),
)
# What came of the call with CORS and without, as far as the page can tell: what it could read, or nothing.
FETCH: Final = """async ([method, url, body, mode]) => {
  const text = body === null ? undefined : JSON.stringify(body);
  const headers = mode === "cors" ? { Authorization: "PortOne mock-api-secret" } : {};
  try {
    const answer = await fetch(url, { method, mode, headers, body: text });
    return mode === "cors" ? await answer.text() : answer.type;
  } catch {
    return null;
  }
}"""
# Everything else that a page can send; each resolves once it has been answered.
ELSE: Final = """async (mock) => {
  const loaded = (element) => new Promise((done) => {
    element.onload = element.onerror = () => done();
    document.body.append(element);
  });
  const posted = (path, enctype, name, value) => new Promise((done) => {
    const frame = Object.assign(document.createElement("iframe"), { name: `f${Math.random()}` });
    document.body.append(frame);
    const form = Object.assign(document.createElement("form"), {
      method: "POST", action: mock + path, target: frame.name, enctype,
    });
    form.append(Object.assign(document.createElement("input"), { name, value }));
    document.body.append(form);
    frame.onload = () => frame.contentWindow.length === 0 && done();
    form.submit();
  });
  await loaded(Object.assign(new Image(), { src: `${mock}/_mock/sandbox` }));
  await loaded(Object.assign(document.createElement("script"), { src: `${mock}/_mock/sandbox` }));
  await loaded(Object.assign(document.createElement("iframe"), { src: `${mock}/_mock/sandbox` }));
  await posted("/_mock/reset", "application/x-www-form-urlencoded", "a", "b");
  await posted("/_mock/next", "text/plain", '{"outcome": "cancelled", "x', '": 1}');
  await posted("/login/api-secret", "text/plain", '{"apiSecret": "mock-api-secret", "x', '": 1}');
  await posted("/_mock/console/verifications", "application/x-www-form-urlencoded", "id", "theirs");
  navigator.sendBeacon(`${mock}/_mock/reset`, "{}");
  await new Promise((done) => {
    const stream = new EventSource(`${mock}/_mock/requests`);
    stream.onerror = () => { stream.close(); done(); };
  });
  await new Promise((done) => {
    const socket = new WebSocket(`${mock.replace("http", "ws")}/_mock/requests`);
    socket.onopen = socket.onerror = () => done();
  });
}"""


@pytest.fixture(scope="module")
def browser(chromium: Browser) -> Iterator[Browser]:
    """A browser for which the site's name is this machine."""
    arguments = [*ARGUMENTS, f"--host-resolver-rules=MAP {HOST} 127.0.0.1"]
    browser = chromium.browser_type.launch(
        executable_path=executable(), args=arguments, ignore_default_args=list(WITHOUT)
    )
    yield browser
    browser.close()


@pytest.fixture
def mock() -> Iterator[MockPortOne]:
    """A mock of this test's own, whose default sandbox holds something."""
    with MockPortOne() as mock:
        mock.default.freeze()
        mock.default.put_verification("kept")
        yield mock


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def at(context: BrowserContext, site: Site, host: str) -> Page:
    """A page of the site, by that name of this machine's."""
    page = context.new_page()
    page.goto(site.put("/", '<!doctype html><link rel="icon" href="data:,"><body></body>').replace("127.0.0.1", host))
    return page


def statuses(page: Page, mock: MockPortOne) -> list[tuple[str, int]]:
    """What the mock answers to this page from now on: path and status."""
    heard: list[tuple[str, int]] = []
    # The page may outlive the mock.
    base_url = mock.base_url

    def hear(response: Response) -> None:
        if response.url.startswith(base_url):
            heard.append((response.url.removeprefix(base_url), response.status))

    page.on("response", hear)
    return heard


def number(mock: MockPortOne) -> int:
    """The number of a request made now: the mock counts whatever reaches it, preflights included."""
    return int(httpx.get(f"{mock.base_url}/_mock/health").headers["x-portone-mock-request"])


def world(mock: MockPortOne) -> tuple[Any, ...]:
    """Everything that a stranger might change: the default sandbox, its journal, how many sandboxes there are."""
    box: SandboxHandle = mock.default
    sandboxes = httpx.get(f"{mock.base_url}/_mock/sandboxes").json()["total"]
    return (box.state(), box.requests(), box.describe()["counts"], sandboxes)


@pytest.mark.parametrize("mode", ["cors", "no-cors"])
def test_no_call_of_another_sites_page_changes_or_reads_anything(
    context: BrowserContext, site: Site, mock: MockPortOne, mode: str
) -> None:
    page, before = at(context, site, HOST), world(mock)
    heard, first = statuses(page, mock), number(mock)
    # Without CORS a browser sends simple methods only.
    calls = [call for call in CALLS if mode == "cors" or call[0] in ("GET", "POST")]
    for method, path, body in calls:
        came = page.evaluate(FETCH, [method, mock.base_url + path, body, mode])
        assert came in (None, "opaque"), (method, path)
    assert number(mock) - first > len(calls)
    assert {status for _, status in heard} == (set() if mode == "cors" else {403})
    assert world(mock) == before


def test_nothing_else_that_such_a_page_can_send_does(context: BrowserContext, site: Site, mock: MockPortOne) -> None:
    page, before = at(context, site, HOST), world(mock)
    heard, first = statuses(page, mock), number(mock)
    page.evaluate(ELSE, mock.base_url)
    assert number(mock) - first > 9
    assert {status for _, status in heard} == {403}
    assert world(mock) == before


@pytest.mark.parametrize("path", ["/", "/_mock/", "/_mock/console/verifications"])
def test_the_console_is_not_shown_in_a_frame_of_its(
    context: BrowserContext, site: Site, mock: MockPortOne, path: str
) -> None:
    page = at(context, site, HOST)
    heard = statuses(page, mock)
    page.evaluate(
        """(url) => new Promise((done) => {
          const frame = Object.assign(document.createElement("iframe"), { src: url, onload: () => done() });
          document.body.append(frame);
        })""",
        mock.base_url + path,
    )
    assert heard == [(path, 403)]


def test_a_link_of_its_leads_to_the_console(context: BrowserContext, site: Site, mock: MockPortOne) -> None:
    page = at(context, site, HOST)
    heard = statuses(page, mock)
    page.evaluate("(url) => { location.href = url }", f"{mock.base_url}/_mock/")
    page.wait_for_url("**/_mock/**")
    assert ("/_mock/", 200) in heard


def test_a_page_of_the_developers_own_is_let_in(context: BrowserContext, site: Site, mock: MockPortOne) -> None:
    """The same calls from a page on localhost, so that the tests above are seen to try something."""
    page, before = at(context, site, "localhost"), world(mock)
    came = {
        path: page.evaluate(FETCH, [method, mock.base_url + path, body, "cors"])
        for method, path, body in CALLS
        if path in ("/_mock/next", "/_mock/clock/advance", "/login/api-secret")
    }
    assert "accessToken" in came["/login/api-secret"]
    assert "cancelled" in came["/_mock/next"]
    assert world(mock) != before
