"""The first screen: an address, a block for .env, a request to paste, and no secret that was given."""

from urllib.parse import quote

import pytest

from mock_server import Settings
from mock_server.banner import TRY, banner, connection_of, ids_to_try
from mock_server.env_formats import render
from mock_server.scenario import load_scenario, merge, shipped

from .in_process import ClientFactory


def test_it_holds_a_block_for_env_and_a_request_that_can_be_pasted() -> None:
    text = banner(Settings(), 4242)
    assert render(connection_of(Settings(), 4242), "dotenv") in text
    assert (
        "curl -H 'Authorization: PortOne mock-api-secret' http://localhost:4242/identity-verifications/idv-adult"
        in text
    )
    for id_ in ("idv-adult", "idv-turns-19-tomorrow", "idv-failed"):
        assert id_ in text


def test_it_names_the_console_with_the_token_where_one_is_needed() -> None:
    assert "console: http://localhost:1/_mock/\n" in banner(Settings(), 1)
    public = banner(Settings(host="0.0.0.0", admin_token="a&b"), 1)
    assert "console: http://localhost:1/_mock/?token=a%26b\n" in public
    assert "token=" not in banner(Settings(host="0.0.0.0", open_control=True), 1)


def test_it_says_what_this_is_not_in_both_languages() -> None:
    text = banner(Settings(), 1)
    assert "공식 제품이 아니" in text
    assert "not PortOne's own" in text


def test_the_ids_to_try_are_there(client: ClientFactory) -> None:
    mock = client()
    assert [mock.read(id_).status_code for id_ in TRY] == [200, 200, 200]


@pytest.mark.parametrize("name", list(shipped()))
def test_in_every_scenario_the_ids_to_try_are_there(client: ClientFactory, name: str) -> None:
    scenario, mock = load_scenario(name), client(scenario=name)
    ids = ids_to_try(scenario)
    assert len(ids) <= len(TRY)
    assert bool(ids) is bool(scenario.verifications or scenario.ready_made)
    for id_ in ids:
        shown = mock.get(f"/_mock/verifications/{quote(id_, safe='')}")
        assert (shown.status_code, id_ in banner(Settings(), 1, ids=ids)) == (200, True)


def test_where_there_is_none_it_says_so_and_one_that_is_no_plain_word_is_encoded() -> None:
    nothing = banner(Settings(), 1, ids=ids_to_try(load_scenario("empty")))
    assert "this scenario holds no verification yet" in nothing
    assert "curl" not in nothing
    one = banner(Settings(), 1, ids=ids_to_try(merge([{"verifications": {"a b/c'": {}}}])))
    assert "/identity-verifications/a%20b%2Fc%27\n" in one
    assert "other ids" not in one


@pytest.mark.parametrize("secret", ["hunter-two", "a b'c"])
def test_a_secret_that_was_given_is_not_printed(secret: str) -> None:
    text = banner(Settings(api_secret=secret), 1)
    assert secret not in text
    assert '"Authorization: PortOne $PORTONE_API_SECRET"' in text
    assert "<" in connection_of(Settings(api_secret=secret), 1).api_secret


def test_given_values_are_shown() -> None:
    connection = connection_of(
        Settings(store_id="store-mine", channel_keys={"danal": "key-mine"}, public_url="https://m.example.test"), 1
    )
    assert (connection.store_id, connection.channel_key) == ("store-mine", "key-mine")
    assert connection.sdk_url == "https://m.example.test/v2/browser-sdk.js"
    with pytest.raises(ValueError, match="dnaal"):
        connection_of(Settings(channel_keys={"dnaal": "x"}), 1)


def test_the_address_is_one_that_a_client_can_use() -> None:
    assert connection_of(Settings(host="0.0.0.0"), 80).base_url == "http://localhost:80"
    assert connection_of(Settings(host="::1"), 80).base_url == "http://[::1]:80"


def test_off_loopback_it_gives_the_admin_token_or_warns_that_there_is_none() -> None:
    assert "Mock-Admin-Token" not in banner(Settings(), 1)
    assert "Mock-Admin-Token: made-one" in banner(Settings(host="0.0.0.0", admin_token="made-one"), 1)
    opened = banner(Settings(host="0.0.0.0", open_control=True), 1)
    assert "--open-control" in opened
    assert "!!" in opened
    assert "Mock-Admin-Token" not in opened
