"""An order of a fault that cannot be is refused with the evidence."""

from typing import Any

import pytest

from mock_server.api.routes import OPERATIONS
from mock_server.domain.faults import FAULTS, MATCHES

from ...in_process import portone
from ...merchant import Merchant
from ...refusals import assert_refused
from .ordering import IN_PROCESS, NEEDED, listed, order


@pytest.mark.parametrize("name", [name for name, row in FAULTS.items() if row.needs_wire])
def test_in_process_there_is_no_connection_to_cut(merchant: Merchant, name: str) -> None:
    refused = assert_refused(
        merchant.control("POST", "/faults", {"fault": name, **NEEDED.get(name, {})}),
        "INVALID_REQUEST",
        "acts on the connection",
        "over a socket",
    )
    assert (refused["at"], refused["received"], refused["known"]) == ("fault", f"'{name}'", IN_PROCESS)


@pytest.mark.parametrize("times", [1, 3, None])
@pytest.mark.parametrize("name", IN_PROCESS)
def test_every_other_is_taken_with_what_it_needs(merchant: Merchant, name: str, times: int | None) -> None:
    assert order(merchant, name, **NEEDED.get(name, {}), times=times)["times"] == times


PATHS = list(dict.fromkeys(row.path.replace("{identityVerificationId}", "*") for row in OPERATIONS))
WRONG: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {"at": "fault", "known": list(FAULTS)}),
    ({"fault": None}, {"at": "fault", "received": "null", "known": list(FAULTS)}),
    ({"fault": ["html"]}, {"at": "fault", "received": '["html"]'}),
    ({"fault": "dealy"}, {"at": "fault", "received": "'dealy'", "nearest": "delay", "known": list(FAULTS)}),
    ({"fault": "HTML"}, {"at": "fault", "received": "'HTML'", "nearest": "html"}),
    ({"fault": "html", "tmies": 2}, {"at": "tmies", "nearest": "times"}),
    (
        {"fault": "html", "seconds": 2},
        {"at": "seconds", "known": ["fault", "match", "times", "probability", "forSeconds"]},
    ),
    *(({"fault": name}, {"at": next(iter(members))}) for name, members in NEEDED.items() if name in IN_PROCESS),
    ({"fault": "delay", "seconds": -1}, {"at": "seconds", "received": "-1"}),
    ({"fault": "delay", "seconds": -0.001}, {"at": "seconds", "received": "-0.001"}),
    ({"fault": "delay", "seconds": "2s"}, {"at": "seconds", "received": "'2s'"}),
    ({"fault": "delay", "seconds": "2"}, {"at": "seconds", "received": "'2'"}),
    ({"fault": "delay", "seconds": True}, {"at": "seconds", "received": "true"}),
    ({"fault": "delay", "seconds": None}, {"at": "seconds", "received": "null"}),
    ({"fault": "delay", "seconds": 601}, {"at": "seconds", "received": "601"}),
    ({"fault": "status", "status": 199}, {"at": "status", "received": "199"}),
    ({"fault": "status", "status": 600}, {"at": "status"}),
    ({"fault": "status", "status": "503"}, {"at": "status", "received": "'503'"}),
    ({"fault": "status", "status": 500.5}, {"at": "status"}),
    ({"fault": "status", "status": 503, "body": None}, {"at": "body", "received": "null"}),
    ({"fault": "status", "status": 204, "body": {}}, {"at": "body"}),
    ({"fault": "status", "status": 503, "headers": ["a"]}, {"at": "headers"}),
    ({"fault": "status", "status": 503, "headers": {"x": "a\r\nb: c"}}, {"at": "headers.x"}),
    ({"fault": "status", "status": 503, "headers": {"x": "a\nb"}}, {"at": "headers.x"}),
    ({"fault": "status", "status": 503, "headers": {"x": "\x00"}}, {"at": "headers.x"}),
    ({"fault": "status", "status": 503, "headers": {"x": "가"}}, {"at": "headers.x", "received": "'가'"}),
    ({"fault": "status", "status": 503, "headers": {"x": 3}}, {"at": "headers.x", "received": "3"}),
    ({"fault": "status", "status": 503, "headers": {"x: y\r\nz": "a"}}, {"at": "headers"}),
    ({"fault": "status", "status": 503, "headers": {"": "a"}}, {"at": "headers", "received": "''"}),
    ({"fault": "status", "status": 503, "headers": {"Content-Length": "1"}}, {"at": "headers"}),
    ({"fault": "status", "status": 503, "headers": {"Transfer-Encoding": "chunked"}}, {"at": "headers"}),
    ({"fault": "rate-limit", "retryAfter": -1}, {"at": "retryAfter", "received": "-1"}),
    ({"fault": "rate-limit", "retryAfter": "1m"}, {"at": "retryAfter", "received": "'1m'"}),
    ({"fault": "ready-first", "reads": 0}, {"at": "reads", "received": "0"}),
    ({"fault": "ready-first", "reads": 2, "match": {"nth": 1}}, {"at": "match.nth"}),
    ({"fault": "unknown-status", "status": 3}, {"at": "status", "received": "3"}),
    ({"fault": "unknown-status", "status": ""}, {"at": "status", "received": "''"}),
    ({"fault": "omit-fields", "fields": []}, {"at": "fields"}),
    ({"fault": "omit-fields", "fields": "ci"}, {"at": "fields", "received": "'ci'"}),
    ({"fault": "omit-fields", "fields": ["di", "cii"]}, {"at": "fields", "received": "'cii'", "nearest": "ci"}),
    (
        {"fault": "omit-fields", "fields": ["verifiedCustomer.cii"]},
        {"at": "fields", "nearest": "verifiedCustomer.ci"},
    ),
    ({"fault": "html", "times": 0}, {"at": "times", "received": "0"}),
    ({"fault": "html", "times": "2"}, {"at": "times", "received": "'2'"}),
    ({"fault": "html", "times": 1.5}, {"at": "times", "received": "1.5"}),
    ({"fault": "html", "times": True}, {"at": "times"}),
    ({"fault": "html", "probability": 0}, {"at": "probability", "received": "0"}),
    ({"fault": "html", "probability": 1.1}, {"at": "probability", "received": "1.1"}),
    ({"fault": "html", "probability": "50%"}, {"at": "probability", "received": "'50%'"}),
    ({"fault": "html", "probability": None}, {"at": "probability"}),
    ({"fault": "html", "match": []}, {"at": "match", "received": "[]"}),
    ({"fault": "html", "match": None}, {"at": "match", "received": "null"}),
    ({"fault": "html", "match": {"ids": "a"}}, {"at": "match.ids", "nearest": "id", "known": list(MATCHES)}),
    ({"fault": "html", "match": {"id": 3}}, {"at": "match.id", "received": "3"}),
    ({"fault": "html", "match": {"id": ""}}, {"at": "match.id", "received": "''"}),
    ({"fault": "html", "match": {"nth": 0}}, {"at": "match.nth", "received": "0"}),
    ({"fault": "html", "match": {"nth": "2nd"}}, {"at": "match.nth", "received": "'2nd'"}),
    ({"fault": "html", "match": {"nth": 2}, "times": 2}, {"at": "match.nth"}),
    ({"fault": "html", "match": {"method": "PSOT"}}, {"at": "match.method", "nearest": "POST"}),
    (
        {"fault": "html", "match": {"operation": "getIdentityVerificaton"}},
        {"at": "match.operation", "nearest": "getIdentityVerification", "known": [row.name for row in OPERATIONS]},
    ),
    (
        {"fault": "refresh-dead", "match": {"operation": "loginViaApiKey"}},
        {"at": "match.operation", "known": ["refreshToken"]},
    ),
    (
        {"fault": "html", "match": {"path": "/identity-verification/*"}},
        {"at": "match.path", "nearest": "/identity-verifications/*", "known": PATHS},
    ),
    *(
        ({"fault": "html", "match": {"path": path}}, {"at": "match.path", "nearest": "/identity-verifications/*"})
        for path in (
            "/identity-verifications/{identityVerificationId}",
            "/identity-verification/00000000-0000-4000-8000-000000000001-and-more",
            "identity-verifications/*",
            "/identity-verifications/가*",
        )
    ),
    ({"fault": "html", "match": {"path": "/identity-verifications?*"}}, {"nearest": "/identity-verifications"}),
    ({"fault": "html", "match": {"path": "/login/api-secert"}}, {"nearest": "/login/api-secret"}),
    ({"fault": "html", "match": {"path": "/_mock/*"}}, {"at": "match.path", "known": PATHS}),
    (
        {"fault": "refresh-dead", "match": {"path": "/login/*"}},
        {"at": "match.path", "received": "'/login/*'", "known": ["/token/refresh"]},
    ),
    (
        {"fault": "html", "match": {"path": "*/send", "operation": "resendIdentityVerification"}},
        {"at": "match.path", "known": ["/identity-verifications/*/resend"]},
    ),
    ({"fault": "html", "match": {"method": "GET", "operation": "refreshToken"}}, {"at": "match.method"}),
    ({"fault": "token-expired", "match": {"path": "/token/refresh", "method": "post"}}, {"at": "match.path"}),
    ({"fault": "html", "match": {"id": "a", "operation": "refreshToken"}}, {"at": "match.id"}),
]


@pytest.mark.parametrize(("members", "evidence"), WRONG, ids=[str(members)[:70] for members, _ in WRONG])
def test_an_order_that_cannot_be_is_refused_and_leaves_nothing(
    merchant: Merchant, members: dict[str, Any], evidence: dict[str, Any]
) -> None:
    refused = assert_refused(merchant.control("POST", "/faults", members), "INVALID_REQUEST")
    assert {name: refused.get(name) for name in evidence} == evidence
    assert listed(merchant) == []


@pytest.mark.parametrize("text", ["[]", '{"fault": "html"', "html", '{"fault": "html", "probability": NaN}'])
def test_what_is_no_object_is_refused(merchant: Merchant, text: str) -> None:
    answer = merchant.client.post("/_mock/faults", content=text, headers=portone(merchant.secret))
    assert_refused(answer, "INVALID_REQUEST")


def test_an_unknown_query_parameter_is_refused(merchant: Merchant) -> None:
    assert_refused(merchant.control("GET", "/faults?fired=0"), "INVALID_REQUEST", "'fired'")
