"""What prepares a server for the contracts that base URL and secret alone cannot judge.

Lives here: the Arrangement that contracts see, and the one that works over a mock's control paths. May not: laws.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Protocol
from urllib.parse import quote

import httpx

from .calls import SECONDS, Endless, Raw, call
from .failures import NotApplicable
from .needs import Need
from .text import Text

State = Literal["READY", "VERIFIED", "FAILED"]
STATES: Final[tuple[State, ...]] = ("READY", "VERIFIED", "FAILED")
# How a customer, or whoever stands behind the provider, can end an attempt: in failure, or leaving it under way.
FAILING: Final = (
    "cancelled",
    "attempts-exhausted",
    "identity-mismatch",
    "age-limit",
    "carrier-not-allowed",
    "provider-error",
    "window-timeout",
    "invalid-parameter",
)
LEAVING: Final = ("abandoned", "wrong-otp", "otp-expired")
# Verified, and the answer that says so never arrives.
LOST: Final = "verified-not-returned"
# Nobody's: a phone number that no operator gives out, and a man born on 1 January 1990.
NOBODY: Final[Mapping[str, str]] = {
    "name": "계약판",
    "phoneNumber": "01055550001",
    "identityNumber": "9001011",
    "ipAddress": "127.0.0.1",
}


@dataclass(frozen=True)
class Site:
    """A channel: verifications are prepared at its `name` and sent through its `key`; DI is one per `merchant_id`."""

    name: str
    key: str
    merchant_id: str
    pg_provider: str = ""
    profile: str = ""
    is_test: bool = False


@dataclass(frozen=True)
class Person:
    """Somebody who can be verified; two keys with one `identity` are one human being under two names or phones.

    `order` is the body of a send by SMS, but for the channel, that describes them, where the arrangement knows it.
    """

    key: str
    identity: str
    order: Mapping[str, Any] | None = field(default=None, compare=False)

    def told(self) -> str:
        """The key, which a tester knows them by."""
        return self.key


@dataclass(frozen=True)
class Limits:
    """What a merchant's provider allows: seconds for an OTP, wrong ones of an attempt, attempts of an id, resends of an
    attempt; and the (pgCode, pgMessage) that it tells of an ending."""

    lifetime: int = 600
    tries: int = 3
    attempts: int = 2
    resends: int = 1
    codes: Mapping[str, tuple[str, str]] = field(default_factory=dict)


class Arrangement(Protocol):
    """What a contract may ask for. NotApplicable where the server does not do it."""

    offers: frozenset[Need]
    legacy_key: str | None
    store_id: str | None
    states: tuple[State, ...]
    # The ids of the merchant's stores, its first one first.
    stores: Sequence[str]
    # How often a contract has to be asked until it has seen everything there is; once, where everything is made.
    rounds: int

    def begin(self, turn: int) -> None:
        """A contract, or an example of one, begins anew: what it is given depends on this turn and on nothing else."""

    def given(self) -> str:
        """The ids given out since then, where somebody else made them; else nothing."""

    def prepare(
        self,
        id_: str,
        state: State,
        *,
        person: str | None = None,
        site: str | None = None,
        agency: str | None = None,
        minutes_ago: int = 0,
    ) -> str:
        """The id of a verification in this state, requested so long ago: `id_`, or one that is there; READY as if a
        window were open. `agency` is KG Inicis' who verified."""

    def make(self, id_: str, state: State, *, ending: str | None = None, **members: Any) -> None:
        """A verification under this id, which ended so, and whose record has these members of PortOne's (customData,
        pgTxId, failure, version, requestedAt, verifiedAt; customer for the one that is shown)."""

    def open_window(self, id_: str, site: Site, custom_data: str | None = None, **members: Any) -> str:
        """Open a window for this id; the identityVerificationTxId of the attempt that begins. The request of the
        browser SDK has these members (customer, bypass) besides."""

    def end(self, id_: str, ending: str, transaction: str | None = None, agency: str | None = None) -> None:
        """Let the attempt that is under way, or that one, end like this: `verified`, or one of FAILING or LEAVING; over
        this agency of KG Inicis."""

    def troubled(self) -> Mapping[str, Mapping[str, Any]]:
        """Ending → the body of a send by SMS, but for the channel, to somebody with whom every attempt ends so."""

    def limited(self, limits: Limits) -> tuple[str, "Arrangement"]:
        """The API secret and the arrangement of a merchant with these limits, whose every SMS has an OTP of its own.

        Its clock stands still until it is moved. Of its `stores` there are two.
        """

    def reading(self, profile: str) -> tuple[str, "Arrangement"]:
        """The API secret and the arrangement of a merchant whose channel `inicis` gives what this profile says."""

    def people(self) -> Sequence[Person]:
        """Several people, at least two of whom are one human being."""

    def sites(self) -> Sequence[Site]:
        """At least two channels of different sites, which give CI and DI and can be sent through."""

    def channels(self) -> Sequence[Site]:
        """Every channel of the merchant."""

    def order(self) -> Mapping[str, Any]:
        """The body of a send by SMS, but for the channel."""

    def otp(self, id_: str) -> str:
        """The OTP that the customer was sent for this id."""

    def transaction(self, id_: str) -> str:
        """The identityVerificationTxId of the last attempt under this id, which no answer of PortOne's API holds."""

    def advance(self, seconds: int) -> None:
        """Move the server's clock forward."""

    def other_merchant(self) -> tuple[str, "Arrangement"]:
        """The API secret and the arrangement of a merchant whom nobody else uses."""

    def tidy(self, ids: Sequence[str]) -> None:
        """Remove what a run has left behind."""


