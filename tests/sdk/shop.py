"""A merchant's sandbox where an official SDK makes the last call of all, and what that call consists of.

Lives here: Shop, LastCall, and what the provider says there. May not: which outcome needs what (last_calls.py), the
SDKs (official.py), verdicts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from mock_server.handle import SandboxHandle
from tests.law.outcomes import AUTHORISED
from tests.merchant import OTP, Merchant

ID: Final = "idv-of-the-day"
# What the provider says, as the scenario of every shop has it: nothing of it comes from the mock's own tables.
CODES: Final = {
    "sendIdentityVerification": ("provider-error", {"pgCode": "SHOP-1", "pgMessage": "지금은 보낼 수 없음"}),
    "confirmIdentityVerification": ("wrong-otp", {"pgCode": "SHOP-2", "pgMessage": "번호가 다름"}),
    "resendIdentityVerification": ("resends", {"pgCode": "SHOP-3", "pgMessage": "너무 많이 보냄"}),
}


@dataclass(frozen=True)
class LastCall:
    """What the SDK is to be asked: options in PortOne's spelling, and what its client is made with."""

    operation: str
    options: Mapping[str, Any]
    secret: str
    store_id: str | None


@dataclass(frozen=True)
class Shop:
    """A sandbox of two stores; what happens before the last call happens at the second one."""

    box: SandboxHandle
    merchant: Merchant

    def ask(
        self, operation: str, *, store_id: str | None = None, secret: str | None = None, **changes: Any
    ) -> LastCall:
        """The call that usually succeeds, with these options in place of the usual ones."""
        names_store = operation in AUTHORISED and operation != "getIdentityVerifications"
        usual_store = self.merchant.store_id if names_store else None
        options = {**self._usual(operation), **changes}
        return LastCall(operation, options, secret or self.box.api_secret, store_id or usual_store)

    def send(self, id_: str = ID, **members: Any) -> None:
        """A send that succeeds."""
        assert self.merchant.send(id_, **members).json() == {}

    def verify(self, id_: str = ID) -> None:
        """A send and a confirm that succeed."""
        self.send(id_)
        assert self.merchant.confirm(id_).status_code == 200

    def body(self, **customer: Any) -> dict[str, Any]:
        """What a send has in its body but for the store."""
        body = self.merchant.body(customer=customer)
        return {name: member for name, member in body.items() if name != "storeId"}

    def log_in(self) -> dict[str, str]:
        """The tokens of a login."""
        answer = self.merchant.client.post("/login/api-secret", json={"apiSecret": self.box.api_secret})
        tokens: dict[str, str] = answer.json()
        return tokens

    def _usual(self, operation: str) -> dict[str, Any]:
        if operation in {"loginViaApiSecret", "refreshToken"}:
            return {"apiSecret": self.box.api_secret} if operation == "loginViaApiSecret" else {}
        if operation == "getIdentityVerifications":
            return {"filter": {"storeId": self.merchant.store_id}}
        more = {"sendIdentityVerification": self.body, "confirmIdentityVerification": lambda: {"otp": OTP}}
        return {"identityVerificationId": ID, **more.get(operation, dict)()}
