"""Paths outside PortOne's API: what is not there is answered with what is."""

import pytest

from ..in_process import ClientFactory
from ..refusals import assert_refused


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/_mock/sandbx", "/_mock/sandbox"),
        ("/_mock/verification", "/_mock/verifications"),
        ("/_mock/healthz", "/_mock/health"),
        ("/_mock/health/", "/_mock/health"),
        ("/_mock/request", "/_mock/requests"),
    ],
)
def test_an_unknown_path_is_told_the_nearest_and_all(client: ClientFactory, path: str, near: str) -> None:
    body = assert_refused(client().get(path), "MOCK_NOT_FOUND", near)
    assert body["nearest"] == near
    assert {"/_mock/sandboxes", "/_mock/verifications/{id}", "/_mock/people/{person}", "/_mock/requests/{n}"} <= {
        *body["known"]
    }


@pytest.mark.parametrize("path", ["/_mock/x/y/z", "/_mockery", "/_mock//health", "/_mock/verifications/a/b/c"])
def test_nothing_else_is_there(client: ClientFactory, path: str) -> None:
    for method in ("GET", "POST", "DELETE"):
        assert_refused(client().raw(method, path), "MOCK_NOT_FOUND")


def test_an_encoded_slash_stays_in_its_segment(client: ClientFactory) -> None:
    mock = client()
    mock.raw("PUT", "/_mock/verifications/a%2Fb", json={})
    assert mock.raw("GET", "/_mock/verifications/a%2Fb").json()["id"] == "a/b"
    assert mock.raw("DELETE", "/_mock/verifications/a%2Fb").status_code == 204


def test_a_segment_that_is_not_utf_8_is_refused(client: ClientFactory) -> None:
    assert client().raw("GET", "/_mock/verifications/%ff").status_code in (400, 404)
