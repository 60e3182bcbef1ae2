"""The shape of every refusal, asserted in one place."""

from typing import Any

import httpx

from mock_server.domain.errors import STATUS
from mock_server.version import VERSION

_MEMBERS = {"type", "message", "at", "received", "nearest", "known", "pgCode", "pgMessage", "code", "messages"}


def assert_refused(answer: httpx.Response, type_: str, *says: str) -> dict[str, Any]:
    """The body of a refusal of this type, which has this type's status and says each of these."""
    assert answer.headers["content-type"] == "application/json; charset=utf-8", answer.text
    assert answer.headers["x-portone-mock"] == VERSION
    body: dict[str, Any] = answer.json()
    assert (answer.status_code, body["type"]) == (STATUS[type_], type_), answer.text
    assert body.keys() <= _MEMBERS
    assert None not in body.values()
    assert isinstance(body["message"], str)
    assert body["message"].strip()
    for part in says:
        assert part in body["message"], body["message"]
    return body
