"""CI and DI: the keys by which one human being is recognised, everywhere (CI) or on one site (DI).

Pure, and the same in every process and version: testers keep these values in databases. Every value is marked
MOCKCI or MOCKDI, so that one that reaches a real database can be found there.
"""

import hashlib
from base64 import b64encode

CI_LENGTH, CI_MARK = 88, "MOCKCI"
DI_LENGTH, DI_MARK = 66, "MOCKDI"


def ci(identity: str) -> str:
    """88 characters, the base64 of 64 bytes as a real CI is; from the human being alone."""
    return CI_MARK + _base64(digest("ci", identity))[len(CI_MARK) :]


def di(identity: str, site: str, salt: str) -> str:
    """66 characters; `site` is the merchant id (or what replaces it), `salt` keeps sandboxes apart."""
    return DI_MARK + _base64(digest("di", identity, site, salt))[: DI_LENGTH - len(DI_MARK)]


def digest(purpose: str, *parts: str) -> bytes:
    """64 bytes. Each part goes in with its length: ("ab", "c") and ("a", "bc") are two different things."""
    collected = hashlib.sha512()
    for part in (purpose, *parts):
        encoded = part.encode()
        collected.update(len(encoded).to_bytes(8, "big"))
        collected.update(encoded)
    return collected.digest()


def _base64(octets: bytes) -> str:
    return b64encode(octets).decode("ascii")
