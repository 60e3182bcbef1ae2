"""What each provider gives is what the sources say, and whatever it leaves out has a reason in both languages."""

import re

import pytest

from mock_server.domain.providers import AGENCIES, MEMBERS, PROFILES, PROVIDED, Profile, withheld
from tests.law import facts

each_profile = pytest.mark.parametrize("name", PROFILES)
cells = pytest.mark.parametrize(
    ("profile", "agency"), [(name, agency) for name in facts.RETURNS for agency in facts.agencies(name)]
)


def test_every_profile_is_in_the_table_of_the_sources() -> None:
    assert set(PROFILES) == set(facts.RETURNS)


@cells
def test_given_and_withheld_together_are_all_members(profile: str, agency: str | None) -> None:
    missing = [member for member, _ in withheld(profile, agency)]
    assert {*missing} == facts.EVERY_MEMBER - facts.given(profile, agency)
    assert missing == [member for member in PROVIDED if member in missing]


@cells
def test_every_reason_is_in_both_languages_and_says_how_it_is_known(profile: str, agency: str | None) -> None:
    for member, reason in withheld(profile, agency):
        assert re.search("[가-힣]", reason.ko), member
        assert re.search("[A-Za-z]{3}", reason.en), member
        assert not re.search("[가-힣]", reason.en), member
        assert reason.source in {"openapi", "docs", "sdk", "observed", "assumed"}


def test_what_the_sources_disagree_about_is_assumed() -> None:
    sources = {
        (profile, member): reason.source
        for profile in PROFILES
        for agency in facts.agencies(profile)
        for member, reason in withheld(profile, agency)
    }
    assumed = {cell for cell, source in sources.items() if source == "assumed"}
    assert assumed == {
        (profile, member)
        for profile in ("inicis-gender-except-kakao", "inicis-gender-never")
        for member in ("gender", "isForeigner")
    }


@each_profile
def test_only_inicis_has_agencies_and_the_first_is_the_default(name: str) -> None:
    profile = PROFILES[name]
    assert list(profile.agencies) == [agency for agency in facts.agencies(name) if agency]
    assert profile.default_agency == ("PASS" if name.startswith("inicis") else None)
    assert profile.pg_provider == facts.PROVIDERS[name.split("-")[0]]


@each_profile
def test_an_agency_withholds_something_only_where_it_is_one_of_the_profile(name: str) -> None:
    profile: Profile = PROFILES[name]
    assert set(profile.by_agency) <= set(profile.agencies)
    for reasons in (profile.withheld, *profile.by_agency.values()):
        assert set(reasons) <= set(PROVIDED)


def test_agencies_are_those_of_the_sources() -> None:
    assert list(AGENCIES) == facts.AGENCIES


def test_the_members_are_those_of_portones_verified_customer() -> None:
    assert {*MEMBERS} == facts.EVERY_MEMBER | {"id"}
    assert len(MEMBERS) == len(set(MEMBERS))


def test_an_unknown_profile_is_an_error_and_no_empty_table() -> None:
    with pytest.raises(KeyError, match="nice"):
        withheld("nice", None)
