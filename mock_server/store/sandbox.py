"""One merchant's world, as the store keeps it.

Lives here: Sandbox and the entry of a record in it. May not: policy (sandboxes.py), transitions (domain), HTTP.
An untouched sandbox has to stay small: everything that a scenario shares is shared, everything else is made when used.
"""

import hashlib
from collections import deque
from typing import Any, NamedTuple

from ..answer import Answer
from ..clock import ClockSetting
from ..domain.arrangement import World
from ..domain.channels import Channels
from ..domain.ids import IdSource
from ..domain.people import People
from ..domain.record import Record
from ..scenario import Scenario
from ..tokens import Holder, Login, LoginKind


class Entry:
    """A record with its answers as bytes, by dialect (whether it is the legacy one), encoded on first read."""

    __slots__ = ("answers", "ready_made", "record")

    def __init__(self, record: Record, *, ready_made: bool = False) -> None:
        self.record = record
        self.ready_made = ready_made
        self.answers: dict[bool, Answer] = {}


class Credentials(NamedTuple):
    """The names a sandbox answers to. The first of each is the one it shows."""

    secrets: tuple[str, ...]
    store_ids: tuple[str, ...]


def key_of(secret: str) -> bytes:
    """A secret's sandbox key: its hash."""
    return hashlib.blake2b(secret.encode(errors="surrogatepass"), digest_size=16).digest()


class Sandbox:
    """Credentials, and everything that a reset puts back to the scenario."""

    __slots__ = (
        "_ids",
        "_token_ids",
        "changed",
        "channels",
        "clock",
        "credentials",
        "entries",
        "journal",
        "journalled",
        "key",
        "last_used",
        "logins",
        "note",
        "people",
        "remakable",
        "scenario",
        "seed",
        "store_id",
        "tokens",
    )

    def __init__(
        self, credentials: Credentials, scenario: Scenario, channels: Channels, seed: int, *, remakable: bool
    ) -> None:
        self.key = key_of(credentials.secrets[0])
        self.credentials = credentials
        # The store of a call that names none.
        self.store_id = credentials.store_ids[0]
        self.channels = channels
        self.seed = seed
        self.remakable = remakable
        self.last_used = 0.0
        # What the first row of the journal has to say (that an earlier sandbox of this name was dropped).
        self.note: str | None = None
        self.logins: dict[LoginKind, Login] | None = None
        self.tokens: deque[str] | None = None
        self._token_ids: IdSource | None = None
        self.load(scenario)

    def load(self, scenario: Scenario) -> None:
        """Start from a scenario: everything but credentials and tokens, which applications go on using."""
        self.scenario = scenario
        self.people: People = scenario.people
        self.clock = ClockSetting()
        self.entries: dict[str, Entry] = {}
        self.journal: deque[Any] | None = None
        self.journalled = 0
        self.changed = not self.remakable
        self._ids: IdSource | None = None

    @property
    def secret(self) -> str:
        """The API secret that this sandbox shows; it is its legacy API key too."""
        return self.credentials.secrets[0]

    @property
    def holder(self) -> Holder:
        """Whom its tokens are issued to."""
        return Holder(self.store_id, self.key)

    def ids(self, label: str) -> str:
        """The next identifier of this sandbox."""
        if self._ids is None:
            self._ids = IdSource(self.seed, self.store_id.encode())
        return self._ids(label)

    def token_ids(self, label: str) -> str:
        """The next identifier for a token: a sequence of its own, which a reset leaves alone as it leaves tokens."""
        if self._token_ids is None:
            self._token_ids = IdSource(self.seed, b"tokens" + self.key)
        return self._token_ids(label)

    def world(self, store_id: str | None = None) -> World:
        """What records are made from here, today."""
        return World(store_id or self.store_id, self.people, self.channels, self.clock.today(), self.store_id)
