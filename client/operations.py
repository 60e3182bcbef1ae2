"""PortOne's operations: each request as it has to be sent, and how its answer is read. No I/O; nothing is sent here."""

import json
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar
from urllib.parse import quote

import httpx

from .errors import UnreadableAnswerError, UnusableIdError, answer_of
from .reading import (
    IdentityVerification,
    Page,
    Tokens,
    read_confirmed,
    read_identity_verification,
    read_page,
    read_tokens,
)

Answer = TypeVar("Answer")
LONGEST_ID: Final = 200


@dataclass(frozen=True)
class Operation(Generic[Answer]):
    """One request; `name` is PortOne's operationId. `key`: its Idempotency-Key, the same however often it is sent."""

    name: str
    method: str
    path: str
    read: Callable[[dict[str, Any]], Answer] = field(repr=False)
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: Mapping[str, Any] | None = field(default=None, repr=False)
    key: str | None = None

    @property
    def gets_tokens(self) -> bool:
        """Carries its credential in the body, and no other."""
        return self.read is read_tokens

    def answer(self, response: httpx.Response) -> Answer:
        """What the response says; a PortOneError where that is nothing good."""
        body = answer_of(self.name, response)
        try:
            return self.read(body)
        except ValueError as error:
            raise UnreadableAnswerError(self.name, f"no usable answer: {error}", response.status_code) from error


@dataclass(frozen=True, repr=False)
class Customer:
    """Whom PortOne shall verify. `identity_number`: the first 7 digits of a resident number, needed for an SMS."""

    name: str
    phone_number: str
    ip_address: str
    id: str | None = None
    identity_number: str | None = None


@dataclass(frozen=True)
class Requests:
    """The operations, in one store; without `store_id` PortOne takes that of the credential."""

    store_id: str | None = None

    def get_identity_verification(self, id_: str) -> Operation[IdentityVerification]:
        """What PortOne says about this id now."""
        name = "getIdentityVerification"
        return Operation(name, "GET", _path(name, id_), read_identity_verification, query=self._store())

    def get_identity_verifications(
        self, *, page: int = 0, size: int = 10, matching: Mapping[str, Any] | None = None,
        sort: Mapping[str, str] | None = None,
    ) -> Operation[Page]:  # fmt: skip
        """A page of the records that fit `matching` (PortOne's `filter`), in the order `sort`; by PortOne's names."""
        asked = {"page": {"number": page, "size": size}, "filter": {**self._store(), **(matching or {})}, "sort": sort}
        # The body of a GET gets lost on the way, so PortOne takes it as a parameter too.
        query = {"requestBody": json.dumps({name: value for name, value in asked.items() if value})}
        return Operation("getIdentityVerifications", "GET", "/identity-verifications", read_page, query=query)

    def send_identity_verification(
        self, id_: str, *, channel_key: str, customer: Customer, operator: str, method: str = "SMS",
        custom_data: str | None = None, bypass: Mapping[str, Any] | None = None,
    ) -> Operation[None]:  # fmt: skip
        """Have an OTP sent (`method` SMS) or the operator's app opened (APP)."""
        described = {
            "name": customer.name, "phoneNumber": customer.phone_number, "ipAddress": customer.ip_address,
            "id": customer.id, "identityNumber": customer.identity_number,
        }  # fmt: skip
        asked = {"channelKey": channel_key, "customer": _present(described), "operator": operator, "method": method}
        more = _present({"customData": custom_data, "bypass": bypass})
        return _verb("send", id_, _nothing, body={**self._store(), **asked, **more})

    def confirm_identity_verification(self, id_: str, otp: str | None = None) -> Operation[IdentityVerification]:
        """The verified record. An `otp` is text: its leading zeros count."""
        return _verb("confirm", id_, read_confirmed, body={**self._store(), **_present({"otp": otp})})

    def resend_identity_verification(self, id_: str) -> Operation[None]:
        """Have another OTP sent."""
        return _verb("resend", id_, _nothing, query=self._store())

    def login_via_api_secret(self, api_secret: str) -> Operation[Tokens]:
        """An access token and a refresh token; earlier refresh tokens of this credential end."""
        return _post("loginViaApiSecret", "/login/api-secret", read_tokens, body={"apiSecret": api_secret})

    def login_via_api_key(self, api_key: str) -> Operation[Tokens]:
        """The login of 2023, which PortOne announced for use until 2024-03."""
        return _post("loginViaApiKey", "/login/api-key", read_tokens, body={"apiKey": api_key})

    def refresh_token(self, refresh_token: str) -> Operation[Tokens]:
        """Two new tokens for a refresh token, which ends."""
        return _post("refreshToken", "/token/refresh", read_tokens, body={"refreshToken": refresh_token})

    def _store(self) -> dict[str, str]:
        return {"storeId": self.store_id} if self.store_id else {}


def _verb(verb: str, id_: str, read: Callable[[dict[str, Any]], Answer], **parts: Any) -> Operation[Answer]:
    name = f"{verb}IdentityVerification"
    return _post(name, f"{_path(name, id_)}/{verb}", read, **parts)


def _post(name: str, path: str, read: Callable[[dict[str, Any]], Answer], **parts: Any) -> Operation[Answer]:
    """Every POST has a key of its own, under which a repeat gets the first answer instead of being done again."""
    return Operation(name, "POST", path, read, key=secrets.token_urlsafe(24), **parts)


def _path(operation: str, id_: str) -> str:
    """The id as one segment. `.` and `..` are steps of a path even when encoded, and half a surrogate has no bytes."""
    if id_ in ("", ".", "..") or len(id_) > LONGEST_ID or re.search("[\ud800-\udfff]", id_):
        raise UnusableIdError(
            operation, f"an id has 1 to {LONGEST_ID} characters and is neither . nor .., unlike {id_[:20]!a}"
        )
    return f"/identity-verifications/{quote(id_, safe='')}"


def _present(members: Mapping[str, Any]) -> dict[str, Any]:
    """Nothing is nullable at PortOne: what is None is left out."""
    return {name: value for name, value in members.items() if value is not None}


def _nothing(body: dict[str, Any]) -> None:
    """The answer of send and resend is `{}`."""
