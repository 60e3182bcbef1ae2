"""The tester's side: every control call as a method, over HTTP."""

import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from mock_server.handle import ControlClient, ControlError, SandboxHandle
from mock_server.scenario import ScenarioError
from portone_mock import MockPortOne

from .merchant import Merchant


def test_a_box_knows_its_credentials_and_channels(portone: MockPortOne, box: SandboxHandle) -> None:
    assert box.base_url == portone.base_url
    described = box.describe()
    assert (described["apiSecret"], described["storeId"], described["scenario"]) == (
        box.api_secret,
        box.store_id,
        "empty",
    )
    danal = box.channels["danal"]
    assert (danal.name, danal.key, danal.type, danal.pg_provider) == ("danal", "channel-key-danal", "LIVE", "DANAL")


@pytest.mark.parametrize("id_", ["plain", "a/b c?d#e%", "가", ".."])
def test_verifications_are_put_shown_listed_and_deleted(box: SandboxHandle, id_: str) -> None:
    put = box.put_verification(id_, person="adult-woman", channel="kcp")
    assert (put["id"], put["status"]) == (id_, "VERIFIED")
    assert box.verification(id_)["answer"] == put
    assert [each["id"] for each in box.verifications()["verifications"]] == [id_]
    assert box.verifications(limit=0, offset=0)["total"] == 1
    box.delete_verification(id_)
    assert box.verifications()["total"] == 0


def test_people_are_listed_changed_and_made(box: SandboxHandle) -> None:
    assert box.put_person("adult", name="박바뀜")["name"] == "박바뀜"
    assert {each["person"]: each["name"] for each in box.people()}["adult"] == "박바뀜"
    assert box.fresh_person("foreigner")["person"].startswith("foreigner~")
    assert box.fresh_person()["person"].startswith("adult~")


def test_the_journal_is_read_with_any_filter(box: SandboxHandle) -> None:
    box.put_verification("a")
    for id_ in ("a", "b"):
        httpx.get(
            f"{box.base_url}/identity-verifications/{id_}", headers={"Authorization": f"PortOne {box.api_secret}"}
        )
    assert [row["status"] for row in box.requests()] == [404, 200]
    assert [row["status"] for row in box.requests(method="GET", path="/identity-verifications/b")] == [404]
    assert box.requests(status=200, identityVerificationId="b") == []
    assert [json.loads(line) for line in box.requests_as_lines().splitlines()] == box.requests()[::-1]
    assert len(box.requests_as_lines(status=404).splitlines()) == 1
    with pytest.raises(ControlError, match="statuss"):
        box.requests_as_lines(statuss=404)


def test_an_attempt_is_completed_and_its_otp_read(box: SandboxHandle) -> None:
    merchant = Merchant(httpx.Client(base_url=box.base_url), box.api_secret)
    with merchant.client:
        merchant.send("a/b")
        assert [message["otp"] for message in box.messages()] == ["000000"]
        box.delete_messages()
        assert box.messages() == []
        merchant.open_window("w")
        assert box.complete("w", "cancelled")["browser"]["code"] == "Cancelled"
        tabs = [merchant.open_window("tabs").json()["identityVerificationTxId"] for _ in range(2)]
        assert box.complete("tabs", "verified", tx_id=tabs[0])["browser"]["identityVerificationTxId"] == tabs[0]
        done = box.complete("a/b", "verified", person="adult-woman", customer={"di": None})
    assert (done["browser"], done["verification"]["person"]) == (None, "adult-woman")
    assert "di" not in done["verification"]["answer"]["verifiedCustomer"]
    with pytest.raises(ControlError) as caught:
        box.complete("a/b", "verified")
    assert (caught.value.status, caught.value.type) == (409, "MOCK_CONFLICT")


def test_outcomes_are_listed_ordered_and_forgotten(box: SandboxHandle) -> None:
    assert {"verified", "cancelled"} <= {row["outcome"] for row in box.outcomes()}
    box.next("cancelled", times=2)
    ordered = box.next("verified", person="adult~1", idPrefix="order-", channel="kcp")
    assert ordered == box.ordered()
    assert [(each["outcome"], each["times"]) for each in ordered] == [("cancelled", 2), ("verified", 1)]
    assert ordered[1] | {"outcome": ""} == {
        "outcome": "",
        "person": "adult~1",
        "match": {"idPrefix": "order-", "channel": "kcp"},
        "times": 1,
    }
    box.forget_next()
    assert box.ordered() == []


