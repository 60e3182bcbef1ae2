"""One Chromium for all tests of this folder, a fresh profile and tab for each, and no console error in any.

Lives here: starting them. May not: expectations beyond that. Chromium ends with the folder's last test, because
Playwright keeps an event loop running in this thread, which other tests want for themselves.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, WebError, sync_playwright

from mock_server.handle import SandboxHandle

from .chromium import ARGUMENTS, WITHOUT, executable
from .shop import Shop
from .site import Site


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS, ignore_default_args=WITHOUT)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def site() -> Iterator[Site]:
    """The shop's website."""
    with Site() as running:
        yield running


class Console:
    """What the console said that is wrong; a test that expects an error says so."""

    def __init__(self, context: BrowserContext) -> None:
        self.errors: list[str] = []
        context.on("console", self._hear)
        context.on("weberror", self._fail)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url')})")

    def _fail(self, error: WebError) -> None:
        self.errors.append(str(error.error))

    def expect(self, text: str) -> None:
        """Take out the errors with this text; there has to be one."""
        rest = [error for error in self.errors if text not in error]
        assert len(rest) < len(self.errors), f"no error with {text!r}: {self.errors}"
        self.errors = rest


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(locale="ko-KR")
    yield context
    context.close()


@pytest.fixture
def console(context: BrowserContext) -> Iterator[Console]:
    console = Console(context)
    yield console
    assert console.errors == []


@pytest.fixture
def shop(context: BrowserContext, console: Console, site: Site, box: SandboxHandle) -> Iterator[Shop]:
    """A shop's page of another origin than the mock's."""
    shop = Shop(context.new_page(), site, box)
    yield shop
    for page in context.pages:
        # What is still on its way to the console has come when this answers.
        try:
            page.evaluate("1")
        except Error:
            continue
