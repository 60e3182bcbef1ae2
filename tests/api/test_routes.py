"""Paths of PortOne's: which operation each is, and what the others are told."""

import pytest

from mock_server.api.routes import ELSEWHERE, OPERATIONS, Operation, find
from mock_server.domain.errors import Refusal

from ..in_process import ClientFactory, portone
from ..refusals import assert_refused


@pytest.mark.parametrize("row", OPERATIONS, ids=lambda row: row.name)
def test_each_operation_is_found_at_its_path(row: Operation) -> None:
    path = row.path.replace("{identityVerificationId}", "a%2Fb").encode()
    assert find(row.method, path) == (row, "a/b" if "{" in row.path else None)


def test_the_token_flow_has_the_names_and_paths_of_portones_document() -> None:
    assert {(row.name, row.method, row.path) for row in OPERATIONS} >= {
        ("getIdentityVerification", "GET", "/identity-verifications/{identityVerificationId}"),
        ("loginViaApiSecret", "POST", "/login/api-secret"),
        ("loginViaApiKey", "POST", "/login/api-key"),
        ("refreshToken", "POST", "/token/refresh"),
    }


@pytest.mark.parametrize(
    ("path", "id_"),
    [
        (b"/identity-verifications/a", "a"),
        (b"//identity-verifications/a", "a"),
        (b"////identity-verifications/a", "a"),
        (b"/identity%2Dverifications/a%2Db", "a-b"),
        (b"/identity-verifications/%EA%B0%80", "가"),
        (b"/identity-verifications/a+b", "a+b"),
        (b"/identity-verifications/%2E%2E", ".."),
        (b"/identity-verifications/..", ".."),
        (b"/identity-verifications/%2F", "/"),
        (b"/identity-verifications/%25", "%"),
    ],
)
def test_an_id_is_one_segment_of_the_raw_path(path: bytes, id_: str) -> None:
    assert find("GET", path)[1] == id_


@pytest.mark.parametrize(
    "path",
    [
        "/identity-verifications/a/",
        "/identity-verifications//a",
        "/identity-verifications/a/b",
        "/identity-verification/a",
        "/login/api-secret/",
        "/login//api-secret",
        "/login",
        "/login/api-token",
        "/Login/api-secret",
        "/nowhere",
    ],
)
def test_anything_else_is_not_found_with_the_nearest_path(client: ClientFactory, path: str) -> None:
    mock = client()
    for method in ("GET", "POST"):
        body = assert_refused(mock.raw(method, path, headers=portone("mock-api-secret")), "MOCK_NOT_FOUND")
        assert body.get("nearest", "/openapi.json") in body["message"]


def test_a_slip_is_told_the_path_that_was_meant(client: ClientFactory) -> None:
    mock = client()
    assert assert_refused(mock.post("/login/api-secrets"), "MOCK_NOT_FOUND")["nearest"] == "/login/api-secret"
    assert assert_refused(mock.get("/openapi.yaml"), "MOCK_NOT_FOUND")["nearest"] == "/openapi.json"
    body = assert_refused(mock.get("/identity-verifications/a/b/c"), "MOCK_NOT_FOUND")
    assert body["nearest"] == "/identity-verifications/{identityVerificationId}"


@pytest.mark.parametrize("segment", sorted(ELSEWHERE))
def test_other_products_are_not_supported_and_the_way_out_is_named(client: ClientFactory, segment: str) -> None:
    for path in (f"/{segment}", f"/{segment}/x"):
        assert_refused(client().raw("POST", path), "MOCK_NOT_SUPPORTED", f"/{segment}", "base URL")


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("POST", "/identity-verifications/a", "GET"),
        ("DELETE", "/identity-verifications/a", "GET"),
        ("GET", "/login/api-secret", "POST"),
        ("PUT", "/login/api-key", "POST"),
        ("OPTIONS", "/token/refresh", "POST"),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(client: ClientFactory, method: str, path: str, allow: str) -> None:
    answer = client().raw(method, path)
    assert_refused(answer, "MOCK_METHOD_NOT_ALLOWED", allow)
    assert answer.headers["allow"] == allow


def test_head_is_a_wrong_method_too(client: ClientFactory) -> None:
    answer = client().head("/identity-verifications/a")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


def test_a_wrong_encoding_is_refused_wherever_it_stands() -> None:
    for path in (b"/%ff", b"/identity-verifications/%ff", b"/login/%c3%28"):
        with pytest.raises(Refusal) as caught:
            find("GET", path)
        assert caught.value.type == "INVALID_REQUEST"
