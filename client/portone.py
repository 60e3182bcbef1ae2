"""PortOneClient, the one place that sends. May not: decide anything about what PortOne said."""

import time
from collections.abc import Callable
from urllib.parse import quote

import httpx

from .errors import CouldNotAskError, InvalidIdError, answer_of
from .reading import IdentityVerification, read_identity_verification
from .tokens import TokenFlow

READ = "getIdentityVerification"
TIMEOUT = httpx.Timeout(60, connect=5)  # PortOne advises at least 60 s for its answer


class PortOneClient:
    """Safe to share between threads. With `log_in` the secret is exchanged for tokens, else every call carries it."""

    def __init__(
        self, base_url: str, api_secret: str, *, log_in: bool = False, store_id: str | None = None,
        timeout: httpx.Timeout = TIMEOUT, transport: httpx.BaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        if api_secret.split() != [api_secret] or not api_secret.isascii():
            raise ValueError("api_secret has to be ASCII without blanks (a line end from a file?)")
        auth = TokenFlow(base_url, api_secret, clock) if log_in else None
        headers = {} if log_in else {"Authorization": f"PortOne {api_secret}"}
        self._http = httpx.Client(auth=auth, headers=headers, base_url=base_url, timeout=timeout, transport=transport)
        self._query, self.close = {"storeId": store_id} if store_id else {}, self._http.close

    def get_identity_verification(self, id_: str) -> IdentityVerification:
        """What PortOne says about this id now, or one of the three PortOneErrors."""
        path = identity_verification_path(id_)
        try:
            return read_identity_verification(answer_of(READ, self._http.get(path, params=self._query)))
        except httpx.RequestError as error:
            raise CouldNotAskError(READ, f"no answer: {type(error).__name__}") from error
        except ValueError as error:
            raise CouldNotAskError(READ, f"an answer that cannot be read: {error}", 200) from error


def identity_verification_path(id_: str) -> str:
    """The id as one segment. `.` and `..` would be steps of the path even when encoded; half a surrogate has no bytes."""
    if id_ in ("", ".", "..") or len(id_) > 200 or any("\ud800" <= character <= "\udfff" for character in id_):
        raise InvalidIdError(READ, f"an id has 1 to 200 characters and is neither . nor .., unlike {id_[:20]!a}")
    return f"/identity-verifications/{quote(id_, safe='')}"
