"""Calling a server that may do anything: hang, drip, or never stop.

Lives here: a client whose every call ends within a time and a size. May not: judging an answer.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpcore
import httpx

SECONDS: Final = 10.0
LARGEST: Final = 4 * 1024 * 1024


class Endless(Exception):  # noqa: N818 - it is an answer, of a kind
    """An answer that goes on beyond the limits; the message says which."""


@dataclass(frozen=True)
class Raw:
    """A whole answer."""

    status: int
    headers: httpx.Headers
    content: bytes


def call(
    http: httpx.Client,
    method: str,
    url: str | httpx.URL,
    *,
    content: bytes | Iterable[bytes] | None = None,
    headers: Mapping[str, str],
    query: Any = None,
    seconds: float = SECONDS,
) -> Raw:
    """One call; httpx.HTTPError or Endless where no whole answer comes in time."""
    until = time.monotonic() + seconds
    parts, size = [], 0
    with http.stream(method, url, params=query, content=content, headers=headers) as told:
        for part in told.iter_bytes():
            parts.append(part)
            size += len(part)
            if size > LARGEST:
                raise Endless(f"more than {LARGEST // 1024 // 1024} MiB")
            if time.monotonic() > until:
                raise Endless(f"more than {seconds:g} s")
    return Raw(told.status_code, told.headers, b"".join(parts))


def client(seconds: float = SECONDS) -> httpx.Client:
    """A client that follows nothing, takes no proxy or password from the environment, and waits so long at most."""
    return httpx.Client(transport=_Timed(seconds), timeout=seconds, trust_env=False)


class _Timed(httpx.HTTPTransport):
    """httpx's transport with one limit for a whole answer: a server that sends a byte every second is over it too."""

    def __init__(self, seconds: float) -> None:
        super().__init__(trust_env=False)
        self._seconds = seconds
        self._limit = _Limit()
        # httpx has no door for this; httpcore's, which it opens onto, is public.
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False), network_backend=_Backend(self._limit)
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._limit.until = time.monotonic() + self._seconds
        return super().handle_request(request)


class _Limit:
    until: float = 0.0

    def cut(self, timeout: float | None) -> float:
        left = self.until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the whole answer took too long")
        return left if timeout is None else min(timeout, left)


class _Backend(httpcore.SyncBackend):
    def __init__(self, limit: _Limit) -> None:
        self._limit = limit

    def connect_tcp(self, *arguments: Any, **options: Any) -> httpcore.NetworkStream:
        return _Stream(super().connect_tcp(*arguments, **options), self._limit)


class _Stream(httpcore.NetworkStream):
    """A stream whose reads and writes end at the limit."""

    def __init__(self, inner: httpcore.NetworkStream, limit: _Limit) -> None:
        self._inner = inner
        self._limit = limit

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._limit.cut(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._limit.cut(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(self, *arguments: Any, **options: Any) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(*arguments, **options), self._limit)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
