"""What every tester's path has in common: the sandbox of a call, strict names, errors."""

from typing import Any

import pytest

from ..in_process import ClientFactory, MockClient, bearer, portone
from ..refusals import assert_refused

STORE = "store-00000000-0000-4000-8000-000000000001"


def store_of(mock: MockClient, headers: dict[str, str] | None = None, **query: str) -> str:
    """The store of the sandbox that such a call is about."""
    answer = mock.get("/_mock/sandbox", headers=headers, params=query)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["storeId"])


def test_a_call_without_a_credential_is_about_the_default_sandbox(client: ClientFactory) -> None:
    assert store_of(client()) == STORE


@pytest.mark.parametrize("legacy", [False, True])
def test_a_secret_a_token_or_a_store_id_chooses_the_sandbox(client: ClientFactory, legacy: bool) -> None:
    mock = client()
    token = mock.log_in("sandbox-a", legacy=legacy)["accessToken"]
    assert store_of(mock, portone("sandbox-a")) == "store-sandbox-a"
    assert store_of(mock, bearer(token)) == "store-sandbox-a"
    assert store_of(mock, sandbox="store-sandbox-a") == "store-sandbox-a"
    assert store_of(mock, bearer(token), sandbox="store-sandbox-a") == "store-sandbox-a"


def test_two_different_ones_are_refused(client: ClientFactory) -> None:
    answer = client().get("/_mock/sandbox", headers=portone("sandbox-a"), params={"sandbox": STORE})
    assert assert_refused(answer, "INVALID_REQUEST", "two sandboxes")["at"] == "sandbox"


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        (portone("wrong"), {}),
        (bearer("wrong"), {}),
        ({"Authorization": ""}, {}),
        ({"Authorization": "Basic x"}, {}),
        ({}, {"sandbox": "store-wrong"}),
        ({}, {"sandbox": "mock-api-secret"}),
        (portone("wrong"), {"sandbox": STORE}),
    ],
)
@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/sandbox"), ("POST", "/reset"), ("PUT", "/verifications/a"), ("DELETE", "/requests")]
)
def test_an_unknown_one_is_refused_and_never_the_default(
    client: ClientFactory, headers: dict[str, str], query: dict[str, str], method: str, path: str
) -> None:
    mock = client()
    mock.control("PUT", "/verifications/kept", {})
    assert_refused(mock.request(method, f"/_mock{path}", headers=headers, params=query), "UNAUTHORIZED")
    assert mock.control("GET", "/verifications")["total"] == 1


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/sandboxes"),
        ("POST", "/sandboxes"),
        ("GET", "/sandbox"),
        ("DELETE", "/sandbox"),
        ("POST", "/reset"),
        ("PUT", "/verifications/a"),
        ("GET", "/verifications/idv-adult"),
        ("DELETE", "/verifications/a"),
        ("GET", "/verifications"),
        ("GET", "/people"),
        ("POST", "/people"),
        ("PUT", "/people/adult"),
        ("GET", "/requests"),
        ("GET", "/requests/1"),
        ("DELETE", "/requests"),
    ],
)
def test_an_unknown_parameter_is_refused_with_the_known_ones(client: ClientFactory, method: str, path: str) -> None:
    body = assert_refused(client().request(method, f"/_mock{path}?sandbx=x"), "INVALID_REQUEST", "sandbx")
    assert "sandbox" in body["known"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/sandboxes"),
        ("POST", "/reset"),
        ("PUT", "/verifications/a"),
        ("POST", "/people"),
        ("PUT", "/people/adult"),
    ],
)
def test_an_unknown_member_is_refused_with_the_known_ones(client: ClientFactory, method: str, path: str) -> None:
    mock = client()
    mock.control("PUT", "/verifications/kept", {})
    body = assert_refused(mock.request(method, f"/_mock{path}", json={"zzzzz": 1}), "INVALID_REQUEST", "zzzzz")
    assert body["at"] == "zzzzz"
    assert isinstance(body["known"], list)
    assert mock.control("GET", "/verifications")["total"] == 1


@pytest.mark.parametrize("body", [b"[]", b"1", b"{", b"\xff", b'"text"', b"null"])
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/sandboxes"), ("POST", "/reset"), ("PUT", "/verifications/a"), ("POST", "/people")]
)
def test_a_body_that_is_no_object_is_refused_in_english(
    client: ClientFactory, method: str, path: str, body: bytes
) -> None:
    answer = client().request(method, f"/_mock{path}", content=body)
    assert assert_refused(answer, "INVALID_REQUEST")["message"].isascii()


def test_an_empty_body_is_no_members(client: ClientFactory) -> None:
    assert client().put("/_mock/verifications/a").json()["status"] == "VERIFIED"


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("PUT", "/sandboxes", "GET, POST"),
        ("POST", "/sandbox", "DELETE, GET"),
        ("GET", "/reset", "POST"),
        ("POST", "/verifications/a", "DELETE, GET, PUT"),
        ("PUT", "/people", "GET, POST"),
        ("POST", "/requests", "DELETE, GET"),
        ("DELETE", "/requests/1", "GET"),
        ("POST", "/health", "GET"),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(client: ClientFactory, method: str, path: str, allow: str) -> None:
    answer = client().request(method, f"/_mock{path}")
    assert_refused(answer, "MOCK_METHOD_NOT_ALLOWED", allow)
    assert answer.headers["allow"] == allow


def test_every_answer_is_numbered_and_names_the_mock(client: ClientFactory) -> None:
    mock = client()
    answers: list[Any] = [mock.get("/_mock/health"), mock.get("/_mock/nothing"), mock.read("idv-adult"), mock.get("/")]
    assert [answer.headers["x-portone-mock-request"] for answer in answers] == ["1", "2", "3", "4"]
    assert len({answer.headers["x-portone-mock"] for answer in answers}) == 1


def test_what_deletes_answers_nothing(client: ClientFactory) -> None:
    mock = client()
    mock.control("PUT", "/verifications/a", {})
    answer = mock.delete("/_mock/verifications/a")
    assert (answer.status_code, answer.content) == (204, b"")
