"""/_mock/sandboxes, /_mock/sandbox and /_mock/reset."""

from typing import Any

import pytest

from ..in_process import ClientFactory, bearer, portone
from ..refusals import assert_refused

MEMBERS = {"apiSecret", "apiSecrets", "storeId", "storeIds", "scenario", "seed", "channels", "clock", "counts"}
CHANNEL = {"name", "key", "type", "pgProvider", "pgMerchantId", "profile"}


def test_a_sandbox_is_shown_with_these_members(client: ClientFactory) -> None:
    shown = client(seed=5).control("GET", "/sandbox")
    assert shown.keys() == MEMBERS
    assert shown["apiSecrets"] == [shown["apiSecret"]]
    assert shown["storeIds"] == [shown["storeId"]]
    assert all(channel.keys() == CHANNEL for channel in shown["channels"])
    assert shown["clock"].keys() == {"now", "frozen"}
    assert (shown["clock"]["frozen"], shown["seed"], shown["scenario"]) == (False, 5, "default")
    assert all(isinstance(count, int) for count in shown["counts"].values())


def test_a_new_one_is_answered_as_it_is_shown_and_works_at_once(client: ClientFactory) -> None:
    mock = client()
    answer = mock.post("/_mock/sandboxes", json={"scenario": "default"})
    assert answer.status_code == 201
    made = answer.json()
    again = mock.control("GET", "/sandbox", secret=made["apiSecret"])
    assert {**again, "clock": None} == {**made, "clock": None}
    assert mock.read("idv-adult", made["apiSecret"], storeId=made["storeId"]).status_code == 200
    mock.log_in(made["apiSecret"], legacy=True)


def test_all_are_listed_oldest_first(client: ClientFactory) -> None:
    mock = client()
    mock.read("idv-adult", "sandbox-b")
    mock.read("idv-adult", "sandbox-a")
    listed = mock.control("GET", "/sandboxes")
    assert listed.keys() == {"sandboxes", "total"}
    assert listed["total"] == 3
    one = mock.get("/_mock/sandboxes?limit=1&offset=1").json()
    assert [each["apiSecret"] for each in one["sandboxes"]] == ["sandbox-b"]
    assert [each["apiSecret"] for each in listed["sandboxes"]] == ["mock-api-secret", "sandbox-b", "sandbox-a"]
    assert all(each.keys() == MEMBERS for each in listed["sandboxes"])


@pytest.mark.parametrize(
    ("scenario", "name", "status"),
    [
        (None, "default", 200),
        ("default", "default", 200),
        ("empty", "empty", 404),
        (["empty", "default"], "empty+default", 200),
        ({"readyMade": True}, "inline", 200),
        ({}, "inline", 404),
        (["default", {"description": {"ko": "가", "en": "a"}}], "default+inline", 200),
    ],
)
def test_it_starts_from_the_scenario_it_was_given(client: ClientFactory, scenario: Any, name: str, status: int) -> None:
    mock = client()
    made = mock.control("POST", "/sandboxes", {"scenario": scenario})
    assert made["scenario"] == name
    assert mock.read("idv-adult", made["apiSecret"]).status_code == status


@pytest.mark.parametrize(
    ("scenario", "evidence"),
    [
        ("defualt", {"at": "scenario", "nearest": "default", "received": "'defualt'"}),
        ("/etc/passwd", {"at": "scenario"}),
        ("fixtures/scenarios/default.yaml", {"at": "scenario"}),
        (["default", "zzz"], {"at": "scenario"}),
        ([], {"at": "scenario"}),
        (7, {"at": "scenario", "received": "7"}),
        ([7], {"at": "scenario"}),
        ({"readyMad": True}, {"at": "scenario.readyMad", "nearest": "readyMade"}),
        ({"extends": "./base.yaml"}, {"at": "scenario.extends", "received": "'./base.yaml'"}),
        *(
            (
                {"otp": {"tries": 3}, "verifications": {"a": {}}, **flawed},
                {"at": f"scenario.{at}", "received": received},
            )
            for flawed, at, received in (
                ({"readyMade": 7}, "readyMade", "7"),
                ({"description": "x"}, "description", "'x'"),
                ({"readyMad": True}, "readyMad", "'readyMad'"),
                ({"next": [{"outcome": "canceled"}]}, "next.0.outcome", "'canceled'"),
                ({"verifications": {"a": {"person": "nobody"}}}, "verifications.a.person", "'nobody'"),
                ({"people": {"adult": {"gender": "X"}}}, "people.adult.gender", "'X'"),
                ({"stores": [["a" * 99]]}, "stores.0", f'["{"a" * 58}…'),
            )
        ),
    ],
)
def test_a_scenario_that_cannot_be_is_refused_and_makes_nothing(
    client: ClientFactory, scenario: Any, evidence: dict[str, str]
) -> None:
    mock = client()
    body = assert_refused(mock.post("/_mock/sandboxes", json={"scenario": scenario}), "INVALID_REQUEST", "scenario")
    assert evidence.items() <= body.items()
    if "nearest" in evidence or scenario == "/etc/passwd":
        assert body["known"]
    assert len(mock.mock.store.all()) == 1


