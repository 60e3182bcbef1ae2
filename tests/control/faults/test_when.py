"""When a fault acts, on which calls, how often, and by which draw."""

import pytest

from mock_server import Settings
from mock_server.api.routes import OPERATIONS

from ...in_process import MockClient, portone
from ...merchant import Merchant
from ...refusals import assert_refused
from .ordering import FUTURE, NEEDED, fired, order, statuses


@pytest.mark.parametrize("fault", ["html", "rate-limit", "status"])
def test_a_call_that_is_answered_in_place_of_the_work_does_nothing(merchant: Merchant, fault: str) -> None:
    login = {"apiSecret": merchant.secret}
    live = merchant.client.post("/login/api-secret", json=login).json()["refreshToken"]
    order(merchant, fault, times=3, **NEEDED.get(fault, {}))
    assert merchant.client.post("/login/api-secret", json=login).status_code in (429, 502, 503)
    assert merchant.client.post("/token/refresh", json={"refreshToken": live}).status_code in (429, 502, 503)
    assert merchant.send("b").status_code in (429, 502, 503)
    assert [row["fault"] for row in merchant.control("GET", f"/requests?fault={fault}").json()["requests"]] == [
        fault
    ] * 3
    assert (merchant.state("b"), merchant.messages()) == ("never-started", [])
    # The refresh token was neither ended by the login nor used up by the refresh.
    assert merchant.client.post("/token/refresh", json={"refreshToken": live}).status_code == 200


def test_a_repeat_after_a_fault_in_place_of_the_work_is_a_first_call(merchant: Merchant) -> None:
    key = {"Idempotency-Key": "0123456789abcdef"}
    order(merchant, "status", status=503)
    call = ("POST", "/identity-verifications/b/send", merchant.body())
    assert [merchant.call(*call, headers=key).status_code for _ in range(3)] == [503, 200, 200]
    assert len(merchant.messages()) == 1


def test_a_kept_answer_is_hit_too_and_kept_as_it_was(merchant: Merchant) -> None:
    key = {"Idempotency-Key": "0123456789abcdef"}
    merchant.send("b")
    first = merchant.confirm("b", headers=key).content
    order(merchant, "unknown-status")
    assert merchant.confirm("b", headers=key).json()["identityVerification"]["status"] == FUTURE
    assert merchant.confirm("b", headers=key).content == first


def test_what_is_refused_at_the_credential_is_nobodys_and_not_hit(merchant: Merchant) -> None:
    order(merchant, "html", times=None)
    assert_refused(merchant.client.get("/identity-verifications/a"), "UNAUTHORIZED")
    assert_refused(merchant.client.post("/login/api-secret", json={"apiSecret": "wrong"}), "UNAUTHORIZED")
    assert_refused(merchant.call("GET", "/payments/1"), "MOCK_NOT_SUPPORTED")
    assert merchant.control("GET", "/sandbox").status_code == 200
    assert fired(merchant) == [0]


@pytest.mark.parametrize("operation", [row.name for row in OPERATIONS])
def test_each_operation_is_hit_by_its_name(merchant: Merchant, operation: str) -> None:
    refresh = merchant.client.post("/login/api-secret", json={"apiSecret": merchant.secret}).json()["refreshToken"]
    order(merchant, "status", status=418, times=None, match={"operation": operation})
    calls = {
        "getIdentityVerification": merchant.read("a"),
        "getIdentityVerifications": merchant.list(),
        "sendIdentityVerification": merchant.send("b"),
        "confirmIdentityVerification": merchant.confirm("b"),
        "resendIdentityVerification": merchant.resend("b"),
        "refreshToken": merchant.client.post("/token/refresh", json={"refreshToken": refresh}),
        "loginViaApiSecret": merchant.client.post("/login/api-secret", json={"apiSecret": merchant.secret}),
        "loginViaApiKey": merchant.client.post("/login/api-key", json={"apiKey": merchant.secret}),
    }
    assert [name for name, answer in calls.items() if answer.status_code == 418] == [operation]


def raw(merchant: Merchant, method: str, path: str) -> int:
    """The status of a call whose path goes out as it is written."""
    client = merchant.client
    assert isinstance(client, MockClient)
    return client.raw(method, path, headers=portone(merchant.secret)).status_code


def test_an_id_and_a_path_match_as_they_were_sent(merchant: Merchant) -> None:
    order(merchant, "status", status=418, match={"id": "a/b"})
    order(merchant, "status", status=419, match={"path": "/identity-verifications/a%2F*"})
    order(merchant, "status", status=420, match={"path": "/identity-verifications/"})
    call = ("GET", "//identity-verifications/a%2Fb")
    assert [raw(merchant, *call) for _ in range(3)] == [418, 419, 404]
    assert raw(merchant, "GET", "/identity-verifications/") == 420


def test_one_shot_faults_in_place_of_the_work_come_one_after_the_other(merchant: Merchant) -> None:
    for status in (500, 503):
        order(merchant, "status", status=status)
    order(merchant, "token-expired")
    assert statuses(merchant, 4) == [500, 503, 200, 200]


def test_counted_lasting_and_nth(merchant: Merchant) -> None:
    order(merchant, "status", status=503, times=2)
    assert statuses(merchant, 4) == [503, 503, 200, 200]
    order(merchant, "status", status=504, match={"nth": 3})
    assert statuses(merchant, 4) == [200, 200, 504, 200]
    order(merchant, "status", status=505, times=None)
    assert statuses(merchant, 4) == [505] * 4


def test_the_same_seed_hits_the_same_calls_whatever_else_goes_on() -> None:
    came = []
    for disturbed in (False, True):
        with MockClient(Settings(scenario="empty", seed=11)) as client:
            merchant = Merchant(client)
            order(merchant, "status", status=503, times=None, probability=0.5)
            merchant.control("PUT", "/verifications/a", {})
            hit = []
            for number in range(64):
                if disturbed:
                    merchant.control("PUT", f"/verifications/{number}", {})
                hit.append(merchant.read("a").status_code == 503)
            came.append(hit)
    assert came[0] == came[1]
    assert 16 < sum(came[0]) < 48


def test_another_seed_hits_other_calls_and_a_reset_begins_again() -> None:
    came = []
    for seed in (1, 1, 2):
        with MockClient(Settings(scenario="default", seed=seed)) as client:
            merchant = Merchant(client)
            for _ in range(2):
                order(merchant, "status", status=503, times=None, probability=0.5)
                came.append([merchant.read("idv-adult").status_code for _ in range(64)])
                merchant.control("POST", "/reset")
    assert came[0] == came[1] == came[2] == came[3] != came[4]
