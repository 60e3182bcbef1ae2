"""The sections of people and messages, by HTTP."""

import pytest

from tests.in_process import ClientFactory
from tests.merchant import Merchant

PEOPLE = "/_mock/console/people"
MESSAGES = "/_mock/console/messages"


def test_everyone_is_there_with_a_reason(client: ClientFactory) -> None:
    mock = client()
    people = mock.control("GET", "/people")["people"]
    text = "".join(mock.get(f"{PEOPLE}?page={page}").text for page in range(1, 2 + len(people) // 50))
    assert [each["person"] for each in people if f">{each['person']}<" not in text] == []
    assert [each["person"] for each in people if each["why"]["ko"] not in text] == []


@pytest.mark.parametrize("q", ["turns-19-today", "TURNS-19", "외국인", "김모의"])
def test_they_are_found_by_name_key_and_reason(client: ClientFactory, q: str) -> None:
    text = client().get(PEOPLE, params={"q": q}).text
    assert 1 <= text.count('data-label="인물"') < 10


def test_the_page_of_one_has_all_that_a_provider_could_say(client: ClientFactory) -> None:
    mock = client()
    person = next(each for each in mock.control("GET", "/people")["people"] if each["person"] == "adult")
    text = mock.get(f"{PEOPLE}/adult").text
    kept = {"inicis", "inicis-test"}
    dis = [di for channel, di in person["di"].items() if channel not in kept]
    for value in (person["ci"], *dis, person["identityNumber"], person["phoneNumber"], "renamed"):
        assert value in text
    assert text.count("KG이니시스 통합인증은 DI를 주지 않습니다") == len(kept & person["di"].keys()) == 2
    assert [channel for channel in kept if person["di"][channel] in text] == []
    assert "curl -H" in text
    assert "/identity-verifications/idv-adult" in text


def test_carriers_go_by_the_names_that_people_read_with_the_code_on_the_page_of_one(client: ClientFactory) -> None:
    mock = client()
    row = mock.get(PEOPLE, params={"q": "operator-lgu-mvno"}).text
    assert "LG U+ 알뜰폰" in row
    assert "LG U+ 알뜰폰 (LGU_MVNO)" in mock.get(f"{PEOPLE}/operator-lgu-mvno").text


def test_where_nothing_is_ready_made_the_command_makes_it(client: ClientFactory) -> None:
    text = client(scenario="empty").get(f"{PEOPLE}/adult").text
    assert "curl -X PUT" in text
    assert "/_mock/verifications/my-adult" in text


def test_a_variant_has_a_page_and_a_wrong_key_names_the_nearest(client: ClientFactory) -> None:
    mock = client()
    assert mock.get(f"{PEOPLE}/adult~42").status_code == 200
    wrong = mock.get(f"{PEOPLE}/adutl")
    assert (wrong.status_code, "<code>adult</code>" in wrong.text) == (400, True)


def test_a_fresh_person_is_made_shown_and_can_be_verified(client: ClientFactory) -> None:
    mock = client()
    location = mock.post(PEOPLE, data={"like": "child-13"}).headers["location"]
    assert location.startswith(f"{PEOPLE}/child-13~")
    page = mock.get(location).text
    assert "새 사람을 만들었습니다" in page
    key = location.removeprefix(f"{PEOPLE}/").partition("?")[0]
    assert f'<option value="{key}" selected>' in mock.get("/_mock/console/verifications", params={"person": key}).text


def test_the_inbox_has_every_sms_with_its_otp(client: ClientFactory) -> None:
    mock = client()
    assert "아직 문자가 없습니다" in mock.get(MESSAGES).text
    Merchant(mock).send("s1")
    message = mock.control("GET", "/messages")["messages"][0]
    text = mock.get(MESSAGES).text
    for value in (message["text"], message["otp"], message["to"], "/_mock/console/verifications/s1"):
        assert value in text


def test_the_inbox_is_emptied(client: ClientFactory) -> None:
    mock = client()
    Merchant(mock).send("s1")
    assert mock.post(f"{MESSAGES}/clear").status_code == 303
    assert mock.control("GET", "/messages")["total"] == 0