def test_the_clock_is_set_frozen_advanced_and_put_back(box: SandboxHandle) -> None:
    at = "2026-06-01T03:00:00.000Z"
    assert box.freeze(at) == {"now": at, "frozen": True} == box.clock() == box.set_clock()
    assert box.advance(1.5)["now"] == "2026-06-01T03:00:01.500Z"
    assert box.set_clock("-1d")["now"] == "2026-05-31T03:00:01.500Z"
    assert box.set_clock(frozen=False)["frozen"] is False
    assert box.freeze()["frozen"] is True
    box.reset_clock()
    assert box.clock()["frozen"] is False


def test_a_world_is_kept_and_taken_over_by_another_sandbox(portone: MockPortOne, box: SandboxHandle) -> None:
    box.put_verification("a", person="adult-woman")
    document = box.state()
    other = portone.sandbox()
    assert other.put_state(document).verifications()["verifications"] == box.verifications()["verifications"]
    with pytest.raises(ControlError, match="cannot be taken over: format"):
        other.put_state(document | {"format": 2})
    assert other.verifications()["total"] == 1
    other.drop()


def test_a_reset_and_a_drop(portone: MockPortOne) -> None:
    made = portone.sandbox("default")
    made.put_verification("a")
    assert made.reset() is made
    assert made.verifications()["total"] == 0
    made.drop()
    with pytest.raises(ControlError) as caught:
        made.describe()
    assert (caught.value.status, caught.value.type) == (401, "UNAUTHORIZED")


def test_a_refusal_carries_the_evidence(box: SandboxHandle) -> None:
    with pytest.raises(ControlError, match=r"400 INVALID_REQUEST: .*did you mean 'VERIFIED'") as caught:
        box.put_verification("a", status="VERIFED")
    assert caught.value.body["nearest"] == "VERIFIED"
    with pytest.raises(ControlError) as missing:
        box.delete_verification("a")
    assert missing.value.status == 404


def test_several_threads_may_use_one_box(box: SandboxHandle) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: box.put_verification(f"id-{n}"), range(40)))
    assert box.verifications()["total"] == 40


def test_a_connection_that_was_closed_meanwhile_is_opened_again() -> None:
    """The server here closes after each answer, though it does not say so."""
    answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            for _ in range(2):
                connection, _ = listener.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(answer)

        server = threading.Thread(target=serve, daemon=True)
        server.start()
        client = ControlClient(f"http://127.0.0.1:{listener.getsockname()[1]}")
        assert client.call("GET", "/health") == client.call("GET", "/health") == {}
        server.join()
        client.close()


def test_after_a_call_that_took_too_long_the_next_one_is_not_confused() -> None:
    answer = b'HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n{"answer": 2}'
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            silent, _ = listener.accept()
            with silent:
                connection, _ = listener.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(answer)

        server = threading.Thread(target=serve, daemon=True)
        server.start()
        client = ControlClient(f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=0.2)
        with pytest.raises(TimeoutError):
            client.call("GET", "/health")
        assert client.call("GET", "/health") == {"answer": 2}
        server.join()
        client.close()


def test_where_nobody_listens_the_call_fails_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(ConnectionRefusedError):
        ControlClient(f"http://127.0.0.1:{port}").call("GET", "/health")


def test_a_sandbox_is_written_loaded_and_checked_as_a_text(box: SandboxHandle) -> None:
    box.put_verification("kept", person="adult-woman")
    text = box.scenario_text()
    box.delete_verification("kept")
    assert box.load_scenario_text(text, "mine").describe()["scenario"] == "mine"
    assert box.verification("kept")["person"] == "adult-woman"
    assert box.check_scenario_text(text) is None
    problem = box.check_scenario_text("people:\n  adlut: {nmae: x}\n")
    assert problem is not None
    assert (problem["line"], problem["nearest"]) == (2, "name")


def test_a_scenario_is_loaded_from_a_file(box: SandboxHandle, tmp_path: Path) -> None:
    file = tmp_path / "of-a-file.yaml"
    file.write_text("extends: empty\nverifications:\n  of-the-file: {}\n", encoding="utf-8")
    for named in (file, str(file)):
        assert box.load_scenario("default").load_scenario(named).describe()["scenario"] == "of-a-file"
        assert box.verification("of-the-file")["answer"]["status"] == "VERIFIED"
    file.write_text("verifications: 1\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"of-a-file\.yaml:1:16"):
        box.load_scenario(file)
