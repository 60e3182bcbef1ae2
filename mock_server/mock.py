"""The parts of one running mock, as its handlers reach them.

Lives here: Mock. May not: behaviour of any part; wiring them to HTTP (app.py).
"""

from dataclasses import dataclass, field
from itertools import count

from .guard import Guard
from .journal import Journal
from .sandboxes import Sandboxes
from .scenario import Scenario, load_scenario
from .settings import Settings
from .store.memory import MemoryStore


@dataclass(frozen=True)
class Mock:
    """Settings and the parts made from them. `numbers` counts the requests of this server from 1."""

    settings: Settings
    journal: Journal
    store: MemoryStore
    sandboxes: Sandboxes
    guard: Guard
    numbers: "count[int]" = field(default_factory=lambda: count(1))


def make_mock(settings: Settings, scenario: Scenario | None = None) -> Mock:
    """A mock that holds its default sandbox; ScenarioError for a scenario that cannot be loaded."""
    settings = settings.with_admin_token()
    journal = Journal()
    store = MemoryStore(journal=journal, idle_seconds=settings.idle)
    sandboxes = Sandboxes(settings, scenario or load_scenario(settings.scenario), store)
    return Mock(settings, journal, store, sandboxes, Guard(settings))
