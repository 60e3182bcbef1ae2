"""A browser at the console of a sandbox of its own, and no console error in any test.

Lives here: opening pages. May not: expectations. In a folder of its own because Playwright keeps an event loop running.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from mock_server.handle import SandboxHandle
from tests.window.conftest import Console, chromium, console, context, site

__all__ = ["chromium", "console", "context", "site"]


class Desk:
    """A tab, and the sandbox whose console it shows."""

    def __init__(self, page: Page, box: SandboxHandle) -> None:
        self.page = page
        self.box = box

    def open(self, path: str = "/_mock/") -> Page:
        """Open a page of the console in that sandbox."""
        joint = "&" if "?" in path else "?"
        self.page.goto(f"{self.box.base_url}{path}{joint}sandbox={self.box.store_id}")
        return self.page


@pytest.fixture
def desk(context: BrowserContext, console: Console, box: SandboxHandle) -> Iterator[Desk]:
    """The desk of a first-time user, whose browser is Korean."""
    desk = Desk(context.new_page(), box)
    yield desk
    # What is still on its way to the console has come when this answers.
    desk.page.evaluate("1")
