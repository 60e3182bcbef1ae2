"""/_mock/people: showing, changing and adding people."""

from typing import Any

import pytest

from mock_server import clock
from mock_server.control import people
from mock_server.domain.channels import CHANNELS

from ..in_process import ClientFactory, MockClient
from ..refusals import assert_refused

MEMBERS = {
    "person",
    "identity",
    "name",
    "birthDate",
    "gender",
    "isForeigner",
    "phoneNumber",
    "operator",
    "identityNumber",
    "ci",
    "di",
    "outcome",
    "label",
    "why",
}


def everybody(mock: MockClient, secret: str | None = None) -> dict[str, dict[str, Any]]:
    return {each["person"]: each for each in mock.control("GET", "/people", secret=secret)["people"]}


def test_everybody_is_shown_with_all_that_a_provider_could_give(client: ClientFactory) -> None:
    for person in everybody(client()).values():
        assert person.keys() == MEMBERS
        assert len(person["ci"]) == 88
        assert person["ci"].startswith("MOCKCI")
        assert person["di"].keys() == {channel.name for channel in CHANNELS}
        assert all(len(di) == 66 and di.startswith("MOCKDI") for di in person["di"].values())
        assert len(person["identityNumber"]) == 7
        assert person["phoneNumber"].isdigit()
        for texts in (person["label"], person["why"]):
            assert texts.keys() == {"ko", "en"}
            assert all(texts.values())


def test_what_is_shown_is_what_a_verification_gives(client: ClientFactory) -> None:
    mock = client()
    adult = everybody(mock)["adult"]
    mock.control("PUT", "/verifications/a", {"channel": "danal-contract"})
    customer = mock.read("a").json()["verifiedCustomer"]
    shown = {
        name: adult[name] for name in ("name", "birthDate", "gender", "isForeigner", "phoneNumber", "operator", "ci")
    }
    assert customer == {**shown, "di": adult["di"]["danal-contract"]}


def test_changing_somebody_leaves_the_other_members_as_they_are(client: ClientFactory) -> None:
    mock = client()
    before = everybody(mock)["adult"]
    after = mock.control("PUT", "/people/adult", {"name": "박바뀜", "phoneNumber": "01099998888"})
    assert after == {**before, "name": "박바뀜", "phoneNumber": "01099998888"}
    assert everybody(mock)["adult"] == after


def test_a_change_is_seen_in_one_sandbox_only(client: ClientFactory) -> None:
    mock = client()
    before = everybody(mock, "sandbox-b")
    mock.control("PUT", "/people/adult", {"name": "박바뀜"}, secret="sandbox-a")
    assert everybody(mock, "sandbox-b") == before
    assert mock.read("idv-adult", "sandbox-b").json()["verifiedCustomer"]["name"] == "김모의"
    assert mock.read("idv-adult", "sandbox-a").json()["verifiedCustomer"]["name"] == "박바뀜"


def test_a_new_person_is_somebody_else_who_is_otherwise_like_adult(client: ClientFactory) -> None:
    mock = client()
    adult = everybody(mock)["adult"]
    made = mock.control("PUT", "/people/newcomer", {"name": "최새로"})
    assert (made["person"], made["identity"], made["birthDate"]) == ("newcomer", "newcomer", adult["birthDate"])
    assert made["ci"] != adult["ci"]
    assert mock.control("PUT", "/verifications/a", {"person": "newcomer"})["verifiedCustomer"]["ci"] == made["ci"]


def test_birth_dates_may_be_relative(client: ClientFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "wall", lambda: 1_795_400_000_000)  # 2026-11-23 in Seoul
    made = client().control("PUT", "/people/nearly", {"birthDate": {"turns": 19, "inDays": 1}})
    assert made["birthDate"] == "2007-11-24"


def test_null_takes_an_optional_member_away(client: ClientFactory) -> None:
    mock = client()
    assert everybody(mock)["always-cancelled"]["outcome"] == "cancelled"
    assert mock.control("PUT", "/people/always-cancelled", {"outcome": None})["outcome"] is None
    assert mock.read("idv-always-cancelled").json()["status"] == "VERIFIED"


@pytest.mark.parametrize(
    ("members", "evidence"),
    [
        ({"nmae": "x"}, {"at": "nmae", "nearest": "name"}),
        ({"gender": "MAN"}, {"at": "gender"}),
        ({"operator": "SKTT"}, {"at": "operator", "nearest": "SKT"}),
        ({"outcome": "canceled"}, {"at": "outcome", "nearest": "cancelled"}),
        ({"phoneNumber": "010-9999-8888"}, {"at": "phoneNumber"}),
        ({"birthDate": "1990-02-30"}, {"at": "birthDate"}),
        ({"name": ""}, {"at": "name"}),
        ({"name": None}, {"at": "name"}),
        ({"label": {"ko": "가"}}, {"at": "label.en"}),
        ({"person": "other"}, {"at": "person"}),
    ],
)
def test_a_description_with_a_flaw_is_refused_and_changes_nobody(
    client: ClientFactory, members: dict[str, Any], evidence: dict[str, str]
) -> None:
    mock = client()
    before = everybody(mock)
    body = assert_refused(mock.put("/_mock/people/adult", json=members), "INVALID_REQUEST")
    assert evidence.items() <= body.items()
    assert everybody(mock) == before


@pytest.mark.parametrize("key", ["Adult", "a_b", "a--b", "~x", "adult~", "가"])
def test_a_key_that_could_stand_in_no_id_is_refused(client: ClientFactory, key: str) -> None:
    assert assert_refused(client().put(f"/_mock/people/{key}", json={}), "INVALID_REQUEST")["at"] == "person"


def test_a_fresh_person_is_like_the_other_and_nobody_before(client: ClientFactory) -> None:
    mock = client()
    known = everybody(mock)
    made = [mock.control("POST", "/people", {"like": "foreigner"}) for _ in range(3)]
    mock.control("POST", "/reset")
    made.append(mock.control("POST", "/people", {"like": "foreigner~4"}))
    for each in made:
        assert each["person"].startswith("foreigner~")
        assert [each[name] for name in ("birthDate", "gender", "isForeigner")] == [
            known["foreigner"][name] for name in ("birthDate", "gender", "isForeigner")
        ]
    for member in ("person", "identity", "ci", "phoneNumber"):
        values = [each[member] for each in (*made, *known.values())]
        assert len({*values[: len(made)]} - {*values[len(made) :]}) == len(made)


def test_without_a_name_a_fresh_person_is_like_adult(client: ClientFactory) -> None:
    assert client().control("POST", "/people")["person"].startswith("adult~")


@pytest.mark.parametrize(("like", "nearest"), [("adlt", "adult"), ("zzz", None), (7, None)])
def test_nobody_is_like_an_unknown_person(client: ClientFactory, like: object, nearest: str | None) -> None:
    body = assert_refused(client().post("/_mock/people", json={"like": like}), "INVALID_REQUEST")
    assert body.get("nearest") == nearest


def test_people_are_bounded_and_those_who_are_there_can_still_change(
    client: ClientFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    mock = client()
    monkeypatch.setattr(people, "MOST_PEOPLE", len(everybody(mock)) + 1)
    mock.control("POST", "/people")
    assert_refused(mock.post("/_mock/people"), "MOCK_UNAVAILABLE", "/_mock/reset")
    assert_refused(mock.put("/_mock/people/newcomer", json={}), "MOCK_UNAVAILABLE")
    mock.control("PUT", "/people/adult", {"name": "박바뀜"})
