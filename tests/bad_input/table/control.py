"""Tester's calls that contradict themselves or name what is not there."""

from typing import Final
from unittest.mock import ANY

from ..request import Request, Row
from .shapes import (
    DROPPED_SECRET_EN,
    OWN_STORE,
    REAL,
    REAL_SECRET_EN,
    SECRET,
    TOO_LARGE,
    UNKNOWN_SECRET_EN,
    control,
)

DEFAULT_SANDBOX: Final = b"/_mock/sandbox?sandbox=" + OWN_STORE.encode()
PUT: Final = b"/_mock/verifications/bad-input"
STATUSES: Final = ["READY", "VERIFIED", "FAILED"]
FAILURE: Final = ["reason", "pgCode", "pgMessage"]
GENDERS: Final = ["MALE", "FEMALE", "OTHER"]
NOBODY: Final = (
    "There is no person 'adutl' in this sandbox; the nearest is 'adult'. GET /_mock/people lists them; a variant is "
    "written like adult~42."
)
TIME: Final = (
    "is not a time: write RFC 3339 with a zone (2026-11-23T09:00:00+09:00) or a time relative to the sandbox's clock "
    "(-90d, +5m; units s, m, h, d)"
)
GONE: Final = (
    "is not in this sandbox's journal: it may belong to another sandbox (send that one's Authorization), have made "
    "room for newer ones or gone with a reset; calls of /_mock, the window's own page and those refused at the door "
    "(Host, Origin) are not kept."
)


def _invalid(name: str, request: Request, message: str, **details: object) -> Row:
    return Row(name, request, 400, "INVALID_REQUEST", message, details)


def _order(name: str, members: object, message: str, **details: object) -> Row:
    return _invalid(f"PUT a verification: {name}", control("PUT", PUT, members), message, **details)


def _time(name: str, value: object, sent: str, why: str) -> Row:
    details = {"at": "requestedAt", "received": sent}
    return _order(name, {"requestedAt": value}, f"requestedAt: {sent} {why}", **details)


def _person(name: str, members: object, message: str, **details: object) -> Row:
    return _invalid(f"PUT a person: {name}", control("PUT", b"/_mock/people/adult", members), message, **details)


def _scenario(name: str, scenario: object, message: str, **details: object) -> Row:
    request = control("POST", b"/_mock/sandboxes", {"scenario": scenario})
    return _invalid(f"scenario: {name}", request, message, at="scenario", **details)


def _query(name: str, target: bytes, message: str, **details: object) -> Row:
    return _invalid(f"query: {name}", control("GET", target), message, **details)


def _credential(name: str, authorization: bytes, message: str) -> Row:
    request = control("GET", b"/_mock/sandbox", None, (b"Authorization", authorization))
    return Row(f"control: {name}", request, 401, "UNAUTHORIZED", message)


