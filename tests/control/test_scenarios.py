"""/_mock/scenarios and /_mock/scenario.schema.json, and what a scenario makes of a sandbox."""

from typing import Any

import pytest

from mock_server import Settings
from mock_server.scenario import json_schema, load_scenario, merge, shipped

from ..in_process import ClientFactory, MockClient, portone
from ..refusals import assert_refused

SECRET = "sandbox-qa"
RECORDS = {"verifications": {"a": {"person": "turns-19-tomorrow", "verifiedAt": "-5m"}, "b": {"status": "READY"}}}


@pytest.fixture
def mock(client: ClientFactory) -> MockClient:
    return client(scenario="empty", seed=7)


def made(mock: MockClient, scenario: Any) -> str:
    """The secret of a new sandbox of this scenario."""
    secret: str = mock.control("POST", "/sandboxes", {"scenario": scenario})["apiSecret"]
    return secret


def test_those_that_ship_are_listed_with_two_sentences_and_their_source(mock: MockClient) -> None:
    listed = mock.control("GET", "/scenarios")["scenarios"]
    assert [each["name"] for each in listed] == list(shipped())
    for each in listed:
        assert each.keys() == {"name", "description", "source"}
        assert each["description"].keys() == {"ko", "en"}
        assert each["source"].endswith(f"{each['name']}.yaml")


def test_the_servers_own_file_is_listed_and_loaded_by_its_name(client: ClientFactory) -> None:
    own = merge([{"stores": ["own"]}])
    mock = client(own)
    assert [each["name"] for each in mock.control("GET", "/scenarios")["scenarios"]][-1] == "inline"
    secret = made(mock, "empty")
    assert mock.control("POST", "/scenarios/inline", secret=secret)["storeIds"][1].endswith("-own")


def test_loading_starts_the_sandbox_anew_and_a_reset_returns_to_it(mock: MockClient) -> None:
    mock.control("PUT", "/verifications/mine", {}, secret=SECRET)
    tokens = mock.log_in(SECRET)
    loaded = mock.control("POST", "/scenarios/default", secret=SECRET)
    assert (loaded["scenario"], loaded["counts"]["verifications"]) == ("default", 0)
    assert mock.read("mine", SECRET).status_code == 404
    assert mock.read("idv-adult", SECRET).status_code == 200
    mock.control("POST", "/reset", secret=SECRET)
    assert mock.read("idv-adult", SECRET).status_code == 200
    assert mock.refresh(tokens["refreshToken"]).status_code == 200
    assert mock.control("GET", "/sandbox", secret="sandbox-other")["scenario"] == "empty"


def test_an_unknown_name_is_refused_with_the_nearest_and_all(mock: MockClient) -> None:
    refused = assert_refused(mock.post("/_mock/scenarios/defualt"), "INVALID_REQUEST", "'defualt'", "'default'")
    assert (refused["nearest"], refused["known"]) == ("default", list(shipped()))
    assert_refused(mock.post("/_mock/scenarios/default", json={"a": 1}), "INVALID_REQUEST", "'a'")


def test_an_inline_scenario_is_read_by_the_rules_of_files_and_refused_at_its_place(mock: MockClient) -> None:
    answer = mock.post("/_mock/sandboxes", json={"scenario": {"verifications": {"a": {"status": "verifed"}}}})
    refused = assert_refused(answer, "INVALID_REQUEST", "did you mean 'VERIFIED'?")
    assert (refused["at"], refused["nearest"]) == ("scenario.verifications.a.status", "VERIFIED")
    assert refused["known"] == ["READY", "VERIFIED", "FAILED"]
    answer = mock.post("/_mock/sandboxes", json={"scenario": {"extends": "./secret.yaml"}})
    assert_refused(answer, "INVALID_REQUEST", "scenario.extends", "is not a known scenario")


def test_several_names_are_one_scenario(mock: MockClient) -> None:
    secret = made(mock, ["default", RECORDS, {"faults": [{"fault": "html"}]}])
    assert mock.read("a", secret).status_code == 502
    assert [mock.read(id_, secret).json()["status"] for id_ in ("a", "b", "idv-adult")] == [
        "VERIFIED",
        "READY",
        "VERIFIED",
    ]


def test_a_fault_that_needs_a_connection_is_refused_where_there_is_none(mock: MockClient) -> None:
    answer = mock.post("/_mock/sandboxes", json={"scenario": {"faults": [{"fault": "html"}, {"fault": "reset-after"}]}})
    refused = assert_refused(answer, "INVALID_REQUEST", "reset-after")
    assert refused["at"] == "scenario.faults.1.fault"


def test_an_answer_that_is_to_be_cut_says_so_where_there_is_no_connection(client: ClientFactory) -> None:
    mock = client(merge([{"readyMade": True, "faults": [{"fault": "truncate", "bytes": 3}]}]))
    assert_refused(mock.read("idv-adult"), "MOCK_UNAVAILABLE", "in process")


def test_the_schema_is_that_of_the_table(mock: MockClient) -> None:
    assert mock.control("GET", "/scenario.schema.json") == json_schema()


# What a sandbox starts with


