"""A sandbox as a document, and a document as a sandbox: /_mock/state.

Lives here: the two handlers. May not: the document (snapshot.py) and its rules (snapshot_checks.py).
"""

from typing import Final

from ..answer import Answer, of_json
from ..domain.errors import Refusal
from ..snapshot import Snapshot, SnapshotError, decode, encode, snapshot_of
from ..snapshot_checks import check_state
from .chosen_scenario import channels_refused
from .endpoint import ControlCall
from .sandboxes import shown_sandbox

# A sandbox full of 20,000 verifications comes to about 35 MB.
LARGEST: Final = 64 << 20


async def get_state(control: ControlCall) -> Answer:
    """`{"format", "portoneMock", "sandbox"}`: everything that a reset would put back, but the journal. No secrets."""
    return Answer(200, encode(snapshot_of(await control.sandbox())))


async def put_state(control: ControlCall) -> Answer:
    """Take over a document of `GET /_mock/state`, whole or not at all; answers as `GET /_mock/sandbox`."""
    sandbox = await control.sandbox()
    body = await control.call.body(LARGEST)
    try:
        document = decode(body, Snapshot)
        check_state(document.sandbox, wired=control.wired)
    except SnapshotError as error:
        raise Refusal("INVALID_REQUEST", f"The state cannot be taken over: {error}.", at=error.at or None) from None
    try:
        await control.mock.sandboxes.restore(sandbox, document.sandbox)
    except ValueError as error:
        raise channels_refused(error) from None
    return of_json(shown_sandbox(sandbox))
