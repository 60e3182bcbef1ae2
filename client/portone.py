"""PortOneClient and AsyncPortOneClient: two shells that only move bytes.

What is sent and what an answer means is in `operations`, when to log in in `tokens`, when to ask again in `retrying`.
"""

import asyncio
import functools
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

import httpx
from tenacity import AsyncRetrying, Retrying

from .errors import NoAnswerError, PortOneError
from .operations import Operation, Requests
from .retrying import Patience
from .tokens import ApiSecret, Login, TokenFlow

P = ParamSpec("P")
Answer = TypeVar("Answer")
TIMEOUT: Final = httpx.Timeout(60, connect=5)  # seconds; PortOne advises at least 60 s for an answer
PATIENCE: Final = Patience()
ACCESS_TOKENS: Final = 2  # how many a call is tried with: after a 401 one more


class _Shell:
    """What both clients know; nothing here waits."""

    def __init__(
        self, credentials: str | ApiSecret | Login, store_id: str | None, patience: Patience, clock: Callable[[], float]
    ) -> None:
        self._credentials = ApiSecret(credentials) if isinstance(credentials, str) else credentials
        self._flow = None if isinstance(self._credentials, ApiSecret) else TokenFlow(self._credentials, clock)
        self._requests, self._patience = Requests(store_id), patience

    def _parts(self, operation: Operation[Any], access: str | None = None) -> dict[str, Any]:
        """The arguments of httpx's `request`."""
        credential = f"Bearer {access}" if access else f"PortOne {self._credentials.value}"
        headers = {} if operation.gets_tokens else {"Authorization": credential}
        if operation.key:
            headers["Idempotency-Key"] = f'"{operation.key}"'
        body = {} if operation.body is None else {"json": operation.body}
        where = {"method": operation.method, "url": operation.path, "params": operation.query}
        return {**where, **body, "headers": headers}


def _no_answer(operation: Operation[Any], error: httpx.RequestError) -> NoAnswerError:
    return NoAnswerError(operation.name, f"no usable answer: {error!r}")


def _asks(
    build: Callable[Concatenate[Requests, P], Operation[Answer]],
) -> Callable[Concatenate["PortOneClient", P], Answer]:
    """The method that sends what `build` builds."""

    def method(self: "PortOneClient", /, *args: P.args, **named: P.kwargs) -> Answer:
        operation = build(self._requests, *args, **named)
        answer: Answer = Retrying(sleep=self._sleep, **self._patience.policy())(self._attempt, operation)
        return answer

    functools.update_wrapper(method, build)
    return method


class PortOneClient(_Shell):
    """For all threads. `credentials`: a secret, ApiSecretLogin or ApiKeyLogin. Every call may raise a PortOneError.

    `timeout` as httpx has it; `transport` is httpx's, `clock` counts seconds and `sleep` waits for some.
    """

    def __init__(
        self, base_url: str, credentials: str | ApiSecret | Login, *, store_id: str | None = None,
        timeout: float | httpx.Timeout = TIMEOUT, patience: Patience = PATIENCE,
        transport: httpx.BaseTransport | None = None, clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        super().__init__(credentials, store_id, patience, clock)
        self._http = httpx.Client(base_url=base_url, timeout=timeout, transport=transport)
        self._one_at_a_time, self._sleep, self.close = threading.Lock(), sleep, self._http.close

    get_identity_verification = _asks(Requests.get_identity_verification)
    get_identity_verifications = _asks(Requests.get_identity_verifications)
    send_identity_verification = _asks(Requests.send_identity_verification)
    confirm_identity_verification = _asks(Requests.confirm_identity_verification)
    resend_identity_verification = _asks(Requests.resend_identity_verification)
    login_via_api_secret = _asks(Requests.login_via_api_secret)
    login_via_api_key = _asks(Requests.login_via_api_key)
    refresh_token = _asks(Requests.refresh_token)

    def _attempt(self, operation: Operation[Answer]) -> Answer:
        if self._flow is None or operation.gets_tokens:
            return operation.answer(self._send(operation))
        for _ in range(ACCESS_TOKENS):
            access = self._access_token(self._flow)
            response = self._send(operation, access)
            if response.status_code != 401:
                break
            self._flow.refused(access)
        return operation.answer(response)

    def _access_token(self, flow: TokenFlow) -> str:
        failures = flow.failures
        with self._one_at_a_time:
            while (access := flow.usable()) is None:
                flow.share_failure_since(failures)
                asked = flow.ask()
                try:
                    flow.take(asked.answer(self._send(asked)))
                except PortOneError as error:
                    flow.failed(error)
            return access

    def _send(self, operation: Operation[Any], access: str | None = None) -> httpx.Response:
        try:
            return self._http.request(**self._parts(operation, access))
        except httpx.RequestError as error:
            raise _no_answer(operation, error) from error


def _asks_async(
    build: Callable[Concatenate[Requests, P], Operation[Answer]],
) -> Callable[Concatenate["AsyncPortOneClient", P], Awaitable[Answer]]:
    """The coroutine that sends what `build` builds."""

    async def method(self: "AsyncPortOneClient", /, *args: P.args, **named: P.kwargs) -> Answer:
        operation = build(self._requests, *args, **named)
        return await AsyncRetrying(sleep=self._sleep, **self._patience.policy())(self._attempt, operation)

    functools.update_wrapper(method, build)
    return method


class AsyncPortOneClient(_Shell):
    """For all tasks of one event loop; else as PortOneClient, each call awaited."""

    def __init__(
        self, base_url: str, credentials: str | ApiSecret | Login, *, store_id: str | None = None,
        timeout: float | httpx.Timeout = TIMEOUT, patience: Patience = PATIENCE,
        transport: httpx.AsyncBaseTransport | None = None, clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:  # fmt: skip
        super().__init__(credentials, store_id, patience, clock)
        self._http = httpx.AsyncClient(base_url=base_url, timeout=timeout, transport=transport)
        self._one_at_a_time, self._sleep, self.aclose = asyncio.Lock(), sleep, self._http.aclose

    get_identity_verification = _asks_async(Requests.get_identity_verification)
    get_identity_verifications = _asks_async(Requests.get_identity_verifications)
    send_identity_verification = _asks_async(Requests.send_identity_verification)
    confirm_identity_verification = _asks_async(Requests.confirm_identity_verification)
    resend_identity_verification = _asks_async(Requests.resend_identity_verification)
    login_via_api_secret = _asks_async(Requests.login_via_api_secret)
    login_via_api_key = _asks_async(Requests.login_via_api_key)
    refresh_token = _asks_async(Requests.refresh_token)

    async def _attempt(self, operation: Operation[Answer]) -> Answer:
        if self._flow is None or operation.gets_tokens:
            return operation.answer(await self._send(operation))
        for _ in range(ACCESS_TOKENS):
            access = await self._access_token(self._flow)
            response = await self._send(operation, access)
            if response.status_code != 401:
                break
            self._flow.refused(access)
        return operation.answer(response)

    async def _access_token(self, flow: TokenFlow) -> str:
        failures = flow.failures
        async with self._one_at_a_time:
            while (access := flow.usable()) is None:
                flow.share_failure_since(failures)
                asked = flow.ask()
                try:
                    flow.take(asked.answer(await self._send(asked)))
                except PortOneError as error:
                    flow.failed(error)
            return access

    async def _send(self, operation: Operation[Any], access: str | None = None) -> httpx.Response:
        try:
            return await self._http.request(**self._parts(operation, access))
        except httpx.RequestError as error:
            raise _no_answer(operation, error) from error
