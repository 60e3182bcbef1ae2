"""CI and DI have the shape of real ones, are marked, never change, and are never alike for two."""

import re
from base64 import b64decode, b64encode
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mock_server.domain.identity_keys import ci, di
from mock_server.roster import load_people

parts = st.text(max_size=6)


def test_published_values_stay_as_they_are() -> None:
    """Testers keep these in databases: a change here breaks them all."""
    assert ci("adult") == "MOCKCI9U3vANai7JzCbVIrtQRHj9CZgOkWPLqKtFlXxSSLnXwt0U5tvmo7HcVrc/w6GlhWzodaTBVogcF3VZng=="
    assert di("adult", "MOCKDN0001", "salt") == "MOCKDIzfxH4T2+R+2KBYixcYulcjyj/n2zW/wDVNNa+FPzTZ7YWwNZ5hvJeDwtlsbo"


@settings(deadline=None)
@given(parts)
def test_ci_is_the_base64_of_64_bytes_and_marked(identity: str) -> None:
    value = ci(identity)
    assert len(value) == 88
    assert value.startswith("MOCKCI")
    octets = b64decode(value, validate=True)
    assert len(octets) == 64
    assert b64encode(octets).decode() == value


@settings(deadline=None)
@given(parts, parts, parts)
def test_di_has_66_characters_of_the_base64_alphabet_and_is_marked(identity: str, site: str, salt: str) -> None:
    assert re.fullmatch(r"MOCKDI[A-Za-z0-9+/]{60}", di(identity, site, salt))


@settings(deadline=None)
@given(st.tuples(parts), st.tuples(parts))
def test_ci_is_one_per_identity_and_never_alike_for_two(one: tuple[str], other: tuple[str]) -> None:
    assert (ci(*one) == ci(*other)) == (one == other)


@settings(deadline=None)
@given(st.tuples(parts, parts, parts), st.tuples(parts, parts, parts))
def test_di_is_one_per_identity_site_and_salt(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    assert (di(*one) == di(*other)) == (one == other)


@settings(deadline=None)
@given(st.text(min_size=1, max_size=8), st.integers(0, 8), st.integers(0, 8))
def test_parts_that_join_to_the_same_text_are_kept_apart(joined: str, first: int, second: int) -> None:
    assume(first != second)
    assume(joined[:first] != joined[:second])
    assert di(joined[:first], joined[first:], "") != di(joined[:second], joined[second:], "")
    assert di("", joined[:first], joined[first:]) != di("", joined[:second], joined[second:])


def test_the_keys_of_the_whole_roster_on_many_sites_are_all_different() -> None:
    identities = {person.identity for person in load_people()}
    sites = [(f"MOCK{n}", salt) for n, salt in product(range(20), ("one", "two"))]
    values = {di(identity, site, salt) for identity in identities for site, salt in sites}
    values |= {ci(identity) for identity in identities}
    assert len(values) == len(identities) * (len(sites) + 1)
