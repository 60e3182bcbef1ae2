"""Faults over a socket: resets that are resets, bodies that are cut, and what was done before the answer was lost."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from mock_server.handle import ControlError, SandboxHandle
from portone_mock import MockPortOne

from .in_process import portone
from .merchant import Merchant
from .raw_socket import RawAnswer, RawSocket

KEY = "Idempotency-Key: 0123456789abcdef\r\n"


class Raw:
    """One sandbox's calls of PortOne's paths, each on a connection of its own."""

    def __init__(self, box: SandboxHandle) -> None:
        self.box = box
        self.port = int(box.base_url.rpartition(":")[2])

    def request(self, method: str, path: str, body: Any = None, headers: str = "") -> bytes:
        content = b"" if body is None else json.dumps(body).encode()
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: PortOne {self.box.api_secret}\r\n{headers}"
        )
        return f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content

    def answer(self, method: str, path: str, body: Any = None, headers: str = "") -> RawAnswer:
        with RawSocket(self.port) as client:
            return client.send(self.request(method, path, body, headers)).answer()

    def everything(self, method: str, path: str, body: Any = None, headers: str = "") -> bytes:
        """All that comes until the server ends the connection."""
        with RawSocket(self.port) as client:
            return client.send(self.request(method, path, body, headers)).rest()

    def is_reset(self, method: str, path: str, body: Any = None, headers: str = "") -> None:
        """The kernel of the server answers with RST, and not one byte came before it."""
        with RawSocket(self.port) as client:
            client.send(self.request(method, path, body, headers))
            with pytest.raises(ConnectionResetError):
                client.rest()
            assert client._read == b""


@pytest.fixture
def raw(box: SandboxHandle) -> Raw:
    return Raw(box)


@pytest.fixture
def merchant(box: SandboxHandle) -> Iterator[Merchant]:
    with httpx.Client(base_url=box.base_url) as client:
        yield Merchant(client, box.api_secret)


def test_a_reset_before_the_work_leaves_nothing_done(raw: Raw, box: SandboxHandle, merchant: Merchant) -> None:
    box.order_fault("reset-before")
    send = ("POST", "/identity-verifications/a/send", merchant.body())
    raw.is_reset(*send, headers=KEY)
    assert (merchant.state("a"), box.messages()) == ("never-started", [])
    assert [(row["fault"], row["operation"]) for row in box.requests()] == [
        ("reset-before", "sendIdentityVerification")
    ]
    assert raw.answer(*send, headers=KEY).status == 200
    assert len(box.messages()) == 1


def test_a_reset_after_the_work_loses_the_answer_and_a_retry_under_the_same_key_gets_it(
    raw: Raw, box: SandboxHandle, merchant: Merchant
) -> None:
    merchant.send("a")
    box.order_fault("reset-after", match={"operation": "confirmIdentityVerification"})
    confirm = ("POST", "/identity-verifications/a/confirm", {"otp": "000000"})
    raw.is_reset(*confirm, headers=KEY)
    assert merchant.state("a") == "verified"
    assert [(row["fault"], row["status"]) for row in box.requests(operation="confirmIdentityVerification")] == [
        ("reset-after", 200)
    ]
    again = raw.answer(*confirm, headers=KEY)
    assert (again.status, again.json()["identityVerification"]["status"]) == (200, "VERIFIED")
    assert raw.answer(*confirm).json()["type"] == "IDENTITY_VERIFICATION_ALREADY_VERIFIED"


def test_a_refusal_is_lost_as_an_answer_is(raw: Raw, box: SandboxHandle, merchant: Merchant) -> None:
    merchant.send("a")
    box.order_fault("reset-after", times=2)
    raw.is_reset("GET", "/identity-verifications/nobody")
    raw.is_reset("POST", "/identity-verifications/a/confirm", {"otp": "999999"})
    assert [(row["fault"], row["status"]) for row in box.requests()[:2]] == [("reset-after", 502), ("reset-after", 404)]


@pytest.mark.parametrize("fault", ["reset-before", "reset-after"])
def test_logins_and_refreshes_are_reset_before_or_after_they_count(raw: Raw, box: SandboxHandle, fault: str) -> None:
    secret = {"apiSecret": box.api_secret}
    token = {"refreshToken": raw.answer("POST", "/login/api-secret", secret).json()["refreshToken"]}
    box.order_fault(fault)
    raw.is_reset("POST", "/token/refresh", token)
    # One that was never done leaves the token live; one whose answer was lost has used it up.
    assert raw.answer("POST", "/token/refresh", token).status == (200 if fault == "reset-before" else 401)
    box.order_fault(fault)
    raw.is_reset("POST", "/login/api-secret", secret)
    assert [row["operation"] for row in box.requests(fault=fault)] == ["loginViaApiSecret", "refreshToken"]


@pytest.mark.parametrize("size", [0, 1, 100])
def test_a_cut_body_is_announced_whole_and_ends_early(raw: Raw, box: SandboxHandle, size: int) -> None:
    box.put_verification("a")
    whole = raw.answer("GET", "/identity-verifications/a")
    box.order_fault("truncate", bytes=size)
    head, _, body = raw.everything("GET", "/identity-verifications/a").partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    assert f"content-length: {len(whole.body)}".encode() in head
    assert body == whole.body[:size]
    assert raw.answer("GET", "/identity-verifications/a").body == whole.body
    assert [row["fault"] for row in box.requests()] == [None, "truncate", None]


def test_a_cut_refusal_is_cut_too(raw: Raw, box: SandboxHandle) -> None:
    box.order_fault("truncate", bytes=5)
    head, _, body = raw.everything("GET", "/identity-verifications/nobody").partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 404 ")
    assert body == b'{"typ'


def test_a_connection_stays_in_step_after_an_answer_without_a_body(raw: Raw, box: SandboxHandle) -> None:
    box.put_verification("a")
    box.order_fault("status", status=204)
    with RawSocket(raw.port) as client:
        request = raw.request("GET", "/identity-verifications/a")
        assert client.send(request).answer().status == 204
        assert client.send(request).answer().json()["id"] == "a"


def test_malformed_json_is_as_long_as_it_says(raw: Raw, box: SandboxHandle) -> None:
    box.put_verification("a")
    box.order_fault("malformed-json")
    with RawSocket(raw.port) as client:
        request = raw.request("GET", "/identity-verifications/a")
        with pytest.raises(ValueError, match=r"\(char \d+\)"):
            client.send(request).answer().json()
        assert client.send(request).answer().json()["id"] == "a"


def test_a_delay_holds_up_its_own_call_only(raw: Raw, box: SandboxHandle) -> None:
    box.put_verification("a")
    box.order_fault("delay", seconds=0.5, match={"id": "a"})
    with RawSocket(raw.port) as slow:
        began = time.monotonic()
        slow.send(raw.request("GET", "/identity-verifications/a"))
        while not box.faults()[0]["fired"]:
            pass
        assert raw.answer("GET", "/identity-verifications/a").status == 200
        assert raw.answer("GET", "/identity-verifications/b").status == 404
        others_done = time.monotonic() - began
        assert slow.answer().status == 200
        assert others_done < 0.5 <= time.monotonic() - began


def test_what_clients_see_of_a_reset_and_a_cut(box: SandboxHandle, merchant: Merchant) -> None:
    box.put_verification("a")
    box.order_fault("reset-before")
    with pytest.raises(httpx.ReadError):
        merchant.read("a")
    box.order_fault("truncate", bytes=9)
    with pytest.raises(httpx.RemoteProtocolError):
        merchant.read("a")
    assert merchant.read("a").status_code == 200


def test_sandboxes_do_not_share_faults(portone: MockPortOne, raw: Raw, box: SandboxHandle) -> None:
    other = portone.sandbox()
    box.order_fault("reset-before", times=None)
    assert Raw(other).answer("GET", "/identity-verifications/a").status == 404
    assert other.faults() == []
    raw.is_reset("GET", "/identity-verifications/a")
    other.drop()


# The methods of the handle


def test_a_handle_orders_lists_and_forgets(box: SandboxHandle) -> None:
    first = box.order_fault("status", status=503, body={"type": "X"}, match={"nth": 2}, times=None, probability=0.5)
    assert (first["status"], first["body"], first["match"], first["times"]) == (503, {"type": "X"}, {"nth": 2}, None)
    second = box.order_fault("html")
    assert box.faults() == [first, second]
    box.forget_faults(first["faultId"])
    assert box.faults() == [second]
    box.forget_faults()
    assert box.faults() == []
    with pytest.raises(ControlError, match="did you mean 'delay'"):
        box.order_fault("dealy")


def test_a_handle_tells_what_is_active_and_switches_it_off(box: SandboxHandle) -> None:
    fault = box.order_fault("html")
    order = box.next("cancelled")
    clock = box.freeze("2026-03-02T10:00:00+09:00")
    assert box.effects() == {"active": True, "faults": [fault], "clock": clock, "next": order}
    box.switch_off()
    assert box.effects() == {"active": False, "faults": [], "clock": None, "next": []}


def test_a_handle_waits_without_holding_up_its_other_calls(box: SandboxHandle, merchant: Merchant) -> None:
    with ThreadPoolExecutor(2) as threads:
        requests = threads.submit(box.wait_for_requests, 2, 30, operation="sendIdentityVerification")
        messages = threads.submit(box.wait_for_messages, 1, 30)
        assert box.faults() == []
        merchant.send("a")
        assert [each["identityVerificationId"] for each in messages.result()] == ["a"]
        merchant.send("b")
        assert [each["identityVerificationId"] for each in requests.result()] == ["b", "a"]


def test_a_wait_in_vain_says_what_came_instead(box: SandboxHandle, merchant: Merchant) -> None:
    merchant.read("nobody")
    with pytest.raises(TimeoutError, match=r"1 requests, not 2, within 0\.01 seconds.*IDENTITY_VERIFICATION_NOT_FOUND"):
        box.wait_for_requests(2, 0.01)
    with pytest.raises(TimeoutError, match="0 messages, not 1"):
        box.wait_for_messages(1, 0.01)
    with pytest.raises(ControlError, match="timeout must be"):
        box.wait_for_messages(1, -1)


def test_a_fault_for_one_nth_call_that_has_hit_it_is_used_up(box: SandboxHandle) -> None:
    box.order_fault("html", match={"nth": 1}, times=None)
    assert box.effects()["active"]
    assert httpx.get(f"{box.base_url}/identity-verifications/a", headers=portone(box.api_secret)).status_code == 502
    assert not box.effects()["active"]
