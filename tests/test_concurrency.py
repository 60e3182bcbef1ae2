"""Two hundred at once over real sockets: exactly one of them succeeds, and nothing else moves."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from mock_server.handle import SandboxHandle

from .in_process import portone
from .merchant import Merchant
from .raw_socket import PATIENCE_SECONDS

MANY = 200


@pytest.fixture
def merchant(box: SandboxHandle) -> Iterator[Merchant]:
    with httpx.Client(base_url=box.base_url) as client:
        yield Merchant(client, box.api_secret)


def request(path: str, body: object, *headers: str) -> bytes:
    content = json.dumps(body).encode()
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: localhost",
        f"Content-Length: {len(content)}",
        "Connection: close",
        *headers,
    ]
    return "\r\n".join([*lines, "", ""]).encode() + content


def all_at_once(box: SandboxHandle, requests: list[bytes]) -> list[tuple[int, Any]]:
    """The answers to these requests: every connection is open, and every request half sent, before one is finished."""

    async def run() -> list[tuple[int, Any]]:
        port = int(box.base_url.rpartition(":")[2])
        connections = [await asyncio.open_connection("127.0.0.1", port) for _ in requests]
        for (_, writer), sent in zip(connections, requests, strict=True):
            writer.write(sent[:-1])
        await asyncio.gather(*(writer.drain() for _, writer in connections))
        for (_, writer), sent in zip(connections, requests, strict=True):
            writer.write(sent[-1:])
        answers = await asyncio.wait_for(
            asyncio.gather(*(reader.read() for reader, _ in connections)), PATIENCE_SECONDS
        )
        for _, writer in connections:
            writer.close()
        await asyncio.gather(*(writer.wait_closed() for _, writer in connections))
        return [read(answer) for answer in answers]

    return asyncio.run(run())


def read(answer: bytes) -> tuple[int, Any]:
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


def secret_header(box: SandboxHandle) -> str:
    return f"Authorization: {portone(box.api_secret)['Authorization']}"


def test_of_many_confirms_of_one_id_exactly_one_succeeds(box: SandboxHandle, merchant: Merchant) -> None:
    for id_ in ("one", "other"):
        merchant.send(id_)
    bystander = merchant.shown("other").content, merchant.read("other").content
    confirm = request("/identity-verifications/one/confirm", {"otp": "000000"}, secret_header(box))
    answers = all_at_once(box, [confirm] * MANY)
    assert Counter(status for status, _ in answers) == {200: 1, 409: MANY - 1}
    assert {body["type"] for status, body in answers if status == 409} == {"IDENTITY_VERIFICATION_ALREADY_VERIFIED"}
    (record,) = (body["identityVerification"] for status, body in answers if status == 200)
    assert record == merchant.read("one").json()
    assert [attempt["state"] for attempt in merchant.shown("one").json()["attempts"]] == ["verified"]
    assert (merchant.shown("other").content, merchant.read("other").content) == bystander
    assert box.verifications()["total"] == 2


def test_of_many_windows_of_one_id_exactly_one_succeeds(box: SandboxHandle, merchant: Merchant) -> None:
    """Ten tabs, each finished twenty times: the record is that of the one whose call came first."""
    tabs = [merchant.open_window("one").json()["identityVerificationTxId"] for _ in range(10)]
    finish = [
        request(
            "/_mock/verifications/one/complete",
            {"outcome": "verified", "identityVerificationTxId": tab, "person": f"adult~{number}"},
            secret_header(box),
        )
        for number, tab in enumerate(tabs, 1)
    ]
    answers = all_at_once(box, finish * (MANY // len(tabs)))
    assert Counter(status for status, _ in answers) == {200: 1, 409: MANY - 1}
    (won,) = (body for status, body in answers if status == 200)
    shown = merchant.shown("one").json()
    assert shown == won["verification"]
    number = tabs.index(won["browser"]["identityVerificationTxId"])
    states = [attempt["state"] for attempt in shown["attempts"]]
    assert (states.count("verified"), states[number], shown["person"]) == (1, "verified", f"adult~{number + 1}")
    assert {f"{tabs[number]} has succeeded" in body["message"] for status, body in answers if status == 409} == {True}


def test_of_many_refreshes_of_one_token_exactly_one_succeeds(box: SandboxHandle, merchant: Merchant) -> None:
    def log_in(kind: str, member: str) -> dict[str, str]:
        tokens: dict[str, str] = merchant.client.post(f"/login/{kind}", json={member: box.api_secret}).json()
        return tokens

    first, legacy = log_in("api-secret", "apiSecret"), log_in("api-key", "apiKey")
    before = box.describe()["counts"]
    answers = all_at_once(box, [request("/token/refresh", {"refreshToken": first["refreshToken"]})] * MANY)
    assert Counter(status for status, _ in answers) == {200: 1, 401: MANY - 1}
    (issued,) = (body for status, body in answers if status == 200)
    # Both tokens of the one success, and no others; the legacy login's token is still the live one.
    assert box.describe()["counts"]["tokens"] == before["tokens"] + 2
    for token in (issued["refreshToken"], legacy["refreshToken"]):
        assert merchant.client.post("/token/refresh", json={"refreshToken": token}).status_code == 200


def test_of_many_sends_of_one_id_exactly_one_is_an_attempt(box: SandboxHandle, merchant: Merchant) -> None:
    send = request("/identity-verifications/one/send", merchant.body(), secret_header(box))
    answers = all_at_once(box, [send] * MANY)
    assert Counter(status for status, _ in answers) == {200: 1, 409: MANY - 1}
    assert len(merchant.shown("one").json()["attempts"]) == len(merchant.messages()) == 1


def test_many_requests_under_one_key_are_one_request(box: SandboxHandle, merchant: Merchant) -> None:
    merchant.send("one")
    headers = (secret_header(box), "Idempotency-Key: 0123456789abcdef")
    wrong = request("/identity-verifications/one/confirm", {"otp": "999999"}, *headers)
    answers = all_at_once(box, [wrong] * MANY)
    types = Counter(body["type"] for _, body in answers)
    assert types["PG_PROVIDER"] >= 1
    assert types.keys() <= {"PG_PROVIDER", "IDEMPOTENCY_OUTSTANDING_REQUEST"}
    assert merchant.shown("one").json()["attempts"][0]["otp"]["triesLeft"] == 4


def test_different_ids_do_not_wait_for_each_other(box: SandboxHandle, merchant: Merchant) -> None:
    sends = [request(f"/identity-verifications/id{n}/send", merchant.body(), secret_header(box)) for n in range(MANY)]
    confirms = [
        request(f"/identity-verifications/id{n}/confirm", {"otp": "000000"}, secret_header(box)) for n in range(MANY)
    ]
    assert {status for status, _ in all_at_once(box, sends)} == {200}
    assert {status for status, _ in all_at_once(box, confirms)} == {200}
    listed = merchant.list(page={"size": MANY}, filter={"statuses": ["VERIFIED"]}).json()
    assert listed["page"]["totalCount"] == len({item["id"] for item in listed["items"]}) == MANY
