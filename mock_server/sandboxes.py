"""Who may have a sandbox: which secrets are known, which make one on first use, which are refused and why.

Lives here: the policy of credentials, and making sandboxes. May not: where they are kept (store), reading headers.
"""

import re
import secrets
from typing import Final

from .domain.channels import Channels
from .domain.errors import Refusal
from .domain.ids import IdSource
from .domain.nearest import nearest
from .domain.text import particle
from .scenario import Scenario
from .settings import Settings
from .snapshot import SandboxState, kept_scenario, put
from .store.memory import MemoryStore
from .store.sandbox import Credentials, Sandbox

DEFAULT_SECRET: Final = "mock-api-secret"  # noqa: S105 - a mock's secret, printed on its first screen
DEFAULT_STORE: Final = "store-00000000-0000-4000-8000-000000000001"
NAMED: Final = re.compile(r"sandbox-[A-Za-z0-9._-]{1,64}", re.ASCII)
# What a real API secret looks like: 80 or more letters and digits (assumed).
REAL_LOOKING: Final = re.compile(r"[A-Za-z0-9]{80,}", re.ASCII)
STORE_PREFIX: Final = "store-"


class Sandboxes:
    """The sandboxes of one server, made by policy and kept by a store."""

    def __init__(self, settings: Settings, scenario: Scenario, store: MemoryStore) -> None:
        self.settings = settings
        self.scenario = scenario
        self.store = store
        self._channels = self._channels_of(scenario)
        self._draws = IdSource(settings.seed, b"sandboxes") if settings.seed is not None else None
        stores = _stores(settings.store_id or DEFAULT_STORE, scenario)
        credentials = Credentials((settings.api_secret or DEFAULT_SECRET,), stores)
        # The sandbox of whoever presents nothing, and of refused strangers' rows in the journal; it always exists.
        self.default = Sandbox(credentials, scenario, self._channels, self._seed(), remakable=False)
        store.add_default(self.default)

    def _seed(self) -> int:
        return self.settings.seed if self.settings.seed is not None else secrets.randbits(32)

    def _draw(self, label: str) -> str:
        return self._draws(label) if self._draws else secrets.token_hex(16)

    async def create(self, scenario: Scenario | None = None) -> Sandbox:
        """A new sandbox with random credentials, from the server's scenario unless given another."""
        store = self._draw("store")
        store_id = f"{STORE_PREFIX}{store[:8]}-{store[8:12]}-4{store[13:16]}-8{store[17:20]}-{store[20:]}"
        scenario = scenario or self.scenario
        channels = self._channels_of(scenario)
        secret = f"mock-{self._draw('secret')}{self._draw('secret')}"
        credentials = Credentials((secret,), _stores(store_id, scenario))
        sandbox = Sandbox(credentials, scenario, channels, self._seed(), remakable=False)
        await self.store.add(sandbox)
        return sandbox

    def _channels_of(self, scenario: Scenario) -> Channels:
        """The scenario's channels with the keys that the server was given; ValueError for keys that cannot be."""
        if not self.settings.channel_keys:
            return scenario.channels
        return scenario.channels.with_keys(self.settings.channel_keys)

    async def load(self, sandbox: Sandbox, scenario: Scenario) -> None:
        """Let a sandbox start anew from that scenario, to which a reset returns from now on.

        Refusal (MOCK_CONFLICT), and nothing changes, when it was dropped, or a store that it needs is another's.
        """
        self._require_kept(sandbox)
        channels = self._channels_of(scenario)
        await self.store.give_stores(sandbox, _stores(sandbox.store_id, scenario))
        await self.store.start(sandbox, scenario, channels)

    async def replace_scenario(self, scenario: Scenario) -> int:
        """Let the server go on from that scenario: the default sandbox, and all that stand at the old one untouched.

        How many sandboxes it was loaded into.
        """
        old, self.scenario, self._channels = self.scenario, scenario, self._channels_of(scenario)
        standing = [box for box in self.store.all() if box.scenario is old and not box.changed]
        for sandbox in dict.fromkeys((self.default, *standing)):
            await self.load(sandbox, scenario)
        return len(set(standing) | {self.default})

    async def of_secret(self, secret: str) -> Sandbox:
        """The sandbox of an API secret; one that matches `sandbox-…` is made on first use. Refusal otherwise."""
        found = await self.store.by_secret(secret)
        if found is not None:
            return found
        if NAMED.fullmatch(secret) and await self.store.by_store(f"{STORE_PREFIX}{secret}") is None:
            return await self._make_named(secret)
        raise self.unknown(secret)

    async def of_store(self, store_id: str) -> Sandbox | None:
        """The sandbox of a store id; `store-sandbox-…` is made on first use."""
        found = await self.store.by_store(store_id)
        if found is None and await self.store.by_secret(store_id.removeprefix(STORE_PREFIX)) is not None:
            # That secret is a sandbox of another store id, as the default one's can be.
            return None
        if found is None and NAMED.fullmatch(name := store_id.removeprefix(STORE_PREFIX)) and name != store_id:
            return await self._make_named(name)
        return found

    async def _make_named(self, secret: str) -> Sandbox:
        credentials = Credentials((secret,), _stores(f"{STORE_PREFIX}{secret}", self.scenario))
        sandbox = Sandbox(credentials, self.scenario, self._channels, self._seed(), remakable=True)
        await self.store.add(sandbox)
        return sandbox

    async def restore(self, sandbox: Sandbox, state: SandboxState) -> None:
        """Make the world of a checked document this sandbox's; its credentials and tokens stay valid.

        Refusal (MOCK_CONFLICT), and nothing changes, when it was dropped, or a store that it needs is another's.
        """
        self._require_kept(sandbox)
        known = (sandbox.scenario, self.scenario)
        # Equal ones are shared, since every sandbox holds one.
        same = next((each for each in known if kept_scenario(each) == state.scenario), None) or state.scenario.load()
        channels = self._channels_of(same)
        await self.store.give_stores(sandbox, _stores(sandbox.store_id, same))
        self.store.journal.forget(sandbox)
        put(state, same, channels, sandbox)
        self.store.touch(sandbox)

    def _require_kept(self, sandbox: Sandbox) -> None:
        """What is loaded may take long to come and to read; a sandbox that was dropped meanwhile stays dropped."""
        if not self.store.holds(sandbox):
            raise Refusal(
                "MOCK_CONFLICT",
                "This sandbox was dropped while the call was being read; nothing was loaded. Make a new one with POST "
                "/_mock/sandboxes.",
                ko="요청을 읽는 동안 이 샌드박스가 지워져서 아무것도 불러오지 않았습니다. "
                "POST /_mock/sandboxes 로 새로 만드세요.",
            )

    def unknown(self, secret: str) -> Refusal:
        """The refusal (UNAUTHORIZED) of a secret that has no sandbox and gets none."""
        if REAL_LOOKING.fullmatch(secret):
            return Refusal(
                "UNAUTHORIZED",
                "실제 포트원 API Secret으로 보이는 값이 모의 서버에 도착했습니다. 저장하지 않았습니다. "
                f"모의 서버에는 {particle(self._hint(), '을/를')} 쓰고, "
                "실제 Secret이 새어 나갈 곳이 없는지 확인하세요.",
                why="What looks like a real PortOne secret (80 or more letters and digits: assumed) came here. "
                "It was neither kept nor logged. Use the mock's own secret, and check where the real one is set.",
            )
        if self.store.was_dropped(secret):
            return Refusal(
                "UNAUTHORIZED",
                "이 API Secret의 샌드박스는 삭제되었거나 오래 쓰이지 않아 사라졌습니다. "
                "POST /_mock/sandboxes 로 새로 만드세요.",
                why="The sandbox of this secret was dropped (DELETE /_mock/sandbox, idle for too long, or to make "
                "room); make a new one with POST /_mock/sandboxes.",
            )
        return Refusal(
            "UNAUTHORIZED",
            f"알 수 없는 API Secret입니다. {particle(self._hint(), '을/를')} 쓰거나, sandbox- 로 시작하는 이름"
            "(예: sandbox-my-test)을 쓰면 샌드박스가 바로 만들어집니다.",
            why=f"No sandbox here has this secret.{self._slip(secret)} Known is the default one, set with --api-secret "
            "or PORTONE_MOCK_API_SECRET (unless set: mock-api-secret); one of the form sandbox-NAME makes its sandbox "
            "on first use.",
        )

    def _slip(self, secret: str) -> str:
        """What is probably wrong with a secret that is nearly one: the rest of it is not repeated."""
        bare = secret.strip("\"'<>`{}$ \t")
        if bare != secret and (bare == self.default.secret or NAMED.fullmatch(bare)):
            return " It would be one without the quotes, brackets or spaces around it."
        folded = bare.lower()
        if bare != folded and (folded == self.default.secret.lower() or NAMED.fullmatch(folded)):
            return " Case counts: a secret is the same letters, large and small."
        if nearest(secret.partition("-")[0], ("sandbox",)) or secret.lower().startswith("sandbox"):
            return " A name begins with sandbox-, then letters, digits, dots, hyphens or underscores, 64 at most."
        return _told_apart(secret)

    def _hint(self) -> str:
        """What to use instead; a secret that was given to the server is never repeated."""
        return "서버를 시작할 때 지정한 API Secret" if self.settings.api_secret else f"기본값 {DEFAULT_SECRET}"


def _told_apart(secret: str) -> str:
    """Enough of a secret for its owner to know which one it is, and too little for anybody else."""
    shown = secret[: min(4, len(secret) // 4)]
    begins = f"begins with {shown} and " if shown.isascii() and shown.isalnum() else ""
    return f" The one sent {begins}has {len(secret)} characters."


def _stores(first: str, scenario: Scenario) -> tuple[str, ...]:
    """The store ids of a sandbox: its first one, and one for each further store of its scenario."""
    return (first, *(f"{first}-{name}" for name in scenario.stores))