class ControlPaths:
    """The arrangement of a portone-mock: its control paths under /_mock."""

    def __init__(
        self,
        http: httpx.Client,
        base_url: str,
        api_secret: str,
        *,
        admin_token: str | None = None,
        owned: bool = False,
        seconds: float = SECONDS,
    ) -> None:
        self._http = http
        self._base_url = base_url.rstrip("/")
        self._secret = api_secret
        self._owned = owned
        self._admin_token = admin_token
        self._seconds = seconds
        self._merchants: list[ControlPaths] = []
        self.offers = frozenset(Need) - {Need.LEGACY_KEY, Need.STORE_ID}
        self.states = STATES
        described = self._call("GET", "/sandbox")
        self.store_id: str | None = described["storeId"]
        self.stores: Sequence[str] = described["storeIds"]
        self.legacy_key: str | None = api_secret
        self._channels: list[dict[str, str]] = described["channels"]
        self._people: list[Person] | None = None
        self.rounds = 1

    def begin(self, turn: int) -> None:
        """Everything is made anew anyway."""

    def given(self) -> str:
        """Nothing that was there before."""
        return ""

    def prepare(
        self,
        id_: str,
        state: State,
        *,
        person: str | None = None,
        site: str | None = None,
        agency: str | None = None,
        minutes_ago: int = 0,
    ) -> str:
        """PUT /_mock/verifications/{id}."""
        requested_at = f"-{minutes_ago}m" if minutes_ago else None
        order = {"status": state, "person": person, "channel": site, "agency": agency, "requestedAt": requested_at}
        self._call("PUT", f"/verifications/{quote(id_, safe='')}", {k: v for k, v in order.items() if v is not None})
        return id_

    def make(self, id_: str, state: State, *, ending: str | None = None, **members: Any) -> None:
        """PUT /_mock/verifications/{id}."""
        order = {"status": state, **({} if ending is None else {"outcome": ending}), **members}
        self._call("PUT", f"/verifications/{quote(id_, safe='')}", order)

    def open_window(self, id_: str, site: Site, custom_data: str | None = None, **members: Any) -> str:
        """POST /browser/attempts, as the browser SDK's script calls it."""
        members |= {"storeId": self.store_id, "identityVerificationId": id_, "channelKey": site.key}
        members |= {} if custom_data is None else {"customData": custom_data}
        opened = self._call("POST", "/browser/attempts", members, secret=None, prefix="")
        if not isinstance(opened, dict) or "identityVerificationTxId" not in opened:
            raise NotApplicable(Text("인증창이 열리지 않았습니다", "no window was opened"))
        return str(opened["identityVerificationTxId"])

    def end(self, id_: str, ending: str, transaction: str | None = None, agency: str | None = None) -> None:
        """POST /_mock/verifications/{id}/complete."""
        members = {"outcome": ending} | ({} if transaction is None else {"identityVerificationTxId": transaction})
        members |= {} if agency is None else {"agency": agency}
        self._call("POST", f"/verifications/{quote(id_, safe='')}/complete", members)

    def troubled(self) -> Mapping[str, Mapping[str, Any]]:
        """The people whose every verification ends the same way, each as a send describes them."""
        return {
            one["outcome"]: _order_of(one)
            for one in self._call("GET", "/people")["people"]
            if one["outcome"] is not None
        }

    def limited(self, limits: Limits) -> tuple[str, Arrangement]:
        """POST /_mock/sandboxes with a scenario of its own."""
        codes = {name: {"pgCode": code, "pgMessage": message} for name, (code, message) in limits.codes.items()}
        numbers = {"lifetimeSeconds": limits.lifetime, "tries": limits.tries}
        numbers |= {"attempts": limits.attempts, "resends": limits.resends}
        otp = {"code": "random", "codes": codes, **numbers}
        return self._made({"extends": "empty", "otp": otp, "clock": {"frozen": True}, "stores": ["two"]})

    def reading(self, profile: str) -> tuple[str, Arrangement]:
        """POST /_mock/sandboxes with a scenario of its own."""
        return self._made({"extends": "empty", "channels": {"inicis": {"profile": profile}}})

    def people(self) -> Sequence[Person]:
        """The people who are verified without trouble, and further human beings like the first of them."""
        if self._people is None:
            sound = _sound(self._call("GET", "/people")["people"])
            listed = [Person(one["person"], one["identity"], _order_of(one)) for one in sound]
            variants = (f"{listed[0].key}~{number}" for number in range(1, 6))
            self._people = [*listed, *(Person(key, key) for key in variants)]
        return self._people

    def sites(self) -> Sequence[Site]:
        """The live channels of Danal and NHN KCP, which both give DI and take a send; one of each site."""
        fitting = [one for one in self._channels if one["type"] == "LIVE" and one["pgProvider"] in ("DANAL", "KCP_V2")]
        return [_site(one) for one in fitting]

    def channels(self) -> Sequence[Site]:
        """Those of the sandbox."""
        return [_site(one) for one in self._channels]

    def order(self) -> Mapping[str, Any]:
        """A send to nobody."""
        return {"customer": dict(NOBODY), "operator": "SKT", "method": "SMS"}

    def otp(self, id_: str) -> str:
        """The code of the last attempt."""
        attempts = self._attempts(id_)
        if not attempts or not attempts[-1]["otp"]:
            raise NotApplicable(Text("서버가 인증번호를 보내지 않았습니다", "the server sent no OTP"))
        return str(attempts[-1]["otp"]["code"])

    def transaction(self, id_: str) -> str:
        """That of the last attempt."""
        attempts = self._attempts(id_)
        if not attempts:
            raise NotApplicable(Text("시도가 없습니다", "there is no attempt"))
        return str(attempts[-1]["identityVerificationTxId"])

    def _attempts(self, id_: str) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self._call("GET", f"/verifications/{quote(id_, safe='')}")["attempts"]
        return found

    def advance(self, seconds: int) -> None:
        """POST /_mock/clock/advance, on a merchant made for it only: the user's own clock is left alone."""
        if not self._owned:
            raise NotApplicable(
                Text("쓰고 있는 가맹점의 시계는 옮기지 않습니다", "the clock of a merchant in use is not moved")
            )
        self._call("POST", "/clock/advance", {"seconds": seconds})

    def other_merchant(self) -> tuple[str, Arrangement]:
        """POST /_mock/sandboxes."""
        return self._made("empty")

    def _made(self, scenario: Any) -> tuple[str, Arrangement]:
        secret: str = self._call("POST", "/sandboxes", {"scenario": scenario}, secret=None)["apiSecret"]
        made = ControlPaths(
            self._http, self._base_url, secret, admin_token=self._admin_token, owned=True, seconds=self._seconds
        )
        self._merchants.append(made)
        return secret, made

    def tidy(self, ids: Sequence[str]) -> None:
        """Remove the verifications of these ids and the merchants that were made."""
        # A server that has gone away meanwhile has been judged for that already.
        with suppress(httpx.HTTPError, Endless):
            for merchant in self._merchants:
                merchant.request("DELETE", "/sandbox")
            self._merchants.clear()
            for id_ in ids:
                self.request("DELETE", f"/verifications/{quote(id_, safe='')}")

    def request(
        self, method: str, path: str, body: Any = None, secret: str | None = "", *, prefix: str = "/_mock"
    ) -> Raw:
        """One call of a control path."""
        headers = {} if secret is None else {"Authorization": f"PortOne {secret or self._secret}"}
        if self._admin_token is not None:
            headers["Mock-Admin-Token"] = self._admin_token
        content = None if body is None else json.dumps(body).encode()
        url = f"{self._base_url}{prefix}{path}"
        return call(self._http, method, url, content=content, headers=headers, seconds=self._seconds)

    def _call(
        self, method: str, path: str, body: Any = None, secret: str | None = "", *, prefix: str = "/_mock"
    ) -> Any:
        try:
            answer = self.request(method, path, body, secret, prefix=prefix)
        except (httpx.HTTPError, Endless) as error:
            name = type(error).__name__
            raise NotApplicable(
                Text(f"준비하는 중에 응답이 없었습니다: {name}", f"the arrangement got no answer: {name}")
            ) from None
        told = f"{method} {prefix}{path} → {answer.status}"
        if not 200 <= answer.status < 300:
            raise NotApplicable(Text(f"준비가 거절되었습니다: {told}", f"the arrangement was refused: {told}"))
        try:
            return json.loads(answer.content)
        except ValueError:
            raise NotApplicable(
                Text(f"준비의 응답이 JSON이 아닙니다: {told}", f"the arrangement got no JSON: {told}")
            ) from None


