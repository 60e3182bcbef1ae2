"""A sandbox as a document, and back: everything that a reset would put back to the scenario, but the journal.

Lives here: the document's structs, taking one and putting one. May not: rules of what it may hold (snapshot_checks.py),
files, HTTP. The members follow the structs that a sandbox is made of; times are milliseconds since 1970.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

import msgspec

from .answer import Answer
from .clock import ClockSetting
from .domain.channels import Channels
from .domain.customers import Next
from .domain.faults import Fault
from .domain.people import Person
from .domain.record import Record
from .scenario import Scenario, of_document
from .store.sandbox import Entry, Message, Sandbox, Slot
from .tokens import Login, LoginKind, Token
from .version import VERSION

FORMAT: Final = 1
_GET_IT: Final = "GET /_mock/state gives one"


class SnapshotError(Exception):
    """A document that cannot be taken over, in one line; `at` is the place in it, as in `sandbox.clock.frozenAt`."""

    def __init__(self, at: str, message: str) -> None:
        super().__init__(f"{at}: {message}" if at else message)
        self.at = at


class Kept(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What a document is made of: camelCase, and nothing in it that nobody reads."""


class KeptRecord(Kept, frozen=True, kw_only=True):
    """One verification; `ready_made` when its first read made it."""

    record: Record
    ready_made: bool = False


class KeptAnswer(Kept, frozen=True, kw_only=True):
    """The answer kept under an Idempotency-Key."""

    key: str
    at: int
    fingerprint: bytes
    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    error_type: str | None = None
    why: str | None = None


class KeptScenario(Kept, frozen=True, kw_only=True):
    """A scenario, whole: its members as they were given, so that a document needs no file beside it."""

    name: str
    source: str
    document: dict[str, Any] = {}

    def load(self) -> Scenario:
        """The scenario; ScenarioError for members that cannot be."""
        return of_document(self.document, name=self.name, source=self.source)


class SandboxState(Kept, frozen=True, kw_only=True):
    """The world of a sandbox. `store_ids` are those of the sandbox it was taken from, `origin` salts its identifiers.

    `drawn` is how many identifiers the seed has given so far; `people` are those who differ from the scenario's.
    """

    store_ids: tuple[str, ...]
    origin: str
    seed: int
    drawn: int
    scenario: KeptScenario
    clock: ClockSetting = ClockSetting()
    people: tuple[Person, ...] = ()
    verifications: tuple[KeptRecord, ...] = ()
    next: tuple[Next, ...] = ()
    faults: tuple[Fault, ...] = ()
    messages: tuple[Message, ...] = ()
    idempotency: tuple[KeptAnswer, ...] = ()


class Snapshot(Kept, frozen=True, kw_only=True):
    """A document as `GET /_mock/state` gives it."""

    format: int
    portone_mock: str
    sandbox: SandboxState


class KeptToken(Kept, frozen=True, kw_only=True):
    """An issued token; its sandbox is the one that the document is loaded into."""

    text: str
    token: Token


class Lasting(Kept, frozen=True, kw_only=True):
    """What a reset leaves alone and a restart must not lose: issued tokens. It holds secrets."""

    drawn: int = 0
    logins: dict[LoginKind, Login] = {}
    tokens: tuple[KeptToken, ...] = ()
    # Of logins and refreshes under an Idempotency-Key.
    answers: tuple[KeptAnswer, ...] = ()


class Named(Kept, frozen=True, kw_only=True):
    """A `sandbox-…` sandbox in a file."""

    name: str
    sandbox: SandboxState
    lasting: Lasting = Lasting()


class StateFile(Snapshot, frozen=True, kw_only=True):
    """What `--state` keeps: the default sandbox as in a Snapshot, what lasts, and the sandboxes with names."""

    lasting: Lasting = Lasting()
    named: tuple[Named, ...] = ()


class _Head(msgspec.Struct):
    format: Any = None
    portoneMock: Any = None  # noqa: N815 - the document's own name


def take(sandbox: Sandbox) -> SandboxState:
    """The world of a sandbox now. Nothing in it changes any more, so that it may be encoded later and elsewhere."""
    return SandboxState(
        store_ids=sandbox.credentials.store_ids,
        origin=sandbox.origin,
        seed=sandbox.seed,
        drawn=sandbox.drawn,
        scenario=kept_scenario(sandbox.scenario),
        clock=sandbox.clock,
        people=sandbox.people.beyond(sandbox.scenario.people),
        verifications=tuple(
            KeptRecord(record=entry.record, ready_made=entry.ready_made) for entry in sandbox.entries.values()
        ),
        next=sandbox.next,
        # The one kind of struct here that counts.
        faults=tuple(msgspec.structs.replace(fault) for fault in sandbox.faults),
        messages=tuple(sandbox.messages or ()),
        idempotency=tuple(kept_answers(sandbox, with_tokens=False)),
    )


