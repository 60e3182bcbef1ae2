"""Credentials, and the token flow as a state without I/O: what to use, what to ask for next, what came of it.

A client asks under a lock, one at a time: a refresh ends its refresh token, so of two at once one would be refused.
"""

import copy
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Final

from .errors import PortOneError
from .operations import Operation, Requests
from .reading import Tokens

RENEW_BEFORE: Final = 60.0  # seconds before expiry


@dataclass(frozen=True, repr=False)
class Credential:
    value: str

    def __post_init__(self) -> None:
        if not re.fullmatch("[!-~]+", self.value):
            raise ValueError("a credential has to be printable ASCII without blanks (a line end from a file?)")


class ApiSecret(Credential):
    """Every call carries the API secret: no login, no tokens (since 2024-01)."""


class ApiSecretLogin(Credential):
    """Calls carry an access token, which a login with the API secret brings."""

    lifetime: ClassVar[float] = 30 * 60  # seconds, since 2025-02; a 401 tells if that changes

    def log_in(self) -> Operation[Tokens]:
        return Requests().login_via_api_secret(self.value)


class ApiKeyLogin(Credential):
    """Likewise with the API key of 2023."""

    lifetime: ClassVar[float] = 24 * 60 * 60

    def log_in(self) -> Operation[Tokens]:
        return Requests().login_via_api_key(self.value)


Login = ApiSecretLogin | ApiKeyLogin


class TokenFlow:
    """Cached tokens. `clock` counts seconds and never goes back; `failures` counts rounds that brought no token."""

    def __init__(self, login: Login, clock: Callable[[], float]) -> None:
        self._login, self._clock = login, clock
        self._held: tuple[str, float] = ("", -math.inf)  # an access token, and when to renew it
        self._dead: set[str] = set()
        self._refresh: str | None = None
        self._asked_at = 0.0
        self._failure: PortOneError | None = None
        self.failures = 0

    def usable(self) -> str | None:
        """The access token to use; None: ask for another."""
        access, renew_at = self._held
        return access if access not in self._dead and self._clock() < renew_at else None

    def refused(self, access: str) -> None:
        """PortOne answered 401 to this one, which may not be the one that is held by now."""
        self._dead.add(access)

    def share_failure_since(self, failures: int) -> None:
        """Raise what the round came to that was under way when the caller began to wait: 50 waiting are one round."""
        if self._failure and self.failures > failures:
            raise copy.copy(self._failure) from self._failure

    def ask(self) -> Operation[Tokens]:
        """What to send now: a refresh, else a login. The refresh token is spent by asking, whatever becomes of it."""
        refresh, self._refresh, self._held = self._refresh, None, ("", -math.inf)
        self._asked_at = self._clock()
        return Requests().refresh_token(refresh) if refresh else self._login.log_in()

    def take(self, tokens: Tokens) -> None:
        """Both are new: PortOne rotates the refresh token too."""
        self._dead = set()
        self._held = tokens.access_token, self._asked_at + self._login.lifetime - RENEW_BEFORE
        self._refresh = tokens.refresh_token

    def failed(self, error: PortOneError) -> None:
        """A refused refresh token is dead and a login is next; everything else ends the round with this error."""
        if error.operation == "refreshToken" and error.status in (400, 401):
            return
        self._failure, self.failures = error, self.failures + 1
        raise error
