"""What clients in the wild do to a request, sent byte by byte: all of it logs in, refreshes and reads.

Each row is the tidy request with one thing about it changed. Whether the answer is the tidy request's is what counts.
"""

import json
from typing import Any, Final
from urllib.parse import urlsplit

import pytest

from mock_server.handle import SandboxHandle
from tests.raw_socket import RawAnswer, RawSocket

ID: Final = "idv-quirk_1.~x"
READ: Final = f"/identity-verifications/{ID}"
LOGIN: Final = "/login/api-secret"
LEGACY_LOGIN: Final = "/login/api-key"
REFRESH: Final = "/token/refresh"
# What Java's HttpClient adds to every request to an http:// address.
H2C: Final = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAB\r\n"
SCHEMES: Final = ("PortOne", "portone", "PORTONE", "pORToNE")
BEARERS: Final = ("Bearer", "bearer", "BEARER", "bEARER")


def send(box: SandboxHandle, request: str) -> RawAnswer:
    port = urlsplit(box.base_url).port
    assert port is not None
    with RawSocket(port) as connection:
        return connection.send(request.encode()).answer()


def get(box: SandboxHandle, target: str, headers: str = "", body: str = "", scheme: str = "PortOne") -> RawAnswer:
    authorization = f"Authorization: {scheme} {box.api_secret}\r\n"
    return send(box, f"GET {target} HTTP/1.1\r\nHost: localhost\r\n{authorization}{headers}\r\n{body}")


def post(box: SandboxHandle, target: str, members: dict[str, str], headers: str = "") -> RawAnswer:
    body = json.dumps(members)
    head = f"POST {target} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
    return send(box, head + body)


def log_in(box: SandboxHandle, target: str = LOGIN, headers: str = "") -> dict[str, Any]:
    member = "apiKey" if "key" in target.lower() else "apiSecret"
    answer = post(box, target, {member: box.api_secret}, headers)
    assert answer.status == 200, answer.body
    return dict(answer.json())


@pytest.fixture
def put(box: SandboxHandle) -> dict[str, Any]:
    """The verification that is read, as it has to come back."""
    return box.put_verification(ID)


@pytest.mark.parametrize(
    "target",
    [
        READ,
        f"/{READ}",
        f"///{READ}",
        f"{READ}?",
        f"/{READ}?",
        f"{READ}?storeId=",
        f"{READ}?&",
        f"{READ}?unknown=1&also",
        READ.replace("-", "%2D"),
        READ.replace("-", "%2d").replace("_", "%5F").replace(".", "%2E").replace("~", "%7E"),
        "/" + "".join(f"%{ord(letter):02X}" if letter != "/" else letter for letter in READ[1:]),
        f"http://localhost{READ}",
        f"{READ}#fragment",
    ],
)
def test_a_read_is_found_however_its_target_is_spelled(box: SandboxHandle, put: dict[str, Any], target: str) -> None:
    answer = get(box, target)
    assert (answer.status, answer.json()) == (200, put)


def test_a_store_id_is_read_from_the_query_however_it_is_encoded(box: SandboxHandle, put: dict[str, Any]) -> None:
    encoded = box.store_id.replace("-", "%2D")
    assert get(box, f"/{READ}?storeId={box.store_id}").json() == put
    assert get(box, f"{READ}?x=1&storeId={encoded}&").json() == put
    assert get(box, f"{READ}?storeId={encoded}1").status == 403


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ("Content-Type: application/json\r\n", ""),
        ("Content-Type: application/json\r\nContent-Length: 0\r\n", ""),
        ("Content-Type: application/json\r\nContent-Length: 2\r\n", "{}"),
        ("Content-Type: text/plain;charset=UTF-8\r\nContent-Length: 4\r\n", "null"),
        ("Content-Length: 9\r\n", "not json!"),
        ("Transfer-Encoding: chunked\r\n", "2\r\n{}\r\n0\r\n\r\n"),
        ("Accept: text/html\r\nAccept-Encoding: gzip, br\r\nTE: trailers\r\n", ""),
        ("Idempotency-Key: short\r\n", ""),
        ("If-None-Match: *\r\nRange: bytes=0-3\r\n", ""),
        ("Connection: close\r\n", ""),
        (H2C, ""),
    ],
)
def test_a_read_takes_no_notice_of_what_means_nothing_in_it(
    box: SandboxHandle, put: dict[str, Any], headers: str, body: str
) -> None:
    answer = get(box, READ, headers, body)
    assert (answer.status, answer.json()) == (200, put)
    assert answer.headers["content-type"].startswith("application/json")


def test_a_body_on_a_read_does_not_become_the_next_request(box: SandboxHandle, put: dict[str, Any]) -> None:
    request = f"GET {READ} HTTP/1.1\r\nHost: localhost\r\nAuthorization: PortOne {box.api_secret}\r\n"
    port = urlsplit(box.base_url).port
    assert port is not None
    with RawSocket(port) as connection:
        connection.send(f"{request}Content-Length: 2\r\n\r\n{{}}{request}\r\n".encode())
        assert [connection.answer().json() for _ in range(2)] == [put, put]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("header", ["Authorization", "authorization", "AUTHORIZATION"])
