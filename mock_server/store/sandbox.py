"""One merchant's world, as the store keeps it.

Lives here: Sandbox and the entry of a record in it. May not: policy (sandboxes.py), transitions (domain), HTTP.
An untouched sandbox has to stay small: everything that a scenario shares is shared, everything else is made when used.
"""

import asyncio
import hashlib
from collections import deque
from typing import Any, Final, NamedTuple

import msgspec

from ..answer import Answer
from ..clock import ClockSetting
from ..domain.arrangement import World, arrange
from ..domain.channels import Channels
from ..domain.customers import Next
from ..domain.fault_order import ordered
from ..domain.faults import Fault
from ..domain.ids import IdSource
from ..domain.people import People
from ..domain.record import Record
from ..domain.timestamps import seoul_date
from ..scenario import Scenario
from ..tokens import Holder, Login, LoginKind, signer


class Entry:
    """A record with its answers as bytes, by dialect (whether it is the legacy one), encoded on first read."""

    __slots__ = ("answers", "ready_made", "record")

    def __init__(self, record: Record, *, ready_made: bool = False) -> None:
        self.record = record
        self.ready_made = ready_made
        self.answers: dict[bool, Answer] = {}


class Slot:
    """The answer kept under an Idempotency-Key, once there is one. `at` is the sandbox's time in milliseconds.

    One that `holds_tokens` (a login's, a refresh's) is given to whoever repeats the call, and shown to nobody.
    """

    __slots__ = ("answer", "at", "fingerprint", "holds_tokens")

    def __init__(self, at: int, *, holds_tokens: bool = False) -> None:
        self.at = at
        self.holds_tokens = holds_tokens
        self.fingerprint = b""
        self.answer: Answer | None = None


