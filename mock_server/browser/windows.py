"""The windows that were opened: what each of them needs to know, by its one-time id.

Lives here: Window and the bounded registry. May not: pages, what completing does. An id is random and never the
verification's own, so that a window's address tells nothing and cannot be guessed.
"""

import secrets
from typing import Any, Final, Literal

import msgspec

from ..domain.browser_request import Shown
from ..domain.browser_rules import Rules
from ..domain.errors import Refusal
from ..store.sandbox import Sandbox

MOST_WINDOWS: Final = 20_000
Language = Literal["ko", "en"]


class Window(msgspec.Struct, kw_only=True):
    """One attempt in one window. `origin` is the page's, the only one that is told; `answer` is there once it ended."""

    id: str
    sandbox: Sandbox
    store_id: str
    identity_verification_id: str
    tx_id: str
    origin: str | None
    shown: Shown
    rules: Rules
    language: Language
    cancel_code: str
    answer: dict[str, Any] | None = None


class Windows:
    """The last windows of a server; the oldest go where there is no room."""

    def __init__(self, most: int = MOST_WINDOWS) -> None:
        self._most = most
        self._by_id: dict[str, Window] = {}

    def add(self, window: Window) -> Window:
        """Keep a window."""
        while len(self._by_id) >= self._most:
            del self._by_id[next(iter(self._by_id))]
        self._by_id[window.id] = window
        return window

    def get(self, id_: str) -> Window:
        """The window of that id; Refusal (MOCK_NOT_FOUND) for one that is not, or no longer, there."""
        window = self._by_id.get(id_)
        if window is None:
            raise Refusal(
                "MOCK_NOT_FOUND",
                "이런 인증창이 없습니다. 서버가 다시 시작했거나 오래된 창입니다. 페이지에서 인증을 다시 시작하세요.",
                why="There is no such window (the mock was restarted, or it is an old one); start again from the page.",
            )
        return window


def new_window_id() -> str:
    """A one-time id that nobody can guess."""
    return secrets.token_urlsafe(24)
