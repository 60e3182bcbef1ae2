"""Which Chromium the tests marked browser drive, and how it is started.

Lives here: finding it. May not: tests, or a browser of Playwright's own: none is downloaded.
"""

import shutil
from importlib.util import find_spec
from typing import Final

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Playwright's default would let every popup through.
WITHOUT: Final = ("--disable-popup-blocking",)


def executable() -> str | None:
    """The path of a Chromium, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def missing_browser() -> str | None:
    """What keeps the tests marked browser from running here, or None."""
    if find_spec("playwright") is None:
        return "the Python package playwright is not installed"
    return None if executable() else "Chromium is not installed"
