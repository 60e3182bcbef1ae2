"""A shop's page that verifies its customer by the browser SDK, in a real browser.

Lives here: opening the page, asking, and reading what came. May not: expectations.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from playwright.sync_api import Error, FrameLocator, Page

from mock_server.handle import SandboxHandle

from .site import Site

PATIENCE_MS: Final = 10_000
# What the promise came to, in a form that crosses to Python: an error's own members, and whether it is an Error.
KEEP: Final = """
window.ask = (call) => {
  window.came = undefined;
  call().then(
    (value) => (window.came = { value: value === undefined ? "undefined" : value }),
    (error) => {
      const own = Object.getOwnPropertyNames(error).filter((name) => name !== "stack");
      const members = Object.fromEntries(own.map((name) => [name, error[name]]));
      window.came = { error: members, isError: error instanceof Error };
    },
  );
};
"""
TAG: Final = """<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>shop</title>
<script>{before}</script>
<script src="{sdk}"></script>
<button onclick="ask(() => PortOne.requestIdentityVerification(request))">인증하기</button>
<script>{keep}{after}</script>"""


class Shop:
    """A page in a tab of its own, with a button that asks for a verification."""

    def __init__(self, page: Page, site: Site, box: SandboxHandle) -> None:
        self.page = page
        self.site = site
        self.box = box

    def open(
        self, query: str = "", *, before: str = "", after: str = "", sdk: str | None = None, **headers: str
    ) -> "Shop":
        """Open the page, its script loaded from the mock with this query; `before` and `after` run around it."""
        script = sdk or f"{self.box.base_url}/v2/browser-sdk.js{query}"
        text = TAG.format(before=before, sdk=script.replace("&", "&amp;"), keep=KEEP, after=after)
        self.page.goto(self.site.put("/shop", text, **headers))
        return self

    def request(self, id_: str = "signup1", **members: Any) -> dict[str, Any]:
        """The request of a page, for the box's store and its channel `danal` unless told otherwise."""
        channel = members.pop("channel", "danal")
        key = {"channelKey": self.box.channels[channel].key}
        return {"storeId": self.box.store_id, "identityVerificationId": id_, **key, **members}

    def press(self, id_: str = "signup1", **members: Any) -> None:
        """Press the button, which asks for this."""
        self.page.evaluate("(request) => { window.request = request }", self.request(id_, **members))
        self.page.get_by_role("button", name="인증하기").click()

    def popup(self, id_: str = "signup1", **members: Any) -> Page:
        """The window that pressing the button opens."""
        with self.page.expect_popup(timeout=PATIENCE_MS) as opened:
            self.press(id_, **members)
        opened.value.wait_for_load_state()
        return opened.value

    def frame(self, id_: str = "signup1", **members: Any) -> FrameLocator:
        """The window over the page that pressing the button opens."""
        self.press(id_, windowType={"pc": "IFRAME", "mobile": "IFRAME"}, **members)
        return self.page.get_by_test_id("portone-mock-frame").frame_locator("iframe")

    def left_for(self, id_: str = "signup1", **members: Any) -> Page:
        """The window that takes the page's place."""
        self.press(id_, windowType={"pc": "REDIRECTION"}, **({"redirectUrl": self.done} | members))
        self.page.wait_for_url("**/browser/window/*", timeout=PATIENCE_MS)
        return self.page

    @property
    def done(self) -> str:
        """Where the shop wants to be sent."""
        return f"{self.site.origin}/done"

    @property
    def came(self) -> dict[str, Any]:
        """What the promise came to: `{value}` or `{error, isError}`."""
        self.page.wait_for_function("() => window.came !== undefined", timeout=PATIENCE_MS)
        came: dict[str, Any] = self.page.evaluate("window.came")
        return came

    @property
    def value(self) -> dict[str, Any]:
        """What the promise resolved to."""
        came = self.came
        assert "value" in came, came
        value: dict[str, Any] = came["value"]
        return value

    @property
    def error(self) -> dict[str, Any]:
        """The own members of the error that the promise was rejected with."""
        came = self.came
        assert came.get("isError"), came
        error: dict[str, Any] = came["error"]
        return error

    def is_pending(self) -> bool:
        """Whether nothing came yet."""
        return bool(self.page.evaluate("window.came === undefined"))

    def sent_to(self, pattern: str = "**/done?**") -> str:
        """The URL that the page was sent to."""
        self.page.wait_for_url(pattern, timeout=PATIENCE_MS, wait_until="commit")
        return self.page.url

    def wait_until_alone(self) -> None:
        """Until every window of this page's is closed, of which Playwright hears a moment later than the page."""
        for window in self.page.context.pages:
            if window is not self.page and not window.is_closed():
                window.wait_for_event("close", timeout=PATIENCE_MS)

    def status(self, id_: str = "signup1") -> str:
        """The record's status, as the shop's server reads it."""
        return str(self.box.verification(id_)["answer"]["status"])

    @contextmanager
    def navigation(self) -> Iterator[list[str]]:
        """The URLs that this tab is told to go to meanwhile, those of apps included, which never load."""
        told: list[str] = []
        session = self.page.context.new_cdp_session(self.page)
        session.send("Page.enable")
        session.on("Page.frameRequestedNavigation", lambda event: told.append(event["url"]))
        yield told
        session.detach()

    def told_to_go(self, call: Callable[[], object]) -> str:
        """Where this tab is told to go by what `call` does, other than to the window."""
        with self.navigation() as told:
            call()
            for _ in range(50):
                targets = [url for url in told if "/browser/window/" not in url]
                if targets:
                    return targets[0]
                self.page.wait_for_timeout(100)
        raise AssertionError(f"not told to go anywhere: {told}")


def finish(window: Page | FrameLocator, outcome: str = "verified", person: str | None = None) -> None:
    """Choose in the window, and press its button."""
    if person is not None:
        window.get_by_test_id(f"person-{person}").check()
    window.get_by_test_id("outcome").select_option(outcome)
    with may_close():
        window.get_by_test_id("complete").click()


@contextmanager
def may_close() -> Iterator[None]:
    """For what makes a window close, which may be gone before Playwright has heard that it was done."""
    try:
        yield
    except Error as error:
        if "has been closed" not in error.message:
            raise
