"""What prepares a server for the contracts that base URL and secret alone cannot judge.

Lives here: the Arrangement that contracts see, and what it speaks of. May not: laws, any single arrangement
(control_paths.py, arrangement_file.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Protocol

from .needs import Need

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
