"""What the environment says, read once; nothing else reads it. A secret is in no repr and no message."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ..duplicates import KeyRing

NEEDED: Final = {
    "PORTONE_API_SECRET": "the API secret of PortOne's console",
    "PORTONE_STORE_ID": "the store id of the console, which the browser needs",
    "PORTONE_CHANNEL_KEY": "the key of the channel that the browser opens",
    "SIGNUP_HASH_KEYS": "ID:HEX[,ID:HEX…], the current one first, each of 64 hex digits or more; to make one: "
    "python -c \"import secrets; print('k1:' + secrets.token_hex(32))\"",
}


@dataclass(frozen=True, kw_only=True)
class Settings:
    api_secret: str = field(repr=False)
    store_id: str
    channel_key: str
    hash_keys: KeyRing = field(repr=False)
    api_base: str = "https://api.portone.io"
    database_url: str = field(default="sqlite:///signup.db", repr=False)  # may hold a password
    development: bool = False  # lets test channels and a mock's people in, and cookies without https
    host: str = "127.0.0.1"
    port: int = 8000


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """ValueError names what is missing or cannot be read, and what it should be."""
    missing = [f"{name} ({what})" for name, what in NEEDED.items() if not environment.get(name)]
    if missing:
        raise ValueError(f"not set: {'; '.join(missing)}")
    return Settings(
        api_secret=environment["PORTONE_API_SECRET"],
        store_id=environment["PORTONE_STORE_ID"],
        channel_key=environment["PORTONE_CHANNEL_KEY"],
        hash_keys=_key_ring(environment["SIGNUP_HASH_KEYS"]),
        api_base=_api_base(environment.get("PORTONE_API_BASE") or Settings.api_base),
        database_url=environment.get("DATABASE_URL") or Settings.database_url,
        development=_mode(environment.get("SIGNUP_MODE") or "production"),
        host=environment.get("SIGNUP_HOST") or Settings.host,
        port=_port(environment.get("SIGNUP_PORT") or str(Settings.port)),
    )


def _key_ring(text: str) -> KeyRing:
    try:
        pairs = [part.split(":") for part in text.split(",")]
        return KeyRing([(key_id.strip(), bytes.fromhex(secret)) for key_id, secret in pairs])
    except ValueError as error:
        # What fromhex says has a position in it and no digit.
        raise ValueError(f"SIGNUP_HASH_KEYS cannot be read ({NEEDED['SIGNUP_HASH_KEYS']}): {error}") from None


def _api_base(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#]+/?", text):
        raise ValueError(f"PORTONE_API_BASE is scheme and host, such as {Settings.api_base}, not {text!a}")
    return text


def _mode(text: str) -> bool:
    if text not in ("production", "development"):
        raise ValueError(f"SIGNUP_MODE is production or development, not {text!a}")
    return text == "development"


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise ValueError(f"SIGNUP_PORT is a number up to 65535 (0: any that is free), not {text!a}")
    return int(text)
