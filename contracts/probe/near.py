"""Connections that end on this machine or in a private network, unless somebody allows more.

Lives here: resolving a name, checking what it came to, connecting to just that. May not: what is sent.
"""

from typing import Any, Final

import httpcore
import httpx

from .guard import addresses, is_private

FAR: Final = "neither this machine nor private"
_MOST: Final = httpx.Limits(max_connections=100, max_keepalive_connections=20)


class Near(httpx.HTTPTransport):
    """httpx's transport; `anywhere` where it may connect to any machine. A variable SSL_CERT_FILE names whom to trust
    besides the usual authorities."""

    def __init__(self, *, anywhere: bool = False) -> None:
        trusted = httpx.create_ssl_context(trust_env=True)
        super().__init__(verify=trusted, trust_env=False, limits=_MOST)
        self._anywhere = anywhere
        if not anywhere:
            # httpx has no door for this; httpcore's, which it opens onto, is public.
            self._pool = httpcore.ConnectionPool(
                ssl_context=trusted,
                max_connections=_MOST.max_connections,
                max_keepalive_connections=_MOST.max_keepalive_connections,
                keepalive_expiry=_MOST.keepalive_expiry,
                network_backend=_Checked(),
            )

    def afresh(self) -> "Near":
        """Another, with connections of its own."""
        return Near(anywhere=self._anywhere)


class _Checked(httpcore.SyncBackend):
    """A name is resolved once: whoever answers otherwise the second time is not asked a second time."""

    def connect_tcp(self, host: str, port: int, *arguments: Any, **options: Any) -> httpcore.NetworkStream:
        try:
            found = addresses(host)
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        if not all(map(is_private, found)):
            raise httpcore.ConnectError(f"{host} is {FAR}")
        for one in found[:-1]:
            try:
                return super().connect_tcp(one, port, *arguments, **options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return super().connect_tcp(found[-1], port, *arguments, **options)
