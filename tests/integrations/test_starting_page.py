"""The controller of the guide page that this project started from works against the mock as it stands."""

import json
import subprocess
from collections.abc import Iterator
from typing import Final

import pytest

from mock_server.handle import SandboxHandle
from tests.conftest import NODE_FOLDER
from tests.integrations.process import SAMPLES, Integration, running
from tests.node import environment

SAMPLE: Final = "starting-page-express"


def test_its_packages_are_those_that_the_tests_install() -> None:
    """So that it runs in the tests with what `npm install` gives to a person."""
    installed = json.loads((NODE_FOLDER / "package.json").read_bytes())["dependencies"]
    wanted = json.loads((SAMPLES / SAMPLE / "package.json").read_bytes())["dependencies"]
    assert wanted
    assert wanted.items() <= installed.items()


@pytest.fixture
def page(box: SandboxHandle) -> Iterator[Integration]:
    with running(SAMPLE, box) as integration:
        yield integration


@pytest.mark.node
class TestTheController:
    def test_an_adult_gets_an_account_with_what_the_page_takes_from_customer(
        self, box: SandboxHandle, page: Integration
    ) -> None:
        customer = box.put_verification("sign-up", person="adult")["verifiedCustomer"]

        members = {name: customer[name] for name in ("ci", "di", "name", "gender", "birthDate")}
        assert page.post("sign-up") == (200, {"verdict": "new-account", "account": {"number": 1, **members}})
        rows = box.requests()
        assert [row["operation"] for row in reversed(rows)] == ["loginViaApiKey", "getIdentityVerification"]
        assert (rows[0]["credential"], rows[0]["query"]) == ("legacy-token", f"storeId={box.store_id}")

    @pytest.mark.parametrize(
        ("birth_date", "verdict"),
        [("1999-12-31", "new-account"), ("2000-01-01", "too-young"), ("2010-06-15", "too-young")],
    )
    def test_who_was_born_in_2000_or_later_is_refused(
        self, box: SandboxHandle, page: Integration, birth_date: str, verdict: str
    ) -> None:
        box.put_verification("sign-up", customer={"birthDate": birth_date})
        status, answer = page.post("sign-up")
        assert (status, answer["verdict"]) == (200, verdict)

    def test_a_second_sign_up_of_one_person_is_recognised_and_another_person_is_not(
        self, box: SandboxHandle, page: Integration
    ) -> None:
        """A new phone and another verification change nothing; `adult~2` is like `adult`, and somebody else."""
        box.put_verification("first", person="adult")
        box.put_verification("again", person="adult", customer={"phoneNumber": "01000000099"})
        box.put_verification("renamed", person="renamed")
        box.put_verification("another", person="adult~2")

        answers = [page.post(id_)[1] for id_ in ("first", "again", "renamed", "another")]
        assert [answer["verdict"] for answer in answers] == [
            "new-account", "existing-account", "existing-account", "new-account",
        ]  # fmt: skip
        assert [answer["account"]["number"] for answer in answers] == [1, 1, 1, 2]

    @pytest.mark.parametrize("status", ["READY", "FAILED"])
    def test_who_is_not_verified_is_refused(self, box: SandboxHandle, page: Integration, status: str) -> None:
        box.put_verification("sign-up", status=status)
        assert page.post("sign-up") == (200, {"verdict": "not-verified", "status": status})

    def test_an_unknown_id_is_an_error_of_portones(self, page: Integration) -> None:
        status, answer = page.post("nobody-made-this")
        assert (status, answer["verdict"]) == (502, "error")
        assert (answer["portone"]["status"], answer["portone"]["type"]) == (404, "IDENTITY_VERIFICATION_NOT_FOUND")

    def test_a_base_url_that_ends_in_a_slash_works(self, box: SandboxHandle) -> None:
        box.put_verification("sign-up")
        with running(SAMPLE, box, PORTONE_API_BASE=f"{box.base_url}/") as page:
            assert page.post("sign-up")[1]["verdict"] == "new-account"


@pytest.mark.node
class TestItsSlips:
    """The mock lets each of them be seen."""

    def test_in_new_york_somebody_of_2000_was_born_in_1999(self, box: SandboxHandle) -> None:
        box.put_verification("sign-up", customer={"birthDate": "2000-01-01"})
        with running(SAMPLE, box, zone="America/New_York") as page:
            assert page.post("sign-up")[1]["verdict"] == "new-account"

    def test_two_people_without_di_are_one_account(self, box: SandboxHandle, page: Integration) -> None:
        box.put_verification("one", person="adult", channel="inicis")
        box.put_verification("other", person="adult-woman", channel="inicis")
        assert [page.post(id_)[1]["verdict"] for id_ in ("one", "other")] == ["new-account", "existing-account"]

    @pytest.mark.parametrize("id_", ["a/b", "a?b", "a#b"])
    def test_an_id_that_is_not_encoded_asks_for_something_else(
        self, box: SandboxHandle, page: Integration, id_: str
    ) -> None:
        box.put_verification(id_)
        status, answer = page.post(id_)
        assert (status, answer["portone"]["status"]) == (502, 404)

    def test_one_verified_id_is_accepted_again_and_again(self, box: SandboxHandle, page: Integration) -> None:
        box.put_verification("sign-up", verifiedAt="-90d")
        assert [page.post("sign-up")[0] for _ in range(2)] == [200, 200]

    def test_a_test_channel_is_as_good_as_a_live_one(self, box: SandboxHandle, page: Integration) -> None:
        box.put_verification("sign-up", channel="kcp-test")
        assert page.post("sign-up")[1]["verdict"] == "new-account"


@pytest.mark.node
def test_a_wrong_key_is_portones_401_and_no_verdict_on_the_person(box: SandboxHandle) -> None:
    with running(SAMPLE, box, PORTONE_API_KEY="nobody-has-this-secret") as page:
        status, answer = page.post("sign-up")
    assert (status, answer["portone"]["status"], answer["portone"]["type"]) == (502, 401, "UNAUTHORIZED")


@pytest.mark.node
def test_it_says_which_settings_are_missing() -> None:
    ran = subprocess.run(
        ["node", SAMPLES / SAMPLE / "server.cjs"],
        env=environment(PORTONE_API_KEY="x"),
        capture_output=True,
        encoding="utf-8",
        timeout=30,
        check=False,
    )
    assert ran.returncode == 2
    assert ran.stderr == "Not set: PORTONE_API_BASE, PORTONE_STORE_ID. README.md says what each of them is.\n"
