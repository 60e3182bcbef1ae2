"""The arrangement over a portone-mock's control paths, under /_mock.

Lives here: ControlPaths, and finding out whether a server has such paths. May not: laws.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import httpx

from .arrangement import NOBODY, STATES, Arrangement, Limits, Person, Site, State
from .calls import SECONDS, Endless, Raw, call
from .failures import NotApplicable
from .needs import Need
from .text import Text


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
