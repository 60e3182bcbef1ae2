"""What the refusals have in common: the place, what came, what would have worked, and nothing longer than bearable."""

import pytest

from mock_server.domain.errors import Refusal
from mock_server.domain.wording import LONGEST_SHOWN, contradiction, require_known, shortened, shown, wrong

STATUSES = ("READY", "VERIFIED", "FAILED")
LONG = "가" * (LONGEST_SHOWN + 1)
CUT = "가" * LONGEST_SHOWN + "…"


@pytest.mark.parametrize("name", STATUSES)
def test_a_known_name_passes(name: str) -> None:
    require_known(name, STATUSES, at="status", what="status")


def test_an_unknown_name_is_refused_with_the_nearest_one_and_all_that_are_known() -> None:
    with pytest.raises(Refusal) as refused:
        require_known("verified", iter(STATUSES), at="status", what="status")
    assert refused.value.type == "INVALID_REQUEST"
    assert refused.value.message == "'verified' is not a known status; did you mean 'VERIFIED'?"
    evidence = {"at": "status", "received": "'verified'", "nearest": "VERIFIED", "known": list(STATUSES)}
    assert refused.value.details == evidence


@pytest.mark.parametrize(("name", "repeated"), [("zzzzzz", "'zzzzzz'"), (7, "7"), (None, "null"), ([], "[]")])
def test_where_nothing_is_near_the_message_lists_what_is_known(name: object, repeated: str) -> None:
    with pytest.raises(Refusal) as refused:
        require_known(name, STATUSES, at="status", what="status")
    assert refused.value.message == f"{repeated} is not a known status: READY, VERIFIED, FAILED"
    assert "nearest" not in refused.value.details


def test_a_place_that_somebody_named_at_length_is_shortened() -> None:
    with pytest.raises(Refusal) as refused:
        require_known(LONG, STATUSES, at=LONG, what="member")
    assert (refused.value.details["at"], refused.value.details["received"]) == (CUT, f"'{CUT}'")


def test_a_wrong_value_is_refused_with_what_was_expected() -> None:
    refused = wrong("times", "three", "a whole number from 1")
    assert refused.type == "INVALID_REQUEST"
    assert refused.message == "times must be a whole number from 1, not 'three'"
    assert refused.details == {"at": "times", "received": "'three'"}


def test_a_contradiction_says_which_member_and_why() -> None:
    refused = contradiction("verifiedAt", "it was never verified")
    assert refused.type == "INVALID_REQUEST"
    assert refused.message == "verifiedAt contradicts the rest: it was never verified"
    assert refused.details == {"at": "verifiedAt"}


@pytest.mark.parametrize(
    ("value", "repeated"),
    [("it's", "'it's'"), ("", "''"), (True, "true"), (1.5, "1.5"), ({"a": [None]}, '{"a":[null]}'), (LONG, f"'{CUT}'")],
)
def test_a_value_is_repeated_as_json_and_a_text_in_single_quotes(value: object, repeated: str) -> None:
    assert shown(value) == repeated


def test_a_long_value_that_is_no_text_is_shortened_too() -> None:
    assert shown(["가"] * 100) == '["가"' + ',"가"' * 13 + ',"가"…'


@pytest.mark.parametrize(("text", "kept"), [("가" * LONGEST_SHOWN, "가" * LONGEST_SHOWN), (LONG, CUT), ("", "")])
def test_only_what_is_too_long_is_cut(text: str, kept: str) -> None:
    assert shortened(text) == kept