def kept_scenario(scenario: Scenario) -> KeptScenario:
    """A scenario as a document keeps it."""
    return KeptScenario(name=scenario.name, source=scenario.source, document=dict(scenario.document))


def put(state: SandboxState, scenario: Scenario, channels: Channels, sandbox: Sandbox) -> None:
    """Make that world the sandbox's, with its scenario and the channels of that.

    Its store ids are those of the scenario by now, in the order of the document's.
    """
    sandbox.load(scenario, channels)
    sandbox.origin, sandbox.seed, sandbox.clock = state.origin, state.seed, state.clock
    sandbox.drawn = state.drawn
    sandbox.people = sandbox.people.with_all(state.people)
    stores = dict(zip(state.store_ids, sandbox.credentials.store_ids, strict=True))
    own = [
        (msgspec.structs.replace(kept.record, store_id=stores[kept.record.store_id]), kept.ready_made)
        for kept in state.verifications
    ]
    # Whole: those of the scenario are among them, unless they were removed.
    sandbox.entries = {record.id: Entry(record, ready_made=ready_made) for record, ready_made in own}
    sandbox.next, sandbox.faults = state.next, state.faults
    for message in state.messages:
        sandbox.deliver(message)
    if state.idempotency:
        sandbox.idempotency = {kept.key: slot_of(kept) for kept in state.idempotency}


def kept_answers(sandbox: Sandbox, *, with_tokens: bool) -> Iterable[KeptAnswer]:
    """The answers kept by Idempotency-Key: those that hold tokens, or all others."""
    for key, slot in (sandbox.idempotency or {}).items():
        answer = slot.answer
        # One that still runs has no answer that could be given again.
        if answer is not None and slot.holds_tokens is with_tokens:
            yield KeptAnswer(
                key=key,
                at=slot.at,
                fingerprint=slot.fingerprint,
                status=answer.status,
                headers=tuple(
                    (name.decode("latin-1"), value.decode("latin-1"))
                    for name, value in answer.headers
                    if name != b"content-length"
                ),
                body=answer.body.decode(),
                error_type=answer.error_type,
                why=answer.why,
            )


def slot_of(kept: KeptAnswer, *, holds_tokens: bool = False) -> Slot:
    """The kept answer as a sandbox holds it."""
    slot = Slot(kept.at, holds_tokens=holds_tokens)
    slot.fingerprint = kept.fingerprint
    slot.answer = Answer(
        kept.status,
        kept.body.encode(),
        headers=tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in kept.headers),
        error_type=kept.error_type,
        why=kept.why,
    )
    return slot


def snapshot_of(sandbox: Sandbox) -> Snapshot:
    """The document of a sandbox."""
    return Snapshot(format=FORMAT, portone_mock=VERSION, sandbox=take(sandbox))


Document = TypeVar("Document", Snapshot, StateFile)


def decode(text: bytes, kind: type[Document]) -> Document:
    """The document in a JSON text; SnapshotError for another format, an unknown member or a value of a wrong type."""
    head = _decoded(text, _Head)
    if head.format != FORMAT or isinstance(head.format, bool):
        found = "has no format" if head.format is None else f"is of format {head.format!r:.40}"
        raise SnapshotError("format", f"this {found}, and portone-mock {VERSION} reads format {FORMAT} only; {_GET_IT}")
    try:
        return _decoded(text, kind)
    except SnapshotError as error:
        if head.portoneMock == VERSION:
            raise
        told = f"{error} (it was written by portone-mock {head.portoneMock!r:.40}; this is {VERSION})"
        raise SnapshotError(error.at, told.removeprefix(f"{error.at}: ")) from None


Struct = TypeVar("Struct", bound=msgspec.Struct)


def _decoded(text: bytes, kind: type[Struct]) -> Struct:
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.ValidationError as error:
        message, _, at = str(error).partition(" - at `$")
        raise SnapshotError(at.rstrip("`").lstrip("."), message) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SnapshotError("", f"it is not JSON in UTF-8 ({error}); {_GET_IT}") from None


encode: Final[Callable[[msgspec.Struct], bytes]] = msgspec.json.Encoder().encode
