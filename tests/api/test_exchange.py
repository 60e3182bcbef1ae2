"""What the journal learns from a call, however far the call came."""

from typing import Any

import pytest

from ..in_process import ClientFactory, MockClient, portone

READ = "getIdentityVerification"


def newest(client: MockClient) -> dict[str, Any]:
    return client.journal()[0]


@pytest.mark.parametrize(
    ("path", "headers", "row"),
    [
        ("/identity-verifications/idv-adult", portone("mock-api-secret"), (READ, "idv-adult", "secret", 200, None)),
        (
            "/identity-verifications/a%2Fb",
            portone("mock-api-secret"),
            (READ, "a/b", "secret", 404, "IDENTITY_VERIFICATION_NOT_FOUND"),
        ),
        ("/identity-verifications/a", portone("wrong"), (READ, "a", "unknown", 401, "UNAUTHORIZED")),
        ("/identity-verifications/a", {}, (READ, "a", "none", 401, "UNAUTHORIZED")),
        ("/nowhere", portone("mock-api-secret"), (None, None, "none", 404, "MOCK_NOT_FOUND")),
    ],
)
def test_a_row_says_who_asked_for_what(
    client: ClientFactory, path: str, headers: dict[str, str], row: tuple[Any, ...]
) -> None:
    mock = client()
    mock.raw("GET", path, headers=headers)
    members = ("operation", "identityVerificationId", "credential", "status", "errorType")
    assert tuple(newest(mock)[name] for name in members) == row


def test_a_refused_store_is_a_row_of_the_sandbox_whose_credential_it_was(client: ClientFactory) -> None:
    mock = client()
    mock.read("idv-adult", "sandbox-a", storeId="store-b")
    assert mock.journal() == []
    row = mock.journal("sandbox-a")[0]
    assert (row["status"], row["errorType"], row["query"]) == (403, "FORBIDDEN", "storeId=store-b")
    assert "store-sandbox-a" in row["why"]
