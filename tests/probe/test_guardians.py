"""A sign-up for children with their guardian's consent: right it holds, and each mistake is caught by its case."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any, Final
from urllib.parse import quote

import httpx
import pytest

from contracts.probe.policy import BadPolicy, read_policy
from mock_server.handle import SandboxHandle
from tests.probe.probing import probed, told
from tests.served import on_a_port, served

MEMBER: Final = "guardian"
# The case that is meant for a mistake, then those in which it shows as well.
CAUGHT: Final = {
    "children are turned away": "GUARDIAN-01",
    "nobody has to consent": "GUARDIAN-02 GUARDIAN-03 GUARDIAN-04 GUARDIAN-05 GUARDIAN-06 GUARDIAN-07 GUARDIAN-08",
    "anything is a consent": "GUARDIAN-03 GUARDIAN-04 GUARDIAN-05 GUARDIAN-06 GUARDIAN-07 GUARDIAN-08",
    "a guardian's status is not looked at": "GUARDIAN-04",
    "anybody is a guardian": "GUARDIAN-06 GUARDIAN-05",
    "a consent counts for ever": "GUARDIAN-07",
    "a consent of any age will do": "GUARDIAN-08",
}


class SignUp(BaseHTTPRequestHandler):
    """Right, but for `bug`."""

    mock: SandboxHandle
    bug: str
    used: set[str]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        try:
            self.send_response(200 if self.takes(body["identityVerificationId"], body.get(MEMBER)) else 422)
        except ConnectionError:
            self.send_response(503)
        self.send_header("content-length", "0")
        self.end_headers()

    def takes(self, id_: Any, consent: Any) -> bool:
        record = self.verified(id_)
        if record is None:
            return False
        age = age_of(record["verifiedCustomer"].get("birthDate"))
        return age >= 14 or self.bug == "nobody has to consent" or self.consents(consent, record)

    def consents(self, consent: Any, child: dict[str, Any]) -> bool:
        if self.bug == "anything is a consent":
            return bool(consent)
        if self.bug == "children are turned away" or not isinstance(consent, str) or consent in self.used:
            return False
        record = self.verified(consent, careless=self.bug == "a guardian's status is not looked at")
        if record is None:
            return False
        if self.bug != "a consent of any age will do" and not is_fresh(record):
            return False
        if self.bug != "a consent counts for ever":
            self.used.add(consent)
        person: dict[str, Any] | None = record.get("verifiedCustomer")
        if person is None:
            return True
        return self.bug == "anybody is a guardian" or (
            age_of(person["birthDate"]) >= 19 and person["ci"] != child["verifiedCustomer"]["ci"]
        )

    def verified(self, id_: Any, *, careless: bool = False) -> dict[str, Any] | None:
        address = f"{self.mock.base_url}/identity-verifications/{quote(str(id_), safe='')}"
        answer = httpx.get(address, headers={"Authorization": f"PortOne {self.mock.api_secret}"}, trust_env=False)
        record: dict[str, Any] = answer.json()
        return record if record.get("status") == "VERIFIED" or (careless and answer.status_code == 200) else None

    def log_message(self, *_: Any) -> None:
        """Nothing on stderr."""


def is_fresh(record: dict[str, Any]) -> bool:
    at = record.get("verifiedAt")
    return at is None or datetime.now(UTC) - datetime.fromisoformat(at) <= timedelta(minutes=60)


def age_of(text: str) -> int:
    born, today = date.fromisoformat(text), (datetime.now(UTC) + timedelta(hours=9)).date()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


@contextmanager
def serving(box: SandboxHandle, bug: str) -> Iterator[str]:
    handler = type("It", (SignUp,), {"mock": box, "bug": bug, "used": set()})
    with served(on_a_port(handler)) as url:
        yield url


def found(box: SandboxHandle, bug: str) -> tuple[set[str], list[str]]:
    with serving(box, bug) as url:
        results = probed(box, url, promises={"guardianConsent": MEMBER}, only="GUARDIAN-*,AGE-01,STATUS-03")
    return {one.case.number for one in results if one.is_finding}, told(results, "broken", "undecided")


def test_a_sign_up_that_looks_at_the_guardian_holds_every_case(box: SandboxHandle) -> None:
    assert found(box, "") == (set(), [])


@pytest.mark.parametrize("bug", CAUGHT)
def test_a_mistake_is_caught(bug: str, box: SandboxHandle) -> None:
    numbers, evidence = found(box, bug)
    assert CAUGHT[bug].split()[0] in numbers, evidence
    assert numbers <= set(CAUGHT[bug].split()), evidence


def test_without_the_promise_a_guardian_is_nobodys_business(box: SandboxHandle) -> None:
    with serving(box, "nobody has to consent") as url:
        results = probed(box, url, only="GUARDIAN-*")
    assert {one.word for one in results} == {"not-judged"}


@pytest.mark.parametrize(
    ("promises", "said"),
    [
        ({"guardianConsent": ""}, "guardianConsent is the member of the request with the guardian's id, not ''"),
        ({"guardianConsent": True}, "guardianConsent is the member of the request"),
        ({"guardianConsent": "g", "ageRule": "youth-protection-act", "leastAge": 19}, "wants a leastAge by full-age"),
    ],
)
def test_a_consent_that_cannot_be_promised_is_refused(promises: dict[str, Any], said: str) -> None:
    with pytest.raises(BadPolicy, match=said):
        read_policy("sign-up").with_promises(promises)