def test_records_are_as_they_were_at_the_start_however_late_somebody_looks(mock: MockClient) -> None:
    secret = made(mock, {**RECORDS, "clock": {"now": "2027-01-02T03:04:05+09:00", "frozen": True}})
    assert mock.sandbox(secret)._entries is None
    mock.control("POST", "/clock/advance", {"seconds": 86_400}, secret=secret)
    mock.control("PUT", "/people/turns-19-tomorrow", {"name": "딴이름"}, secret=secret)
    found = mock.read("a", secret).json()
    assert found["verifiedAt"] == "2027-01-01T17:59:05.000Z"
    assert found["verifiedCustomer"]["birthDate"] == "2008-01-03"
    assert found["verifiedCustomer"]["name"] != "딴이름"
    assert [row["id"] for row in mock.control("GET", "/verifications", secret=secret)["verifications"]] == ["a", "b"]


def test_equal_seeds_give_equal_records_whenever_they_are_looked_at() -> None:
    def bodies(*, early: bool) -> list[str]:
        scenario = merge([{**RECORDS, "clock": {"now": "2027-01-02T03:04:05Z", "frozen": True}}])
        with MockClient(Settings(seed=7), scenario) as mock:
            looks = [mock.read("a").text] if early else []
            mock.control("PUT", "/verifications/c", {})
            return [*looks, mock.read("a").text, mock.read("c").text][-2:]

    assert bodies(early=True) == bodies(early=False)


def test_a_reset_brings_them_back_as_new(mock: MockClient) -> None:
    secret = made(mock, RECORDS)
    mock.control("DELETE", "/verifications/a", secret=secret)
    mock.control("PUT", "/verifications/b", {"status": "FAILED"}, secret=secret)
    mock.control("POST", "/reset", secret=secret)
    assert [mock.read(id_, secret).json()["status"] for id_ in ("a", "b")] == ["VERIFIED", "READY"]


def test_next_faults_people_channels_stores_and_otp_are_there_from_the_start(mock: MockClient) -> None:
    secret = made(
        mock,
        {
            "next": [{"outcome": "cancelled", "match": {"idPrefix": "x-"}}],
            "faults": [{"fault": "status", "status": 503}],
            "people": {"me": {"name": "박나나"}},
            "channels": {"shop": {"profile": "inicis"}, "danal": {"key": "channel-key-mine"}},
            "stores": ["branch"],
        },
    )
    assert [each["outcome"] for each in mock.control("GET", "/next", secret=secret)["next"]] == ["cancelled"]
    (fault,) = mock.control("GET", "/faults", secret=secret)["faults"]
    assert fault["faultId"].startswith("fault-")
    shown = mock.control("GET", "/sandbox", secret=secret)
    assert {"shop": "channel-key-shop", "danal": "channel-key-mine"}.items() <= {
        each["name"]: each["key"] for each in shown["channels"]
    }.items()
    assert shown["storeIds"][1] == f"{shown['storeId']}-branch"
    mock.control("PUT", "/verifications/a", {"person": "me", "channel": "shop"}, secret=secret)
    statuses = [mock.read("a", secret).status_code for _ in range(2)]
    assert statuses == [503, 200]
    assert mock.read("a", secret).json()["verifiedCustomer"]["name"] == "박나나"


def test_each_sandbox_counts_the_faults_of_its_scenario_for_itself(client: ClientFactory) -> None:
    mock = client(merge([{"readyMade": True, "faults": [{"fault": "html"}]}]))
    for secret in ("sandbox-a", "sandbox-b"):
        assert [mock.read("idv-adult", secret).status_code for _ in range(2)] == [502, 200]


def test_a_fault_may_last_for_a_while_of_the_sandboxs_clock(mock: MockClient) -> None:
    secret = made(mock, {"readyMade": True, "faults": [{"fault": "status", "status": 503, "forSeconds": 60}]})
    assert [mock.read("idv-adult", secret).status_code for _ in range(3)] == [503, 503, 503]
    mock.control("POST", "/clock/advance", {"seconds": 59}, secret=secret)
    assert mock.read("idv-adult", secret).status_code == 503
    mock.control("POST", "/clock/advance", {"seconds": 1}, secret=secret)
    assert mock.read("idv-adult", secret).status_code == 200


def test_keys_of_the_server_go_over_those_of_a_scenario(client: ClientFactory) -> None:
    mock = client(channel_keys={"danal": "channel-key-env"})
    secret = made(mock, {"channels": {"danal": {"type": "TEST"}}})
    danal = next(it for it in mock.control("GET", "/sandbox", secret=secret)["channels"] if it["name"] == "danal")
    assert (danal["key"], danal["type"]) == ("channel-key-env", "TEST")
    clash = {"scenario": {"channels": {"kcp": {"key": "channel-key-env"}}}}
    assert_refused(mock.post("/_mock/sandboxes", json=clash), "INVALID_REQUEST", "--channel-key")


def test_what_v1_left_behind_says_so_and_is_found_by_it(mock: MockClient) -> None:
    secret = made(mock, {"verifications": {"old": {"version": "V1"}, "new": {}}})
    assert [mock.read(id_, secret).json()["version"] for id_ in ("old", "new")] == ["V1", "V2"]
    listed = mock.request(
        "GET", "/identity-verifications", json={"filter": {"version": "V1"}}, headers=portone(secret)
    ).json()
    assert [item["id"] for item in listed["items"]] == ["old"]


def test_many_records_weigh_nothing_until_somebody_looks(client: ClientFactory) -> None:
    mock = client(merge([{"verifications": {f"id-{number}": {} for number in range(2_000)}}]))
    for number in range(20):
        mock.control("GET", "/clock", secret=f"sandbox-{number}")
    assert all(box._entries is None for box in mock.mock.store.all())
    assert mock.read("id-1999", "sandbox-1").status_code == 200
    assert sum(box._entries is not None for box in mock.mock.store.all()) == 1
    assert load_scenario("empty").verifications == ()
