"""What the backend reads from the environment, and what it says of what it cannot read."""

from typing import Any, Final

import pytest

from client.signup.settings import NEEDED, Settings, read_settings

GOOD: Final = {
    "PORTONE_API_SECRET": "hunter-two",
    "PORTONE_STORE_ID": "store-1",
    "PORTONE_CHANNEL_KEY": "channel-key",
    "SIGNUP_HASH_KEYS": f"k2:{'ab' * 32},k1:{'cd' * 32}",
}


def test_the_defaults_are_for_production() -> None:
    settings = read_settings(GOOD)
    assert (settings.development, settings.api_base) == (False, "https://api.portone.io")
    assert settings.database_url.startswith("sqlite:///")
    assert settings.host == "127.0.0.1"


def test_everything_can_be_set() -> None:
    settings = read_settings(
        GOOD
        | {
            "PORTONE_API_BASE": "http://localhost:8585",
            "DATABASE_URL": "postgresql://a:b@c/d",
            "SIGNUP_MODE": "development",
            "SIGNUP_HOST": "0.0.0.0",
            "SIGNUP_PORT": "0",
        }
    )
    assert (settings.api_base, settings.database_url) == ("http://localhost:8585", "postgresql://a:b@c/d")
    assert (settings.development, settings.host, settings.port) == (True, "0.0.0.0", 0)


def test_no_secret_shows() -> None:
    shown = repr(read_settings(GOOD | {"DATABASE_URL": "postgresql://a:pass-word@c/d"}))
    assert [it for it in ("hunter-two", "ab" * 32, "pass-word") if it in shown] == []


def test_what_is_missing_is_named_all_at_once_with_what_it_is() -> None:
    with pytest.raises(ValueError, match="not set") as caught:
        read_settings({"PORTONE_STORE_ID": ""})
    assert [name for name in NEEDED if name not in str(caught.value)] == []
    assert "token_hex" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SIGNUP_HASH_KEYS", "k1", "SIGNUP_HASH_KEYS cannot be read"),
        ("SIGNUP_HASH_KEYS", "k1:zz", "SIGNUP_HASH_KEYS cannot be read"),
        ("SIGNUP_HASH_KEYS", "k1:abcd", "32 bytes or more"),
        ("SIGNUP_HASH_KEYS", f"{'k' * 41}:{'ab' * 32}", "1 to 40 characters"),
        ("SIGNUP_HASH_KEYS", f"k1:{'ab' * 32},k1:{'cd' * 32}", "an id of its own"),
        ("SIGNUP_MODE", "dev", "production or development, not 'dev'"),
        ("SIGNUP_PORT", "99999", "up to 65535"),
        ("SIGNUP_PORT", "http", "up to 65535"),
        ("PORTONE_API_BASE", "localhost:8585", "scheme and host, such as https://api.portone.io"),
        ("PORTONE_API_BASE", "https://a/b", "scheme and host"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_it_should_be(name: str, value: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        read_settings(GOOD | {name: value})
    assert "cd" * 32 not in str(caught.value)


def test_every_setting_can_be_set_and_none_is_forgotten() -> None:
    settings: Any = Settings.__dataclass_fields__
    assert len(settings) == 9
