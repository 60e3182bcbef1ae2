"""How a web page and PortOne's mobile SDKs read the URL that they are sent to, re-implemented from their sources.

Lives here: one way of reading for each platform, with the address that it asks to be sent to; what it cannot read
raises. May not: expectations of a test.
"""

from collections.abc import Callable
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

IDS: Final = ("identityVerificationId", "identityVerificationTxId")
RESULT: Final = ("transactionType", *IDS)
TRANSACTION_TYPES: Final = ("PAYMENT", "ISSUE_BILLING_KEY", "IDENTITY_VERIFICATION", "ISSUE_BILLING_KEY_AND_PAY")


def read_on_the_web(url: str) -> dict[str, str]:
    """`URLSearchParams`: a form's encoding, in which `+` is a space; it ends where a fragment begins."""
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def read_by_react_native(url: str) -> dict[str, str]:
    """JavaScript's `split(separator, 2)` drops the rest, and values are decoded by decodeURIComponent (+ stays)."""
    assert url.split(":")[0] == "portone"
    query = url.split("?")[:2][1]
    pairs = (part.split("=")[:2] for part in query.split("&"))
    return {unquote(name): unquote(value, errors="strict") for name, value in pairs}


def read_by_android(url: str) -> dict[str, str]:
    """`Uri.getQueryParameter`, the first of a name; a transactionType that its enum does not have throws."""
    parts = urlsplit(url)
    assert parts.scheme == "portone"
    first = dict(reversed(parse_qsl(parts.query, keep_blank_values=True)))
    assert first["transactionType"] in TRANSACTION_TYPES
    more = ("code", "message") if "code" in first else ("identityVerificationId",)
    return {name: first.get(name, "") for name in ("transactionType", "identityVerificationTxId", *more)}


def read_by_flutter(url: str) -> dict[str, str]:
    """Dart's `Uri.queryParameters`, the last of a name; the cast of an absent member that it needs throws."""
    assert url.startswith("https://portone/complete")
    read = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    assert all(name in read for name in RESULT)
    return {name: read[name] for name in (*RESULT, "code", "message", "pgCode", "pgMessage") if name in read}


def read_by_ios(url: str) -> dict[str, str]:
    """`URLComponents.queryItems`: percent-decoding alone (+ stays), the first of a name; without both ids a failure."""
    assert url.startswith("https://ios-sdk.portone.io/done")
    pairs = [part.partition("=")[::2] for part in urlsplit(url).query.split("&")]
    first = {unquote(name): unquote(value, errors="strict") for name, value in reversed(pairs)}
    assert all(name in first for name in IDS)
    return {name: first[name] for name in (*IDS, "code", "message", "pgCode", "pgMessage") if name in first}


class Platform(NamedTuple):
    """Where its SDK asks to be sent (a web page: anywhere), and what it makes of the URL."""

    target: str
    read: Callable[[str], dict[str, str]]


PLATFORMS: Final = {
    "web": Platform("https://shop.example/done", read_on_the_web),
    "react-native": Platform("portone://blank", read_by_react_native),
    "android": Platform("portone://payment", read_by_android),
    "flutter": Platform("https://portone/complete", read_by_flutter),
    "ios": Platform("https://ios-sdk.portone.io/done", read_by_ios),
}
