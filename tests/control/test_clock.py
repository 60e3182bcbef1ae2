"""The clock of a sandbox: set, frozen, advanced, put back; and everything that follows it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import jwt
import pytest

from mock_server import Settings

from ..in_process import ClientFactory, MockClient, bearer
from ..merchant import Merchant
from ..refusals import assert_refused

NOON = "2026-06-01T03:00:00.000Z"


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    with MockClient(Settings(scenario="empty")) as client:
        yield Merchant(client)


def put(merchant: Merchant, **members: Any) -> Any:
    answer = merchant.control("PUT", "/clock", members)
    assert answer.status_code == 200, answer.text
    return answer.json()


def advance(merchant: Merchant, seconds: float) -> Any:
    answer = merchant.control("POST", "/clock/advance", {"seconds": seconds})
    assert answer.status_code == 200, answer.text
    return answer.json()


def now(merchant: Merchant) -> datetime:
    text: str = merchant.control("GET", "/clock").json()["now"]
    return datetime.fromisoformat(text)


def birth_date(merchant: Merchant, person: str) -> str:
    people = merchant.control("GET", "/people").json()["people"]
    return str(next(each["birthDate"] for each in people if each["person"] == person))


def test_it_runs_with_the_machine_unless_told(merchant: Merchant) -> None:
    assert merchant.control("GET", "/clock").json()["frozen"] is False
    assert now(merchant) <= now(merchant)


def test_it_is_frozen_at_an_instant_and_shown_to_the_millisecond(merchant: Merchant) -> None:
    frozen = put(merchant, now="2026-06-01T12:00:00+09:00", frozen=True)
    assert frozen == {"now": NOON, "frozen": True} == merchant.control("GET", "/clock").json()
    assert merchant.control("GET", "/sandbox").json()["clock"] == frozen
    assert merchant.control("PUT", "/verifications/a", {"status": "READY"}).json()["requestedAt"] == NOON


def test_it_is_set_relative_to_itself(merchant: Merchant) -> None:
    put(merchant, now=NOON, frozen=True)
    assert put(merchant, now="-90d")["now"] == "2026-03-03T03:00:00.000Z"
    assert put(merchant, now="+5m")["now"] == "2026-03-03T03:05:00.000Z"


def test_set_without_freezing_it_runs_on_from_there(merchant: Merchant) -> None:
    put(merchant, now=NOON)
    first = now(merchant)
    assert timedelta() <= first - datetime.fromisoformat(NOON) < timedelta(minutes=5)
    assert now(merchant) >= first


def test_freezing_and_letting_go_change_nothing_else(merchant: Merchant) -> None:
    put(merchant, now=NOON, frozen=True)
    assert put(merchant) == {"now": NOON, "frozen": True}
    advance(merchant, 60)
    running = put(merchant, frozen=False)
    assert (running["frozen"], running["now"][:17]) == (False, "2026-06-01T03:01:")


def test_advancing_adds_up_and_keeps_it_frozen(merchant: Merchant) -> None:
    put(merchant, now=NOON, frozen=True)
    assert advance(merchant, 0.001)["now"] == "2026-06-01T03:00:00.001Z"
    assert advance(merchant, 86_400) == {"now": "2026-06-02T03:00:00.001Z", "frozen": True}
    assert advance(merchant, 0)["now"] == "2026-06-02T03:00:00.001Z"


def test_deleting_and_resetting_put_it_back_to_the_machines(merchant: Merchant) -> None:
    real = now(merchant)
    for method, path, status in (("DELETE", "/clock", 204), ("POST", "/reset", 200)):
        put(merchant, now="2001-01-01T00:00:00Z", frozen=True)
        assert merchant.control(method, path).status_code == status
        assert timedelta() <= now(merchant) - real < timedelta(minutes=5)


def test_every_sandbox_has_its_own(merchant: Merchant) -> None:
    other = Merchant(merchant.client, "sandbox-other")
    put(merchant, now=NOON, frozen=True)
    assert other.control("GET", "/clock").json()["frozen"] is False


@pytest.mark.parametrize("start", ["2026-06-01T14:59:59.999Z", "2028-02-28T15:00:00Z"])
def test_birth_dates_count_from_the_day_before_anything_was_advanced(merchant: Merchant, start: str) -> None:
    put(merchant, now=start, frozen=True)
    before = birth_date(merchant, "turns-19-tomorrow")
    advance(merchant, 86_400)
    assert birth_date(merchant, "turns-19-tomorrow") == before
    merchant.send("a", "turns-19-tomorrow", bypass={"danal": {"AGELIMIT": 19}})
    assert merchant.confirm("a").json()["identityVerification"]["verifiedCustomer"]["birthDate"] == before


def test_setting_it_anew_counts_birth_dates_from_there(merchant: Merchant) -> None:
    put(merchant, now="2026-06-01T03:00:00Z", frozen=True)
    advance(merchant, 86_400)
    assert birth_date(merchant, "turns-19-today") == "2007-06-01"
    put(merchant, now="2026-06-02T03:00:00Z")
    assert birth_date(merchant, "turns-19-today") == "2007-06-02"


def test_freezing_after_advancing_does_not_move_birth_dates(merchant: Merchant) -> None:
    put(merchant, now="2026-06-01T03:00:00Z", frozen=True)
    advance(merchant, 86_400)
    put(merchant, frozen=False)
    advance(merchant, 86_400)
    assert birth_date(merchant, "turns-19-today") == "2007-06-01"


def test_records_that_exist_never_change(merchant: Merchant) -> None:
    merchant.send("a")
    merchant.confirm("a")
    before = merchant.shown("a").content, merchant.read("a").content
    advance(merchant, 400 * 86_400)
    put(merchant, now="1999-01-01T00:00:00Z")
    assert (merchant.shown("a").content, merchant.read("a").content) == before


@pytest.mark.parametrize(("seconds", "status"), [(1799, 200), (1801, 401)])
def test_tokens_expire_by_it(merchant: Merchant, seconds: int, status: int) -> None:
    merchant.control("PUT", "/verifications/a", {})
    token = merchant.client.post("/login/api-secret", json={"apiSecret": merchant.secret}).json()["accessToken"]
    advance(merchant, seconds)
    assert merchant.client.get("/identity-verifications/a", headers=bearer(token)).status_code == status


@pytest.mark.parametrize(("seconds", "status"), [(86_399, 200), (86_401, 401)])
def test_refresh_tokens_expire_by_it(merchant: Merchant, seconds: int, status: int) -> None:
    token = merchant.client.post("/login/api-secret", json={"apiSecret": merchant.secret}).json()["refreshToken"]
    advance(merchant, seconds)
    assert merchant.client.post("/token/refresh", json={"refreshToken": token}).status_code == status


@pytest.mark.parametrize(
    ("member", "path", "seconds", "status"),
    [
        ("accessToken", "", 86_399, 200),
        ("accessToken", "", 86_401, 401),
        ("refreshToken", "/token/refresh", 7 * 86_400 - 1, 200),
        ("refreshToken", "/token/refresh", 7 * 86_400 + 1, 401),
    ],
)
def test_tokens_of_the_login_of_2023_expire_by_it(
    merchant: Merchant, member: str, path: str, seconds: int, status: int
) -> None:
    merchant.control("PUT", "/verifications/a", {})
    token = merchant.client.post("/login/api-key", json={"apiKey": merchant.secret}).json()[member]
    advance(merchant, seconds)
    if path:
        answer = merchant.client.post(path, json={"refreshToken": token})
    else:
        answer = merchant.client.get("/identity-verifications/a", headers=bearer(token))
    assert answer.status_code == status


def test_what_a_token_says_of_its_time_is_by_it(merchant: Merchant) -> None:
    put(merchant, now="2030-01-01T00:00:00Z", frozen=True)
    token = merchant.client.post("/login/api-secret", json={"apiSecret": merchant.secret}).json()["accessToken"]
    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["iat"], claims["exp"]) == (1_893_456_000, 1_893_456_000 + 1_800)


@pytest.mark.parametrize("method", ["SMS", "APP"])
@pytest.mark.parametrize(("seconds", "status"), [(179.999, 200), (180, 502)])
def test_an_otp_and_the_wait_for_the_app_end_by_it(
    merchant: Merchant, method: str, seconds: float, status: int
) -> None:
    put(merchant, frozen=True)
    merchant.send("a", method=method)
    advance(merchant, seconds)
    assert merchant.confirm("a", "000000" if method == "SMS" else None).status_code == status


def test_the_journal_and_the_inbox_are_stamped_by_it(merchant: Merchant) -> None:
    put(merchant, now=NOON, frozen=True)
    merchant.send("a")
    assert merchant.messages()[0]["at"] == NOON
    assert merchant.control("GET", "/requests").json()["requests"][0]["at"] == NOON
    advance(merchant, 600)
    for since, found in (("-11m", 1), ("-9m", 0), (NOON, 1)):
        assert merchant.control("GET", "/requests", params={"since": since}).json()["total"] == found


@pytest.mark.parametrize(
    ("members", "evidence"),
    [
        ({"now": "tomorrow"}, {"at": "now", "received": "'tomorrow'"}),
        ({"now": None}, {"at": "now", "received": "null"}),
        ({"now": 0}, {"at": "now", "received": "0"}),
        ({"now": "2026-06-01"}, {"at": "now", "received": "'2026-06-01'"}),
        ({"now": "2026-02-30T00:00:00Z"}, {"at": "now"}),
        ({"now": "1899-12-31T23:59:59Z"}, {"at": "now"}),
        ({"now": "2100-01-01T00:00:00Z"}, {"at": "now"}),
        ({"now": "+99999d"}, {"at": "now"}),
        ({"frozen": "yes"}, {"at": "frozen", "received": "'yes'"}),
        ({"frozen": None}, {"at": "frozen"}),
        ({"nwo": "-1d"}, {"at": "nwo", "nearest": "now", "known": ["now", "frozen"]}),
    ],
)
def test_a_setting_that_cannot_be_is_refused_and_changes_nothing(
    merchant: Merchant, members: dict[str, Any], evidence: dict[str, Any]
) -> None:
    put(merchant, now=NOON, frozen=True)
    refused = assert_refused(merchant.control("PUT", "/clock", members), "INVALID_REQUEST")
    assert {name: refused[name] for name in evidence} == evidence
    assert merchant.control("GET", "/clock").json() == {"now": NOON, "frozen": True}


@pytest.mark.parametrize("seconds", [-1, "60", True, None, 10**10, [], 3_155_760_000])
def test_it_goes_forward_only_and_within_reason(merchant: Merchant, seconds: object) -> None:
    put(merchant, now=NOON, frozen=True)
    refused = merchant.control("POST", "/clock/advance", {"seconds": seconds})
    assert "at" in assert_refused(refused, "INVALID_REQUEST")
    assert merchant.control("GET", "/clock").json()["now"] == NOON


def test_advancing_says_what_it_takes(merchant: Merchant) -> None:
    assert_refused(merchant.control("POST", "/clock/advance", {"minutes": 1}), "INVALID_REQUEST", "'minutes'")
    assert assert_refused(merchant.control("POST", "/clock/advance"), "INVALID_REQUEST")["at"] == "seconds"


def test_an_advance_says_what_is_missing(client: ClientFactory) -> None:
    answer = client().post("/_mock/clock/advance", json={})
    assert_refused(answer, "INVALID_REQUEST", "seconds is required")
