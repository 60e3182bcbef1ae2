"""The parts of one running mock, as its handlers reach them.

Lives here: Mock. May not: behaviour of any part; wiring them to HTTP (app.py).
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from .browser.windows import Windows
from .domain.errors import Refusal
from .guard import Guard
from .journal import Journal
from .patience import Patience
from .sandboxes import Sandboxes
from .scenario import Scenario, load_scenario
from .settings import Settings
from .store.memory import MemoryStore

MOST_AWAITED: Final = 1_000


@dataclass(frozen=True)
class Mock:
    """Settings and the parts made from them. `numbers` counts the requests of this server from 1."""

    settings: Settings
    journal: Journal
    store: MemoryStore
    sandboxes: Sandboxes
    guard: Guard
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    patience: Patience = field(default_factory=Patience)
    windows: Windows = field(default_factory=Windows)
    _awaited: "set[asyncio.Task[None]]" = field(default_factory=set)

    def later(self, seconds: float, work: Callable[[], Awaitable[object]]) -> None:
        """Do something after so many real seconds; Refusal (MOCK_UNAVAILABLE) when too much waits already.

        What is refused by then (the record was changed meanwhile) is left as it is.
        """
        if len(self._awaited) >= MOST_AWAITED:
            raise Refusal("MOCK_UNAVAILABLE", f"At most {MOST_AWAITED} completions may wait at a time.")

        async def wait_and_do() -> None:
            await asyncio.sleep(seconds)
            with contextlib.suppress(Refusal):
                await work()

        task = asyncio.get_running_loop().create_task(wait_and_do())
        self._awaited.add(task)
        task.add_done_callback(self._awaited.discard)


def make_mock(settings: Settings, scenario: Scenario | None = None) -> Mock:
    """A mock that holds its default sandbox; ScenarioError for a scenario that cannot be loaded."""
    settings = settings.with_admin_token()
    journal = Journal()
    store = MemoryStore(journal=journal, idle_seconds=settings.idle, most_sandboxes=settings.most_sandboxes)
    sandboxes = Sandboxes(settings, scenario or load_scenario(settings.scenario), store)
    return Mock(settings, journal, store, sandboxes, Guard(settings))
