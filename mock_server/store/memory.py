"""The store that keeps everything in this process.

Lives here: look-ups, the one way to change a record or a login, and making room. May not: what a transition does
(domain, tokens), whether a secret may have a sandbox (sandboxes.py). Nothing is awaited between reading a state and
writing the next one, so a transition runs exactly once here; another store may have to run it again.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

from ..clock import monotonic
from ..domain.arrangement import Ids
from ..domain.channels import Channels
from ..domain.errors import Refusal
from ..domain.record import Record
from ..journal import Journal
from ..scenario import Scenario
from ..tokens import Login, LoginKind, Token
from .sandbox import Entry, Sandbox, key_of

Answer = TypeVar("Answer")
RecordTransition = Callable[[Record | None, int, Ids], tuple[Record | None, Answer]]
LoginTransition = Callable[[Login, int, Ids], tuple[Login, Answer]]

MOST_SANDBOXES: Final = 20_000
MOST_RECORDS: Final = 20_000
MOST_TOKENS: Final = 1_000
# A sandbox that somebody changed is safe from being dropped for room while it was used within these seconds.
SAFE_FOR: Final = 60.0
_NO_LOGIN: Final = Login()


class MemoryStore:
    """Sandboxes by the hash of each secret and by store id, tokens by their text."""

    name = "memory"

    def __init__(self, *, journal: Journal, idle_seconds: float, most_sandboxes: int = MOST_SANDBOXES) -> None:
        self.journal = journal
        self._idle_seconds = idle_seconds
        self._most = most_sandboxes
        self._by_secret: dict[bytes, Sandbox] = {}
        self._by_store: dict[str, Sandbox] = {}
        self._by_key: dict[bytes, Sandbox] = {}
        # Sandboxes that may go at any time, oldest first: nobody changed them, and their next use makes them again.
        self._disposable: dict[bytes, None] = {}
        self._tokens: dict[str, Token] = {}
        # Hashes of the secrets and store ids of sandboxes that were dropped.
        self._dropped: dict[bytes, None] = {}
        self._next_sweep = 0.0
        self._default: Sandbox | None = None
        # Called after every change of anything that a restart should not lose.
        self.on_change: Callable[[], None] | None = None

    # --- sandboxes

    async def by_secret(self, secret: str) -> Sandbox | None:
        """The sandbox that has this secret."""
        return self._used(self._by_secret.get(key_of(secret)))

    async def by_store(self, store_id: str) -> Sandbox | None:
        """The sandbox that has this store id."""
        return self._used(self._by_store.get(store_id))

    async def by_token(self, text: str) -> tuple[Sandbox, Token] | None:
        """The sandbox and the token, expired and replaced ones included; None for a text that is no token here."""
        token = self._tokens.get(text)
        if token is None:
            return None
        sandbox = self._used(self._by_key[token.sandbox])
        return None if sandbox is None else (sandbox, token)

    def _used(self, sandbox: Sandbox | None) -> Sandbox | None:
        now = monotonic()
        if now > self._next_sweep:
            self._sweep(now)
        if sandbox is None:
            return None
        if sandbox.last_used < now - self._idle_seconds and sandbox is not self._default:
            # Idle for too long; the sweep may have dropped it just now, after it was looked up.
            self._forget(sandbox)
            return None
        sandbox.last_used = now
        return sandbox

    def holds(self, sandbox: Sandbox) -> bool:
        """Whether this sandbox is still kept, and not dropped since it was looked up."""
        return self._by_key.get(sandbox.key) is sandbox

    def all(self) -> list[Sandbox]:
        """Every sandbox, oldest first."""
        return list(self._by_key.values())

    async def add(self, sandbox: Sandbox) -> None:
        """Keep a new sandbox; Refusal (MOCK_UNAVAILABLE) when there is no room and nothing may go."""
        self._make_room()
        self._keep(sandbox)

    def add_default(self, sandbox: Sandbox) -> None:
        """Keep the sandbox that never goes."""
        self._default = sandbox
        self._keep(sandbox)

    def _keep(self, sandbox: Sandbox) -> None:
        sandbox.last_used = monotonic()
        self._by_key[sandbox.key] = sandbox
        for secret in sandbox.credentials.secrets:
            self._by_secret[key_of(secret)] = sandbox
        for store_id in sandbox.credentials.store_ids:
            self._by_store[store_id] = sandbox
        self._note_disposable(sandbox)
        if sandbox.key in self._dropped:
            del self._dropped[sandbox.key]
            sandbox.note = (
                "A sandbox of this name was dropped before (idle for too long, to make room, or by DELETE); "
                f"this one starts afresh from the scenario {sandbox.scenario.name}."
            )

    def was_dropped(self, secret: str) -> bool:
        """Whether a sandbox with this secret existed and was dropped (the last 20,000 are remembered)."""
        return key_of(secret) in self._dropped

    async def drop(self, sandbox: Sandbox) -> None:
        """Forget a sandbox with all that it holds."""
        self._forget(sandbox)

    def _forget(self, sandbox: Sandbox) -> None:
        self._by_key.pop(sandbox.key, None)
        self._disposable.pop(sandbox.key, None)
        for secret in sandbox.credentials.secrets:
            self._by_secret.pop(key_of(secret), None)
            self._dropped[key_of(secret)] = None
        for store_id in sandbox.credentials.store_ids:
            self._by_store.pop(store_id, None)
        for text in sandbox.tokens or ():
            self._tokens.pop(text, None)
        self.journal.forget(sandbox)
        while len(self._dropped) > MOST_SANDBOXES:
            del self._dropped[next(iter(self._dropped))]
        self._tell()

    async def reset(self, sandbox: Sandbox) -> None:
        """Put a sandbox back to its scenario."""
        await self.start(sandbox, sandbox.scenario, sandbox.channels)

    async def start(self, sandbox: Sandbox, scenario: Scenario, channels: Channels) -> None:
        """Let a sandbox start anew from that scenario, with these channels."""
        self.journal.forget(sandbox)
        sandbox.load(scenario, channels)
        # Its tokens stay valid, and only a sandbox without any can be made again as it was.
        sandbox.changed = sandbox.logins is not None
        self._note_disposable(sandbox)
        self._tell()

    def _note_disposable(self, sandbox: Sandbox) -> None:
        if sandbox.remakable and not sandbox.changed and self._by_key.get(sandbox.key) is sandbox:
            self._disposable[sandbox.key] = None

    async def give_stores(self, sandbox: Sandbox, store_ids: tuple[str, ...]) -> None:
        """Let a sandbox answer to these store ids; Refusal (MOCK_CONFLICT) where one is another sandbox's."""
        for store_id in store_ids:
            if self._by_store.get(store_id, sandbox) is not sandbox:
                raise Refusal(
                    "MOCK_CONFLICT", f"The store id {store_id}, which this scenario needs, is another sandbox's."
                )
        for store_id in sandbox.credentials.store_ids:
            self._by_store.pop(store_id, None)
        sandbox.credentials = sandbox.credentials._replace(store_ids=store_ids)
        for store_id in store_ids:
            self._by_store[store_id] = sandbox

    def touch(self, sandbox: Sandbox) -> None:
        """Somebody changed this sandbox: it may no longer go at any time."""
        if not sandbox.changed:
            sandbox.changed = True
            self._disposable.pop(sandbox.key, None)
        self._tell()

    def _tell(self) -> None:
        if self.on_change is not None:
            self.on_change()

    def _make_room(self) -> None:
        if len(self._by_key) < self._most:
            return
        if self._disposable:
            victim = self._by_key[next(iter(self._disposable))]
        else:
            candidates = (box for box in self._by_key.values() if box is not self._default)
            victim = min(candidates, key=lambda box: box.last_used)
            if monotonic() - victim.last_used < SAFE_FOR:
                raise Refusal(
                    "MOCK_UNAVAILABLE",
                    f"All {self._most} sandboxes of this server are in use; delete some with DELETE /_mock/sandbox, "
                    "or wait until one has been idle for a minute.",
                )
        self._forget(victim)

    def _sweep(self, now: float) -> None:
        self._next_sweep = now + min(60.0, self._idle_seconds / 4)
        oldest = now - self._idle_seconds
        idle = [box for box in self._by_key.values() if box.last_used < oldest and box is not self._default]
        for sandbox in idle:
            self._forget(sandbox)

    # --- records

    async def entry(self, sandbox: Sandbox, id_: str) -> Entry | None:
        """The record of that id with its encoded answers."""
        return sandbox.entries.get(id_)

    async def entries(self, sandbox: Sandbox) -> Iterator[Entry]:
        """All records of a sandbox, oldest first."""
        return iter(list(sandbox.entries.values()))

    async def change(self, sandbox: Sandbox, id_: str, transition: RecordTransition[Answer]) -> Answer:
        """Apply a pure transition to the record of that id; None stands for "there is none" on both sides."""
        entry = sandbox.entries.get(id_)
        before = entry.record if entry else None
        after, answer = transition(before, sandbox.clock.now(), sandbox.ids)
        if after is None:
            sandbox.entries.pop(id_, None)
        elif after is not before:
            self._make_room_for_record(sandbox, id_)
            sandbox.entries[id_] = Entry(after)
        self.touch(sandbox)
        sandbox.tell()
        return answer

    async def keep_ready_made(self, sandbox: Sandbox, record: Record) -> Entry:
        """Keep a record that its first read made; this is no change of the sandbox."""
        self._make_room_for_record(sandbox, record.id)
        entry = sandbox.entries[record.id] = Entry(record, ready_made=True)
        self._tell()
        return entry

    def _make_room_for_record(self, sandbox: Sandbox, id_: str) -> None:
        if len(sandbox.entries) < MOST_RECORDS or id_ in sandbox.entries:
            return
        oldest = next((key for key, entry in sandbox.entries.items() if entry.ready_made), None)
        if oldest is None:
            raise Refusal(
                "MOCK_UNAVAILABLE",
                f"This sandbox holds {MOST_RECORDS} verifications, the most it may; "
                "POST /_mock/reset empties it, or use a sandbox of your own.",
            )
        del sandbox.entries[oldest]

    # --- logins and tokens

    async def change_login(self, sandbox: Sandbox, kind: LoginKind, transition: LoginTransition[Answer]) -> Answer:
        """Apply a pure transition to the login of that kind."""
        logins = sandbox.logins
        if logins is None:
            logins = sandbox.logins = {}
        before = logins.get(kind, _NO_LOGIN)
        after, answer = transition(before, sandbox.clock.now(), sandbox.lasting_ids)
        logins[kind] = after
        ended = before.refresh_token
        if ended is not None and ended != after.refresh_token:
            self._tokens[ended] = self._tokens[ended].replaced(after.replaced_by)
        self.touch(sandbox)
        return answer

    async def keep_tokens(self, sandbox: Sandbox, tokens: Iterable[tuple[str, Token]]) -> None:
        """Keep issued tokens; the oldest go where there is no room, but never a live refresh token."""
        kept = sandbox.tokens
        if kept is None:
            kept = sandbox.tokens = deque()
        for text, token in tokens:
            self._tokens[text] = token
            kept.append(text)
        while len(kept) > MOST_TOKENS:
            oldest = kept.popleft()
            if self._tokens[oldest].is_live_refresh:
                kept.append(oldest)
            else:
                del self._tokens[oldest]

    def tokens_of(self, sandbox: Sandbox) -> Iterator[tuple[str, Token]]:
        """The issued tokens of a sandbox, oldest first."""
        return ((text, self._tokens[text]) for text in sandbox.tokens or ())