def test_the_word_portone_and_the_headers_name_go_in_any_case(
    box: SandboxHandle, put: dict[str, Any], header: str, scheme: str
) -> None:
    request = f"GET {READ} HTTP/1.1\r\nHost: localhost\r\n{header}: {scheme} {box.api_secret} \r\n\r\n"
    assert send(box, request).json() == put


@pytest.mark.parametrize("scheme", BEARERS)
def test_the_word_bearer_goes_in_any_case(box: SandboxHandle, put: dict[str, Any], scheme: str) -> None:
    access_token = log_in(box)["accessToken"]
    answer = send(box, f"GET {READ} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {scheme}  {access_token}\r\n\r\n")
    assert answer.json() == put


def test_the_secret_itself_is_not_taken_in_any_case(box: SandboxHandle, put: dict[str, Any]) -> None:
    upper = f"Authorization: PortOne {box.api_secret.upper()}\r\n"
    assert send(box, f"GET {READ} HTTP/1.1\r\nHost: localhost\r\n{upper}\r\n").status == 401


LOGIN_HEADERS: Final = (
    "Content-Type: application/json\r\n",
    "Content-Type: text/plain;charset=UTF-8\r\n",
    "Content-Type: application/x-www-form-urlencoded\r\n",
    "Content-Type: application/octet-stream\r\n",
    "Content-Type: nonsense\r\n",
    "Content-Type:\r\n",
    "",
    "Authorization: PortOne nobody-has-this-secret\r\n",
    "Authorization: Bearer expired.long.ago\r\n",
    "Authorization: nonsense\r\n",
    "Authorization:\r\n",
    "Idempotency-Key: \"0123456789abcdef\"\r\n",
    H2C,
)  # fmt: skip


@pytest.mark.parametrize("headers", LOGIN_HEADERS)
@pytest.mark.parametrize("target", [LOGIN, LEGACY_LOGIN])
def test_a_login_takes_no_notice_of_what_means_nothing_in_it(box: SandboxHandle, target: str, headers: str) -> None:
    assert log_in(box, target, headers)["accessToken"].count(".") == 2


@pytest.mark.parametrize("headers", LOGIN_HEADERS)
def test_a_refresh_takes_no_notice_of_what_means_nothing_in_it(box: SandboxHandle, headers: str) -> None:
    answer = post(box, REFRESH, {"refreshToken": log_in(box)["refreshToken"]}, headers)
    assert answer.status == 200
    assert set(answer.json()) == {"accessToken", "refreshToken"}


@pytest.mark.parametrize("spelled", ["/{0}", "//{0}", "{0}?", "/{0}?", "{0}?storeId=x", "http://localhost{0}"])
@pytest.mark.parametrize("target", [LOGIN, LEGACY_LOGIN])
def test_a_login_is_found_however_its_target_is_spelled(box: SandboxHandle, target: str, spelled: str) -> None:
    assert log_in(box, spelled.format(target))["accessToken"]
    assert log_in(box, spelled.format(target).replace("-", "%2D"))["accessToken"]


def test_a_refresh_is_found_however_its_target_is_spelled(box: SandboxHandle) -> None:
    tokens = log_in(box)
    for target in (f"/{REFRESH}", f"{REFRESH}?", "/token/%72efresh", f"http://localhost{REFRESH}"):
        answer = post(box, target, {"refreshToken": tokens["refreshToken"]})
        assert answer.status == 200, target
        tokens = answer.json()


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_login_may_come_in_chunks(box: SandboxHandle, size: int) -> None:
    body = json.dumps({"apiSecret": box.api_secret})
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    chunks = "".join(f"{len(piece):x}\r\n{piece}\r\n" for piece in pieces)
    head = f"POST {LOGIN} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert send(box, f"{head}{chunks}0\r\n\r\n").status == 200


def test_a_login_that_waits_to_be_told_to_go_on_is_told(box: SandboxHandle) -> None:
    body = json.dumps({"apiSecret": box.api_secret})
    head = f"POST {LOGIN} HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: {len(body)}\r\n\r\n"
    port = urlsplit(box.base_url).port
    assert port is not None
    with RawSocket(port) as connection:
        assert connection.send(head.encode()).answer().status == 100
        assert connection.send(body.encode()).answer().status == 200


def test_escapes_blanks_and_unknown_members_in_a_login_are_understood(box: SandboxHandle) -> None:
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in box.api_secret)
    body = f'\r\n\t {{ "unknown" : [ null ] , "api\\u0053ecret" : "{escaped}" }} \n'
    head = f"POST {LOGIN} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n"
    assert send(box, head + body).status == 200


def test_an_old_client_reads_with_http_1_0_and_no_host(box: SandboxHandle, put: dict[str, Any]) -> None:
    assert send(box, f"GET {READ} HTTP/1.0\r\nAuthorization: PortOne {box.api_secret}\r\n\r\n").json() == put
