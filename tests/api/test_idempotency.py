"""Idempotency-Key: one key is one request, answered once and remembered for three hours of the sandbox's clock."""

import json
import socket
from collections.abc import Iterator

import httpx
import pytest

from mock_server import Settings
from mock_server.answer import of_json
from mock_server.api.idempotency import MOST_KEYS, read_key
from mock_server.domain.errors import Refusal
from mock_server.handle import SandboxHandle
from mock_server.store.sandbox import Slot

from ..in_process import MockClient, portone
from ..merchant import OTP, WRONG_OTP, Merchant
from ..raw_socket import RawSocket
from ..refusals import assert_refused

KEY = "0123456789abcdef"
THREE_HOURS = 3 * 3600


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    with MockClient(Settings(scenario="empty")) as client:
        yield Merchant(client)


def under(key: str = KEY) -> dict[str, str]:
    return {"Idempotency-Key": key}


def confirm(merchant: Merchant, key: str = KEY, otp: str = OTP) -> httpx.Response:
    return merchant.confirm("a", otp, headers=under(key))


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("a" * 16, "a" * 16),
        ("a" * 256, "a" * 256),
        (f'"{"a" * 16}"', "a" * 16),
        (f'"{"a" * 256}"', "a" * 256),
        (f"  {KEY}  ", KEY),
        ("with spaces and ~!@", "with spaces and ~!@"),
        (r'"quoted \" and \\ in it"', r'quoted " and \ in it'),
        (r'"a\\\"bcdefghijklmnop"', r"a\"bcdefghijklmnop"),
        (f'"{"a" * 16}', f'"{"a" * 16}'),
    ],
)
def test_a_key_is_read_quoted_or_raw(header: str, key: str) -> None:
    assert read_key(header.encode()) == key