ORDERS: Final = (
    _order("no object", [], "The body must be a JSON object, not a JSON array."),
    _order("cut JSON", b"{", "The body is not JSON in UTF-8: Input data was truncated."),
    Row("PUT a verification: 3 MB", control("PUT", PUT, b"a" * 3_000_000), 413, "MOCK_TOO_LARGE", TOO_LARGE),
    _order(
        "a member's slip", {"statos": "READY"}, "'statos' is not a known member; did you mean 'status'?",
        at="statos", received="'statos'", nearest="status", known=ANY,
    ),
    _order(
        "a status' slip", {"status": "VERIFED"}, "'VERIFED' is not a known status; did you mean 'VERIFIED'?",
        at="status", received="'VERIFED'", nearest="VERIFIED", known=STATUSES,
    ),
    _order("status of another type", {"status": []}, "status must be a string, not []", at="status", received="[]"),
    _order(
        "an outcome's slip", {"outcome": "canceled"}, "'canceled' is not a known outcome; did you mean 'cancelled'?",
        at="outcome", received="'canceled'", nearest="cancelled", known=ANY,
    ),
    _order(
        "a person's slip", {"person": "adutl"},
        NOBODY,
        at="person", received="'adutl'", nearest="adult", known=ANY,
    ),
    _order(
        "a channel's slip", {"channel": "danall"}, "'danall' is not a known channel; did you mean 'danal'?",
        at="channel", received="'danall'", nearest="danal", known=ANY,
    ),
    _order(
        "an agency's slip", {"channel": "inicis", "agency": "KAKA"},
        "'KAKA' is not a known agency; did you mean 'KAKAO'?",
        at="agency", received="'KAKA'", nearest="KAKAO", known=ANY,
    ),
    _order(
        "an agency at Danal", {"agency": "KAKAO"},
        "agency contradicts the rest: the channel danal (DANAL) has no agencies", at="agency",
    ),
    _order(
        "status against outcome", {"status": "VERIFIED", "outcome": "cancelled"},
        "status contradicts the rest: the outcome cancelled ends in FAILED, not in VERIFIED", at="status",
    ),
    _order(
        "a failure of what is verified", {"failure": {"reason": "a"}},
        "failure contradicts the rest: a verification that ends VERIFIED has no failure", at="failure",
    ),
    _order(
        "a failure's slip", {"status": "FAILED", "failure": {"reson": "a"}},
        "'reson' is not a known member; did you mean 'reason'?",
        at="failure.reson", received="'reson'", nearest="reason", known=FAILURE,
    ),
    _order(
        "verified before anybody verified it", {"status": "READY", "verifiedAt": "-1d"},
        "verifiedAt contradicts the rest: a verification that ends READY was never verified", at="verifiedAt",
    ),
    _order(
        "verified before it was requested", {"requestedAt": "-1d", "verifiedAt": "-2d"},
        "verifiedAt contradicts the rest: a verification cannot be verified before it was requested", at="verifiedAt",
    ),
    _time("no zone", "2026-11-23T09:00:00", "'2026-11-23T09:00:00'", TIME),
    _time("a number for a time", 1_700_000_000, "1700000000", TIME),
    _time(
        "30 February", "2026-02-30T09:00:00Z", "'2026-02-30T09:00:00Z'",
        "is not a time that exists: day is out of range for month",
    ),
    _time("far away", "+999999999d", "'+999999999d'", "lies outside the years 1900 to 2099"),
    _order(
        "hyphens", {"customer": {"phoneNumber": "010-0000-0001"}},
        "customer.phoneNumber must be 9 to 11 digits without hyphens, such as 01000000001, not '010-0000-0001'",
        at="customer.phoneNumber", received="'010-0000-0001'",
    ),
    _order(
        "a gender's initial", {"customer": {"gender": "M"}}, "'M' is not a known gender: MALE, FEMALE, OTHER",
        at="customer.gender", received="'M'", known=GENDERS,
    ),
    _order(
        "a verified nobody", {"customer": {"name": None}},
        "customer.name contradicts the rest: a verified customer always has a name in PortOne's answer",
        at="customer.name",
    ),
    _order(
        "a customer of another type", {"customer": []}, "customer must be an object of PortOne's members, not []",
        at="customer", received="[]",
    ),
    _order(
        "birthday", {"customer": {"birthday": "1990-01-01"}},
        "'birthday' is not a known member of the customer in this status; did you mean 'birthDate'?",
        at="customer.birthday", received="'birthday'", nearest="birthDate", known=ANY,
    ),
    _invalid(
        "PUT a verification: 201 characters", control("PUT", b"/_mock/verifications/" + b"a" * 201, {}),
        "The id has 201 characters; at most 200 are allowed (assumed), so send a shorter one.",
    ),
    _invalid(
        "PUT a verification: no UTF-8", control("PUT", b"/_mock/verifications/%ff", {}),
        "A path segment is not percent-encoded UTF-8.",
    ),
)  # fmt: skip