@pytest.mark.parametrize("scenario", ["./my.yaml", "my.yaml", ["default", "../my.yaml"]])
def test_a_file_is_told_the_ways_that_read_one(client: ClientFactory, scenario: Any) -> None:
    body = assert_refused(client().post("/_mock/sandboxes", json={"scenario": scenario}), "INVALID_REQUEST")
    assert "a call reads no files here; send what is in it as JSON" in body["message"]
    assert body["received"].endswith("my.yaml'")


def test_the_default_sandbox_stays(client: ClientFactory) -> None:
    mock = client()
    for query in ({}, {"sandbox": "store-00000000-0000-4000-8000-000000000001"}):
        assert_refused(mock.delete("/_mock/sandbox", params=query), "MOCK_CONFLICT", "/_mock/reset")
    assert mock.read("idv-adult").status_code == 200


def test_a_dropped_one_is_gone(client: ClientFactory) -> None:
    mock = client()
    made = mock.control("POST", "/sandboxes")
    assert mock.delete("/_mock/sandbox", headers=portone(made["apiSecret"])).status_code == 204
    assert_refused(mock.get("/_mock/sandbox", headers=portone(made["apiSecret"])), "UNAUTHORIZED")
    assert_refused(mock.get("/_mock/sandbox", params={"sandbox": made["storeId"]}), "UNAUTHORIZED")


def test_a_reset_puts_everything_back_but_credentials_and_tokens(client: ClientFactory) -> None:
    mock = client(channel_keys={"danal": "channel-key-mine"})
    before = mock.control("GET", "/sandbox", secret="sandbox-a")
    tokens = [mock.log_in("sandbox-a"), mock.log_in("sandbox-a", legacy=True)]
    people = mock.control("GET", "/people", secret="sandbox-a")
    mock.control("PUT", "/verifications/a", {}, secret="sandbox-a")
    mock.control("PUT", "/people/adult", {"name": "박바뀜"}, secret="sandbox-a")
    mock.control("POST", "/people", secret="sandbox-a")
    after = mock.control("POST", "/reset", secret="sandbox-a")
    for member in MEMBERS - {"clock", "counts"}:
        assert after[member] == before[member]
    assert after["counts"] == {**before["counts"], "tokens": 4}
    assert mock.control("GET", "/people", secret="sandbox-a") == people
    assert mock.journal("sandbox-a") == []
    assert_refused(mock.read("a", "sandbox-a"), "IDENTITY_VERIFICATION_NOT_FOUND")
    for each in tokens:
        assert mock.get("/identity-verifications/idv-adult", headers=bearer(each["accessToken"])).status_code == 200
        assert mock.refresh(each["refreshToken"]).status_code == 200


def test_a_reset_goes_back_to_the_scenario_of_the_sandbox(client: ClientFactory) -> None:
    mock = client()
    secret = mock.control("POST", "/sandboxes", {"scenario": "empty"})["apiSecret"]
    assert mock.control("POST", "/reset", secret=secret)["scenario"] == "empty"
    assert mock.read("idv-adult", secret).status_code == 404


def test_a_reset_reaches_no_other_sandbox(client: ClientFactory) -> None:
    mock = client()
    mock.control("PUT", "/verifications/a", {}, secret="sandbox-a")
    mock.control("POST", "/reset")
    mock.control("POST", "/reset", secret="sandbox-b")
    assert mock.read("a", "sandbox-a").status_code == 200
