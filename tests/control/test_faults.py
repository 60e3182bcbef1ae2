"""/_mock/faults: what is ordered happens, in process; what cannot be is refused with the evidence."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from mock_server import Settings, create_app
from mock_server.api.routes import OPERATIONS
from mock_server.domain.fault_order import MOST_FAULTS
from mock_server.domain.faults import FAULTS, MATCHES

from ..in_process import MockClient, bearer, portone
from ..merchant import Merchant
from ..refusals import assert_refused

FUTURE = "MOCK_FUTURE_STATUS"
IN_PROCESS = [name for name, row in FAULTS.items() if not row.needs_wire]
# The parameters of the faults that need some.
NEEDED: dict[str, dict[str, Any]] = {
    "delay": {"seconds": 0},
    "status": {"status": 503},
    "truncate": {"bytes": 1},
    "ready-first": {"reads": 1},
    "omit-fields": {"fields": ["ci"]},
}


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    with MockClient(Settings(scenario="empty", seed=7)) as client:
        shop = Merchant(client)
        shop.control("PUT", "/verifications/a", {"customData": "cart-7"})
        yield shop


def order(merchant: Merchant, fault: str, **members: Any) -> dict[str, Any]:
    """The fault, as it was accepted."""
    answer = merchant.control("POST", "/faults", {"fault": fault, **members})
    assert answer.status_code == 201, answer.text
    ordered: dict[str, Any] = answer.json()
    return ordered


def listed(merchant: Merchant) -> list[dict[str, Any]]:
    faults: list[dict[str, Any]] = merchant.control("GET", "/faults").json()["faults"]
    return faults


def fired(merchant: Merchant) -> list[int]:
    return [each["fired"] for each in listed(merchant)]


def newest(merchant: Merchant) -> dict[str, Any]:
    """The newest row of the journal."""
    row: dict[str, Any] = merchant.control("GET", "/requests").json()["requests"][0]
    return row


def statuses(merchant: Merchant, reads: int) -> list[int]:
    return [merchant.read("a").status_code for _ in range(reads)]


# Ordering, listing, forgetting


@pytest.mark.parametrize("operation", ["requestIdentityVerification", "completeInWindow"])
def test_a_fault_for_what_a_page_asks_is_refused_with_the_way_that_works(merchant: Merchant, operation: str) -> None:
    answer = merchant.control("POST", "/faults", {"fault": "status", "status": 503, "match": {"operation": operation}})
    body = assert_refused(answer, "INVALID_REQUEST", f"no fault hits {operation}: faults hit PortOne's REST paths")
    assert "POST /_mock/next" in body["message"]
    assert body["at"] == "match.operation"
    assert "getIdentityVerification" in body["known"]
    assert listed(merchant) == []


def test_an_order_is_answered_with_the_fault_and_listed_oldest_first(merchant: Merchant) -> None:
    first = order(merchant, "html")
    assert first.pop("faultId").startswith("fault-")
    assert first == {"fault": "html", "match": {}, "times": 1, "probability": 1.0, "seen": 0, "fired": 0}
    order(merchant, "status", status=503, match={"id": "a", "nth": 2}, times=None, probability=0.5)
    assert [each["fault"] for each in listed(merchant)] == ["html", "status"]
    assert listed(merchant)[1]["match"] == {"id": "a", "nth": 2}


def test_used_up_ones_stay_listed_and_one_that_never_fired_shows_it(merchant: Merchant) -> None:
    order(merchant, "html")
    order(merchant, "html", match={"id": "nobody"})
    statuses(merchant, 2)
    assert [(each["fired"], each["seen"]) for each in listed(merchant)] == [(1, 1), (0, 0)]


def test_one_is_forgotten_by_its_id_and_all_without(merchant: Merchant) -> None:
    first, _ = order(merchant, "html", times=None), order(merchant, "delay", seconds=0, times=None)
    assert merchant.control("DELETE", f"/faults/{first['faultId']}").status_code == 204
    assert statuses(merchant, 1) == [200]
    assert [each["fault"] for each in listed(merchant)] == ["delay"]
    assert merchant.control("DELETE", "/faults").status_code == 204
    assert listed(merchant) == []
    assert_refused(merchant.control("DELETE", f"/faults/{first['faultId']}"), "MOCK_NOT_FOUND", first["faultId"])


def test_an_unknown_id_is_answered_with_the_nearest(merchant: Merchant) -> None:
    there = order(merchant, "html")["faultId"]
    refused = assert_refused(merchant.control("DELETE", f"/faults/{there[:-1]}"), "MOCK_NOT_FOUND")
    assert refused["nearest"] == there


def test_a_reset_clears_them_and_a_sandbox_knows_its_own_only(merchant: Merchant) -> None:
    other = Merchant(merchant.client, "sandbox-other")
    order(merchant, "html", times=None)
    other.control("PUT", "/verifications/a", {})
    assert other.read("a").status_code == 200
    assert listed(other) == []
    assert merchant.read("a").status_code == 502
    merchant.control("POST", "/reset")
    assert listed(merchant) == []
    assert merchant.read("a").status_code == 404


def test_the_room_for_those_that_wait_is_bounded_and_used_up_ones_make_room(merchant: Merchant) -> None:
    used_up = order(merchant, "html")["faultId"]
    statuses(merchant, 1)
    for _ in range(MOST_FAULTS):
        order(merchant, "html", match={"id": "nobody"})
    assert used_up not in [each["faultId"] for each in listed(merchant)]
    assert_refused(merchant.control("POST", "/faults", {"fault": "html"}), "MOCK_UNAVAILABLE", str(MOST_FAULTS))
    assert len(listed(merchant)) == MOST_FAULTS


# What each does


def test_a_status_comes_with_its_body_and_headers(merchant: Merchant) -> None:
    body = {"type": "PG_PROVIDER", "message": "m", "pgCode": "1", "pgMessage": "가"}
    order(merchant, "status", status=502, body=body, headers={"Retry-After": "3", "X-Odd": "\u00e9"})
    answer = merchant.read("a")
    assert (answer.status_code, answer.json(), answer.headers["retry-after"]) == (502, body, "3")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers.get_list("content-length") == [str(len(answer.content))]
    assert newest(merchant) | {"status": 502, "errorType": "PG_PROVIDER", "fault": "status"} == newest(merchant)


@pytest.mark.parametrize(
    ("members", "kind", "content"),
    [
        ({}, "application/json; charset=utf-8", b'{"type":"MOCK_FAULT","message":"The fault status."}'),
        ({"body": "가"}, "text/plain; charset=utf-8", "가".encode()),
        ({"body": []}, "application/json; charset=utf-8", b"[]"),
        ({"body": "<p>", "headers": {"content-TYPE": "text/html"}}, "text/html", b"<p>"),
    ],
)
def test_a_body_has_the_content_type_that_it_is(
    merchant: Merchant, members: dict[str, Any], kind: str, content: bytes
) -> None:
    order(merchant, "status", status=500, **members)
    answer = merchant.read("a")
    assert (answer.headers.get_list("content-type"), answer.content) == ([kind], content)


@pytest.mark.parametrize("status", [204, 205, 304])
def test_a_status_without_a_body_has_none(merchant: Merchant, status: int) -> None:
    order(merchant, "status", status=status, headers={"etag": '"1"'})
    answer = merchant.read("a")
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (status, b"", '"1"')
    assert "content-type" not in answer.headers


def test_a_gateways_page_comes_in_html(merchant: Merchant) -> None:
    order(merchant, "html")
    answer = merchant.read("a")
    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html; charset=utf-8")
    assert answer.text.startswith("<!doctype html>")


@pytest.mark.parametrize(("members", "header"), [({}, None), ({"retryAfter": 0}, "0"), ({"retryAfter": 30}, "30")])
def test_too_many_requests_may_say_when_to_come_again(
    merchant: Merchant, members: dict[str, Any], header: str | None
) -> None:
    order(merchant, "rate-limit", **members)
    answer = merchant.read("a")
    assert (answer.status_code, answer.json()["type"], answer.headers.get("retry-after")) == (
        429,
        "TOO_MANY_REQUESTS",
        header,
    )


def test_malformed_json_is_announced_as_it_is_and_no_parser_takes_it(merchant: Merchant) -> None:
    whole = merchant.read("a").content
    order(merchant, "malformed-json")
    answer = merchant.read("a")
    assert (answer.status_code, answer.content) == (200, whole[: len(whole) // 2])
    assert answer.headers.get_list("content-length") == [str(len(answer.content))]
    with pytest.raises(ValueError, match=r"\(char \d+\)"):
        answer.json()
    assert merchant.read("a").content == whole


def test_a_refusal_is_malformed_as_well_and_keeps_its_type_in_the_journal(merchant: Merchant) -> None:
    order(merchant, "malformed-json")
    answer = merchant.read("nobody")
    assert answer.status_code == 404
    with pytest.raises(ValueError, match=r"\(char \d+\)"):
        answer.json()
    assert newest(merchant)["errorType"] == "IDENTITY_VERIFICATION_NOT_FOUND"
    assert newest(merchant)["fault"] == "malformed-json"


def test_a_token_counts_as_expired_once_and_a_secret_never(merchant: Merchant) -> None:
    tokens = merchant.client.post("/login/api-secret", json={"apiSecret": merchant.secret}).json()
    order(merchant, "token-expired")
    assert merchant.read("a").status_code == 200
    refreshed = merchant.client.post("/token/refresh", json={"refreshToken": tokens["refreshToken"]})
    assert refreshed.status_code == 200
    token = bearer(tokens["accessToken"])
    assert_refused(merchant.client.get("/identity-verifications/a", headers=token), "UNAUTHORIZED", "만료")
    assert merchant.client.get("/identity-verifications/a", headers=token).status_code == 200


def test_a_refresh_token_counts_as_ended_and_is_not_used_up(merchant: Merchant) -> None:
    body = {"refreshToken": merchant.client.post("/login/api-secret", json={"apiSecret": merchant.secret}).json()}
    body = {"refreshToken": body["refreshToken"]["refreshToken"]}
    order(merchant, "refresh-dead")
    assert_refused(merchant.client.post("/token/refresh", json=body), "UNAUTHORIZED")
    assert newest(merchant)["fault"] == "refresh-dead"
    assert merchant.client.post("/token/refresh", json=body).status_code == 200


def test_an_id_counts_as_unknown_and_a_list_does_not_mind(merchant: Merchant) -> None:
    order(merchant, "not-found")
    assert merchant.list().json()["page"]["totalCount"] == 1
    assert_refused(merchant.read("a"), "IDENTITY_VERIFICATION_NOT_FOUND")
    assert merchant.read("a").status_code == 200


def test_the_first_reads_are_ready_and_those_of_nothing_do_not_count(merchant: Merchant) -> None:
    order(merchant, "ready-first", reads=2)
    assert merchant.read("nobody").status_code == 404
    assert [merchant.read("a").json()["status"] for _ in range(4)] == ["READY", "READY", "VERIFIED", "VERIFIED"]
    assert merchant.shown("a").json()["answer"]["status"] == "VERIFIED"
    assert (listed(merchant)[0]["fired"], listed(merchant)[0]["seen"]) == (2, 3)


def test_an_unknown_status_reaches_read_list_and_confirm(merchant: Merchant) -> None:
    order(merchant, "unknown-status", times=None)
    merchant.send("b")
    assert merchant.confirm("b").json()["identityVerification"]["status"] == FUTURE
    assert merchant.read("a").json()["status"] == FUTURE
    assert [item["status"] for item in merchant.list().json()["items"]] == [FUTURE] * 2
    assert fired(merchant) == [3]


def test_what_changes_records_waits_for_one(merchant: Merchant) -> None:
    order(merchant, "omit-fields", fields=["verifiedCustomer.ci", "pgTxId"])
    order(merchant, "no-custom-data")
    order(merchant, "extra-fields")
    assert merchant.read("nobody").status_code == 404
    merchant.send("b")
    assert fired(merchant) == [0, 0, 0]
    record = merchant.read("a").json()
    assert "ci" not in record["verifiedCustomer"]
    assert not {"pgTxId", "customData"} & record.keys()
    assert "mockFutureMember" in record["channel"]
    assert newest(merchant)["fault"] == "extra-fields, omit-fields, no-custom-data"
    for name in ("extra-fields", "omit-fields", "no-custom-data", "extra-fields, omit-fields, no-custom-data"):
        assert merchant.control("GET", "/requests", params={"fault": name}).json()["total"] == 1
    assert_refused(merchant.control("GET", "/requests?fault=fields"), "INVALID_REQUEST", "fields")
    assert "mockFutureMember" not in merchant.read("a").text


def test_the_kept_answer_of_a_record_is_not_changed(merchant: Merchant) -> None:
    before = merchant.read("a").content
    order(merchant, "extra-fields")
    assert merchant.read("a").content != before
    assert merchant.read("a").content == before


def test_a_legacy_token_sees_both_copies_changed_alike(merchant: Merchant) -> None:
    token = merchant.client.post("/login/api-key", json={"apiKey": merchant.secret}).json()["access_token"]
    order(merchant, "extra-fields")
    record = merchant.client.get("/identity-verifications/a", headers=bearer(token)).json()
    assert record["customer"] == record["verifiedCustomer"]
    assert "mockFutureMember" in record["customer"]


# When: before any work, login included


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


# Delays


def client_of(app: Any) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=portone("sandbox-slow"))


async def until_hit(call: asyncio.Task[httpx.Response], client: httpx.AsyncClient) -> None:
    """Let that call go on until the fault has hit it."""
    while not (await client.get("/_mock/faults")).json()["faults"][0]["fired"]:
        await asyncio.wait([call], timeout=0)


async def ordered(client: httpx.AsyncClient, order: dict[str, Any]) -> None:
    assert (await client.post("/_mock/faults", json=order)).status_code == 201


def test_a_delay_is_waited_for_and_holds_nobody_else_up() -> None:
    async def run() -> None:
        async with client_of(create_app(Settings())) as client:
            await ordered(client, {"fault": "delay", "seconds": 0.3, "match": {"id": "idv-adult"}})
            began = time.monotonic()
            slow = asyncio.create_task(client.get("/identity-verifications/idv-adult"))
            await until_hit(slow, client)
            others = [await client.get("/identity-verifications/idv-adult") for _ in range(20)]
            assert not slow.done()
            assert {answer.status_code for answer in others} == {200}
            assert (await slow).status_code == 200
            assert time.monotonic() - began >= 0.3
            rows = (await client.get("/_mock/requests?fault=delay")).json()["requests"]
            assert [row["durationMs"] >= 300 for row in rows] == [True]

    asyncio.run(run())


def test_a_delayed_call_under_a_key_is_one_that_is_still_running() -> None:
    async def run() -> None:
        async with client_of(create_app(Settings())) as client:
            await ordered(client, {"fault": "delay", "seconds": 600})
            first = asyncio.create_task(
                client.post("/identity-verifications/b/resend", headers={"Idempotency-Key": "k" * 16})
            )
            await until_hit(first, client)
            again = await client.post("/identity-verifications/b/resend", headers={"Idempotency-Key": "k" * 16})
            assert_refused(again, "IDEMPOTENCY_OUTSTANDING_REQUEST")
            first.cancel()

    asyncio.run(run())


@pytest.mark.parametrize("path", ["/login/api-secret", "/identity-verifications/idv-adult"])
def test_a_sandbox_that_is_dropped_while_a_call_waits_is_gone_for_that_call(path: str) -> None:
    async def run() -> None:
        app = create_app(Settings())
        async with client_of(app) as client:
            secret = (await client.post("/_mock/sandboxes", json={}, headers={"Authorization": ""})).json()["apiSecret"]
            client.headers.update(portone(secret))
            await ordered(client, {"fault": "delay", "seconds": 0.2})
            body = {"apiSecret": secret} if "login" in path else None
            waiting = asyncio.create_task(client.request("POST" if body else "GET", path, json=body))
            await until_hit(waiting, client)
            assert (await client.delete("/_mock/sandbox")).status_code == 204
            assert_refused(await waiting, "UNAUTHORIZED", "샌드박스")
            assert app.mock.journal.held == sum(len(box.journal or ()) for box in app.mock.store.all())

    asyncio.run(run())


# What is refused


@pytest.mark.parametrize("name", [name for name, row in FAULTS.items() if row.needs_wire])
def test_in_process_there_is_no_connection_to_cut(merchant: Merchant, name: str) -> None:
    refused = assert_refused(
        merchant.control("POST", "/faults", {"fault": name, **NEEDED.get(name, {})}),
        "INVALID_REQUEST",
        "acts on the connection",
        "over a socket",
    )
    assert (refused["at"], refused["received"], refused["known"]) == ("fault", f"'{name}'", IN_PROCESS)


@pytest.mark.parametrize("times", [1, 3, None])
@pytest.mark.parametrize("name", IN_PROCESS)
def test_every_other_is_taken_with_what_it_needs(merchant: Merchant, name: str, times: int | None) -> None:
    assert order(merchant, name, **NEEDED.get(name, {}), times=times)["times"] == times


PATHS = list(dict.fromkeys(row.path.replace("{identityVerificationId}", "*") for row in OPERATIONS))
WRONG: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {"at": "fault", "known": list(FAULTS)}),
    ({"fault": None}, {"at": "fault", "received": "null", "known": list(FAULTS)}),
    ({"fault": ["html"]}, {"at": "fault", "received": '["html"]'}),
    ({"fault": "dealy"}, {"at": "fault", "received": "'dealy'", "nearest": "delay", "known": list(FAULTS)}),
    ({"fault": "HTML"}, {"at": "fault", "received": "'HTML'", "nearest": "html"}),
    ({"fault": "html", "tmies": 2}, {"at": "tmies", "nearest": "times"}),
    (
        {"fault": "html", "seconds": 2},
        {"at": "seconds", "known": ["fault", "match", "times", "probability", "forSeconds"]},
    ),
    *(({"fault": name}, {"at": next(iter(members))}) for name, members in NEEDED.items() if name in IN_PROCESS),
    ({"fault": "delay", "seconds": -1}, {"at": "seconds", "received": "-1"}),
    ({"fault": "delay", "seconds": -0.001}, {"at": "seconds", "received": "-0.001"}),
    ({"fault": "delay", "seconds": "2s"}, {"at": "seconds", "received": "'2s'"}),
    ({"fault": "delay", "seconds": "2"}, {"at": "seconds", "received": "'2'"}),
    ({"fault": "delay", "seconds": True}, {"at": "seconds", "received": "true"}),
    ({"fault": "delay", "seconds": None}, {"at": "seconds", "received": "null"}),
    ({"fault": "delay", "seconds": 601}, {"at": "seconds", "received": "601"}),
    ({"fault": "status", "status": 199}, {"at": "status", "received": "199"}),
    ({"fault": "status", "status": 600}, {"at": "status"}),
    ({"fault": "status", "status": "503"}, {"at": "status", "received": "'503'"}),
    ({"fault": "status", "status": 500.5}, {"at": "status"}),
    ({"fault": "status", "status": 503, "body": None}, {"at": "body", "received": "null"}),
    ({"fault": "status", "status": 204, "body": {}}, {"at": "body"}),
    ({"fault": "status", "status": 503, "headers": ["a"]}, {"at": "headers"}),
    ({"fault": "status", "status": 503, "headers": {"x": "a\r\nb: c"}}, {"at": "headers.x"}),
    ({"fault": "status", "status": 503, "headers": {"x": "a\nb"}}, {"at": "headers.x"}),
    ({"fault": "status", "status": 503, "headers": {"x": "\x00"}}, {"at": "headers.x"}),
    ({"fault": "status", "status": 503, "headers": {"x": "가"}}, {"at": "headers.x", "received": "'가'"}),
    ({"fault": "status", "status": 503, "headers": {"x": 3}}, {"at": "headers.x", "received": "3"}),
    ({"fault": "status", "status": 503, "headers": {"x: y\r\nz": "a"}}, {"at": "headers"}),
    ({"fault": "status", "status": 503, "headers": {"": "a"}}, {"at": "headers", "received": "''"}),
    ({"fault": "status", "status": 503, "headers": {"Content-Length": "1"}}, {"at": "headers"}),
    ({"fault": "status", "status": 503, "headers": {"Transfer-Encoding": "chunked"}}, {"at": "headers"}),
    ({"fault": "rate-limit", "retryAfter": -1}, {"at": "retryAfter", "received": "-1"}),
    ({"fault": "rate-limit", "retryAfter": "1m"}, {"at": "retryAfter", "received": "'1m'"}),
    ({"fault": "ready-first", "reads": 0}, {"at": "reads", "received": "0"}),
    ({"fault": "ready-first", "reads": 2, "match": {"nth": 1}}, {"at": "match.nth"}),
    ({"fault": "unknown-status", "status": 3}, {"at": "status", "received": "3"}),
    ({"fault": "unknown-status", "status": ""}, {"at": "status", "received": "''"}),
    ({"fault": "omit-fields", "fields": []}, {"at": "fields"}),
    ({"fault": "omit-fields", "fields": "ci"}, {"at": "fields", "received": "'ci'"}),
    ({"fault": "omit-fields", "fields": ["di", "cii"]}, {"at": "fields", "received": "'cii'", "nearest": "ci"}),
    (
        {"fault": "omit-fields", "fields": ["verifiedCustomer.cii"]},
        {"at": "fields", "nearest": "verifiedCustomer.ci"},
    ),
    ({"fault": "html", "times": 0}, {"at": "times", "received": "0"}),
    ({"fault": "html", "times": "2"}, {"at": "times", "received": "'2'"}),
    ({"fault": "html", "times": 1.5}, {"at": "times", "received": "1.5"}),
    ({"fault": "html", "times": True}, {"at": "times"}),
    ({"fault": "html", "probability": 0}, {"at": "probability", "received": "0"}),
    ({"fault": "html", "probability": 1.1}, {"at": "probability", "received": "1.1"}),
    ({"fault": "html", "probability": "50%"}, {"at": "probability", "received": "'50%'"}),
    ({"fault": "html", "probability": None}, {"at": "probability"}),
    ({"fault": "html", "match": []}, {"at": "match", "received": "[]"}),
    ({"fault": "html", "match": None}, {"at": "match", "received": "null"}),
    ({"fault": "html", "match": {"ids": "a"}}, {"at": "match.ids", "nearest": "id", "known": list(MATCHES)}),
    ({"fault": "html", "match": {"id": 3}}, {"at": "match.id", "received": "3"}),
    ({"fault": "html", "match": {"id": ""}}, {"at": "match.id", "received": "''"}),
    ({"fault": "html", "match": {"nth": 0}}, {"at": "match.nth", "received": "0"}),
    ({"fault": "html", "match": {"nth": "2nd"}}, {"at": "match.nth", "received": "'2nd'"}),
    ({"fault": "html", "match": {"nth": 2}, "times": 2}, {"at": "match.nth"}),
    ({"fault": "html", "match": {"method": "PSOT"}}, {"at": "match.method", "nearest": "POST"}),
    (
        {"fault": "html", "match": {"operation": "getIdentityVerificaton"}},
        {"at": "match.operation", "nearest": "getIdentityVerification", "known": [row.name for row in OPERATIONS]},
    ),
    (
        {"fault": "refresh-dead", "match": {"operation": "loginViaApiKey"}},
        {"at": "match.operation", "known": ["refreshToken"]},
    ),
    (
        {"fault": "html", "match": {"path": "/identity-verification/*"}},
        {"at": "match.path", "nearest": "/identity-verifications/*", "known": PATHS},
    ),
    *(
        ({"fault": "html", "match": {"path": path}}, {"at": "match.path", "nearest": "/identity-verifications/*"})
        for path in (
            "/identity-verifications/{identityVerificationId}",
            "/identity-verification/00000000-0000-4000-8000-000000000001-and-more",
            "identity-verifications/*",
            "/identity-verifications/가*",
        )
    ),
    ({"fault": "html", "match": {"path": "/identity-verifications?*"}}, {"nearest": "/identity-verifications"}),
    ({"fault": "html", "match": {"path": "/login/api-secert"}}, {"nearest": "/login/api-secret"}),
    ({"fault": "html", "match": {"path": "/_mock/*"}}, {"at": "match.path", "known": PATHS}),
    (
        {"fault": "refresh-dead", "match": {"path": "/login/*"}},
        {"at": "match.path", "received": "'/login/*'", "known": ["/token/refresh"]},
    ),
    (
        {"fault": "html", "match": {"path": "*/send", "operation": "resendIdentityVerification"}},
        {"at": "match.path", "known": ["/identity-verifications/*/resend"]},
    ),
    ({"fault": "html", "match": {"method": "GET", "operation": "refreshToken"}}, {"at": "match.method"}),
    ({"fault": "token-expired", "match": {"path": "/token/refresh", "method": "post"}}, {"at": "match.path"}),
    ({"fault": "html", "match": {"id": "a", "operation": "refreshToken"}}, {"at": "match.id"}),
]


@pytest.mark.parametrize(("members", "evidence"), WRONG, ids=[str(members)[:70] for members, _ in WRONG])
def test_an_order_that_cannot_be_is_refused_and_leaves_nothing(
    merchant: Merchant, members: dict[str, Any], evidence: dict[str, Any]
) -> None:
    refused = assert_refused(merchant.control("POST", "/faults", members), "INVALID_REQUEST")
    assert {name: refused.get(name) for name in evidence} == evidence
    assert listed(merchant) == []


@pytest.mark.parametrize("text", ["[]", '{"fault": "html"', "html", '{"fault": "html", "probability": NaN}'])
def test_what_is_no_object_is_refused(merchant: Merchant, text: str) -> None:
    answer = merchant.client.post("/_mock/faults", content=text, headers=portone(merchant.secret))
    assert_refused(answer, "INVALID_REQUEST")


def test_an_unknown_query_parameter_is_refused(merchant: Merchant) -> None:
    assert_refused(merchant.control("GET", "/faults?fired=0"), "INVALID_REQUEST", "'fired'")
