"""What every channel and agency gives is read by PortOne's Python SDK, and absent is None, never a crash."""

from typing import Final

import pytest
from portone_server_sdk.identity_verification import VerifiedIdentityVerification

from tests.sdk.reading import Reader, in_portone_words

ALWAYS: Final = {"name", "birthDate"}
EVERYTHING: Final = ALWAYS | {"operator", "phoneNumber", "gender", "isForeigner", "ci", "di"}
DANAL: Final = EVERYTHING - {"operator", "phoneNumber", "isForeigner"}
INICIS: Final = EVERYTHING - {"operator", "di"}

# channel → (provider, channel type, members of the verified customer), from PortOne's guides and not from our table
CHANNELS: Final = {
    "danal": ("DANAL", "LIVE", DANAL),
    "danal-contract": ("DANAL", "LIVE", EVERYTHING),
    "danal-no-ci": ("DANAL", "LIVE", DANAL - {"ci"}),
    "kcp": ("KCP_V2", "LIVE", EVERYTHING),
    "kcp-no-ci": ("KCP_V2", "LIVE", EVERYTHING - {"ci"}),
    "inicis": ("INICIS_UNIFIED", "LIVE", INICIS),
    "kcp-test": ("KCP_V2", "TEST", EVERYTHING),
    "inicis-test": ("INICIS_UNIFIED", "TEST", INICIS),
}
AGENCIES: Final = (
    "PASS", "TOSS", "KFTC", "KAKAO", "NAVER", "SAMSUNG", "SHINHAN", "KB", "HANA", "WOORI", "NH", "KAKAOBANK", "SMS",
)  # fmt: skip


def test_the_table_names_every_channel_of_a_sandbox(reader: Reader) -> None:
    assert set(reader.box.channels) == set(CHANNELS)


@pytest.mark.parametrize("name", CHANNELS)
def test_a_channel_gives_exactly_the_members_of_its_provider(reader: Reader, name: str) -> None:
    provider, type_, members = CHANNELS[name]
    put, read = reader.put_and_read(f"channel-{name}", channel=name)

    assert isinstance(read, VerifiedIdentityVerification)
    assert in_portone_words(read) | {"status": "VERIFIED"} == put
    assert set(in_portone_words(read.verified_customer)) == members
    channel = read.channel
    assert channel is not None
    assert (channel.pg_provider, channel.type) == (provider, type_)
    assert (channel.key, channel.name) == (reader.box.channels[name].key, name)
    assert channel.pg_merchant_id == reader.box.channels[name].pg_merchant_id


@pytest.mark.parametrize("agency", AGENCIES)
@pytest.mark.parametrize("channel", ["inicis", "inicis-test"])
def test_an_agency_of_inicis_gives_ci_unless_it_is_kakao(reader: Reader, channel: str, agency: str) -> None:
    put, read = reader.put_and_read(f"agency-{channel}-{agency}", channel=channel, agency=agency)

    assert isinstance(read, VerifiedIdentityVerification)
    assert in_portone_words(read) | {"status": "VERIFIED"} == put
    assert set(in_portone_words(read.verified_customer)) == (INICIS - {"ci"} if agency == "KAKAO" else INICIS)
    assert read.verified_customer.di is None


def test_every_person_is_read_in_every_status(reader: Reader) -> None:
    for person in reader.box.people():
        for status in ("READY", "VERIFIED", "FAILED"):
            put, read = reader.put_and_read(
                f"{person['person']}-{status}", person=person["person"], status=status, channel="danal-contract"
            )
            assert in_portone_words(read) | {"status": status} == put
