"""How PortOne's mobile SDKs read the URL that they are sent to, re-implemented from what is known of them.

Lives here: the three ways of reading. May not: expectations of a test.
"""

from typing import Final
from urllib.parse import unquote


def read_by_react_native(url: str) -> dict[str, str]:
    """JavaScript's `split(separator, 2)` drops the rest, and values are decoded by decodeURIComponent (+ stays)."""
    query = url.split("?")[:2][1]
    pairs = (part.split("=")[:2] for part in query.split("&"))
    return {name: unquote(value, errors="strict") for name, value in pairs}


def read_by_android(url: str) -> dict[str, str]:
    """Throws without `transactionType`."""
    read = read_by_react_native(url)
    assert read["transactionType"] == "IDENTITY_VERIFICATION"
    return read


def read_by_flutter_and_ios(url: str) -> dict[str, str]:
    """Need all three members."""
    read = read_by_react_native(url)
    for name in ("transactionType", "identityVerificationId", "identityVerificationTxId"):
        assert read[name]
    return read


READERS: Final = (read_by_react_native, read_by_android, read_by_flutter_and_ios)
