"""What can go wrong, and which answer is which branch; no I/O. An application answers the two branches differently.

PortOneError            with `operation`, and `message`, `status`, `type` of PortOne's answer, as far as there was one
├── RefusedError        PortOne refused: no such verification, or not as asked (`status` None: no id, nobody was asked)
└── CouldNotAskError    PortOne could not be asked: no usable answer, or our own credentials or request refused;
                        try again later, and never tell a user "verification failed"
"""

from typing import Any

import httpx


class PortOneError(Exception):
    def __init__(self, operation: str, message: str, status: int | None = None, type_: str | None = None) -> None:
        super().__init__(": ".join(str(part) for part in (operation, status, type_, message) if part))
        self.operation, self.message, self.status, self.type = operation, message, status, type_


class RefusedError(PortOneError): ...


class CouldNotAskError(PortOneError): ...


def answer_of(operation: str, response: httpx.Response) -> dict[str, Any]:
    """The JSON object of a success; else the error that the answer stands for."""
    try:
        body = response.json()
    except (ValueError, RecursionError):
        body = None
    if response.status_code == 200 and isinstance(body, dict):
        return body
    type_, message = (str(body.get(it) or "") if isinstance(body, dict) else "" for it in ("type", "message"))
    refused = 400 <= response.status_code < 500 and type_.startswith("IDENTITY_VERIFICATION_")
    branch = RefusedError if refused else CouldNotAskError
    raise branch(operation, message or "no message that can be read", response.status_code, type_ or None)
