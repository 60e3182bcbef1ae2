"""A LastCall made by each official SDK, and what the SDK made of the answer, in one shape.

Lives here: Told, the Python SDK both ways, jobs for the driver of the JavaScript SDK. May not: verdicts.
"""

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Final

import httpx
from portone_server_sdk import AuthClient, IdentityVerificationClient
from portone_server_sdk.common import PageInput
from portone_server_sdk.errors import PortOneError
from portone_server_sdk.identity_verification import (
    IdentityVerificationFilterCustomerInput,
    IdentityVerificationFilterInput,
    IdentityVerificationSortInput,
    SendIdentityVerificationBodyCustomer,
)

from mock_server.handle import SandboxHandle
from tests.node import run_driver
from tests.sdk.shop import LastCall

AUTH: Final = frozenset({"loginViaApiSecret", "refreshToken"})
# The option of a call, or the member of such an option -> the SDK's own type for it.
TYPES: Final[Mapping[str, Callable[..., Any]]] = {
    "customer": SendIdentityVerificationBodyCustomer,
    "page": PageInput,
    "sort": IdentityVerificationSortInput,
    "filter": IdentityVerificationFilterInput,
    "filter.customer": IdentityVerificationFilterCustomerInput,
}


@dataclass(frozen=True)
class Told:
    """What came of a call: the classes of the value or the error, own first, and its members in PortOne's spelling."""

    failed: bool
    classes: tuple[str, ...]
    members: dict[str, Any]


class Heard:
    """The answer that the Python SDK got, listened to on its way in."""

    body: Any = None

    def now(self, response: httpx.Response) -> None:
        self.body = json.loads(response.read())

    async def later(self, response: httpx.Response) -> None:
        self.body = json.loads(await response.aread())


def by_python(box: SandboxHandle, call: LastCall) -> tuple[Told, Any]:
    """The call made by the Python SDK's method, and the body of the answer."""
    client, heard = client_for(box, call), Heard()
    client._sync_client.event_hooks = {"response": [heard.now]}
    with client._sync_client:
        try:
            value = getattr(client, snake(call.operation))(**arguments(call.options))
        except PortOneError as error:
            return raised(error), heard.body
    return returned(value), heard.body


def by_python_asynchronously(box: SandboxHandle, call: LastCall) -> tuple[Told, Any]:
    """The same, by the method that is awaited."""
    return asyncio.run(_awaited(box, call))


async def _awaited(box: SandboxHandle, call: LastCall) -> tuple[Told, Any]:
    client, heard = client_for(box, call), Heard()
    client._async_client.event_hooks = {"response": [heard.later]}
    async with client._async_client:
        try:
            value = await getattr(client, f"{snake(call.operation)}_async")(**arguments(call.options))
        except PortOneError as error:
            return raised(error), heard.body
    return returned(value), heard.body


def by_javascript(base_url: str, calls: list[LastCall]) -> list[tuple[Told, Any]]:
    """The calls made by the JavaScript SDK, in one process of Node.js, each with the answer that the SDK keeps."""
    jobs = [_job(call) for call in calls]
    outcomes = run_driver("sdk.mjs", {"build": "import", "baseUrl": base_url, "calls": jobs})
    return [_told(outcome) for outcome in outcomes]


def _job(call: LastCall) -> dict[str, Any]:
    group = "auth" if call.operation in AUTH else "identityVerification"
    store = {} if call.store_id is None else {"storeId": call.store_id}
    return {"secret": call.secret, "call": [group, call.operation], "options": {**call.options, **store}}


def _told(outcome: dict[str, Any]) -> tuple[Told, Any]:
    if "error" not in outcome:
        return Told(False, (), outcome["value"]), outcome["value"]
    error = outcome["error"]
    told = Told(True, tuple(error["names"]), {**error["data"], "message": error["message"]})
    return told, error["data"]


def client_for(box: SandboxHandle, call: LastCall) -> AuthClient | IdentityVerificationClient:
    """The SDK's client of that part of the API."""
    kind = AuthClient if call.operation in AUTH else IdentityVerificationClient
    return kind(secret=call.secret, base_url=box.base_url, store_id=call.store_id)


def arguments(options: Mapping[str, Any], within: str = "") -> dict[str, Any]:
    """The options as the Python SDK takes them: its names, its types."""
    return {snake(name): _typed(f"{within}{name}", value) for name, value in options.items()}


def _typed(name: str, value: Any) -> Any:
    return TYPES[name](**arguments(value, f"{name}.")) if isinstance(value, Mapping) else value


def returned(value: object) -> Told:
    """An object of the SDK that a method gave; a plain dict, which is what it gives for the unknown, has no class."""
    return Told(False, _classes(value), portone_words(value))


def raised(error: PortOneError) -> Told:
    """An error of the SDK, whose class stands for its `type`."""
    type_ = re.sub(r"(?<!^)(?=[A-Z])", "_", type(error).__name__.removesuffix("Error")).upper()
    return Told(True, _classes(error), {"type": type_, **portone_words(vars(error))})


def _classes(value: object) -> tuple[str, ...]:
    return tuple(each.__name__ for each in type(value).__mro__)


def snake(name: str) -> str:
    """A name of PortOne's as Python has it."""
    return "from_" if name == "from" else re.sub(r"[A-Z]", lambda letter: f"_{letter[0].lower()}", name)


def portone_words(value: Any) -> Any:
    """The JSON that an object of the SDK was made from; `status` comes from the type that stands for it."""
    if isinstance(value, list):
        return [portone_words(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        status = re.fullmatch(r"(Ready|Verified|Failed)IdentityVerification", type(value).__name__)
        shallow = {field.name: getattr(value, field.name) for field in fields(value)}
        return portone_words(shallow) | ({"status": status[1].upper()} if status else {})
    if isinstance(value, Mapping):
        camel = {re.sub(r"_(\w)", lambda letter: letter[1].upper(), name): each for name, each in value.items()}
        return {name: portone_words(each) for name, each in camel.items() if each is not None}
    return value
