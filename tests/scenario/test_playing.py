"""Playing: every kind of expectation that is not met is a difference, in both languages; a met one is none."""

from typing import Any

import pytest

from mock_server.playing import play
from mock_server.scenario import merge
from portone_mock import MockPortOne

RECORDS = {"a": {"person": "adult"}, "slow": {}, "gone": {}, "cut": {}, "odd": {}}
FAULTS = [
    {"fault": "reset-before", "times": None, "match": {"id": "gone"}},
    {"fault": "truncate", "bytes": 9, "times": None, "match": {"id": "cut"}},
    {"fault": "malformed-json", "times": None, "match": {"id": "odd"}},
]


def lines(portone: MockPortOne, *steps: Any, language: str = "en") -> list[str]:
    """The differences of these steps from what a small scenario answers."""
    scenario = merge([{"verifications": RECORDS, "faults": FAULTS, "expect": {"steps": list(steps)}}])
    with portone.sandbox(dict(scenario.document)) as box:
        return [difference.line(language) for difference in play(scenario, box)]


@pytest.mark.parametrize(
    "step",
    [
        {"read": "a"},
        {"read": "a", "status": 200, "body": {"verifiedCustomer.name": "김모의", "channel.type": "LIVE"}},
        {"read": "a", "present": "verifiedCustomer.ci", "absent": ["verifiedCustomer.phoneNumber", "failure"]},
        {"read": "b", "status": 404, "type": "IDENTITY_VERIFICATION_NOT_FOUND"},
        {"read": "gone", "lost": True},
        {"read": "cut", "lost": True},
        {"read": "odd", "broken": True},
        {"list": {"isTest": "false"}, "body": {"page.totalCount": "5", "items.0.version": "V2"}},
        {"login": "api-key", "present": ["access_token", "refreshToken"]},
        {"send": {"id": "s", "person": "adult~7", "channel": "kcp", "method": "APP", "customData": "x"}},
        {"complete": {"id": "a", "outcome": "verified"}, "status": 409, "type": "MOCK_CONFLICT"},
        {"advance": "1.5s"},
    ],
    ids=str,
)
def test_what_is_met_is_no_difference(portone: MockPortOne, step: Any) -> None:
    assert lines(portone, step) == []


@pytest.mark.parametrize(
    ("step", "says", "ko"),
    [
        ({"read": "a", "status": 404}, "step 1, read: status is 200, not 404", "1단계 read: status"),
        ({"read": "b"}, 'status is 404, not 200 ({"type":"IDENTITY_VERIFICATION_NOT_FOUND"', "404"),
        ({"read": "b", "status": 404, "type": "FORBIDDEN"}, "type is 'IDENTITY_VERIFICATION_NOT_FOUND', not", "type:"),
        ({"read": "a", "body": {"verifiedCustomer.name": "김개명"}}, "name is '김모의', not '김개명'", "'김개명'"),
        ({"read": "a", "body": {"verifiedCustomer.phone": "0"}}, "verifiedCustomer.phone is –, not '0' (", "–"),
        ({"read": "a", "body": {"channel": "LIVE"}}, 'channel is {"type":"LIVE"', "channel"),
        ({"read": "a", "present": "verifiedCustomer.phoneNumber"}, "phoneNumber is not there", "없습니다"),
        ({"read": "a", "absent": "verifiedCustomer.ci"}, "verifiedCustomer.ci is there: 'MOCKCI", "없어야"),
        ({"read": "a", "lost": True}, "200 was answered, and no answer was expected", "오지 않아야"),
        ({"read": "a", "broken": True}, "the body is JSON, and was to be broken", "깨져"),
        ({"read": "a", "takesAtLeast": "30s"}, "not 30 s or more", "30초"),
        ({"read": "gone"}, "no answer came", "오지 않았습니다"),
        ({"read": "cut", "status": 200}, "no answer came", "오지 않았습니다"),
        ({"read": "odd"}, "the body is no JSON", "JSON이 아닙니다"),
        ({"refresh": True}, "status is 401, not 200", "401"),
        ({"complete": {"id": "a", "outcome": "verified"}}, "status is 409, not 200", "409"),
        ({"confirm": {"id": "a"}}, "status is 409, not 200", "409"),
    ],
    ids=str,
)
def test_what_is_not_met_is_a_difference(portone: MockPortOne, step: Any, says: str, ko: str) -> None:
    (line,) = lines(portone, step)
    assert says in line
    (in_korean,) = lines(portone, step, language="ko")
    assert in_korean.startswith("1단계 ")
    assert ko in in_korean


def test_steps_are_counted_and_one_that_differs_does_not_end_the_play(portone: MockPortOne) -> None:
    found = lines(portone, {"read": "a"}, {"read": "b"}, {"advance": "1d"}, {"read": "a", "status": 500})
    assert [line.partition(":")[0] for line in found] == ["step 2, read", "step 4, read"]
