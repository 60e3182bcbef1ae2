"""What was sent and what came back, as a report may show it: without credentials, without anybody's data.

Lives here: Exchange and the masking of bodies. May not: sending. Values of a person are replaced by stars that keep
their shape (`****-**-**`), so that a reader still sees what was wrong with them.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import unquote_plus

from .text import Said, Text

MASK: Final = "***"
LONGEST_SHOWN: Final = 4_000
_CREDENTIALS: Final = re.compile(r"(api_?(secret|key)|(access|refresh)_?token)", re.IGNORECASE)
# Members that tell of a person, wherever they stand.
_PERSONAL: Final = frozenset(
    ("name", "phoneNumber", "birthDate", "birthYear", "birthMonth", "birthDay", "identityNumber", "ipAddress")
) | {"ci", "di", "customData", "pgRawResponse", "pgTxId", "otp"}
# In these objects the same names tell of nobody.
_IMPERSONAL: Final = frozenset(("channel",))
_SHOWN_HEADERS: Final = ("content-type", "location", "allow", "retry-after")


@dataclass(frozen=True)
class Exchange:
    """One request and its answer, masked; `status` is None where none came, and `answer` says why."""

    request: str
    headers: Mapping[str, str]
    body: str
    status: int | None
    answer_headers: Mapping[str, str]
    answer: Said

    def changed(self, mask: Any) -> "Exchange":
        """The same with `mask` put over every text of it."""
        answer = Text(*map(mask, self.answer)) if isinstance(self.answer, Text) else mask(self.answer)
        headers = {name: mask(value) for name, value in self.headers.items()}
        answered = {name: mask(value) for name, value in self.answer_headers.items()}
        return replace(
            self,
            request=mask(self.request),
            headers=headers,
            body=mask(self.body),
            answer_headers=answered,
            answer=answer,
        )


def shown_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Of the headers of an answer, those that mean something here."""
    return {name: headers[name] for name in _SHOWN_HEADERS if name in headers}


def sent_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers of a request; of the Authorization, its scheme."""
    return {name: _scheme(value) if name.lower() == "authorization" else value for name, value in headers.items()}


def _scheme(value: str) -> str:
    word, _, rest = value.partition(" ")
    return f"{word} {MASK}" if rest else MASK


def shown_query(text: str) -> str:
    """A query of an URL, its JSON masked."""
    return "&".join(
        f"{name}={shown_body(unquote_plus(value))}" if name == "requestBody" else part
        for part in text.split("&")
        for name, _, value in [part.partition("=")]
    )


def shown_body(content: bytes | str) -> str:
    """A body with the values of credentials and people masked, and cut where it is long."""
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else content
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return _cut(text)
    return _cut(json.dumps(masked_value(value), ensure_ascii=False) if isinstance(value, (dict, list)) else text)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}… ({len(text)})"


def masked_value(value: Any, name: str = "") -> Any:
    """A JSON value without credentials and without anybody's data."""
    if isinstance(value, dict):
        if name in _IMPERSONAL:
            return value
        return {key: masked_value(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [masked_value(inner, name) for inner in value]
    if isinstance(value, str) and _CREDENTIALS.fullmatch(name):
        return MASK
    if isinstance(value, str) and name in _PERSONAL:
        return starred(value)
    return value


def starred(text: str) -> str:
    """The text with a star for every letter and digit; where it is long, its length only."""
    if len(text) > 40:
        return f"{MASK} ({len(text)})"
    return re.sub(r"\w", "*", text)
