"""Putting a verification through the control path and reading it back through PortOne's Python SDK.

Lives here: Reader, and the SDK's objects in PortOne's own spelling. May not: verdicts; those are the tests'.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from portone_server_sdk import IdentityVerificationClient
from portone_server_sdk.identity_verification import (
    FailedIdentityVerification,
    ReadyIdentityVerification,
    VerifiedIdentityVerification,
)

from mock_server.handle import SandboxHandle

Read = ReadyIdentityVerification | VerifiedIdentityVerification | FailedIdentityVerification


@dataclass(frozen=True)
class Reader:
    """A sandbox and the SDK's client for it."""

    box: SandboxHandle
    client: IdentityVerificationClient

    def put_and_read(self, id_: str, **order: Any) -> tuple[dict[str, Any], Read]:
        """What the control path answered, and what the SDK made of PortOne's path."""
        put = self.box.put_verification(id_, **order)
        return put, known(self.client.get_identity_verification(identity_verification_id=id_))


def known(read: object) -> Read:
    """The SDK's object; ValueError for the plain dict that its types allow for a status that it does not know."""
    if not isinstance(read, Read):
        raise ValueError(f"not a verification that the SDK knows: {read!r}")
    return read


def in_portone_words(value: Any) -> Any:
    """An object of the SDK as the JSON that it was made from, without `status`, which its type stands for."""
    members = value if isinstance(value, Mapping) else asdict(value)
    return {
        re.sub(r"_(\w)", lambda match: match[1].upper(), name): in_portone_words(member)
        if isinstance(member, Mapping)
        else member
        for name, member in members.items()
        if member is not None
    }