@pytest.mark.parametrize(
    "header", ["", "a" * 15, "a" * 257, f'"{"a" * 15}"', f'"{"a" * 257}"', "가" * 16, "a" * 20 + "\x7f", '""']
)
def test_any_other_is_refused(header: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_key(header.encode())
    assert (caught.value.type, "16" in caught.value.message) == ("INVALID_REQUEST", True)


def test_quoted_and_raw_are_one_key(merchant: Merchant) -> None:
    merchant.send("a")
    first = confirm(merchant, KEY)
    assert confirm(merchant, f'"{KEY}"').content == first.content


def test_a_repeat_gets_the_first_answer_though_the_work_is_done(merchant: Merchant) -> None:
    assert merchant.send("a").status_code == 200
    first, again = confirm(merchant), confirm(merchant)
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.content == first.content
    assert_refused(merchant.confirm("a"), "IDENTITY_VERIFICATION_ALREADY_VERIFIED")


def test_a_repeat_of_an_error_gets_that_error_and_costs_nothing(merchant: Merchant) -> None:
    merchant.send("a")
    first = confirm(merchant, otp=WRONG_OTP)
    assert_refused(first, "PG_PROVIDER")
    assert confirm(merchant, otp=WRONG_OTP).content == first.content
    assert merchant.shown("a").json()["attempts"][0]["otp"]["triesLeft"] == 4


def test_a_repeated_send_sends_one_sms(merchant: Merchant) -> None:
    body = merchant.body()
    for _ in range(3):
        answer = merchant.call("POST", "/identity-verifications/a/send", body, headers=under())
        assert (answer.status_code, answer.json()) == (200, {})
    assert len(merchant.messages()) == 1
    for _ in range(3):
        merchant.call("POST", "/identity-verifications/a/resend", headers=under("another-key-for-resend"))
    assert len(merchant.messages()) == 2


@pytest.mark.parametrize("other", ["body", "path", "query", "operation"])
def test_another_request_under_one_key_is_refused_and_does_nothing(merchant: Merchant, other: str) -> None:
    merchant.send("a")
    merchant.send("b")
    confirm(merchant, otp=WRONG_OTP)
    before = [merchant.shown(id_).content for id_ in "ab"]
    requests = {
        "body": lambda: confirm(merchant, otp="111111"),
        "path": lambda: merchant.confirm("b", WRONG_OTP, headers=under()),
        "query": lambda: merchant.confirm("a", WRONG_OTP, headers=under(), params={"storeId": "x"}),
        "operation": lambda: merchant.call(
            "POST", "/identity-verifications/a/resend", {"otp": WRONG_OTP}, headers=under()
        ),
    }
    assert_refused(requests[other](), "MOCK_IDEMPOTENCY_KEY_REUSED")
    assert [merchant.shown(id_).content for id_ in "ab"] == before


def test_reading_ignores_the_key(merchant: Merchant) -> None:
    merchant.control("PUT", "/verifications/a", {})
    for key in (KEY, "short"):
        assert merchant.call("GET", "/identity-verifications/a", headers=under(key)).status_code == 200
        assert merchant.call("GET", "/identity-verifications", headers=under(key)).status_code == 200


def test_a_call_without_credentials_leaves_nothing_under_its_key(merchant: Merchant) -> None:
    merchant.send("a")
    refused = merchant.client.post("/identity-verifications/a/confirm", json={"otp": OTP}, headers=under())
    assert_refused(refused, "UNAUTHORIZED")
    assert confirm(merchant).status_code == 200


def test_two_sandboxes_never_share_a_key(merchant: Merchant) -> None:
    other = Merchant(merchant.client, "sandbox-other")
    for box in (merchant, other):
        box.send("a")
    assert confirm(merchant, otp=WRONG_OTP).status_code == 502
    assert confirm(other).status_code == 200


@pytest.mark.parametrize(("seconds", "remembered"), [(THREE_HOURS - 0.001, True), (THREE_HOURS, False)])
def test_a_key_is_kept_for_three_hours_of_the_sandboxs_clock(
    merchant: Merchant, seconds: float, *, remembered: bool
) -> None:
    merchant.control("PUT", "/clock", {"frozen": True})
    merchant.send("a")
    first = confirm(merchant)
    merchant.advance(seconds)
    assert (confirm(merchant).content == first.content) is remembered


def test_an_old_key_is_forgotten_though_a_younger_one_has_an_earlier_time(merchant: Merchant) -> None:
    """The clock may go back, so the order of the keys is not the order of their times."""
    merchant.control("PUT", "/clock", {"now": "2026-06-01T09:00:00Z", "frozen": True})
    merchant.send("a")
    merchant.confirm("a", WRONG_OTP, headers=under("the-key-of-the-first"))
    merchant.control("PUT", "/clock", {"now": "2026-06-01T01:00:00Z"})
    merchant.confirm("a", WRONG_OTP, headers=under("the-key-of-the-second"))
    merchant.control("PUT", "/clock", {"now": "2026-06-01T10:00:00Z"})
    merchant.resend("a")
    assert merchant.confirm("a", WRONG_OTP, headers=under("the-key-of-the-second")).status_code == 502
    assert merchant.shown("a").json()["attempts"][0]["otp"]["triesLeft"] == 2


def test_a_reset_forgets_the_keys(merchant: Merchant) -> None:
    merchant.send("a")
    confirm(merchant)
    merchant.control("POST", "/reset")
    assert_refused(confirm(merchant), "IDENTITY_VERIFICATION_NOT_FOUND")


def test_the_oldest_key_goes_where_there_is_no_room_and_a_repeat_makes_none(merchant: Merchant) -> None:
    merchant.send("a")
    keys = [f"key-{number:020}" for number in range(MOST_KEYS + 1)]
    answers = {key: confirm(merchant, key, WRONG_OTP) for key in keys[:MOST_KEYS]}
    assert confirm(merchant, keys[0], WRONG_OTP).content == answers[keys[0]].content
    confirm(merchant, keys[MOST_KEYS], WRONG_OTP)
    kept = merchant.client.mock.sandboxes.default.idempotency  # type: ignore[attr-defined]  # it is a MockClient
    assert list(kept) == keys[1:]


# Over sockets: what only a connection can show.


def head(box: SandboxHandle, path: str, length: int, key: str = KEY) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", f"Content-Length: {length}", f"Idempotency-Key: {key}"]
    lines += [f"{name}: {value}" for name, value in portone(box.api_secret).items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def request_of(merchant: Merchant, box: SandboxHandle) -> tuple[bytes, bytes]:
    body = json.dumps(merchant.body()).encode()
    return head(box, "/identity-verifications/a/send", len(body)), body


@pytest.fixture
def online(box: SandboxHandle) -> Iterator[Merchant]:
    with httpx.Client(base_url=box.base_url) as client:
        yield Merchant(client, box.api_secret)


def port_of(box: SandboxHandle) -> int:
    return int(box.base_url.rpartition(":")[2])


def test_while_the_first_request_runs_a_second_is_told_to_wait(box: SandboxHandle, online: Merchant) -> None:
    start, body = request_of(online, box)
    with RawSocket(port_of(box)) as first:
        first.send(start + body[: len(body) // 2])
        # Until the server has read that much, the second request is the first one.
        second = online.call(
            "POST", "/identity-verifications/a/send", online.body(), headers=under("sentinel-sentinel")
        )
        assert second.status_code == 200
        with RawSocket(port_of(box)) as other:
            refused = other.send(start + body).answer()
        assert (refused.status, refused.json()["type"]) == (409, "IDEMPOTENCY_OUTSTANDING_REQUEST")
        done = first.send(body[len(body) // 2 :]).answer()
    assert (done.status, done.json()["type"]) == (409, "IDENTITY_VERIFICATION_ALREADY_SENT")
    with RawSocket(port_of(box)) as third:
        assert third.send(start + body).answer().body == done.body


def test_a_client_that_hangs_up_half_way_has_not_used_its_key(box: SandboxHandle, online: Merchant) -> None:
    start, body = request_of(online, box)
    with RawSocket(port_of(box)) as first:
        first.send(start + body[:10])
        assert online.read("a").status_code == 404
    assert _eventually_sent(online)


def _eventually_sent(online: Merchant) -> bool:
    """The server learns of a closed connection a moment later; until then the key is in use."""
    for _ in range(1000):
        answer = online.call("POST", "/identity-verifications/a/send", online.body(), headers=under())
        if answer.status_code != 409:
            return answer.status_code == 200
    return False


def test_a_lost_answer_is_had_by_asking_again_under_the_same_key(box: SandboxHandle, online: Merchant) -> None:
    assert online.send("a", "always-verified-not-returned").status_code == 200
    body = json.dumps({"otp": OTP}).encode()
    whole = head(box, "/identity-verifications/a/confirm", len(body)) + body
    with RawSocket(port_of(box)) as first, pytest.raises(ConnectionResetError):
        first.send(whole).answer()
    with RawSocket(port_of(box)) as again:
        answer = again.send(whole).answer()
    assert answer.status == 200
    assert answer.json()["identityVerification"] == online.read("a").json()


def test_without_a_key_the_next_confirm_is_refused_and_a_read_tells(online: Merchant) -> None:
    online.send("a", "always-verified-not-returned")
    with pytest.raises(httpx.TransportError):
        online.confirm("a")
    assert_refused(online.confirm("a"), "IDENTITY_VERIFICATION_ALREADY_VERIFIED")
    assert online.read("a").json()["status"] == "VERIFIED"


def test_a_client_that_hangs_up_after_its_request_is_no_reason_to_stop(box: SandboxHandle, online: Merchant) -> None:
    start, body = request_of(online, box)
    with RawSocket(port_of(box)) as first:
        first.send(start + body)
        first.socket.shutdown(socket.SHUT_WR)
        first.rest()
    with RawSocket(port_of(box)) as again:
        answer = again.send(start + body).answer()
    assert (answer.status, answer.json(), len(online.messages())) == (200, {}, 1)


def test_a_key_whose_request_still_runs_makes_no_room() -> None:
    """The oldest answered one goes instead; where all are running, the newcomer is told so and nothing runs."""
    with MockClient(Settings(scenario="empty")) as client:
        merchant, sandbox = Merchant(client), client.mock.sandboxes.default
        running = {f"running-{number:016}": Slot(sandbox.clock.now()) for number in range(MOST_KEYS)}
        sandbox.idempotency = dict(running)
        merchant.send("a")
        assert_refused(merchant.post("a", "resend", key=KEY), "MOCK_UNAVAILABLE")
        assert sandbox.idempotency == running
        answered = next(reversed(running))
        sandbox.idempotency[answered].answer = of_json({})
        assert merchant.post("a", "resend", key=KEY).status_code == 200
        assert sandbox.idempotency.keys() == running.keys() - {answered} | {KEY}


# Logins and refreshes: the key belongs to the sandbox of the secret or the token in the body.

LOGINS = {"/login/api-secret": "apiSecret", "/login/api-key": "apiKey"}


@pytest.mark.parametrize("path", LOGINS)
def test_a_login_repeated_under_its_key_gets_the_same_tokens_and_ends_none(merchant: Merchant, path: str) -> None:
    def log_in() -> httpx.Response:
        return merchant.client.post(path, json={LOGINS[path]: merchant.secret}, headers=under())

    first = log_in()
    assert (first.status_code, log_in().content) == (200, first.content)
    assert "tokens may have ended" in merchant.control("GET", "/requests").json()["requests"][0]["why"]
    assert (
        merchant.client.post("/token/refresh", json={"refreshToken": first.json()["refreshToken"]}).status_code == 200
    )
    # Without the key it is another login, as ever.
    assert merchant.client.post(path, json={LOGINS[path]: merchant.secret}).content != first.content


def test_a_refresh_whose_answer_was_lost_can_be_repeated_under_its_key(merchant: Merchant) -> None:
    tokens = merchant.client.post("/login/api-secret", json={"apiSecret": merchant.secret}).json()
    body = {"refreshToken": tokens["refreshToken"]}
    first = merchant.client.post("/token/refresh", json=body, headers=under())
    again = merchant.client.post("/token/refresh", json=body, headers=under())
    assert (again.status_code, again.content) == (200, first.content)
    assert_refused(merchant.client.post("/token/refresh", json=body), "UNAUTHORIZED")
    live = {"refreshToken": first.json()["refreshToken"]}
    assert merchant.client.post("/token/refresh", json=live).status_code == 200
    # Repeating it later changes nothing: the tokens of that answer have ended, and stay so.
    assert merchant.client.post("/token/refresh", json=body, headers=under()).content == first.content
    assert_refused(merchant.client.post("/token/refresh", json=live), "UNAUTHORIZED")


def test_a_refused_refresh_is_kept_too(merchant: Merchant) -> None:
    tokens = merchant.client.post("/login/api-secret", json={"apiSecret": merchant.secret}).json()
    body = {"refreshToken": tokens["accessToken"]}
    for _ in range(2):
        assert_refused(merchant.client.post("/token/refresh", json=body, headers=under()), "UNAUTHORIZED")
    assert "first answer" in merchant.control("GET", "/requests").json()["requests"][0]["why"]


def test_a_key_is_one_request_of_a_sandbox_whatever_the_call(merchant: Merchant) -> None:
    assert merchant.send("a").status_code == 200
    assert confirm(merchant).status_code == 200
    body = {"apiSecret": merchant.secret}
    reused = merchant.client.post("/login/api-secret", json=body, headers=under())
    assert_refused(reused, "MOCK_IDEMPOTENCY_KEY_REUSED")
    # Another sandbox knows nothing of it, and gets tokens of its own.
    other = merchant.client.post("/login/api-secret", json={"apiSecret": "sandbox-other"}, headers=under())
    assert other.status_code == 200


def test_whoever_does_not_know_the_secret_gets_neither_tokens_nor_a_slot(merchant: Merchant) -> None:
    body = {"apiSecret": merchant.secret}
    merchant.client.post("/login/api-secret", json=body, headers=under())
    stranger = merchant.client.post("/login/api-secret", json={"apiSecret": "wrong"}, headers=under())
    assert_refused(stranger, "UNAUTHORIZED")
    # Another body under the key is another request, even of somebody who belongs here.
    refresh = merchant.client.post("/token/refresh", json={"refreshToken": "wrong"}, headers=under())
    assert_refused(refresh, "UNAUTHORIZED")
    key = "a key that nobody has used"
    for _ in range(2):
        assert_refused(
            merchant.client.post("/login/api-secret", json={"apiSecret": "wrong"}, headers=under(key)), "UNAUTHORIZED"
        )
    assert merchant.client.post("/login/api-secret", json=body, headers=under(key)).status_code == 200


@pytest.mark.parametrize("path", ["/login/api-secret", "/token/refresh"])
def test_a_key_that_is_none_is_refused_once_it_is_known_whose_it_is(merchant: Merchant, path: str) -> None:
    tokens = merchant.client.post("/login/api-secret", json={"apiSecret": merchant.secret}).json()
    body = {"apiSecret": merchant.secret} if path.startswith("/login") else {"refreshToken": tokens["refreshToken"]}
    assert_refused(merchant.client.post(path, json=body, headers=under("short")), "INVALID_REQUEST")
    assert merchant.client.post(path, json=body).status_code == 200


def test_the_tokens_of_a_kept_login_are_in_no_snapshot(merchant: Merchant) -> None:
    merchant.send("a")
    confirm(merchant, "0123456789abcdef-confirm")
    answer = merchant.client.post("/login/api-secret", json={"apiSecret": merchant.secret}, headers=under())
    state = merchant.control("GET", "/state")
    assert [kept["key"] for kept in state.json()["sandbox"]["idempotency"]] == ["0123456789abcdef-confirm"]
    assert answer.json()["accessToken"] not in state.text


def test_a_login_under_a_key_is_hit_by_faults_once_and_repeated_afterwards(merchant: Merchant) -> None:
    merchant.control("POST", "/faults", {"fault": "status", "status": 503, "match": {"operation": "loginViaApiSecret"}})
    body = {"apiSecret": merchant.secret}
    assert merchant.client.post("/login/api-secret", json=body, headers=under()).status_code == 503
    first = merchant.client.post("/login/api-secret", json=body, headers=under())
    assert first.status_code == 200
    assert merchant.client.post("/login/api-secret", json=body, headers=under()).content == first.content
