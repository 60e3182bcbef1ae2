"""PortOne's own Python SDK, pointed at the mock by its base URL and closed when the test is over.

Lives here: making its clients. May not: anything that changes how they behave.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from portone_server_sdk import AuthClient, IdentityVerificationClient

from mock_server.handle import SandboxHandle
from portone_mock import MockPortOne
from tests.sdk.reading import Reader

MakeAuth = Callable[[str], AuthClient]
MakeIdentityVerification = Callable[..., IdentityVerificationClient]


@pytest.fixture(scope="session", autouse=True)
def no_proxy() -> Iterator[None]:
    """The SDKs follow proxy variables; what is sent to loopback has to stay on this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "*")
        patch.setenv("no_proxy", "*")
        yield


@pytest.fixture
def auth(portone: MockPortOne) -> Iterator[MakeAuth]:
    """`auth(secret)`: the SDK's client for logging in."""
    with ExitStack() as opened:

        def make(secret: str) -> AuthClient:
            client = AuthClient(secret=secret, base_url=portone.base_url)
            # The SDK has no way to close its connections, and an open socket is an error in these tests.
            opened.callback(client._sync_client.close)
            return client

        yield make


@pytest.fixture
def identity_verification(portone: MockPortOne) -> Iterator[MakeIdentityVerification]:
    """`identity_verification(secret, store_id=None)`: the SDK's client for reading."""
    with ExitStack() as opened:

        def make(secret: str, store_id: str | None = None) -> IdentityVerificationClient:
            client = IdentityVerificationClient(secret=secret, base_url=portone.base_url, store_id=store_id)
            opened.callback(client._sync_client.close)
            return client

        yield make


@pytest.fixture(scope="session")
def reader(portone: MockPortOne, no_proxy: None) -> Iterator[Reader]:
    """One sandbox and one client of the SDK for all tests that only put and read."""
    box: SandboxHandle = portone.sandbox()
    client = IdentityVerificationClient(secret=box.api_secret, base_url=portone.base_url)
    yield Reader(box, client)
    client._sync_client.close()
    box.drop()
