"""axios and fetch, as integrations without an SDK use them, log in, refresh and read."""

import json
from typing import Any

import pytest

from mock_server.handle import SandboxHandle
from tests.node import run_driver

pytestmark = pytest.mark.node

CLIENTS = ("axios", "fetch")
JSON = {"Content-Type": "application/json"}


def bearer(box: SandboxHandle, client: str) -> dict[str, str]:
    """The header of a read, from a login by that client."""
    login = {"client": client, "method": "POST", "url": f"{box.base_url}/login/api-secret", "headers": JSON}
    (answer,) = run_driver("clients.mjs", [login | {"body": {"apiSecret": box.api_secret}}])
    return {"Authorization": f"bearer {answer['data']['accessToken']}"}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("path", ["/login/api-secret", "/login/api-key", "//login/api-secret", "/login/api-secret?"])
def test_a_login_is_understood_with_any_content_type_the_client_puts(
    box: SandboxHandle, client: str, path: str
) -> None:
    """Given a string, fetch says text/plain and axios says it were a form."""
    members = {"apiSecret": box.api_secret, "apiKey": box.api_secret}
    request = {"client": client, "method": "post", "url": box.base_url + path}
    bodies: list[tuple[dict[str, str], Any]] = [(JSON, members), (JSON, json.dumps(members)), ({}, json.dumps(members))]
    if client == "axios":
        bodies.append(({}, members))
    answers = run_driver("clients.mjs", [request | {"headers": headers, "body": body} for headers, body in bodies])

    assert [answer["status"] for answer in answers] == [200] * len(bodies)


@pytest.mark.parametrize("client", CLIENTS)
def test_a_read_is_answered_however_the_client_dresses_it(box: SandboxHandle, client: str) -> None:
    put = box.put_verification("idv-한글 1")
    id_ = "idv%2D%ED%95%9C%EA%B8%80%201"
    headers = bearer(box, client)
    request = {"client": client, "method": "get", "url": f"{box.base_url}/identity-verifications/{id_}"}
    requests: list[dict[str, Any]] = [
        request | {"headers": headers},
        request | {"headers": headers | JSON},
        request | {"headers": headers, "url": request["url"] + "?"},
        request | {"headers": headers, "url": f"{box.base_url}//identity-verifications/{id_}?storeId={box.store_id}"},
        request | {"headers": {"authorization": f"portone {box.api_secret}"}},
    ]
    if client == "axios":
        requests.append(request | {"headers": headers, "body": {}})

    assert run_driver("clients.mjs", requests) == [{"status": 200, "data": put}] * len(requests)


@pytest.mark.parametrize("client", CLIENTS)
def test_an_error_is_json_to_the_client(box: SandboxHandle, client: str) -> None:
    headers = {"Authorization": f"PortOne {box.api_secret}"}
    request = {"client": client, "method": "get", "url": f"{box.base_url}/identity-verifications/nobody-made-this"}
    (answer,) = run_driver("clients.mjs", [request | {"headers": headers}])

    assert answer["status"] == 404
    assert answer["data"]["type"] == "IDENTITY_VERIFICATION_NOT_FOUND"
