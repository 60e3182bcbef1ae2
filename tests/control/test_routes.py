"""Paths outside PortOne's API: what is not there is answered with what is."""

import asyncio
from typing import Any

import httpx
import pytest

from mock_server import create_app
from mock_server.answer import Answer
from mock_server.control import people
from mock_server.control.endpoint import ControlCall

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


def test_a_bug_of_the_mock_is_answered_in_the_shape_of_every_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(control: ControlCall) -> Answer:
        raise KeyError

    async def ask(app: Any) -> httpx.Response:
        quiet = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=quiet, base_url="http://localhost") as asking:
            return await asking.get("/_mock/people")

    monkeypatch.setattr(people, "list_people", broken)
    assert_refused(asyncio.run(ask(create_app())), "MOCK_INTERNAL_ERROR", "a bug in it")
