"""The channels are those of the design, and each is found by its name or key and by nothing else."""

from itertools import permutations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain.channels import CHANNELS, DEFAULT_CHANNEL, Channels
from mock_server.domain.providers import PROFILES
from tests.law.facts import CHANNELS as PROFILE_OF
from tests.law.facts import PROVIDERS

NAMES = ["danal", "danal-contract", "danal-no-ci", "kcp", "kcp-no-ci", "inicis", "kcp-test", "inicis-test"]


def test_these_channels_exist_and_the_first_is_the_default() -> None:
    assert [channel.name for channel in Channels()] == NAMES
    assert DEFAULT_CHANNEL == "danal"


def test_only_those_called_test_are_test_channels() -> None:
    assert {channel.name for channel in CHANNELS if channel.type == "TEST"} == {"kcp-test", "inicis-test"}
    assert {channel.type for channel in CHANNELS} == {"LIVE", "TEST"}


def test_each_has_its_provider_profile_and_key() -> None:
    for channel in CHANNELS:
        assert channel.key == f"channel-key-{channel.name}"
        assert channel.profile == PROFILE_OF[channel.name]
        assert channel.pg_provider == PROVIDERS[channel.name.split("-")[0]] == PROFILES[channel.profile].pg_provider


def test_every_merchant_id_is_marked_and_is_a_site_of_its_own() -> None:
    sites = [channel.pg_merchant_id for channel in CHANNELS]
    assert all(site.startswith("MOCK") for site in sites)
    assert len(set(sites)) == len(sites)


def test_the_selected_channel_of_a_record_has_portones_members() -> None:
    assert Channels().get("kcp-test") is not None
    assert CHANNELS[6].selected() == {
        "type": "TEST",
        "id": "channel-id-kcp-test",
        "key": "channel-key-kcp-test",
        "name": "kcp-test",
        "pgProvider": "KCP_V2",
        "pgMerchantId": CHANNELS[6].pg_merchant_id,
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_channel_is_found_by_name_and_by_key(name: str) -> None:
    channels = Channels()
    found = channels.get(name)
    assert found is not None
    assert found.name == name
    assert channels.get(found.key) is found


@given(st.text())
def test_nothing_else_finds_a_channel(text: str) -> None:
    channels = Channels()
    assert (channels.get(text) is not None) == (text in channels.names())


def test_all_that_finds_one_is_listed_names_first() -> None:
    assert Channels().names() == (*NAMES, *(f"channel-key-{name}" for name in NAMES))


def test_other_keys_replace_the_old_ones_and_nothing_besides() -> None:
    channels = Channels().with_keys({"danal": "channel-key-1234"})
    changed = channels.get("danal")
    assert changed == msgspec.structs.replace(CHANNELS[0], key="channel-key-1234")
    assert channels.get("channel-key-1234") is changed
    assert channels.get("channel-key-danal") is None
    assert [*channels][1:] == [*CHANNELS[1:]]
    assert [*Channels()] == [*CHANNELS]


def test_two_channels_may_swap_their_keys() -> None:
    channels = Channels().with_keys({"kcp": "channel-key-danal", "danal": "channel-key-kcp"})
    assert [channel.name for channel in channels] == NAMES
    found = channels.get("channel-key-danal")
    assert found is not None
    assert found.name == "kcp"


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"danla": "k"}, "^there is no channel 'danla'; did you mean 'danal'\\?$"),
        ({"zzz": "k"}, f"^there is no channel 'zzz'; the channels are {', '.join(NAMES)}$"),
        (
            {"danal": "k", "kcp": "k"},
            "^'k' of the channel 'kcp' already names the channel 'danal': every name and every key",
        ),
        ({"danal": "channel-key-kcp"}, "^'channel-key-kcp' of the channel 'kcp' already names the channel 'danal'"),
        ({"danal": "inicis"}, "^'inicis' of the channel 'inicis' already names the channel 'danal'"),
        ({"inicis": "danal"}, "^'danal' of the channel 'inicis' already names the channel 'danal'"),
    ],
)
def test_a_key_that_cannot_be_given_is_refused_with_what_is_in_its_way(keys: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Channels().with_keys(keys)


def test_two_channels_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="'danal' of the channel 'danal' already names the channel 'danal'"):
        Channels([CHANNELS[0], msgspec.structs.replace(CHANNELS[0], key="other")])


def test_the_order_of_channels_does_not_matter_for_finding_them() -> None:
    for channels in permutations(CHANNELS[:3]):
        assert Channels(channels).get("danal") is CHANNELS[0]
