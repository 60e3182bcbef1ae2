"""What a handler of PortOne's paths works with, and what the journal learns from it on the way.

Lives here: Exchange. May not: any single operation.
"""

from ..call import Call
from ..domain.errors import Refusal
from ..domain.faults import Target
from ..faults import Effects
from ..sandboxes import Sandboxes
from ..store.sandbox import Sandbox
from .credentials import HEADER, Access, Kind, authorise


class Exchange:
    """One call of a PortOne path: the request, and who asked for what as far as that is known."""

    __slots__ = (
        "_access",
        "answer_is_lost",
        "call",
        "credential",
        "effects",
        "id",
        "operation",
        "sandbox",
        "sandboxes",
    )

    def __init__(self, call: Call, sandboxes: Sandboxes) -> None:
        self.call = call
        self.sandboxes = sandboxes
        self.operation: str | None = None
        self.id: str | None = None
        self.sandbox: Sandbox | None = None
        self.credential: Kind = "none"
        # The work is done, and its answer is not to reach the client.
        self.answer_is_lost = False
        # The faults that hit this call.
        self.effects: Effects | None = None
        self._access: Access | None = None

    async def authorise(self, *, with_faults: bool = True) -> Access:
        """The sandbox of this call; Refusal (UNAUTHORIZED) when its credential opens none.

        Faults act here, before any work, unless the caller has something to do first and will authorise again.
        """
        access = self._access
        if access is None:
            header = self.call.headers.get(HEADER)
            if header:
                self.credential = "unknown"
            self._access = access = await authorise(header, self.sandboxes)
            self.sandbox, self.credential = access
        if access.sandbox.faults and with_faults:
            await self.enter(access.sandbox, access.kind)
        return access

    async def enter(self, sandbox: Sandbox, credential: Kind) -> None:
        """This call is that sandbox's: note it, and let its faults act before any work is done (Replaced)."""
        self.sandbox, self.credential = sandbox, credential
        if sandbox.faults and self.effects is None:
            self.effects = Effects(sandbox, self._target(credential))
            await self.effects.before()
            if not self.sandboxes.store.holds(sandbox):
                # Dropped while a delay lasted.
                self.sandbox = None
                raise self.sandboxes.unknown(sandbox.secret)

    def _target(self, credential: Kind) -> Target:
        path = "/" + self.call.path.decode("latin-1").lstrip("/")
        with_token = credential in ("token", "legacy-token")
        return Target(self.call.method, path, self.operation or "", self.id, with_token)

    def store_of(self, access: Access, store_id: str | None) -> str:
        """The store that a call is about; Refusal (FORBIDDEN: assumed) for one that is not the credential's."""
        own = access.sandbox.credentials.store_ids
        if store_id is None:
            return own[0]
        if store_id not in own:
            raise Refusal(
                "FORBIDDEN",
                f"이 인증 정보로는 그 상점에 접근할 수 없습니다. 접근할 수 있는 상점 아이디: {', '.join(own)}",
                why=f"The credential may not use this storeId (403: assumed), only {', '.join(own)}; leave storeId out "
                f"for {own[0]}, or send the secret of the sandbox whose store it is.",
            )
        return store_id
