"""What can go wrong, as one tree; an application answers each branch differently.

    PortOneError
    ├── InvalidIdError      this cannot be an id: nobody was asked
    ├── RefusedError        PortOne refused: it has no such verification, or not in the state asked for
    └── CouldNotAskError    PortOne could not be asked: no usable answer, or our own credentials or request refused;
                            try again later, and never tell a user "verification failed"
Lives here: the tree, and which answer is which branch. May not: I/O.
"""

from typing import Any

import httpx


class PortOneError(Exception):
    """`operation` in PortOne's words; `message`, `status` and `type` of its answer, as far as there was one."""

    def __init__(self, operation: str, message: str, status: int | None = None, type_: str | None = None) -> None:
        super().__init__(": ".join(str(part) for part in (operation, status, type_, message) if part is not None))
        self.operation, self.message, self.status, self.type = operation, message, status, type_


class InvalidIdError(PortOneError): ...


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
    said = {name: text for name, text in body.items() if isinstance(text, str)} if isinstance(body, dict) else {}
    refused = 400 <= response.status_code < 500 and said.get("type", "").startswith("IDENTITY_VERIFICATION_")
    message = said.get("message", "no message that can be read")
    raise (RefusedError if refused else CouldNotAskError)(operation, message, response.status_code, said.get("type"))
