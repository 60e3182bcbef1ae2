"""What prepares a server for the contracts that base URL and secret alone cannot judge.

Lives here: the Arrangement that contracts see, and the one that works over a mock's control paths. May not: laws.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal, Protocol
from urllib.parse import quote

import httpx

from .failures import NotApplicable
from .needs import Need

State = Literal["READY", "VERIFIED", "FAILED"]


@dataclass(frozen=True)
class Site:
    """A channel that gives CI and DI and can be sent through; DI is one per person and `merchant_id`."""

    name: str
    key: str
    merchant_id: str


@dataclass(frozen=True)
class Person:
    """Somebody who can be verified; two keys with one `identity` are one human being under two names or phones."""

    key: str
    identity: str


class Arrangement(Protocol):
    """What a contract may ask for. NotApplicable where the server does not do it."""

    offers: frozenset[Need]
    legacy_key: str | None
    store_id: str | None

    def prepare(
        self, id_: str, state: State, *, person: str | None = None, site: str | None = None, minutes_ago: int = 0
    ) -> None:
        """Have a verification in this state under this id, requested so long ago; READY as if a window were open."""

    def people(self) -> Sequence[Person]:
        """Several people, at least two of whom are one human being."""

    def sites(self) -> Sequence[Site]:
        """At least two channels of different sites."""

    def otp(self, id_: str) -> str:
        """The OTP that the customer was sent for this id."""

    def advance(self, seconds: int) -> None:
        """Move the server's clock forward."""

    def other_merchant(self) -> tuple[str, "Arrangement"]:
        """The API secret and the arrangement of a merchant whom nobody else uses."""

    def tidy(self, ids: Sequence[str]) -> None:
        """Remove what a run has left behind."""


class ControlPaths:
    """The arrangement of a portone-mock: its control paths under /_mock."""

    def __init__(self, http: httpx.Client, base_url: str, api_secret: str, *, owned: bool = False) -> None:
        self._http = http
        self._base_url = base_url.rstrip("/")
        self._secret = api_secret
        self._owned = owned
        self._merchants: list[ControlPaths] = []
        self.offers = frozenset((Need.RECORDS, Need.PEOPLE, Need.SENDING, Need.MERCHANTS, Need.CLOCK))
        described = self._call("GET", "/sandbox")
        self.store_id: str | None = described["storeId"]
        self.legacy_key: str | None = api_secret
        self._channels: list[dict[str, str]] = described["channels"]
        self._people: list[Person] | None = None

    def prepare(
        self, id_: str, state: State, *, person: str | None = None, site: str | None = None, minutes_ago: int = 0
    ) -> None:
        """PUT /_mock/verifications/{id}."""
        requested_at = f"-{minutes_ago}m" if minutes_ago else None
        order = {"status": state, "person": person, "channel": site, "requestedAt": requested_at}
        self._call("PUT", f"/verifications/{quote(id_, safe='')}", {k: v for k, v in order.items() if v is not None})

    def people(self) -> Sequence[Person]:
        """The people who are verified without trouble, and further human beings like the first of them."""
        if self._people is None:
            listed = [Person(one["person"], one["identity"]) for one in _sound(self._call("GET", "/people")["people"])]
            variants = (f"{listed[0].key}~{number}" for number in range(1, 6))
            self._people = [*listed, *(Person(key, key) for key in variants)]
        return self._people

    def sites(self) -> Sequence[Site]:
        """The live channels of Danal and NHN KCP, which both give DI and take a send; one of each site."""
        fitting = [one for one in self._channels if one["type"] == "LIVE" and one["pgProvider"] in ("DANAL", "KCP_V2")]
        return [Site(one["name"], one["key"], one["pgMerchantId"]) for one in fitting]

    def otp(self, id_: str) -> str:
        """The code of the last attempt."""
        attempts = self._call("GET", f"/verifications/{quote(id_, safe='')}")["attempts"]
        if not attempts or not attempts[-1]["otp"]:
            raise NotApplicable("the server sent no OTP")
        return str(attempts[-1]["otp"]["code"])

    def advance(self, seconds: int) -> None:
        """POST /_mock/clock/advance, on a merchant made for it only: the user's own clock is left alone."""
        if not self._owned:
            raise NotApplicable("the clock of a merchant in use is not moved")
        self._call("POST", "/clock/advance", {"seconds": seconds})

    def other_merchant(self) -> tuple[str, Arrangement]:
        """POST /_mock/sandboxes."""
        secret: str = self._call("POST", "/sandboxes", {"scenario": "empty"}, secret=None)["apiSecret"]
        made = ControlPaths(self._http, self._base_url, secret, owned=True)
        self._merchants.append(made)
        return secret, made

    def tidy(self, ids: Sequence[str]) -> None:
        """Remove the verifications of these ids and the merchants that were made."""
        # A server that has gone away meanwhile has been judged for that already.
        with suppress(httpx.HTTPError):
            for merchant in self._merchants:
                merchant.request("DELETE", "/sandbox")
            self._merchants.clear()
            for id_ in ids:
                self.request("DELETE", f"/verifications/{quote(id_, safe='')}")

    def request(self, method: str, path: str, body: Any = None, secret: str | None = "") -> httpx.Response:
        """One call of a control path."""
        headers = {} if secret is None else {"Authorization": f"PortOne {secret or self._secret}"}
        return self._http.request(method, f"{self._base_url}/_mock{path}", json=body, headers=headers)

    def _call(self, method: str, path: str, body: Any = None, secret: str | None = "") -> Any:
        try:
            answer = self.request(method, path, body, secret)
        except httpx.HTTPError as error:
            raise NotApplicable(f"the arrangement got no answer: {type(error).__name__}") from None
        if not answer.is_success:
            raise NotApplicable(f"the arrangement was refused: {method} /_mock{path} → {answer.status_code}")
        try:
            return answer.json()
        except ValueError:
            raise NotApplicable(f"the arrangement got no JSON: {method} /_mock{path}") from None


def _sound(people: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [one for one in people if one["outcome"] is None]


def control_paths(http: httpx.Client, base_url: str, api_secret: str) -> ControlPaths | None:
    """The control paths of the server there, or None where it has none."""
    try:
        return ControlPaths(http, base_url, api_secret)
    except (NotApplicable, ValueError, KeyError, TypeError):
        return None
