"""Settings: from options and the environment, with one line for whatever cannot be used."""

import re
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mock_server.settings import READERS, SettingError, Settings, duration, is_loopback, read, variable

# Option -> (a text, its value); every option is here.
GOOD: dict[str, tuple[str, Any]] = {
    "host": ("0.0.0.0", "0.0.0.0"),
    "port": ("9000", 9000),
    "scenario": ("empty", "empty"),
    "api-secret": ("a secret", "a secret"),
    "store-id": ("store-mine", "store-mine"),
    "channel-key": ("danal=channel-key-1,kcp=k=2", {"danal": "channel-key-1", "kcp": "k=2"}),
    "admin-token": ("token", "token"),
    "open-control": ("1", True),
    "public-url": ("https://mock.example.test/", "https://mock.example.test"),
    "allowed-host": ("a.example.test b.example.test", ("a.example.test", "b.example.test")),
    "allow-origin": ("http://a.test:3000,https://b.test", ("http://a.test:3000", "https://b.test")),
    "seed": ("-7", -7),
    "idle": ("15m", 900.0),
    "state": ("./world.json", "./world.json"),
    "strict": ("yes", True),
    "people-only": ("0", False),
}
BAD: dict[str, list[str]] = {
    "host": ["", " localhost", "a\nb"],
    "port": ["", "x", "-1", "65536", "1e3", "٣"],
    "scenario": [""],
    "api-secret": ["", "a ", "a\0"],
    "store-id": [""],
    "channel-key": ["danal", "=x", "danal=", "danal=1,danal=2"],
    "admin-token": [""],
    "open-control": ["maybe", "2"],
    "public-url": ["mock.test", "ftp://mock.test", "http://", "http://mock.test/path", "http://mock.test?x=1"],
    "allow-origin": ["null", "*", "http://a.test/path"],
    "seed": ["x", "1.5", "", "9" * 19],
    "idle": ["0", "-1h", "1w", "", "h", "1 h"],
    "strict": ["maybe"],
}


def test_every_option_is_tried_here() -> None:
    # A new option needs a row in GOOD.
    assert GOOD.keys() >= {"host", "port", "api-secret"}
    assert GOOD.keys() <= READERS.keys()


@pytest.mark.parametrize("option", GOOD)
def test_a_setting_is_read_from_its_option_and_from_its_variable(option: str) -> None:
    text, value = GOOD[option]
    name = READERS[option][0]
    by_option, _ = read({option: text}, {})
    by_variable, notes = read({}, {variable(option): text})
    assert getattr(by_option, name) == getattr(by_variable, name) == value
    assert notes == []


def test_a_variable_is_named_after_its_option() -> None:
    assert variable("api-secret") == "PORTONE_MOCK_API_SECRET"
    assert variable("port") == "PORTONE_MOCK_PORT"


@pytest.mark.parametrize("option", READERS)
def test_every_option_sets_a_field_that_exists(option: str) -> None:
    assert READERS[option][0] in {field.name for field in fields(Settings)}


def test_an_option_wins_over_the_environment() -> None:
    assert read({"port": "1"}, {"PORTONE_MOCK_PORT": "2"})[0].port == 1


def test_the_defaults() -> None:
    settings, notes = read({}, {})
    assert (settings.host, settings.port, settings.scenario) == ("localhost", 8585, "default")
    assert (settings.idle, settings.strict, settings.seed) == (24 * 3600, False, None)
    assert notes == []


@pytest.mark.parametrize(("option", "text"), [(option, text) for option, texts in BAD.items() for text in texts])
def test_a_value_that_cannot_be_used_is_named_in_one_line(option: str, text: str) -> None:
    for source, given_ in ((f"--{option}", ({option: text}, {})), (variable(option), ({}, {variable(option): text}))):
        with pytest.raises(SettingError) as caught:
            read(*given_)
        line = str(caught.value)
        assert line.startswith(source)
        assert "\n" not in line


@pytest.mark.parametrize("option", ["api-secret", "admin-token"])
def test_a_secret_is_not_repeated_when_it_cannot_be_used(option: str) -> None:
    with pytest.raises(SettingError) as caught:
        read({option: "hunter-two "}, {})
    assert "hunter" not in str(caught.value)


def test_a_service_link_of_kubernetes_is_no_port_and_is_said_in_one_line() -> None:
    links = {
        "PORTONE_MOCK_PORT": "tcp://10.0.0.1:8585",
        "PORTONE_MOCK_SERVICE_HOST": "10.0.0.1",
        "PORTONE_MOCK_SERVICE_PORT": "8585",
        "PORTONE_MOCK_SERVICE_PORT_HTTP": "8585",
        "PORTONE_MOCK_PORT_8585_TCP": "tcp://10.0.0.1:8585",
        "PORTONE_MOCK_PORT_8585_TCP_ADDR": "10.0.0.1",
    }
    settings, notes = read({}, links)
    assert settings.port == 8585
    assert len(notes) == 1
    assert "PORTONE_MOCK_PORT=tcp://10.0.0.1:8585 is ignored" in notes[0]
    with pytest.raises(SettingError):
        read({"port": "tcp://10.0.0.1:8585"}, {})


def test_an_unknown_variable_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(SettingError, match=r"PORTONE_MOCK_API_SECRT is not .*did you mean PORTONE_MOCK_API_SECRET"):
        read({}, {"PORTONE_MOCK_API_SECRT": "x"})
    with pytest.raises(SettingError, match=r"PORTONE_MOCK_ZZZZZZZZZZZZZZZZZZZZZ .*Known: .*PORTONE_MOCK_PORT"):
        read({}, {"PORTONE_MOCK_ZZZZZZZZZZZZZZZZZZZZZ": "x"})
    read({}, {"PORTONE_CONTRACTS_BASE_URL": "x", "PORTONE_API_SECRET": "x", "PATH": "x"})


def test_a_token_and_no_token_exclude_each_other() -> None:
    with pytest.raises(SettingError, match="exclude each other"):
        read({"admin-token": "x", "open-control": "1"}, {})


@pytest.mark.parametrize(
    ("text", "seconds"), [("90", 90), ("90s", 90), ("1.5m", 90), ("24h", 86_400), ("7d", 604_800), ("0.5s", 0.5)]
)
def test_durations(text: str, seconds: float) -> None:
    assert duration(text) == seconds


@given(st.text())
def test_any_other_text_is_no_duration(text: str) -> None:
    assume(not re.fullmatch(r"\d+(\.\d+)?[smhd]?", text, re.ASCII))
    with pytest.raises(ValueError, match="90s"):
        duration(text)


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("[::1]", True),
        ("app.localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.0.2", False),
        ("mock.test", False),
        ("localhost.evil.test", False),
    ],
)
def test_what_only_this_machine_reaches(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback
    assert Settings(host=host).control_is_open is loopback


def test_an_admin_token_is_made_where_one_is_needed_and_none_was_given() -> None:
    made = [Settings(host="0.0.0.0").with_admin_token().admin_token for _ in range(2)]
    assert all(token and len(token) >= 32 for token in made)
    assert made[0] != made[1]
    assert Settings(host="0.0.0.0", admin_token="mine").with_admin_token().admin_token == "mine"
    assert Settings(host="0.0.0.0", open_control=True).with_admin_token().admin_token is None
    assert Settings().with_admin_token().admin_token is None