class Message(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """An SMS that a customer got. `at` is the sandbox's time in milliseconds."""

    at: int
    identity_verification_id: str
    identity_verification_tx_id: str
    to: str
    text: str
    otp: str
    channel: str


MOST_MESSAGES: Final = 1_000
# The clock of a sandbox that nobody set, shared by all of them.
_MACHINES: Final = ClockSetting()


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
        "_entries",
        "_holder",
        "_ids",
        "_lasting_ids",
        "_news",
        "_started_at",
        "changed",
        "channels",
        "cleared",
        "clock",
        "credentials",
        "faults",
        "idempotency",
        "journal",
        "journalled",
        "key",
        "last_used",
        "logins",
        "messages",
        "next",
        "note",
        "origin",
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
        self.seed = seed
        self.remakable = remakable
        self.last_used = 0.0
        self.journal: deque[Any] | None = None
        # Rows that there ever were, and clearings; the second is what the first was right after the last clearing.
        self.journalled = self.cleared = 0
        # Set by the next row or SMS while somebody waits for one.
        self._news: asyncio.Event | None = None
        # What the first row of the journal has to say (that an earlier sandbox of this name was dropped).
        self.note: str | None = None
        self.logins: dict[LoginKind, Login] | None = None
        self.tokens: deque[str] | None = None
        self._lasting_ids: IdSource | None = None
        self._holder: Holder | None = None
        self.load(scenario, channels)

    def load(self, scenario: Scenario, channels: Channels) -> None:
        """Start from a scenario: everything but credentials and tokens, which applications go on using.

        Its rows are the journal's to forget.
        """
        self.scenario = scenario
        # The store id that salts its DIs and identifiers: its own, until it takes over another sandbox's world.
        self.origin = self.store_id
        self.people: People = scenario.people
        self.channels = channels
        self.clock = _MACHINES if scenario.clock is None else scenario.clock.setting()
        # None until somebody looks: most sandboxes of a scenario with many records never do.
        self._entries: dict[str, Entry] | None = None
        self._started_at = self.clock.now() if scenario.verifications else 0
        self.changed = False
        self._ids: IdSource | None = None
        self.idempotency: dict[str, Slot] | None = None
        self.messages: deque[Message] | None = None
        # Each sandbox counts how often a fault has hit.
        self.faults: tuple[Fault, ...] = tuple(ordered(fault, self.ids, self.clock.now()) for fault in scenario.faults)
        # Outcomes that the tester ordered for attempts to come.
        self.next: tuple[Next, ...] = scenario.next

    @property
    def entries(self) -> dict[str, Entry]:
        """The records by id, oldest first; those of the scenario are made when first looked for."""
        entries = self._entries
        if entries is None:
            entries = self._entries = self._scenarios_entries() if self.scenario.verifications else {}
        return entries

    @entries.setter
    def entries(self, entries: dict[str, Entry]) -> None:
        self._entries = entries

    @property
    def record_count(self) -> int:
        """How many records there are; asking makes none."""
        return len(self.scenario.verifications) if self._entries is None else len(self._entries)

    def _scenarios_entries(self) -> dict[str, Entry]:
        """The scenario's records as they were when this sandbox started, whoever has changed people or clock since."""
        started = self._started_at
        scenario = self.scenario
        world = World(self.store_id, scenario.people, self.channels, seoul_date(started), self.origin)
        # A sequence of their own: when they are made changes no other identifier.
        ids = IdSource(self.seed, b"scenario" + self.origin.encode())
        return {id_: Entry(arrange(id_, order, world, started, ids)) for id_, order in scenario.verifications}

    async def news(self) -> None:
        """Wait for the next row of the journal, its clearing, the next SMS or change of a record."""
        if self._news is None:
            self._news = asyncio.Event()
        await self._news.wait()

    def tell(self) -> None:
        """Wake up whoever waits for news."""
        if self._news is not None:
            self._news.set()
            self._news = None

    def deliver(self, message: Message) -> None:
        """Put an SMS into the inbox; the oldest goes where there is no room."""
        if self.messages is None:
            self.messages = deque(maxlen=MOST_MESSAGES)
        self.messages.append(message)
        self.tell()

    def use_next(self, used: Next) -> None:
        """Count one use of an ordered outcome; it goes after its last."""
        rest = msgspec.structs.replace(used, times=used.times - 1)
        kept = ((rest if entry is used else entry) for entry in self.next)
        self.next = tuple(entry for entry in kept if entry.times > 0)

    @property
    def secret(self) -> str:
        """The API secret that this sandbox shows; it is its legacy API key too."""
        return self.credentials.secrets[0]

    @property
    def holder(self) -> Holder:
        """Whom its tokens are issued to."""
        if self._holder is None:
            self._holder = Holder(self.store_id, signer(self.key))
        return self._holder

    def ids(self, label: str) -> str:
        """The next identifier of this sandbox."""
        if self._ids is None:
            self._ids = IdSource(self.seed, self.origin.encode())
        return self._ids(label)

    @property
    def drawn(self) -> int:
        """How many identifiers were drawn since the scenario was loaded; setting it goes on from there."""
        return 0 if self._ids is None else self._ids.drawn

    @drawn.setter
    def drawn(self, count: int) -> None:
        self._ids = IdSource(self.seed, self.origin.encode(), count)

    def lasting_ids(self, label: str) -> str:
        """The next identifier of the sequence that a reset leaves alone: tokens stay valid, fresh people stay fresh."""
        if self._lasting_ids is None:
            self._lasting_ids = IdSource(self.seed, b"tokens" + self.key)
        return self._lasting_ids(label)

    @property
    def lasting_drawn(self) -> int:
        """As `drawn`, of the sequence that a reset leaves alone."""
        return 0 if self._lasting_ids is None else self._lasting_ids.drawn

    @lasting_drawn.setter
    def lasting_drawn(self, count: int) -> None:
        self._lasting_ids = IdSource(self.seed, b"tokens" + self.key, count)

    def world(self, store_id: str | None = None) -> World:
        """What records are made from here, today."""
        return World(store_id or self.store_id, self.people, self.channels, self.clock.today(), self.origin)
