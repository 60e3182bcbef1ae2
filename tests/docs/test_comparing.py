"""The comparison that every snippet is held to notices what a reader would, and forgives only what it says it does."""

import json

import pytest

from tests.docs.comparing import differences

AT = "2026-11-23T05:19:03.322Z"
LATER = "2027-01-02T03:04:05.678Z"


@pytest.mark.parametrize(
    ("shown", "came"),
    [
        ({"a": "x", "at": AT}, {"a": "x", "at": LATER}),
        ({"ci": "MOCKCI9U…"}, {"ci": "MOCKCI9U3vAN"}),
        ({"raw": '{"a":…}'}, {"raw": '{"a":"b"}'}),
        ({"n": 1, "durationMs": 0.5}, {"n": 77, "durationMs": 3}),
        ([{"a": 1}], [{"a": 1}]),
    ],
)
def test_json_fits_where_only_times_cuts_and_counters_differ(shown: object, came: object) -> None:
    assert differences(json.dumps(shown), json.dumps(came), "json") == []


@pytest.mark.parametrize(
    ("shown", "came"),
    [
        ({"a": "x"}, {"a": "y"}),
        ({"a": "x"}, {"a": "x", "b": 1}),
        ({"a": "x", "b": 1}, {"a": "x"}),
        ({"ci": "MOCKCI9U…"}, {"ci": "MOCKCI00"}),
        ({"at": AT}, {"at": "2026-11-23"}),
        ({"at": AT}, {"at": LATER.replace("Z", "+00:00")}),
        ({"total": 1}, {"total": 2}),
        ({"n": 1}, {"n": None}),
        ({"a": 1}, {"a": True}),
        ([1], [1, 2]),
        ({"a": None}, {"a": "x"}),
    ],
)
def test_json_differs_in_everything_else(shown: object, came: object) -> None:
    assert differences(json.dumps(shown), json.dumps(came), "json")


@pytest.mark.parametrize(
    ("shown", "came", "fits"),
    [
        ("a\nb\n", "a\nb", True),
        ("mock-…\nempty", "mock-0f\nempty", True),
        ("a\n…\nd", "a\nb\nc\nd", True),
        ("a.c", "abc", False),
        ("a\nb", "a\nb\nc", False),
        ("a…", "a\nb", False),
    ],
)
def test_text_fits_line_by_line(shown: str, came: str, *, fits: bool) -> None:
    assert (differences(shown, came, "text") == []) is fits