def _site(channel: Mapping[str, str]) -> Site:
    return Site(
        channel["name"],
        channel["key"],
        channel["pgMerchantId"],
        channel["pgProvider"],
        channel["profile"],
        channel["type"] == "TEST",
    )


def _order_of(person: Mapping[str, Any]) -> Mapping[str, Any]:
    """The send that describes one of the listed people."""
    customer = {**NOBODY, **{name: person[name] for name in ("name", "phoneNumber", "identityNumber")}}
    return {"customer": customer, "operator": person["operator"], "method": "SMS"}


def _sound(people: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [one for one in people if one["outcome"] is None]


def control_paths(
    http: httpx.Client,
    base_url: str,
    api_secret: str,
    admin_token: str | None = None,
    seconds: float = SECONDS,
) -> ControlPaths | None:
    """The control paths of the server there, or None where it has none."""
    try:
        return ControlPaths(http, base_url, api_secret, admin_token=admin_token, seconds=seconds)
    except (NotApplicable, ValueError, KeyError, TypeError):
        return None


def wants_admin_token(http: httpx.Client, base_url: str, seconds: float = SECONDS) -> bool:
    """Whether control paths are there and only lack an admin token: a mock answers its health to everybody."""
    try:
        told = call(http, "GET", f"{base_url.rstrip('/')}/_mock/health", headers={}, seconds=seconds)
        return told.status == 200 and "version" in json.loads(told.content)
    except (httpx.HTTPError, Endless, ValueError, TypeError):
        return False