CALLS: Final = (
    Row(
        "a verification that is not there", control("GET", b"/_mock/verifications/none"), 404,
        "IDENTITY_VERIFICATION_NOT_FOUND", "This sandbox has no verification 'none' in that store.",
    ),
    Row(
        "deleting what is not there", control("DELETE", b"/_mock/verifications/none"), 404,
        "IDENTITY_VERIFICATION_NOT_FOUND", "This sandbox has no verification 'none' in that store.",
    ),
    Row(
        "deleting the default sandbox", control("DELETE", b"/_mock/sandbox"), 409, "MOCK_CONFLICT",
        "The default sandbox exists as long as the server; POST /_mock/reset puts it back to its scenario.",
    ),
    Row("a row that is not there", control("GET", b"/_mock/requests/a"), 404, "MOCK_NOT_FOUND", f"Request a {GONE}"),
    _query(
        "a parameter's slip", b"/_mock/verifications?limt=1",
        "There is no query parameter 'limt' here; did you mean 'limit'?",
        at="limt", nearest="limit", known=["limit", "offset", "sandbox"],
    ),
    _query(
        "a filter's slip", b"/_mock/requests?stat=401",
        "There is no query parameter 'stat' here; did you mean 'status'?",
        at="stat", nearest="status", known=ANY,
    ),
    _query(
        "limit below 0", b"/_mock/verifications?limit=-1", "limit must be a whole number from 0 up to 1000, not '-1'.",
        at="limit",
    ),
    _query(
        "limit above 1000", b"/_mock/verifications?limit=1001",
        "limit must be a whole number from 0 up to 1000, not '1001'.", at="limit",
    ),
    _query(
        "limit twice", b"/_mock/verifications?limit=1&limit=2",
        "The query parameter limit is repeated; send it once.",
    ),
    _query("since yesterday", b"/_mock/requests?since=yesterday", f"since: 'yesterday' {TIME}", at="since"),
    Row(
        "an unknown sandbox", control("GET", b"/_mock/sandbox?sandbox=store-none"), 401, "UNAUTHORIZED",
        "No sandbox has the store id given as ?sandbox=.", {"at": "sandbox"},
    ),
    _invalid(
        "two sandboxes", control("GET", b"/_mock/sandbox?sandbox=<<other store>>", None, (b"Authorization", SECRET)),
        "The Authorization header and ?sandbox= name two sandboxes; send one of them.", at="sandbox",
    ),
    _invalid(
        "another sandbox and the default one",
        control("GET", DEFAULT_SANDBOX, None, (b"Authorization", b"PortOne <<other secret>>")),
        "The Authorization header and ?sandbox= name two sandboxes; send one of them.", at="sandbox",
    ),
    _credential("an unknown secret", b"PortOne nobodys", UNKNOWN_SECRET_EN),
    _credential("a dropped sandbox's secret", b"PortOne <<dropped secret>>", DROPPED_SECRET_EN),
    _credential("a real-looking secret", b"PortOne " + REAL, REAL_SECRET_EN),
    _credential("an expired token", b"Bearer <<expired access>>",
        "The access token has expired; get a new one with POST /token/refresh or by logging in.",
    ),
    _invalid(
        "a reset with members", control("POST", b"/_mock/reset", {"all": True}),
        "There is no member 'all' here; known: none.", at="all", known=[],
    ),
    _invalid(
        "scenarios for scenario", control("POST", b"/_mock/sandboxes", {"scenarios": "empty"}),
        "There is no member 'scenarios' here; did you mean 'scenario'?",
        at="scenarios", nearest="scenario", known=["scenario"],
    ),
    _scenario(
        "a slip", "defalt", "There is no scenario 'defalt'; did you mean 'default'?",
        received="'defalt'", nearest="default", known=ANY,
    ),
    _scenario(
        "a file of the server's", "/etc/passwd", "There is no scenario '/etc/passwd': a call reads no files here; "
        "send what is in it as JSON, "
        "give it to sandbox() in Python, which reads it there, or start the server with --scenario FILE.",
        received="'/etc/passwd'", known=ANY,
    ),
    _scenario(
        "a number", 5, "scenario must be a name, a list of names or a scenario itself, not 5.", received="5"
    ),
    _person(
        "a member's slip", {"nam": "a"}, "There is no member 'nam' here; did you mean 'name'?",
        at="nam", nearest="name", known=ANY,
    ),
    _person(
        "a short phone number", {"phoneNumber": "123"},
        "phoneNumber: expected 11 digits that begin with 01, such as 01000000001; got '123'",
        at="phoneNumber", received="'123'",
    ),
    _person(
        "30 February", {"birthDate": "2026-02-30"},
        "birthDate: a birth date is 2006-11-23, {turns: 19, inDays: 1} or {turns: 19, on: 01-01}; got '2026-02-30'",
        at="birthDate", received="'2026-02-30'",
    ),
    _person(
        "an unknown language", {"label": {"kr": "a"}}, "label has no member kr; known: ko, en",
        at="label.kr", received="'kr'", known=["ko", "en"],
    ),
    _invalid(
        "PUT a person: a key with a space", control("PUT", b"/_mock/people/A%20B", {}),
        "person: expected lower-case letters, digits and single hyphens; got 'A B'", at="person", received="'A B'",
    ),
    _invalid(
        "POST a person like nobody", control("POST", b"/_mock/people", {"like": "adutl"}),
        NOBODY,
        at="person", received="'adutl'", nearest="adult", known=ANY,
    ),
)  # fmt: skip
