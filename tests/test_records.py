"""Finding records: ready-made ids, and what an unknown id is told."""

import pytest

from .in_process import ClientFactory, MockClient, portone
from .refusals import assert_refused


def person_of(mock: MockClient, id_: str) -> str | None:
    """Whose record the scenario has ready under this id."""
    answer = mock.get(f"/_mock/verifications/{id_}")
    return str(answer.json()["person"]) if answer.is_success else None


@pytest.mark.parametrize(
    ("id_", "person"),
    [
        ("idv-adult", "adult"),
        ("idv-adult-1", "adult"),
        ("idv-adult-a-b c", "adult"),
        ("idv-adult-woman", "adult-woman"),
        ("idv-adult-woman-7", "adult-woman"),
        ("idv-adult-womanly", "adult"),
        ("idv-adult~42", "adult~42"),
        ("idv-adult~42-x", "adult~42"),
        ("idv-adult-woman~Ab9-x", "adult-woman~Ab9"),
        (f"idv-adult~{'x' * 32}", f"adult~{'x' * 32}"),
        ("idv-turns-19-tomorrow", "turns-19-tomorrow"),
        ("idv-operator-skt-mvno-5", "operator-skt-mvno"),
    ],
)
def test_the_longest_person_wins(client: ClientFactory, id_: str, person: str) -> None:
    mock = client()
    assert person_of(mock, id_) == person
    assert mock.read(id_).json()["status"] == "VERIFIED"


@pytest.mark.parametrize(
    "id_",
    [
        "idv-",
        "idv",
        "idv-nobody",
        "adult",
        "IDV-adult",
        "idv-Adult",
        "idv-adult~",
        f"idv-adult~{'x' * 33}",
        "idv-adult~-",
        "idv-adultx",
        "idv-adult~4_2",
        "idv-ready-1",
        "idv-readyx",
        " idv-adult",
        "idv-adult ",
    ],
)
def test_any_other_id_is_not_found(client: ClientFactory, id_: str) -> None:
    assert_refused(client().read(id_), "IDENTITY_VERIFICATION_NOT_FOUND", id_)


def test_a_ready_made_verification_is_verified_now_on_the_channel_danal(client: ClientFactory) -> None:
    mock = client()
    body = mock.read("idv-adult").json()
    assert (body["status"], body["channel"]["name"]) == ("VERIFIED", "danal")
    assert body["verifiedAt"] == body["statusChangedAt"] == body["updatedAt"] > body["requestedAt"]


@pytest.mark.parametrize(
    ("id_", "status", "code"),
    [
        ("idv-ready", "READY", None),
        ("idv-failed", "FAILED", "MOCK-PROVIDER"),
        ("idv-cancelled", "FAILED", "MOCK-CANCELLED"),
        ("idv-always-cancelled", "FAILED", "MOCK-CANCELLED"),
        ("idv-always-cancelled-7", "FAILED", "MOCK-CANCELLED"),
        ("idv-always-wrong-otp", "READY", None),
    ],
)
def test_ids_that_show_a_failing_outcome(client: ClientFactory, id_: str, status: str, code: str | None) -> None:
    body = client().read(id_).json()
    assert (body["status"], body.get("failure", {}).get("pgCode")) == (status, code)
    assert body["requestedCustomer"].keys() == {"name", "phoneNumber"}
    assert "verifiedCustomer" not in body


def test_everybody_has_a_ready_made_verification(client: ClientFactory) -> None:
    mock = client()
    people = [each["person"] for each in mock.control("GET", "/people")["people"]]
    assert [person_of(mock, f"idv-{person}") for person in people] == people


def test_a_person_who_was_added_has_one_too(client: ClientFactory) -> None:
    mock = client()
    mock.control("PUT", "/people/adult-woman-2", {"name": "최새로"})
    assert mock.read("idv-adult-woman-2-x").json()["verifiedCustomer"]["name"] == "최새로"


def test_a_record_stays_as_it_was_made(client: ClientFactory) -> None:
    mock = client()
    before = mock.read("idv-adult").json()
    mock.control("PUT", "/people/adult", {"name": "최새로"})
    assert mock.read("idv-adult").json() == before
    assert mock.read("idv-adult-2").json()["verifiedCustomer"]["name"] == "최새로"


def test_a_put_verification_comes_before_a_ready_made_one(client: ClientFactory) -> None:
    mock = client()
    mock.control("PUT", "/verifications/idv-adult", {"status": "FAILED"})
    assert mock.read("idv-adult").json()["status"] == "FAILED"
    mock.control("DELETE", "/verifications/idv-adult")
    assert mock.read("idv-adult").json()["status"] == "VERIFIED"


def test_in_every_other_scenario_nothing_is_ready(client: ClientFactory) -> None:
    mock = client(scenario="empty")
    for id_ in ("idv-adult", "idv-ready"):
        assert_refused(mock.read(id_), "IDENTITY_VERIFICATION_NOT_FOUND")
    assert "PUT /_mock/verifications/{id}" in mock.journal()[0]["why"]


def test_an_unknown_id_is_told_the_nearest(client: ClientFactory) -> None:
    mock = client()
    assert_refused(mock.read("idv-adlt"), "IDENTITY_VERIFICATION_NOT_FOUND", "idv-adult")
    mock.control("PUT", "/verifications/order-1001", {})
    assert_refused(mock.read("order-1002"), "IDENTITY_VERIFICATION_NOT_FOUND", "order-1001")
    assert "The nearest is order-1001" in mock.journal()[0]["why"]


def test_a_nearest_id_is_never_one_of_another_sandbox(client: ClientFactory) -> None:
    mock = client()
    mock.control("PUT", "/verifications/order-1001", {}, secret="sandbox-a")
    body = assert_refused(mock.read("order-1002", "sandbox-b"), "IDENTITY_VERIFICATION_NOT_FOUND")
    assert "1001" not in str(body)
    assert "1001" not in mock.get("/_mock/verifications/order-1002", headers=portone("sandbox-b")).text
