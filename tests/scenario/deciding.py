"""A slow and plain integration that decides as scenarios say a correct one does; written apart from every other room.

Lives here: asking again, and the rules of a policy. May not: knowing what a scenario expects of it.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any, NamedTuple

import httpx

from ..in_process import portone

SEOUL = timezone(timedelta(hours=9))
TIMES = 3


class Decision(NamedTuple):
    """One of `accepted`, `refused`, `duplicate`, `retry-later`; for a refusal with every reason."""

    decision: str
    reasons: frozenset[str] = frozenset()


class Application:
    """One shop: what it has accepted so far."""

    def __init__(self, base_url: str, secret: str, policy: Mapping[str, Any]) -> None:
        self._client = httpx.Client(base_url=base_url, headers=portone(secret))
        self._policy = policy
        self._used: set[str] = set()
        self._members: set[tuple[str, str]] = set()

    def close(self) -> None:
        self._client.close()

    def sign_up(self, id_: str) -> Decision:
        """What becomes of somebody who hands in this id."""
        answer = self._read(id_)
        if answer is None or answer.status_code not in (200, 404):
            return Decision("retry-later")
        if answer.status_code == 404:
            return Decision("refused", frozenset({"not-found"}))
        record = answer.json()
        keys = keys_of(record)
        if reasons := frozenset(self._reasons(record, keys)):
            return Decision("refused", reasons)
        if self._policy.get("onePerson") and keys & self._members:
            return Decision("duplicate")
        self._used.add(id_)
        self._members |= keys
        return Decision("accepted")

    def _read(self, id_: str) -> httpx.Response | None:
        """The answer of PortOne; a connection that broke is tried again."""
        for _ in range(TIMES):
            try:
                return self._client.get(f"/identity-verifications/{id_}")
            except httpx.TransportError:
                continue
        return None

    def _reasons(self, record: Mapping[str, Any], keys: set[tuple[str, str]]) -> list[str]:
        policy, now = self._policy, self._now()
        if record["status"] != "VERIFIED":
            return ["not-verified"]
        born = date.fromisoformat(record["verifiedCustomer"]["birthDate"])
        full, by_year = ages(born, now.astimezone(SEOUL).date())
        age = by_year if policy.get("ageRule") == "youth-protection-act" else full
        old = now - datetime.fromisoformat(record["verifiedAt"])
        tells = {
            "used-before": record["id"] in self._used,
            "not-v2": record["version"] != "V2",
            "not-live": policy.get("liveOnly", True) and record["channel"]["type"] != "LIVE",
            "not-fresh": "freshForSeconds" in policy and old > timedelta(seconds=policy["freshForSeconds"]),
            "too-young": age < policy.get("minimumAge", 0),
            "needs-guardian": full < policy.get("guardianConsentBelow", 0),
            "cannot-tell-apart": not keys and policy.get("onePerson") and policy.get("withoutDiAndCi") != "accept",
        }
        return [reason for reason, holds in tells.items() if holds]

    def _now(self) -> datetime:
        """The sandbox's time, which an application under test takes for the present."""
        return datetime.fromisoformat(self._client.get("/_mock/clock").json()["now"])


def ages(born: date, today: date) -> tuple[int, int]:
    """Full age by counting birthdays one after another, and the age of the Youth Protection Act."""
    reached = 0
    while birthday(born, born.year + reached + 1) <= today:
        reached += 1
    return reached, today.year - born.year


def birthday(born: date, year: int) -> date:
    """The day on which that year's age is reached; 1 March where there is no 29 February."""
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def keys_of(record: Mapping[str, Any]) -> set[tuple[str, str]]:
    """By what a person is known again: DI within its site, and CI; what is absent is no key."""
    customer = record.get("verifiedCustomer", {})
    given = {f"di of {record['channel']['pgMerchantId']}": customer.get("di"), "ci": customer.get("ci")}
    return {(kind, value) for kind, value in given.items() if value}
